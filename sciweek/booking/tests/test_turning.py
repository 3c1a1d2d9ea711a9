"""The minute's round over waiting lists."""

from datetime import timedelta
from typing import Any

import pytest

from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.booking.actions import add_shared_seats, cancel_booking, choose_group
from sciweek.booking.actions.carrying import carry_news
from sciweek.booking.invariants import invariants
from sciweek.booking.jobs import turn_queues
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool, Telling
from sciweek.booking.queries.turning import pools_to_turn
from sciweek.booking.states import Admission, BookingState, Choice, News
from sciweek.booking.tests.booked import announced, booked, by_link, counted


def turned() -> list[int]:
    return [pk for _region, _week, pk in pools_to_turn()]


def test_a_queue_that_nothing_moves_is_left_alone(place: Place) -> None:
    [pool] = announced(place, seats=3)
    booked(pool, 2)
    booked(pool, 2, or_wait=True)
    assert counted(pool) == (2, 1)
    assert turned() == []  # one seat is free, and nobody who waits fits in


def test_seats_of_a_bus_that_another_session_gives_back_go_to_the_queue(place: Place) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=4)
    one, other = announced(place, hours=(9, 14), seats=10, shared=bus)
    row = booked(one, 4)
    waiting = booked(other, 3, or_wait=True)
    assert turned() == []
    cancel_booking(by_link(row), row)
    assert turned() == [other.pk]
    turn_queues.call()
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    assert (counted(other), counted(bus)) == ((3, 0), (3, 0))
    assert turned() == []


def test_an_offer_that_has_run_out_goes_on(place: Place) -> None:
    [pool] = announced(place, seats=2, offer_minutes=60)
    row = booked(pool, 2)
    rows = [booked(pool, 2, or_wait=True), booked(pool, 2, or_wait=True)]
    cancel_booking(by_link(row), row)
    assert turned() == []
    with clock.standing_at(clock.now() + timedelta(minutes=60)):
        assert turned() == [pool.pk]
        turn_queues.call()
        assert turned() == []
    states = [Booking.objects.get(pk=one.pk).state for one in rows]
    assert states == [BookingState.LAPSED, BookingState.OFFERED]


def test_after_the_cut_off_the_queue_ends(place: Place) -> None:
    [pool] = announced(place, seats=2, closes_before=30)
    booked(pool, 2)
    waiting = booked(pool, 1, or_wait=True)
    with clock.standing_at(at(25, 13, 29)):
        assert turned() == []
    with clock.standing_at(at(25, 13, 30)):
        turn_queues.call()
        assert turned() == []
    waiting.refresh_from_db()
    assert waiting.state == BookingState.LAPSED


def test_one_round_turns_the_queues_of_every_week(place: Place) -> None:
    other = make_place("hexi", "云川市河西区")
    with other.inside():
        [theirs] = announced(other, seats=1)
        booked(theirs, 1)
        booked(theirs, 1, or_wait=True)
    [ours] = announced(place, seats=1)
    booked(ours, 1)
    booked(ours, 1, or_wait=True)
    with clock.standing_at(at(25, 14)):
        turn_queues.call()
        assert counted(ours) == (1, 0)
        with other.inside():
            assert counted(theirs) == (1, 0)


def test_a_pool_that_cannot_be_turned_holds_up_no_other(place: Place, caplog: Any) -> None:
    broken, sound = announced(place, hours=(9, 14), seats=2, offer_minutes=60)
    for pool in (broken, sound):
        row = booked(pool, 2)
        booked(pool, 2, or_wait=True)
        cancel_booking(by_link(row), row)
    # Counted wrong: giving back two seats would make it less than none.
    Pool.objects.filter(pk=broken.pk).update(taken=1)
    with clock.standing_at(clock.now() + timedelta(minutes=60)):
        turn_queues.call()
    assert counted(sound) == (0, 0)
    assert str(broken.pk) in caplog.text


def test_the_round_looks_once_however_many_wait(place: Place, django_assert_num_queries: Any) -> None:
    pools = announced(place, hours=(9, 11, 14), seats=1)
    for pool in pools:
        booked(pool, 1)
        booked(pool, 1, or_wait=True)
    with django_assert_num_queries(1):
        assert turned() == []


def test_groups_that_nobody_chose_stop_waiting_when_it_begins_and_hear_of_it(place: Place) -> None:
    [pool] = announced(place, seats=60, admission=Admission.GROUP, choice=Choice.CHOSEN, largest=40)
    given: dict[str, Any] = {"party": Party(adults=1, pupils=10), "school": "云栖小学", "consents": True}
    asked, chosen = booked(pool, grade="三年级", **given), booked(pool, grade="四年级", **given)
    choose_group(place.office, chosen)
    with clock.standing_at(at(25, 14) - timedelta(seconds=1)):
        assert turned() == []
    with clock.standing_at(at(25, 14)):
        assert turned() == [pool.pk]
        turn_queues.call()
        assert turned() == []
        carry_news(place.week)
        with pytest.raises(Refused):
            choose_group(place.office, asked)
    asked.refresh_from_db()
    chosen.refresh_from_db()
    assert (asked.state, chosen.state) == (BookingState.LAPSED, BookingState.CONFIRMED)
    assert counted(pool) == (11, 0)
    assert "主办方没有选您的团体" in Telling.objects.get(booking=asked, news=News.LAPSED).text
    assert not any(problem for one in invariants() for problem in one.check())
