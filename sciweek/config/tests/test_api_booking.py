"""Rules, seats and bookings over the API: the same actions as the pages, names and phones masked."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import add_activity
from sciweek.activities.tests.places import at, make_public
from sciweek.booking.actions import book
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries import bookable
from sciweek.booking.states import Language
from sciweek.committee.models import Unit
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import Program, program
from sciweek.logbook.models import Entry
from sciweek.programme.actions import add_sessions, release_programme
from sciweek.programme.models import Run


def address(cast: Cast, rest: str) -> str:
    return f"/weeks/{cast.week.slug}/{rest}"


def a_run(
    cast: Cast, name: str = "水是怎样变清的", unit: Unit | None = None, hours: tuple[int, ...] = (9,)
) -> Run:
    """Sessions of one activity on the 26th, announced."""
    office = cast.actor("office")
    row = add_activity(
        office, cast.week, name=name, kind="lecture", unit=unit or cast.unit, place="文化站",
        starts_at=at(26, 9), ends_at=at(26, 10),
    )  # fmt: skip
    make_public(office, row)
    for hour in hours:
        run = add_sessions(office, row, starts_at=at(26, hour), ends_at=at(26, hour + 1), capacity=20)
    release_programme(office, cast.week)
    return run


@pytest.fixture
def run(cast: Cast) -> Run:
    with cast.inside():
        return a_run(cast)


@pytest.fixture
def office(cast: Cast) -> Program:
    return program(cast, "office")


def opened(office: Program, cast: Cast, run: Run, **values: Any) -> dict[str, Any]:
    """The run's rules set, and its seats."""
    answer = office.ask("PATCH", address(cast, f"booking-terms/{run.code}"), values)
    assert answer.status_code == 200, answer.content.decode()
    seats = office.get(address(cast, "seats"))["items"]
    return dict(next(one for one in seats if one["run"] == run.code))


def test_a_program_opens_a_run_and_reads_its_seats(office: Program, cast: Cast, run: Run) -> None:
    seats = opened(office, cast, run, seats=12, largest=4, opens_at="2027-05-01T09:00:00+08:00", questions=[
        {"key": "bus", "label": "坐大巴吗", "kind": "yes_no"},
    ])  # fmt: skip
    assert (seats["capacity"], seats["free"], seats["standing"]) == (12, 12, "soon")
    assert seats["closes_at"] == "2027-05-26T09:00:00+08:00"
    terms = office.get(address(cast, f"booking-terms/{run.code}"))
    assert (terms["largest"], terms["questions"][0]["label"]) == (4, "坐大巴吗")
    assert office.get(address(cast, "booking-terms"))["items"] == [terms]
    opened(office, cast, run, opens_at=None)
    assert office.get(address(cast, f"seats/{seats['code']}"))["standing"] == "open"
    answer = office.ask("PATCH", address(cast, f"booking-terms/{run.code}"), {"largest": 0})
    assert (answer.status_code, answer.json()["fields"].keys()) == (422, {"largest"})


def new(seats: dict[str, Any], **values: Any) -> dict[str, Any]:
    given = {"seats": seats["code"], "party": {"adults": 2}, "name": "陈小满", "phone": "13905551234"}
    return given | values


def test_a_host_books_and_the_same_key_books_once(office: Program, cast: Cast, run: Run) -> None:
    seats, key = opened(office, cast, run), str(uuid4())
    heads = {"Idempotency-Key": key}
    made = office.post(address(cast, "bookings"), new(seats), status=201, **heads)
    assert office.post(address(cast, "bookings"), new(seats), status=201, **heads)["code"] == made["code"]
    assert (made["name"], made["phone"], made["state"], made["places"]) == ("陈**", "···1234", "confirmed", 2)
    assert "5551234" not in str(office.get(address(cast, f"bookings/{made['code']}")))
    assert "小满" not in str(office.get(address(cast, "bookings")))
    # There is no way to the whole number here, whatever is asked.
    asked = office.ask("GET", address(cast, f"bookings/{made['code']}?reason=要打电话"))
    assert asked.status_code == 422
    assert "5551234" not in asked.content.decode()
    assert not Entry.objects.filter(verb="reveal_phone").exists()


def test_a_booker_is_written_to_in_the_language_that_was_said(office: Program, cast: Cast, run: Run) -> None:
    seats = opened(office, cast, run)
    plain = office.post(address(cast, "bookings"), new(seats), status=201)
    english = new(seats, phone="13905551235", language="en")
    other = office.post(address(cast, "bookings"), english, status=201)
    assert (plain["language"], other["language"]) == ("zh-hans", "en")
    assert office.get(address(cast, f"bookings/{other['code']}"))["language"] == "en"
    # Nobody is written to in what the site does not speak, and nobody guesses what was meant.
    for unknown in ("de", "EN", "", 1):
        refused = office.ask("POST", address(cast, "bookings"), english | {"language": unknown})
        assert (refused.status_code, list(refused.json()["fields"])) == (422, ["language"]), unknown
    assert set(Language.values) == set(dict(settings.LANGUAGES))


def test_a_booking_is_changed_moved_and_cancelled(office: Program, cast: Cast) -> None:
    with cast.inside():
        run = a_run(cast, hours=(9, 14))
    seats = opened(office, cast, run)
    with cast.inside():
        other = Run.objects.filter(activity=run.activity).exclude(pk=run.pk).get()
    there = opened(office, cast, other)
    made = office.post(address(cast, "bookings"), new(seats), status=201)
    one = address(cast, f"bookings/{made['code']}")
    answer = office.ask("PATCH", one, {"seen_version": made["version"], "party": {"adults": 3}})
    assert answer.json()["places"] == 3
    stale = office.ask("PATCH", one, {"seen_version": made["version"], "party": {"adults": 4}})
    assert stale.status_code == 409
    assert office.post(f"{one}/move", {"seats": there["code"]})["seats"] == there["code"]
    assert office.ask("POST", f"{one}/cancel", {"why": ""}).status_code == 422
    assert office.post(f"{one}/cancel", {"why": "来电取消"})["state"] == "cancelled"
    assert office.get(address(cast, f"seats/{there['code']}"))["taken"] == 0


def test_free_words_about_a_booking_are_for_whoever_runs_it(office: Program, cast: Cast, run: Run) -> None:
    made = office.post(address(cast, "bookings"), new(opened(office, cast, run)), status=201)
    one = address(cast, f"bookings/{made['code']}")
    assert office.post(f"{one}/cancel", {"why": "陈小满来电，孩子住院"})["reason"] == "陈小满来电，孩子住院"
    assert program(cast, "liaison").get(one)["reason"] == "陈小满来电，孩子住院"
    auditor = program(cast, "auditor")
    assert "小满" not in str((auditor.get(one), auditor.get(address(cast, "bookings"))))


def test_seats_are_resized_closed_and_shared(office: Program, cast: Cast, run: Run) -> None:
    bus = office.post(address(cast, "seats"), {"name": "大巴", "capacity": 3}, status=201)
    assert (bus["session"], bus["standing"]) == (None, None)
    seats = opened(office, cast, run, shared=bus["code"])
    assert (seats["shared"], seats["free"]) == (bus["code"], 3)
    one = address(cast, f"seats/{seats['code']}")
    office.post(address(cast, "bookings"), new(seats), status=201)
    assert office.ask("POST", f"{one}/resize", {"capacity": 1}).json()["code"] == "taken"
    assert office.post(f"{one}/resize", {"capacity": 30})["capacity"] == 30
    assert office.post(f"{one}/close")["standing"] == "closed"
    assert office.post(f"{one}/reopen")["standing"] == "open"
    refused = office.ask("POST", address(cast, "bookings"), new(bus, phone="13905550002"))
    assert refused.json()["fields"].keys() == {"seats"}


def test_a_liaison_reaches_no_further_than_the_own_unit(cast: Cast, run: Run, office: Program) -> None:
    with cast.inside():
        foreign = a_run(cast, "别家的", cast.other_unit)
    shared = office.post(address(cast, "seats"), {"name": "大篷车", "capacity": 9}, status=201)
    mine, theirs = opened(office, cast, run), opened(office, cast, foreign, shared=shared["code"])
    made = office.post(address(cast, "bookings"), new(theirs), status=201)
    liaison = program(cast, "liaison")
    assert [one["code"] for one in liaison.get(address(cast, "seats"))["items"]] == [mine["code"]]
    assert liaison.get(address(cast, "bookings"))["items"] == []
    for method, rest, body in (
        ("GET", f"bookings/{made['code']}", None),
        ("POST", f"bookings/{made['code']}/cancel", {"why": "x"}),
        ("POST", f"seats/{theirs['code']}/close", {}),
        ("PATCH", f"booking-terms/{foreign.code}", {}),
        ("POST", "bookings", new(theirs, phone="13905550002")),
    ):
        assert liaison.ask(method, address(cast, rest), body).status_code == 404, rest
    answer = liaison.ask("PATCH", address(cast, f"booking-terms/{run.code}"), {"shared": shared["code"]})
    assert answer.json()["fields"].keys() == {"shared"}


@pytest.mark.parametrize(
    "body",
    [
        {"party": {"adults": 0}},
        {"party": {"adults": -1}},
        {"party": {"adults": 10_000}},
        {"phone": "1"},
        {"name": "长" * 300},
        {"seats": "34679ACD"},
        {"answers": {"x": 1}},
    ],
)
def test_hostile_bookings_are_refused(office: Program, cast: Cast, run: Run, body: dict[str, Any]) -> None:
    answer = office.ask("POST", address(cast, "bookings"), new(opened(office, cast, run)) | body)
    assert answer.status_code in (404, 422)
    with cast.inside():
        assert not Booking.objects.exists()


@pytest.mark.usefixtures("one_minute")
def test_a_page_of_bookings_asks_a_flat_number_of_queries(office: Program, cast: Cast, run: Run) -> None:
    seats = opened(office, cast, run, largest=1)

    def fill(count: int) -> None:
        with cast.inside():
            pool = Pool.objects.get(code=seats["code"])
            for number in range(count):
                book(
                    cast.actor("office"), bookable(pool), party=Party(adults=1), name="周远",
                    phone=f"139{Booking.objects.count():04d}{number:04d}",
                )  # fmt: skip

    def queries(rest: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            office.get(address(cast, rest))
        return len(captured)

    fill(2)
    few, few_seats = queries("bookings"), queries("seats")
    fill(16)
    assert (queries("bookings"), queries("seats")) == (few, few_seats)
