"""Wishes and visits: reading, asking, assigning, declining."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Code,
    Day,
    Moment,
    OnceKey,
    PageOf,
    Slug,
    Step,
    StepWithReason,
    found_rows,
    narrowed,
    page_of,
)
from sciweek.logbook.changes import changed_since
from sciweek.outreach import actions
from sciweek.outreach.api.rows import (
    again,
    the_wish,
    visit_out,
    wish_given,
    wish_out,
)
from sciweek.outreach.api.shapes import (
    SEES,
    Assignment,
    CautionOut,
    Done,
    NewWish,
    VisitChange,
    VisitOut,
    WishChange,
    WishOut,
    rest,
)
from sciweek.outreach.models import Visit, Wish
from sciweek.outreach.queries import visits, wishes
from sciweek.outreach.rules import visible_outings
from sciweek.outreach.states import WishState

ALL, ONE = "/weeks/{week}/wishes", "/weeks/{week}/wishes/{code}"


class WishFilter(Asked):
    """Which wishes."""

    state: WishState | None = None
    unit: Code | None = None
    outing: Code | None = None
    changed_since: Moment | None = None


class VisitFilter(Asked):
    """Which visits."""

    day: Day | None = None
    unit: Code | None = None
    outing: Code | None = None


@rest.read(ALL, PageOf[WishOut], _("申请，先申请的在前"), needs=SEES)
def list_wishes(request: ApiRequest, week: Slug, asked: Query[WishFilter]) -> PageOf[WishOut]:
    plain = {"state": asked.state, "unit__code": asked.unit, "outing__code": asked.outing}
    rows = narrowed(wishes(request.actor), **plain)
    found = changed_since(rows, asked.changed_since).order_by("asked_at", "id")
    return page_of(request, PageOf[WishOut], found, asked, lambda row: wish_out(request, row))


@rest.write("POST", ALL, WishOut, _("申请来一场"), needs=SEES, status=201)
def ask_visit(request: ApiRequest, week: Slug, data: NewWish, once: OnceKey = None) -> WishOut:
    values = {"phone": ""} | wish_given(request, data)
    return again(request, actions.ask_visit(request.actor, request.week, request_uid=once, **values))


@rest.read(ONE, WishOut, _("一份申请和它的安排"), needs=SEES)
def get_wish(request: ApiRequest, week: Slug, code: Code) -> WishOut:
    return wish_out(request, the_wish(request, code))


@rest.write("PATCH", ONE, WishOut, _("修改申请"), needs=SEES)
def edit_wish(request: ApiRequest, week: Slug, code: Code, data: WishChange) -> WishOut:
    row = the_wish(request, code)
    values = wish_given(request, data)
    return again(request, actions.edit_wish(request.actor, row, seen_version=data.seen_version, **values))


@rest.write("POST", f"{ONE}/foresee", list[CautionOut], _("这样安排有什么要留意的，不保存"), needs=SEES)
def foresee(request: ApiRequest, week: Slug, code: Code, data: Assignment) -> list[CautionOut]:
    row = the_wish(request, code)
    values = _placed(request, data.given())
    kept = {
        name: values[name] for name in ("outing", "starts_at", "ends_at", "crew", "plate") if name in values
    }
    plan = actions.foresee_visit(request.actor, row, **kept)
    return [CautionOut(kind=one.kind, words=one.words, stops=one.stops) for one in plan.cautions]


@rest.write("POST", f"{ONE}/assign", WishOut, _("安排：哪个项目、哪天几点去"), needs=SEES)
def assign_visit(request: ApiRequest, week: Slug, code: Code, data: Assignment) -> WishOut:
    row = the_wish(request, code)
    values = _placed(request, data.given())
    actions.assign_visit(request.actor, row, seen_version=data.seen_version, **values)
    return again(request, row)


@rest.write("POST", f"{ONE}/move", WishOut, _("改安排"), needs=SEES)
def move_visit(request: ApiRequest, week: Slug, code: Code, data: VisitChange) -> WishOut:
    row = the_wish(request, code)
    values = {name: one for name, one in _placed(request, data.given()).items() if one is not None}
    actions.move_visit(request.actor, _visit(row), seen_version=data.seen_version, **values)
    return again(request, row)


@rest.write("POST", f"{ONE}/take-back", WishOut, _("取消安排，申请又在等"), needs=SEES)
def take_back_visit(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> WishOut:
    row = the_wish(request, code)
    actions.take_back_visit(request.actor, _visit(row), why=data.why, seen_version=data.seen_version)
    return again(request, row)


@rest.write("POST", f"{ONE}/done", WishOut, _("记下已去过，实到多少人"), needs=SEES)
def finish_visit(request: ApiRequest, week: Slug, code: Code, data: Done) -> WishOut:
    row = the_wish(request, code)
    actions.finish_visit(request.actor, _visit(row), came=data.came, seen_version=data.seen_version)
    return again(request, row)


@rest.write("POST", f"{ONE}/decline", WishOut, _("婉拒，写明原因"), needs=SEES)
def decline_wish(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> WishOut:
    row = the_wish(request, code)
    return again(
        request, actions.decline_wish(request.actor, row, why=data.why, seen_version=data.seen_version)
    )


@rest.write("POST", f"{ONE}/reconsider", WishOut, _("收回婉拒"), needs=SEES)
def reconsider_wish(request: ApiRequest, week: Slug, code: Code, data: Step) -> WishOut:
    row = the_wish(request, code)
    return again(request, actions.reconsider_wish(request.actor, row, seen_version=data.seen_version))


@rest.write("POST", f"{ONE}/withdraw", WishOut, _("撤回申请"), needs=SEES)
def withdraw_wish(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> WishOut:
    row = the_wish(request, code)
    return again(
        request, actions.withdraw_wish(request.actor, row, why=data.why, seen_version=data.seen_version)
    )


@rest.read("/weeks/{week}/visits", PageOf[VisitOut], _("安排，按时间"), needs=SEES)
def list_visits(request: ApiRequest, week: Slug, asked: Query[VisitFilter]) -> PageOf[VisitOut]:
    plain = {"wish__unit__code": asked.unit, "outing__code": asked.outing}
    rows = narrowed(visits(request.actor), **plain)
    if asked.day is not None:
        zone = request.week.zone
        start, end = clock.moment(asked.day, clock.MIDNIGHT, zone), clock.end_of(asked.day, zone)
        rows = rows.filter(starts_at__gte=start, starts_at__lt=end)
    return page_of(request, PageOf[VisitOut], rows, asked, lambda row: visit_out(request, row))


def _placed(request: ApiRequest, values: dict[str, Any]) -> dict[str, Any]:
    return found_rows(
        values, {"outing": lambda code: visible_outings(request.actor).filter(code=code).first()}
    )


def _visit(wish: Wish) -> Visit:
    visit = wish.its_visit
    if visit is None:
        raise Refused(_("这份申请现在没有安排。"), code="no_visit")
    return visit
