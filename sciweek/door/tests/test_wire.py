import base64
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Route

from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.booking.actions import cancel_booking, move_booking
from sciweek.booking.tests.booked import booked, by_link
from sciweek.door import pages
from sciweek.door.actions import make_pass, revoke_pass, token_of
from sciweek.door.invariants import invariants
from sciweek.door.models import Arrival
from sciweek.door.pages import entrance, plain
from sciweek.door.pages.app import SHELL
from sciweek.door.queries import Away, Roster, moved_away
from sciweek.door.tests.doors import DURING, address, door, line, passed, post, the_session, ticket_of, wire
from sciweek.programme.actions import add_sessions, drop_session, move_session
from sciweek.programme.tests.plans import lecture


def day_list(gate: Any) -> dict[str, Any]:
    answer = Client().get(address(gate, "list.json"))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_the_list_holds_as_little_of_people_as_a_door_needs(place: Place) -> None:
    [pool] = door(place)
    booking, gone = booked(pool, 3, name="欧阳小满", number=7), booked(pool, 1, name="钱多多")
    cancel_booking(by_link(gone), gone)
    gate = passed(place, pool)
    found = day_list(gate)
    [session] = found["sessions"]
    assert session["bookings"] == [
        {"code": booking.code, "name": "小满", "last4": "0007", "people": 3, "arrived": 0, "serial": 1}
    ]
    assert session["off"] == [gone.code]
    text = json.dumps(found, ensure_ascii=False)
    assert "欧阳" not in text
    assert "多多" not in text
    assert "1390000007" not in text


def test_the_list_sets_no_cookie_and_is_kept_by_nobody_on_the_way(place: Place) -> None:
    [pool] = door(place)
    gate = passed(place, pool)
    for name in ("", "list.json", "plain/"):
        answer = Client().get(address(gate, name))
        assert answer.status_code == 200, name
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]


def test_a_delivery_answers_line_by_line_with_fresh_counts(place: Place) -> None:
    [pool] = door(place)
    booking, gate = booked(pool, 2), passed(place, pool)
    here = the_session(pool)
    with clock.standing_at(DURING):
        first = line(here, booking, 1, serial=1)
        answer = post(gate, [wire(first), wire(line(here))]).json()
    assert [row["became"] for row in answer["results"]] == ["kept", "kept"]
    [session] = answer["sessions"]
    assert session["arrived"] == {booking.code: 1}
    assert session["counts"]["inside"] == 2
    assert answer["rev"] == day_list(gate)["rev"]
    with clock.standing_at(DURING):
        assert post(gate, [wire(first)]).json()["results"][0]["became"] == "known"


def test_the_revision_moves_when_a_booking_does_and_not_when_somebody_comes(place: Place) -> None:
    [pool] = door(place)
    booking, gate = booked(pool, 2), passed(place, pool)
    before = day_list(gate)["rev"]
    with clock.standing_at(DURING):
        post(gate, [wire(line(the_session(pool), booking, 2))])
    assert day_list(gate)["rev"] == before
    booked(pool, 1)
    assert day_list(gate)["rev"] != before


def test_the_list_says_where_a_booking_went_and_nothing_else_of_it(place: Place) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    moves, stays, goes = (
        booked(morning, 2, name="欧阳小满", number=7),
        booked(afternoon, 1),
        booked(morning, 1),
    )
    gate = passed(place, morning)
    before = day_list(gate)
    assert (before["away"], before["elsewhere"]) == ({}, {})
    move_booking(by_link(moves), moves, afternoon)
    cancel_booking(by_link(goes), move_booking(by_link(goes), goes, afternoon))
    found = day_list(gate)
    there = the_session(afternoon)
    assert found["away"] == {moves.code: there.code, goes.code: ""}
    assert list(found["elsewhere"]) == [there.code]
    assert "5月25日" in found["elsewhere"][there.code]
    assert stays.code not in json.dumps(found)
    assert "小满" not in json.dumps(found, ensure_ascii=False)
    with clock.standing_at(at(25, 9, 10)):
        assert post(gate, []).json()["rev"] == found["rev"] != before["rev"]


def test_a_phone_at_both_doors_has_the_booking_on_its_list_alone(place: Place) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    moves, gate = booked(morning, 2), passed(place, morning, afternoon)
    move_booking(by_link(moves), moves, afternoon)
    assert day_list(gate)["away"] == {}


@pytest.mark.parametrize(
    "row",
    [
        {"people": 0},
        {"people": 10_000},
        {"people": -10_000},
        {"people": "3"},
        {"people": 1.5},
        {"people": True},
        {"session": "'; DROP T"},
        {"session": None},
        {"session": "A" * 300},
        {"booking": "ÄÄÄÄÄÄÄÄ"},
        {"booking": 7},
        {"booking": "ACDEFGHJ"},
        {"how": "telepathy"},
        {"how": ["qr"]},
        {"how": "qr"},
        {"at": -1},
        {"at": 10**18},
        {"at": "now"},
        {"serial": -1},
        {"serial": 70_000},
    ],
    ids=str,
)
def test_a_line_that_no_phone_of_ours_sends_is_refused_and_the_others_are_kept(
    place: Place, row: dict[str, Any]
) -> None:
    [pool] = door(place)
    gate, here = passed(place, pool), the_session(pool)
    good, bad = wire(line(here)), wire(line(here)) | row
    with clock.standing_at(DURING):
        answer = post(gate, [bad, good])
    assert answer.status_code == 200
    became = {one["uid"]: one["became"] for one in answer.json()["results"]}
    assert became == {bad["uid"]: "refused", good["uid"]: "kept"}
    assert Arrival.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"device": "phone0001", "now": 1795000000000, "arrivals": {}}',
        b'{"device": "phone0001", "now": 1795000000000, "arrivals": [1]}',
        b'{"device": "phone0001", "now": 1795000000000, "arrivals": [{"uid": "x"}]}',
        b'{"device": "PHONE!", "now": 1795000000000, "arrivals": []}',
        b'{"device": "phone0001", "now": NaN, "arrivals": []}',
        b'{"device": "phone0001", "now": 1e400, "arrivals": []}',
        b'{"device": "phone0001", "now": 1795000000000, "arrivals": [' + b"1," * 300 + b"1]}",
        b" " * 200_000,
    ],
    ids=range(14),
)
def test_a_body_that_cannot_be_read_is_said_to_be_so(place: Place, body: bytes) -> None:
    [pool] = door(place)
    gate = passed(place, pool)
    answer = Client().post(address(gate, "sync"), body, content_type="application/json")
    assert answer.status_code == 400
    assert not Arrival.objects.exists()


def test_a_foreign_session_is_refused(place: Place) -> None:
    mine, other = door(place, hours=(9, 14))
    gate = passed(place, mine)
    with clock.standing_at(DURING):
        answer = post(gate, [wire(line(the_session(other)))])
    assert answer.json()["results"][0]["became"] == "refused"


def test_a_revoked_or_ended_link_says_gone_and_an_unknown_one_is_none(place: Place) -> None:
    [pool] = door(place)
    gate, other = passed(place, pool), passed(place, pool, label="西门")
    revoke_pass(place.office, the_session(pool), other)
    with clock.standing_at(DURING):
        for name in ("", "list.json", "plain/"):
            assert Client().get(address(other, name)).status_code == 410
        answer = post(other, [wire(line(the_session(pool)))])
        assert (answer.status_code, answer.json()) == (410, {"closed": True})
        assert Client().get("/door/nothing/list.json").status_code == 404
        assert Client().get(f"/door/{'x' * 500}/").status_code == 404
        assert Client().get("/door/%00/").status_code == 404
    with clock.standing_at(gate.valid_until + timedelta(minutes=1)):
        assert Client().get(address(gate, "list.json")).json() == {"closed": True}
        late = post(gate, [wire(line(the_session(pool)))])
        assert late.json()["closed"] is True
        assert late.json()["results"][0]["became"] == "kept"
        assert "sessions" not in late.json()


def test_a_link_lives_on_when_its_session_is_moved_to_another_day(place: Place) -> None:
    [pool] = door(place)
    gate, here = passed(place, pool), the_session(pool)
    move_session(place.office, here, starts_at=here.starts_at + timedelta(days=1), seen_version=None)
    with clock.standing_at(here.ends_at + timedelta(days=1)):
        found = day_list(gate)
        assert found["until"] == int((here.ends_at + timedelta(days=1, hours=2)).timestamp())
        assert post(gate, [wire(line(here))], now=clock.now()).json()["results"][0]["became"] == "kept"


def test_a_link_is_not_known_by_another_weeks_database_row(place: Place) -> None:
    """The token is reckoned from the key file: what is stored opens nothing."""
    [pool] = door(place)
    gate = passed(place, pool)
    assert token_of(gate) not in str(vars(gate))
    assert Client().get(f"/door/{gate.token_digest}/").status_code == 404


def test_whoever_asks_too_often_waits(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    [pool] = door(place)
    gate = passed(place, pool)
    monkeypatch.setattr(entrance, "RATE", 3)
    monkeypatch.setattr(entrance, "RATE_UNKNOWN", 2)
    told = [Client().get(address(gate, "list.json")).status_code for _ in range(5)]
    assert told == [200, 200, 200, 429, 429]
    assert [Client().get("/door/guess/").status_code for _ in range(4)] == [404, 404, 429, 429]


def test_the_worker_names_every_file_of_the_app_and_no_list(place: Place) -> None:
    answer = Client().get("/door/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    for name in ("/door/shell/", "door/app", "noble/ed25519", "qr/decode"):
        assert name in text
    assert "list.json" not in text


def test_the_worker_keeps_every_module_of_the_app(place: Place) -> None:
    """One that it forgot would be missed without a network alone."""
    kept = {Path(name).name for name in SHELL if name.startswith("door/")}
    there = {file.name for file in (Path(pages.__file__).parents[1] / "static/door").glob("*.js")}
    assert there - kept == {"closed.js"}


def test_without_javascript_somebody_is_found_and_let_in(place: Place) -> None:
    [pool] = door(place)
    booking, gate = booked(pool, 3, name="林小满", number=8), passed(place, pool)
    client = Client()
    with clock.standing_at(DURING):
        for asked in ("小满", "林小满", "0008", booking.code, booking.code.lower(), ticket_of(booking)):
            page = client.get(address(gate, "plain/"), {"q": asked}).content.decode()
            assert "···0008" in page, asked
        form = {"session": the_session(pool).code, "booking": booking.code, "people": 3, "uid": str(uuid4())}
        for _ in range(2):  # the button pressed twice
            answer = client.post(address(gate, "plain/"), form, follow=True)
            assert "已记下" in answer.content.decode()
        walk_in = {"session": the_session(pool).code, "people": 1, "uid": str(uuid4())}
        client.post(address(gate, "plain/"), walk_in)
        assert "没有记下" in client.post(
            address(gate, "plain/"), {"people": 0, "uid": str(uuid4())}, follow=True
        ).content.decode()  # fmt: skip
    assert sorted(Arrival.objects.values_list("people", "how")) == [(1, "walk_in"), (3, "search")]


def test_the_plain_page_says_when_the_room_is_full_and_by_how_many_it_is_over(place: Place) -> None:
    [pool] = door(place, seats=2)
    gate, client = passed(place, pool), Client()
    with clock.standing_at(DURING):
        for walked_in, said in ((1, "最多 2 人</span>"), (1, "最多 2 人 · 已满"), (3, "超出 3 人")):
            form = {"session": the_session(pool).code, "people": walked_in, "uid": str(uuid4())}
            client.post(address(gate, "plain/"), form)
            assert said in client.get(address(gate, "plain/")).content.decode()


@pytest.mark.browser
def test_every_session_of_a_link_is_in_sight_on_the_plain_page_of_a_phone(
    place: Place, chromium: Browser
) -> None:
    """Nothing stands behind a scroll to the side that nobody sees."""
    pools = door(place, hours=(9, 11, 14))
    gate = passed(place, *pools)
    with clock.standing_at(DURING):
        html = Client().get(address(gate, "plain/")).content.decode()

    def answer(route: Route) -> None:
        file = (
            finders.find(route.request.url.partition("/static/")[2])
            if "/static/" in route.request.url
            else ""
        )
        if file:
            route.fulfill(path=file)
        else:
            route.fulfill(body=html, content_type="text/html")

    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.route("http://door.test/**", answer)
        page.goto("http://door.test/plain/")
        links = page.get_by_role("navigation", name="场次").get_by_role("link")
        boxes = [link.bounding_box() for link in links.all()]
    assert len(boxes) == 3
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)


def test_many_sessions_of_a_link_fold_away_and_say_their_day_where_days_differ(place: Place) -> None:
    """Before the numbers stand no sixty lines; a course's dates at the same hour are told apart by their day."""
    pools = door(place, hours=(8, 9, 10, 11, 13, 14, 15))
    gate, client = passed(place, *pools), Client()
    with clock.standing_at(DURING):
        text = client.get(address(gate, "plain/")).content.decode()
        assert ("<details" in text, "另选一场" in text, text.count("?session=")) == (True, True, 7)
        assert "5月25日" not in text
        few = client.get(address(passed(place, *pools[5:]), "plain/")).content.decode()
        assert ("<details" in few, few.count("?session=")) == (False, 2)
        move_session(place.office, the_session(pools[1]), starts_at=at(26, 9), seen_version=None)
        assert "5月26日" in client.get(address(gate, "plain/")).content.decode()


def test_the_plain_page_says_what_is_wrong_with_a_ticket(place: Place) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    booking = booked(morning, 2)
    moved = booked(afternoon, 1)
    gate = passed(place, afternoon)
    move_booking(by_link(moved), moved, morning)
    with clock.standing_at(DURING):
        for text, words in (
            (ticket_of(booking), "过期的票"),
            (ticket_of(booking, valid_until=DURING + timedelta(hours=9)), "不是这里的票"),
            (ticket_of(moved, valid_until=DURING + timedelta(hours=9)), "是另一场的票"),
            (ticket_of(moved, valid_until=DURING + timedelta(hours=9)), "请到这一场的门口：5月25日"),
            ("A" * 144, "不是本系统的票"),
        ):
            assert words in Client().get(address(gate, "plain/"), {"q": text}).content.decode()


def test_a_booking_that_moves_on_while_the_plain_page_is_made_breaks_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    moved = booked(afternoon, 1)
    gate = passed(place, afternoon)
    move_booking(by_link(moved), moved, morning)
    answers = iter([moved_away])

    def once(every: Sequence[Roster]) -> Away:
        return next(answers, lambda _every: Away())(every)

    monkeypatch.setattr(plain, "moved_away", once)
    asked = {"q": ticket_of(moved, valid_until=DURING + timedelta(hours=9))}
    with clock.standing_at(DURING):
        assert "请到这一场的门口：5月25日" in Client().get(address(gate, "plain/"), asked).content.decode()


def test_a_link_whose_only_session_was_dropped_opens_nothing_and_breaks_nothing(place: Place) -> None:
    session = add_sessions(
        place.office, lecture(place), starts_at=at(25, 14), ends_at=at(25, 16)
    ).sessions.get()
    gate = make_pass(place.office, session, label="东门")
    drop_session(place.office, session)
    for name in ("", "list.json", "plain/"):
        assert Client().get(address(gate, name)).status_code == 410, name
    assert post(gate, []).json()["closed"]
    assert [one.name for one in invariants() if list(one.check())] == []


def test_a_new_key_makes_the_list_of_every_phone_out_of_date(
    place: Place, settings: Any, tmp_path: Path
) -> None:
    settings.SCIWEEK_TICKET_KEY_FILE = str(tmp_path / "ticket.keys")
    [pool] = door(place)
    gate = passed(place, pool)
    before = day_list(gate)["rev"]
    with (tmp_path / "ticket.keys").open("a") as file:
        file.write(f"2:{base64.b64encode(bytes(range(32))).decode()}\n")
    assert day_list(gate)["rev"] != before
