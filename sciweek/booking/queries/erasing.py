"""Whose personal data is no longer needed."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from sciweek.base import clock
from sciweek.booking.models import Booking, Contact
from sciweek.booking.queries.bookings import policy_of
from sciweek.programme.models import Session
from sciweek.week.models import Week


def erase_before(week: Week) -> datetime:
    """What was over by then is to be erased, as the edition's policy says."""
    return clock.now() - timedelta(days=policy_of(week).erase_after_days)


def erasable(week: Week) -> QuerySet[Contact]:
    """Contacts all of whose sessions have been over for long enough; whoever passed everything on has none at all.

    Whatever became of the booking: who waited or cancelled gave a name and a phone too.
    """
    before = erase_before(week)
    mine = Booking.objects.filter(contact=OuterRef("pk"))
    later = Session.objects.filter(ends_at__gt=before)
    single = mine.filter(pool__session__ends_at__gt=before)
    course = mine.filter(pool__session__isnull=True, pool__terms__run_id__in=later.values("run_id"))
    return Contact.objects.filter(~Exists(single), ~Exists(course), erased_at__isnull=True).order_by("pk")


def bookings_of_erasable(week: Week) -> QuerySet[Booking]:
    """What they have booked, in the order in which it was made."""
    return Booking.objects.filter(contact__in=erasable(week).values("pk")).order_by("pk")
