"""What the public reads: frozen, whole, and told apart from the version before."""

from typing import Any

import pytest

from sciweek.activities.actions import add_activity, withdraw_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at, make_public
from sciweek.base.errors import Conflict, Refused
from sciweek.programme.actions import add_sessions, release_programme
from sciweek.programme.models import Session
from sciweek.programme.queries import current_release, pending_changes, released_sessions
from sciweek.programme.states import Change


def lecture(place: Place, name: str = "水是怎样变清的", *, public: bool = True, **values: Any) -> Activity:
    """A lecture of the first unit, at 14:00 on the 25th."""
    given = {
        "kind": "lecture",
        "unit": place.units[0],
        "starts_at": at(25, 14),
        "ends_at": at(25, 16),
        "place": "街道文化中心",
        "expected": 80,
    }
    row = add_activity(place.office, place.week, name=name, **given | values)
    return make_public(place.office, row) if public else row


def one_session(place: Place, activity: Activity, **values: Any) -> Session:
    given = {"starts_at": at(25, 14), "ends_at": at(25, 16)} | values
    return add_sessions(place.office, activity, **given).sessions.get()


def test_a_release_shows_what_the_public_may_see(place: Place) -> None:
    seen = one_session(place, lecture(place))
    one_session(place, lecture(place, "还没有审", public=False))
    release = release_programme(place.office, place.week, note="第一版", seen_number=0)
    assert (release.number, release.released_by) == (1, "office老师")
    [row] = released_sessions(release)
    assert (row.code, row.uid, row.change, row.place) == (seen.code, seen.uid, Change.NEW, "街道文化中心")


def test_nothing_changed_is_no_release(place: Place) -> None:
    one_session(place, lecture(place))
    release_programme(place.office, place.week)
    assert pending_changes(place.week) == []
    with pytest.raises(Refused, match="没有可发布的变动"):
        release_programme(place.office, place.week)


def test_who_looked_at_an_older_version_is_told(place: Place) -> None:
    one_session(place, lecture(place))
    release_programme(place.office, place.week, seen_number=0)
    one_session(place, lecture(place, "另一场"))
    with pytest.raises(Conflict, match="第 1 版"):
        release_programme(place.office, place.week, seen_number=0)


def test_a_withdrawn_activity_is_gone_at_once_and_marked_in_the_next_version(place: Place) -> None:
    activity = lecture(place)
    one_session(place, activity)
    first = release_programme(place.office, place.week)
    withdraw_activity(place.office, activity, why="内容要改")
    assert not released_sessions(first).exists()
    [change] = pending_changes(place.week)
    assert change.change == Change.GONE
    second = release_programme(place.office, place.week)
    assert current_release(place.week) == second
    assert not released_sessions(second).exists()
