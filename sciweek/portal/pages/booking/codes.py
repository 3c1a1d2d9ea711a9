"""One-time codes: asked for from the form, which comes back with everything that was typed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sciweek.base import scope
from sciweek.base.errors import Refused
from sciweek.booking.actions import ask_for_code
from sciweek.portal.entrance import visit_to
from sciweek.portal.logic.booking.given import read_given
from sciweek.portal.pages.booking.form_page import answer_form
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


def _json(refusal: Refused | None, notice: str) -> JsonResponse:
    if refusal is None:
        return JsonResponse({"text": notice})
    text = str(refusal.fields.get("phone") or refusal.message)
    return JsonResponse({"problem": text}, status=refusal.status)
