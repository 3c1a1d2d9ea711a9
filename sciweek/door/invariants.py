"""States of doors that no action could have made."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, Sum

from sciweek.base.invariants import Invariant
from sciweek.booking.models import Booking
from sciweek.door.models import Arrival, Door, PassSession


def _below_nobody() -> Iterable[str]:
    rows = Arrival.objects.over_the_wall("base.doctor").order_by().values("session_id", "booking_id")
    for row in rows.annotate(sum=Sum("people")).filter(sum__lt=0):
        yield f"session {row['session_id']}, booking {row['booking_id']}: {row['sum']} people came"


def _arrived_miscounted() -> Iterable[str]:
    """Counted are the sessions of the booking's seats: whoever moved to other ones starts at nobody again."""
    here = Q(session=F("booking__pool__session")) | Q(
        booking__pool__session__isnull=True, session__run=F("booking__pool__terms__run")
    )
    rows = Arrival.objects.over_the_wall("base.doctor").filter(here).order_by().values_list("booking_id")
    counted = dict(rows.annotate(sum=Sum("people")))
    bookings = Booking.objects.over_the_wall("base.doctor").filter(Q(arrived__gt=0) | Q(pk__in=list(counted)))
    for pk, arrived in bookings.values_list("pk", "arrived"):
        if arrived != counted.get(pk, 0):
            yield f"booking {pk}: says that {arrived} came, counted were {counted.get(pk, 0)}"


def _uncounted_doors() -> Iterable[str]:
    door = Door.objects.over_the_wall("base.doctor").filter(session=OuterRef("session"))
    rows = PassSession.objects.over_the_wall("base.doctor").filter(~Exists(door))
    for pk in rows.values_list("pk", flat=True):
        yield f"line {pk} of a pass: its session has no door"


def _from_the_future() -> Iterable[str]:
    rows = Arrival.objects.over_the_wall("base.doctor").filter(at__gt=F("received_at"))
    for pk in rows.values_list("pk", flat=True):
        yield f"arrival {pk}: was heard of before it was"


def invariants() -> list[Invariant]:
    return [
        Invariant("door.nobody_less_than_nobody", "Not fewer than nobody came", _below_nobody),
        Invariant(
            "door.arrived_is_counted", "A booking has as many people as were counted", _arrived_miscounted
        ),
        Invariant("door.passes_have_doors", "A session with a pass has a door", _uncounted_doors),
        Invariant("door.heard_after", "An arrival is not heard of before it was", _from_the_future),
    ]
