"""Whether photos with the children of a booking may be used; taken back at any time, also afterwards."""

from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.booking.models import Booking
from sciweek.logbook.actions import save_changes


def set_photo_consent(
    actor: Actor, booking: Booking, *, agrees: bool, seen_version: int | None = None
) -> Booking:
    """Agree to photos, or take it back. Nobody is asked of whom no child comes."""
    access.require(actor, "booking.keep_booking", booking)
    if not booking.party.has_under_14:
        raise Refused(_("没有 14 岁以下的孩子，不用确认照片。"), code="no_children")
    return save_changes(
        actor, booking, verb="set_photo_consent", seen_version=seen_version, photo_consent=agrees
    )
