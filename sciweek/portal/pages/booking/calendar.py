"""A booking for one's own calendar: its sessions, with the way back to the booking."""

from dataclasses import replace
from importlib.metadata import version
from uuid import uuid5

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciweek.base import scope
from sciweek.booking.models import Booking
from sciweek.booking.queries import booking_anywhere
from sciweek.booking.states import ENDED, BookingState
from sciweek.committee.addresses import public_address
from sciweek.portal import queries
from sciweek.portal.entrance import Visit, visit_to
from sciweek.portal.logic.booking.people import grouped
from sciweek.portal.logic.exports.calendar import CalendarHead, calendar
from sciweek.portal.logic.exports.session import ExportSession
from sciweek.portal.pages.booking.addresses import own_address
from sciweek.portal.pages.booking.own import lost
from sciweek.portal.pages.booking.own_page import unseen
from sciweek.portal.pages.exports.rows import export_session


@require_safe
def booking_ics(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = booking_anywhere(code, key)
    if found is None:
        return lost(request)
    with scope.entered(found.week.region_id, found.week_id):
        visit = visit_to(request, found.week)
        sessions = _sessions(visit, found)
        head = CalendarHead(
            name=visit.week.title,
            description=visit.week.theme,
            # Not a calendar that asks again: its address would be kept by whoever keeps calendars.
            source="",
            product=version("sciweek"),
            zone=visit.zone,
            first=visit.week.starts_on,
            last=visit.week.ends_on,
            is_cancelled=all(each.is_cancelled for each in sessions),
        )
        body = b"".join(calendar(head, sessions))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{found.code.lower()}.ics"'
    answer["Cache-Control"] = "private, no-store"
    return unseen(answer)


def _sessions(visit: Visit, found: Booking) -> list[ExportSession]:
    """The booking's dates as they stand for its booker: what has ended, or is shown no more, is cancelled."""
    address = public_address(visit.request, "portal:booking", **own_address(found))
    note = _("预约码 %(code)s，看凭证、改人数、取消：%(address)s") % {
        "code": grouped(found.code),
        "address": address,
    }
    is_off = found.state in ENDED
    sessions = []
    for pair in queries.shown_of(found, visit.release):
        if (row := pair.last) is None:
            continue
        one = export_session(row, {}, address)
        sessions.append(
            replace(
                one,
                # The booking's own entry: it moves with the booking, and leaves the public one alone.
                uid=found.uid if found.pool.session_id is not None else uuid5(found.uid, str(row.uid)),
                note="" if is_off else note,
                is_cancelled=one.is_cancelled or is_off or pair.now is None,
                is_tentative=found.state != BookingState.CONFIRMED,
                # Both only grow, and one of them with everything that can be different.
                release_number=found.version + (visit.release.number if visit.release else 0),
                changed_at=visit.now,
            )
        )
    return sessions
