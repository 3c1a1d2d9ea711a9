"""Replies in and out as a table: the office sends it to units, and takes in what comes back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sciweek.ceremonies.actions.tables import reply_rows
from sciweek.ceremonies.logic.reply_columns import NOTE, REPLY_COLUMNS
from sciweek.ceremonies.pages.shown import address, find_run
from sciweek.ceremonies.queries import slip_rows, slips_of
from sciweek.ceremonies.sheet_kinds import REPLIES
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import Place, send_book, send_template, show_sheet, show_start


def _place(request: DeskRequest) -> Place:
    return Place(
        start=address(request, "import"),
        sheet=lambda code: address(request, "import_sheet", code=code),
        template=address(request, "import_template"),
        back=address(request, "list"),
        back_words=_("回到仪式"),
        title=_("导入回执"),
        intro=_("一行一位来宾。单位交回来的回执表，看过预览再导入。"),
    )


@desk_page("ceremonies.run_ceremony")
def import_start(request: DeskRequest) -> HttpResponse:
    """Choose a file of replies; its lines are shown before anything is saved."""
    return show_start(
        request, request.actor, request.region, request.week, kind=REPLIES.name, place=_place(request)
    )


@desk_page("ceremonies.run_ceremony")
def import_sheet(request: DeskRequest, code: str) -> HttpResponse:
    """One file of replies: preview, progress, result."""
    return show_sheet(
        request,
        request.actor,
        request.region,
        request.week,
        kind=REPLIES.name,
        place=_place(request),
        code=code,
    )


@desk_page("ceremonies.run_ceremony")
def import_template(request: DeskRequest) -> HttpResponse:
    """The empty table with an example line and its drop-down lists."""
    return send_template(REPLIES.name, request.week, note=NOTE)


@desk_page("ceremonies.see_ceremony")
def template(request: DeskRequest, code: str) -> HttpResponse:
    """The table of one ceremony: a line for each place, with the guests who are named already."""
    found = find_run(request, code)
    rows = reply_rows(slip_rows(slips_of(found, request.actor)), blanks=True)
    title = _("%(ceremony)s参会回执表") % {"ceremony": found}
    choices = REPLIES.choices(request.week) if REPLIES.choices else {}
    return send_book(write_book(title, REPLY_COLUMNS, rows, note=NOTE, choices=choices), title)
