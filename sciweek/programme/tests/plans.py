"""Activities, venues and sessions made by actions: what the tests of this room stand on."""

from typing import Any

from sciweek.activities.actions import add_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at, make_public
from sciweek.programme.actions import add_sessions
from sciweek.programme.models import Session
from sciweek.venues.models import Room, Venue


def lecture(place: Place, name: str = "水是怎样变清的", /, *, public: bool = True, **values: Any) -> Activity:
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
    """The activity's session, by default at its own time."""
    given = {"starts_at": at(25, 14), "ends_at": at(25, 16)} | values
    return add_sessions(place.office, activity, **given).sessions.get()


def hall(place: Place, venue: str = "区科技馆", room: str = "报告厅", capacity: int | None = 100) -> Room:
    """A room of a venue."""
    where, _is_new = Venue.objects.get_or_create(region=place.region, name=venue)
    return Room.objects.create(region=place.region, venue=where, name=room, capacity=capacity)
