"""Venues as the tests of this and higher rooms need them, made by the actions."""

from typing import Any

from sciweek.committee.tests.cast import Cast
from sciweek.venues.actions import add_room, add_venue
from sciweek.venues.invariants import invariants
from sciweek.venues.models import Room, Venue


def hall(cast: Cast, **values: Any) -> Venue:
    """A venue of Linjiang that the liaison's unit runs. Call inside the region's scope."""
    given = {"name": "云栖科普馆", "unit": cast.unit, "street": cast.unit} | values
    venue: Venue = add_venue(cast.actor("office"), cast.region, **given)
    return venue


def room_in(cast: Cast, venue: Venue, name: str = "报告厅", **values: Any) -> Room:
    """A room of the venue."""
    room: Room = add_room(cast.actor("office"), venue, name=name, **values)
    return room


def broken() -> list[str]:
    """What the doctor finds in this room."""
    return [problem for one in invariants() for problem in one.check()]
