"""What waits of the programme: counted as the page of a release names it."""

from typing import Any

import pytest

from sciweek.activities.actions import cancel_activity, withdraw_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.desk import queries
from sciweek.programme.actions import cancel_session, edit_session, move_session, release_programme
from sciweek.programme.models import Session
from sciweek.programme.queries import pending_changes
from sciweek.programme.tests.plans import hall, lecture, one_session


def waiting(place: Place, role: str = "office") -> dict[str, str]:
    found = queries.waiting(place.actor(role), place.week)
    return {task.title: task.url for task in found if "/programme/" in task.url}


def test_activities_without_a_session_wait_and_then_their_release(place: Place) -> None:
    activity = lecture(place)
    base = f"/desk/w/{place.week.slug}/programme"
    assert waiting(place) == {"1 个通过的活动还没有场次": f"{base}/activities/"}
    one_session(place, activity)
    assert waiting(place) == {"1 场的变动还没有发布": f"{base}/release/"}
    assert waiting(place, "liaison") == {}
    release_programme(place.office, place.week)
    assert waiting(place) == {}


def _called_off(place: Place, row: Session) -> None:
    cancel_session(place.office, row, why="讲师生病")


def _moved(place: Place, row: Session) -> None:
    move_session(place.office, row, starts_at=at(26, 9), seen_version=row.version)


def _placed(place: Place, row: Session) -> None:
    room = hall(place)
    move_session(place.office, row, venue=room.venue, room=room, seen_version=row.version)


def _spoken(place: Place, row: Session) -> None:
    edit_session(place.office, row, speakers=["王老师"], seen_version=row.version)


def _unlimited(place: Place, row: Session) -> None:
    edit_session(place.office, row, capacity=None, seen_version=row.version)


def _given_up(place: Place, row: Session) -> None:
    cancel_activity(place.office, Activity.objects.get(), why="不办了")


def _withdrawn(place: Place, row: Session) -> None:
    withdraw_activity(place.office, Activity.objects.get(), why="内容要改")


@pytest.mark.parametrize(
    "act",
    [_called_off, _moved, _placed, _spoken, _unlimited, _given_up, _withdrawn],
    ids=lambda act: act.__name__,
)
def test_every_kind_of_change_is_counted_until_it_is_released(place: Place, act: Any) -> None:
    row = one_session(place, lecture(place))
    release_programme(place.office, place.week)
    act(place, row)
    assert len(pending_changes(place.week)) == 1
    assert "1 场的变动还没有发布" in waiting(place)
    release_programme(place.office, place.week)
    assert pending_changes(place.week) == []
    assert "1 场的变动还没有发布" not in waiting(place)
