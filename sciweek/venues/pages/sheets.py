"""Venues and their rooms in and out as a table."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import Place, send_book, send_template, show_sheet, show_start
from sciweek.venues.actions.tables import venue_rows
from sciweek.venues.addresses import venue_address
from sciweek.venues.logic.venue_columns import NOTE, VENUE_COLUMNS
from sciweek.venues.sheet_kinds import VENUES


def _place(request: DeskRequest) -> Place:
    return Place(
        start=venue_address(request, "import"),
        sheet=lambda code: venue_address(request, "import_sheet", code=code),
        template=venue_address(request, "template"),
        back=venue_address(request, "list"),
        back_words=_("回到场地"),
        title=_("导入场地"),
        intro=_("一行一个场地，或一间厅室。"),
    )


@desk_page("venues.run_venues", needs_week=False)
def import_start(request: DeskRequest) -> HttpResponse:
    """Choose a file of venues; its lines are shown before anything is saved."""
    week = request.any_week
    return show_start(request, request.actor, request.region, week, kind=VENUES.name, place=_place(request))


@desk_page("venues.run_venues", needs_week=False)
def import_sheet(request: DeskRequest, code: str) -> HttpResponse:
    """One file of venues: preview, progress, result."""
    return show_sheet(
        request,
        request.actor,
        request.region,
        request.any_week,
        kind=VENUES.name,
        place=_place(request),
        code=code,
    )


@desk_page("venues.run_venues", needs_week=False)
def import_template(request: DeskRequest) -> HttpResponse:
    """The empty table with an example line and its drop-down lists."""
    return send_template(VENUES.name, request.any_week, note=NOTE)


@desk_page("venues.run_venues", needs_week=False)
def export(request: DeskRequest) -> HttpResponse:
    """The venues with their rooms, in the shape in which they can be imported again."""
    title = _("%(region)s场地和厅室") % {"region": request.region.short_name}
    return send_book(write_book(title, VENUE_COLUMNS, venue_rows()), title)
