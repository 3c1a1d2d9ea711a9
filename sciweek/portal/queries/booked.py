"""The sessions of one booking as releases show them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from sciweek.booking.models import Booking
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.queries import released_sessions
from sciweek.programme.states import Change


@dataclass(frozen=True, slots=True)
class Shown:
    """One session: as the newest release shows it (None: not any more), and as it was when it was booked."""

    now: ReleasedSession | None
    then: ReleasedSession | None

    @property
    def last(self) -> ReleasedSession | None:
        """What is known of it."""
        return self.now or self.then


def shown_of(booking: Booking, release: Release | None) -> list[Shown]:
    """The booking's session, or all dates of its course, by time."""
    now = list(_wanted(booking, released_sessions(release))) if release else []
    then = _as_booked(booking)
    fresh = {row.session_id: row for row in now}
    pairs = [
        Shown(fresh.get(session_id), then.get(session_id)) for session_id in dict.fromkeys([*then, *fresh])
    ]
    return sorted(pairs, key=lambda pair: pair.last.starts_at if pair.last else booking.made_at)


def _as_booked(booking: Booking) -> dict[int, ReleasedSession]:
    """As the newest release before the booking showed them, else the first one that did: a host may book earlier."""
    shown = _wanted(booking, ReleasedSession.objects.exclude(change=Change.GONE))
    before = shown.filter(release__released_at__lte=booking.made_at).order_by("-release__number")
    found = before.first() or shown.order_by("release__number").first()
    rows = shown.filter(release=found.release_id) if found is not None else []
    return {row.session_id: row for row in rows}


def _wanted(booking: Booking, rows: QuerySet[ReleasedSession]) -> QuerySet[ReleasedSession]:
    pool = booking.pool
    rows = rows.select_related("run", "activity__unit", "venue__street", "room")
    if pool.session_id is not None:
        return rows.filter(session_id=pool.session_id)
    return rows.filter(run_id=pool.terms.run_id if pool.terms else 0)
