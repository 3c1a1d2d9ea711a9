from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock
from sciweek.base.errors import Forbidden, Refused
from sciweek.base.tests.together import at_once
from sciweek.booking.actions import cancel_booking, move_booking
from sciweek.booking.actions.arrived import add_arrived
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Pool
from sciweek.booking.tests.booked import BEFORE, booked, by_link
from sciweek.door.actions import PassClosed, make_pass, revoke_pass, switch_door, take_in
from sciweek.door.logic.corrections import taken_back
from sciweek.door.logic.sending import Line, Sent
from sciweek.door.models import Arrival, DoorPass
from sciweek.door.queries import doubtful_arrivals, figures_of, week_figures
from sciweek.door.rules import volunteer
from sciweek.door.states import Became, Flag
from sciweek.door.tests.doors import DURING, door, line, passed, sent, the_session
from sciweek.programme.actions import add_sessions, drop_session
from sciweek.programme.models import Session
from sciweek.programme.tests.plans import lecture


def test_a_party_that_comes_in_two_parts_is_counted_in_two_parts(place: Place) -> None:
    [pool] = door(place)
    booking, gate = booked(pool, 4), passed(place, pool)
    here = the_session(pool)
    with clock.standing_at(DURING):
        one, two = sent(gate, line(here, booking, 3), line(here, booking, 1))
    assert [one.became, two.became] == [Became.KEPT, Became.KEPT]
    assert [one.flag, two.flag] == [Flag.OK, Flag.OK]
    booking.refresh_from_db()
    assert booking.arrived == 4
    [figures] = figures_of([here])
    assert (figures.booked_people, figures.booked_bookings) == (4, 1)
    assert (figures.came, figures.came_bookings, figures.walked_in, figures.inside) == (4, 1, 0, 4)


def test_what_is_sent_twice_is_taken_in_once(place: Place) -> None:
    [pool] = door(place)
    booking, gate = booked(pool, 2), passed(place, pool)
    lines = [line(the_session(pool), booking, 2), line(the_session(pool), people=1)]
    with clock.standing_at(DURING):
        sent(gate, *lines)
        again = sent(gate, *lines, lines[0])
    assert {row.became for row in again} == {Became.KNOWN}
    assert Arrival.objects.count() == 2
    booking.refresh_from_db()
    assert booking.arrived == 2


def test_the_same_ticket_at_two_phones_is_kept_and_marked(place: Place) -> None:
    [pool] = door(place)
    booking, east, west = booked(pool, 2), passed(place, pool), passed(place, pool, label="西门")
    with clock.standing_at(DURING):
        [first] = sent(east, line(the_session(pool), booking, 2))
        [second] = sent(west, line(the_session(pool), booking, 2), device="phone0002")
    assert (first.flag, second.flag) == (Flag.OK, Flag.DOUBLE)
    assert second.became == Became.KEPT
    [figures] = figures_of([the_session(pool)])
    assert (figures.came, figures.came_bookings, figures.doubtful) == (4, 1, 1)


def test_more_people_than_booked_a_cancelled_an_old_and_an_unknown_ticket_are_marked(place: Place) -> None:
    [pool] = door(place)
    many, gone, changed = booked(pool, 2), booked(pool, 1), booked(pool, 1)
    cancel_booking(by_link(gone), gone)
    type(changed).objects.filter(pk=changed.pk).update(ticket_serial=3)
    gate, here = passed(place, pool), the_session(pool)
    with clock.standing_at(DURING):
        outcomes = sent(
            gate,
            line(here, many, 3),
            line(here, gone, 1),
            line(here, changed, 1, serial=2),
            line(here, "ACDEFGHJ", 2),
        )
    assert [row.flag for row in outcomes] == [Flag.OVER, Flag.CANCELLED, Flag.OLD, Flag.UNKNOWN]
    assert {row.became for row in outcomes} == {Became.KEPT}
    assert Arrival.objects.get(flag=Flag.UNKNOWN).shown_code == "ACDEFGHJ"
    [figures] = figures_of([here])
    assert figures.inside == 7
    assert figures.walked_in == 2


def test_what_was_taken_back_is_no_longer_doubtful(place: Place) -> None:
    first, second = door(place, hours=(14, 16))
    twice, gone, stays = booked(first, 2), booked(first, 1), booked(first, 2)
    cancel_booking(by_link(gone), gone)
    gate, here, other = passed(place, first, second), the_session(first), the_session(second)
    with clock.standing_at(DURING):
        sent(gate, line(here, twice, 2), line(here, twice, 2), line(here, gone), line(here, "ACDEFGHJ", 2))
        sent(gate, line(other, "ACDEFGHJ", 2), line(here, stays, 3), line(here, stays, -1))
        assert [row.doubtful for row in figures_of([here, other])] == [4, 1]
        sent(gate, line(here, twice, -2), line(here, gone, -1), line(here, "ACDEFGHJ", -2))
    # Nobody of the other session's was taken back, and of three people who were too many two are inside.
    assert [row.doubtful for row in figures_of([here, other])] == [1, 1]
    assert [(row.booking, row.people) for row in doubtful_arrivals(here)] == [(stays, 3)]
    assert week_figures(Session.objects.all()).doubtful == 2


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        ([2, 2], []),
        ([2, 2, -2], [1]),
        ([2, 2, -2, 3], [1]),
        ([2, 2, -1], []),
        ([2, 2, -1, -1], [1]),
        ([2, 2, -3, -1], [0, 1]),
        ([1, -1, 1], [0]),
        ([-1, 1], []),
    ],
    ids=str,
)
def test_a_correction_takes_back_who_went_in_last(rows: list[int], gone: list[int]) -> None:
    assert taken_back(enumerate(rows)) == set(gone)


def test_walk_ins_are_added_and_taken_back_but_never_below_nobody(place: Place) -> None:
    [pool] = door(place)
    gate, here = passed(place, pool), the_session(pool)
    with clock.standing_at(DURING):
        outcomes = sent(gate, line(here), line(here, people=-1), line(here, people=-1))
    assert [row.became for row in outcomes] == [Became.KEPT, Became.KEPT, Became.REFUSED]
    assert figures_of([here])[0].inside == 0


def test_an_undone_arrival_leaves_the_booking_as_it_was(place: Place) -> None:
    [pool] = door(place)
    booking, gate = booked(pool, 2), passed(place, pool)
    here = the_session(pool)
    with clock.standing_at(DURING):
        sent(gate, line(here, booking, 2), line(here, booking, -2))
        [again] = sent(gate, line(here, booking, 2))
    assert again.flag == Flag.OK
    booking.refresh_from_db()
    assert booking.arrived == 2


def test_people_without_a_seat_count_as_heads(place: Place) -> None:
    [pool] = door(place, small_need_seats=False)
    booking = booked(pool, party=Party(adults=2, small=1), consents=True)
    assert booking.places == 2
    gate = passed(place, pool)
    with clock.standing_at(DURING):
        [outcome] = sent(gate, line(the_session(pool), booking, 3))
    assert outcome.flag == Flag.OK


@pytest.mark.parametrize("minutes", [20, -20])
def test_a_phone_whose_clock_is_off_is_set_right(place: Place, minutes: int) -> None:
    [pool] = door(place)
    gate, off = passed(place, pool), timedelta(minutes=minutes)
    received = DURING + timedelta(minutes=5)
    with clock.standing_at(received):
        sent(gate, line(the_session(pool), scanned_at=DURING + off), device_now=received + off)
    row = Arrival.objects.get()
    assert row.scanned_at == DURING + off
    assert row.at == DURING
    assert row.received_at == received


def test_a_time_that_was_not_yet_is_taken_as_now(place: Place) -> None:
    [pool] = door(place)
    gate = passed(place, pool)
    with clock.standing_at(DURING):
        sent(gate, line(the_session(pool), scanned_at=at(25, 20)))
    assert Arrival.objects.get().at == DURING


def test_a_session_that_the_pass_does_not_name_is_refused(place: Place) -> None:
    mine, other = door(place, hours=(9, 14))
    gate = passed(place, mine)
    with clock.standing_at(DURING):
        [outcome] = sent(gate, line(the_session(other)))
    assert outcome.became == Became.REFUSED
    assert not Arrival.objects.exists()


def test_a_ticket_for_another_session_of_the_pass_stays_unknown_here(place: Place) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    booking = booked(morning, 2)
    gate = passed(place, morning, afternoon)
    with clock.standing_at(DURING):
        [outcome] = sent(gate, line(the_session(afternoon), booking, 2))
    assert (outcome.became, outcome.flag) == (Became.KEPT, Flag.UNKNOWN)
    booking.refresh_from_db()
    assert booking.arrived == 0


def test_a_revoked_pass_takes_nothing_and_one_that_ran_out_still_delivers_for_a_while(place: Place) -> None:
    [pool] = door(place)
    gate, other = passed(place, pool), passed(place, pool, label="西门")
    revoked = revoke_pass(place.office, the_session(pool), other)
    with clock.standing_at(DURING):
        _is_closed(revoked, line(the_session(pool)))
    with clock.standing_at(gate.valid_until + timedelta(hours=1)):
        assert not gate.is_open
        assert sent(gate, line(the_session(pool)))[0].became == Became.KEPT
    with clock.standing_at(gate.valid_until + timedelta(days=3)):
        _is_closed(gate, line(the_session(pool)))


def _is_closed(gate: DoorPass, row: Line) -> None:
    with pytest.raises(PassClosed):
        sent(gate, row)


def test_only_the_holder_of_the_pass_counts_by_it(place: Place) -> None:
    [pool] = door(place)
    gate, other = passed(place, pool), passed(place, pool, label="西门")
    for actor in (volunteer(other), place.office):
        with pytest.raises(Forbidden):
            take_in(actor, gate, Sent("phone0001", DURING, (), ()))


def test_nobody_stayed_away_where_nobody_counted(place: Place) -> None:
    [pool] = door(place)
    gate = passed(place, pool)
    told = [_has_door(pool)]
    with clock.standing_at(DURING):
        sent(gate, line(the_session(pool)))
    told.append(_has_door(pool))
    switch_door(place.office, the_session(pool), is_on=False)
    told.append(_has_door(pool))
    assert told == [False, True, False]


def test_what_is_delivered_after_counting_was_switched_off_makes_nobody_stay_away(place: Place) -> None:
    [pool] = door(place)
    gate = passed(place, pool)
    switch_door(place.office, the_session(pool), is_on=False)
    with clock.standing_at(DURING):
        assert sent(gate, line(the_session(pool)))[0].became == Became.KEPT
    assert not _has_door(pool)


def test_a_refused_line_does_not_say_that_somebody_counts_at_its_door(place: Place) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    gate = passed(place, morning, afternoon)
    with clock.standing_at(DURING):
        sent(gate, line(the_session(morning), people=-1), line(the_session(afternoon)))
    assert [_has_door(morning), _has_door(afternoon)] == [False, True]


def test_people_counted_where_a_booking_was_are_not_added_where_it_went_meanwhile(place: Place) -> None:
    morning, afternoon = door(place, hours=(9, 14))
    booking = booked(morning, 2)
    move_booking(by_link(booking), booking, afternoon)
    add_arrived({booking.pk: 2}, [morning.pk])
    booking.refresh_from_db()
    assert booking.arrived == 0


def test_a_session_at_whose_door_somebody_was_counted_is_not_dropped(place: Place) -> None:
    run = add_sessions(place.office, lecture(place), starts_at=at(25, 14), ends_at=at(25, 16))
    session = run.sessions.get()
    gate = make_pass(place.office, session, label="东门")
    with clock.standing_at(DURING):
        sent(gate, line(session))
    with pytest.raises(Refused):
        drop_session(place.office, session)


def _has_door(pool: Pool) -> bool:
    pool.refresh_from_db()
    return pool.has_door


def test_a_delivery_takes_a_flat_number_of_queries(
    place: Place, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    [pool] = door(place, seats=200)
    gate, here = passed(place, pool), the_session(pool)
    with clock.standing_at(DURING), django_assert_max_num_queries(24):
        assert len(sent(gate, *[line(here) for _ in range(100)])) == 100
    with clock.standing_at(DURING), django_assert_max_num_queries(24):
        sent(gate, line(here))


def test_two_phones_at_once_make_one_double_and_lose_nobody(transactional_db: None) -> None:
    place = make_place()
    with place.inside(), clock.standing_at(BEFORE):
        [pool] = door(place)
        booking = booked(pool, 3)
        gates = [passed(place, pool, label=f"{number} 号门") for number in range(4)]
        here = the_session(pool)
    again = line(here, uid=uuid4())

    def deliver(number: int) -> int:
        with place.inside(), clock.standing_at(DURING):
            return len(
                sent(gates[number], line(here, booking, 3), line(here), again, device=f"phone000{number}")
            )

    assert at_once(*[partial(deliver, number) for number in range(4)]) == [3] * 4
    with place.inside():
        flags = list(Arrival.objects.filter(booking=booking).order_by("id").values_list("flag", flat=True))
        assert flags == [Flag.OK, Flag.DOUBLE, Flag.DOUBLE, Flag.DOUBLE]
        assert Arrival.objects.filter(uid=again.uid).count() == 1
        booking.refresh_from_db()
        assert booking.arrived == 12
        assert figures_of([here])[0].inside == 12 + 4 + 1
