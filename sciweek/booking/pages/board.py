"""The list of sessions with their seats: by day, for the office all of them, for a unit its own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.activities.rules import visible_activities
from sciweek.base import access, clock
from sciweek.booking.models import Pool
from sciweek.booking.pages.shown import address, pool_url, visible_tellings
from sciweek.booking.pages.wanted import ALL, Wanted
from sciweek.booking.pages.words import LEVELS, full_why
from sciweek.booking.queries.standing import Stand, pools_by_session, sessions_of, stands
from sciweek.booking.rules import visible_pools
from sciweek.booking.states import Admission, Standing, Way
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.queries import units
from sciweek.look.parts import Tab
from sciweek.look.ribbon import Ribbon, Thread, build_ribbon
from sciweek.programme.models import Session
from sciweek.programme.pages.words import hours_of, name_of
from sciweek.programme.rules import visible_sessions
from sciweek.programme.states import RunKind, SessionState
from sciweek.week.queries import shown_days

PER_PAGE = 50
# In this order the tabs stand.
TABS = (
    Standing.OPEN, Standing.FULL, Standing.SOON, Standing.HIDDEN, Standing.CLOSED, Standing.OVER, Standing.NONE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One session in the list."""

    url: str
    name: str
    hours: str
    unit: str
    admission: str
    pool: Pool | None
    is_course: bool
    word: str
    level: str
    # Why nobody can book although there are seats.
    why: str
    # Where its rules are set, for whoever may, as long as there is a use in it.
    terms_url: str


@dataclass(frozen=True, slots=True)
class DayLines:
    """The sessions of one day."""

    day: date
    lines: list[Line]


@dataclass(frozen=True)
class Board:
    """What the list shows."""

    wanted: Wanted
    ribbon: Ribbon
    tabs: list[Tab]
    days: list[DayLines]
    page: "Page[Stand]"
    unit_choices: list[tuple[str, Any]]
    activity: str
    calls: int
    closed: int
    closed_query: str
    shared: list[Pool]
    may_run: bool
    may_policy: bool

    @property
    def total(self) -> int:
        return self.page.paginator.count


@desk_page("booking.see_bookings")
def board(request: DeskRequest) -> HttpResponse:
    """Every session that the actor may see, and how full it is."""
    week, actor, now = request.week, request.actor, clock.now()
    wanted = Wanted.read(request.GET)
    seen = wanted.apply(visible_sessions(actor), week.zone)
    every = stands(seen, now)
    counts = Counter(one.standing for one in every)
    rows = [one for one in every if wanted.takes(one)]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = Board(
        wanted=wanted,
        ribbon=_ribbon(request, wanted),
        tabs=_tabs(wanted, counts, every),
        days=_by_day(request, list(page)),
        page=page,
        unit_choices=_unit_choices(request),
        activity=_activity_name(request, wanted),
        calls=visible_tellings(request).filter(way=Way.CALL, done_at__isnull=True).count(),
        closed=counts[Standing.NONE],
        closed_query=wanted.query(state=Standing.NONE.value),
        shared=list(visible_pools(actor).filter(terms__isnull=True).order_by("name", "id")[:PER_PAGE]),
        may_run=access.may(actor, "booking.run_bookings", week),
        may_policy=access.may(actor, "booking.run_policy", week),
    )
    return render(request, "booking/board.html", {"page": shown, "week": week})


def _tabs(wanted: Wanted, counts: Counter[Standing], every: Sequence[Stand]) -> list[Tab]:
    unasked = replace(wanted, state="")
    opened = sum(unasked.takes(one) for one in every)
    tabs = [Tab(_("已开通"), f"?{wanted.query(state='')}", not wanted.state, opened)]
    for one in TABS:
        if counts[one] or wanted.state == one:
            query = wanted.query(state=one.value)
            tabs.append(Tab(one.label, f"?{query}", wanted.state == one, counts[one]))
    return [*tabs, Tab(_("全部"), f"?{wanted.query(state=ALL)}", wanted.state == ALL, len(every))]


def _by_day(request: DeskRequest, some: Sequence[Stand]) -> list[DayLines]:
    zone = request.week.zone
    rows = sessions_of(some)
    pools = pools_by_session(session for _one, session in rows)
    days: dict[date, list[Line]] = {}
    for one, session in rows:
        day = clock.local_day(session.starts_at, zone)
        days.setdefault(day, []).append(_line(request, one, session, pools.get(session.pk)))
    return [DayLines(day, lines) for day, lines in days.items()]


def _line(request: DeskRequest, one: Stand, row: Session, pool: Pool | None) -> Line:
    week = request.week
    terms_url = address(week, "terms", code=row.run.code)
    is_past = one.standing in (Standing.OFF, Standing.OVER)
    may_run = not is_past and access.may(request.actor, "booking.run_bookings", row)
    return Line(
        url=pool_url(pool, week) if pool is not None else terms_url,
        name=name_of(row),
        hours=hours_of(row, week.zone),
        unit=row.activity.unit.label if row.activity.unit else "",
        admission=str(Admission(one.admission).label) if one.admission else "",
        pool=pool,
        is_course=row.run.kind == RunKind.COURSE,
        word=str(one.standing.label),
        level=LEVELS[one.standing],
        why=full_why(pool) if pool is not None and one.standing == Standing.FULL else "",
        terms_url=terms_url if may_run else "",
    )


def _ribbon(request: DeskRequest, wanted: Wanted) -> Ribbon:
    """The week as a choice of days, a thread for each session that the actor may see."""
    week, picked = request.week, clock.read_day(wanted.day)
    first, last = shown_days(week, picked or week.starts_on)
    start, end = clock.moment(first, clock.MIDNIGHT, week.zone), clock.end_of(last, week.zone)
    found = Wanted(unit=wanted.unit, activity=wanted.activity, q=wanted.q).apply(
        visible_sessions(request.actor), week.zone
    )
    rows = found.filter(starts_at__lt=end, ends_at__gt=start).exclude(state=SessionState.CANCELLED)
    values = rows.order_by().values_list("starts_at", "ends_at", "activity__kind")
    home = address(week, "board")
    return build_ribbon(
        zone=ZoneInfo(week.zone),
        starts_on=first,
        ends_on=last,
        now=clock.now(),
        threads=[Thread(*one) for one in values],
        link=lambda each: f"{home}?{wanted.query(day=each.isoformat())}",
        picked=picked,
    )


def _unit_choices(request: DeskRequest) -> list[tuple[str, Any]]:
    if not request.actor.roles:
        return []
    rows = units().values_list("code", "name", "short_name")
    return [("", _("全部单位")), *((code, short or name) for code, name, short in rows)]


def _activity_name(request: DeskRequest, wanted: Wanted) -> str:
    if not wanted.activity:
        return ""
    row = visible_activities(request.actor).filter(code=wanted.activity).only("name").first()
    return row.name if row is not None else ""


@desk_page("booking.see_bookings")
def of_session(request: DeskRequest, code: str) -> HttpResponse:
    """Where the page of a session leads: to its seats, or to the rules that open them."""
    row = visible_sessions(request.actor).select_related("run").filter(code=code).first()
    if row is None:
        raise Http404(code)
    pool = pools_by_session([row]).get(row.pk)
    if pool is not None:
        return redirect(pool_url(pool, request.week))
    return redirect(address(request.week, "terms", code=row.run.code))


@desk_page("booking.see_bookings")
def of_activity(request: DeskRequest, code: str) -> HttpResponse:
    """Where the page of an activity leads: to the list of its sessions."""
    if not visible_activities(request.actor).filter(code=code).exists():
        raise Http404(code)
    return redirect(f"{address(request.week, 'board')}?{Wanted(activity=code).query()}")
