"""What looks as if it had been entered twice, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.activities import actions
from sciweek.activities.logic.table_columns import HEADINGS
from sciweek.activities.logic.table_rows import words_of
from sciweek.activities.models import Activity
from sciweek.activities.queries import likely_duplicates
from sciweek.activities.rules import visible_activities
from sciweek.base.errors import Refused
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import range_words
from sciweek.week.models import Week

PER_PAGE = 10
COMPARED = (
    "name", "when", "unit", "place", "address", "kind", "series", "hosts", "organisers", "audience", "expected", "summary"
)  # fmt: skip
FIELDS = (
    "name", "unit", "place", "address", "kind", "series", "hosts", "organisers", "audience", "expected", "summary"
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two activities and, line by line, what each says; `differs` marks where they do not agree."""

    sides: tuple[Activity, Activity]
    lines: Sequence[tuple[str, str, str, bool]]

    @property
    def codes(self) -> str:
        return " ".join(row.code for row in self.sides)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """The two ways to keep one: what the button sends (cancelled code, kept code), and its words."""
        one, other = self.sides
        return [
            (
                f"{other.code} {one.code}",
                _("留 %(kept)s，取消 %(code)s") % {"kept": one.code, "code": other.code},
            ),
            (
                f"{one.code} {other.code}",
                _("留 %(kept)s，取消 %(code)s") % {"kept": other.code, "code": one.code},
            ),
        ]


@desk_page("activities.run_activities")
def alike(request: DeskRequest) -> HttpResponse:
    """The pairs, a page at a time."""
    pairs = likely_duplicates(visible_activities(request.actor))
    page: Slice[tuple[int, int]] = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    ids = {pk for pair in page for pk in pair}
    rows = visible_activities(request.actor).select_related("unit", "series").in_bulk(list(ids))
    shown = [
        _pair(rows[one], rows[other], request.week) for one, other in page if one in rows and other in rows
    ]
    context = {"page": page, "pairs": shown, "week": request.week}
    return render(request, "activities/alike.html", context)


def _pair(one: Activity, other: Activity, week: Week) -> Pair:
    left, right = _says(one, week), _says(other, week)
    lines = [
        (HEADINGS[name], left[name] or "—", right[name] or "—", left[name] != right[name])
        for name in COMPARED
        if left[name] or right[name]
    ]
    return Pair((one, other), lines)


def _says(row: Activity, week: Week) -> dict[str, str]:
    says = words_of({name: getattr(row, name) for name in FIELDS}, week.zone)
    when = range_words(row.starts_at, row.ends_at, week.zone) if row.starts_at else ""
    return {name: "" if value is None else str(value) for name, value in says.items()} | {"when": when}


@require_POST
@desk_page("activities.run_activities")
def alike_apart(request: DeskRequest) -> HttpResponse:
    """They are two: the pair is not shown again."""
    codes = request.POST.get("codes", "")[:20].split(" ")
    rows = list(visible_activities(request.actor).filter(code__in=codes))
    if len(rows) == 2:
        actions.tell_apart(request.actor, *rows)
        messages.success(request, _("记下了：这两条不是同一场。"))
    else:
        messages.info(request, _("没有找到这两条，可能已经处理过了。"))
    return redirect("activities:alike", week_slug=request.week.slug)


@require_POST
@desk_page("activities.run_activities")
def alike_cancel(request: DeskRequest) -> HttpResponse:
    """They are the same: call the first of the two codes off, with the reason; the second stays."""
    code, _gap, kept_code = request.POST.get("cancel", "")[:20].partition(" ")
    row = visible_activities(request.actor).filter(code=code).first()
    if row is None:
        messages.info(request, _("没有找到要取消的那一条，可能已经处理过了。"))
        return redirect("activities:alike", week_slug=request.week.slug)
    kept = visible_activities(request.actor).filter(code=kept_code).first()
    why = request.POST.get("why", "").strip()[:1000]
    if not why and kept is not None:
        why = _("和“%(name)s”（编号 %(code)s）是同一场，只留一条。") % {"name": kept.name, "code": kept.code}
    try:
        actions.cancel_activity(request.actor, row, why=why)
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(
            request, _("已取消“%(name)s”（编号 %(code)s）。") % {"name": row.name, "code": row.code}
        )
    return redirect("activities:alike", week_slug=request.week.slug)
