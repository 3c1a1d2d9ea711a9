"""Addresses of a booking's own pages: whoever has them looks after the booking."""

from functools import lru_cache

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from sciweek.booking.logic.links import link_key
from sciweek.booking.models import Booking


class SeeOther(HttpResponseRedirect):
    """The form was taken; what it became is there."""

    status_code = 303


def own_address(booking: Booking) -> dict[str, str]:
    return {"code": booking.code, "key": link_key(booking.code, booking.link_serial)}


def booking_address(booking: Booking, done: str = "") -> str:
    """The booking's own page; `done` is the word for what has just been done."""
    address = _way(get_language()).format(**own_address(booking))
    return f"{address}?done={done}" if done else address


@lru_cache(maxsize=8)
def _way(language: str | None) -> str:
    """The address in that language with two blanks, found once: each booking that is made is led there."""
    return reverse("portal:booking", kwargs={"code": "CODE", "key": "KEY"}).replace(
        "CODE/KEY", "{code}/{key}"
    )
