"""Sending an activity back with the points to correct, each beside its field."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.activities import actions
from sciweek.activities.models import Activity
from sciweek.activities.pages.shown import the_activity
from sciweek.activities.pages.words import label_of, words_of
from sciweek.activities.states import ACTIVITY_MOVES, MARKABLE_FIELDS, ActivityState
from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.states import onward
from sciweek.committee.entrance import DeskRequest, desk_page

LONGEST_MARK = 200


@dataclass(frozen=True)
class Point:
    """One field: what stands there, and what the office wants to say of it."""

    field: str
    label: str
    value: str
    mark: str


@desk_page("activities.see_activities")
def activity_return(request: DeskRequest, code: str) -> HttpResponse:
    """Mark the fields, say why, send it back."""
    row = the_activity(request, code)
    access.require(request.actor, "activities.run_activities", row)
    why, error = "", ""
    marks = dict(row.marks)
    if request.method == "POST":
        why = request.POST.get("why", "")[:1000]
        marks = {name: request.POST.get(f"mark_{name}", "")[:LONGEST_MARK] for name in MARKABLE_FIELDS}
        seen = request.POST.get("seen_version", "")
        try:
            actions.return_activity(
                request.actor,
                row,
                why=why,
                marks={name: text for name, text in marks.items() if text.strip()},
                seen_version=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
            )
        except Refused as refusal:
            if refusal.status == 403:
                raise
            error = (
                _("写一句总的原因，或者至少在一栏旁边写要改什么。")
                if refusal.code == "reason_missing"
                else str(refusal)
            )
            row = the_activity(request, code)
        else:
            who = row.unit.name if row.unit else _("填报的人")
            messages.success(request, _("已退回给%(who)s。") % {"who": who})
            return redirect("activities:activity", week_slug=request.week.slug, code=row.code)
    context = {
        "activity": row,
        "week": request.week,
        "points": _points(row, marks, request.week.zone),
        "why": why,
        "error": error,
        "may_return": ActivityState.RETURNED in onward(ACTIVITY_MOVES, row.state),
    }
    return render(request, "activities/return.html", context, status=422 if error else 200)


def _points(row: Activity, marks: dict[str, str], zone: str) -> list[Point]:
    return [
        Point(name, label_of(name), words_of(name, getattr(row, name), zone), marks.get(name, ""))
        for name in MARKABLE_FIELDS
    ]
