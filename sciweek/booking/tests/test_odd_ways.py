"""Ways round the rules that somebody may find: the way back, a closed bus, another session, a first booking."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import cancel_activity
from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.base.actor import CITIZEN
from sciweek.base.errors import Refused
from sciweek.base.ids import new_uid
from sciweek.booking.actions import (
    add_shared_seats,
    book,
    cancel_booking,
    change_party,
    changing,
    choose_group,
    close_pool,
    decline_group,
    move_booking,
    pass_on,
    set_policy,
    set_terms,
    turn_over,
)
from sciweek.booking.actions.arrived import add_arrived, note_door
from sciweek.booking.actions.moving import move_bookings
from sciweek.booking.actions.step import follow_cancelled
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries import bookable
from sciweek.booking.queries.fullness import fullness_by_session
from sciweek.booking.states import Admission, BookingState, Choice, Level, News
from sciweek.booking.tests.booked import announced, booked, by_link, counted, phone
from sciweek.logbook.models import Entry
from sciweek.programme.tests.plans import lecture

CLASS: dict[str, Any] = {"school": "云栖小学", "grade": "四年级二班", "consents": True}


def test_whoever_goes_back_to_somebody_elses_form_gets_a_booking_of_its_own(place: Place) -> None:
    [pool] = announced(place)
    uid = new_uid()
    first = booked(pool, 2, number=7, request_uid=uid)
    second = booked(pool, 3, number=8, name="何苗苗", request_uid=uid)
    assert second.pk != first.pk
    assert second.contact.phone_last4 == "0008"
    assert counted(pool) == (5, 0)
    with pytest.raises(Refused) as refused:
        booked(pool, 3, number=8, request_uid=uid)
    assert refused.value.code == "twice"


def test_a_form_sent_again_does_not_show_who_took_the_booking_over(place: Place) -> None:
    [pool] = announced(place, seats=2)
    uid = new_uid()
    row = booked(pool, 2, number=7, request_uid=uid)
    pass_on(by_link(row), row, name="何苗苗", phone=phone(8))
    with pytest.raises(Refused) as refused:
        booked(pool, 2, number=7, request_uid=uid)
    assert refused.value.code == "full"


def test_a_closed_bus_holds_up_nobody_who_cancels(place: Place) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=5)
    [pool] = announced(place, seats=2, shared=bus, offer_minutes=60)
    first = booked(pool, 2)
    waiting = booked(pool, 1, or_wait=True)
    close_pool(place.office, bus, is_closed=True)
    cancel_booking(by_link(first), first)
    assert counted(pool) == (0, 1)
    assert turn_over(pool) == 0
    with pytest.raises(Refused) as refused:
        booked(pool, 1)
    assert refused.value.code == "closed"
    assert pool.session is not None
    assert pool.terms is not None
    [seats] = fullness_by_session([(pool.session.pk, pool.terms.run_id)]).values()
    assert seats.level(clock.now()) == Level.CLOSED
    close_pool(place.office, bus, is_closed=False)
    assert turn_over(pool) == 1
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED


def test_nobody_gets_round_the_rules_of_another_session_by_moving_there(place: Place) -> None:
    activity = lecture(place)
    [one] = announced(place, activity, hours=(9,), seats=40, largest=30)
    [small] = announced(place, activity, hours=(11,), seats=40, largest=5)
    [group] = announced(
        place, activity, hours=(13,), seats=40, admission=Admission.GROUP, largest=40, choice=Choice.CHOSEN
    )
    row = booked(one, 12)
    for to, code in ((small, "invalid"), (group, "elsewhere")):
        with pytest.raises(Refused) as refused:
            move_booking(by_link(row), row, to)
        assert refused.value.code == code
    with pytest.raises(Refused):
        move_booking(place.office, row, group)
    assert move_booking(place.office, row, small).pool == small  # a host may let more in


def test_who_was_counted_at_the_door_is_not_moved_away_from_it(place: Place) -> None:
    one, other = announced(place, hours=(9, 14))
    came, away = booked(one, 2), booked(one, 1)
    note_door([one.pk], counts=True)
    add_arrived({came.pk: 2}, [one.pk])
    for actor in (by_link(came), place.office):
        with pytest.raises(Refused) as refused:
            move_booking(actor, came, other)
        assert refused.value.code == "arrived"
    with clock.standing_at(at(25, 11)), pytest.raises(Refused) as refused:
        move_booking(by_link(away), away, other)
    assert refused.value.code == "over"


def test_a_group_that_was_declined_is_not_chosen_for_what_is_over(place: Place) -> None:
    [pool] = announced(place, admission=Admission.GROUP, largest=40, seats=40, choice=Choice.CHOSEN)
    row = booked(pool, party=Party(adults=2, pupils=20), **CLASS)
    decline_group(place.office, row, why="已满")
    with clock.standing_at(at(25, 16)), pytest.raises(Refused) as refused:
        choose_group(place.office, row)
    assert refused.value.code == "over"
    assert pool.session is not None
    cancel_activity(place.office, pool.session.activity, why="停电")
    with pytest.raises(Refused) as refused:
        choose_group(place.office, row)
    assert refused.value.code == "called_off"
    assert counted(pool) == (0, 0)


def test_a_host_who_has_closed_a_session_is_told_so_and_not_that_it_is_full(place: Place) -> None:
    [pool] = announced(place, admission=Admission.GROUP, largest=40, seats=40, choice=Choice.CHOSEN)
    row = booked(pool, party=Party(adults=2, pupils=20), **CLASS)
    close_pool(place.office, pool, is_closed=True)
    with pytest.raises(Refused) as refused:
        choose_group(place.office, row)
    assert "停止预约" in str(refused.value.message)
    assert "约满" not in str(refused.value.message)


def test_where_booking_is_switched_off_a_party_may_shrink_and_not_grow(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, 2)
    assert pool.terms is not None
    set_terms(place.office, pool.terms.run, is_on=False)
    with pytest.raises(Refused) as refused:
        change_party(by_link(row), row, party=Party(adults=3))
    assert refused.value.code == "closed"
    change_party(by_link(row), row, party=Party(adults=1))
    change_party(place.office, row, party=Party(adults=3))
    assert counted(pool) == (3, 0)


def test_the_first_booking_of_a_phone_is_bounded_too(place: Place) -> None:
    set_policy(place.office, place.week, most_places=4, erase_after_days=30)
    [pool] = announced(place, largest=6)
    with pytest.raises(Refused) as refused:
        booked(pool, 5)
    assert refused.value.code == "too_many"
    booked(pool, 4)
    assert counted(pool) == (4, 0)


def test_a_whole_session_that_moves_locks_every_phone_before_any_seat(place: Place) -> None:
    one, other = announced(place, hours=(9, 14))
    for _each in range(3):
        booked(one, 1)
    with CaptureQueriesContext(connection) as asked:
        move_bookings(place.office, one, other)
    said = [query["sql"] for query in asked]
    seats = next(n for n, sql in enumerate(said) if sql.startswith("UPDATE booking_pool"))
    assert any('FROM "booking_contact"' in sql and " IN (" in sql for sql in said[:seats])


def test_who_takes_an_offer_over_hears_that_it_waits_for_an_answer(place: Place) -> None:
    [pool] = announced(place, seats=2, offer_minutes=60)
    first = booked(pool, 2)
    waiting = booked(pool, 1, or_wait=True)
    queued = pass_on(by_link(waiting), waiting, name="何苗苗", phone=phone())
    queued.refresh_from_db()
    assert queued.news == News.WAITING
    cancel_booking(by_link(first), first)
    queued.refresh_from_db()
    offered = pass_on(by_link(queued), queued, name="丁小江", phone=phone())
    offered.refresh_from_db()
    assert (offered.state, offered.news) == (BookingState.OFFERED, News.OFFERED)


@pytest.mark.parametrize("name", ["古丽娜扎尔", "Anna Smith"])
def test_the_log_keeps_nothing_of_a_name_that_was_passed_on(place: Place, name: str) -> None:
    [pool] = announced(place)
    row = booked(pool, 2, name=name)
    pass_on(by_link(row), row, name=f"{name}二", phone=phone())
    line = Entry.objects.filter(verb="pass_on").get()
    assert line.changes["name"] == ["···", "···"]


def test_what_took_place_before_an_activity_was_cancelled_stays_booked(place: Place) -> None:
    activity = lecture(place)
    morning, evening = announced(place, activity, hours=(9, 18))
    came, ahead = booked(morning, 2), booked(evening, 3)
    add_arrived({came.pk: 2}, [morning.pk])
    with clock.standing_at(at(25, 12)):
        cancelled = cancel_activity(place.office, activity, why="停电")
        follow_cancelled(place.office, cancelled)
    came.refresh_from_db()
    ahead.refresh_from_db()
    assert (came.state, came.arrived) == (BookingState.CONFIRMED, 2)
    assert ahead.state == BookingState.CANCELLED
    assert (counted(morning), counted(evening)) == ((2, 0), (0, 0))


def test_seats_say_whether_they_are_closed_with_what_they_share(place: Place) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=5)
    [pool] = announced(place, shared=bus)
    assert not bookable(pool).is_closed
    Pool.objects.filter(pk=bus.pk).update(is_closed=True)
    assert bookable(pool).is_closed


@pytest.mark.parametrize("or_wait", [False, True])
def test_seats_that_got_a_bus_since_the_form_was_opened_are_not_taken_without_it(
    place: Place, or_wait: bool
) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=5)
    [pool] = announced(place)
    found = bookable(pool)
    set_terms(place.office, found.terms.run, shared=bus)
    book(CITIZEN, found, or_wait=or_wait, party=Party(adults=2), name="林小满", phone=phone(7))
    assert (counted(pool), counted(bus)) == ((2, 0), (2, 0))


def test_whoever_moves_to_seats_that_get_a_bus_in_that_moment_is_asked_to_try_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=5)
    first, second = announced(place, hours=(9, 14))
    row, seen = booked(first, 2), bookable(second)
    set_terms(place.office, seen.terms.run, shared=bus)
    monkeypatch.setattr(changing, "bookable", lambda pool: seen if pool == second else bookable(pool))
    with pytest.raises(Refused) as refused:
        move_booking(by_link(row), row, second)
    assert refused.value.code == "busy"
    assert (counted(first), counted(second), counted(bus)) == ((2, 0), (0, 0), (0, 0))


def test_a_form_counts_by_who_needs_a_seat_when_it_is_taken(place: Place) -> None:
    [pool] = announced(place, small_need_seats=False)
    found = bookable(pool)
    set_terms(place.office, found.terms.run, small_need_seats=True)
    row = book(CITIZEN, found, party=Party(adults=1, small=2), name="林小满", phone=phone(7), consents=True)
    assert (row.places, counted(pool)) == (3, (3, 0))


def test_a_group_does_not_ask_for_what_families_book_by_now(place: Place) -> None:
    [pool] = announced(place, admission=Admission.GROUP, choice=Choice.CHOSEN, largest=40)
    found = bookable(pool)
    set_terms(place.office, found.terms.run, admission=Admission.PARTY)
    with pytest.raises(Refused) as refused:
        book(CITIZEN, found, party=Party(adults=1, pupils=10), name="何老师", phone=phone(7), **CLASS)
    assert refused.value.code == "invalid"
    assert not Booking.objects.exists()


def test_a_party_that_was_moved_meanwhile_grows_by_the_rules_of_where_it_is_now(place: Place) -> None:
    activity = lecture(place)
    [roomy] = announced(place, activity, hours=(14,), largest=6)
    [strict] = announced(place, activity, hours=(9,), largest=3, small_need_seats=True)
    row = booked(roomy, 2)
    before = Booking.objects.get(pk=row.pk)
    assert before.pool == roomy
    move_booking(place.office, row, strict)
    with pytest.raises(Refused) as refused:
        change_party(by_link(row), before, party=Party(adults=5))
    assert refused.value.code == "invalid"
    grown = change_party(by_link(row), before, party=Party(adults=2, small=1), consents=True)
    assert (grown.pool_id, grown.places, counted(strict), counted(roomy)) == (strict.pk, 3, (3, 0), (0, 0))
