"""Venues and their rooms in and out as a table."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.imports import import_pages
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import Around, send_book
from sciweek.venues.actions.tables import venue_rows
from sciweek.venues.addresses import venue_address
from sciweek.venues.logic.venue_columns import VENUE_COLUMNS
from sciweek.venues.sheet_kinds import VENUES


def _around(request: DeskRequest, code: str) -> Around:
    return Around(
        title=_("导入场地"),
        intro=_("一行一个场地，或一间厅室。"),
        back=venue_address(request, "list"),
        back_words=_("回到场地"),
    )


IMPORT = import_pages(VENUES, _around, needs_week=False)


@desk_page("venues.run_venues", needs_week=False)
def export(request: DeskRequest) -> HttpResponse:
    """The venues with their rooms, in the shape in which they can be imported again."""
    title = _("%(region)s场地和厅室") % {"region": request.region.short_name}
    return send_book(write_book(title, VENUE_COLUMNS, venue_rows()), title)
