"""What can be booked, for whoever comes by a public address: the way of a rush.

Everything that says whether one may book is some hundred columns of seven tables. They seldom change and every change
moves a number: the version of its row, or the revision of its week. So they are kept in the process under these
numbers, and each request asks in one small statement, written by hand, for the numbers and for the seats as they stand.
"""

import time
from collections import OrderedDict
from copy import copy
from dataclasses import dataclass, replace
from threading import Lock

from sciweek.base import scope
from sciweek.base.prepared import row_of
from sciweek.booking.models import Pool
from sciweek.booking.queries.bookable import Bookable, bookable_by_code
from sciweek.booking.queries.bookings import policy_of
from sciweek.programme.models import Session

MOST_KEPT = 4096
# A change that moved no number would show after this; there should be none.
KEPT_FOR = 600.0  # seconds

_STANDS = """
    SELECT session.version, activity.version, week.version, week.revision, terms.version, pool.id, pool.version,
        shared.id, shared.version, policy.id, policy.version,
        pool.capacity, pool.taken, pool.waiting, pool.is_closed, shared.capacity, shared.taken
    FROM programme_session session
    JOIN booking_pool pool ON pool.session_id = session.id
    JOIN booking_terms terms ON terms.id = pool.terms_id
    JOIN activities_activity activity ON activity.id = session.activity_id
    JOIN week_week week ON week.id = session.week_id
    LEFT JOIN booking_pool shared ON shared.id = pool.shared_id
    LEFT JOIN booking_policy policy ON policy.week_id = week.id
    WHERE session.code = %s
"""
# How many of these are numbers that move with a change.
NUMBERS = 11


@dataclass(frozen=True, slots=True)
class _Kept:
    numbers: tuple[int | None, ...]
    found: Bookable
    until: float


_kept: OrderedDict[str, _Kept] = OrderedDict()
_lock = Lock()


def bookable_anywhere(session_code: str) -> Bookable | None:
    """`bookable_by_code` for whoever comes by a public address; enter the scope of its week next."""
    row = row_of(_STANDS, [session_code])
    if row is None:
        return _in_its_week(session_code)
    numbers = tuple(row[:NUMBERS])
    with _lock:
        kept = _kept.get(session_code)
    if kept is None or kept.numbers != numbers or kept.until < time.monotonic():
        return _read(session_code, numbers)
    return replace(kept.found, pool=_as_it_stands(kept.found.pool, *row[NUMBERS:]))


def _as_it_stands(
    kept: Pool,
    capacity: int,
    taken: int,
    waiting: int,
    is_closed: bool,
    shared_capacity: int,
    shared_taken: int,
) -> Pool:
    """The kept seats with the counts of now. The rows around them are the kept ones: nobody writes to those."""
    pool = _like(kept, capacity=capacity, taken=taken, waiting=waiting, is_closed=bool(is_closed))
    if kept.shared is not None:
        pool.shared = _like(kept.shared, capacity=shared_capacity, taken=shared_taken)
    return pool


def _like(kept: Pool, **counts: int) -> Pool:
    """A row with these columns and all else of the kept one; `copy.copy` would take Django's long way of pickling."""
    row = Pool.__new__(Pool)
    row.__dict__.update(kept.__dict__, _state=copy(kept._state), **counts)
    row._state.fields_cache = kept._state.fields_cache.copy()
    return row


def _read(session_code: str, numbers: tuple[int | None, ...]) -> Bookable | None:
    """Everything anew; kept under the numbers that were read before it."""
    found = _in_its_week(session_code)
    if found is None:
        return None
    with _lock:
        _kept[session_code] = _Kept(numbers, found, time.monotonic() + KEPT_FOR)
        _kept.move_to_end(session_code)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _in_its_week(session_code: str) -> Bookable | None:
    """Asked without haste: what is kept from then on, the seats of a whole course, or nothing."""
    found = Session.objects.over_the_wall("booking.pool_by_code").filter(code=session_code)
    session = found.select_related("week").first()
    if session is None:
        return None
    with scope.entered(session.week.region_id, session.week_id):
        bookable = bookable_by_code(session_code)
        return replace(bookable, policy=policy_of(session.week)) if bookable is not None else None
