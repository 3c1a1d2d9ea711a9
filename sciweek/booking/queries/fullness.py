"""How full many sessions are: one query for a whole page."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from sciweek.activities.states import ActivityState
from sciweek.booking.logic.fullness import Fullness, closing, least_seats
from sciweek.booking.models import Pool, Terms
from sciweek.booking.states import Admission, Choice, Passing
from sciweek.programme.models import Session
from sciweek.programme.states import SessionState

# A course all of whose dates are cancelled has no start: its booking has closed.
NEVER = datetime.min.replace(tzinfo=UTC)
_FIELDS = (
    *("run_id", "pools__session_id", "admission", "is_on", "pools__is_closed", "opens_at", "starts", "closes_before"),
    *("has_waiting", "passing", "choice", "smallest", "small_need_seats", "pools__capacity", "pools__taken", "pools__waiting"),
    *("pools__shared__capacity", "pools__shared__taken", "pools__shared__is_closed", "pools__session__state", "run__activity__state"),
)  # fmt: skip


def fullness_by_session(sessions: Iterable[tuple[int, int]]) -> dict[int, Fullness]:
    """How full sessions are, given as pairs of their own id and their run's; those without terms are left out.

    A session of a course has the seats of the whole course, one of free entry has none to count.
    """
    pairs = list(sessions)
    own: dict[int, Fullness] = {}
    of_run: dict[int, Fullness] = {}
    for run_id, session_id, fullness in _rows(pairs):
        if session_id is None:
            of_run[run_id] = fullness
        else:
            own[session_id] = fullness
    found = {session_id: own.get(session_id) or of_run.get(run_id) for session_id, run_id in pairs}
    return {session_id: fullness for session_id, fullness in found.items() if fullness is not None}


def _rows(pairs: list[tuple[int, int]]) -> Iterable[tuple[int, int | None, Fullness]]:
    if not pairs:
        return
    found = Terms.objects.filter(
        Q(pools__isnull=True)
        | Q(pools__session__isnull=True)
        | Q(pools__session_id__in={session_id for session_id, _run_id in pairs}),
        run_id__in={run_id for _session_id, run_id in pairs},
    )
    # Only now: what is annotated before a filter joins the seats twice, each slot of a run with each.
    for row in _started(found).values(*_FIELDS):
        yield row["run_id"], row["pools__session_id"], _fullness(row)


def _started(found: QuerySet[Terms]) -> QuerySet[Terms]:
    dates = Session.objects.filter(run=OuterRef("run"), state=SessionState.PLANNED).order_by()
    first = dates.values("run").annotate(first=Min("starts_at")).values("first")
    return found.annotate(starts=Coalesce("pools__session__starts_at", Subquery(first))).order_by()


def _fullness(row: Mapping[str, Any]) -> Fullness:
    capacity, starts = row["pools__capacity"] or 0, row["starts"]
    free = capacity - (row["pools__taken"] or 0)
    if row["pools__shared__capacity"] is not None:
        free = min(free, row["pools__shared__capacity"] - row["pools__shared__taken"])
    off = row["run__activity__state"] == ActivityState.CANCELLED
    return Fullness(
        admission=row["admission"],
        is_on=row["is_on"] and not row["pools__is_closed"] and not row["pools__shared__is_closed"],
        is_called_off=off or row["pools__session__state"] == SessionState.CANCELLED or starts is None,
        opens_at=row["opens_at"],
        closes_at=closing(starts, row["closes_before"]) if starts else NEVER,
        has_waiting=row["has_waiting"],
        passing=row["passing"],
        capacity=capacity,
        free=free,
        waiting=row["pools__waiting"] or 0,
        least=least_seats(
            admission=row["admission"],
            choice=row["choice"],
            smallest=row["smallest"],
            small_need_seats=row["small_need_seats"],
        ),
    )


def with_free_seats(now: datetime) -> Q:
    """For rows that have `session`, `run` and `state`: those of which somebody can book seats now, or come without booking.

    Asks first which cut-offs there are: few, and no database needs to reckon with minutes in a column.
    """
    cut_offs = sorted(set(Terms.objects.order_by().values_list("closes_before", flat=True).distinct()))
    seats = (
        Pool.objects.filter(terms__is_on=True, is_closed=False)
        .annotate(least=_least())
        .filter(capacity__gte=F("taken") + F("least"))
        .filter(Q(terms__opens_at=None) | Q(terms__opens_at__lte=now))
        .filter(
            Q(shared=None) | Q(shared__capacity__gte=F("shared__taken") + F("least"), shared__is_closed=False)
        )
        .exclude(terms__passing=Passing.IN_ORDER, waiting__gt=0)
        .exclude(terms__run__activity__state=ActivityState.CANCELLED)
    )
    own = seats.filter(session=OuterRef("session"), session__state=SessionState.PLANNED)
    # A course is booked until its first date begins.
    dates = Session.objects.filter(run=OuterRef("terms__run"), state=SessionState.PLANNED).order_by()
    first = Subquery(dates.values("run").annotate(first=Min("starts_at")).values("first"))
    course = seats.filter(session=None, terms__run=OuterRef("run")).annotate(starts=first)
    free = Terms.objects.filter(run=OuterRef("run"), admission=Admission.FREE, is_on=True)
    free = free.exclude(run__activity__state=ActivityState.CANCELLED)
    return Q(state=SessionState.PLANNED) & (
        Q(Exists(own.filter(_ahead("session__starts_at", now, cut_offs))))
        | Q(Exists(course.filter(_ahead("starts", now, cut_offs))))
        | Q(Exists(free), ends_at__gt=now)
    )


def _least() -> Case:
    """`least_seats` in a query."""
    alone = Q(terms__admission=Admission.GROUP, terms__choice=Choice.CHOSEN)
    alone |= Q(terms__admission=Admission.PARTY, terms__small_need_seats=False)
    return Case(When(alone, then=1), default=F("terms__smallest"), output_field=IntegerField())


def _ahead(start: str, now: datetime, cut_offs: Iterable[int]) -> Q:
    """Whether its cut-off is still to come."""
    found = Q(pk__in=[])
    for each in cut_offs:
        found |= Q(terms__closes_before=each) & Q((f"{start}__gt", now + timedelta(minutes=each)))
    return found
