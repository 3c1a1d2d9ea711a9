"""Oneself, units and who takes part, over the API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field, StringConstraints

from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Code,
    Moment,
    Names,
    Number,
    OnceKey,
    Out,
    PageOf,
    Room,
    Seen,
    Slug,
    Words,
    local,
    page_of,
    the_row,
)
from sciweek.base.text import clean, searchable
from sciweek.committee import actions
from sciweek.committee.models import Participation, Unit
from sciweek.committee.queries import participation_of, participations
from sciweek.committee.rules import visible_units
from sciweek.committee.states import REGION_ROLES, UNIT_ROLES, Role, UnitKind
from sciweek.logbook.changes import changed_since

me = Room("me", gettext_lazy("自己"), rights=())
units = Room("units", gettext_lazy("单位和签收"))

Name = Annotated[str, StringConstraints(max_length=200)]


class RoleAtUnit(Out):
    """A role held at one unit."""

    unit: str
    roles: list[Role]


class Me(Out):
    """Who the token acts as, where, and with which rights."""

    name: str
    region: str
    week: str | None
    roles: list[Role]
    unit_roles: list[RoleAtUnit]
    scopes: list[str]


class UnitOut(Out):
    """A unit of the region; `parent` and `merged_into` are codes."""

    code: str
    uid: UUID
    name: str
    short_name: str
    kind: UnitKind
    parent: str | None
    posts: list[str]
    position: int
    merged_into: str | None
    version: int


class ParticipationOut(Out):
    """A unit in one edition: when it opened the notice and when it signed for it (签收)."""

    unit: str
    unit_name: str
    position: int
    opened_at: datetime | None
    received_at: datetime | None


class UnitFilter(Asked):
    """Which units; those that were merged into others are left out unless asked for."""

    kind: UnitKind | None = None
    merged: bool = False
    changed_since: Moment | None = None
    q: Words = ""


class ParticipationFilter(Asked):
    """Which units that take part."""

    received: bool | None = None


class NewUnit(Body):
    """A unit to add; without a position it goes to the end of its kind."""

    name: Name
    kind: Annotated[UnitKind, Choice]
    short_name: Name = ""
    parent: Code | None = None
    posts: Names = []
    position: Number | None = None


class UnitChange(Body):
    """What to change of a unit; what is left out stays."""

    seen_version: Seen
    name: Name = ""
    kind: Annotated[UnitKind, Choice] = UnitKind.OTHER
    short_name: Name = ""
    parent: Code | None = None
    posts: Names = []
    position: Number | None = None


class TakePart(Body):
    """Units that are to take part, by code, in the notice's order."""

    units: Annotated[list[Code], Field(min_length=1, max_length=1000)]


@me.read("/me", Me, gettext_lazy("这个令牌是谁、能做什么"))
def get_me(request: ApiRequest) -> Me:
    actor = request.actor
    codes = dict(Unit.objects.filter(pk__in=list(actor.unit_roles)).values_list("pk", "code"))
    return Me(
        name=actor.name,
        region=request.region.slug,
        week=request.week.slug if request.week else None,
        roles=sorted(map(Role, actor.roles)),
        unit_roles=[
            RoleAtUnit(unit=codes[pk], roles=sorted(map(Role, held)))
            for pk, held in sorted(actor.unit_roles.items())
        ],
        scopes=sorted(request.auth.scopes),
    )


def _unit_out(unit: Unit) -> UnitOut:
    return UnitOut(
        code=unit.code,
        uid=unit.uid,
        name=unit.name,
        short_name=unit.short_name,
        kind=UnitKind(unit.kind),
        parent=unit.parent.code if unit.parent else None,
        posts=unit.posts,
        position=unit.position,
        merged_into=unit.merged_into.code if unit.merged_into else None,
        version=unit.version,
    )


def _seen_units(request: ApiRequest) -> QuerySet[Unit]:
    return visible_units(request.actor).select_related("parent", "merged_into")


def _the_unit(request: ApiRequest, code: str) -> Unit:
    return the_row(_seen_units(request), code)


def _parent(code: str | None) -> Unit | None:
    if code is None:
        return None
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise Refused(fields={"parent": _("没有这个单位。")}, code="invalid")
    return found


@units.read("/units", PageOf[UnitOut], gettext_lazy("单位，按通知的次序"))
def list_units(request: ApiRequest, asked: Query[UnitFilter]) -> PageOf[UnitOut]:
    rows = changed_since(_seen_units(request), asked.changed_since).order_by("sort_key", "id")
    if not asked.merged:
        rows = rows.filter(merged_into__isnull=True)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    for word in clean(asked.q).split():
        rows = rows.filter(search_text__contains=searchable(word))
    return page_of(request, PageOf[UnitOut], rows, asked, _unit_out)


@units.write("POST", "/units", UnitOut, gettext_lazy("加一个单位"), status=201)
def add_unit(request: ApiRequest, data: NewUnit, once: OnceKey = None) -> UnitOut:
    values = data.model_dump(exclude_unset=True) | {"parent": _parent(data.parent)}
    return _unit_out(actions.add_unit(request.actor, request.region, request_uid=once, **values))


@units.read("/units/{code}", UnitOut, gettext_lazy("一个单位"))
def get_unit(request: ApiRequest, code: Code) -> UnitOut:
    return _unit_out(_the_unit(request, code))


@units.write("PATCH", "/units/{code}", UnitOut, gettext_lazy("修改一个单位"))
def edit_unit(request: ApiRequest, code: Code, data: UnitChange) -> UnitOut:
    unit = _the_unit(request, code)
    given = data.given()
    whole: dict[str, Any] = {
        name: given.get(name, getattr(unit, name)) for name in ("name", "kind", "short_name", "posts")
    }
    whole["parent"] = _parent(given["parent"]) if "parent" in given else unit.parent
    saved = actions.edit_unit(
        request.actor, unit, position=given.get("position"), seen_version=data.seen_version, **whole
    )
    return _unit_out(saved)


def _participation_out(row: Participation, zone: str) -> ParticipationOut:
    return ParticipationOut(
        unit=row.unit.code,
        unit_name=row.unit_name,
        position=row.position,
        opened_at=local(row.opened_at, zone),
        received_at=local(row.received_at, zone),
    )


def _seen_participations(request: ApiRequest) -> QuerySet[Participation]:
    rows = participations().order_by("position", "id")
    actor = request.actor
    return rows if actor.has(*REGION_ROLES) else rows.filter(unit_id__in=actor.units_with(*UNIT_ROLES))


@units.read("/weeks/{week}/participations", PageOf[ParticipationOut], gettext_lazy("参加本届的单位和签收"))
def list_participations(
    request: ApiRequest, week: Slug, asked: Query[ParticipationFilter]
) -> PageOf[ParticipationOut]:
    rows = _seen_participations(request)
    if asked.received is not None:
        rows = rows.filter(received_at__isnull=not asked.received)
    zone = request.week.zone
    return page_of(request, PageOf[ParticipationOut], rows, asked, lambda row: _participation_out(row, zone))


@units.write(
    "POST", "/weeks/{week}/participations", list[ParticipationOut], gettext_lazy("让单位参加本届"),
    needs="committee.see_list",
)  # fmt: skip
def take_part(request: ApiRequest, week: Slug, data: TakePart) -> list[ParticipationOut]:
    known = {unit.code: unit for unit in _seen_units(request).filter(code__in=data.units)}
    missing = [code for code in data.units if code not in known]
    if missing:
        text = _("没有这些单位：%(codes)s") % {"codes": "、".join(missing[:10])}
        raise Refused(fields={"units": text}, code="invalid")
    wanted = {known[code].pk for code in data.units}
    actions.take_part(request.actor, request.week, [known[code] for code in data.units])
    rows = _seen_participations(request).filter(unit_id__in=wanted)
    return [_participation_out(row, request.week.zone) for row in rows]


@units.write("POST", "/weeks/{week}/participations/{code}/receipt", ParticipationOut, gettext_lazy("签收"))
def record_receipt(request: ApiRequest, week: Slug, code: Code) -> ParticipationOut:
    row = participation_of(_the_unit(request, code))
    if row is None:
        raise OutOfSight(code)
    actions.record_receipt(request.actor, row)
    row.refresh_from_db()
    return _participation_out(row, request.week.zone)
