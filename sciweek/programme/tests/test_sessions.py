"""Sessions as they are planned: entered, moved about, called off, in one step with their activity."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import cancel_activity, edit_activity, submit_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.logbook.models import Entry
from sciweek.programme import actions, jobs
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.models import Run, Session
from sciweek.programme.queries import cautions, sessions
from sciweek.programme.states import RunKind, SessionState, Worry
from sciweek.programme.tests.plans import hall, lecture, one_session

DAILY = Rule(
    kind=RunKind.REPEAT,
    first_day=date(2027, 5, 22),
    last_day=date(2027, 5, 25),
    times=(Hours(time(9), time(10)),),
)


def series(place: Place, activity: Activity | None = None, rule: Rule = DAILY, **values: Any) -> Run:
    return actions.add_sessions(place.office, activity or lecture(place), rule=rule, **values)


def test_a_session_takes_what_is_not_said_from_its_activity(place: Place) -> None:
    row = one_session(place, lecture(place, mode="both", link="https://live.example/1"))
    assert (row.mode, row.place, row.link, row.capacity) == (
        "both",
        "街道文化中心",
        "https://live.example/1",
        80,
    )
    assert row.run.kind == RunKind.SINGLE
    assert Entry.objects.get(verb="add_session").object_name == "水是怎样变清的"


def test_many_sessions_do_not_each_hold_all_visitors(place: Place) -> None:
    run = series(place)
    assert set(run.sessions.values_list("capacity", "place")) == {(None, "街道文化中心")}
    assert (run.kind, run.sessions.count(), Rule.from_json(run.rule)) == (RunKind.REPEAT, 4, DAILY)


def test_a_venue_on_record_takes_the_place_of_words(place: Place) -> None:
    room = hall(place)
    row = one_session(place, lecture(place), room=room)
    assert (row.venue, row.room, row.place) == (room.venue, room, "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": at(25, 13)}, "ends_at"),
        ({"ends_at": at(28, 14)}, "ends_at"),
        ({"ends_at": None}, "ends_at"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 2_000_000}, "capacity"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://[2001:db8"}, "link"),
        ({"title": "长" * 121}, "title"),
        ({"speakers": ["名" * 61]}, "speakers"),
        ({"speakers": [f"{n}号" for n in range(21)]}, "speakers"),
        ({"mode": "flying"}, "mode"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(place: Place, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        one_session(place, lecture(place), **values)
    assert set(refusal.value.fields) == {field}
    assert not Run.objects.exists()


def test_a_room_of_another_venue_or_out_of_use_is_refused(place: Place) -> None:
    room, other = hall(place), hall(place, venue="少年宫")
    activity = lecture(place)
    with pytest.raises(Refused) as refusal:
        one_session(place, activity, venue=other.venue, room=room)
    assert set(refusal.value.fields) == {"room"}
    room.is_active = False
    room.save()
    with pytest.raises(Refused) as refusal:
        one_session(place, activity, room=room)
    assert refusal.value.code == "retired"


def test_a_liaison_plans_the_own_drafts_and_nothing_else(place: Place) -> None:
    own = lecture(place, public=False)
    times = {"starts_at": at(25, 14), "ends_at": at(25, 16)}
    row = actions.add_sessions(place.liaison, own, **times).sessions.get()
    with pytest.raises(OutOfSight):
        actions.add_sessions(place.liaison, lecture(place, "别家的", unit=place.units[1]), **times)
    submit_activity(place.liaison, own)
    row = Session.objects.select_related("activity").get(pk=row.pk)
    with pytest.raises(Forbidden):
        actions.move_session(place.liaison, row, starts_at=at(25, 15), seen_version=None)
    for reader in (place.actor("auditor"), place.actor("publicity")):
        with pytest.raises(Forbidden):
            actions.add_sessions(reader, own, **times)


def test_everybody_sees_what_is_theirs(place: Place) -> None:
    own = one_session(place, lecture(place))
    other = one_session(place, lecture(place, "别家的", unit=place.units[1]))
    assert list(sessions(place.liaison)) == [own]
    assert set(sessions(place.actor("auditor"))) == {own, other}


def test_a_clash_with_a_session_out_of_sight_is_told_by_its_code_only(place: Place) -> None:
    room = hall(place)
    own = one_session(place, lecture(place), room=room)
    other = one_session(place, lecture(place, "别家的", unit=place.units[1]), room=room)
    [one] = cautions(place.liaison, place.week)
    assert (one.kind, set(one.codes)) == (Worry.ROOM_TAKEN, {own.code, other.code})
    assert "别家的" not in str(one)
    assert cautions(place.office, place.week, day=date(2027, 5, 24)) == []


def test_a_move_keeps_the_length_and_a_lost_update_is_refused(place: Place) -> None:
    row = one_session(place, lecture(place))
    moved = actions.move_session(place.office, row, starts_at=at(26, 9), seen_version=row.version)
    assert (moved.starts_at, moved.ends_at, moved.version) == (at(26, 9), at(26, 11), 2)
    with pytest.raises(Conflict) as refusal:
        actions.move_session(place.office, row, starts_at=at(27, 9), seen_version=row.version)
    assert refusal.value.theirs["starts_at"]


def test_a_room_stays_only_in_its_own_venue(place: Place) -> None:
    room, other = hall(place), hall(place, venue="少年宫")
    row = one_session(place, lecture(place), room=room)
    moved = actions.move_session(place.office, row, venue=other.venue, seen_version=None)
    assert (moved.venue, moved.room) == (other.venue, None)
    back = actions.move_session(place.office, moved, venue=None, seen_version=None)
    assert back.venue is None


def test_a_session_in_a_retired_venue_can_still_be_edited(place: Place) -> None:
    room = hall(place)
    row = one_session(place, lecture(place), room=room)
    room.is_active = False
    room.save()
    row = Session.objects.select_related("activity").get(pk=row.pk)
    assert actions.edit_session(place.office, row, seen_version=None, note="从东门进").note == "从东门进"
    assert [one.kind for one in cautions(place.office, place.week)] == [Worry.RETIRED]


def test_a_session_is_called_off_with_a_reason_and_taken_back(place: Place) -> None:
    row = one_session(place, lecture(place))
    with pytest.raises(Refused):
        actions.cancel_session(place.office, row, why=" ")
    off = actions.cancel_session(place.office, row, why="主讲人生病")
    assert (off.state, off.state_reason) == (SessionState.CANCELLED, "主讲人生病")
    with pytest.raises(Refused, match="请先恢复"):
        actions.edit_session(place.office, off, seen_version=None, note="改")
    back = actions.restore_session(place.office, off)
    assert (back.state, back.state_reason) == (SessionState.PLANNED, "")


def test_a_session_of_a_cancelled_activity_is_not_restored_nor_added(place: Place) -> None:
    activity = lecture(place)
    row = actions.cancel_session(place.office, one_session(place, activity), why="停电")
    cancelled = cancel_activity(place.office, activity, why="停电")
    row = Session.objects.select_related("activity").get(pk=row.pk)
    with pytest.raises(Refused, match="请先恢复活动"):
        actions.restore_session(place.office, row)
    with pytest.raises(Refused, match="活动已取消"):
        one_session(place, cancelled)


def test_only_what_was_never_released_is_dropped(place: Place) -> None:
    activity = lecture(place)
    kept, dropped = one_session(place, activity), one_session(place, activity, title="第二场")
    actions.drop_session(place.office, dropped)
    assert list(Run.objects.all()) == [kept.run]
    actions.release_programme(place.office, place.week)
    with pytest.raises(Refused, match="已经公布过"):
        actions.drop_session(place.office, kept)
    with pytest.raises(Refused, match="公布过"):
        actions.drop_run(place.office, kept.run)
    assert Entry.objects.filter(verb="drop_session").count() == 1


def test_a_run_is_changed_from_a_day_on(place: Place) -> None:
    room, run = hall(place), series(place)
    changed = actions.change_run(
        place.office, run, from_day=date(2027, 5, 24), start_time=time(14), end_time=time(16), room=room
    )
    assert [row.starts_at for row in changed] == [at(24, 14), at(25, 14)]
    rows = list(run.sessions.order_by("starts_at"))
    assert [(row.starts_at, row.ends_at, row.room, row.version) for row in rows] == [
        (at(22, 9), at(22, 10), None, 1),
        (at(23, 9), at(23, 10), None, 1),
        (at(24, 14), at(24, 16), room, 2),
        (at(25, 14), at(25, 16), room, 2),
    ]
    assert Entry.objects.filter(verb="change_run").count() == 2


def test_a_run_is_put_into_the_night_only_when_somebody_says_so(place: Place) -> None:
    run, day = series(place), date(2027, 5, 24)
    with pytest.raises(Refused) as refusal:
        actions.change_run(place.office, run, from_day=day, start_time=time(22), end_time=time(1))
    assert "请写明在第二天" in refusal.value.fields["ends_at"]
    assert set(run.sessions.values_list("version", flat=True)) == {1}
    changed = actions.change_run(
        place.office, run, from_day=day, start_time=time(22), end_time=time(1), end_day=1
    )
    assert [(row.starts_at, row.ends_at) for row in changed] == [
        (at(24, 22), at(25, 1)),
        (at(25, 22), at(26, 1)),
    ]
    late = actions.change_run(place.office, run, from_day=day, end_time=time(0))
    assert [row.ends_at for row in late] == [at(25, 0), at(26, 0)]


def test_a_run_with_one_impossible_session_stays_as_it_is(place: Place) -> None:
    run = series(place)
    with pytest.raises(Refused):
        actions.change_run(place.office, run, from_day=date(2027, 5, 22), title="长" * 200)
    assert set(run.sessions.values_list("version", flat=True)) == {1}
    with pytest.raises(Refused, match="没有在排的场次"):
        actions.change_run(place.office, run, from_day=date(2027, 6, 1), title="晚了")


def test_hours_of_a_run_with_several_a_day_are_changed_one_by_one(place: Place) -> None:
    twice = Rule(**{**_values(DAILY), "times": (Hours(time(9), time(10)), Hours(time(14), time(15)))})
    run = series(place, rule=twice)
    with pytest.raises(Refused) as refusal:
        actions.change_run(place.office, run, from_day=date(2027, 5, 22), start_time=time(8))
    assert refusal.value.code == "several_a_day"
    assert len(actions.change_run(place.office, run, from_day=date(2027, 5, 22), note="带水杯")) == 8


def _values(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in Rule.__dataclass_fields__}


def test_a_wrong_rule_is_dropped_whole(place: Place) -> None:
    run = series(place)
    assert actions.drop_run(place.office, run) == 4
    assert not Session.objects.exists()
    assert not Run.objects.exists()


def test_changing_a_run_asks_no_more_for_many_than_for_few(place: Place) -> None:
    counts = []
    for last, name in ((date(2027, 5, 24), "短"), (date(2027, 12, 24), "长")):
        run = series(place, lecture(place, name), Rule(**{**_values(DAILY), "last_day": last}))
        with CaptureQueriesContext(connection) as queries:
            actions.change_run(place.office, run, from_day=date(2027, 5, 22), note="带水杯")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- in step with the activity ------------------------------------------------------------------------------------


def test_every_activity_with_a_time_gets_its_first_session_at_once(place: Place) -> None:
    single = lecture(place)
    show = lecture(place, "机器人展", kind="show", starts_at=at(22, 9), ends_at=at(24, 17), expected=3000)
    lecture(place, "征集", kind="call")
    unsaid = lecture(place, "时间未定", starts_at=None, ends_at=None, public=False)
    yearlong = lecture(place, "贯穿全年", kind="other", ends_at=at(25, 14).replace(year=2028))
    runs, left = actions.add_missing_sessions(place.office, place.week)
    assert {(run.activity, run.kind, run.sessions.count()) for run in runs} == {
        (single, RunKind.SINGLE, 1),
        (show, RunKind.EXHIBITION, 3),
    }
    assert {(activity, refusal.code) for activity, refusal in left} == {
        (unsaid, "no_time"),
        (yearlong, "too_long"),
    }
    assert [row.capacity for row in Session.objects.filter(activity=single)] == [80]
    assert {row.capacity for row in Session.objects.filter(activity=show)} == {None}
    assert actions.add_missing_sessions(place.office, place.week)[0] == []


def test_a_place_that_is_the_name_of_a_venue_or_room_becomes_it(place: Place) -> None:
    room = hall(place)
    inside, whole = (
        lecture(place, "光的路", place="区科技馆 报告厅"),
        lecture(place, "声的路", place="区科技馆"),
    )
    elsewhere, online = (
        lecture(place, "水的路"),
        lecture(place, "云的路", place="区科技馆", mode="online", link="https://live.example/2"),
    )
    actions.add_missing_sessions(place.office, place.week)
    rows = {
        row.activity: (row.venue, row.room, row.place)
        for row in Session.objects.select_related("venue", "room", "activity")
    }
    assert rows == {
        inside: (room.venue, room, ""),
        whole: (room.venue, None, ""),
        elsewhere: (None, None, "街道文化中心"),
        online: (None, None, ""),
    }


def test_a_liaison_gives_first_sessions_to_the_own_drafts(place: Place) -> None:
    own = lecture(place, public=False)
    lecture(place, "别家的", unit=place.units[1], public=False)
    runs, left = actions.add_missing_sessions(place.liaison, place.week)
    assert ([run.activity for run in runs], left) == ([own], [])


def test_the_only_session_follows_its_activity_until_it_is_released(place: Place) -> None:
    activity = lecture(place)
    row = one_session(place, activity)
    activity = edit_activity(
        place.office, activity, seen_version=None, starts_at=at(26, 9), ends_at=at(26, 10)
    )
    jobs.follow_activity_time.func(place.week.pk, activity.pk)
    jobs.follow_activity_time.func(place.week.pk, activity.pk)
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at, row.version) == (at(26, 9), at(26, 10), 2)
    actions.release_programme(place.office, place.week)
    activity = edit_activity(
        place.office, activity, seen_version=None, starts_at=at(27, 9), ends_at=at(27, 10)
    )
    jobs.follow_activity_time.func(place.week.pk, activity.pk)
    row.refresh_from_db()
    assert row.starts_at == at(26, 9)
    assert [one.kind for one in cautions(place.office, place.week)] == [Worry.OTHER_TIME]


def test_one_of_two_sessions_follows_nobody(place: Place) -> None:
    activity = lecture(place)
    row = one_session(place, activity)
    one_session(place, activity, title="第二场")
    activity = edit_activity(
        place.office, activity, seen_version=None, starts_at=at(26, 9), ends_at=at(26, 10)
    )
    jobs.follow_activity_time.func(place.week.pk, activity.pk)
    row.refresh_from_db()
    assert row.version == 1


def test_a_draft_follows_its_only_session(place: Place) -> None:
    activity = lecture(place, public=False)
    row = one_session(place, activity)
    actions.move_session(place.liaison, row, starts_at=at(26, 9), seen_version=row.version)
    activity.refresh_from_db()
    assert (activity.starts_at, activity.ends_at) == (at(26, 9), at(26, 11))


def test_a_public_activity_follows_when_its_session_is_released(place: Place) -> None:
    activity = lecture(place)
    row = one_session(place, activity)
    first = actions.release_programme(place.office, place.week)
    jobs.follow_released_times.func(place.week.pk, first.pk)
    actions.move_session(place.office, row, starts_at=at(26, 9), seen_version=row.version)
    activity.refresh_from_db()
    assert activity.starts_at == at(25, 14)
    release = actions.release_programme(place.office, place.week)
    jobs.follow_released_times.func(place.week.pk, release.pk)
    activity.refresh_from_db()
    assert (activity.starts_at, activity.ends_at) == (at(26, 9), at(26, 11))
    assert Activity.objects.get(pk=activity.pk).opinion == "open"


def test_first_sessions_ask_no_more_for_many_than_for_few(place: Place) -> None:
    counts = []
    for count in (2, 12):
        for number in range(count):
            lecture(place, f"{count}之{number}", public=False)
        with CaptureQueriesContext(connection) as queries:
            runs, _left = actions.add_missing_sessions(place.office, place.week)
        assert len(runs) == count
        counts.append(len(queries))
    assert counts[0] == counts[1]
