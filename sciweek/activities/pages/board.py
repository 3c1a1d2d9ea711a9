"""The board: the office's and, simpler, each unit's list of activities."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sciweek.activities.models import Activity
from sciweek.activities.pages.acts import Act, open_acts
from sciweek.activities.pages.wanted import NONE, Wanted
from sciweek.activities.queries import likely_duplicates, newest_step, newly_submitted, series
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState, Kind, Mode, Verdict
from sciweek.base import access, clock
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.queries import units
from sciweek.look.dates import day_words, range_words
from sciweek.look.parts import Tab
from sciweek.week.models import Week

Choices = list[tuple[str, Any]]
SELECT_LABELS = {
    "kind": gettext_lazy("类别"),
    "series": gettext_lazy("系列"),
    "unit": gettext_lazy("填报单位"),
    "day": gettext_lazy("哪一天"),
    "opinion": gettext_lazy("审查意见"),
    "sort": gettext_lazy("先后"),
    "size": gettext_lazy("每页几条"),
}


@dataclass(frozen=True)
class Board:
    """What the list page shows."""

    rows: "Slice[Activity]"
    lines: list["Line"]
    wanted: Wanted
    choices: dict[str, Choices]
    chips: list[Tab]
    acts: list[Act]
    live: "Live"
    may_enter: bool
    may_run: bool
    codes: str = field(repr=False)

    @property
    def total(self) -> int:
        """How many meet the filter, on all pages."""
        return self.rows.paginator.count

    @property
    def main_act(self) -> str:
        """The one vermilion button among the acts."""
        return "publish" if self.may_run else ""

    @property
    def selects(self) -> list[tuple[str, Any, Choices, str]]:
        """Name, label, choices and chosen value of each list of the filter."""
        return [
            (name, choices[0][1], choices, getattr(self.wanted, name))
            for name, choices in self.choices.items()
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether one of the lists is set: on a phone they stand open then."""
        return any(chosen for _name, _label, _choices, chosen in self.selects)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter's form carries along."""
        names = ("state", "lacking", "alike", "sheet")
        return [(name, getattr(self.wanted, name)) for name in names if getattr(self.wanted, name)]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table in words: a thousand of them are written fast."""

    code: str
    url: str
    name: str
    kind: str
    series: str
    when: str
    place: str
    lacks_place: bool
    unit: str
    opinion: str
    opinion_shape: str
    state: str
    shape: str


# The shapes of `look`: a state is never told by colour alone.
SHAPES = {
    ActivityState.DRAFT: "open",
    ActivityState.SUBMITTED: "waiting",
    ActivityState.RETURNED: "returned",
    ActivityState.APPROVED: "waiting",
    ActivityState.PUBLISHED: "done",
    ActivityState.HELD: "done",
    ActivityState.CANCELLED: "overdue",
}
OPINION_SHAPES = {Verdict.OPEN: "done", Verdict.CLOSED: "overdue", Verdict.REFERRED: "waiting"}


@dataclass(frozen=True)
class Live:
    """The part that asks again by itself: `since` is the log's last line when the list was made."""

    tabs: list[Tab]
    url: str
    new: int = 0

    @cached_property
    def have(self) -> str:
        """A word that changes when any figure does."""
        told = f"{[tab.count for tab in self.tabs]} {self.new}"
        return hashlib.sha256(told.encode()).hexdigest()[:12]


class Counted(Paginator[Activity]):
    """A paginator whose count is known already."""

    def __init__(self, found: QuerySet[Activity], per_page: int, total: int) -> None:
        super().__init__(found, per_page)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total


@desk_page("activities.see_activities")
def activity_list(request: DeskRequest) -> HttpResponse:
    """All that the actor may see, narrowed, counted and ready to be acted upon."""
    wanted = Wanted.read(request.GET)
    found = wanted.without_state(visible_activities(request.actor), request.week.zone)
    tabs = _tabs(found, wanted)
    total = next(tab.count or 0 for tab in tabs if tab.current)
    listed = wanted.ordered(found.filter(state=wanted.state) if wanted.state else found)
    listed = listed.select_related("unit", "series").defer(
        "contact_name", "contact_phone", "summary", "search_text", "marks"
    )
    page = Counted(listed, wanted.per_page, total).get_page(request.GET.get("page"))
    may_run = access.may(request.actor, "activities.run_activities", request.week)
    since = newest_step(request.week)
    shown = Board(
        rows=page,
        lines=_lines(page, request.week),
        wanted=wanted,
        choices=_choices(request.week, wanted, may_run=may_run),
        chips=_chips(wanted, may_run=may_run),
        acts=open_acts(request.actor, request.week),
        live=Live(tabs, _counts_url(request, wanted, since)),
        may_enter=access.may(request.actor, "activities.enter_activity", request.week),
        may_run=may_run,
        codes=",".join(row.code for row in page),
    )
    return render(request, "activities/list.html", {"page": shown, "week": request.week})


def _lines(page: "Slice[Activity]", week: Week) -> list[Line]:
    address = reverse("activities:activity", kwargs={"week_slug": week.slug, "code": "CODE"})
    kinds: dict[str, str] = {value: str(label) for value, label in Kind.choices}
    states: dict[str, str] = {value: str(label) for value, label in ActivityState.choices}
    opinions: dict[str, str] = {value: str(label) for value, label in Verdict.choices}
    online = _("线上")
    return [
        Line(
            code=row.code,
            url=address.replace("CODE", row.code),
            name=row.name,
            kind=kinds[row.kind],
            series=row.series.name if row.series else "",
            when=range_words(row.starts_at, row.ends_at, week.zone) if row.starts_at else "",
            place=row.place or row.address or (online if row.mode == Mode.ONLINE else ""),
            lacks_place=not (row.link if row.mode == Mode.ONLINE else row.place or row.address),
            unit=row.unit.label if row.unit else "",
            opinion=opinions.get(row.opinion, ""),
            opinion_shape=OPINION_SHAPES[Verdict(row.opinion)] if row.opinion else "",
            state=states[row.state],
            shape=SHAPES[ActivityState(row.state)],
        )
        for row in page
    ]


@desk_page("activities.see_activities")
def activity_counts(request: DeskRequest) -> HttpResponse:
    """The tabs with fresh counts, for the page that asks again by itself; 204 when nothing is new."""
    wanted = Wanted.read(request.GET)
    since = request.GET.get("since", "")
    after = int(since) if since.isdecimal() and since.isascii() and len(since) < 16 else 0
    found = wanted.without_state(visible_activities(request.actor), request.week.zone)
    sees_all = access.may(request.actor, "activities.run_activities", request.week)
    new = newly_submitted(request.week, after) if after and sees_all else 0
    live = Live(_tabs(found, wanted), _counts_url(request, wanted, after), new)
    if request.GET.get("have") == live.have:
        return HttpResponse(status=204)
    context = {"live": live, "wanted": wanted}
    return render(request, "activities/live.html", context)


@desk_page("activities.run_activities")
def alike_count(request: DeskRequest) -> HttpResponse:
    """How many look as if they had been entered twice: asked for after the page stands, since it takes reckoning."""
    found = {pk for pair in likely_duplicates(visible_activities(request.actor)) for pk in pair}
    count = len(found)
    words = ngettext("%(count)d 条", "%(count)d 条", count) % {"count": count} if count else _("没有")
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _tabs(found: QuerySet[Activity], wanted: Wanted) -> list[Tab]:
    """One tab for all and one for each state, counted by one query."""
    counts = dict(found.order_by().values_list("state").annotate(Count("id")))
    return [Tab(_("全部"), f"?{wanted.query(state='')}", not wanted.state, sum(counts.values()))] + [
        Tab(
            str(state.label),
            f"?{wanted.query(state=state.value)}",
            wanted.state == state,
            counts.get(state.value, 0),
        )
        for state in ActivityState
    ]


def _counts_url(request: DeskRequest, wanted: Wanted, since: int) -> str:
    address = reverse("activities:counts", kwargs={"week_slug": request.week.slug})
    query = wanted.query()
    return f"{address}?{query}{'&' if query else ''}since={since}"


def _choices(week: Week, wanted: Wanted, *, may_run: bool) -> dict[str, Choices]:
    choices: dict[str, Choices] = {"kind": [("", _("全部类别")), *Kind.choices]}
    lines = [(str(position), name) for position, name in series().values_list("position", "name")]
    if lines:
        choices["series"] = [("", _("全部系列")), *lines, (NONE, _("不属于哪个系列"))]
    if may_run:
        rows = units().values_list("code", "name", "short_name")
        names = [(code, short or name) for code, name, short in rows]
        choices["unit"] = [("", _("全部单位")), *names, (NONE, _("没有填报单位"))]
    return choices | {
        "day": [("", _("全部日子")), *_days(week, wanted)],
        "opinion": [("", _("全部意见")), (NONE, _("还没有审查意见")), *Verdict.choices],
        "sort": [("", _("按时间排")), ("unit", _("按单位排")), ("newest", _("新填的在前"))],
        "size": [("50", _("每页 50 条")), ("", _("每页 100 条")), ("1000", _("每页 1000 条"))],
    }


def _days(week: Week, wanted: Wanted) -> Choices:
    days: list[date] = [
        week.starts_on + timedelta(days=number) for number in range((week.ends_on - week.starts_on).days + 1)
    ]
    asked = clock.read_day(wanted.day)
    if asked is not None and asked not in days:
        days = sorted([*days, asked])
    return [(day.isoformat(), day_words(day)) for day in days]


def _chips(wanted: Wanted, *, may_run: bool) -> list[Tab]:
    chips = [
        Tab(
            _("缺时间或地点"),
            f"?{wanted.query(lacking='' if wanted.lacking else 'yes')}",
            bool(wanted.lacking),
        )
    ]
    if may_run:
        chips.append(
            Tab(_("可能重复"), f"?{wanted.query(alike='' if wanted.alike else 'yes')}", bool(wanted.alike))
        )
    if wanted.sheet:
        chips.append(Tab(_("这次导入的"), f"?{wanted.query(sheet='')}", current=True))
    return chips
