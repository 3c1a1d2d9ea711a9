"""Editions over the API."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import StringConstraints

from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Day,
    OnceKey,
    Out,
    PageOf,
    Room,
    Seen,
    Slug,
    Text,
    page_of,
)
from sciweek.week import actions
from sciweek.week.models import Week
from sciweek.week.queries import basis, directions, weeks_of
from sciweek.week.states import Level, Moment, WeekState

rest = Room("weeks", _("活动周"))

Title = Annotated[str, StringConstraints(max_length=200)]


class DirectionOut(Out):
    """One line of 主要内容."""

    heading: str
    text: str


class BasisOut(Out):
    """A document of a higher body."""

    title: str
    doc_no: str


class WeekOut(Out):
    """One edition. `state` is what people decided, `moment` what the calendar says."""

    slug: str
    title: str
    theme: str
    starts_on: date
    ends_on: date
    level: Level
    state: WeekState
    moment: Moment
    zone: str
    parent_body: str
    office_name: str
    version: int


class WholeWeekOut(WeekOut):
    """One edition with its directions and basis documents."""

    directions: list[DirectionOut]
    basis: list[BasisOut]


class WeekFilter(Asked):
    """Which editions."""

    state: WeekState | None = None


class NewWeek(Body):
    """An edition to make; it starts as a draft."""

    title: Title
    starts_on: Day
    ends_on: Day
    theme: Annotated[str, StringConstraints(max_length=300)] = ""
    level: Annotated[Level | None, Choice] = None
    parent_body: Title = ""
    office_name: Title = ""


class WeekChange(Body):
    """What to change of an edition; what is left out stays."""

    seen_version: Seen
    title: Title = ""
    theme: Annotated[str, StringConstraints(max_length=300)] = ""
    starts_on: Day | None = None
    ends_on: Day | None = None
    parent_body: Title = ""
    office_name: Title = ""


class WeekMove(Body):
    """A step of an edition's life."""

    seen_version: Seen | None = None
    why: Text = ""


def _row(week: Week) -> dict[str, object]:
    return {name: getattr(week, name) for name in WeekOut.model_fields}


def _out(week: Week) -> WeekOut:
    return WeekOut.model_validate(_row(week))


@rest.read("/weeks", PageOf[WeekOut], _("各届活动周，新的在前"))
def list_weeks(request: ApiRequest, asked: Query[WeekFilter]) -> PageOf[WeekOut]:
    rows = weeks_of(request.region.pk).order_by("-starts_on", "id")
    if request.auth.is_bound:
        rows = rows.filter(pk=request.week.pk)
    if asked.state:
        rows = rows.filter(state=asked.state)
    return page_of(request, PageOf[WeekOut], rows, asked, _out)


@rest.write("POST", "/weeks", WeekOut, _("新建一届活动周（筹备中）"), status=201)
def add_week(request: ApiRequest, data: NewWeek, once: OnceKey = None) -> WeekOut:
    return _out(
        actions.create_week(
            request.actor, request.region, request_uid=once, **data.model_dump(exclude_unset=True)
        )
    )


@rest.read("/weeks/{week}", WholeWeekOut, _("一届活动周"))
def get_week(request: ApiRequest, week: Slug) -> WholeWeekOut:
    return WholeWeekOut.model_validate(
        _row(request.week)
        | {
            "directions": [DirectionOut(heading=one.heading, text=one.text) for one in directions()],
            "basis": [BasisOut(title=one.title, doc_no=one.doc_no) for one in basis()],
        }
    )


@rest.write("PATCH", "/weeks/{week}", WeekOut, _("修改活动周"))
def edit_week(request: ApiRequest, week: Slug, data: WeekChange) -> WeekOut:
    return _out(
        actions.edit_week(request.actor, request.week, seen_version=data.seen_version, **data.given())
    )


@rest.write("POST", "/weeks/{week}/open", WeekOut, _("向市民公开"))
def open_week(request: ApiRequest, week: Slug, data: WeekMove) -> WeekOut:
    return _out(actions.open_week(request.actor, request.week, why=data.why, seen_version=data.seen_version))


@rest.write("POST", "/weeks/{week}/close", WeekOut, _("收回，市民不再看到"))
def close_week(request: ApiRequest, week: Slug, data: WeekMove) -> WeekOut:
    return _out(actions.close_week(request.actor, request.week, why=data.why, seen_version=data.seen_version))


@rest.write("POST", "/weeks/{week}/archive", WeekOut, _("归档"))
def archive_week(request: ApiRequest, week: Slug, data: WeekMove) -> WeekOut:
    return _out(actions.archive_week(request.actor, request.week, seen_version=data.seen_version))
