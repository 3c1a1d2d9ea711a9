from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import segno
import zxingcpp
from django.test import Client
from PIL import Image
from python_calamine import CalamineWorkbook

from sciweek.activities.tests.places import Place
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.booking.tests.booked import announced, booked
from sciweek.door.actions import make_pass, token_of
from sciweek.door.invariants import invariants
from sciweek.door.models import Arrival, Door, DoorPass
from sciweek.door.queries import figures_of, week_figures
from sciweek.door.tests.doors import DURING, door, line, passed, sent, the_session
from sciweek.programme.models import Session
from sciweek.programme.tests.plans import lecture


def desk(place: Place, role: str = "office") -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def url(place: Place, session: Session | None = None, rest: str = "") -> str:
    code = f"{session.code}/" if session else ""
    return f"/desk/w/{place.week.slug}/door/{code}{rest}"


def test_the_liaison_makes_a_link_shows_it_and_takes_it_back(place: Place) -> None:
    [pool] = door(place)
    here, liaison = the_session(pool), desk(place, "liaison")
    assert not Door.objects.exists()
    answer = liaison.post(url(place, here, "passes/"), {"label": "东门"}, follow=True)
    made = DoorPass.objects.get()
    page = answer.content.decode()
    assert f"/door/{token_of(made)}/" in page
    assert '<svg class="qr"' in page
    assert Door.objects.get(session=here).is_on
    assert made.valid_until == here.ends_at + timedelta(hours=2)
    liaison.post(url(place, here, f"passes/{made.code}/revoke/"))
    made.refresh_from_db()
    assert made.revoked_at is not None
    page = liaison.get(url(place, here, f"passes/{made.code}/")).content.decode()
    assert token_of(made) not in page


def test_a_form_pressed_twice_makes_one_link(place: Place) -> None:
    [pool] = door(place)
    form = {"label": "东门", "request_uid": "5f0d9e0e-2d55-4c7e-9a42-5a9a7d1d0c11"}
    for _ in range(2):
        desk(place).post(url(place, the_session(pool), "passes/"), form)
    assert DoorPass.objects.count() == 1


def test_what_was_typed_stays_after_a_refusal(place: Place) -> None:
    [pool] = door(place)
    answer = desk(place).post(url(place, the_session(pool), "passes/"), {"label": "东" * 41})
    assert answer.status_code == 422
    assert "东" * 41 in answer.content.decode()


def test_a_session_that_nobody_offered_is_refused_beside_the_choice(place: Place) -> None:
    [pool] = door(place)
    for number in ("1" * 20, "x", "999999999999999999"):
        answer = desk(place).post(
            url(place, the_session(pool), "passes/"), {"label": "东门", "sessions": [number]}
        )
        assert answer.status_code == 422
    assert not DoorPass.objects.exists()


def test_a_link_for_sessions_that_are_over_is_refused(place: Place) -> None:
    [pool] = door(place)
    here = the_session(pool)
    with clock.standing_at(here.ends_at + timedelta(hours=3)), pytest.raises(Refused) as refusal:
        make_pass(place.office, here, label="东门")
    assert "sessions" in refusal.value.fields


def test_the_auditor_sees_figures_and_no_link(place: Place) -> None:
    [pool] = door(place)
    gate, here = passed(place, pool), the_session(pool)
    auditor = desk(place, "auditor")
    assert token_of(gate) not in auditor.get(url(place, here)).content.decode()
    assert auditor.get(url(place, here, f"passes/{gate.code}/")).status_code == 403
    assert auditor.post(url(place, here, "passes/"), {"label": "东门"}).status_code == 403
    assert auditor.post(url(place, here, "switch/"), {"on": "no"}).status_code == 403


def test_the_page_of_a_session_shows_what_is_doubtful(place: Place) -> None:
    [pool] = door(place)
    booking, gate, here = booked(pool, 2), passed(place, pool), the_session(pool)
    with clock.standing_at(DURING):
        sent(gate, line(here, booking, 2), line(here, booking, 2))
        page = desk(place).get(url(place, here)).content.decode()
        part = desk(place).get(url(place, here, "figures/")).content.decode()
    assert "重复到场" in page
    assert booking.code in page
    assert 'hx-trigger="every 15s"' in page
    assert "重复到场" in part
    assert "<html" not in part


def test_whether_people_are_counted_is_switched_and_a_stale_page_does_not_overwrite(place: Place) -> None:
    [pool] = door(place)
    passed(place, pool)
    here = the_session(pool)
    desk(place).post(url(place, here, "switch/"), {"on": "no", "seen_version": "1"})
    assert not Door.objects.get().is_on
    page = desk(place).post(url(place, here, "switch/"), {"on": "yes", "seen_version": "1"}, follow=True)
    assert page.status_code == 200
    assert not Door.objects.get().is_on


def test_person_times_and_distinct_bookings_stand_apart(place: Place) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    one, other = booked(morning, 2), booked(afternoon, 3)
    gate = passed(place, morning, afternoon)
    with clock.standing_at(DURING):
        sent(
            gate,
            line(the_session(morning), one, 2),
            line(the_session(afternoon), other, 1),
            line(the_session(afternoon), other, 2),
            line(the_session(afternoon), people=4),
        )
    sums = week_figures(Session.objects.all())
    assert (sums.person_times, sums.booked_came, sums.walked_in, sums.bookings) == (9, 5, 4, 2)
    page = desk(place).get(url(place), {"day": "2027-05-25"}).content.decode()
    assert "9" in page
    answer = desk(place).get(url(place, rest="export/"))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    last = [row for row in rows if row and row[-1] == 7]
    assert last
    assert last[0][-6:] == [1.0, 3.0, 1.0, 3.0, 4.0, 7.0]


def test_where_nobody_counted_there_is_no_zero(place: Place) -> None:
    [pool] = door(place)
    booked(pool, 2)
    [figures] = figures_of([the_session(pool)])
    assert not figures.is_counted
    answer = desk(place).get(url(place, rest="export/"))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert any(row[-6:] == [1.0, 2.0, "", "", "", ""] for row in rows)


def test_the_board_takes_a_flat_number_of_queries(
    place: Place, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = desk(place)
    door(place, hours=(9,))
    client.get(url(place), {"day": "2027-05-25"})
    with django_assert_max_num_queries(40) as few:
        client.get(url(place), {"day": "2027-05-25"})
    door(place, hours=(10, 11, 12, 13, 15, 16))
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url(place), {"day": "2027-05-25"})


def test_the_code_of_the_link_is_read_by_another_program(place: Place) -> None:
    gate = passed(place, *door(place))
    address = f"https://week.example.org/door/{token_of(gate)}/"
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=4)
    [code] = zxingcpp.read_barcodes(Image.open(out).convert("L"))
    assert code.text == address


def broken(place: Place) -> set[str]:
    return {one.name for one in invariants() if list(one.check())}


def test_the_doctor_finds_nothing_after_a_day_at_the_door(place: Place) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    booking, gate = booked(morning, 3), passed(place, morning, afternoon)
    with clock.standing_at(DURING):
        sent(gate, line(the_session(morning), booking, 2), line(the_session(afternoon)))
    assert broken(place) == set()


def test_the_doctor_finds_what_no_action_could_have_made(place: Place) -> None:
    [pool] = door(place)
    booking, gate, here = booked(pool, 3), passed(place, pool), the_session(pool)
    with clock.standing_at(DURING):
        sent(gate, line(here, booking, 2))
    Arrival.objects.update(people=-2, at=DURING + timedelta(days=1))
    Door.objects.all().delete()
    gate.lines.all().delete()
    assert broken(place) == {
        "door.nobody_less_than_nobody",
        "door.arrived_is_counted",
        "door.heard_after",
    }


def test_a_liaison_does_not_get_a_link_that_opens_the_door_of_another_unit(place: Place) -> None:
    mine, foreign = door(place), announced(place, lecture(place, unit=place.units[1]), seats=5)
    gate, here = passed(place, mine[0], foreign[0]), the_session(mine[0])
    answer = desk(place, "liaison").get(url(place, here, f"passes/{gate.code}/"))
    assert answer.status_code == 404
    assert token_of(gate) not in answer.content.decode()
    assert f"passes/{gate.code}/" not in desk(place, "liaison").get(url(place, here)).content.decode()
    assert token_of(gate) in desk(place).get(url(place, here, f"passes/{gate.code}/")).content.decode()
