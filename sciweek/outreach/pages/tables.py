"""申请表 in: the template, the file, its preview, the progress."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.outreach.logic.wish_columns import KIND, NOTE
from sciweek.sheets.pages import Place, send_template, show_sheet, show_start


@desk_page("outreach.ask_visit")
def import_start(request: DeskRequest) -> HttpResponse:
    """Choose a file of wishes."""
    return show_start(request, request.actor, request.region, request.week, kind=KIND, place=_place(request))


@desk_page("outreach.ask_visit")
def import_sheet(request: DeskRequest, code: str) -> HttpResponse:
    """One table: preview, progress, result; then on to the list."""
    return show_sheet(
        request, request.actor, request.region, request.week, kind=KIND, place=_place(request), code=code
    )


@desk_page("outreach.ask_visit")
def import_template(request: DeskRequest) -> HttpResponse:
    """The empty table with an example line and its drop-down lists."""
    return send_template(KIND, request.week, note=NOTE)


def _place(request: DeskRequest) -> Place:
    slug = {"week_slug": request.week.slug}
    return Place(
        start=reverse("outreach:import", kwargs=slug),
        sheet=lambda sheet: reverse("outreach:import_sheet", kwargs=slug | {"code": sheet}),
        template=reverse("outreach:template", kwargs=slug),
        back=reverse("outreach:wishes", kwargs=slug),
        back_words=_("回到全部申请"),
        intro=_("一行一份申请。学校、社区交来的表可以一次导入；导入后和网上申请的一样，等着安排。"),
        title=_("从 Excel 导入申请"),
    )
