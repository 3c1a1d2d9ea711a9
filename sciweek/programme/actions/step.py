"""An activity and its only session tell one time: whoever changes one, changes the other."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from sciweek.activities.actions import edit_activity
from sciweek.activities.models import Activity
from sciweek.activities.states import SHOWN_STATES, ActivityState
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.logbook.actions import save_changes
from sciweek.programme.logic.spans import spans_of
from sciweek.programme.models import Release, ReleasedSession, Session
from sciweek.programme.queries import was_released
from sciweek.programme.states import Change, RunKind, SessionState

TIMES = ("starts_at", "ends_at", "is_all_day")


def only_session(activity: Activity) -> Session | None:
    """The session of an activity that has one, alone and not by rule."""
    rows = list(Session.objects.filter(activity=activity).select_related("run", "activity")[:2])
    return rows[0] if len(rows) == 1 and rows[0].run.kind == RunKind.SINGLE else None


def lead_activity(actor: Actor, *, before: Session, after: Session) -> None:
    """The activity takes on its only session's new time, as long as nobody has read of either.

    One that the public sees already follows when the programme is released (`follow_release`).
    """
    if (before.starts_at, before.ends_at) == (after.starts_at, after.ends_at):
        return
    activity = Activity.objects.select_related("unit").get(pk=after.activity_id)
    if activity.is_shown or activity.starts_at not in (None, before.starts_at):
        return
    only = only_session(activity)
    if only is None or only.pk != after.pk or was_released(after):
        return
    if access.may(actor, "activities.edit_activity", activity):
        times = {name: getattr(after, name) for name in TIMES}
        edit_activity(actor, activity, seen_version=None, **times)


def follow_activity(actor: Actor, activity: Activity) -> Session | None:
    """The activity's only session takes on its new time, unless the public has read of the session.

    Returns the session when it was moved. What became an exhibition is left to people.
    """
    session = only_session(activity)
    if session is None or activity.starts_at is None or activity.state == ActivityState.CANCELLED:
        return None
    if session.state == SessionState.CANCELLED or was_released(session):
        return None
    span = _span(activity, activity.starts_at, session.ends_at - session.starts_at)
    if span is None:
        return None
    starts_at, ends_at = span
    row = save_changes(
        actor,
        session,
        verb="follow_activity",
        starts_at=starts_at,
        ends_at=ends_at,
        is_all_day=activity.is_all_day,
    )
    return row if row.version != session.version else None


def _span(activity: Activity, starts_at: datetime, length: timedelta) -> tuple[datetime, datetime] | None:
    """The one span of the activity's time; `length` where it does not say when it ends. None: it is not one."""
    if activity.ends_at is None and not activity.is_all_day:
        return starts_at, starts_at + length
    try:
        spans = spans_of(starts_at, activity.ends_at, is_all_day=activity.is_all_day, zone=activity.week.zone)
    except Refused:
        return None
    return spans.times[0] if spans.kind == RunKind.SINGLE else None


def follow_release(actor: Actor, release: Release) -> list[Activity]:
    """Activities with one session take on the time with which it was released: the public never reads two.

    Only where the release moved it; returns the activities that changed.
    """
    moved = ReleasedSession.objects.filter(
        release=release, change__in=(Change.NEW, Change.MOVED, Change.BACK), state=SessionState.PLANNED
    )
    others = Session.objects.filter(activity=OuterRef("activity")).exclude(pk=OuterRef("session"))
    apart = ~Q(activity__starts_at=F("starts_at")) | ~Q(activity__ends_at=F("ends_at"))
    rows = moved.filter(~Exists(others), apart, run__kind=RunKind.SINGLE, activity__state__in=SHOWN_STATES)
    done = []
    for row in rows.select_related("activity__unit"):
        if row.activity.ends_at is None and row.activity.starts_at == row.starts_at:
            continue
        times = {name: getattr(row, name) for name in TIMES}
        done.append(edit_activity(actor, row.activity, seen_version=row.activity.version, **times))
    return done
