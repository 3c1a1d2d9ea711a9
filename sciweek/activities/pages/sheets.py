"""Activities from a table: the file, its preview, the progress, and straight on to what was imported."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.activities.sheet_kinds import ACTIVITIES
from sciweek.base import access
from sciweek.committee.entrance import DeskRequest
from sciweek.committee.imports import import_pages
from sciweek.sheets.pages import Around


def _around(request: DeskRequest, code: str) -> Around:
    board = reverse("activities:list", kwargs={"week_slug": request.week.slug})
    office = access.may(request.actor, "activities.run_activities", request.week)
    intro = (
        _("一行一场。可以替任何单位导入；导入后是草稿，可以直接批量发布。")
        if office
        else _("一行一场，只导入自己单位的。导入后是草稿，核对后提交给办公室。")
    )
    return Around(
        title=_("从 Excel 导入活动"),
        intro=intro,
        back=f"{board}?sheet={code}" if code else board,
        back_words=_("看这次导入的活动") if code else _("回到活动列表"),
    )


IMPORT = import_pages(ACTIVITIES, _around)
