"""Addresses of a booking's own pages: whoever has them looks after the booking."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from sciweek.booking.logic.links import link_key
from sciweek.booking.models import Booking


class SeeOther(HttpResponseRedirect):
    """The form was taken; what it became is there."""

    status_code = 303


def own_address(booking: Booking) -> dict[str, str]:
    return {"code": booking.code, "key": link_key(booking.code, booking.link_serial)}


def booking_address(booking: Booking, done: str = "") -> str:
    """The booking's own page; `done` is the word for what has just been done."""
    address = reverse("portal:booking", kwargs=own_address(booking))
    return f"{address}?done={done}" if done else address
