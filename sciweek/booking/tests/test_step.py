"""Bookings in step with the programme: releases, cancelled activities, dropped sessions."""

from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from sciweek.activities.actions import cancel_activity
from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.booking.actions import calling_off, cancel_booking, resize_pool, set_terms
from sciweek.booking.jobs import follow_called_off, follow_programme
from sciweek.booking.models import Booking, Pool, Telling, Terms
from sciweek.booking.states import BookingState, News, Way
from sciweek.booking.tests.booked import announced, booked, by_link, counted, many
from sciweek.logbook.models import Entry
from sciweek.post.models import Message
from sciweek.programme.actions import (
    add_sessions,
    cancel_session,
    drop_run,
    drop_session,
    edit_session,
    move_session,
    release_programme,
    restore_session,
)
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.models import Release, ReleasedSession, Run, Session
from sciweek.programme.states import RunKind
from sciweek.programme.tests.plans import lecture


def release(place: Place) -> Release:
    """The office releases, and the job follows."""
    made = release_programme(place.office, place.week)
    follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    return made


def session_of(pool: Pool) -> Session:
    return Session.objects.get(pk=pool.session_id or 0)


def told(row: Booking) -> list[Telling]:
    """What the release was for the booker."""
    return list(Telling.objects.filter(booking=row).exclude(news__in=(News.CONFIRMED, News.WAITING)))


def test_who_has_booked_hears_of_another_time_from_what_to_what(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    session = session_of(pool)
    move_session(place.office, session, starts_at=at(26, 9), seen_version=session.version)
    assert told(row) == []  # the public reads the old time still
    release(place)
    [one] = told(row)
    assert (one.news, one.way) == (News.MOVED, Way.CALL)
    assert "原5月25日（周二）下午14:00–15:00，改到5月26日（周三）上午9:00–10:00" in one.text
    row.refresh_from_db()
    assert row.state == BookingState.CONFIRMED


def test_who_has_booked_since_the_release_has_read_of_it(place: Place) -> None:
    [pool] = announced(place)
    early, session = booked(pool), session_of(pool)
    move_session(place.office, session, starts_at=at(26, 9), seen_version=session.version)
    made = release_programme(place.office, place.week)
    with clock.standing_at(clock.now() + timedelta(seconds=1)):
        late = booked(pool)
        follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert [row.news for row in told(early)] == [News.MOVED]
    assert told(late) == []


def test_who_has_booked_hears_of_another_place(place: Place) -> None:
    [pool] = announced(place)
    row, gone = booked(pool), booked(pool)
    cancel_booking(by_link(gone), gone)
    session = session_of(pool)
    edit_session(place.office, session, place="区图书馆", seen_version=session.version)
    release(place)
    [one] = told(row)
    assert one.news == News.PLACED
    assert "原在街道文化中心，改到区图书馆" in one.text
    assert told(gone) == []


def test_a_release_is_followed_once(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    session = session_of(pool)
    move_session(place.office, session, starts_at=at(26, 9), seen_version=session.version)
    made = release(place)
    for _again in range(2):
        follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert len(told(row)) == 1


def test_a_session_that_is_called_off_gives_its_seats_back_and_says_where_else(place: Place) -> None:
    activity = lecture(place)
    pools = announced(place, activity, hours=(9, 14, 16), seats=4)
    off, full, free = pools
    booked(full, 4)
    row, waits = booked(off, 4), booked(off, 2, or_wait=True)
    cancel_session(place.office, session_of(off), why="场地停电")
    release(place)
    for one in (row, waits):
        one.refresh_from_db()
        assert (one.state, one.reason) == (BookingState.CANCELLED, "场地停电")
    assert counted(off) == (0, 0)
    [telling] = told(row)
    assert (telling.news, telling.way) == (News.CALLED_OFF, Way.CALL)
    assert "原因：场地停电" in telling.text
    assert "可以改约：5月25日（周二）下午16:00–17:00，余 4 席" in telling.text
    assert "14:00" not in telling.text
    assert Entry.objects.filter(verb="call_off_booking").count() == 2
    assert counted(free) == (0, 0)


def test_where_an_activity_has_no_other_session_one_of_its_kind_is_named(place: Place) -> None:
    announced(place, lecture(place, "桥为什么站得住"), hours=(10,))
    [off] = announced(place, hours=(14,))
    row = booked(off)
    cancel_session(place.office, session_of(off), why="场地停电")
    release(place)
    assert "可以改约：桥为什么站得住，5月25日（周二）上午10:00–11:00，余 10 席" in told(row)[0].text


def test_a_called_off_session_of_two_thousand_ends_in_batches(
    place: Place, django_assert_max_num_queries: Any
) -> None:
    [pool] = announced(place, seats=2000)
    many(pool, booked(pool, 1), 999)
    cancel_session(place.office, session_of(pool), why="场地停电")
    made = release_programme(place.office, place.week)
    with django_assert_max_num_queries(160):
        follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert Booking.objects.filter(state=BookingState.CANCELLED).count() == 1000
    assert Telling.objects.filter(news=News.CALLED_OFF, way=Way.CALL).count() == 1000
    assert counted(pool) == (0, 0)


def test_what_a_killed_job_has_left_is_done_by_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    [pool] = announced(place, seats=50)
    many(pool, booked(pool, 1), 9)
    cancel_session(place.office, session_of(pool), why="场地停电")
    made = release_programme(place.office, place.week)
    monkeypatch.setattr(calling_off, "BATCH", 4)
    with connection.execute_wrapper(dying_at(3)), pytest.raises(KeyboardInterrupt):
        follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert Booking.objects.filter(state=BookingState.CANCELLED).count() == 8
    assert counted(pool) == (2, 0)
    follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    assert Telling.objects.filter(news=News.CALLED_OFF).count() == 10
    assert counted(pool) == (0, 0)


def dying_at(number: int) -> Callable[..., Any]:
    """The process is stopped when the bookings are written for the so-manieth time."""
    writes = count(1)

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "booking_booking"') and next(writes) == number:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    return run


def test_whoever_cannot_have_the_seats_again_hears_where_to_book(
    place: Place, settings: LazySettings
) -> None:
    settings.SCIWEEK_SITE_URL = "https://week.linjiang.example"
    [pool] = announced(place, seats=6, has_waiting=False)
    session = session_of(pool)
    rows = [booked(pool, 2), booked(pool, 2), booked(pool, 2, language="en")]
    cancel_session(place.office, session, why="场地停电")
    release(place)
    resize_pool(place.office, pool, capacity=1)
    restore_session(place.office, session_of(pool))
    release(place)
    family, foreign = told(rows[0])[-1].text, told(rows[2])[-1].text
    assert "不会自动恢复，席位也不保留" in family
    assert family.endswith(f"https://week.linjiang.example/sessions/{session.code}/book/")
    assert told(rows[1])[-1].text == family
    assert foreign.endswith(f"https://week.linjiang.example/en/sessions/{session.code}/book/")
    assert counted(pool) == (0, 0)
    booked(pool, 1)


def test_whoever_hears_after_the_cut_off_that_it_takes_place_is_not_sent_to_a_closed_form(
    place: Place,
) -> None:
    [pool] = announced(place, closes_before=60)
    row = booked(pool)
    cancel_session(place.office, session_of(pool), why="场地停电")
    release(place)
    with clock.standing_at(at(25, 13)):
        restore_session(place.office, session_of(pool))
        release(place)
    assert told(row)[-1].text.endswith("现在已停止预约，想来请联系主办方。")


def test_an_activity_that_is_cancelled_ends_its_bookings_at_once(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    activity = cancel_activity(place.office, session_of(pool).activity, why="主讲人来不了")
    follow_called_off.call(week_id=place.week.pk, activity_id=activity.pk)
    [one] = told(row)
    assert one.news == News.CALLED_OFF
    assert "主讲人来不了" in one.text
    assert counted(pool) == (0, 0)
    release(place)
    assert len(told(row)) == 1


def test_a_change_of_today_rings_at_night_and_one_of_next_week_does_not(
    place: Place, settings: LazySettings
) -> None:
    settings.SCIWEEK_SMS = {"url": "http://127.0.0.1:9", "template": "{}", "key": "", "success": ""}
    activity = lecture(place)
    near, far = announced(place, activity, hours=(9, 14))
    booked(near, actor=place.office)
    booked(far, actor=place.office)
    with clock.standing_at(at(24, 22)):
        for pool in (near, far):
            cancel_session(place.office, session_of(pool), why="场地停电")
        release(place)
        at_once, later = Message.objects.order_by("next_try_at")
        assert (at_once.next_try_at, later.next_try_at) == (clock.now(), at(25, 8))
        assert "9:00–10:00" in at_once.body
        assert at_once.urgent_why


def test_what_is_over_is_noted_and_nobody_is_rung_up(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    with clock.standing_at(at(26, 9)):
        cancel_session(place.office, session_of(pool), why="没有办成")
        release(place)
        assert [(one.news, one.way) for one in told(row)] == [(News.CALLED_OFF, Way.PAGE)]


# Courses


def test_a_course_that_loses_a_date_goes_on(place: Place) -> None:
    pool, dates = booked_course(place)
    row = booked(pool)
    cancel_session(place.office, dates[1], why="场地停电")
    release(place)
    [one] = told(row)
    assert one.news == News.CHANGED
    assert "5月26日（周三）上午9:00–10:00取消" in one.text
    row.refresh_from_db()
    assert row.state == BookingState.CONFIRMED


def test_a_course_that_is_called_off_with_its_last_date_ends(place: Place) -> None:
    pool, dates = booked_course(place)
    row = booked(pool)
    for one in dates:
        cancel_session(place.office, one, why="没有老师")
    release(place)
    assert [one.news for one in told(row)] == [News.CALLED_OFF]
    assert counted(pool) == (0, 0)


def test_a_course_of_which_a_date_comes_back_offers_its_seats_again(place: Place) -> None:
    pool, dates = booked_course(place)
    row = booked(pool)
    for one in dates:
        cancel_session(place.office, one, why="没有老师")
    release(place)
    restore_session(place.office, Session.objects.get(pk=dates[1].pk))
    release(place)
    row.refresh_from_db()
    assert (row.state, counted(pool)) == (BookingState.OFFERED, (2, 0))
    assert [one.news for one in told(row)] == [News.CALLED_OFF, News.BACK]
    assert "5月26日" in told(row)[1].text


def booked_course(place: Place) -> tuple[Pool, list[Session]]:
    days = Rule(RunKind.COURSE, date(2027, 5, 25), date(2027, 5, 27), (Hours(time(9), time(10)),))
    run = add_sessions(place.office, lecture(place), rule=days)
    pool = Pool.objects.get(terms=set_terms(place.office, run, seats=10))
    release(place)
    return pool, list(run.sessions.order_by("starts_at"))


# Sessions that come and go


def test_a_session_that_is_added_to_a_run_gets_seats_with_the_release(place: Place) -> None:
    [pool] = announced(place, seats=7)
    run = Run.objects.get()
    first = session_of(pool)
    Session.objects.create(
        week=place.week,
        run=run,
        activity=run.activity,
        place="街道文化中心",
        starts_at=first.starts_at + timedelta(hours=3),
        ends_at=first.ends_at + timedelta(hours=3),
    )
    release(place)
    assert [one.capacity for one in Pool.objects.order_by("pk")] == [7, 7]
    booked(Pool.objects.order_by("-pk")[0])


def test_a_session_that_nobody_has_booked_is_dropped_with_its_seats_and_terms(place: Place) -> None:
    activity = lecture(place)
    run = add_sessions(place.office, activity, starts_at=at(25, 9), ends_at=at(25, 10), capacity=5)
    set_terms(place.office, run)
    drop_session(place.office, run.sessions.get())
    assert [model.objects.count() for model in (Pool, Terms, Run)] == [0, 0, 0]


def test_a_run_that_nobody_has_booked_is_dropped_with_its_terms(place: Place) -> None:
    run = add_sessions(place.office, lecture(place), starts_at=at(25, 9), ends_at=at(25, 10), capacity=5)
    set_terms(place.office, run)
    assert drop_run(place.office, run) == 1
    assert not Terms.objects.exists()


def test_a_session_under_a_booking_is_not_dropped(place: Place) -> None:
    [pool] = announced(place)
    booked(pool)
    # As if it had never been released: a release keeps its sessions by itself.
    ReleasedSession.objects.all().delete()
    with pytest.raises(Refused) as refused:
        drop_session(place.office, session_of(pool))
    assert refused.value.code == "gate"
    with pytest.raises(Refused) as refused:
        drop_run(place.office, Run.objects.get())
    assert refused.value.code == "gate"
