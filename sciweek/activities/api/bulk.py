"""One act for many activities: what could be done, and beside each other one why not."""

from collections.abc import Sequence
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sciweek.activities import actions
from sciweek.activities.api.entering import SEES
from sciweek.activities.api.shapes import Judgement, pointed, rest
from sciweek.activities.models import Activity
from sciweek.activities.rules import visible_activities
from sciweek.base.errors import Refused
from sciweek.base.rest import ApiRequest, Body, Code, Line, Out, Slug, Text

BULK = "/weeks/{week}/bulk/activities"
Codes = Annotated[list[Code], Field(min_length=1, max_length=1000)]


class Many(Body):
    """The activities, by code."""

    codes: Codes


class ManyWithReason(Many):
    """The activities, and one reason for all."""

    why: Text


class ManyToPublish(Many):
    """With a `basis`, those that have no 保密审查 opinion are recorded as 公开 on it first (the fast lane)."""

    basis: Line = ""
    reviewer: Line = ""


class ManyJudged(Judgement):
    """One opinion with one basis for a list."""

    codes: Codes


class ManyToUnit(ManyWithReason):
    """Into whose hands they go."""

    unit: Code


class LeftOut(Out):
    """An activity that stayed as it was, and why."""

    code: str
    reason: str
    reason_code: str


class BulkOut(Out):
    """What came of it."""

    done: list[str]
    left: list[LeftOut]


def _rows(request: ApiRequest, codes: Sequence[str]) -> list[Activity]:
    return list(visible_activities(request.actor).filter(code__in=codes).select_related("unit"))


def _came(
    codes: Sequence[str],
    rows: Sequence[Activity],
    done: Sequence[Activity],
    left: Sequence[tuple[Activity, Refused]],
) -> BulkOut:
    refused = [
        LeftOut(
            code=row.code,
            reason=str(refusal.message or "；".join(map(str, refusal.fields.values()))),
            reason_code=refusal.code,
        )
        for row, refusal in left
    ]
    known = {row.code for row in rows}
    missing = [code for code in dict.fromkeys(codes) if code not in known]
    unknown = [LeftOut(code=code, reason=_("没有这一项。"), reason_code="not_found") for code in missing]
    return BulkOut(done=[row.code for row in done], left=refused + unknown)


@rest.write("POST", f"{BULK}/approve", BulkOut, gettext_lazy("通过一批"), needs=SEES)
def approve_many(request: ApiRequest, week: Slug, data: Many) -> BulkOut:
    rows = _rows(request, data.codes)
    return _came(data.codes, rows, *actions.approve_activities(request.actor, request.week, rows))


@rest.write("POST", f"{BULK}/return", BulkOut, gettext_lazy("退回一批"), needs=SEES)
def return_many(request: ApiRequest, week: Slug, data: ManyWithReason) -> BulkOut:
    rows = _rows(request, data.codes)
    return _came(
        data.codes, rows, *actions.return_activities(request.actor, request.week, rows, why=data.why)
    )


@rest.write("POST", f"{BULK}/publish", BulkOut, gettext_lazy("发布一批"), needs=SEES)
def publish_many(request: ApiRequest, week: Slug, data: ManyToPublish) -> BulkOut:
    rows = _rows(request, data.codes)
    done, left = actions.publish_activities(
        request.actor, request.week, rows, basis=data.basis, reviewer=data.reviewer
    )
    return _came(data.codes, rows, done, left)


@rest.write("POST", f"{BULK}/opinions", BulkOut, gettext_lazy("给一批记同一条保密审查意见"), needs=SEES)
def give_opinions(request: ApiRequest, week: Slug, data: ManyJudged) -> BulkOut:
    rows = _rows(request, data.codes)
    done, left = actions.give_opinions(
        request.actor, request.week, rows, verdict=data.verdict, basis=data.basis, reviewer=data.reviewer
    )
    return _came(data.codes, rows, done, left)


@rest.write("POST", f"{BULK}/hand-over", BulkOut, gettext_lazy("把一批移交给另一个单位"), needs=SEES)
def hand_over_many(request: ApiRequest, week: Slug, data: ManyToUnit) -> BulkOut:
    rows = _rows(request, data.codes)
    unit = pointed({"unit": data.unit})["unit"]
    done, left = actions.hand_over_activities(request.actor, request.week, rows, unit=unit, why=data.why)
    return _came(data.codes, rows, done, left)
