"""Sessions and releases over the API."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import add_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at, make_public
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import Program, program
from sciweek.logbook.models import Entry
from sciweek.programme.models import Session
from sciweek.venues.models import Room, Venue

NINE, TEN = "2027-05-26T09:00:00+08:00", "2027-05-26T10:00:00+08:00"


def address(cast: Cast, rest: str = "sessions") -> str:
    return f"/weeks/{cast.week.slug}/{rest}"


@pytest.fixture
def shown(cast: Cast) -> Activity:
    """A lecture that the public may see."""
    with cast.inside():
        row = add_activity(
            cast.actor("office"),
            cast.week,
            name="水是怎样变清的",
            kind="lecture",
            unit=cast.unit,
            starts_at=at(26, 9),
            ends_at=at(26, 10),
            place="街道文化中心",
        )
        return make_public(cast.actor("office"), row)


@pytest.fixture
def room(cast: Cast) -> Room:
    with cast.inside():
        venue = Venue.objects.create(region=cast.region, name="区科技馆")
        return Room.objects.create(region=cast.region, venue=venue, name="报告厅", capacity=50)


@pytest.fixture
def office(cast: Cast) -> Program:
    return program(cast, "office")


def added(office: Program, cast: Cast, activity: Activity, **values: Any) -> dict[str, Any]:
    body = {"activity": activity.code, "starts_at": NINE, "ends_at": TEN} | values
    [one] = office.post(address(cast), body, status=201)["sessions"]
    return dict(one)


def test_a_session_goes_its_way(cast: Cast, office: Program, shown: Activity, room: Room) -> None:
    one = added(office, cast, shown, room=room.code, capacity=40)
    assert (one["venue_name"], one["room_name"], one["capacity"]) == ("区科技馆", "报告厅", 40)
    assert (one["starts_at"], one["run_kind"], one["unit"]) == (NINE, "single", cast.unit.code)
    path = address(cast, f"sessions/{one['code']}")
    changed = office.ask("PATCH", path, {"seen_version": one["version"], "note": "请带水杯"}).json()
    assert (changed["note"], changed["version"], changed["room"]) == ("请带水杯", 2, room.code)
    assert office.ask("PATCH", path, {"seen_version": 1, "note": "晚了"}).status_code == 409
    moved = office.post(f"{path}/move", {"seen_version": 2, "starts_at": TEN, "room": None})
    assert (moved["starts_at"], moved["room"], moved["venue"]) == (TEN, None, room.venue.code)
    off = office.post(f"{path}/cancel", {"why": "停电"})
    assert (off["state"], off["state_reason"]) == ("cancelled", "停电")
    assert office.post(f"{path}/restore")["state"] == "planned"
    assert office.post(f"{path}/drop")["code"] == one["code"]
    assert office.ask("GET", path).status_code == 404


def test_a_rule_makes_a_run_once(cast: Cast, office: Program, shown: Activity) -> None:
    rule = {
        "kind": "slots",
        "first_day": "2027-05-22",
        "last_day": "2027-05-23",
        "times": [{"start": "09:00", "end": "11:00"}],
        "weekday_times": [{"weekday": 6, "times": [{"start": "14:00", "end": "15:00"}]}],
        "every_minutes": 30,
    }
    key = {"Idempotency-Key": str(uuid4())}
    first = office.post(address(cast), {"activity": shown.code, "rule": rule}, status=201, **key)
    again = office.post(address(cast), {"activity": shown.code, "rule": rule}, status=201, **key)
    assert (first["kind"], len(first["sessions"]), first == again) == ("slots", 6, True)
    refused = office.ask("POST", address(cast), {"activity": shown.code, "rule": rule, "starts_at": NINE})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["starts_at"])


def test_a_rule_goes_through_the_night_only_when_it_says_so(
    cast: Cast, office: Program, shown: Activity
) -> None:
    night: dict[str, Any] = {"start": "22:00", "end": "01:00"}
    rule = {"kind": "repeat", "first_day": "2027-05-22", "last_day": "2027-05-22", "times": [night]}
    refused = office.ask("POST", address(cast), {"activity": shown.code, "rule": rule})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["times"])
    night["next_day"] = True
    [one] = office.post(address(cast), {"activity": shown.code, "rule": rule}, status=201)["sessions"]
    assert (one["starts_at"], one["ends_at"]) == ("2027-05-22T22:00:00+08:00", "2027-05-23T01:00:00+08:00")
    moments = {"activity": shown.code, "starts_at": TEN, "ends_at": NINE}
    assert list(office.ask("POST", address(cast), moments).json()["fields"]) == ["ends_at"]


def test_sessions_are_filtered(cast: Cast, office: Program, shown: Activity, room: Room) -> None:
    inside = added(office, cast, shown, room=room.code)
    added(office, cast, shown, starts_at="2027-05-27T09:00:00+08:00", ends_at="2027-05-27T10:00:00+08:00")
    office.post(address(cast, f"sessions/{inside['code']}/cancel"), {"why": "停电"})
    for query, count in (
        ("", 2),
        ("?day=2027-05-26", 1),
        ("?day=2027-05-28", 0),
        (f"?venue={room.venue.code}", 1),
        (f"?unit={cast.unit.code}", 2),
        (f"?unit={cast.other_unit.code}", 0),
        (f"?activity={shown.code}", 2),
        ("?state=cancelled", 1),
        ("?q=变清", 2),
        ("?q=星空", 0),
        ("?limit=1", 2),
    ):
        assert office.get(address(cast, f"sessions{query}"))["total"] == count, query
    assert office.get(address(cast, "sessions?limit=1"))["next"].endswith("limit=1&page=2")


def test_only_what_has_changed_since(cast: Cast, office: Program, shown: Activity) -> None:
    first, second = added(office, cast, shown), added(office, cast, shown, title="第二场")
    Entry.objects.update(at=datetime(2027, 5, 1, tzinfo=UTC))
    office.ask("PATCH", address(cast, f"sessions/{second['code']}"), {"seen_version": 1, "note": "请带水杯"})
    Entry.objects.filter(verb="edit_session").update(at=datetime(2027, 5, 20, tzinfo=UTC))
    found = office.get(address(cast, "sessions?changed_since=2027-05-10T00:00:00Z"))["items"]
    assert [row["code"] for row in found] == [second["code"]] != [first["code"]]


@pytest.mark.usefixtures("one_minute")
def test_a_list_asks_no_more_for_many_than_for_few(cast: Cast, office: Program, shown: Activity) -> None:
    counts = []
    for _round in range(2):
        for number in range(8):
            added(office, cast, shown, title=f"第{number}场")
        with CaptureQueriesContext(connection) as queries:
            office.get(address(cast, "sessions?limit=200"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_release_is_looked_at_then_made(cast: Cast, office: Program, shown: Activity, room: Room) -> None:
    one = added(office, cast, shown, room=room.code, capacity=60)
    assert office.get(address(cast, "session-warnings")) == [
        {"kind": "too_many_seats", "title": "人数超过厅室容量", "sessions": [one["code"]], "stops": True}
    ]
    stopped = office.ask("POST", address(cast, "releases"), {})
    assert (stopped.status_code, stopped.json()["code"]) == (422, "stopped")
    office.ask("PATCH", address(cast, f"sessions/{one['code']}"), {"seen_version": 1, "capacity": 50})
    assert office.get(address(cast, "release-changes")) == [
        {
            "session": one["code"],
            "activity": shown.code,
            "activity_name": "水是怎样变清的",
            "change": "new",
            "fields": [],
        }
    ]
    made = office.post(address(cast, "releases"), {"note": "第一版", "seen_number": 0}, status=201)
    assert (made["number"], made["note"], made["changes"]) == (1, "第一版", {"new": 1})
    office.ask("PATCH", address(cast, f"sessions/{one['code']}"), {"seen_version": 2, "room": None})
    [change] = office.get(address(cast, "release-changes"))
    assert (change["change"], change["fields"]) == ("placed", ["room"])
    late = office.ask("POST", address(cast, "releases"), {"seen_number": 0})
    assert (late.status_code, late.json()["version"]) == (409, 1)
    office.post(address(cast, "releases"), {"seen_number": 1}, status=201)
    numbers = [(row["number"], row["changes"]) for row in office.get(address(cast, "releases"))["items"]]
    assert numbers == [(2, {"placed": 1}), (1, {"new": 1})]


def test_a_liaison_sees_the_own_and_releases_nothing(cast: Cast, office: Program, shown: Activity) -> None:
    added(office, cast, shown)
    liaison, other = program(cast, "liaison"), program(cast, "other_liaison")
    assert liaison.get(address(cast))["total"] == 1
    assert other.get(address(cast))["total"] == 0
    assert liaison.ask("POST", address(cast, "releases"), {}).status_code == 403
    assert liaison.ask("GET", address(cast, "release-changes")).status_code == 404
    refused = other.ask("POST", address(cast), {"activity": shown.code, "starts_at": NINE, "ends_at": TEN})
    assert refused.status_code == 404
    with cast.inside():
        assert Session.objects.count() == 1


def test_a_token_needs_the_right(cast: Cast, shown: Activity) -> None:
    reader = program(cast, "office", "programme:read")
    assert reader.get(address(cast))["total"] == 0
    refused = reader.ask("POST", address(cast), {"activity": shown.code, "starts_at": NINE, "ends_at": TEN})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
