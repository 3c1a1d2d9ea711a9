"""Booking, changing, cancelling; the queue."""

from datetime import timedelta

import pytest

from sciweek.activities.actions import withdraw_activity
from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.ids import new_uid
from sciweek.booking.actions import (
    accept_offer,
    add_shared_seats,
    cancel_booking,
    change_party,
    close_pool,
    move_booking,
    pass_on,
    resize_pool,
    turn_over,
)
from sciweek.booking.actions.consenting import consent_for
from sciweek.booking.actions.rows import new_booking
from sciweek.booking.logic.links import link_key
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking
from sciweek.booking.queries import booking_by_link
from sciweek.booking.states import BookingState, Passing
from sciweek.booking.tests.booked import BEFORE, announced, booked, by_link, counted


def test_a_booking_takes_its_seats(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, 3)
    assert row.state == BookingState.CONFIRMED
    assert counted(pool) == (3, 0)
    found = booking_by_link(row.code, link_key(row.code, 1))
    assert found is not None
    assert found.name == "林小满"


def test_a_row_made_the_short_way_is_the_one_that_django_makes(place: Place) -> None:
    [pool] = announced(place)
    uid, words = new_uid(), consent_for(place.week)
    given = {"week_id": pool.week_id, "places": 2, "name": "林小满", "made_at": BEFORE, "request_uid": uid}
    short, long = new_booking(pool=pool, consent=words, **given), Booking(pool=pool, consent=words, **given)
    own = {"id", "uid", "code"}  # anew for each row
    columns = [field.attname for field in Booking._meta.concrete_fields if field.attname not in own]
    assert [getattr(short, name) for name in columns] == [getattr(long, name) for name in columns]
    assert (short.pool, short.consent) == (pool, words)
    assert len({short.uid, long.uid, short.code, long.code}) == 4
    assert short._state.adding


def test_never_one_seat_too_many(place: Place) -> None:
    [pool] = announced(place, seats=4, has_waiting=False)
    booked(pool, 3)
    with pytest.raises(Refused) as refused:
        booked(pool, 2)
    assert refused.value.code == "full"
    assert counted(pool) == (3, 0)
    booked(pool, 1)
    assert counted(pool) == (4, 0)


@pytest.mark.parametrize("people", [0, -1, 10_000])
def test_a_party_of_nobody_or_of_a_town_is_refused(place: Place, people: int) -> None:
    [pool] = announced(place)
    with pytest.raises(Refused) as refused:
        booked(pool, people)
    assert "party" in refused.value.fields
    assert counted(pool) == (0, 0)


def test_a_party_of_a_town_is_told_how_many_may_come(place: Place) -> None:
    [pool] = announced(place, largest=6)
    with pytest.raises(Refused) as refused:
        booked(pool, 10_000)
    assert "6" in refused.value.fields["party"]


def test_the_same_press_makes_one_booking(place: Place) -> None:
    [pool] = announced(place)
    uid = new_uid()
    first = booked(pool, 2, number=7, request_uid=uid)
    assert booked(pool, 2, number=7, request_uid=uid) == first
    assert counted(pool) == (2, 0)


def test_one_phone_books_a_session_once(place: Place) -> None:
    [pool] = announced(place)
    first = booked(pool, 2, number=7)
    with pytest.raises(Refused) as refused:
        booked(pool, 2, number=7)
    assert refused.value.code == "twice"
    cancel_booking(by_link(first), first)
    booked(pool, 1, number=7)
    assert counted(pool) == (1, 0)


def test_one_phone_holds_no_more_places_than_the_edition_allows(place: Place) -> None:
    pools = announced(place, hours=(9, 11, 14), largest=6)
    booked(pools[0], 6, number=7)
    booked(pools[1], 6, number=7)
    with pytest.raises(Refused) as refused:
        booked(pools[2], 1, number=7)
    assert refused.value.code == "too_many"
    with clock.standing_at(at(25, 13)):  # both are over
        booked(pools[2], 6, number=7)


def test_booking_opens_and_closes_to_the_second(place: Place) -> None:
    [pool] = announced(place, opens_at=at(21, 9), closes_before=60)
    second = timedelta(seconds=1)
    for moment, code in ((at(21, 9) - second, "not_open"), (at(25, 13), "closed")):
        with clock.standing_at(moment), pytest.raises(Refused) as refused:
            booked(pool)
        assert refused.value.code == code
    for moment in (at(21, 9), at(25, 13) - second):
        with clock.standing_at(moment):
            booked(pool)
    assert counted(pool) == (4, 0)


def test_what_the_public_has_not_read_of_cannot_be_booked(place: Place) -> None:
    [pool] = announced(place)
    assert pool.session is not None
    withdraw_activity(place.office, pool.session.activity, why="写错了")
    with pytest.raises(OutOfSight):
        booked(pool)


def test_children_need_a_guardian_and_a_grown_up(place: Place) -> None:
    [pool] = announced(place)
    with pytest.raises(Refused) as refused:
        booked(pool, party=Party(adults=1, children=1))
    assert "consents" in refused.value.fields
    with pytest.raises(Refused) as refused:
        booked(pool, party=Party(children=1), consents=True)
    assert "adults" in refused.value.fields
    row = booked(pool, party=Party(adults=1, children=1), consents=True, photo=False)
    assert row.consent is not None
    assert (row.consent.number, row.consent_at, row.photo_consent) == (1, clock.now(), False)


def test_those_under_six_may_sit_on_a_lap(place: Place) -> None:
    [pool] = announced(place, small_need_seats=False)
    booked(pool, party=Party(adults=1, small=2), consents=True)
    assert counted(pool) == (1, 0)


def test_the_queue_gets_what_is_given_back(place: Place) -> None:
    [pool] = announced(place, seats=4)
    first = booked(pool, 4)
    waiting = booked(pool, 2, or_wait=True)
    assert waiting.state == BookingState.WAITING
    assert counted(pool) == (4, 1)
    cancel_booking(by_link(first), first)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    assert counted(pool) == (2, 0)
    accept_offer(by_link(waiting), waiting)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.CONFIRMED


def test_an_offer_runs_out_and_goes_to_the_next(place: Place) -> None:
    [pool] = announced(place, seats=2, offer_minutes=60)
    first = booked(pool, 2)
    second, third = booked(pool, 2, or_wait=True), booked(pool, 2, or_wait=True)
    cancel_booking(by_link(first), first)
    with clock.standing_at(clock.now() + timedelta(minutes=60)):
        with pytest.raises(Refused):
            accept_offer(by_link(second), second)
        assert turn_over(pool) == 2
        assert turn_over(pool) == 0
    states = [Booking.objects.get(pk=row.pk).state for row in (second, third)]
    assert states == [BookingState.LAPSED, BookingState.OFFERED]
    assert counted(pool) == (2, 0)


@pytest.mark.parametrize(
    ("passing", "offered"), [(Passing.FITTING, [False, True]), (Passing.IN_ORDER, [False, False])]
)
def test_whether_a_small_party_passes_a_large_one_is_said(
    place: Place, passing: Passing, offered: list[bool]
) -> None:
    [pool] = announced(place, seats=4, passing=passing)
    first = booked(pool, 2)
    booked(pool, 2)
    rows = [booked(pool, 3, or_wait=True), booked(pool, 2, or_wait=True)]
    cancel_booking(by_link(first), first)
    assert [Booking.objects.get(pk=row.pk).state == BookingState.OFFERED for row in rows] == offered


def test_nobody_waits_after_the_cut_off(place: Place) -> None:
    [pool] = announced(place, seats=2)
    booked(pool, 2)
    waiting = booked(pool, 1, or_wait=True)
    with clock.standing_at(at(25, 14)):
        assert turn_over(pool) == 1
    waiting.refresh_from_db()
    assert waiting.state == BookingState.LAPSED
    assert counted(pool) == (2, 0)


def test_a_party_grows_while_there_are_seats(place: Place) -> None:
    [pool] = announced(place, seats=4)
    row = booked(pool, 2)
    row = change_party(by_link(row), row, party=Party(adults=4))
    assert (row.places, row.ticket_serial) == (4, 2)
    other = booked(pool, 1, or_wait=True)
    row = change_party(by_link(row), row, party=Party(adults=3))
    other.refresh_from_db()
    assert other.state == BookingState.OFFERED
    with pytest.raises(Refused) as refused:
        change_party(by_link(row), row, party=Party(adults=4))
    assert refused.value.code == "full"
    assert counted(pool) == (4, 0)


def test_seats_can_be_taken_away_down_to_what_is_booked(place: Place) -> None:
    [pool] = announced(place, seats=10)
    booked(pool, 5)
    with pytest.raises(Refused) as refused:
        resize_pool(place.office, pool, capacity=4)
    assert "5" in str(refused.value.fields["capacity"])
    pool = resize_pool(place.office, pool, capacity=5)
    waiting = booked(pool, 2, or_wait=True)
    resize_pool(place.office, pool, capacity=7)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED


def test_a_closed_session_takes_nobody_and_offers_nothing(place: Place) -> None:
    [pool] = announced(place, seats=2)
    first = booked(pool, 2)
    waiting = booked(pool, 1, or_wait=True)
    close_pool(place.office, pool, is_closed=True)
    cancel_booking(by_link(first), first)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.WAITING
    with pytest.raises(Refused):
        booked(pool, 1)
    close_pool(place.office, pool, is_closed=False)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED


def test_a_booking_moves_to_another_session(place: Place) -> None:
    one, other = announced(place, hours=(9, 14), seats=3)
    row, waiting = booked(one, 3), None
    waiting = booked(one, 1, or_wait=True)
    row = move_booking(by_link(row), row, other)
    assert (counted(one), counted(other)) == ((1, 0), (3, 0))
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    with pytest.raises(Refused):
        move_booking(by_link(waiting), waiting, other)


def test_a_link_that_was_passed_on_opens_nothing(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, 2)
    key = link_key(row.code, 1)
    passed = pass_on(by_link(row), row, name="何苗苗", phone="13900000077")
    assert booking_by_link(row.code, key) is None
    assert booking_by_link(row.code, link_key(row.code, 2)) == passed
    assert passed.ticket_serial == 2


def test_shared_seats_bound_all_that_share_them(place: Place) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=5)
    one, other = announced(place, hours=(9, 14), seats=10, shared=bus)
    booked(one, 3)
    with pytest.raises(Refused):
        booked(other, 3)
    booked(other, 2)
    assert (counted(one), counted(other), counted(bus)) == ((3, 0), (2, 0), (5, 0))


def test_a_cancelled_booking_stays_so(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, 2)
    cancel_booking(by_link(row), row)
    with pytest.raises(Refused):
        cancel_booking(by_link(row), row)
    with pytest.raises(Refused):
        change_party(by_link(row), row, party=Party(adults=1))
    assert counted(pool) == (0, 0)
