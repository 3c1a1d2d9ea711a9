"""What is kept in the process for a rush is never older than its rows: each change shows at the next question."""

from datetime import date, time
from typing import Any

import pytest

from sciweek.activities.actions import cancel_activity, withdraw_activity
from sciweek.activities.tests.places import Place, at, make_public
from sciweek.base.errors import OutOfSight
from sciweek.booking.actions import (
    add_shared_seats,
    cancel_booking,
    close_pool,
    resize_pool,
    set_policy,
    set_terms,
)
from sciweek.booking.models import Pool
from sciweek.booking.queries import Bookable, bookable_anywhere, bookable_by_code
from sciweek.booking.queries.others import open_pools
from sciweek.booking.queries.seats import seats_now
from sciweek.booking.queries.standing import stands
from sciweek.booking.states import Standing
from sciweek.booking.tests.booked import announced, booked, by_link
from sciweek.programme.actions import (
    add_sessions,
    cancel_session,
    move_session,
    release_programme,
    restore_session,
)
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.models import Session
from sciweek.programme.states import RunKind
from sciweek.programme.tests.plans import lecture


def told(found: Bookable | None) -> tuple[Any, ...]:
    """Everything that decides whether one may book, and how many seats there are."""
    assert found is not None
    pool, terms = found.pool, found.terms
    shared = (pool.shared.capacity, pool.shared.taken) if pool.shared else None
    return (
        pool.capacity, pool.taken, pool.waiting, pool.is_closed, shared, found.free,
        terms.is_on, terms.largest, terms.passing, terms.opens_at, terms.questions, found.closes_at,
        found.starts_at, found.ends_at, found.is_announced, found.is_called_off, found.activity.state,
    )  # fmt: skip


def test_every_change_shows_at_the_next_question(place: Place) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=6)
    [pool] = announced(place, seats=4, shared=bus)
    session = Session.objects.get()
    terms, activity, office = pool.terms, session.activity, place.office
    assert terms is not None
    seen = [told(bookable_anywhere(session.code))]

    def shows() -> None:
        now = told(bookable_anywhere(session.code))
        assert now == told(bookable_by_code(session.code))
        assert now != seen[-1]
        seen.append(now)

    first = booked(pool, 3)
    shows()
    booked(pool, 2, or_wait=True)
    shows()
    cancel_booking(by_link(first), first)
    shows()
    resize_pool(office, pool, capacity=5)
    shows()
    resize_pool(office, bus, capacity=9)
    shows()
    close_pool(office, pool, is_closed=True)
    shows()
    set_terms(office, terms.run, largest=3)
    shows()
    set_terms(office, terms.run, is_on=False)
    shows()
    session = move_session(office, session, starts_at=at(25, 16), seen_version=None)
    shows()
    session = cancel_session(office, session, why="主讲人生病")
    shows()
    session = restore_session(office, session)
    shows()
    activity = withdraw_activity(office, activity, why="内容要改")
    shows()


def test_what_only_an_older_release_shows_cannot_be_booked_until_a_new_one_does(place: Place) -> None:
    [pool] = announced(place)
    session = Session.objects.get()
    kept: list[bool] = []

    def shows() -> None:
        found = bookable_anywhere(session.code)
        assert told(found) == told(bookable_by_code(session.code))
        assert found is not None
        kept.append(found.is_announced)

    shows()
    activity = withdraw_activity(place.office, session.activity, why="内容要改")
    release_programme(place.office, place.week)
    make_public(place.office, activity)
    shows()
    assert [one.standing for one in stands(Session.objects.all())] == [Standing.HIDDEN]
    rows = Pool.objects.select_related("terms__run__activity", "session")
    assert seats_now(rows)[pool.pk].standing == Standing.HIDDEN
    assert open_pools() == []
    with pytest.raises(OutOfSight):
        booked(pool)
    release_programme(place.office, place.week)
    shows()
    booked(pool)
    assert kept == [True, False, True]


def test_a_course_that_only_an_older_release_shows_cannot_be_booked(place: Place) -> None:
    days = Rule(RunKind.COURSE, date(2027, 5, 25), date(2027, 5, 26), (Hours(time(9), time(10)),))
    run = add_sessions(place.office, lecture(place), rule=days)
    pool = Pool.objects.get(terms=set_terms(place.office, run, seats=10))
    release_programme(place.office, place.week)
    booked(pool)
    activity = withdraw_activity(place.office, run.activity, why="内容要改")
    release_programme(place.office, place.week)
    make_public(place.office, activity)
    with pytest.raises(OutOfSight):
        booked(pool)


def test_a_cancelled_activity_is_called_off_at_once(place: Place) -> None:
    announced(place)
    session = Session.objects.get()
    before = bookable_anywhere(session.code)
    cancel_activity(place.office, session.activity, why="场馆停电")
    after = bookable_anywhere(session.code)
    assert before is not None
    assert after is not None
    assert (before.is_called_off, after.is_called_off) == (False, True)


def test_nobody_s_counts_reach_what_is_kept_for_others(place: Place) -> None:
    announced(place)
    code = Session.objects.get().code
    bookable_anywhere(code)
    first, second = bookable_anywhere(code), bookable_anywhere(code)
    assert first is not None
    assert second is not None
    assert first.pool is not second.pool
    first.pool.taken = 99
    again = bookable_anywhere(code)
    assert again is not None
    assert (second.pool.taken, again.pool.taken) == (0, 0)


def test_another_cap_of_the_edition_shows_at_the_next_question(place: Place) -> None:
    announced(place)
    code = Session.objects.get().code
    for most in (12, 3, None, 5):
        if most != 12:
            set_policy(place.office, place.week, most_places=most, erase_after_days=30)
        found = bookable_anywhere(code)
        assert found is not None
        assert found.policy is not None
        assert found.policy.most_places == most


def test_an_unknown_code_is_nothing(place: Place) -> None:
    announced(place)
    assert bookable_anywhere("NEHMTKWA") is None
