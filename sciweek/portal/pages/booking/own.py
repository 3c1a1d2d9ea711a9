"""The page of one booking, opened by its signed link: how it stands, and what can be done with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sciweek.base import scope
from sciweek.base.errors import OutOfSight, Refused
from sciweek.booking.actions import (
    accept_offer,
    cancel_booking,
    change_party,
    move_booking,
    pass_on,
    set_photo_consent,
)
from sciweek.booking.models import Booking
from sciweek.booking.queries import bookable_by_code, booking_anywhere
from sciweek.booking.rules import booker
from sciweek.booking.states import BookingState
from sciweek.portal.entrance import visit_to
from sciweek.portal.logic.booking.given import Given, read_given
from sciweek.portal.logic.wish import read_code
from sciweek.portal.pages.booking.addresses import SeeOther, booking_address
from sciweek.portal.pages.booking.own_page import answer_own, unseen
from sciweek.portal.pages.booking.senders import comes_from_here, seconds_to_wait
from sciweek.portal.pages.booking.wanted import TooMany

Act = Callable[[Booking, Given, HttpRequest], Booking]


@csrf_exempt  # the address itself is the secret that a token would be; `check_press` stands beside it
def booking(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = booking_anywhere(code, key)
    if found is None:
        return lost(request)
    with scope.entered(found.week.region_id, found.week_id):
        if request.method == "POST":
            return _act(request, found)
        return answer_own(visit_to(request, found.week), found, done=request.GET.get("done", ""))


def lost(request: HttpRequest) -> HttpResponse:
    """No such booking: passed on, erased, or copied with a sign missing; and how it is found again."""
    context = {
        "status": 404,
        "title": _("没有这个预约"),
        "text": _("网址可能抄漏了，预约已经转给别人，或者个人信息到期删除了。用手机号和预约码可以找回。"),
        "find_url": reverse("portal:bookings_find"),
    }
    return unseen(render(request, "portal/booking/lost.html", context, status=404))


def _act(request: HttpRequest, found: Booking) -> HttpResponse:
    name = request.POST.get("do", "")
    act = ACTS.get(name)
    if act is None:
        raise OutOfSight(name)
    given = read_given(request.POST)
    try:
        check_press(request)
        row = act(found, given, request)
    except Refused as refusal:
        fresh = booking_anywhere(found.code, request.path_info.rstrip("/").rsplit("/", 1)[-1])
        if fresh is None:
            return lost(request)
        return answer_own(visit_to(request, found.week), fresh, refusal=refusal, acting=name, given=given)
    return SeeOther(booking_address(row, name))


def check_press(request: HttpRequest) -> None:
    """Raise `Refused` for what another site sends, or a network too often."""
    if not comes_from_here(request, takes_null=True):
        raise Refused(_("这次提交没有收下。请再按一次。"), code="strange")
    if wait := seconds_to_wait(request):
        raise TooMany(wait)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("seen_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _change(found: Booking, given: Given, request: HttpRequest) -> Booking:
    if given.problems:
        raise Refused(fields=given.problems, code="invalid")
    return change_party(
        booker(found),
        found,
        party=given.party,
        consents=given.consents,
        photo=given.photo,
        seen_version=_version(request),
    )


def _cancel(found: Booking, given: Given, request: HttpRequest) -> Booking:
    if found.state == BookingState.CANCELLED:
        return found  # pressed twice
    return cancel_booking(booker(found), found, seen_version=_version(request))


def _accept(found: Booking, given: Given, request: HttpRequest) -> Booking:
    return accept_offer(booker(found), found)


def _pass_on(found: Booking, given: Given, request: HttpRequest) -> Booking:
    return pass_on(
        booker(found),
        found,
        name=given.texts["name"],
        phone=given.texts["phone"],
        code=given.texts["code"],
        language=get_language() or "",
        seen_version=_version(request),
    )


def _move(found: Booking, given: Given, request: HttpRequest) -> Booking:
    wanted = read_code(request.POST.get("to", ""))
    to = bookable_by_code(wanted) if wanted else None
    if to is None:
        raise Refused(fields={"to": _("请选要换到哪一场。")}, code="invalid")
    return move_booking(booker(found), found, to.pool, seen_version=_version(request))


def _photo(found: Booking, given: Given, request: HttpRequest) -> Booking:
    if given.photo is None:
        raise Refused(fields={"photo": _("请选同意或不同意。")}, code="invalid")
    return set_photo_consent(booker(found), found, agrees=given.photo, seen_version=_version(request))


ACTS: dict[str, Act] = {
    "change": _change,
    "cancel": _cancel,
    "accept": _accept,
    "pass_on": _pass_on,
    "move": _move,
    "photo": _photo,
}
