"""What waits for whoever releases the programme: changes that the public does not see yet, activities without a session."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.queries import public_activities
from sciweek.activities.states import ActivityState
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.desk.queries.tasks import Task, all_if_any, some
from sciweek.programme.models import Release, ReleasedSession, Session
from sciweek.programme.queries import activities_without_sessions, current_release
from sciweek.programme.states import Change, SessionState
from sciweek.week.models import Week

PASSED = (ActivityState.APPROVED, ActivityState.PUBLISHED)
ALWAYS_THERE = ("starts_at", "ends_at", "is_all_day", "mode", "place", "link", "title", "note", "state")
MAY_LACK = ("venue_id", "room_id", "capacity")


def programme_tasks(actor: Actor, week: Week) -> list[Task]:
    """Counted by the database: the page that names the changes compares them one by one."""
    if not access.may(actor, "programme.run_programme", week):
        return []
    return [*_unreleased(week), *_without_sessions(actor, week)]


def _unreleased(week: Week) -> list[Task]:
    current = current_release(week)
    count = _new(current).count() + (_changed(current).count() if current is not None else 0)
    if not count:
        return []
    title = ngettext("%(n)d 场的变动还没有发布", "%(n)d 场的变动还没有发布", count) % {"n": count}
    detail = (
        _("公众看到的是第 %(number)d 版。") % {"number": current.number}
        if current is not None
        else _("日程还没有发布过。")
    )
    return [Task(None, "", title, detail, _url("release", week), _("去发布"))]


def _new(current: Release | None) -> QuerySet[Session]:
    """Planned sessions of public activities that the version does not show."""
    shown = ReleasedSession.objects.filter(release=current).exclude(change=Change.GONE)
    planned = Session.objects.filter(state=SessionState.PLANNED, activity__in=_public())
    planned = planned.exclude(activity__state=ActivityState.CANCELLED)
    return planned.exclude(pk__in=shown.values("session_id"))


def _changed(current: Release) -> QuerySet[ReleasedSession]:
    """What the version shows otherwise than it stands now, or should show no more."""
    differs = ~Q(activity__in=_public())
    differs |= Q(state=SessionState.PLANNED, activity__state=ActivityState.CANCELLED)
    for name in ALWAYS_THERE:
        differs |= ~Q(**{name: F(f"session__{name}")})
    rows = ReleasedSession.objects.filter(release=current).exclude(change=Change.GONE)
    for name in MAY_LACK:
        rows = rows.alias(
            **{
                f"{name}_shown": Coalesce(F(name), Value(0)),
                f"{name}_now": Coalesce(F(f"session__{name}"), Value(0)),
            }
        )
        differs |= ~Q(**{f"{name}_shown": F(f"{name}_now")})
    rows = rows.alias(
        names_shown=Cast("speakers", TextField()), names_now=Cast("session__speakers", TextField())
    )
    # An activity that was cancelled takes its sessions with it: these say so already.
    done = Q(state=SessionState.CANCELLED, activity__state=ActivityState.CANCELLED)
    return rows.filter(differs | ~Q(names_shown=F("names_now"))).exclude(done)


def _public() -> QuerySet[Activity, int]:
    return public_activities().order_by().values_list("pk", flat=True)


def _without_sessions(actor: Actor, week: Week) -> list[Task]:
    found = activities_without_sessions(actor).filter(state__in=PASSED)

    def every(n: int, rows: Sequence[Activity]) -> Task:
        title = ngettext("%(n)d 个通过的活动还没有场次", "%(n)d 个通过的活动还没有场次", n) % {"n": n}
        names = some(row.name for row in rows)
        return Task(None, "", title, names, _url("from_activities", week), _("去排"))

    return all_if_any(found.select_related(None).only("name"), every)


def _url(name: str, week: Week) -> str:
    return reverse(f"programme:{name}", kwargs={"week_slug": week.slug})
