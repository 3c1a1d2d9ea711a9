"""The booking form: a page that is the same for everybody, and the way by which it is sent, as short as it can be."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from sciweek.base import scope
from sciweek.base.actor import CITIZEN
from sciweek.base.errors import Refused
from sciweek.booking.actions import book
from sciweek.portal.entrance import Visit, portal_page, visit_to
from sciweek.portal.logic.booking.given import read_given
from sciweek.portal.pages.booking.addresses import SeeOther, booking_address
from sciweek.portal.pages.booking.form_page import answer_form
from sciweek.portal.pages.booking.wanted import check_sender, wanted_seats


@csrf_exempt  # a page that is kept whole has no token: `check_sender` stands in its place
def session_book(request: HttpRequest, code: str, week_slug: str = "") -> HttpResponse:
    """The form of one session; sent, it becomes a booking and leads to the booking's own page."""
    if request.method == "POST":
        return _send(request, code, week_slug)
    return _form(request, code=code, week_slug=week_slug)


@portal_page()
def _form(visit: Visit, code: str) -> HttpResponse:
    return answer_form(visit, code)


def _send(request: HttpRequest, code: str, week_slug: str) -> HttpResponse:
    """One query finds everything that decides; the action writes three rows; nothing else is asked."""
    found = wanted_seats(request.POST.get("slot") or code, week_slug)
    week = found.pool.week
    with scope.entered(week.region_id, week.pk):
        given = read_given(request.POST, [each["key"] for each in found.terms.questions])
        try:
            check_sender(request, given)
            if given.problems:
                raise Refused(fields=given.problems, code="invalid")
            booking = book(CITIZEN, found, language=get_language() or "", **given.values())
        except Refused as refusal:
            return answer_form(visit_to(request, week, week_slug), code, given, refusal)
        return SeeOther(booking_address(booking))
