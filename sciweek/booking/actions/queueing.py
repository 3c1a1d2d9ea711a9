"""The waiting list: whose turn it is, offers, and what runs out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor, system
from sciweek.base.errors import Refused
from sciweek.booking.actions.seats import lock, needs, queue_changed, shift
from sciweek.booking.logic.waiting import Queued, next_ones, offer_end
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries import Bookable, bookable, queue_of
from sciweek.booking.states import BOOKING_MOVES, BookingState, News
from sciweek.logbook.actions import locked_row, move
from sciweek.post.queries import quiet_hours


def promote(pool: Pool) -> list[Booking]:
    """Offer what is free to whose turn it is. Call it inside the transaction that locked the pool and freed seats.

    Others who take of the same shared seats get their turn with the minute's `turn_over`.
    """
    locked = lock((pool.pk, pool.shared_id))
    row = locked[pool.pk]
    shared = locked.get(row.shared_id) if row.shared_id else None
    if not row.waiting or row.is_closed or (shared and shared.is_closed):
        return []
    free = min(row.free, shared.free) if shared else row.free
    found, now = bookable(row), clock.now()
    if free <= 0 or found.is_called_off or now >= found.closes_at:
        return []
    queue = {one.pk: one for one in queue_of(row)}
    turn = next_ones(free, [Queued(one.pk, one.places) for one in queue.values()], found.terms.passing)
    return [_offer(queue[one.id], row, found, now) for one in turn]


def _offer(booking: Booking, pool: Pool, found: Bookable, now: datetime) -> Booking:
    """Hold the seats; without an answer in time they go to the next. Zero minutes: they are simply the party's."""
    shift(needs(pool, booking.places))
    queue_changed(pool.pk, -1)
    until = offered_until(pool, found, now)
    return move(
        system("booking", region_id=pool.week.region_id, week_id=pool.week_id),
        booking,
        BookingState.OFFERED if until else BookingState.CONFIRMED,
        BOOKING_MOVES,
        verb="offer_seats",
        offered_until=until,
        news=News.OFFERED,
    )


def offered_until(pool: Pool, found: Bookable, now: datetime) -> datetime | None:
    """How long seats that are offered now are held; None: the host asks for no answer."""
    minutes, week = found.terms.offer_minutes, pool.week
    if not minutes:
        return None
    return offer_end(now, minutes, quiet=quiet_hours(week.region), zone=week.zone, closes_at=found.closes_at)


def accept_offer(actor: Actor, booking: Booking) -> Booking:
    """Take the offered seats for good. Safe to press twice; too late, the seats are gone."""
    access.require(actor, "booking.keep_booking", booking)
    with transaction.atomic():
        row = locked_row(booking)
        if row.state == BookingState.CONFIRMED:
            return row
        if row.state == BookingState.LAPSED or (
            row.state == BookingState.OFFERED and row.offered_until and row.offered_until <= clock.now()
        ):
            raise Refused(_("确认的时间已过，席位让给了后面的人。可以重新排候补。"), code="expired")
        return move(
            actor,
            row,
            BookingState.CONFIRMED,
            BOOKING_MOVES,
            verb="accept_offer",
            offered_until=None,
            news="",
        )


def turn_over(pool: Pool) -> int:
    """What the clock asks of one pool: offers that ran out go on to the next; after the cut-off nobody waits for a
    seat, and once it has begun no group waits to be chosen.

    Returns how many bookings changed. Safe to repeat.
    """
    now, changed = clock.now(), 0
    with transaction.atomic():
        locked = lock((pool.pk, pool.shared_id))
        row = locked[pool.pk]
        over = Booking.objects.filter(
            pool=row, state=BookingState.OFFERED, offered_until__lte=now
        ).select_for_update()
        for booking in over.order_by("pk"):
            _lapse(booking, row)
            shift(needs(row, -booking.places))
            changed += 1
        if row.waiting and now >= bookable(row).closes_at:
            for booking in queue_of(row).select_for_update():
                _lapse(booking, row)
                queue_changed(row.pk, -1)
                changed += 1
        asked = (
            Booking.objects.filter(pool=row, state=BookingState.APPLIED).select_for_update().order_by("pk")
        )
        if asked and now >= bookable(row).starts_at:
            for booking in asked:
                _lapse(booking, row)
                changed += 1
        return changed + len(promote(row))


def _lapse(booking: Booking, pool: Pool) -> None:
    move(
        system("booking", region_id=pool.week.region_id, week_id=pool.week_id),
        booking,
        BookingState.LAPSED,
        BOOKING_MOVES,
        verb="lapse_booking",
        offered_until=None,
        news=News.LAPSED,
    )
