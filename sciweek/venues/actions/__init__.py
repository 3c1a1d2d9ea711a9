"""The only writers of venues, rooms and closed times."""

from sciweek.venues.actions.closing import add_closed_time, drop_closed_time
from sciweek.venues.actions.rooms import add_room, edit_room
from sciweek.venues.actions.venues import (
    NewVenue,
    add_venue,
    add_venues,
    edit_venue,
    retire_venue,
    take_back_venue,
)

__all__ = [
    "NewVenue",
    "add_closed_time",
    "add_room",
    "add_venue",
    "add_venues",
    "drop_closed_time",
    "edit_room",
    "edit_venue",
    "retire_venue",
    "take_back_venue",
]
