"""The frozen copies that the public reads, and what the next one would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Subquery, prefetch_related_objects

from sciweek.activities.queries import public_activities
from sciweek.activities.states import ActivityState
from sciweek.base import clock
from sciweek.programme.logic.changes import SHOWN_FIELDS, Difference, difference
from sciweek.programme.logic.warnings import Caution
from sciweek.programme.models import Release, ReleasedSession, Session
from sciweek.programme.queries.planning import cautions_of
from sciweek.programme.states import Change, SessionState
from sciweek.week.models import Week

# Of an activity, what no release reads.
UNREAD = tuple(
    f"activity__{name}"
    for name in (
        "uid", "version", "series", "summary", "hosts", "organisers", "co_organisers", "starts_at", "ends_at",
        "is_all_day", "mode", "place", "address", "link", "audience", "age_from", "age_to", "expected", "entry_note",
        "contact_name", "contact_phone", "marks", "opinion", "picture", "picture_alt", "published_at", "search_text",
    )
)  # fmt: skip


def current_release(week: Week) -> Release | None:
    """The version that the public reads."""
    return Release.objects.filter(week=week).order_by("-number").first()


def releases() -> QuerySet[Release]:
    """Every version of the edition's programme, the newest first."""
    return Release.objects.all()


def change_counts(found: Iterable[Release]) -> dict[int, dict[str, int]]:
    """Of each version, by id, how many sessions it changed in which way. One query."""
    counts: dict[int, dict[str, int]] = {row.pk: {} for row in found}
    rows = ReleasedSession.objects.filter(release__in=counts).exclude(change="").order_by()
    for release, change, count in rows.values_list("release_id", "change").annotate(Count("id")):
        counts[release][change] = count
    return counts


def released_sessions(release: Release) -> QuerySet[ReleasedSession]:
    """What the version shows, by time: without activities that the public may no longer see."""
    found = ReleasedSession.objects.filter(release=release).exclude(change=Change.GONE)
    return found.filter(activity__in=public_activities().values("pk")).select_related(
        "run", "activity__unit", "activity__series", "activity__picture", "venue__street", "room"
    )


def read_by_public() -> QuerySet[ReleasedSession]:
    """What the newest version shows, whatever became of its activities since: to be asked beside other rows."""
    newest = Release.objects.order_by("-number").values("pk")[:1]
    return ReleasedSession.objects.filter(release=Subquery(newest)).exclude(change=Change.GONE).order_by()


@dataclass(frozen=True, slots=True)
class Pending:
    """What the next release would do to one session, against the newest one."""

    session: Session
    before: ReleasedSession | None
    change: str
    fields: tuple[str, ...]


def to_release(before: dict[int, ReleasedSession]) -> list[Session]:
    """Every session that a release would show now, as it would stand in it; `before` is what is shown so far.

    A session of a cancelled activity is cancelled with it, whatever its own row says. What is cancelled and was never
    announced is not announced now.
    """
    found: list[Session] = []
    planned = _public_sessions().select_related("run", "activity").defer("run__uid", "run__rule", *UNREAD)
    # Units and places are fetched once, not with each session.
    for row in planned.prefetch_related("activity__unit", "venue", "room").order_by("starts_at", "id"):
        if row.activity.state == ActivityState.CANCELLED and row.state == SessionState.PLANNED:
            row.state = SessionState.CANCELLED
            row.state_reason = row.activity.state_reason[:300]
        old = before.get(row.pk)
        announced = old is not None and old.change != Change.GONE
        if announced or row.state == SessionState.PLANNED:
            found.append(row)
    return found


def pending_changes(week: Week) -> list[Pending]:
    """What a release would change, in the order of time: new, moved, cancelled; then what would be gone."""
    before = last_shown(current_release(week))
    return compared(to_release(before), before)


def holding_back(week: Week) -> list[Caution]:
    """What would hold back a release now; what is cancelled, or over by now, holds back nothing."""
    coming = _public_sessions().filter(ends_at__gt=clock.now())
    return [one for one in cautions_of(coming, week) if one.stops]


def _public_sessions() -> QuerySet[Session]:
    return Session.objects.filter(activity__in=public_activities().values("pk"))


def compared(rows: Iterable[Session], before: dict[int, ReleasedSession]) -> list[Pending]:
    """The rows against what was shown; what is equal is left out."""
    left = dict(before)
    found: list[Pending] = []
    for row in rows:
        old = left.pop(row.pk, None)
        step = _step(old, row)
        if step is not None:
            found.append(Pending(row, old, step.change, step.fields))
    prefetch_related_objects([one.before for one in found if one.before is not None], "venue", "room")
    gone = [old for old in left.values() if old.change != Change.GONE]
    prefetch_related_objects(
        gone, "session__run", "session__activity__unit", "venue", "room", "run", "activity"
    )
    return found + [Pending(old.session, old, Change.GONE, ()) for old in gone]


def last_shown(release: Release | None) -> dict[int, ReleasedSession]:
    """The version's bare rows by session, those that it took away among them."""
    rows = ReleasedSession.objects.filter(release=release) if release is not None else ()
    return {row.session_id: row for row in rows}


def _step(old: ReleasedSession | None, row: Session) -> Difference | None:
    if old is not None and old.change == Change.GONE:
        return Difference(Change.BACK, ())
    return difference(shown(old) if old is not None else None, shown(row))


def shown(row: Session | ReleasedSession) -> dict[str, Any]:
    """What the public reads of a row, by field."""
    return {name: getattr(row, name) for name in SHOWN_FIELDS}
