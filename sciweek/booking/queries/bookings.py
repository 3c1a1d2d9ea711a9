"""Bookings, contacts and queues."""

from datetime import datetime

from django.db.models import Max, Q, QuerySet, Sum

from sciweek.base import clock
from sciweek.booking.logic.links import opens
from sciweek.booking.models import Booking, Contact, Policy, Pool, Telling
from sciweek.booking.states import LIVE, BookingState
from sciweek.programme.models import Session
from sciweek.week.models import Week

_AROUND = (
    *("contact", "week__region", "consent"),
    *("pool__terms__run__activity", "pool__session", "pool__shared"),
)


def policy_of(week: Week) -> Policy:
    """What holds for all bookings of the edition; unsaved while nobody has decided otherwise."""
    return Policy.objects.filter(week=week).first() or Policy(week=week)


def bookings_of(pool: Pool) -> QuerySet[Booking]:
    """Everything that was ever booked there, in the order in which it was made."""
    return Booking.objects.filter(pool=pool).select_related("contact").order_by("id")


def queue_of(pool: Pool) -> QuerySet[Booking]:
    """The waiting list, the first in line first."""
    return Booking.objects.filter(pool=pool, state=BookingState.WAITING).order_by("queued_at", "id")


def booking_by_link(code: str, key: str) -> Booking | None:
    """The booking that the signed link names; None when the key is another's or was passed on."""
    booking = Booking.objects.filter(code=code.upper()).select_related(*_AROUND).first()
    return booking if booking is not None and opens(key, booking.code, booking.link_serial) else None


def booking_anywhere(code: str, key: str) -> Booking | None:
    """`booking_by_link` for whoever comes by the link, before its edition is known; enter the scope of its week next."""
    found = Booking.objects.over_the_wall("booking.booking_by_link").filter(code=code.upper(), erased_at=None)
    booking = found.select_related(*_AROUND).first()
    return booking if booking is not None and opens(key, booking.code, booking.link_serial) else None


def booking_by_phone(phone_digest: str, code: str) -> Booking | None:
    """The booking of that phone and code in any edition, for whoever has lost the link."""
    found = Booking.objects.over_the_wall("booking.booking_by_link").filter(
        code=code, contact__phone_digest=phone_digest
    )
    return found.filter(erased_at=None).first()


def booking_by_ticket(code: str) -> Booking | None:
    """The booking of a ticket that this installation has signed; enter the scope of its week next."""
    return (
        Booking.objects.over_the_wall("booking.booking_by_link")
        .filter(code=code)
        .select_related(*_AROUND)
        .first()
    )


def queue_before(booking: Booking) -> int:
    """How many bookings stand before this one on the waiting list."""
    waiting = Booking.objects.filter(pool_id=booking.pool_id, state=BookingState.WAITING)
    earlier = Q(queued_at__lt=booking.queued_at) | Q(queued_at=booking.queued_at, pk__lt=booking.pk)
    return waiting.filter(earlier).count()


def tellings_of(booking: Booking) -> QuerySet[Telling]:
    """What the booker was told or is to be told, the newest first."""
    return Telling.objects.filter(booking=booking).order_by("-made_at", "-pk")


def last_end(booking: Booking) -> datetime | None:
    """When the last session of the booking is over."""
    if booking.pool.session is not None:
        return booking.pool.session.ends_at
    terms = booking.pool.terms
    found = Session.objects.filter(run=terms.run if terms else None).aggregate(last=Max("ends_at"))
    return found["last"]


def held_places(contact: Contact, *, but: Booking | None = None) -> int:
    """Places that the phone holds or waits for in sessions that are not over; a course counts until its end."""
    now = clock.now()
    rows = Booking.objects.filter(contact=contact, state__in=LIVE)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    single = rows.filter(pool__session__ends_at__gt=now).aggregate(sum=Sum("places"))["sum"] or 0
    courses = Session.objects.filter(ends_at__gt=now).values("run_id")
    whole = rows.filter(pool__session__isnull=True, pool__terms__run_id__in=courses)
    return single + (whole.aggregate(sum=Sum("places"))["sum"] or 0)


def no_shows(contact: Contact) -> int:
    """How often the phone had seats and nobody came, where somebody counted at the door."""
    over = Booking.objects.filter(
        contact=contact, state=BookingState.CONFIRMED, arrived=0, places__gt=0, pool__has_door=True
    )
    return over.filter(pool__session__ends_at__lte=clock.now()).count()
