"""The lines of the annex."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import Query

from sciweek.activities import actions, queries
from sciweek.activities.api.entering import SEES
from sciweek.activities.api.shapes import Position, SeriesOut, rest
from sciweek.activities.models import Series
from sciweek.activities.states import Kind
from sciweek.base.errors import OutOfSight
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Day,
    Line,
    Names,
    OnceKey,
    PageOf,
    Seen,
    Slug,
    page_of,
)


class SeriesFields(Body):
    """What may be said of a line. Its dates may lie outside the week."""

    starts_on: Day | None = None
    ends_on: Day | None = None
    runs_all_year: bool = False
    place: Line = ""
    hosts: Names = []
    organisers: Names = []
    co_organisers: Names = []


class NewSeries(SeriesFields):
    """A line to add at the end."""

    name: Line
    kind: Annotated[Kind, Choice]


class SeriesChange(SeriesFields):
    """What to change; what is left out stays."""

    seen_version: Seen
    name: Line = ""
    kind: Annotated[Kind, Choice] = Kind.OTHER


def _out(row: Series) -> SeriesOut:
    return SeriesOut.model_validate({name: getattr(row, name) for name in SeriesOut.model_fields})


def _the_series(position: int) -> Series:
    found = Series.objects.filter(position=position).first()
    if found is None:
        raise OutOfSight(str(position))
    return found


@rest.read("/weeks/{week}/series", PageOf[SeriesOut], _("系列活动（附件里的各行）"), needs=SEES)
def list_series(request: ApiRequest, week: Slug, asked: Query[Asked]) -> PageOf[SeriesOut]:
    return page_of(request, PageOf[SeriesOut], queries.series().order_by("position"), asked, _out)


@rest.write("POST", "/weeks/{week}/series", SeriesOut, _("加一项系列活动"), needs=SEES, status=201)
def add_series(request: ApiRequest, week: Slug, data: NewSeries, once: OnceKey = None) -> SeriesOut:
    values = data.model_dump(exclude_unset=True)
    return _out(actions.add_series(request.actor, request.week, request_uid=once, **values))


@rest.read("/weeks/{week}/series/{position}", SeriesOut, _("一项系列活动"), needs=SEES)
def get_series(request: ApiRequest, week: Slug, position: Position) -> SeriesOut:
    return _out(_the_series(position))


@rest.write("PATCH", "/weeks/{week}/series/{position}", SeriesOut, _("修改一项系列活动"), needs=SEES)
def edit_series(request: ApiRequest, week: Slug, position: Position, data: SeriesChange) -> SeriesOut:
    row = _the_series(position)
    return _out(actions.edit_series(request.actor, row, seen_version=data.seen_version, **data.given()))
