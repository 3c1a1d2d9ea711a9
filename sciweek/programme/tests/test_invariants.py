"""What no action could have made is found by the doctor."""

from typing import Any

import pytest
from django.db import connection

from sciweek.activities.actions import withdraw_activity
from sciweek.activities.tests.places import Place
from sciweek.programme.actions import release_programme
from sciweek.programme.invariants import invariants
from sciweek.programme.models import Release, ReleasedSession, Run, Session
from sciweek.programme.tests.plans import hall, lecture, one_session


def broken() -> list[str]:
    return [one.name for one in invariants() if list(one.check())]


def write(sql: str, *values: Any) -> None:
    """Past every action and check, as a slip at the database would."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def released(place: Place) -> Session:
    """A session in a room, released, beside another activity's."""
    session = one_session(place, lecture(place), room=hall(place))
    one_session(place, lecture(place, "另一场", unit=place.units[1]))
    release_programme(place.office, place.week)
    assert broken() == []
    return session


def test_a_run_of_another_activity(released: Session) -> None:
    other = Run.objects.exclude(pk=released.run_id).get()
    write("UPDATE programme_session SET run_id = %s WHERE id = %s", other.pk, released.pk)
    assert broken() == ["programme.run_of_own_activity", "programme.run_has_sessions"]


def test_a_room_of_another_venue(place: Place, released: Session) -> None:
    other = hall(place, venue="少年宫")
    write("UPDATE programme_session SET room_id = %s WHERE id = %s", other.pk, released.pk)
    assert broken() == ["programme.room_of_own_venue"]
    write("UPDATE programme_session SET room_id = NULL WHERE id = %s", released.pk)
    write("UPDATE programme_releasedsession SET room_id = %s WHERE session_id = %s", other.pk, released.pk)
    assert broken() == ["programme.room_of_own_venue"]


def test_a_copy_under_another_name(released: Session) -> None:
    ReleasedSession.objects.filter(session=released).update(code="ZZZZZZZZ")
    assert broken() == ["programme.released_as_itself"]


def test_releases_that_are_not_counted_from_one(released: Session) -> None:
    Release.objects.update(number=7)
    assert broken() == ["programme.numbers_without_gaps"]


def test_what_is_taken_away_without_having_been_there(place: Place, released: Session) -> None:
    withdraw_activity(place.office, released.activity, why="要改")
    release_programme(place.office, place.week)
    assert broken() == []
    ReleasedSession.objects.filter(session=released, release__number=1).delete()
    assert broken() == ["programme.gone_was_there"]
