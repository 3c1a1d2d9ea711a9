"""What activities and series look like on the wire."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, StringConstraints

from sciweek.activities.models import Activity, Series
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState, Audience, Kind, Mode, Verdict
from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.rest import (
    WHOLE,
    ApiRequest,
    Body,
    Choice,
    Code,
    Line,
    Moment,
    Names,
    Out,
    Room,
    Seen,
    Step,
    Text,
    local,
    the_row,
)
from sciweek.base.token_scopes import covers, name_scope
from sciweek.committee.models import Unit
from sciweek.logbook.actions import masked

rest = Room("activities", gettext_lazy("活动"))
# Names and phones of contacts are whole only for a token with this right whose person runs or enters the activity.
CONTACTS = "contacts:read"
name_scope(CONTACTS, gettext_lazy("看全活动联系人"))

Word = Annotated[str, StringConstraints(max_length=60)]
Age = Annotated[int, Field(ge=0, le=120), WHOLE]
People = Annotated[int, Field(ge=0, le=10_000_000), WHOLE]
Position = Annotated[int, Field(ge=1, le=32_767), WHOLE]


class SeriesOut(Out):
    """A line of the annex; `position` names it within its edition."""

    position: int
    name: str
    kind: Kind
    starts_on: date | None
    ends_on: date | None
    runs_all_year: bool
    place: str
    hosts: list[str]
    organisers: list[str]
    co_organisers: list[str]
    version: int


class ActivityOut(Out):
    """One activity. `unit` is the unit's code, `series` the position of its line; contacts may be masked."""

    code: str
    uid: UUID
    name: str
    kind: Kind
    series: int | None
    unit: str | None
    unit_name: str
    summary: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_all_day: bool
    mode: Mode
    place: str
    address: str
    link: str
    audience: list[Audience]
    age_from: int | None
    age_to: int | None
    expected: int | None
    hosts: list[str]
    organisers: list[str]
    co_organisers: list[str]
    entry_note: str
    contact_name: str
    contact_phone: str
    contact_is_masked: bool
    state: ActivityState
    state_reason: str
    marks: dict[str, str]
    opinion: Annotated[str, Field(json_schema_extra={"enum": ["", *Verdict.values]})]
    has_picture: bool
    picture: str | None
    picture_alt: str
    published_at: datetime | None
    version: int


class ActivityFields(Body):
    """What may be said of an activity."""

    kind: Annotated[Kind | None, Choice] = None
    series: Position | None = None
    unit: Code | None = None
    summary: Text = ""
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    is_all_day: bool = False
    mode: Annotated[Mode, Choice] = Mode.ONSITE
    place: Line = ""
    address: Line = ""
    link: Line = ""
    audience: Annotated[list[Annotated[Audience, Choice]], Field(max_length=20)] = []
    age_from: Age | None = None
    age_to: Age | None = None
    expected: People | None = None
    hosts: Names = []
    organisers: Names = []
    co_organisers: Names = []
    entry_note: Line = ""
    contact_name: Word = ""
    contact_phone: Word = ""


class NewActivity(ActivityFields):
    """An activity to enter; it starts as a draft. `kind` defaults to the series' own."""

    name: Line


class ActivityChange(ActivityFields):
    """What to change; what is left out stays. On a published one new words need a `basis` (保密审查)."""

    seen_version: Seen
    name: Line = ""
    basis: Line = ""
    reviewer: Line = ""


class Return(Step):
    """Send back: the points by field, a word over all, or both."""

    why: Text = ""
    marks: Annotated[dict[str, Line], Field(max_length=30)] = {}


class Judgement(Body):
    """One 保密审查 opinion. Without a reviewer the unit itself answers for it."""

    verdict: Annotated[Verdict, Choice]
    basis: Line
    reviewer: Line = ""


class OneJudgement(Judgement):
    """The opinion on one activity as it was read."""

    seen_version: Seen | None = None


class OpinionOut(Out):
    """An opinion as it was given."""

    verdict: Verdict
    reviewer: str
    basis: str
    of_version: int
    given_at: datetime | None


class ChangeOut(Out):
    """From what to what."""

    field: str
    before: Any
    after: Any


class VersionOut(Out):
    """One step of the history."""

    at: datetime | None
    who: str
    verb: str
    why: str
    changes: list[ChangeOut]


def the_activity(request: ApiRequest, code: str) -> Activity:
    """The activity that the actor may see, or nothing there."""
    rows = visible_activities(request.actor).select_related("unit", "series", "week", "picture")
    return the_row(rows, code)


def again(request: ApiRequest, row: Activity) -> ActivityOut:
    """The activity as it stands after a change: who may no longer see it gets what was saved."""
    found = Activity.objects.select_related("unit", "series", "week", "picture").get(pk=row.pk)
    return activity_out(request, found)


def activity_out(request: ApiRequest, row: Activity) -> ActivityOut:
    whole = covers(request.auth.scopes, CONTACTS) and access.may(
        request.actor, "activities.enter_activity", row
    )
    show = str if whole else masked
    zone = request.week.zone
    plain = {name: getattr(row, name) for name in PLAIN}
    return ActivityOut.model_validate(
        plain
        | {
            "series": row.series.position if row.series else None,
            "unit": row.unit.code if row.unit else None,
            "unit_name": row.unit.name if row.unit else "",
            "starts_at": local(row.starts_at, zone),
            "ends_at": local(row.ends_at, zone),
            "published_at": local(row.published_at, zone),
            "contact_name": show(row.contact_name),
            "contact_phone": show(row.contact_phone),
            "contact_is_masked": not whole,
            "has_picture": row.picture_id is not None,
            "picture": reverse("files:public", kwargs={"code": row.picture.code})
            if row.picture and row.is_shown
            else None,
        }
    )


_SHAPED = {
    "series", "unit", "unit_name", "starts_at", "ends_at", "published_at", "contact_name", "contact_phone",
    "contact_is_masked", "has_picture", "picture",
}  # fmt: skip
PLAIN = tuple(name for name in ActivityOut.model_fields if name not in _SHAPED)


def pointed(given: dict[str, Any], *, row: Activity | None = None) -> dict[str, Any]:
    """The values with unit and series as rows; raises `Refused` on the field for one that is not there."""
    values = dict(given)
    problems: dict[str, str] = {}
    if values.get("unit") is not None:
        values["unit"] = _unit(Unit.objects.all(), values["unit"], problems)
    if values.get("series") is not None:
        found = Series.objects.filter(position=values["series"]).first()
        if found is None:
            problems["series"] = _("本届没有这一项系列活动。")
        values["series"] = found
    if problems:
        raise Refused(fields=problems, code="invalid")
    if row is not None and "kind" in values and values["kind"] is None:
        values["kind"] = row.kind
    return values


def _unit(units: QuerySet[Unit], code: str, problems: dict[str, str]) -> Unit | None:
    found = units.filter(code=code).first()
    if found is None:
        problems["unit"] = _("没有这个单位。")
    elif found.merged_into_id is not None:
        problems["unit"] = _("这个单位已经并入别的单位，请选新的。")
    return found
