"""What the door tells bookings: how many of each came, and that somebody counts at all."""

from collections.abc import Iterable, Mapping

from django.db.models import F

from sciweek.booking.models import Booking, Pool


def add_arrived(people: Mapping[int, int], pool_ids: Iterable[int]) -> None:
    """Add people to bookings, by their ids; below zero takes a miscount back. Call it inside a transaction.

    Only to those that still hold seats of these pools: whoever went elsewhere meanwhile starts at nobody there.
    """
    pools = set(pool_ids)
    for booking_id in sorted(people):
        if people[booking_id]:
            rows = Booking.objects.filter(pk=booking_id, pool_id__in=pools)
            rows.update(arrived=F("arrived") + people[booking_id])


def note_door(pool_ids: Iterable[int], *, counts: bool) -> None:
    """Say whether somebody counts where the holders of these seats come in: only then can anybody have stayed away."""
    for pool_id in sorted(set(pool_ids)):
        Pool.objects.filter(pk=pool_id).exclude(has_door=counts).update(has_door=counts)
