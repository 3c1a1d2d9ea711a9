"""A booking for one's own calendar: its sessions, with the way back to the booking."""

from dataclasses import replace
from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciweek.base import scope
from sciweek.booking.models import Booking
from sciweek.booking.queries import booking_anywhere
from sciweek.committee.addresses import public_address
from sciweek.portal.entrance import Visit, visit_to
from sciweek.portal.logic.booking.people import grouped
from sciweek.portal.logic.exports.calendar import CalendarHead, calendar
from sciweek.portal.logic.exports.session import ExportSession
from sciweek.portal.pages.booking.addresses import own_address
from sciweek.portal.pages.booking.own import lost
from sciweek.portal.pages.booking.own_page import unseen
from sciweek.portal.pages.exports.answers import Asked
from sciweek.portal.pages.exports.rows import export_sessions, rows_of


@require_safe
def booking_ics(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = booking_anywhere(code, key)
    if found is None:
        return lost(request)
    with scope.entered(found.week.region_id, found.week_id):
        visit = visit_to(request, found.week)
        head = CalendarHead(
            name=visit.week.title,
            description=visit.week.theme,
            # Not a calendar that asks again: its address would be kept by whoever keeps calendars.
            source="",
            product=version("sciweek"),
            zone=visit.zone,
            first=visit.week.starts_on,
            last=visit.week.ends_on,
        )
        body = b"".join(calendar(head, _sessions(visit, found)))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{found.code.lower()}.ics"'
    answer["Cache-Control"] = "private, no-store"
    return unseen(answer)


def _sessions(visit: Visit, found: Booking) -> list[ExportSession]:
    site = settings.SCIWEEK_SITE_URL or visit.request.build_absolute_uri("/").rstrip("/")
    rows = rows_of(visit)
    if found.pool.session_id is not None:
        rows = rows.filter(session_id=found.pool.session_id)
    else:
        rows = rows.filter(run_id=found.pool.terms.run_id if found.pool.terms else 0)
    address = public_address(visit.request, "portal:booking", **own_address(found))
    note = _("预约码 %(code)s，入场凭证：%(address)s") % {"code": grouped(found.code), "address": address}
    return [replace(each, url=address, note=note) for each in export_sessions(Asked(visit, site), rows)]
