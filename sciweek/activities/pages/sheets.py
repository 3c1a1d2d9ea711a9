"""Activities from a table: the file, its preview, the progress, and straight on to what was imported."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.activities.logic.table_columns import KIND, NOTE
from sciweek.base import access
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.sheets.pages import Place, send_template, show_sheet, show_start


@desk_page("activities.enter_activity")
def import_start(request: DeskRequest) -> HttpResponse:
    """Choose a file of activities."""
    return show_start(request, request.actor, request.region, request.week, kind=KIND, place=_place(request))


@desk_page("activities.enter_activity")
def import_sheet(request: DeskRequest, code: str) -> HttpResponse:
    """One table: preview, progress, result; then on to the activities that it brought."""
    return show_sheet(
        request,
        request.actor,
        request.region,
        request.week,
        kind=KIND,
        place=_place(request, code),
        code=code,
    )


@desk_page("activities.enter_activity")
def import_template(request: DeskRequest) -> HttpResponse:
    """The empty table with an example line and its drop-down lists."""
    return send_template(KIND, request.week, note=NOTE)


def _place(request: DeskRequest, code: str = "") -> Place:
    slug = {"week_slug": request.week.slug}
    board = reverse("activities:list", kwargs=slug)
    office = access.may(request.actor, "activities.run_activities", request.week)
    intro = (
        _("一行一场。可以替任何单位导入；导入后是草稿，可以直接批量发布。")
        if office
        else _("一行一场，只导入自己单位的。导入后是草稿，核对后提交给办公室。")
    )
    return Place(
        start=reverse("activities:import", kwargs=slug),
        sheet=lambda sheet: reverse("activities:import_sheet", kwargs=slug | {"code": sheet}),
        template=reverse("activities:template", kwargs=slug),
        back=f"{board}?sheet={code}" if code else board,
        back_words=_("看这次导入的活动") if code else _("回到活动列表"),
        intro=intro,
        title=_("从 Excel 导入活动"),
    )
