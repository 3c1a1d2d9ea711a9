"""Ceremonies and the units' reply slips, over the API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sciweek.base import access
from sciweek.base.errors import OutOfSight
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Code,
    Line,
    OnceKey,
    Out,
    PageOf,
    Room,
    Seen,
    Slug,
    Words,
    local,
    narrowed,
    page_of,
)
from sciweek.base.token_scopes import covers
from sciweek.ceremonies import actions
from sciweek.ceremonies.logic.names import masked_name
from sciweek.ceremonies.models import Ceremony, Guest, Slip
from sciweek.ceremonies.queries import (
    Counted,
    SlipRow,
    ceremonies,
    running_order,
    slip_rows,
    whole,
    with_counts,
)
from sciweek.ceremonies.rules import visible_ceremonies, visible_slips
from sciweek.ceremonies.states import GuestKind, GuestState
from sciweek.logbook.actions import masked

rest = Room("ceremonies", gettext_lazy("仪式"))
SEES = "ceremonies.see_ceremony"
# Names, phones and plates of guests are whole only for a token with this right whose person may see them.
CONTACTS = "contacts:read"
SLIP = "/weeks/{week}/slips/{code}"


class CeremonyOut(Out):
    """An occasion to which units are invited. `holds` null: nobody has said how many the hall holds."""

    code: str
    uid: UUID
    name: str
    activity: str
    session: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    assemble_at: datetime | None
    dress: str
    notes: str
    reply_by: datetime | None
    takes_late: bool
    holds: int | None
    is_off: bool
    is_released: bool
    version: int


class ItemOut(Out):
    """A line of the running order."""

    what: str
    minutes: int
    starts_at: datetime | None
    who: str


class WholeCeremonyOut(CeremonyOut):
    """The same with its totals, and with the running order where the caller may read it. Totals are the staff's."""

    units: int | None
    replied: int | None
    places: int | None
    coming: int | None
    items: list[ItemOut]


class QuotaOut(Out):
    """Places of one kind."""

    kind: GuestKind
    count: int
    note: str


class GuestOut(Out):
    """A line of a slip; names and numbers may be masked. Once forgotten they are empty."""

    code: str
    kind: GuestKind
    name: str
    post: str
    phone: str
    plate: str
    state: GuestState


class SlipOut(Out):
    """One unit's slip."""

    code: str
    uid: UUID
    ceremony: str
    unit: str
    unit_name: str
    quotas: list[QuotaOut]
    replied_at: datetime | None
    is_late: bool
    coming: int
    note: str
    version: int


class WholeSlipOut(SlipOut):
    """The same with its guests."""

    guests: list[GuestOut]


class SlipFilter(Asked):
    """Which slips."""

    ceremony: Code | None = None
    unit: Code | None = None
    replied: bool | None = None


class GuestIn(Body):
    """A guest; `code` names one who stands on the slip already. A new guest who is not named stays out."""

    name: Line
    post: Line = ""
    phone: Words = ""
    plate: Words = ""
    kind: Annotated[GuestKind, Choice] = GuestKind.REPRESENTATIVE
    state: Annotated[GuestState, Choice] = GuestState.COMING
    code: Code | None = None


class SlipFilling(Body):
    """The whole slip: guests who are left out are taken off it."""

    seen_version: Seen
    guests: Annotated[list[GuestIn], Field(max_length=500)]
    note: Line = ""
    sends_nobody: bool = False


def _ceremony_values(row: Ceremony, zone: str) -> dict[str, Any]:
    names = (
        "code",
        "uid",
        "dress",
        "notes",
        "takes_late",
        "holds",
        "is_off",
        "is_released",
        "version",
        "place",
    )
    moments = ("starts_at", "ends_at", "assemble_at", "reply_by")
    return (
        {name: getattr(row, name) for name in names}
        | {name: local(getattr(row, name), zone) for name in moments}
        | {
            "name": str(row),
            "activity": row.activity.code,
            "session": row.session.code if row.session is not None else None,
        }
    )


@rest.read("/weeks/{week}/ceremonies", PageOf[CeremonyOut], gettext_lazy("仪式，按时间"), needs=SEES)
def list_ceremonies(request: ApiRequest, week: Slug, asked: Query[Asked]) -> PageOf[CeremonyOut]:
    def shown(row: Ceremony) -> CeremonyOut:
        return CeremonyOut.model_validate(_ceremony_values(row, request.week.zone))

    return page_of(request, PageOf[CeremonyOut], ceremonies(request.actor), asked, shown)


@rest.read(
    "/weeks/{week}/ceremonies/{code}", WholeCeremonyOut, gettext_lazy("一个仪式和它的议程"), needs=SEES
)
def get_ceremony(request: ApiRequest, week: Slug, code: Code) -> WholeCeremonyOut:
    found = whole(visible_ceremonies(request.actor)).filter(code=code)
    counted = next(iter(with_counts(found)), None)
    if counted is None:
        raise OutOfSight(code)
    staff = bool(request.actor.roles)
    zone = request.week.zone
    items = []
    if staff or counted.ceremony.is_released:
        for one in running_order(counted.ceremony).items:
            start = local(one.slot.starts_at, zone) if one.slot is not None else None
            items.append(
                ItemOut(what=one.item.what, minutes=one.item.minutes, starts_at=start, who=one.item.who)
            )
    return WholeCeremonyOut.model_validate(
        _ceremony_values(counted.ceremony, zone) | _totals(counted, seen=staff) | {"items": items}
    )


def _totals(counted: Counted, *, seen: bool) -> dict[str, int | None]:
    return {
        name: getattr(counted, name) if seen else None for name in ("units", "replied", "places", "coming")
    }


def _sees_guests(request: ApiRequest, slip: Slip) -> bool:
    return covers(request.auth.scopes, CONTACTS) and access.may(request.actor, "ceremonies.see_guests", slip)


def _slip_values(request: ApiRequest, row: SlipRow) -> dict[str, Any]:
    slip = row.slip
    names = ("code", "uid", "is_late", "version")
    return {name: getattr(slip, name) for name in names} | {
        "ceremony": slip.ceremony.code,
        "unit": slip.unit.code,
        "unit_name": slip.unit.name,
        "quotas": [QuotaOut(kind=GuestKind(one.kind), count=one.count, note=one.note) for one in row.quotas],
        "replied_at": local(slip.replied_at, request.week.zone),
        "coming": len(row.coming),
        # Free words, in which people are named.
        "note": slip.note if _sees_guests(request, slip) else "",
    }


def _guest_out(guest: Guest, *, seen: bool) -> GuestOut:
    return GuestOut(
        code=guest.code,
        kind=GuestKind(guest.kind),
        name=guest.name if seen else masked_name(guest.name),
        post=guest.post,
        phone=guest.phone if seen else masked(guest.phone),
        plate=guest.plate if seen else masked(guest.plate),
        state=GuestState(guest.state),
    )


def _the_slip(request: ApiRequest, code: str) -> Slip:
    found = visible_slips(request.actor).filter(code=code)
    slip = found.select_related("unit", "ceremony", "week__region").first()
    if slip is None:
        raise OutOfSight(code)
    return slip


def _whole_slip(request: ApiRequest, code: str) -> WholeSlipOut:
    slip = _the_slip(request, code)
    (row,) = slip_rows([slip])
    seen = _sees_guests(request, slip)
    guests = [_guest_out(guest, seen=seen) for guest in row.guests]
    return WholeSlipOut.model_validate(_slip_values(request, row) | {"guests": guests})


@rest.read("/weeks/{week}/slips", PageOf[SlipOut], gettext_lazy("各单位的回执，不含来宾"), needs=SEES)
def list_slips(request: ApiRequest, week: Slug, asked: Query[SlipFilter]) -> PageOf[SlipOut]:
    plain = {"ceremony__code": asked.ceremony, "unit__code": asked.unit}
    rows = narrowed(visible_slips(request.actor), **plain)
    if asked.replied is not None:
        rows = rows.filter(replied_at__isnull=not asked.replied)
    rows = rows.select_related("unit", "ceremony").order_by("ceremony_id", "unit__sort_key", "id")

    def shown(row: SlipRow) -> SlipOut:
        return SlipOut.model_validate(_slip_values(request, row))

    return page_of(request, PageOf[SlipOut], rows, asked, shown, prepare=slip_rows)


@rest.read(
    SLIP, WholeSlipOut, gettext_lazy("一份回执（姓名、电话、车牌、说明还要 contacts:read）"), needs=SEES
)
def get_slip(request: ApiRequest, week: Slug, code: Code) -> WholeSlipOut:
    return _whole_slip(request, code)


@rest.write("POST", f"{SLIP}/fill", WholeSlipOut, gettext_lazy("报回执，整份一起写"), needs=SEES)
def fill_slip(request: ApiRequest, week: Slug, code: Code, data: SlipFilling) -> WholeSlipOut:
    slip = _the_slip(request, code)
    actions.fill_slip(
        request.actor,
        slip,
        lines=[_line(one) for one in data.guests],
        note=data.note,
        sends_nobody=data.sends_nobody,
        seen_version=data.seen_version,
    )
    return _whole_slip(request, code)


@rest.write("POST", f"{SLIP}/guests", WholeSlipOut, gettext_lazy("加一位来宾"), needs=SEES, status=201)
def add_guest(
    request: ApiRequest, week: Slug, code: Code, data: GuestIn, once: OnceKey = None
) -> WholeSlipOut:
    actions.add_guest(request.actor, _the_slip(request, code), _line(data), request_uid=once)
    return _whole_slip(request, code)


def _line(one: GuestIn) -> actions.GuestLine:
    return actions.GuestLine(
        name=one.name,
        post=one.post,
        phone=one.phone,
        plate=one.plate,
        kind=one.kind.value,
        state=one.state.value,
        code=one.code or "",
    )
