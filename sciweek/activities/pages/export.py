"""活动一览表 out: the filtered list, or the chosen ones, as one book."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.activities.logic.table_columns import TITLE, WRITTEN
from sciweek.activities.logic.table_rows import row_of
from sciweek.activities.models import Activity
from sciweek.activities.pages.wanted import Wanted
from sciweek.activities.pages.words import contacts_for
from sciweek.activities.rules import visible_activities
from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import send_book

MOST = 5000  # what one import takes


@desk_page("activities.see_activities")
def export(request: DeskRequest) -> HttpResponse:
    """The list as the filter of the address leaves it, in the shape in which it can be imported again."""
    found = visible_activities(request.actor).select_related("unit", "series")
    wanted = Wanted.read(request.GET)
    try:
        return book_answer(request, wanted.apply(found, request.week.zone)[: MOST + 1])
    except Refused as refusal:
        messages.error(request, str(refusal))
    board = reverse("activities:list", kwargs={"week_slug": request.week.slug})
    return redirect(f"{board}?{request.GET.urlencode()}")


def book_answer(request: DeskRequest, activities: Iterable[Activity]) -> HttpResponse:
    """The activities as an .xlsx to be saved; contacts as far as the actor may see them."""
    rows = [_row(request, activity) for activity in activities]
    if len(rows) > MOST:
        raise Refused(_("一次最多导出 %(most)d 条。请先按状态或单位筛选。") % {"most": MOST}, code="too_many")
    title = f"{request.week.title}{TITLE}"
    return send_book(write_book(title, WRITTEN, rows), title)


def _row(request: DeskRequest, activity: Activity) -> dict[str, Value]:
    row: dict[str, Value] = {**row_of(activity, request.week.zone)}
    row.update(contacts_for(request.actor, activity))
    return row
