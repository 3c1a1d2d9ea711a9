from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import searchable
from sciweek.logbook.actions import append, locked_row, once, save_changes
from sciweek.venues.actions.sense import room_values
from sciweek.venues.models import Room, Venue
from sciweek.week.actions import touch_region


@once
def add_room(actor: Actor, venue: Venue, *, name: str, capacity: int | None = None, notes: str = "") -> Room:
    """Add a room at the end; a name stands once in a venue."""
    access.require(actor, "venues.run_venue", venue)
    values = room_values({"name": name, "capacity": capacity, "notes": notes})
    with transaction.atomic():
        locked = locked_row(venue)
        _check_name(locked, values["name"])
        last = Room.objects.filter(venue=locked).aggregate(last=Max("position"))["last"] or 0
        room = Room.objects.create(region_id=locked.region_id, venue=locked, position=last + 1, **values)
        append(actor, "add_room", room)
    return room


def edit_room(
    actor: Actor,
    room: Room,
    *,
    seen_version: int | None = None,
    **given: Any,
) -> Room:
    """Change what is given of a room: `name`, `capacity`, `notes`, `is_active`."""
    access.require(actor, "venues.run_venue", room.venue)
    unknown = given.keys() - {"name", "capacity", "notes", "is_active"}
    if unknown:
        raise TypeError(f"a room has no {sorted(unknown)}")
    values = room_values(given)
    with transaction.atomic():
        venue = locked_row(room.venue)
        if "name" in values:
            _check_name(venue, values["name"], room)
        changed = save_changes(actor, room, verb="edit_room", seen_version=seen_version, **values)
        touch_region(changed.region_id)
    return changed


def _check_name(venue: Venue, name: str, room: Room | None = None) -> None:
    others = Room.objects.filter(venue=venue).exclude(pk=room.pk if room else 0)
    if searchable(name) in {searchable(other) for other in others.values_list("name", flat=True)}:
        raise Refused(fields={"name": _("这个场地已经有同名的厅室。")}, code="taken")
