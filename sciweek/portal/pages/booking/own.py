"""The page of one booking, opened by its signed link."""

from django.http import HttpRequest, HttpResponse

from sciweek.base import scope
from sciweek.base.errors import OutOfSight
from sciweek.booking.queries import booking_anywhere
from sciweek.portal.entrance import visit_to


def booking(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = booking_anywhere(code, key)
    if found is None:
        raise OutOfSight(code)
    with scope.entered(found.week.region_id, found.week_id):
        return visit_to(request, found.week).show(
            "portal/booking/own.html", found, title=found.code, is_private=True
        )
