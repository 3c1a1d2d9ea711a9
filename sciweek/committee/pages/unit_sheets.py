"""The list of units in and out as a table."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sciweek.committee.actions.unit_sheet import unit_rows
from sciweek.committee.addresses import desk_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.imports import import_pages
from sciweek.committee.logic.unit_columns import UNIT_COLUMNS
from sciweek.committee.sheet_kinds import UNITS
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import Around, send_book


def _around(request: DeskRequest, code: str) -> Around:
    return Around(
        title=_("导入单位和联络员"),
        intro=_("一行一个单位。联络员还没有账号的，备好邀请链接，不会自动开账号。"),
        back=desk_address(request, "units"),
        back_words=_("回到单位名单"),
    )


IMPORT = import_pages(UNITS, _around, name="unit_import", needs_week=False)


@desk_page("committee.run_units", needs_week=False)
def unit_export(request: DeskRequest) -> HttpResponse:
    """The units with their liaisons, in the shape in which they can be imported again."""
    in_week = request.any_week is not None
    columns = [column for column in UNIT_COLUMNS if in_week or column.name != "takes_part"]
    title = _("%(region)s单位和联络员") % {"region": request.region.short_name}
    return send_book(write_book(title, columns, unit_rows(in_week=in_week)), title)
