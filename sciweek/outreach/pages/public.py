"""The driver's link: one crew's day, without an account, until the day after it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sciweek.base import clock, scope
from sciweek.base.answers import page as answer_page
from sciweek.outreach.models import Outing
from sciweek.outreach.pages.sheets import trip_sheet
from sciweek.outreach.queries import day_trip, trip_by_mark
from sciweek.outreach.queries.trips import is_over


@require_safe
@never_cache
def trip(request: HttpRequest, code: str, day: str, crew: int, mark: str) -> HttpResponse:
    """The stops of the day; a link that is wrong, withdrawn or over says nothing of them."""
    on = clock.read_day(day)
    outing = trip_by_mark(code, on, crew, mark) if on is not None else None
    if on is None or outing is None:
        return _closed(
            request, 404, _("没有这份行程单"), _("链接不完整，或者已经换过。请向派您的单位要新的。")
        )
    if is_over(on, outing.week.zone):
        return _closed(request, 410, _("行程单已过期"), _("行程结束第二天以后，链接不再打开。"))
    with scope.entered(outing.week.region_id, outing.week_id):
        found = day_trip(_whole(outing), on, crew, outing.week.zone)
        if found is None:
            return _closed(request, 404, _("这一天没有行程"), _("安排已经取消或者改期。请问派您的单位。"))
        context = {"sheet": trip_sheet(found, outing.week.zone), "week": outing.week, "outing": outing}
        return _private(render(request, "outreach/driver.html", context))


def _whole(outing: Outing) -> Outing:
    return Outing.objects.select_related("unit", "base", "week").get(pk=outing.pk)


def _closed(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return _private(answer_page(request, status, title=title, text=text))


def _private(answer: HttpResponse) -> HttpResponse:
    """It names people: no search engine, no other site, no cache on the way."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    return answer
