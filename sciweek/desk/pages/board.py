"""The workbench: one list of what waits for me, the week's state, who has handed in."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.queries import state_counts
from sciweek.activities.states import SHOWN_STATES, ActivityState
from sciweek.base import access, clock
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.desk import queries
from sciweek.duties.queries import Board, board
from sciweek.look.ribbon import Ribbon
from sciweek.week.models import Week
from sciweek.week.states import Moment


@dataclass(frozen=True)
class Home:
    """What the desk opens on."""

    tasks: list[queries.Task]
    note: str
    ribbon: Ribbon
    countdown: str
    counts: list[tuple[str, int]]
    board: Board
    # For office and auditor alone.
    seals: queries.SealState | None


def _countdown(week: Week) -> str:
    gap = (week.starts_on - week.today).days
    if week.moment == Moment.BEFORE:
        return ngettext("离开幕还有 %(n)d 天", "离开幕还有 %(n)d 天", gap) % {"n": gap}
    if week.moment == Moment.DURING:
        return _("进行中，第 %(n)d 天") % {"n": 1 - gap}
    return _("周后，不落幕")


@desk_page(needs_week=False)
def start(request: DeskRequest) -> HttpResponse:
    """The bare address: on to the current edition, or to the list when there is none."""
    if request.any_week is None:
        return redirect("desk:weeks")
    return redirect("desk:home", week_slug=request.any_week.slug)


def _note(number: int, today: int) -> str:
    """How many tasks there are, and how many of them are due today when any is."""
    if not today:
        return ngettext("%(n)d 件", "%(n)d 件", number) % {"n": number} if number else ""
    return _("%(all)d 件，%(today)d 件今天到期") % {"all": number, "today": today}


@desk_page()
def home(request: DeskRequest) -> HttpResponse:
    """What waits for me, by when, one click each."""
    seals = queries.seal_state() if access.may(request.actor, "desk.read_log", request.week) else None
    tasks = queries.waiting(request.actor, request.week, seals)
    urgent = sum(task.is_urgent for task in tasks)
    counts = state_counts() if request.actor.roles else {}
    drafts = counts.get(ActivityState.DRAFT, 0) + counts.get(ActivityState.RETURNED, 0)
    page = Home(
        tasks=tasks,
        note=_note(len(tasks), urgent),
        ribbon=queries.week_ribbon(request.actor, request.week, clock.now()),
        countdown=_countdown(request.week),
        counts=[
            (_("已发布"), sum(counts[state] for state in SHOWN_STATES)),
            (_("待看"), counts[ActivityState.SUBMITTED]),
            (_("草稿和退回"), drafts),
        ]
        if counts
        else [],
        board=board(request.actor),
        seals=seals,
    )
    context = {
        "page": page,
        "week": request.week,
        "may_run": access.may(request.actor, "duties.run_duties", request.week),
        # A unit's people come mostly for this; whoever has a role in the region has the board.
        "may_enter": not request.actor.roles
        and access.may(request.actor, "activities.enter_activity", request.week),
    }
    return render(request, "desk/home.html", context)
