"""场次表 out as one book, and in again: the file, its preview, the progress."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.programme.logic.table_columns import COLUMNS, KIND, NOTE, TITLE
from sciweek.programme.logic.table_rows import row_of
from sciweek.programme.pages.wanted import Wanted
from sciweek.programme.queries import sessions
from sciweek.programme.states import SessionState
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import Place, send_book, send_template, show_sheet, show_start

MOST = 5000  # what one import takes


@desk_page("programme.see_programme")
def export(request: DeskRequest) -> HttpResponse:
    """The sessions as the filter of the address leaves them, without those called off; it can be imported again."""
    found = Wanted.read(request.GET).apply(sessions(request.actor)).filter(state=SessionState.PLANNED)
    rows = [row_of(row, request.week.zone) for row in found[: MOST + 1]]
    if len(rows) > MOST:
        raise Refused(_("一次最多导出 %(most)d 场。请先按场地或单位筛选。") % {"most": MOST}, code="too_many")
    title = f"{request.week.title}{TITLE}"
    return send_book(write_book(title, COLUMNS, rows), title)


@desk_page("programme.run_session")
def import_start(request: DeskRequest) -> HttpResponse:
    """Choose a file of sessions."""
    return show_start(request, request.actor, request.region, request.week, kind=KIND, place=_place(request))


@desk_page("programme.run_session")
def import_sheet(request: DeskRequest, code: str) -> HttpResponse:
    """One table: preview, progress, result; then on to the board."""
    return show_sheet(
        request, request.actor, request.region, request.week, kind=KIND, place=_place(request), code=code
    )


@desk_page("programme.run_session")
def import_template(request: DeskRequest) -> HttpResponse:
    """The empty table with an example line and its drop-down lists."""
    return send_template(KIND, request.week, note=NOTE)


def _place(request: DeskRequest) -> Place:
    slug = {"week_slug": request.week.slug}
    return Place(
        start=reverse("programme:import", kwargs=slug),
        sheet=lambda sheet: reverse("programme:import_sheet", kwargs=slug | {"code": sheet}),
        template=reverse("programme:template", kwargs=slug),
        back=reverse("programme:board", kwargs=slug),
        back_words=_("回到排期"),
        intro=_("一行一场。活动要先在活动列表里；导入后只是排期，发布以后市民才看得到。"),
        title=_("从 Excel 导入场次"),
    )
