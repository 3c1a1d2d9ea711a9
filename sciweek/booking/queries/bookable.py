"""What can be booked now, and how full it is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from sciweek.activities.models import Activity
from sciweek.activities.states import SHOWN_STATES, ActivityState
from sciweek.base import clock
from sciweek.booking.logic.fullness import Fullness, closing
from sciweek.booking.models import Policy, Pool, Terms
from sciweek.booking.queries.lost import lost_bookings
from sciweek.booking.states import Level
from sciweek.programme.models import Run, Session
from sciweek.programme.queries import read_by_public
from sciweek.programme.states import SessionState


@dataclass(frozen=True, slots=True)
class Bookable:
    """Seats with everything that decides whether they can be booked, read in one query.

    `starts_at` and `ends_at` are of the session, of a course its first start and last end.
    """

    pool: Pool
    terms: Terms
    activity: Activity
    starts_at: datetime
    ends_at: datetime
    # The public reads of it.
    is_announced: bool
    # It does not take place, or the public still reads so.
    is_called_off: bool
    # It does take place; the next release says so.
    is_restored: bool = False
    # Its end took something from people who have not been offered it again yet.
    has_lost: bool = False
    # What holds in the edition, where it was read along.
    policy: Policy | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the host has stopped booking of these seats, or of those that they share."""
        shared = self.pool.shared
        return self.pool.is_closed or (shared is not None and shared.is_closed)

    @property
    def closes_at(self) -> datetime:
        """The moment from which on nobody books by oneself."""
        return closing(self.starts_at, self.terms.closes_before)

    def has_opened(self, now: datetime) -> bool:
        return self.terms.opens_at is None or self.terms.opens_at <= now

    @property
    def seats(self) -> int:
        """What there is when nobody has booked."""
        shared = self.pool.shared
        return min(self.pool.capacity, shared.capacity) if shared else self.pool.capacity

    @property
    def free(self) -> int:
        """Seats left, as they were read: of its own, and of those that it shares."""
        shared = self.pool.shared
        return min(self.pool.free, shared.free) if shared else self.pool.free


def _joined() -> QuerySet[Pool]:
    found = Pool.objects.filter(terms__isnull=False)
    shown = read_by_public().filter(session=OuterRef("session"))
    return found.select_related("week__region", "terms__run__activity", "session", "shared").annotate(
        announced=Exists(shown),
        announced_off=Exists(shown.filter(state=SessionState.CANCELLED)),
        lost=Exists(lost_bookings().filter(pool=OuterRef("pk"))),
    )


def bookable_by_code(session_code: str) -> Bookable | None:
    """What one books who comes by the session's public code: its own seats, or the whole course's."""
    own = _joined().filter(session__code=session_code).first()
    if own is not None:
        return told(own)
    session = Session.objects.filter(code=session_code).first()
    if session is None:
        return None
    course = _joined().filter(session__isnull=True, terms__run_id=session.run_id).first()
    return told(course) if course is not None else None


def bookable(pool: Pool) -> Bookable:
    """The pool with everything around it, as it stands now."""
    return told(_joined().get(pk=pool.pk))


def told(pool: Pool) -> Bookable:
    """What the joined rows say."""
    terms = pool.terms
    if terms is None:
        raise ValueError("shared seats are booked through those that share them")
    activity, session = terms.run.activity, pool.session
    announced = bool(getattr(pool, "announced", False))
    if session is not None:
        called_off = session.state == SessionState.CANCELLED
        announced_off = bool(getattr(pool, "announced_off", False))
        starts_at, ends_at = session.starts_at, session.ends_at
    else:
        dates = Session.objects.filter(run=terms.run, state=SessionState.PLANNED)
        ends = dates.aggregate(first=Min("starts_at"), last=Max("ends_at"))
        called_off = ends["first"] is None
        if called_off:
            ends = Session.objects.filter(run=terms.run).aggregate(
                first=Min("starts_at"), last=Max("ends_at")
            )
        starts_at, ends_at = ends["first"], ends["last"]
        shown = set(read_by_public().filter(run=terms.run).values_list("state", flat=True).distinct())
        announced = bool(shown)
        announced_off = shown == {SessionState.CANCELLED}
    called_off = called_off or activity.state == ActivityState.CANCELLED
    return Bookable(
        pool,
        terms,
        activity,
        starts_at,
        ends_at,
        is_announced=announced and activity.state in (*SHOWN_STATES, ActivityState.CANCELLED),
        is_called_off=called_off or announced_off,
        is_restored=announced_off and not called_off,
        has_lost=bool(getattr(pool, "lost", False)),
    )


def terms_of(run: Run) -> Terms | None:
    """How one books the run; None: nothing has been said."""
    return Terms.objects.filter(run=run).select_related("run__activity").first()


def pools_of(terms: Terms) -> QuerySet[Pool]:
    """The seats of a run's sessions, by time."""
    found = Pool.objects.filter(terms=terms).select_related("session", "shared", "terms__run__activity")
    return found.order_by("session__starts_at", "id")


def fullness_of(found: Bookable) -> Fullness:
    """What its level depends on."""
    terms, pool = found.terms, found.pool
    return Fullness(
        admission=terms.admission,
        is_on=terms.is_on and not found.is_closed,
        is_called_off=found.is_called_off,
        opens_at=terms.opens_at,
        closes_at=found.closes_at,
        has_waiting=terms.has_waiting,
        passing=terms.passing,
        capacity=pool.capacity,
        free=found.free,
        waiting=pool.waiting,
        least=terms.least_seats,
    )


def level_of(found: Bookable, now: datetime | None = None) -> Level:
    """How full it is, in one word."""
    return fullness_of(found).level(now or clock.now())
