"""场次表 out as one book, and in again: the file, its preview, the progress."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.imports import import_pages
from sciweek.programme.logic.table_columns import COLUMNS, TITLE
from sciweek.programme.logic.table_rows import row_of
from sciweek.programme.pages.shown import UNREAD
from sciweek.programme.pages.wanted import Wanted
from sciweek.programme.queries import sessions
from sciweek.programme.sheet_kinds import SESSIONS
from sciweek.programme.states import SessionState
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import Around, send_book

MOST = 5000  # what one import takes


@desk_page("programme.see_programme")
def export(request: DeskRequest) -> HttpResponse:
    """The sessions as the filter of the address leaves them, without those called off; it can be imported again."""
    found = Wanted.read(request.GET).apply(sessions(request.actor).defer(*UNREAD))
    found = found.filter(state=SessionState.PLANNED)
    if found.count() > MOST:
        raise Refused(_("一次最多导出 %(most)d 场。请先按场地或单位筛选。") % {"most": MOST}, code="too_many")
    rows = [row_of(row, request.week.zone) for row in found]
    title = f"{request.week.title}{TITLE}"
    return send_book(write_book(title, COLUMNS, rows), title)


def _around(request: DeskRequest, code: str) -> Around:
    return Around(
        title=_("从 Excel 导入场次"),
        intro=_("一行一场。活动要先在活动列表里；导入后只是排期，发布以后市民才看得到。"),
        back=reverse("programme:board", kwargs={"week_slug": request.week.slug}),
        back_words=_("回到排期"),
    )


IMPORT = import_pages(SESSIONS, _around)
