"""Reading, entering and changing activities."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query
from ninja.files import UploadedFile

from sciweek.activities import actions
from sciweek.activities.api.shapes import (
    ActivityChange,
    ActivityOut,
    ChangeOut,
    NewActivity,
    OpinionOut,
    VersionOut,
    activity_out,
    again,
    pointed,
    rest,
    the_activity,
)
from sciweek.activities.models import Activity
from sciweek.activities.queries import containing, on_day, opinions, versions
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState, Kind, Mode, Verdict
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Code,
    Day,
    Line,
    Moment,
    OnceKey,
    PageOf,
    Parts,
    Seen,
    Slug,
    Step,
    Words,
    local,
    narrowed,
    page_of,
)
from sciweek.base.text import clean
from sciweek.base.uploads import contents
from sciweek.logbook.changes import changed_since

SEES = "activities.see_activities"


class ActivityFilter(Asked):
    """Which activities: every given condition must hold."""

    state: ActivityState | None = None
    kind: Kind | None = None
    mode: Mode | None = None
    opinion: Verdict | None = None
    unit: Code | None = None
    series: int | None = None
    day: Day | None = None
    changed_since: Moment | None = None
    q: Words = ""


class PictureForm(Parts):
    """What is to be seen on it; on a published activity also why it may be (保密审查)."""

    alt: Line = ""
    basis: Line = ""
    seen_version: Seen | None = None


def _found(request: ApiRequest, asked: ActivityFilter) -> QuerySet[Activity]:
    rows = visible_activities(request.actor).select_related("unit", "series", "picture")
    plain = {
        "state": asked.state, "kind": asked.kind, "mode": asked.mode, "opinion": asked.opinion,
        "unit__code": asked.unit, "series__position": asked.series,
    }  # fmt: skip
    rows = narrowed(rows, **plain)
    if asked.day is not None:
        rows = on_day(rows, asked.day, request.week.zone)
    return containing(changed_since(rows, asked.changed_since), clean(asked.q)).order_by("starts_at", "id")


@rest.read("/weeks/{week}/activities", PageOf[ActivityOut], _("活动，按时间"), needs=SEES)
def list_activities(request: ApiRequest, week: Slug, asked: Query[ActivityFilter]) -> PageOf[ActivityOut]:
    return page_of(
        request, PageOf[ActivityOut], _found(request, asked), asked, lambda row: activity_out(request, row)
    )


@rest.write(
    "POST", "/weeks/{week}/activities", ActivityOut, _("填报一项活动（草稿）"), needs=SEES, status=201
)
def add_activity(request: ApiRequest, week: Slug, data: NewActivity, once: OnceKey = None) -> ActivityOut:
    row = actions.add_activity(
        request.actor, request.week, request_uid=once, **pointed(data.model_dump(exclude_unset=True))
    )
    return again(request, row)


@rest.read("/weeks/{week}/activities/{code}", ActivityOut, _("一项活动"), needs=SEES)
def get_activity(request: ApiRequest, week: Slug, code: Code) -> ActivityOut:
    return activity_out(request, the_activity(request, code))


@rest.write("PATCH", "/weeks/{week}/activities/{code}", ActivityOut, _("修改一项活动"), needs=SEES)
def edit_activity(request: ApiRequest, week: Slug, code: Code, data: ActivityChange) -> ActivityOut:
    row = the_activity(request, code)
    values = pointed(data.given("basis", "reviewer"), row=row)
    saved = actions.edit_activity(
        request.actor, row, seen_version=data.seen_version, basis=data.basis, reviewer=data.reviewer, **values
    )
    return again(request, saved)


@rest.write(
    "POST", "/weeks/{week}/activities/{code}/copy", ActivityOut, _("照样再填一项"), needs=SEES, status=201
)
def copy_activity(request: ApiRequest, week: Slug, code: Code, once: OnceKey = None) -> ActivityOut:
    source = the_activity(request, code)
    return again(request, actions.copy_activity(request.actor, request.week, source=source, request_uid=once))


@rest.write("POST", "/weeks/{week}/activities/{code}/picture", ActivityOut, _("上传图片"), needs=SEES)
def set_picture(
    request: ApiRequest,
    week: Slug,
    code: Code,
    data: Form[PictureForm],
    picture: File[UploadedFile],
) -> ActivityOut:
    row = the_activity(request, code)
    saved = actions.set_picture(
        request.actor,
        row,
        name=picture.name or "",
        data=contents(picture, "picture"),
        alt=data.alt,
        basis=data.basis,
        seen_version=data.seen_version,
    )
    return again(request, saved)


@rest.write("POST", "/weeks/{week}/activities/{code}/picture/drop", ActivityOut, _("去掉图片"), needs=SEES)
def drop_picture(request: ApiRequest, week: Slug, code: Code, data: Step) -> ActivityOut:
    row = the_activity(request, code)
    return again(request, actions.drop_picture(request.actor, row, seen_version=data.seen_version))


@rest.read(
    "/weeks/{week}/activities/{code}/history", list[VersionOut], _("一项活动的来历，新的在前"), needs=SEES
)
def get_history(request: ApiRequest, week: Slug, code: Code) -> list[VersionOut]:
    row = the_activity(request, code)
    return [
        VersionOut(
            at=local(one.at, request.week.zone),
            who=one.who,
            verb=one.verb,
            why=one.why,
            changes=[
                ChangeOut(field=name, before=before, after=after)
                for name, (before, after) in one.changes.items()
            ],
        )
        for one in versions(row)
    ]


@rest.read(
    "/weeks/{week}/activities/{code}/opinions",
    list[OpinionOut],
    _("一项活动的保密审查意见，新的在前"),
    needs=SEES,
)
def list_opinions(request: ApiRequest, week: Slug, code: Code) -> list[OpinionOut]:
    row = the_activity(request, code)
    return [
        OpinionOut(
            verdict=Verdict(one.verdict),
            reviewer=one.reviewer,
            basis=one.basis,
            of_version=one.of_version,
            given_at=local(one.given_at, request.week.zone),
        )
        for one in opinions(row)
    ]
