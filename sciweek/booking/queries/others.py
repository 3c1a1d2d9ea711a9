"""Where else somebody can go whose session was called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from sciweek.activities.states import SHOWN_STATES
from sciweek.base import clock
from sciweek.booking.logic.fullness import closing
from sciweek.booking.logic.wording import MOST_OTHERS
from sciweek.booking.models import Pool
from sciweek.booking.states import Passing
from sciweek.programme.queries import read_by_public
from sciweek.programme.states import SessionState

NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Open:
    """A session that one can book now, with so many free seats."""

    pool: Pool
    free: int


def open_pools() -> list[Open]:
    """Every session of the edition that somebody could book by oneself at this moment, by time. One query."""
    now = clock.now()
    rows = Pool.objects.filter(
        Exists(read_by_public().filter(session=OuterRef("session"), state=SessionState.PLANNED)),
        session__state=SessionState.PLANNED,
        session__starts_at__gt=now,
        terms__is_on=True,
        terms__run__activity__state__in=SHOWN_STATES,
        is_closed=False,
    ).select_related("terms__run__activity", "session", "shared")
    found = []
    for pool in rows.order_by("session__starts_at", "pk"):
        terms, session = pool.terms, pool.session
        if terms is None or session is None or now >= closing(session.starts_at, terms.closes_before):
            continue
        opened = terms.opens_at is None or terms.opens_at <= now
        free = min(pool.free, pool.shared.free) if pool.shared is not None else pool.free
        blocked = terms.passing == Passing.IN_ORDER and pool.waiting > 0
        blocked = blocked or (pool.shared is not None and pool.shared.is_closed)
        if opened and free > 0 and not blocked:
            found.append(Open(pool, free))
    return found


def others_like(gone: Pool, every: Sequence[Open], *, zone: str) -> list[Open]:
    """Sessions to offer instead: of the same activity, else of its kind on the same day or the ones beside it."""
    if gone.terms is None:
        return []
    terms, activity = gone.terms, gone.terms.run.activity
    suited = [
        one
        for one in every
        if one.pool.pk != gone.pk
        and one.pool.terms is not None
        and one.pool.terms.admission == terms.admission
    ]
    same = [one for one in suited if one.pool.terms and one.pool.terms.run.activity_id == activity.pk]
    if same or gone.session is None:
        return same
    day = clock.local_day(gone.session.starts_at, zone)
    return [
        one
        for one in suited
        if one.pool.terms is not None
        and one.pool.session is not None
        and one.pool.terms.run.activity.kind == activity.kind
        and abs(clock.local_day(one.pool.session.starts_at, zone) - day) <= NEAR
    ]


def fitting(others: Sequence[Open], places: int) -> list[Open]:
    """The first ones with room for the whole party."""
    return [one for one in others if one.free >= places][:MOST_OTHERS]
