"""Two at once, on both databases, in pairs: without the guard something goes wrong, with it nothing does.

Without the first half of a pair the second would prove little: the two might just have missed each other. What is
switched off is replaced by what a careless program does: look first, write afterwards what was seen.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Sum

from sciweek.activities.tests.places import Place, make_place
from sciweek.base import clock
from sciweek.base.actor import CITIZEN
from sciweek.base.errors import Refused
from sciweek.base.tests.together import Meet, codes, meeting
from sciweek.booking.actions import (
    add_shared_seats,
    book,
    cancel_booking,
    change_party,
    choose_group,
    decline_group,
    making,
    move_booking,
    queueing,
    seats,
    set_policy,
    set_terms,
    turn_over,
)
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Contact, Pool
from sciweek.booking.queries import Bookable, bookable, queue_of
from sciweek.booking.rules import booker
from sciweek.booking.states import Admission, BookingState, Choice
from sciweek.booking.tests.booked import BEFORE, announced, booked, by_link, counted, phone
from sciweek.programme.models import Run


@pytest.fixture
def town(transactional_db: None) -> Iterator[Place]:
    """A committee at work whose rows other connections see."""
    place = make_place()
    with place.inside(), clock.standing_at(BEFORE):
        yield place


def two_want_the_last_seats(place: Place, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool) -> Pool:
    [pool] = announced(place, seats=2, has_waiting=False)
    seen = threading.local()

    def as_it_was(pool_id: int, delta: int, *_guards: Any) -> bool:
        Pool.objects.filter(pk=pool_id).update(taken=seen.pool.taken + delta)
        return seen.pool.free >= delta

    if not is_guarded:
        monkeypatch.setattr(seats, "_guarded", as_it_was)

    def wants(number: int) -> Callable[[Meet], Any]:
        def act(meet: Meet) -> Any:
            found = bookable(pool)
            seen.pool = found.pool
            meet()
            return book(CITIZEN, found, party=Party(adults=2), name="林小满", phone=phone(number)).state

        return act

    answers = codes(meeting(wants(1), wants(2)))
    assert sorted(map(str, answers)) == (["confirmed", "full"] if is_guarded else ["confirmed", "confirmed"])
    return pool


def test_without_the_guarded_update_both_get_the_last_seats(
    town: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = two_want_the_last_seats(town, monkeypatch, is_guarded=False)
    assert sum(row.places for row in Booking.objects.filter(pool=pool)) == 4 > pool.capacity


def test_with_the_guarded_update_exactly_one_gets_the_last_seats(
    town: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = two_want_the_last_seats(town, monkeypatch, is_guarded=True)
    assert counted(pool) == (2, 0)
    assert Booking.objects.filter(pool=pool).count() == 1


def one_phone_books_two_sessions(place: Place, monkeypatch: pytest.MonkeyPatch, *, is_locked: bool) -> None:
    set_policy(place.office, place.week, most_places=5, erase_after_days=30)
    first, *pools = announced(place, hours=(9, 11, 14))
    booked(first, 2, number=7)
    seen = threading.local()
    if not is_locked:
        monkeypatch.setattr(making, "contact_for", lambda *_given: seen.contact)

    def wants(pool: Pool) -> Callable[[Meet], Any]:
        def act(meet: Meet) -> Any:
            found = bookable(pool)
            if not is_locked:
                seen.contact = Contact.objects.get()
                making.check_cap(found, seen.contact, 2)
            meet()
            return book(CITIZEN, found, party=Party(adults=2), name="林小满", phone=phone(7)).state

        return act

    answers = codes(meeting(*map(wants, pools)))
    assert sorted(map(str, answers)) == (["confirmed", "too_many"] if is_locked else ["confirmed"] * 2)


def test_without_the_contact_s_lock_one_phone_gets_more_than_its_share(
    town: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_phone_books_two_sessions(town, monkeypatch, is_locked=False)
    assert sum(row.places for row in Booking.objects.all()) == 6


def test_with_the_contact_s_lock_one_phone_gets_its_share(
    town: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_phone_books_two_sessions(town, monkeypatch, is_locked=True)
    assert sum(row.places for row in Booking.objects.all()) == 4


def two_minutes_at_once(place: Place, monkeypatch: pytest.MonkeyPatch, *, is_locked: bool) -> list[Any]:
    """Two seats have come free, and two parties of two wait for them."""
    [pool] = announced(place, seats=2)
    booked(pool, 2)
    for _party in range(2):
        booked(pool, 2, or_wait=True)
    Pool.objects.filter(pk=pool.pk).update(capacity=4)
    seen = threading.local()
    if not is_locked:
        monkeypatch.setattr(queueing, "lock", lambda _ids: {pool.pk: seen.pool})
        monkeypatch.setattr(queueing, "queue_of", lambda _pool: seen.queue)

    def act(meet: Meet) -> int:
        seen.pool = Pool.objects.get(pk=pool.pk)
        seen.queue = queue_of(pool)
        list(seen.queue)
        meet()
        return turn_over(pool)

    return sorted(map(str, codes(meeting(act, act))))


def test_without_the_pool_s_lock_two_minutes_reach_for_the_same_seats(
    town: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second stumbles: the guarded update still lets nobody in twice."""
    assert two_minutes_at_once(town, monkeypatch, is_locked=False) == ["1", "full"]


def test_with_the_pool_s_lock_freed_seats_are_offered_once(
    town: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert two_minutes_at_once(town, monkeypatch, is_locked=True) == ["0", "1"]
    assert Booking.objects.filter(state=BookingState.OFFERED).count() == 1
    assert counted(Pool.objects.get()) == (4, 1)


def test_families_that_change_places_never_wait_in_a_circle(town: Place) -> None:
    one, other = announced(town, hours=(9, 14), seats=4)
    rows = [booked(one, 2), booked(other, 2)]

    def swaps(row: Booking, *ways: Pool) -> Callable[[Meet], Any]:
        def act(meet: Meet) -> str:
            meet()
            for turn in range(12):
                move_booking(booker(row), Booking.objects.get(pk=row.pk), ways[turn % 2])
            return "finished"

        return act

    assert meeting(swaps(rows[0], other, one), swaps(rows[1], one, other)) == ["finished", "finished"]
    assert (counted(one), counted(other)) == ((2, 0), (2, 0))


def test_who_comes_while_somebody_cancels_gets_the_seat_or_is_next_in_line(town: Place) -> None:
    """Never beside a free seat in the queue, whichever of the two is first."""
    [pool] = announced(town, seats=2)
    for _turn in range(5):
        row = booked(pool, 2)

        def cancels(meet: Meet, row: Booking = row) -> str:
            meet()
            return cancel_booking(by_link(row), row).state

        def comes(meet: Meet) -> int:
            meet()
            return booked(pool, 2, or_wait=True).pk

        state, pk = meeting(cancels, comes)
        assert state == BookingState.CANCELLED
        came = Booking.objects.get(pk=pk)
        assert came.state in (BookingState.CONFIRMED, BookingState.OFFERED)
        assert counted(pool) == (2, 0)
        cancel_booking(by_link(came), came)


def test_many_who_book_and_grow_at_once_fill_the_seats_and_no_more(town: Place) -> None:
    [pool] = announced(town, seats=12, largest=5)
    early = [booked(pool, 1) for _number in range(4)]

    def grows(row: Booking) -> Callable[[Meet], Any]:
        def act(meet: Meet) -> str:
            meet()
            return change_party(by_link(row), row, party=Party(adults=3)).state

        return act

    def comes(meet: Meet) -> str:
        meet()
        return booked(pool, 2).state

    answers = codes(meeting(*map(grows, early), *[comes] * 4))
    assert set(answers) <= {"confirmed", "full"}
    taken, waiting = counted(pool)
    assert taken == sum(row.places for row in Booking.objects.filter(pool=pool)) == 12
    assert waiting == 0


def test_whoever_books_while_a_bus_is_set_before_the_session_has_a_seat_in_it_or_stops_it(
    town: Place,
) -> None:
    bus = add_shared_seats(town.office, town.week, name="大巴", capacity=9)
    for pool in announced(town, hours=(9, 11, 14, 16)):
        assert pool.terms is not None
        run, found = pool.terms.run, bookable(pool)

        def shares(meet: Meet, run: Run = run) -> str:
            meet()
            set_terms(town.office, run, shared=bus)
            return "shared"

        def comes(meet: Meet, found: Bookable = found) -> str:
            meet()
            return book(CITIZEN, found, party=Party(adults=2), name="林小满", phone=phone()).state

        assert set(codes(meeting(shares, comes))) in ({"shared", "confirmed"}, {"booked", "confirmed"})
    held = Booking.objects.filter(pool__shared=bus).aggregate(sum=Sum("places"))["sum"] or 0
    assert counted(bus) == (held, 0)


def test_whoever_books_while_the_host_says_who_needs_a_seat_is_counted_by_what_holds(town: Place) -> None:
    for pool in announced(town, hours=(9, 11, 14, 16), small_need_seats=False):
        assert pool.terms is not None
        run, found = pool.terms.run, bookable(pool)

        def says(meet: Meet, run: Run = run) -> str:
            meet()
            set_terms(town.office, run, small_need_seats=True)
            return "said"

        def comes(meet: Meet, found: Bookable = found) -> int:
            meet()
            given: dict[str, Any] = {"party": Party(adults=1, small=2), "name": "林小满", "consents": True}
            return book(CITIZEN, found, phone=phone(), **given).places

        answers = codes(meeting(says, comes))
        assert answers in (["said", 3], ["booked", 1])
        assert counted(pool) == (answers[1], 0)


def test_a_group_that_asked_again_after_a_refusal_is_chosen_once(town: Place) -> None:
    [pool] = announced(town, seats=40, admission=Admission.GROUP, choice=Choice.CHOSEN, largest=40)
    given: dict[str, Any] = {
        "party": Party(adults=1, pupils=10),
        "school": "云栖小学",
        "grade": "三年级1班",
        "consents": True,
    }
    first = booked(pool, number=7, **given)
    decline_group(town.office, first, why="那天满了")
    again = booked(pool, number=7, **given)
    with pytest.raises(Refused) as refused:
        choose_group(town.office, first)
    assert refused.value.code == "twice"
    choose_group(town.office, again)
    assert counted(pool) == (11, 0)
