"""How sessions stand towards booking, for many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sciweek.activities.states import SHOWN_STATES, ActivityState
from sciweek.base import clock
from sciweek.booking.logic.fullness import Fullness
from sciweek.booking.models import Pool
from sciweek.booking.queries.bookable import Bookable, level_of
from sciweek.booking.queries.fullness import fullness_by_session
from sciweek.booking.states import Admission, Level, Standing
from sciweek.programme.models import Session
from sciweek.programme.queries import read_by_public
from sciweek.programme.states import SessionState

OF_LEVEL = {
    Level.FREE: Standing.FREE,
    Level.SOON: Standing.SOON,
    Level.PLENTY: Standing.OPEN,
    Level.FEW: Standing.OPEN,
    Level.FULL: Standing.FULL,
    Level.WAITING: Standing.FULL,
    Level.CLOSED: Standing.CLOSED,
}
# What is reckoned from, and what a list shows of each.
RECKONED = ("pk", "run_id", "ends_at", "state", "activity__state", "announced", "announced_off")
SHOWN = (
    "code", "week_id", "title", "starts_at", "ends_at", "is_all_day", "state", "run__kind", "run__code",
    "activity__code", "activity__name", "activity__kind", "activity__state", "activity__week_id",
    "activity__unit__name", "activity__unit__short_name", "activity__unit__region_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """One session, by its id, as it stands; `admission` is empty while nothing has been said."""

    session_id: int
    standing: Standing
    admission: str = ""


def stands(found: QuerySet[Session], now: datetime | None = None) -> list[Stand]:
    """The sessions by time, each as it stands now; a flat number of queries, however many they are."""
    now = now or clock.now()
    shown = read_by_public().filter(session=OuterRef("pk"))
    marked = found.annotate(
        announced=Exists(shown), announced_off=Exists(shown.filter(state=SessionState.CANCELLED))
    )
    rows = list(marked.order_by("starts_at", "id").values(*RECKONED))
    fullness = fullness_by_session((row["pk"], row["run_id"]) for row in rows)
    return [_stand(row, fullness.get(row["pk"]), now) for row in rows]


def sessions_of(some: Iterable[Stand]) -> list[tuple[Stand, Session]]:
    """Those of a page with what a list shows of them, in the same order."""
    rows = list(some)
    joined = Session.objects.select_related("run", "activity__unit").only(*SHOWN)
    found = joined.in_bulk([one.session_id for one in rows])
    return [(one, found[one.session_id]) for one in rows if one.session_id in found]


def _stand(row: Mapping[str, Any], fullness: Fullness | None, now: datetime) -> Stand:
    admission = fullness.admission if fullness is not None else ""
    shown = row["announced"] and row["activity__state"] in SHOWN_STATES
    if row["state"] == SessionState.CANCELLED or row["activity__state"] == ActivityState.CANCELLED:
        standing = Standing.OFF
    elif now >= row["ends_at"]:
        standing = Standing.OVER
    elif row["announced_off"]:
        standing = Standing.HIDDEN
    elif fullness is None or (admission != Admission.FREE and not fullness.capacity):
        # A session that came after the rules has no seats yet either.
        standing = Standing.NONE
    elif admission == Admission.FREE:
        standing = Standing.FREE
    else:
        standing = OF_LEVEL[fullness.level(now)] if shown else Standing.HIDDEN
    return Stand(row["pk"], standing, admission)


def standing_of(found: Bookable) -> Standing:
    """The same for seats that were read alone."""
    now = clock.now()
    if found.is_called_off and not found.is_restored:
        return Standing.OFF
    if now >= found.ends_at:
        return Standing.OVER
    if found.is_restored:
        return Standing.HIDDEN
    return OF_LEVEL[level_of(found, now)] if found.is_announced else Standing.HIDDEN


def pools_by_session(sessions: Iterable[Session]) -> dict[int, Pool]:
    """The seats of each session, its own or those of its whole course."""
    rows = list(sessions)
    runs = {row.run_id for row in rows}
    own = Q(session__in=[row.pk for row in rows]) | Q(session__isnull=True, terms__run_id__in=runs)
    found = Pool.objects.filter(own, terms__isnull=False).select_related("terms", "shared")
    by_session = {one.session_id: one for one in found if one.session_id}
    by_run = {one.terms.run_id: one for one in found if not one.session_id and one.terms}
    pairs = ((row.pk, by_session.get(row.pk) or by_run.get(row.run_id)) for row in rows)
    return {pk: pool for pk, pool in pairs if pool is not None}
