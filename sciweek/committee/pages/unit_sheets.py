"""The list of units in and out as a table."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sciweek.committee.actions.unit_sheet import unit_rows
from sciweek.committee.addresses import desk_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.logic.unit_columns import NOTE, UNIT_COLUMNS
from sciweek.committee.sheet_kinds import UNITS
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import Place, send_book, send_template, show_sheet, show_start


def _place(request: DeskRequest) -> Place:
    return Place(
        start=desk_address(request, "unit_import"),
        sheet=lambda code: desk_address(request, "unit_sheet", code=code),
        template=desk_address(request, "unit_template"),
        back=desk_address(request, "units"),
        back_words=_("回到单位名单"),
        title=_("导入单位和联络员"),
        intro=_("一行一个单位。联络员还没有账号的，备好邀请链接，不会自动开账号。"),
    )


@desk_page("committee.run_units", needs_week=False)
def unit_import(request: DeskRequest) -> HttpResponse:
    """Choose a file of units; its lines are shown before anything is saved."""
    week = request.any_week
    return show_start(request, request.actor, request.region, week, kind=UNITS.name, place=_place(request))


@desk_page("committee.run_units", needs_week=False)
def unit_sheet(request: DeskRequest, code: str) -> HttpResponse:
    """One file of units: preview, progress, result."""
    return show_sheet(
        request,
        request.actor,
        request.region,
        request.any_week,
        kind=UNITS.name,
        place=_place(request),
        code=code,
    )


@desk_page("committee.run_units", needs_week=False)
def unit_template(request: DeskRequest) -> HttpResponse:
    """The empty table."""
    return send_template(UNITS.name, request.any_week, note=NOTE)


@desk_page("committee.run_units", needs_week=False)
def unit_export(request: DeskRequest) -> HttpResponse:
    """The units with their liaisons, in the shape in which they can be imported again."""
    in_week = request.any_week is not None
    columns = [column for column in UNIT_COLUMNS if in_week or column.name != "takes_part"]
    title = _("%(region)s单位和联络员") % {"region": request.region.short_name}
    return send_book(write_book(title, columns, unit_rows(in_week=in_week)), title)
