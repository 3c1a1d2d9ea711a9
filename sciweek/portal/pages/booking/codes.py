"""One-time codes: asked for from the form, which comes back with everything that was typed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sciweek.base import scope
from sciweek.base.errors import Refused
from sciweek.booking.actions import ask_for_code
from sciweek.booking.queries import booking_anywhere
from sciweek.booking.states import Proves
from sciweek.portal.entrance import visit_to
from sciweek.portal.logic.booking.given import read_given
from sciweek.portal.pages.booking.addresses import booking_address
from sciweek.portal.pages.booking.form_page import answer_form
from sciweek.portal.pages.booking.own import check_press, lost
from sciweek.portal.pages.booking.own_page import answer_own
from sciweek.portal.pages.booking.wanted import check_sender, wanted_seats


@csrf_exempt  # a page that is kept whole has no token: `check_sender` stands in its place
def session_code(request: HttpRequest, code: str, week_slug: str = "") -> HttpResponse:
    """Send a code to the phone in the form; a script hears the answer as JSON, everybody else as the form again."""
    found = wanted_seats(code, week_slug)
    week = found.pool.week
    with scope.entered(week.region_id, week.pk):
        visit = visit_to(request, week, week_slug)
        if request.method != "POST":
            return redirect(visit.address("session_book", code=code))
        given = read_given(request.POST, [each["key"] for each in found.terms.questions])
        refusal, notice = None, _("验证码已发到您的手机，10 分钟内有效。")
        try:
            check_sender(request, given)
            ask_for_code(given.texts["phone"])
        except Refused as refused:
            refusal, notice = refused, ""
        if request.headers.get("Accept") == "application/json":
            return _json(refusal, notice)
        return answer_form(visit, code, given, refusal, notice=notice)


@csrf_exempt  # the address itself is the secret that a token would be; `check_press` stands beside it
def booking_code(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Send a code to the phone of whoever the booking is to be passed on to; answers as `session_code` does."""
    found = booking_anywhere(code, key)
    if found is None:
        return lost(request)
    with scope.entered(found.week.region_id, found.week_id):
        if request.method != "POST":
            return redirect(booking_address(found))
        given, refusal = read_given(request.POST), None
        try:
            check_press(request)
            ask_for_code(given.texts["phone"], proves=Proves.TAKING_OVER)
        except Refused as refused:
            refusal = refused
        if request.headers.get("Accept") == "application/json":
            return _json(refusal, _("验证码已发到对方手机，10 分钟内有效。"))
        done = "" if refusal else "code"
        visit = visit_to(request, found.week)
        return answer_own(visit, found, refusal=refusal, acting="pass_on", given=given, done=done)


def _json(refusal: Refused | None, notice: str) -> JsonResponse:
    if refusal is None:
        return JsonResponse({"text": notice})
    text = str(refusal.fields.get("phone") or refusal.message)
    return JsonResponse({"problem": text}, status=refusal.status)
