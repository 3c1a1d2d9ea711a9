"""Replies in and out as a table: the office sends it to units, and takes in what comes back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sciweek.ceremonies.actions.tables import reply_rows
from sciweek.ceremonies.logic.reply_columns import REPLY_COLUMNS
from sciweek.ceremonies.pages.shown import address, find_run
from sciweek.ceremonies.queries import slip_rows, slips_of
from sciweek.ceremonies.sheet_kinds import REPLIES
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.imports import import_pages
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import Around, send_book


def _around(request: DeskRequest, code: str) -> Around:
    return Around(
        title=_("导入回执"),
        intro=_("一行一位来宾。单位交回来的回执表，看过预览再导入。"),
        back=address(request, "list"),
        back_words=_("回到仪式"),
    )


IMPORT = import_pages(REPLIES, _around)


@desk_page("ceremonies.see_ceremony")
def template(request: DeskRequest, code: str) -> HttpResponse:
    """The table of one ceremony: a line for each place, with the guests who are named already."""
    found = find_run(request, code)
    rows = reply_rows(slip_rows(slips_of(found, request.actor)), blanks=True)
    title = _("%(ceremony)s参会回执表") % {"ceremony": found}
    choices = REPLIES.choices(request.week) if REPLIES.choices else {}
    return send_book(write_book(title, REPLY_COLUMNS, rows, note=REPLIES.note, choices=choices), title)
