"""The one place where seats are taken and given back.

Every change of seats locks in one order, on both databases: the contact first, then pools by ascending id, then
bookings. On PostgreSQL the guarded update is the lock of its row; on SQLite a write transaction is the lock of all.
What reads a queue before it takes seats calls `lock` first, with every pool that it will touch.
"""

from collections.abc import Iterable, Mapping

from django.db.models import F
from django.utils.translation import gettext as _

from sciweek.base import scope
from sciweek.base.errors import Refused
from sciweek.base.prepared import rows_changed
from sciweek.booking.models import Pool

_CHANGE = "UPDATE booking_pool SET taken = taken + %s WHERE id = %s AND week_id = %s"
_FREE = " AND capacity >= taken + %s AND NOT is_closed"
_NOBODY_WAITS = " AND waiting = 0"
_AS_SEEN = " AND version = %s"


class NoSeats(Refused):
    """There are not so many seats, or people who came before are waiting for them."""

    def __init__(self) -> None:
        super().__init__("no seats", code="full")


class SeatsChanged(Refused):
    """Since the seats were read the host has changed what decides about them: others they share, who needs one."""

    def __init__(self) -> None:
        super().__init__(_("这一场的席位刚刚改过，请再试一次。"), code="busy")


def lock(pool_ids: Iterable[int | None]) -> dict[int, Pool]:
    """The pools as they stand now, locked in the one order until the transaction ends."""
    wanted = sorted({pk for pk in pool_ids if pk is not None})
    return {row.pk: row for row in Pool.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}


def shift(deltas: Mapping[int, int], *, behind_queue: bool = False, seen: Pool | None = None) -> None:
    """Take seats (above 0) and give them back (below), all or none; raises `NoSeats`.

    Call it inside a transaction. `behind_queue`: no seat while anybody waits for one. `seen`: the pool by which they
    were reckoned, where it was read without a lock; raises `SeatsChanged` when that is out of date.
    """
    done: list[int] = []
    for pool_id in sorted(deltas):
        version = seen.version if seen is not None and seen.pk == pool_id else None
        if deltas[pool_id] and not _guarded(pool_id, deltas[pool_id], behind_queue, version):
            # Whoever catches this goes on in the same transaction: into the queue, say.
            for earlier in done:
                Pool.objects.filter(pk=earlier).update(taken=F("taken") - deltas[earlier])
            if seen is not None:
                check_seen(seen)
            raise NoSeats
        done.append(pool_id)


def check_seen(seen: Pool) -> None:
    """Raise `SeatsChanged` when the pool is no longer what was read."""
    if not Pool.objects.filter(pk=seen.pk, version=seen.version).exists():
        raise SeatsChanged


def needs(pool: Pool, places: int) -> dict[int, int]:
    """What `places` seats of the pool are, the shared ones included."""
    return {pk: places for pk in (pool.pk, pool.shared_id) if pk is not None}


def moved(*changes: Mapping[int, int]) -> dict[int, int]:
    """Several changes as one."""
    total: dict[int, int] = {}
    for change in changes:
        for pool_id, delta in change.items():
            total[pool_id] = total.get(pool_id, 0) + delta
    return total


def _guarded(pool_id: int, delta: int, behind_queue: bool, version: int | None) -> bool:
    """One statement, written by hand as it stands in the way of a rush."""
    statement, values = _CHANGE, [delta, pool_id, scope.scope_id(Pool)]
    if delta > 0:
        statement += _FREE + (_NOBODY_WAITS if behind_queue else "")
        values.append(delta)
    if version is not None:
        statement += _AS_SEEN
        values.append(version)
    return rows_changed(statement, values) == 1


def queue_changed(pool_id: int, delta: int) -> None:
    """One more or one less waits; the pool is locked by it."""
    Pool.objects.filter(pk=pool_id).update(waiting=F("waiting") + delta)
