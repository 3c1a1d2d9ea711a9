"""What stands beside a session that one books: the slots of its day, the dates of its course, where seats are free."""

from dataclasses import dataclass
from datetime import time, timedelta

from sciweek.base import clock
from sciweek.booking.models import Pool
from sciweek.booking.queries import fullness_by_session
from sciweek.booking.queries.others import fitting, open_pools, others_like
from sciweek.booking.states import Level
from sciweek.look.dates import clock_words, local
from sciweek.portal import queries
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.booking.given import Given
from sciweek.portal.pages.session_words import name_words, when_words
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.states import SessionState

MOST_SLOTS = 200
MOST_OTHERS = 6
WITH_SEATS = (Level.PLENTY, Level.FEW)
OPEN = (*WITH_SEATS, Level.WAITING)


@dataclass(frozen=True, slots=True)
class Slot:
    """One time of the day at which one can come in."""

    code: str
    time: str
    level: Level
    free: int
    is_open: bool
    tick: str

    @property
    def words(self) -> str:
        return str(self.level.label)


@dataclass(frozen=True, slots=True)
class Other:
    """Another session with free seats; of another activity it says its name."""

    url: str
    code: str
    when: str
    free: int
    name: str = ""


def slots_of(visit: Visit, found: ReleasedSession, given: Given) -> tuple[Slot, ...]:
    """All slots of the run on that day, those that are over left out."""
    day = local(found.starts_at, visit.zone).date()
    start, end = clock.moment(day, time(), visit.zone), clock.end_of(day, visit.zone)
    there = queries.of_run(_release(visit), found.run_id).filter(
        starts_at__gte=start, starts_at__lt=end, ends_at__gt=visit.now
    )
    rows = list(there.exclude(state=SessionState.CANCELLED).order_by("starts_at", "id")[:MOST_SLOTS])
    fullness = fullness_by_session((row.session_id, row.run_id) for row in rows)
    slots = []
    for row in rows:
        seats = fullness.get(row.session_id)
        if seats is not None:
            level = seats.level(visit.now)
            words = clock_words(row.starts_at, row.ends_at, visit.zone)
            is_open = level in OPEN
            # What nobody can choose is not chosen either: the browser would send nothing in its place.
            tick = given.tick("slot", row.code) if is_open else ""
            slots.append(Slot(row.code, words, level, max(seats.free, 0), is_open, tick))
    return tuple(slots)


def dates_of(visit: Visit, found: ReleasedSession) -> tuple[str, ...]:
    """All dates of a course, which are taken together."""
    rows = queries.of_run(_release(visit), found.run_id).exclude(state=SessionState.CANCELLED)
    return tuple(when_words(row, visit.zone) for row in rows.order_by("starts_at", "id"))


def others_of(visit: Visit, found: ReleasedSession, places: int = 1) -> tuple[Other, ...]:
    """Sessions of the same activity in which so many seats are free, the nearest in time first."""
    there = queries.of_activity(_release(visit), found.activity_id).exclude(session_id=found.session_id)
    rows = list(
        there.filter(starts_at__gt=visit.now)
        .exclude(state=SessionState.CANCELLED)
        .order_by("starts_at", "id")[:MOST_SLOTS]
    )
    fullness = fullness_by_session((row.session_id, row.run_id) for row in rows)
    free = [
        row
        for row in rows
        if (seats := fullness.get(row.session_id)) is not None
        and seats.level(visit.now) in WITH_SEATS
        and seats.free >= places
    ]
    free.sort(key=lambda row: abs(row.starts_at - found.starts_at) or timedelta())
    return tuple(
        Other(
            visit.address("session_book", code=row.code),
            row.code,
            when_words(row, visit.zone),
            fullness[row.session_id].free,
        )
        for row in free[:MOST_OTHERS]
    )


def instead_of(visit: Visit, gone: Pool, places: int) -> tuple[Other, ...]:
    """Sessions of other activities with so many free seats: the same as the message of what was called off names."""
    offered = fitting(others_like(gone, open_pools(), zone=visit.zone), places)
    found = {one.pool.session_id: one for one in offered if one.pool.session_id}
    rows = queries.of_sessions(_release(visit), found).order_by("starts_at", "id")
    return tuple(
        Other(
            visit.address("session_book", code=row.code),
            row.code,
            when_words(row, visit.zone),
            found[row.session_id].free,
            name_words(row),
        )
        for row in rows
    )


def _release(visit: Visit) -> Release:
    release = visit.release
    if release is None:
        raise ValueError("what is shown beside a session stands in its release")
    return release
