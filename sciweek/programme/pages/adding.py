"""Sessions for an activity: one, or many by a rule whose dates are seen before they are saved; many activities at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState
from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import local, range_words
from sciweek.programme import actions
from sciweek.programme.actions.first_sessions import foreseen, venue_of
from sciweek.programme.forms import RENAME, AddForm
from sciweek.programme.forms.adding import seal_of
from sciweek.programme.forms.session import where_key
from sciweek.programme.logic.spans import Spans, is_one_night
from sciweek.programme.models import Session
from sciweek.programme.pages.shown import Line, line_of, the_activity
from sciweek.programme.queries import sessions
from sciweek.programme.states import RunKind, SessionState
from sciweek.venues.queries import known_places

# What an action says of a rule or a session, at the field of the form.
PLACES = RENAME | {"times": "more_times", "starts_at": "start_time", "ends_at": "end_time"}
PER_PAGE = 200
# Taken when the activity does not say when it ends.
USUAL_LENGTH = timedelta(hours=2)
LEFT_OUT = (ActivityState.CANCELLED,)


@dataclass(frozen=True)
class Preview:
    """The sessions that the press would make."""

    dates: list[str]
    seal: str

    @property
    def count(self) -> int:
        return len(self.dates)


@desk_page("programme.see_programme")
def session_new(request: DeskRequest, code: str) -> HttpResponse:
    """Add sessions to an activity. Many are added only when their dates have been on the page."""
    activity = the_activity(request, code)
    access.require(request.actor, "programme.run_session", activity)
    week = request.week
    form = AddForm(
        posted(request), initial=_first_values(activity, week.zone), zone=week.zone, year=week.starts_on.year
    )
    preview: Preview | None = None
    if request.method == "POST" and form.is_valid():
        try:
            dates = form.dates()
            preview = _preview(dates, week.zone)
            # A single one is plain to see in the form itself.
            seen = form.is_single or form.cleaned_data["seen_dates"] == preview.seal
            if seen and request.POST.get("then") == "save":
                return _add(request, activity, form, dates)
        except Refused as refusal:
            form.show(refusal, PLACES)
            preview = None
    context = {"form": form, "activity": activity, "preview": preview, "week": week}
    if request.htmx:
        return render(request, "programme/preview.html", context)
    status = 422 if form.errors else 200
    return render(request, "programme/new.html", context, status=status)


def _add(
    request: DeskRequest, activity: Activity, form: AddForm, dates: Sequence[tuple[datetime, datetime]]
) -> HttpResponse:
    words = form.words()
    if form.is_single:
        starts_at, ends_at = dates[0]
        times: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at}
    else:
        times = {"rule": form.rule()}
    actions.add_sessions(request.actor, activity, request_uid=form.once_key, **times, **words)
    text = ngettext("加了 %(n)d 场。发布后公众才会看到。", "加了 %(n)d 场。发布后公众才会看到。", len(dates))
    messages.success(request, text % {"n": len(dates)})
    return redirect("programme:activity", week_slug=request.week.slug, code=activity.code)


def _preview(dates: Sequence[tuple[datetime, datetime]], zone: str) -> Preview:
    return Preview([range_words(start, end, zone) for start, end in dates], seal_of(dates))


def _first_values(activity: Activity, zone: str) -> dict[str, Any]:
    """What the activity tells already."""
    venue, room = venue_of(activity, known_places())
    values: dict[str, Any] = {
        "kind": RunKind.SINGLE,
        "mode": activity.mode,
        "where": where_key(venue, room),
        "place": "" if venue else activity.place or activity.address[:120],
        "link": activity.link,
        "capacity": activity.expected,
        "every_minutes": 30,
    }
    if activity.starts_at is not None:
        start = local(activity.starts_at, zone)
        end = (activity.ends_at or activity.starts_at + USUAL_LENGTH).astimezone(ZoneInfo(zone))
        last = (end - timedelta(microseconds=1)).date()
        values["first_day"] = start.date()
        if not activity.is_all_day:
            values |= {"start_time": start.time(), "end_time": end.time()}
        if is_one_night(start, end):
            values["end_day"] = 1
        elif last != start.date():
            values |= {"kind": RunKind.EXHIBITION, "last_day": last}
    return values


@dataclass(frozen=True)
class RunLines:
    """A run with its sessions."""

    kind: str
    count: int
    lines: list[Line]


@desk_page("programme.see_programme")
def of_activity(request: DeskRequest, code: str) -> HttpResponse:
    """All sessions of one activity, run by run."""
    activity = the_activity(request, code)
    by_run: dict[int, list[Session]] = {}
    for row in sessions(request.actor).filter(activity=activity):
        by_run.setdefault(row.run_id, []).append(row)
    runs = [
        RunLines(
            str(RunKind(rows[0].run.kind).label),
            sum(row.state == SessionState.PLANNED for row in rows),
            [line_of(request, row) for row in rows],
        )
        for rows in by_run.values()
    ]
    may_add = activity.state not in LEFT_OUT and access.may(request.actor, "programme.run_session", activity)
    context = {"activity": activity, "runs": runs, "may_add": may_add, "week": request.week}
    return render(request, "programme/activity.html", context)


@dataclass(frozen=True, slots=True)
class Bare:
    """An activity without sessions: what one press makes of it, or why it needs a look of its own."""

    code: str
    name: str
    unit: str
    state: str
    when: str
    where: str
    what: str
    why_not: str


@desk_page("programme.run_session")
def from_activities(request: DeskRequest) -> HttpResponse:
    """Activities that have no session yet; those that say when they take place get theirs by one press."""
    week = request.week
    if request.method == "POST":
        runs, left = actions.add_missing_sessions(request.actor, week)
        text = ngettext("给 %(n)d 个活动排好了场次。", "给 %(n)d 个活动排好了场次。", len(runs))
        if runs:
            messages.success(request, text % {"n": len(runs)})
        elif not left:
            messages.info(request, _("活动都有场次了。"))
        return redirect("programme:from_activities", week_slug=week.slug)
    planned, left = foreseen(request.actor, week)
    ready = [_bare(one.activity, week.zone, what=_what(one.spans)) for one in planned]
    bare = [_bare(row, week.zone, why_not=_said(refusal)) for row, refusal in left]
    page = Paginator(ready, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "ready": page,
        "bare": bare[:PER_PAGE],
        "left": len(bare),
        "has_activities": visible_activities(request.actor).exists(),
        "week": week,
    }
    return render(request, "programme/from_activities.html", context)


def _what(spans: Spans) -> str:
    count = len(spans.times)
    if spans.kind == RunKind.SINGLE:
        return _("一场")
    return ngettext("展览，%(n)d 天每天一场", "展览，%(n)d 天每天一场", count) % {"n": count}


def _said(refusal: Refused) -> str:
    return str(refusal.message or next(iter(refusal.fields.values()), ""))


def _bare(row: Activity, zone: str, *, what: str = "", why_not: str = "") -> Bare:
    return Bare(
        code=row.code,
        name=row.name,
        unit=row.unit.label if row.unit else "",
        state=str(row.get_state_display()),
        when=range_words(row.starts_at, row.ends_at, zone) if row.starts_at else "",
        where=row.place or row.address,
        what=what,
        why_not=why_not,
    )
