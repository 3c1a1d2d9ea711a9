"""Sessions: reading, entering, moving, calling off."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Query

from sciweek.activities.models import Activity
from sciweek.activities.queries import containing
from sciweek.activities.rules import visible_activities
from sciweek.base.errors import OutOfSight
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
    Words,
    narrowed,
    page_of,
)
from sciweek.base.text import clean
from sciweek.logbook.changes import changed_since
from sciweek.programme import actions
from sciweek.programme.api.shapes import (
    SEES,
    NewSessions,
    RunOut,
    SessionChange,
    SessionMove,
    SessionOut,
    WarningOut,
    again,
    placed,
    rest,
    session_out,
    the_session,
)
from sciweek.programme.models import Session
from sciweek.programme.queries import cautions, on_day, sessions
from sciweek.programme.states import RunKind, SessionState

ALL, ONE = "/weeks/{week}/sessions", "/weeks/{week}/sessions/{code}"


class SessionFilter(Asked):
    """Which sessions: every given condition must hold."""

    day: Day | None = None
    venue: Code | None = None
    unit: Code | None = None
    activity: Code | None = None
    state: SessionState | None = None
    changed_since: Moment | None = None
    q: Words = ""


def _found(request: ApiRequest, asked: SessionFilter) -> QuerySet[Session]:
    plain = {
        "venue__code": asked.venue, "activity__unit__code": asked.unit, "activity__code": asked.activity,
        "state": asked.state,
    }  # fmt: skip
    rows = narrowed(sessions(request.actor), **plain)
    if asked.day is not None:
        rows = on_day(rows, asked.day, request.week.zone)
    if asked.q:
        rows = rows.filter(activity__in=containing(Activity.objects.all(), clean(asked.q)).values("pk"))
    return changed_since(rows, asked.changed_since).order_by("starts_at", "id")


@rest.read(ALL, PageOf[SessionOut], _("场次，按时间"), needs=SEES)
def list_sessions(request: ApiRequest, week: Slug, asked: Query[SessionFilter]) -> PageOf[SessionOut]:
    return page_of(
        request, PageOf[SessionOut], _found(request, asked), asked, lambda row: session_out(request, row)
    )


@rest.write("POST", ALL, RunOut, _("排场次：一场，或者按规律排一组"), needs=SEES, status=201)
def add_sessions(request: ApiRequest, week: Slug, data: NewSessions, once: OnceKey = None) -> RunOut:
    activity = visible_activities(request.actor).select_related("unit", "week").filter(code=data.activity)
    found = activity.first()
    if found is None:
        raise OutOfSight(data.activity)
    values = placed(data.given("activity", "rule"))
    rule = data.rule.rule() if data.rule is not None else None
    run = actions.add_sessions(request.actor, found, rule=rule, request_uid=once, **values)
    rows = sessions(request.actor).filter(run=run)
    return RunOut(
        code=run.code,
        kind=RunKind(run.kind),
        activity=found.code,
        sessions=[session_out(request, row) for row in rows],
    )


@rest.read(ONE, SessionOut, _("一场"), needs=SEES)
def get_session(request: ApiRequest, week: Slug, code: Code) -> SessionOut:
    return session_out(request, the_session(request, code))


@rest.write("PATCH", ONE, SessionOut, _("修改一场"), needs=SEES)
def edit_session(request: ApiRequest, week: Slug, code: Code, data: SessionChange) -> SessionOut:
    row = the_session(request, code)
    values = placed(data.given())
    return again(request, actions.edit_session(request.actor, row, seen_version=data.seen_version, **values))


@rest.write("POST", f"{ONE}/move", SessionOut, _("换时间、场地或者厅室"), needs=SEES)
def move_session(request: ApiRequest, week: Slug, code: Code, data: SessionMove) -> SessionOut:
    row = the_session(request, code)
    values = placed(data.given())
    return again(request, actions.move_session(request.actor, row, seen_version=data.seen_version, **values))


@rest.write("POST", f"{ONE}/cancel", SessionOut, _("取消一场"), needs=SEES)
def cancel_session(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> SessionOut:
    row = the_session(request, code)
    saved = actions.cancel_session(request.actor, row, why=data.why, seen_version=data.seen_version)
    return again(request, saved)


@rest.write("POST", f"{ONE}/restore", SessionOut, _("恢复一场"), needs=SEES)
def restore_session(request: ApiRequest, week: Slug, code: Code, data: Step) -> SessionOut:
    row = the_session(request, code)
    return again(request, actions.restore_session(request.actor, row, seen_version=data.seen_version))


@rest.write("POST", f"{ONE}/drop", SessionOut, _("删去没有公布过的一场"), needs=SEES)
def drop_session(request: ApiRequest, week: Slug, code: Code, data: Step) -> SessionOut:
    row = the_session(request, code)
    seen = session_out(request, row)
    actions.drop_session(request.actor, row, seen_version=data.seen_version)
    return seen


@rest.read("/weeks/{week}/session-warnings", list[WarningOut], _("场次里要留意的"), needs=SEES)
def list_warnings(request: ApiRequest, week: Slug) -> list[WarningOut]:
    return [
        WarningOut(kind=one.kind, title=str(one.kind.label), sessions=list(one.codes), stops=one.stops)
        for one in cautions(request.actor, request.week)
    ]
