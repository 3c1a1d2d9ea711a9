"""申请表 in: the template, the file, its preview, the progress."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.committee.entrance import DeskRequest
from sciweek.committee.imports import import_pages
from sciweek.outreach.sheet_kinds import WISHES
from sciweek.sheets.pages import Around


def _around(request: DeskRequest, code: str) -> Around:
    return Around(
        title=_("从 Excel 导入申请"),
        intro=_("一行一份申请。学校、社区交来的表可以一次导入；导入后和网上申请的一样，等着安排。"),
        back=reverse("outreach:wishes", kwargs={"week_slug": request.week.slug}),
        back_words=_("回到全部申请"),
    )


IMPORT = import_pages(WISHES, _around)
