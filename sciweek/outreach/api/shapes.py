"""What outings, wishes and visits look like on the wire."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sciweek.activities.states import Audience
from sciweek.base import access
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.rest import (
    WHOLE,
    ApiRequest,
    Body,
    Choice,
    Code,
    Day,
    Hour,
    Line,
    Moment,
    Out,
    Room,
    Seen,
    Text,
    local,
)
from sciweek.base.token_scopes import covers
from sciweek.committee.models import Unit
from sciweek.outreach.logic.parts import read_days
from sciweek.outreach.models import Outing, Visit, Wish
from sciweek.outreach.queries import outings, wishes
from sciweek.outreach.rules import visible_outings
from sciweek.outreach.states import Need, OutingKind, Part, WishState, Worry
from sciweek.venues.models import Venue, living

rest = Room("outreach", gettext_lazy("外出科普：项目、申请、安排"))
SEES = "outreach.see_outings"
# Names and phones are whole only for a token with this right whose person deals with the wish.
CONTACTS = "contacts:read"

People = Annotated[int, Field(ge=1, le=1_000_000), WHOLE]
Came = Annotated[int, Field(ge=0, le=1_000_000), WHOLE]
Count = Annotated[int, Field(ge=1, le=50), WHOLE]
Minutes = Annotated[int, Field(ge=0, le=720), WHOLE]
Crew = Annotated[int, Field(ge=1, le=20), WHOLE]
Needs = Annotated[list[Annotated[Need, Choice]], Field(max_length=20)]


class OutingDayOut(Out):
    """When an outing can be had; `free` places are left of `visits`."""

    code: str
    day: date
    part: Part
    start: str
    end: str
    visits: int
    free: int


class OutingOut(Out):
    """What a host offers. No `reach`: it goes everywhere. Codes name units, venues and activities."""

    code: str
    uid: UUID
    unit: str
    unit_name: str
    kind: OutingKind
    title: str
    summary: str
    length_minutes: int
    setup_minutes: int
    needs: list[Need]
    needs_note: str
    audience: list[Audience]
    audience_note: str
    largest_audience: int | None
    visits_a_day: int
    crews: int
    reach: list[str]
    base: str | None
    activity: str | None
    is_active: bool
    version: int


class WholeOutingOut(OutingOut):
    """The same with its days."""

    days: list[OutingDayOut]


class WishedDayOut(Out):
    day: date
    part: Part


class VisitOut(Out):
    """Who comes when. `leader` and `plate` are empty, and the phone masked, for who does not deal with it."""

    code: str
    uid: UUID
    wish: str
    unit: str
    unit_name: str
    outing: str
    outing_title: str
    starts_at: datetime | None
    ends_at: datetime | None
    crew: int
    leader_name: str
    phone: str
    plate: str
    note: str
    is_done: bool
    came: int | None
    session: str | None
    version: int


class WishOut(Out):
    """Who asks for what, and what became of it."""

    code: str
    uid: UUID
    unit: str
    unit_name: str
    outing: str | None
    days: list[WishedDayOut]
    start: str | None
    end: str | None
    venue: str | None
    place: str
    address: str
    street: str | None
    people: int
    people_note: str
    has: list[Need]
    remarks: str
    contact_name: str
    phone: str
    state: WishState
    state_reason: str
    asked_at: datetime | None
    visit: VisitOut | None
    version: int


class CautionOut(Out):
    """What is odd with a visit; `stops`: with it nothing is assigned."""

    kind: Worry
    words: str
    stops: bool


class WishedDay(Body):
    """A wished day."""

    day: Day
    part: Annotated[Part, Choice] = Part.WHOLE


class WishFields(Body):
    """What may be said of a wish; no `outing`: whichever suits."""

    outing: Code | None = None
    days: Annotated[list[WishedDay], Field(max_length=10)] = []
    start: Hour | None = None
    end: Hour | None = None
    venue: Code | None = None
    place: Line = ""
    address: Line = ""
    street: Code | None = None
    people: People | None = None
    people_note: Line = ""
    has: Needs = []
    remarks: Text = ""
    contact_name: Line = ""
    phone: Line = ""


class NewWish(WishFields):
    """Ask for a visit, for one's own unit."""

    unit: Code


class WishChange(WishFields):
    """What to change; what is left out stays."""

    seen_version: Seen


class Assignment(Body):
    """Send an outing there. Without an end it takes as long as it says; without a crew the first free one goes."""

    outing: Code
    starts_at: Moment
    ends_at: Moment | None = None
    crew: Crew | None = None
    leader_name: Line = ""
    phone: Line = ""
    plate: Line = ""
    note: Line = ""
    seen_version: Seen | None = None


class VisitChange(Body):
    """What to change of a visit; `seen_version` is the visit's."""

    outing: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    crew: Crew | None = None
    leader_name: Line | None = None
    phone: Line | None = None
    plate: Line | None = None
    note: Line | None = None
    seen_version: Seen | None = None


class Step(Body):
    """A step that needs no words."""

    seen_version: Seen | None = None


class StepWithReason(Step):
    """A step that may need a reason."""

    why: Text


class Done(Step):
    """It took place; `came` left out: nobody has counted."""

    came: Came | None = None


def the_outing(request: ApiRequest, code: str) -> Outing:
    found = outings(request.actor).filter(code=code).first()
    if found is None:
        raise OutOfSight(code)
    return found


def the_wish(request: ApiRequest, code: str) -> Wish:
    found = wishes(request.actor).filter(code=code).first()
    if found is None:
        raise OutOfSight(code)
    return found


def again(request: ApiRequest, wish: Wish) -> WishOut:
    """The wish as it stands after a change."""
    return wish_out(request, the_wish(request, wish.code))


OUTING_PLAIN = (
    "code", "uid", "kind", "title", "summary", "length_minutes", "setup_minutes", "needs", "needs_note", "audience",
    "audience_note", "largest_audience", "visits_a_day", "crews", "is_active", "version",
)  # fmt: skip
WISH_PLAIN = (
    "code", "uid", "place", "address", "people", "people_note", "has", "remarks", "state", "state_reason", "version",
)  # fmt: skip


def _code(row: Any) -> str | None:
    return row.code if row is not None else None


def outing_values(row: Outing) -> dict[str, Any]:
    streets = [living(one.street) for one in row.reaches.all()]
    return {name: getattr(row, name) for name in OUTING_PLAIN} | {
        "unit": row.unit.code,
        "unit_name": row.unit.name,
        "reach": [one.code for one in streets if one is not None],
        "base": _code(row.base),
        "activity": _code(row.activity),
    }


def _sees_contacts(request: ApiRequest, thing: Wish | Visit) -> bool:
    return covers(request.auth.scopes, CONTACTS) and access.may(request.actor, "outreach.see_contacts", thing)


def visit_out(request: ApiRequest, row: Visit) -> VisitOut:
    zone, whole = request.week.zone, _sees_contacts(request, row)
    return VisitOut(
        code=row.code,
        uid=row.uid,
        wish=row.wish.code,
        unit=row.wish.unit.code,
        unit_name=row.wish.unit.name,
        outing=row.outing.code,
        outing_title=row.outing.title,
        starts_at=local(row.starts_at, zone),
        ends_at=local(row.ends_at, zone),
        crew=row.crew,
        leader_name=row.leader_name if whole else "",
        phone=_phone(row, whole=whole),
        plate=row.plate if whole else "",
        note=row.note,
        is_done=row.wish.state == WishState.DONE,
        came=row.came,
        session=_code(row.session),
        version=row.version,
    )


def _phone(row: Wish | Visit, *, whole: bool) -> str:
    return row.phone if whole or not row.phone else f"···{row.phone_last4}"


def _hour(clock: time | None) -> str | None:
    return f"{clock:%H:%M}" if clock is not None else None


def wish_out(request: ApiRequest, row: Wish) -> WishOut:
    whole, visit = _sees_contacts(request, row), row.its_visit
    if visit is not None:
        visit.wish = row
    return WishOut.model_validate(
        {name: getattr(row, name) for name in WISH_PLAIN}
        | {
            "unit": row.unit.code,
            "unit_name": row.unit.name,
            "outing": _code(row.outing),
            "days": [WishedDayOut(day=day, part=Part(part)) for day, part in read_days(row.days)],
            "start": _hour(row.start_time),
            "end": _hour(row.end_time),
            "venue": _code(row.venue),
            "street": _code(row.lies_in),
            "contact_name": row.contact_name if whole else "",
            "phone": _phone(row, whole=whole),
            "asked_at": local(row.asked_at, request.week.zone),
            "visit": visit_out(request, visit) if visit is not None else None,
        }
    )


def wish_given(request: ApiRequest, data: WishFields) -> dict[str, Any]:
    """The sent values as the actions take them; raises `Refused` on the field for a code that names nothing."""
    values = data.given()
    finders: dict[str, Callable[[str], Any]] = {
        "unit": lambda code: Unit.objects.select_related("merged_into").filter(code=code).first(),
        "street": lambda code: Unit.objects.select_related("merged_into").filter(code=code).first(),
        "venue": lambda code: Venue.objects.select_related("street__merged_into").filter(code=code).first(),
        "outing": lambda code: visible_outings(request.actor).filter(code=code).first(),
    }
    values = found_rows(values, finders)
    for name in ("start", "end"):
        if name in values:
            hour = values.pop(name)
            values[f"{name}_time"] = time.fromisoformat(hour) if hour is not None else None
    if "days" in values:
        values["days"] = [(one.day, one.part) for one in values["days"]]
    return values


def found_rows(values: dict[str, Any], finders: dict[str, Callable[[str], Any]]) -> dict[str, Any]:
    """Codes as rows."""
    found, problems = dict(values), {}
    for name, find in finders.items():
        if found.get(name) is not None:
            found[name] = find(found[name])
            if found[name] is None:
                problems[name] = _("没有这一个。请核对编号。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    return found
