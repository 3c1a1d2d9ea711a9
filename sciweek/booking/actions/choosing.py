"""School groups that the host chooses."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.booking.actions.changing import locked_booking
from sciweek.booking.actions.making import full, twice
from sciweek.booking.actions.seats import NoSeats, needs, shift
from sciweek.booking.events import BookersConcerned
from sciweek.booking.models import Booking
from sciweek.booking.queries import Bookable, bookable
from sciweek.booking.states import BOOKING_MOVES, BookingState, News
from sciweek.logbook.actions import move


def choose_group(actor: Actor, booking: Booking, *, seen_version: int | None = None) -> Booking:
    """Let a group that asked come: from now on it holds its seats."""
    access.require(actor, "booking.run_bookings", booking)
    try:
        with transaction.atomic():
            row = locked_booking(booking)
            places, pool = row.places, row.pool
            _check_takes_place(bookable(pool))
            row = move(
                actor,
                row,
                BookingState.CONFIRMED,
                BOOKING_MOVES,
                verb="choose_group",
                seen_version=seen_version,
                news=News.CONFIRMED,
            )
            try:
                shift(needs(pool, places))
            except NoSeats:
                raise full(bookable(pool), places) from None
            facts.tell(BookersConcerned(row.week_id))
    except IntegrityError as error:  # declined once, it has asked anew meanwhile
        raise twice() from error
    return row


def _check_takes_place(found: Bookable) -> None:
    if found.is_called_off:
        raise Refused(_("这一场已经取消，不能再约。"), code="called_off")
    if clock.now() >= found.ends_at:
        raise Refused(_("这一场已经结束。"), code="over")


def decline_group(actor: Actor, booking: Booking, *, why: str, seen_version: int | None = None) -> Booking:
    """Tell a group that asked that it cannot come, and why."""
    access.require(actor, "booking.run_bookings", booking)
    reason = clean(why)
    if not 0 < len(reason) <= 300:
        raise Refused(fields={"why": _("请写明原因，最多 300 个字。")}, code="reason_missing")
    with transaction.atomic():
        row = move(
            actor,
            booking,
            BookingState.DECLINED,
            BOOKING_MOVES,
            verb="decline_group",
            seen_version=seen_version,
            reason=reason,
            news=News.DECLINED,
        )
        facts.tell(BookersConcerned(row.week_id))
    return row
