"""Venues with their rooms in and out as a table. Called by `sheets`, which asks, shows and holds the transaction."""

from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.logbook.actions import append_many, save_changes
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.verdicts import Saved, Verdict
from sciweek.venues.actions.plans import LinePlan, VenuePlan, make_plans
from sciweek.venues.logic.venue_columns import DATUM_NAMES
from sciweek.venues.models import Room, Venue
from sciweek.venues.queries import venues
from sciweek.week.actions import touch_region
from sciweek.week.models import Region, Week


def judge_venues(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """What each line would do. Call inside the region's scope."""
    return [plan.verdict for plan in make_plans(lines, tick)]


def save_venues(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Add and change venues and rooms. Raises `Refused` when a line is wrong."""
    if actor.region_id is None:
        raise OutOfSight("region")
    region = Region.objects.get(pk=actor.region_id)
    access.require(actor, "venues.run_venues", region)
    plans = make_plans(lines, tick)
    if any(plan.reading.problems for plan in plans):
        raise Refused(_("有的行现在有问题了。请再看一遍。"), code="wrong")
    outcomes = [plan.verdict.outcome for plan in plans]
    _save_venues(actor, region, list({id(plan.venue): plan.venue for plan in plans}.values()))
    _save_rooms(actor, region, [plan for plan in plans if plan.room_name])
    if set(outcomes) != {"same"}:
        touch_region(region.pk)
    codes = dict.fromkeys(plan.venue.row.code for plan in plans if plan.venue.row and plan.changes)
    return Saved(outcomes.count("new"), outcomes.count("changed"), outcomes.count("same"), tuple(codes))


def _save_venues(actor: Actor, region: Region, plans: Sequence[VenuePlan]) -> None:
    new = [plan for plan in plans if plan.row is None]
    rows = Venue.objects.bulk_create([Venue(region=region, **plan.values) for plan in new])
    append_many(actor, "add_venue", [(row, {}) for row in rows])
    for plan, row in zip(new, rows, strict=True):
        plan.row = row
    known = {id(plan) for plan in new}
    for plan in plans:
        if plan.row is not None and id(plan) not in known and plan.values:
            plan.row = save_changes(actor, plan.row, verb="edit_venue", **plan.values)


def _save_rooms(actor: Actor, region: Region, plans: Sequence[LinePlan]) -> None:
    last: dict[int, int] = dict(
        Room.objects.order_by().values_list("venue_id").annotate(last=Max("position"))
    )
    rows = []
    for plan in plans:
        venue = plan.venue.row
        if venue is None or plan.room is not None:
            continue
        last[venue.pk] = last.get(venue.pk, 0) + 1
        values = {"name": plan.room_name, "position": last[venue.pk]} | plan.room_values
        rows.append(Room(region=region, venue=venue, **values))
    made = Room.objects.bulk_create(rows)
    append_many(actor, "add_room", [(row, {}) for row in made])
    for plan in plans:
        if plan.room is not None and plan.room_values:
            save_changes(actor, plan.room, verb="edit_room", **plan.room_values)


def venue_rows() -> list[dict[str, Value]]:
    """The venues as rows of their own table, each followed by its rooms; two queries."""
    rooms: dict[int, list[Room]] = {}
    for room in Room.objects.order_by("position", "id"):
        rooms.setdefault(room.venue_id, []).append(room)
    rows: list[dict[str, Value]] = []
    for venue in venues():
        rows.append(_venue_row(venue))
        rows += [_room_row(venue, room) for room in rooms.get(venue.pk, ())]
    return rows


def _venue_row(venue: Venue) -> dict[str, Value]:
    placed = venue.has_position
    return {
        "name": venue.name,
        "short_name": venue.short_name,
        "street": venue.lies_in.name if venue.lies_in else "",
        "unit": venue.run_by.name if venue.run_by else "",
        "address": venue.address,
        "position": f"{venue.latitude}, {venue.longitude}" if placed else "",
        "datum": DATUM_NAMES[venue.datum] if placed else "",
        "access_notes": venue.access_notes,
        "directions": venue.directions,
        "in_use": venue.is_active,
        "code": venue.code,
    }


def _room_row(venue: Venue, room: Room) -> dict[str, Value]:
    return {
        "name": venue.name,
        "room": room.name,
        "capacity": room.capacity,
        "notes": room.notes,
        "in_use": room.is_active,
        "code": venue.code,
    }
