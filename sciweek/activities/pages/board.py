"""The office's list of activities."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sciweek.activities import actions
from sciweek.activities.models import Activity
from sciweek.activities.queries import containing, on_day, state_counts
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState, Kind
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.parts import Tab
from sciweek.look.phrases import headed

PER_PAGE = 50


@dataclass(frozen=True)
class ActivityList:
    """What the list page shows."""

    rows: "Slice[Activity]"
    tabs: list[Tab]
    words: str
    day: date | None
    kind: str
    kinds: list[tuple[str, Any]]
    may_enter: bool
    may_run: bool
    can_publish: bool


@desk_page("activities.see_activities")
def activity_list(request: DeskRequest) -> HttpResponse:
    """All that the actor may see, by state, kind and words."""
    wanted = request.GET.get("state", "")
    words, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    found = visible_activities(request.actor)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    day = clock.read_day(request.GET.get("day", ""))
    if day is not None:
        found = on_day(found, day, request.week.zone)
    found = containing(found, words)
    counts = state_counts() if request.actor.roles else _own_counts(request.actor)
    if wanted in ActivityState.values:
        found = found.filter(state=wanted)
    kept = {"q": words, "kind": kind, "day": day.isoformat() if day else ""}
    tabs = [Tab(_("全部"), f"?{urlencode(kept)}", not wanted, sum(counts.values()))] + [
        Tab(str(state.label), f"?{urlencode({**kept, 'state': state.value})}", wanted == state, counts[state])
        for state in ActivityState
    ]
    page = Paginator(found.select_related("unit", "series").order_by("starts_at", "id"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    may_run = access.may(request.actor, "activities.run_activities", request.week)
    shown = ActivityList(
        rows=page,
        tabs=tabs,
        words=words,
        day=day,
        kind=kind,
        kinds=list(Kind.choices),
        may_enter=access.may(request.actor, "activities.enter_activity", request.week),
        may_run=may_run,
        can_publish=may_run and wanted in (ActivityState.DRAFT, ActivityState.SUBMITTED),
    )
    return render(request, "activities/list.html", {"page": shown, "week": request.week})


def _own_counts(actor: Actor) -> dict[str, int]:
    found = visible_activities(actor).values_list("state", flat=True)
    counts = dict.fromkeys(ActivityState.values, 0)
    for state in found:
        counts[state] += 1
    return counts


@require_POST
@desk_page("activities.run_activities")
def publish_many(request: DeskRequest) -> HttpResponse:
    """Publish the chosen ones; say of each other one why it stays."""
    chosen = visible_activities(request.actor).filter(code__in=request.POST.getlist("code")[:1000])
    done, left = actions.publish_activities(request.actor, request.week, chosen)
    if done:
        count = len(done)
        messages.success(
            request, ngettext("已发布 %(count)d 场。", "已发布 %(count)d 场。", count) % {"count": count}
        )
    for row, refusal in left[:20]:
        messages.error(request, headed(row.name, str(refusal)))
    if not done and not left:
        messages.info(request, _("还没有选活动。在左边勾选后再按发布。"))
    return redirect("activities:list", week_slug=request.week.slug)
