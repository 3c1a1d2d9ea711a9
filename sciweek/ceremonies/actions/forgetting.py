"""What the retention rules let go: thirty days after a ceremony nobody needs the names of its guests any more."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from sciweek.base import clock
from sciweek.ceremonies.models import GUESTS_KEPT, Ceremony, Guest, Slip

GUEST = {"name": "", "post": "", "phone": "", "phone_digest": "", "phone_last4": "", "plate": ""}
SLIP = {"replied_by": "", "note": ""}
CONTACT = {"contact_name": "", "contact_phone": ""}


@dataclass(frozen=True, slots=True)
class Due:
    """A ceremony of which something personal is still there, and how much: nobody is named."""

    week: str
    code: str
    guests: int
    slips: int
    has_contact: bool


def due_ceremonies() -> list[Due]:
    """What `forget_guests` would empty, in every edition."""
    over, guests, slips, contacts = _due()
    named = Counter(guests.order_by().values_list("slip__ceremony_id", flat=True))
    answered = Counter(slips.order_by().values_list("ceremony_id", flat=True))
    contact = set(contacts.values_list("pk", flat=True))
    found = over.order_by("week__slug", "pk").values_list("pk", "week__slug", "code")
    return [
        Due(week, code, named[pk], answered[pk], pk in contact)
        for pk, week, code in found
        if named[pk] or answered[pk] or pk in contact
    ]


def forget_guests() -> int:
    """Empty the personal fields of ceremonies that are long over. Safe to repeat; returns how many guests."""
    _over, guests, slips, contacts = _due()
    forgotten = guests.update(**GUEST)
    slips.update(**SLIP)
    contacts.update(**CONTACT)
    return forgotten


def _due() -> tuple[QuerySet[Ceremony], QuerySet[Guest], QuerySet[Slip], QuerySet[Ceremony]]:
    """The ceremonies that are long over; of these what is not empty yet: guests, slips, contacts."""
    before = clock.now() - timedelta(days=GUESTS_KEPT)
    over = (
        Ceremony.objects.over_the_wall("ceremonies.forget_guests")
        .annotate(ended=Coalesce("session__ends_at", "activity__ends_at", "reply_by"))
        .filter(ended__lt=before)
    )
    ids = list(over.values_list("pk", flat=True))
    guests = Guest.objects.over_the_wall("ceremonies.forget_guests").filter(slip__ceremony__in=ids)
    slips = Slip.objects.over_the_wall("ceremonies.forget_guests").filter(ceremony__in=ids)
    contacts = Ceremony.objects.over_the_wall("ceremonies.forget_guests").filter(pk__in=ids)
    # A sealed text differs each time that it is sealed: only an empty one can be asked for.
    return over, guests.exclude(Q(**GUEST)), slips.exclude(Q(**SLIP)), contacts.exclude(Q(**CONTACT))
