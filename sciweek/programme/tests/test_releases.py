"""What the public reads: frozen, whole, and told apart from the version before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import cancel_activity, publish_activity, withdraw_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock
from sciweek.base.errors import Conflict, Forbidden, Refused
from sciweek.base.tests.together import at_once, codes
from sciweek.logbook.models import Entry
from sciweek.programme.actions import (
    add_missing_sessions,
    cancel_session,
    edit_session,
    move_session,
    release_programme,
    restore_session,
)
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.queries import current_release, holding_back, pending_changes, released_sessions
from sciweek.programme.states import Change, SessionState, Worry
from sciweek.programme.tests.plans import hall, lecture, one_session


def changes(place: Place) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.change, one.fields) for one in pending_changes(place.week)]


def test_a_release_shows_what_the_public_may_see(place: Place) -> None:
    seen = one_session(place, lecture(place))
    one_session(place, lecture(place, "还没有审", public=False))
    release = release_programme(place.office, place.week, note="第一版", seen_number=0)
    assert (release.number, release.released_by) == (1, "office老师")
    [row] = released_sessions(release)
    assert (row.code, row.uid, row.change, row.place) == (seen.code, seen.uid, Change.NEW, "街道文化中心")
    entry = Entry.objects.get(verb="release_programme")
    assert (entry.changes, entry.why) == ({"new": [0, 1]}, "第一版")


def test_a_release_moves_the_revision_under_which_pages_are_kept(place: Place) -> None:
    one_session(place, lecture(place))
    place.week.refresh_from_db()
    before = place.week.revision
    release_programme(place.office, place.week)
    place.week.refresh_from_db()
    assert place.week.revision > before


def test_the_public_reads_the_frozen_copy_while_the_session_is_moved(place: Place) -> None:
    session = one_session(place, lecture(place))
    first = release_programme(place.office, place.week)
    move_session(place.office, session, starts_at=at(26, 9), seen_version=None)
    assert [row.starts_at for row in released_sessions(first)] == [at(25, 14)]
    second = release_programme(place.office, place.week)
    assert [row.starts_at for row in released_sessions(second)] == [at(26, 9)]
    assert [row.starts_at for row in released_sessions(first)] == [at(25, 14)]


def test_each_change_has_its_name_and_fields(place: Place) -> None:
    room = hall(place)
    session = one_session(place, lecture(place))
    assert changes(place) == [(Change.NEW, ())]
    release_programme(place.office, place.week)
    assert changes(place) == []
    session = edit_session(place.office, session, seen_version=None, note="请带水杯")
    assert changes(place) == [(Change.EDITED, ("note",))]
    session = move_session(place.office, session, venue=room.venue, room=room, seen_version=None)
    assert changes(place) == [(Change.PLACED, ("venue_id", "room_id", "place", "note"))]
    session = move_session(place.office, session, starts_at=at(25, 15), seen_version=None)
    assert changes(place)[0][0] == Change.MOVED
    session = cancel_session(place.office, session, why="主讲人生病")
    assert changes(place)[0][0] == Change.CANCELLED
    release_programme(place.office, place.week)
    restore_session(place.office, session)
    assert changes(place) == [(Change.BACK, ("state", "state_reason"))]


def test_nothing_changed_is_no_release(place: Place) -> None:
    one_session(place, lecture(place))
    release_programme(place.office, place.week)
    assert pending_changes(place.week) == []
    with pytest.raises(Refused, match="没有可发布的变动"):
        release_programme(place.office, place.week)


def test_who_looked_at_an_older_version_is_told(place: Place) -> None:
    one_session(place, lecture(place))
    release_programme(place.office, place.week, seen_number=0)
    one_session(place, lecture(place, "另一场", unit=place.units[1]))
    with pytest.raises(Conflict, match="第 1 版") as refusal:
        release_programme(place.office, place.week, seen_number=0)
    assert (refusal.value.version, refusal.value.who) == (1, "office老师")


def test_only_the_office_releases(place: Place) -> None:
    one_session(place, lecture(place))
    for actor in (place.liaison, place.actor("auditor"), place.actor("publicity")):
        with pytest.raises(Forbidden):
            release_programme(actor, place.week)


def test_what_would_send_people_to_a_wrong_door_holds_it_back(place: Place) -> None:
    room = hall(place, capacity=50)
    one_session(place, lecture(place), venue=room.venue, room=room)
    with pytest.raises(Refused, match="人数超过厅室容量：水是怎样变清的") as refusal:
        release_programme(place.office, place.week)
    assert refusal.value.code == "stopped"
    assert [one.kind for one in holding_back(place.week)] == [Worry.TOO_MANY_SEATS]
    assert not Release.objects.exists()


def test_what_is_over_holds_nothing_back(place: Place) -> None:
    room = hall(place, capacity=50)
    one_session(place, lecture(place), venue=room.venue, room=room)
    with clock.standing_at(at(26, 9)):
        assert release_programme(place.office, place.week).number == 1


def test_a_draft_holds_nothing_back_and_is_left_out(place: Place) -> None:
    room = hall(place)
    one_session(place, lecture(place), venue=room.venue, room=room)
    one_session(place, lecture(place, "还没有审", public=False), venue=room.venue, room=room)
    assert len(released_sessions(release_programme(place.office, place.week))) == 1


def test_a_withdrawn_activity_is_gone_at_once_and_marked_in_the_next_version(place: Place) -> None:
    activity = lecture(place)
    one_session(place, activity)
    first = release_programme(place.office, place.week)
    activity = withdraw_activity(place.office, activity, why="内容要改")
    assert not released_sessions(first).exists()
    assert changes(place) == [(Change.GONE, ())]
    second = release_programme(place.office, place.week)
    assert current_release(place.week) == second
    assert not released_sessions(second).exists()
    assert ReleasedSession.objects.get(release=second).change == Change.GONE
    publish_activity(place.office, activity)
    assert not released_sessions(second).exists()
    assert changes(place) == [(Change.BACK, ())]
    assert len(released_sessions(release_programme(place.office, place.week))) == 1


def test_a_cancelled_activity_cancels_its_sessions_and_says_why(place: Place) -> None:
    activity = lecture(place)
    one_session(place, activity)
    release_programme(place.office, place.week)
    cancel_activity(place.office, activity, why="场馆停电")
    assert changes(place) == [(Change.CANCELLED, ("state", "state_reason"))]
    [row] = released_sessions(release_programme(place.office, place.week))
    assert (row.state, row.state_reason) == (SessionState.CANCELLED, "场馆停电")


def test_what_was_cancelled_before_it_was_announced_is_never_announced(place: Place) -> None:
    session = one_session(place, lecture(place))
    cancel_session(place.office, session, why="来不及了")
    assert changes(place) == []
    one_session(place, lecture(place, "另一场", unit=place.units[1]))
    assert len(released_sessions(release_programme(place.office, place.week))) == 1


def test_the_same_press_twice_is_one_release(place: Place) -> None:
    one_session(place, lecture(place))
    uid = "0d7c2e5e-8f2a-4c59-9a3e-0f3b1d9e6a11"
    first = release_programme(place.office, place.week, request_uid=uid)
    assert release_programme(place.office, place.week, request_uid=uid) == first


def many(place: Place, count: int) -> None:
    """As many more sessions, each of an activity that the public may see."""
    fresh = Activity.objects.count()
    rows = [
        Activity(
            week=place.week,
            name=f"第{fresh + n}场",
            kind="lecture",
            unit=place.units[n % 3],
            starts_at=at(22 + n % 8, 9),
            ends_at=at(22 + n % 8, 10),
            place=f"{fresh + n}号教室",
            state="published",
            opinion="open",
            published_at=at(1, 9),
        )
        for n in range(count)
    ]
    Activity.objects.bulk_create(rows)
    runs, left = add_missing_sessions(place.office, place.week)
    assert (len(runs), left) == (count, [])


def test_a_release_of_a_thousand_asks_no_more_than_one_of_ten(place: Place) -> None:
    one_session(place, lecture(place))
    release_programme(place.office, place.week)
    counts = []
    for count in (10, 1000):
        many(place, count)
        with CaptureQueriesContext(connection) as queries:
            release_programme(place.office, place.week)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25
    release = current_release(place.week)
    assert release is not None
    with CaptureQueriesContext(connection) as queries:
        rows = list(released_sessions(release))
        told = [(row.activity.name, row.activity.unit, row.venue, row.room, row.run.kind) for row in rows]
    assert (len(told), len(queries)) == (1011, 1)
    with CaptureQueriesContext(connection) as queries:
        assert pending_changes(place.week) == []
    assert len(queries) <= 4


@pytest.mark.django_db(transaction=True)
def test_two_people_who_release_at_once_make_one_version() -> None:
    place = make_place()
    with place.inside():
        one_session(place, lecture(place))

    def press() -> int:
        with place.inside():
            return release_programme(place.office, place.week, seen_number=0).number

    assert sorted(map(str, codes(at_once(press, press)))) == ["1", "conflict"]
    with place.inside():
        assert Release.objects.count() == 1
