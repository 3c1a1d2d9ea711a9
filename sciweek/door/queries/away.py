"""Who holds seats elsewhere by now: a ticket that was printed before still names a door of the list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sciweek.booking.models import Booking
from sciweek.booking.states import BookingState
from sciweek.door.queries.roster import Roster
from sciweek.programme.models import Session


@dataclass(frozen=True, slots=True)
class Away:
    """`codes`: by a booking's code that of the session where it is now, empty when it has no seats any more."""

    codes: Mapping[str, str] = field(default_factory=dict)
    sessions: Mapping[str, Session] = field(default_factory=dict)


def moved_away(found: Sequence[Roster]) -> Away:
    """Bookings that may have gone from these doors to another one, which is not of the list.

    A booking moves within its activity, and its ticket's serial moves with it: whoever still has the first one never
    went anywhere. No more is told of them than the code.
    """
    activities = {roster.session.activity_id for roster in found}
    listed = {pool.pk for roster in found for pool in roster.pools}
    rows = Booking.objects.filter(pool__terms__run__activity__in=activities, ticket_serial__gt=1)
    told = list(
        rows.exclude(pool__in=listed)
        .order_by("pk")
        .values_list("code", "state", "pool__session_id", "pool__terms__run_id")
    )
    if not told:
        return Away()
    by_id, by_run = _sessions({row[2] for row in told if row[2]}, {row[3] for row in told if not row[2]})
    codes = {}
    for code, state, session_id, run_id in told:
        session = by_id.get(session_id) or by_run.get(run_id)
        codes[code] = session.code if session is not None and state == BookingState.CONFIRMED else ""
    named = {session.code: session for session in (*by_id.values(), *by_run.values())}
    return Away(codes, {code: session for code, session in named.items() if code in codes.values()})


def _sessions(ids: Iterable[int], runs: Iterable[int]) -> tuple[dict[int, Session], dict[int, Session]]:
    """The sessions of these ids, and the first one of each of these runs (a course has no session of its own)."""
    whole = Session.objects.select_related("activity", "venue", "room")
    firsts: dict[int, Session] = {}
    for row in whole.filter(run__in=runs).order_by("starts_at", "pk"):
        firsts.setdefault(row.run_id, row)
    return {row.pk: row for row in whole.filter(pk__in=ids)}, firsts
