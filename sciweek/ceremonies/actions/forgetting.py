"""What the retention rules let go: thirty days after a ceremony nobody needs the names of its guests any more."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from sciweek.base import clock
from sciweek.ceremonies.models import GUESTS_KEPT, Ceremony, Guest, Slip

NOTHING = {"name": "", "post": "", "phone": "", "phone_digest": "", "phone_last4": "", "plate": ""}


def forget_guests() -> int:
    """Empty the personal fields of ceremonies that are long over. Safe to repeat; returns how many guests."""
    before = clock.now() - timedelta(days=GUESTS_KEPT)
    over = (
        Ceremony.objects.over_the_wall("ceremonies.forget_guests")
        .annotate(ended=Coalesce("session__ends_at", "activity__ends_at", "reply_by"))
        .filter(ended__lt=before)
        .values_list("pk", flat=True)
    )
    ids = list(over)
    guests = Guest.objects.over_the_wall("ceremonies.forget_guests").filter(slip__ceremony__in=ids)
    # A sealed text differs each time that it is sealed: only an empty one can be asked for.
    kept = guests.exclude(Q(name="") & Q(post="") & Q(phone="") & Q(phone_digest="") & Q(plate=""))
    forgotten = kept.update(**NOTHING)
    Slip.objects.over_the_wall("ceremonies.forget_guests").filter(ceremony__in=ids).exclude(
        replied_by=""
    ).update(replied_by="")
    contacts = Ceremony.objects.over_the_wall("ceremonies.forget_guests").filter(pk__in=ids)
    contacts.exclude(contact_name="", contact_phone="").update(contact_name="", contact_phone="")
    return forgotten
