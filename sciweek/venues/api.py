"""Venues, their rooms and when they are closed, over the API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sciweek.base import clock
from sciweek.base import rest as wire
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Code,
    Line,
    Moment,
    Number,
    OnceKey,
    Out,
    PageOf,
    Seen,
    Text,
    Words,
    local,
    page_of,
    the_row,
)
from sciweek.committee.models import Unit
from sciweek.logbook.changes import changed_since
from sciweek.venues import actions
from sciweek.venues.models import ClosedTime, Room, Venue
from sciweek.venues.queries import closed_times_of, containing, in_order, rooms_of
from sciweek.venues.rules import visible_venues
from sciweek.venues.states import Datum

rest = wire.Room("venues", gettext_lazy("场地"))
SEES = "venues.see_venues"
VENUE = "/venues/{code}"

Latitude = Annotated[float | None, Field(ge=-90, le=90, strict=False)]
Longitude = Annotated[float | None, Field(ge=-180, le=180, strict=False)]


class PositionOut(Out):
    """Degrees as they were given, and what they are measured against."""

    latitude: float
    longitude: float
    datum: Datum


class VenueOut(Out):
    """A place that people can come to; `unit` and `street` are codes of units, the successors of merged ones."""

    code: str
    uid: UUID
    name: str
    short_name: str
    unit: str | None
    street: str | None
    street_name: str
    address: str
    position: PositionOut | None
    access_notes: str
    directions: str
    is_active: bool
    version: int


class RoomOut(Out):
    """A part of a venue that is counted by itself; `capacity` null: nobody has said."""

    code: str
    uid: UUID
    name: str
    capacity: int | None
    notes: str
    is_active: bool
    version: int


class ClosedTimeOut(Out):
    """When the venue, or one room of it, cannot be used."""

    code: str
    uid: UUID
    room: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    why: str


class WholeVenueOut(VenueOut):
    """The same with its rooms, and with the closed times that are not over."""

    rooms: list[RoomOut]
    closed_times: list[ClosedTimeOut]


class VenueFilter(Asked):
    """Which venues; those that were retired are left out unless asked for."""

    street: Code | None = None
    unit: Code | None = None
    retired: bool = False
    changed_since: Moment | None = None
    q: Words = ""


class VenueFields(Body):
    """What may be said of a venue. `map_link`, as copied from a map, stands for the position."""

    short_name: Words = ""
    unit: Code | None = None
    street: Code | None = None
    address: Line = ""
    latitude: Latitude = None
    longitude: Longitude = None
    datum: Annotated[Datum, Choice] = Datum.WGS84
    map_link: Text = ""
    access_notes: Text = ""
    directions: Text = ""


class NewVenue(VenueFields):
    """A venue to add."""

    name: Line


class VenueChange(VenueFields):
    """What to change; what is left out stays."""

    seen_version: Seen
    name: Line = ""


class VenueStep(Body):
    """A step that needs no words."""

    seen_version: Seen | None = None


class RoomFields(Body):
    """What may be said of a room."""

    capacity: Number | None = None
    notes: Line = ""


class NewRoom(RoomFields):
    """A room to add."""

    name: Line


class RoomChange(RoomFields):
    """What to change; what is left out stays."""

    seen_version: Seen
    name: Line = ""
    is_active: bool = True


class NewClosedTime(Body):
    """From when to when; without a room the whole venue."""

    starts_at: Moment
    ends_at: Moment
    room: Code | None = None
    why: Line = ""


def _venue_values(venue: Venue) -> dict[str, Any]:
    plain = (
        "code",
        "uid",
        "name",
        "short_name",
        "address",
        "access_notes",
        "directions",
        "is_active",
        "version",
    )
    position = None
    if venue.latitude is not None and venue.longitude is not None:
        position = PositionOut(
            latitude=float(venue.latitude), longitude=float(venue.longitude), datum=Datum(venue.datum)
        )
    return {name: getattr(venue, name) for name in plain} | {
        "unit": venue.run_by.code if venue.run_by else None,
        "street": venue.lies_in.code if venue.lies_in else None,
        "street_name": venue.lies_in.name if venue.lies_in else "",
        "position": position,
    }


def _venue_out(venue: Venue) -> VenueOut:
    return VenueOut.model_validate(_venue_values(venue))


def _room_out(room: Room) -> RoomOut:
    return RoomOut.model_validate({name: getattr(room, name) for name in RoomOut.model_fields})


def _closed_out(row: ClosedTime, zone: str) -> ClosedTimeOut:
    return ClosedTimeOut(
        code=row.code,
        uid=row.uid,
        room=row.room.code if row.room else None,
        starts_at=local(row.starts_at, zone),
        ends_at=local(row.ends_at, zone),
        why=row.why,
    )


def _whole(request: ApiRequest, code: str) -> WholeVenueOut:
    venue = _the_venue(request, code)
    return WholeVenueOut.model_validate(
        _venue_values(venue)
        | {
            "rooms": [_room_out(room) for room in rooms_of(venue)],
            "closed_times": [
                _closed_out(row, request.region.zone) for row in closed_times_of(venue, clock.now())
            ],
        }
    )


def _the_venue(request: ApiRequest, code: str) -> Venue:
    return the_row(in_order(visible_venues(request.actor)), code)


def _the_room(venue: Venue, code: str) -> Room:
    found = Room.objects.select_related("venue").filter(venue=venue, code=code).first()
    if found is None:
        raise OutOfSight(code)
    return found


def _with_units(values: dict[str, Any]) -> dict[str, Any]:
    """The units that are given by code."""
    for name in ("unit", "street"):
        if values.get(name) is not None:
            found = Unit.objects.select_related("merged_into").filter(code=values[name]).first()
            if found is None:
                raise Refused(fields={name: _("没有这个单位。")}, code="invalid")
            values[name] = found
    return values


@rest.read("/venues", PageOf[VenueOut], gettext_lazy("场地，按街道"), needs=SEES)
def list_venues(request: ApiRequest, asked: Query[VenueFilter]) -> PageOf[VenueOut]:
    rows = changed_since(containing(visible_venues(request.actor), asked.q), asked.changed_since)
    if not asked.retired:
        rows = rows.filter(is_active=True)
    for name, code in (("street", asked.street), ("unit", asked.unit)):
        if code:
            rows = rows.filter(Q(**{f"{name}__code": code}) | Q(**{f"{name}__merged_into__code": code}))
    return page_of(request, PageOf[VenueOut], in_order(rows), asked, _venue_out)


@rest.write("POST", "/venues", WholeVenueOut, gettext_lazy("加一个场地"), needs=SEES, status=201)
def add_venue(request: ApiRequest, data: NewVenue, once: OnceKey = None) -> WholeVenueOut:
    values = _with_units(data.given())
    venue = actions.add_venue(request.actor, request.region, request_uid=once, **values)
    return _whole(request, venue.code)


@rest.read(VENUE, WholeVenueOut, gettext_lazy("一个场地，连同厅室和不开放时间"), needs=SEES)
def get_venue(request: ApiRequest, code: Code) -> WholeVenueOut:
    return _whole(request, code)


@rest.write("PATCH", VENUE, WholeVenueOut, gettext_lazy("修改一个场地"), needs=SEES)
def edit_venue(request: ApiRequest, code: Code, data: VenueChange) -> WholeVenueOut:
    venue = _the_venue(request, code)
    values = _with_units(data.given())
    actions.edit_venue(request.actor, venue, seen_version=data.seen_version, **values)
    return _whole(request, code)


@rest.write("POST", f"{VENUE}/retire", WholeVenueOut, gettext_lazy("停用"), needs=SEES)
def retire_venue(request: ApiRequest, code: Code, data: VenueStep) -> WholeVenueOut:
    actions.retire_venue(request.actor, _the_venue(request, code), seen_version=data.seen_version)
    return _whole(request, code)


@rest.write("POST", f"{VENUE}/take-back", WholeVenueOut, gettext_lazy("恢复使用"), needs=SEES)
def take_back_venue(request: ApiRequest, code: Code, data: VenueStep) -> WholeVenueOut:
    actions.take_back_venue(request.actor, _the_venue(request, code), seen_version=data.seen_version)
    return _whole(request, code)


@rest.write("POST", f"{VENUE}/rooms", RoomOut, gettext_lazy("加一间厅室"), needs=SEES, status=201)
def add_room(request: ApiRequest, code: Code, data: NewRoom, once: OnceKey = None) -> RoomOut:
    venue = _the_venue(request, code)
    return _room_out(actions.add_room(request.actor, venue, request_uid=once, **data.given()))


@rest.write("PATCH", f"{VENUE}/rooms/{{room}}", RoomOut, gettext_lazy("修改一间厅室"), needs=SEES)
def edit_room(request: ApiRequest, code: Code, room: Code, data: RoomChange) -> RoomOut:
    row = _the_room(_the_venue(request, code), room)
    return _room_out(actions.edit_room(request.actor, row, seen_version=data.seen_version, **data.given()))


@rest.write(
    "POST",
    f"{VENUE}/closed-times",
    ClosedTimeOut,
    gettext_lazy("记一段不开放时间"),
    needs=SEES,
    status=201,
)
def add_closed_time(
    request: ApiRequest, code: Code, data: NewClosedTime, once: OnceKey = None
) -> ClosedTimeOut:
    venue = _the_venue(request, code)
    values = data.given()
    if values.get("room") is not None:
        values["room"] = _the_room(venue, values["room"])
    row = actions.add_closed_time(request.actor, venue, request_uid=once, **values)
    return _closed_out(row, request.region.zone)


@rest.write(
    "POST",
    f"{VENUE}/closed-times/{{closed}}/drop",
    WholeVenueOut,
    gettext_lazy("去掉一段不开放时间"),
    needs=SEES,
)
def drop_closed_time(request: ApiRequest, code: Code, closed: Code, data: VenueStep) -> WholeVenueOut:
    venue = _the_venue(request, code)
    row = ClosedTime.objects.select_related("venue").filter(venue=venue, code=closed).first()
    if row is None:
        raise OutOfSight(closed)
    actions.drop_closed_time(request.actor, row)
    return _whole(request, code)
