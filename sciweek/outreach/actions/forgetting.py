"""What the retention rules empty: who was to be rung up, and who drove."""

from datetime import timedelta

from django.db.models import Q

from sciweek.base import clock
from sciweek.outreach.models import PEOPLE_KEPT, Visit, Wish

NUMBER = {"phone": "", "phone_digest": "", "phone_last4": ""}


def forget_people() -> int:
    """Of weeks that have been over for `PEOPLE_KEPT` days, in every region; returns how many rows that touched."""
    before = (clock.now() - timedelta(days=PEOPLE_KEPT)).date()
    wishes = Wish.objects.over_the_wall("outreach.forget_people").filter(week__ends_on__lt=before)
    visits = Visit.objects.over_the_wall("outreach.forget_people").filter(week__ends_on__lt=before)
    # A sealed field cannot be searched; what has a digest still has somebody.
    done = wishes.exclude(phone_digest="").update(contact_name="", **NUMBER)
    named = visits.filter(~Q(phone_digest="") | ~Q(plate_digest="") | ~Q(leader_name=b""))
    return done + named.update(leader_name="", plate="", plate_digest="", **NUMBER)
