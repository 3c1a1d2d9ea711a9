"""A crew's day as the desk sees it, the paper for the driver, the slip for the unit that is visited."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.errors import OutOfSight
from sciweek.committee.addresses import public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.outreach.logic.calendar import Event, calendar
from sciweek.outreach.logic.documents import slip_docx, trip_docx
from sciweek.outreach.logic.sheets import SlipSheet, TripSheet
from sciweek.outreach.models import Visit
from sciweek.outreach.pages.outings import find_outing
from sciweek.outreach.pages.sheets import slip_sheet, trip_sheet
from sciweek.outreach.queries import DayTrip, day_trip, trip_mark, visits

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(data: bytes, name: str, media: str) -> HttpResponse:
    """A file to be saved; it names people."""
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer["Cache-Control"] = "private, no-store"
    return answer


def _trip(request: DeskRequest, code: str, day: str, crew: int) -> DayTrip:
    outing = find_outing(request, code)
    if not access.may(request.actor, "outreach.run_outing", outing):
        raise OutOfSight(code)
    on: date | None = clock.read_day(day)
    found = day_trip(outing, on, crew, request.week.zone) if on is not None else None
    if found is None:
        raise Http404(day)
    return found


@desk_page("outreach.run_outing")
def trip(request: DeskRequest, code: str, day: str, crew: int) -> HttpResponse:
    """The driver's day, and the link that the driver is given."""
    found = _trip(request, code, day, crew)
    sheet = trip_sheet(found, request.week.zone)
    link = public_address(
        request,
        "trips:trip",
        code=found.outing.code,
        day=found.day.isoformat(),
        crew=found.crew,
        mark=trip_mark(found.outing, found.day, found.crew),
    )
    context = {"sheet": sheet, "outing": found.outing, "trip": found, "link": link, "week": request.week}
    return render(request, "outreach/trip.html", context)


@desk_page("outreach.run_outing")
def trip_file(request: DeskRequest, code: str, day: str, crew: int) -> HttpResponse:
    """The same as a Word file."""
    sheet = trip_sheet(_trip(request, code, day, crew), request.week.zone)
    return download(trip_docx(sheet), f"{_file_name(sheet)}.docx", WORD)


def _file_name(sheet: TripSheet | SlipSheet) -> str:
    return "".join(sign for sign in f"{sheet.title} {sheet.day}" if sign not in '\\/:*?"<>|')[:100]


def _visit(request: DeskRequest, code: str) -> Visit:
    found = visits(request.actor).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("outreach.see_outings")
def slip(request: DeskRequest, code: str) -> HttpResponse:
    """Who comes, when, and what to prepare: for the unit that is visited."""
    found = _visit(request, code)
    context = {"sheet": slip_sheet(request.actor, found), "visit": found, "week": request.week}
    return render(request, "outreach/slip.html", context)


@desk_page("outreach.see_outings")
def slip_file(request: DeskRequest, code: str) -> HttpResponse:
    """The same as a Word file."""
    sheet = slip_sheet(request.actor, _visit(request, code))
    return download(slip_docx(sheet), f"{_file_name(sheet)}.docx", WORD)


@desk_page("outreach.see_outings")
def slip_calendar(request: DeskRequest, code: str) -> HttpResponse:
    """The same for a calendar."""
    found = _visit(request, code)
    sheet = slip_sheet(request.actor, found)
    event = Event(
        uid=str(found.uid),
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        changed_at=clock.now(),
        sequence=found.version,
        name=_("%(unit)s来：%(title)s") % {"unit": found.outing.unit.label, "title": found.outing.title},
        place=sheet.where,
        words="\n".join(f"{label}：{words}" for label, words in sheet.rows),
    )
    return download(
        calendar(sheet.title, [event]), f"{_file_name(sheet)}.ics", "text/calendar; charset=utf-8"
    )
