"""What hosts offer."""

from django.utils.translation import gettext_lazy as _
from ninja import Query

from sciweek.base.rest import ApiRequest, Asked, Code, Day, Moment, PageOf, Slug, narrowed, page_of
from sciweek.logbook.changes import changed_since
from sciweek.outreach.api.rows import (
    outing_values,
    the_outing,
)
from sciweek.outreach.api.shapes import (
    SEES,
    OutingDayOut,
    OutingOut,
    WholeOutingOut,
    rest,
)
from sciweek.outreach.models import Outing
from sciweek.outreach.queries import outings
from sciweek.outreach.queries.judging import offers
from sciweek.outreach.states import OutingKind, Part

ALL, ONE = "/weeks/{week}/outings", "/weeks/{week}/outings/{code}"


class OutingFilter(Asked):
    """Which outings."""

    kind: OutingKind | None = None
    unit: Code | None = None
    day: Day | None = None
    changed_since: Moment | None = None


@rest.read(ALL, PageOf[OutingOut], _("外出项目"), needs=SEES)
def list_outings(request: ApiRequest, week: Slug, asked: Query[OutingFilter]) -> PageOf[OutingOut]:
    plain = {"kind": asked.kind, "unit__code": asked.unit, "days__day": asked.day}
    rows = narrowed(outings(request.actor), **plain)
    found = changed_since(rows.distinct(), asked.changed_since).order_by("id")
    return page_of(request, PageOf[OutingOut], found, asked, _out)


def _out(row: Outing) -> OutingOut:
    return OutingOut.model_validate(outing_values(row))


@rest.read(ONE, WholeOutingOut, _("一个外出项目和它能去的日子"), needs=SEES)
def get_outing(request: ApiRequest, week: Slug, code: Code) -> WholeOutingOut:
    row = the_outing(request, code)
    free = {one.key: one.free for one in offers(row)}
    days = [
        OutingDayOut(
            code=one.code,
            day=one.day,
            part=Part(one.part),
            start=f"{one.start_time:%H:%M}",
            end=f"{one.end_time:%H:%M}",
            visits=one.visits,
            free=free.get(one.pk, 0),
        )
        for one in row.days.all()
    ]
    return WholeOutingOut.model_validate(outing_values(row) | {"days": days})
