"""A session that was called off takes place after all: what it took from people is kept for them before others."""

from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from sciweek.activities.actions import cancel_activity, restore_activity
from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.base.actor import CITIZEN
from sciweek.base.errors import Refused
from sciweek.booking.actions import (
    accept_offer,
    add_shared_seats,
    book,
    cancel_booking,
    choose_group,
    close_pool,
    coming_back,
    decline_group,
    move_booking,
    resize_pool,
    set_terms,
    turn_over,
)
from sciweek.booking.actions.moving import move_bookings
from sciweek.booking.invariants import invariants
from sciweek.booking.jobs import follow_back, follow_called_off, follow_programme
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool, Telling
from sciweek.booking.queries import bookable
from sciweek.booking.queries.others import open_pools
from sciweek.booking.queries.rush import bookable_anywhere
from sciweek.booking.queries.standing import standing_of, stands
from sciweek.booking.states import Admission, BookingState, Choice, News, Passing, Standing
from sciweek.booking.tests.booked import BEFORE, announced, booked, by_link, counted, many, phone
from sciweek.programme.actions import add_sessions, cancel_session, release_programme, restore_session
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.models import Release, Session
from sciweek.programme.states import RunKind
from sciweek.programme.tests.plans import lecture

S = BookingState


def release(place: Place) -> Release:
    """The office releases, and the job follows."""
    made = release_programme(place.office, place.week)
    follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    return made


def session_of(pool: Pool) -> Session:
    return Session.objects.get(pk=pool.session_id or 0)


def off(place: Place, pool: Pool) -> Release:
    cancel_session(place.office, session_of(pool), why="场地停电")
    return release(place)


def back(place: Place, pool: Pool) -> Release:
    restore_session(place.office, session_of(pool))
    return release(place)


def between(place: Place, pool: Pool) -> Release:
    """It takes place after all and the public reads so, but the job that follows the release has not run yet."""
    restore_session(place.office, session_of(pool))
    return release_programme(place.office, place.week)


def states(*rows: Booking) -> list[str]:
    now = dict(Booking.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "state"))
    return [now[row.pk] for row in rows]


def fresh(row: Booking) -> Booking:
    return Booking.objects.get(pk=row.pk)


def told(row: Booking) -> list[str]:
    return list(Telling.objects.filter(booking=row).order_by("pk").values_list("news", flat=True))


def last_words(row: Booking) -> str:
    return Telling.objects.filter(booking=row).order_by("-pk")[0].text


def broken() -> list[str]:
    return [problem for one in invariants() for problem in one.check()]


def group(pool: Pool, number: int, pupils: int = 3) -> Booking:
    words: dict[str, Any] = {"school": "云栖小学", "grade": f"三年级{number}班", "consents": True}
    return booked(pool, party=Party(adults=1, pupils=pupils), **words)


def test_nobody_books_what_the_public_still_reads_as_called_off(place: Place) -> None:
    """The office has taken the cancellation back and not released it yet."""
    [pool] = announced(place)
    off(place, pool)
    restore_session(place.office, session_of(pool))
    for actor, why in ((CITIZEN, "called_off"), (place.office, "not_released")):
        with pytest.raises(Refused) as refused:
            booked(pool, actor=actor)
        assert refused.value.code == why
    assert [one.standing for one in stands(Session.objects.all())] == [Standing.HIDDEN]
    assert standing_of(bookable(pool)) == Standing.HIDDEN
    assert open_pools() == []
    release(place)
    booked(pool)
    assert standing_of(bookable(pool)) == Standing.OPEN


def test_of_a_course_that_comes_back_nothing_is_booked_before_its_release_either(place: Place) -> None:
    days = Rule(RunKind.COURSE, date(2027, 5, 25), date(2027, 5, 26), (Hours(time(9), time(10)),))
    run = add_sessions(place.office, lecture(place), rule=days)
    pool = Pool.objects.get(terms=set_terms(place.office, run, seats=10))
    release(place)
    first, second = run.sessions.order_by("starts_at")
    for one in (first, second):
        cancel_session(place.office, one, why="没有老师")
    release(place)
    restore_session(place.office, Session.objects.get(pk=first.pk))
    with pytest.raises(Refused):
        booked(pool)
    release(place)
    booked(pool)


def test_what_is_called_off_anew_before_the_job_comes_is_told_when_it_is_back_for_good(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    off(place, pool)
    restore_session(place.office, session_of(pool))
    made = release_programme(place.office, place.week)
    cancel_session(place.office, session_of(pool), why="还是没有电")
    follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert (states(row), told(row)) == ([S.CANCELLED], [News.CALLED_OFF])
    release(place)
    back(place, pool)
    assert (states(row), told(row)) == ([S.OFFERED], [News.CALLED_OFF, News.BACK])


def test_who_had_seats_is_offered_them_before_others_and_the_queue_stands_again(place: Place) -> None:
    [pool] = announced(place, seats=4, offer_minutes=60)
    with clock.standing_at(BEFORE):
        family, pair = booked(pool, 2), booked(pool, 2)
        waits, gone = booked(pool, 1, or_wait=True), booked(pool, 1, or_wait=True)
        cancel_booking(by_link(gone), gone)
        off(place, pool)
        back(place, pool)
        assert states(family, pair, waits, gone) == [S.OFFERED, S.OFFERED, S.WAITING, S.CANCELLED]
        assert counted(pool) == (4, 1)
        assert fresh(family).offered_until == BEFORE + timedelta(minutes=60)
        with pytest.raises(Refused) as refused:
            booked(pool, 1)
        assert refused.value.code == "full"
        assert "原来的席位给您留着，请在5月20日（周四）上午10:00前确认，过时让给后面的人" in last_words(
            family
        )
        assert "又在候补里" in last_words(waits)
        assert told(gone) == []
        accept_offer(by_link(family), fresh(family))
    with clock.standing_at(BEFORE + timedelta(minutes=61)):
        turn_over(pool)
        assert states(family, pair, waits) == [S.CONFIRMED, S.LAPSED, S.OFFERED]
        assert fresh(pair).was_queued
        booked(pool, 1)
    assert broken() == []


def test_a_release_that_is_followed_again_offers_and_says_nothing_twice(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    off(place, pool)
    made = back(place, pool)
    version = fresh(row).version
    for _again in range(2):
        follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert told(row) == [News.CALLED_OFF, News.BACK]
    assert (fresh(row).version, counted(pool)) == (version, (2, 0))


def test_what_a_killed_job_has_left_is_offered_by_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    [pool] = announced(place, seats=50)
    many(pool, booked(pool, 1), 9)
    off(place, pool)
    restore_session(place.office, session_of(pool))
    made = release_programme(place.office, place.week)
    monkeypatch.setattr(coming_back, "BATCH", 4)
    # Each batch writes its bookings twice: since when they wait, and what they are.
    with connection.execute_wrapper(dying_at(5)), pytest.raises(KeyboardInterrupt):
        follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert counted(pool) == (8, 0)
    follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert counted(pool) == (10, 0)
    assert Telling.objects.filter(news=News.BACK).count() == 10
    assert broken() == []


def dying_at(number: int) -> Callable[..., Any]:
    """The process is stopped when the bookings are written for the so-manieth time."""
    writes = count(1)

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "booking_booking"') and next(writes) == number:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    return run


def test_a_session_that_is_called_off_twice_comes_back_twice(place: Place) -> None:
    [pool] = announced(place)
    stays, leaves = booked(pool), booked(pool)
    off(place, pool)
    back(place, pool)
    cancel_booking(by_link(leaves), fresh(leaves))
    off(place, pool)
    back(place, pool)
    assert states(stays, leaves) == [S.OFFERED, S.CANCELLED]
    assert told(stays) == [News.CALLED_OFF, News.BACK] * 2
    assert told(leaves) == [News.CALLED_OFF, News.BACK]
    assert counted(pool) == (2, 0)


def test_an_activity_that_is_restored_offers_the_seats_too(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    activity = cancel_activity(place.office, session_of(pool).activity, why="主讲人来不了")
    follow_called_off.call(week_id=place.week.pk, activity_id=activity.pk)
    activity = restore_activity(place.office, activity, why="主讲人好了")
    for _again in range(2):
        follow_back.call(week_id=place.week.pk, activity_id=activity.pk)
    assert (states(row), told(row)) == ([S.OFFERED], [News.CALLED_OFF, News.BACK])


def test_where_offers_need_no_answer_the_booking_simply_holds_again(place: Place) -> None:
    [pool] = announced(place, offer_minutes=0)
    row = booked(pool)
    off(place, pool)
    back(place, pool)
    assert (states(row), fresh(row).offered_until) == ([S.CONFIRMED], None)
    assert "您原来的预约也恢复了" in last_words(row)


def test_with_fewer_seats_than_before_who_booked_first_comes_first(place: Place) -> None:
    [pool] = announced(place, seats=6)
    rows = [booked(pool, 2) for _number in range(3)]
    off(place, pool)
    resize_pool(place.office, pool, capacity=3)
    back(place, pool)
    assert states(*rows) == [S.OFFERED, S.WAITING, S.WAITING]
    assert counted(pool) == (2, 2)
    assert broken() == []


def test_without_a_queue_who_does_not_fit_is_told_that_nothing_is_kept(place: Place) -> None:
    [pool] = announced(place, seats=4, has_waiting=False)
    rows = [booked(pool, 2), booked(pool, 2)]
    off(place, pool)
    resize_pool(place.office, pool, capacity=2)
    back(place, pool)
    assert states(*rows) == [S.OFFERED, S.CANCELLED]
    assert "席位也不保留" in last_words(rows[1])


def test_shared_seats_bound_what_is_offered(place: Place) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=4)
    one, other = announced(place, hours=(9, 14), seats=10, shared=bus)
    rows = [booked(one, 2), booked(one, 2)]
    off(place, one)
    booked(other, 2)
    back(place, one)
    assert states(*rows) == [S.OFFERED, S.WAITING]
    assert (counted(one), counted(bus)) == ((2, 1), (4, 0))
    assert broken() == []


def test_strict_order_keeps_its_order(place: Place) -> None:
    [pool] = announced(place, seats=2, passing=Passing.IN_ORDER)
    first, big, small = booked(pool, 2), booked(pool, 2, or_wait=True), booked(pool, 1, or_wait=True)
    off(place, pool)
    back(place, pool)
    cancel_booking(by_link(first), fresh(first))
    assert states(first, big, small) == [S.CANCELLED, S.OFFERED, S.WAITING]


def test_groups_that_were_chosen_are_offered_their_seats_and_others_ask_again(place: Place) -> None:
    [pool] = announced(place, seats=10, admission=Admission.GROUP, choice=Choice.CHOSEN, largest=9)
    chosen, asks = group(pool, 1), group(pool, 2)
    choose_group(place.office, chosen)
    off(place, pool)
    back(place, pool)
    assert states(chosen, asks) == [S.OFFERED, S.APPLIED]
    assert "等主办方挑选" in last_words(asks)
    assert not fresh(asks).was_queued
    choose_group(place.office, fresh(asks))
    assert counted(pool) == (8, 0)
    assert broken() == []


def test_what_the_rules_no_longer_allow_does_not_come_back(place: Place) -> None:
    """While nobody holds anything the host may say anew who comes."""
    [pool] = announced(place)
    family, pair = booked(pool, 4), booked(pool, 2)
    off(place, pool)
    set_terms(place.office, session_of(pool).run, largest=3)
    back(place, pool)
    assert states(family, pair) == [S.CANCELLED, S.OFFERED]
    assert "席位也不保留" in last_words(family)


@pytest.mark.parametrize("closed", [False, True])
def test_after_the_cut_off_and_where_booking_was_stopped_nothing_is_offered(
    place: Place, closed: bool
) -> None:
    [pool] = announced(place, closes_before=60)
    row = booked(pool)
    off(place, pool)
    if closed:
        close_pool(place.office, pool, is_closed=True)
    with clock.standing_at(BEFORE if closed else at(25, 13)):
        back(place, pool)
    assert states(row) == [S.CANCELLED]
    assert last_words(row).endswith("现在已停止预约，想来请联系主办方。")


def test_an_offer_does_not_outlast_the_cut_off(place: Place) -> None:
    [pool] = announced(place, closes_before=60, offer_minutes=240)
    row = booked(pool)
    off(place, pool)
    with clock.standing_at(at(25, 12)):
        back(place, pool)
    assert fresh(row).offered_until == at(25, 13)


def test_a_class_that_the_host_has_chosen_meanwhile_keeps_that_and_is_not_rung_up(place: Place) -> None:
    """Declined once, it asked again; the host was quicker than the job."""
    [pool] = announced(place, seats=10, admission=Admission.GROUP, choice=Choice.CHOSEN, largest=9)
    words: dict[str, Any] = {"school": "云栖小学", "grade": "三年级1班", "consents": True, "number": 7}
    first = booked(pool, party=Party(adults=1, pupils=3), **words)
    decline_group(place.office, first, why="场地坐不下")
    again = booked(pool, party=Party(adults=1, pupils=2), **words)
    off(place, pool)
    made = between(place, pool)
    choose_group(place.office, fresh(first))
    follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert states(first, again) == [S.CONFIRMED, S.CANCELLED]
    assert Telling.objects.get(booking=again, news=News.BACK).way == "page"
    assert counted(pool) == (4, 0)
    assert broken() == []


def test_a_host_does_not_bring_back_a_booking_by_confirming_it(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    off(place, pool)
    for actor in (place.office, by_link(row)):
        with pytest.raises(Refused) as refused:
            accept_offer(actor, fresh(row))
        assert refused.value.code == "no_such_move"
    assert counted(pool) == (0, 0)


def test_bookings_that_ended_before_their_state_was_kept_are_told_and_stay_ended(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    off(place, pool)
    Telling.objects.update(ended="")
    back(place, pool)
    assert (states(row), told(row)) == ([S.CANCELLED], [News.CALLED_OFF, News.BACK])
    assert "席位也不保留" in last_words(row)


def test_two_thousand_come_back_in_batches(place: Place, django_assert_max_num_queries: Any) -> None:
    [pool] = announced(place, seats=2000)
    many(pool, booked(pool, 1), 999)
    off(place, pool)
    restore_session(place.office, session_of(pool))
    made = release_programme(place.office, place.week)
    with django_assert_max_num_queries(220):
        follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert Booking.objects.filter(state=S.OFFERED).count() == 1000
    assert counted(pool) == (1000, 0)


def test_the_words_are_in_the_language_of_each(place: Place, settings: LazySettings) -> None:
    settings.SCIWEEK_SITE_URL = "https://week.linjiang.example"
    [pool] = announced(place, seats=2)
    here, there = booked(pool, 1), booked(pool, 1, language="en")
    off(place, pool)
    back(place, pool)
    assert "给您留着" in last_words(here)
    assert last_words(there) != last_words(here)


def test_whoever_books_before_the_job_comes_does_not_come_before_those_who_had_seats(place: Place) -> None:
    [pool] = announced(place, seats=4)
    family, pair = booked(pool, 2), booked(pool, 2)
    off(place, pool)
    made = between(place, pool)
    with pytest.raises(Refused) as refused:
        booked(pool, 1)
    assert refused.value.code == "full"
    assert (states(family, pair), counted(pool)) == ([S.OFFERED, S.OFFERED], (4, 0))
    follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert [told(row) for row in (family, pair)] == [[News.CALLED_OFF, News.BACK]] * 2
    assert broken() == []


def test_who_comes_by_the_public_address_does_not_come_before_them_either(place: Place) -> None:
    """What is kept in the process knows that somebody lost seats, and is read anew once they were offered them."""
    [pool] = announced(place, seats=4)
    code, family = session_of(pool).code, booked(pool, 2)
    off(place, pool)
    assert (here := bookable_anywhere(code)) is not None
    assert here.is_called_off
    between(place, pool)
    for _again in range(2):
        here = bookable_anywhere(code)
        assert here is not None
        assert here.has_lost
    book(CITIZEN, here, party=Party(adults=1), name="林小满", phone=phone())
    assert (states(family), counted(pool)) == ([S.OFFERED], (3, 0))
    here = bookable_anywhere(code)
    assert here is not None
    assert not here.has_lost


def test_nobody_moves_there_before_the_job_comes(place: Place) -> None:
    [pool, other] = announced(place, seats=2, hours=(14, 16))
    family, mover = booked(pool, 2), booked(other, 1)
    off(place, pool)
    between(place, pool)
    with pytest.raises(Refused) as refused:
        move_booking(by_link(mover), mover, pool)
    assert refused.value.code == "full"
    with pytest.raises(Refused) as refused:
        move_bookings(place.office, other, pool)
    assert refused.value.code == "full"
    assert (states(family), counted(pool)) == ([S.OFFERED], (2, 0))


def test_the_seats_of_a_restored_activity_wait_for_nobodys_job(place: Place) -> None:
    [pool] = announced(place, seats=2)
    row = booked(pool)
    activity = cancel_activity(place.office, session_of(pool).activity, why="主讲人来不了")
    follow_called_off.call(week_id=place.week.pk, activity_id=activity.pk)
    restore_activity(place.office, activity, why="主讲人好了")
    with pytest.raises(Refused):
        booked(pool, 1)
    assert (states(row), told(row)) == ([S.OFFERED], [News.CALLED_OFF, News.BACK])


def test_a_job_that_comes_late_ends_nothing_that_takes_place_again(place: Place) -> None:
    """The worker stood still while the office called a session off and took that back."""
    [pool] = announced(place)
    row = booked(pool)
    cancel_session(place.office, session_of(pool), why="场地停电")
    first = release_programme(place.office, place.week)
    second = between(place, pool)
    for made in (second, first):
        follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert states(row) == [S.CONFIRMED]
    assert News.CALLED_OFF not in told(row)
