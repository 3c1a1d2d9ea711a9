"""The board of a day: venues side by side, sessions hanging from their hour."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities.states import Kind
from sciweek.base import access, clock
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.queries import units
from sciweek.look.dates import clock_words, day_words
from sciweek.look.parts import Tab
from sciweek.look.ribbon import Ribbon, Thread, build_ribbon
from sciweek.programme.forms.session import where_key
from sciweek.programme.models import Session
from sciweek.programme.pages.layout import Hours, hours_of, lanes
from sciweek.programme.pages.shown import lean_sessions
from sciweek.programme.pages.wanted import NONE, Wanted
from sciweek.programme.pages.warned import Told, told_by_session
from sciweek.programme.pages.words import hours_of as hour_words
from sciweek.programme.pages.words import name_of, where_of
from sciweek.programme.queries import activities_without_sessions, on_day
from sciweek.programme.queries.planning import cautions_of
from sciweek.programme.rules import visible_sessions
from sciweek.programme.states import SessionState
from sciweek.venues.models import Room, Venue
from sciweek.venues.queries import closed_between, venues_in_use
from sciweek.week.models import Week
from sciweek.week.queries import shown_days

Choices = list[tuple[str, Any]]
SELECT_LABELS = {
    "venue": gettext_lazy("场地"),
    "unit": gettext_lazy("填报单位"),
    "kind": gettext_lazy("类别"),
}
# So many lanes stand side by side; what does not fit is listed beside them.
MOST_LANES = 60
SHORT = 2
MOST_WARNINGS = 40


@dataclass(frozen=True, slots=True)
class Slot:
    """One session on the board. `first` and `count` are rows, `column` is its lane; both are 0 in the list beside."""

    code: str
    version: int
    url: str
    move_url: str
    name: str
    kind: str
    hours: str
    where: str
    told: list[Told]
    is_cancelled: bool
    quarters: int
    first: int = 0
    count: int = 0
    column: int = 0

    @property
    def is_short(self) -> bool:
        return 0 < self.count <= SHORT

    @property
    def stops(self) -> bool:
        """Whether a warning of it stops a release."""
        return any(told.stops for told in self.told)


@dataclass(frozen=True, slots=True)
class Rail:
    """A venue, or one room of it, with the lanes that it takes."""

    name: str
    room: str
    where: str
    column: int
    wide: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A time at which a venue is not free, for a reason that is no session of the actor's."""

    words: str
    first: int
    count: int
    column: int
    wide: int


@dataclass(frozen=True)
class DayBoard:
    """What the board shows. `tray`: sessions at no venue on record; `crowded`: for which no lane was left."""

    day: date
    wanted: Wanted
    ribbon: Ribbon
    turns: list[Tab]
    hours: Hours
    rails: list[Rail]
    slots: list[Slot]
    taken: list[Taken]
    tray: list[Slot]
    crowded: list[Slot]
    warnings: list[Told]
    more_warnings: int
    choices: dict[str, Choices]
    chips: list[Tab]
    lanes: int
    without: int
    may_plan: bool
    may_release: bool
    back: str = field(repr=False)

    @property
    def total(self) -> int:
        return len(self.slots) + len(self.tray) + len(self.crowded)

    @property
    def warned(self) -> int:
        """How many warnings the day has, listed here or not."""
        return len(self.warnings) + self.more_warnings

    @property
    def selects(self) -> list[tuple[str, Any, Choices, str]]:
        """Name, label, choices and chosen value of each list of the filter."""
        return [
            (name, SELECT_LABELS[name], choices, getattr(self.wanted, name))
            for name, choices in self.choices.items()
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter's form carries along."""
        names = ("day", "warned", "empty")
        return [(name, getattr(self.wanted, name)) for name in names if getattr(self.wanted, name)]


@desk_page("programme.see_programme")
def board(request: DeskRequest) -> HttpResponse:
    """One day of the working copy, for the office all of it, for a unit its own."""
    return render(request, "programme/board.html", board_context(request, Wanted.read(request.GET)))


def board_context(request: DeskRequest, wanted: Wanted) -> dict[str, Any]:
    """What the board's template reads; also after a press of the board, which shows its answer there."""
    return {"page": day_board(request, wanted), "week": request.week}


def day_board(request: DeskRequest, wanted: Wanted) -> DayBoard:
    """In a flat number of queries, however many sessions the week has."""
    week, actor = request.week, request.actor
    day = _day(request, wanted)
    wanted = replace(wanted, day=day.isoformat())
    of_day = on_day(lean_sessions(), day, week.zone)
    every = list(of_day)
    seen = [row for row in every if access.may(actor, "programme.see_programme", row)]
    told = told_by_session(cautions_of(of_day, week), {row.code: name_of(row) for row in seen}, week)
    mine = [row for row in seen if wanted.takes(row) and (told.get(row.code) or not wanted.warned)]
    warnings = _each_once(told, mine)
    placed = [row for row in mine if row.venue_id is not None]
    # What lasts all day stands from the first hour shown to the last.
    hours = hours_of(day, week.zone, [(row.starts_at, row.ends_at) for row in placed if not row.is_all_day])
    halls = list(venues_in_use())
    columns = _columns(placed, wanted, halls)
    slots, rails = _placed(request, placed, told, hours, columns)
    fitting = {rail.where for rail in rails}
    beside = [row for row in mine if where_key(row.venue, row.room) not in fitting]
    return DayBoard(
        day=day,
        wanted=wanted,
        ribbon=_ribbon(request, wanted, day),
        turns=_turns(wanted, day),
        hours=hours,
        rails=rails,
        slots=slots,
        taken=_taken(week, rails, hours, every, {row.pk for row in mine}),
        tray=[_slot(request, row, told) for row in beside if row.venue_id is None],
        crowded=[_slot(request, row, told) for row in beside if row.venue_id is not None],
        warnings=warnings[:MOST_WARNINGS],
        more_warnings=max(0, len(warnings) - MOST_WARNINGS),
        choices=_choices(request, halls),
        chips=_chips(wanted),
        lanes=max(1, sum(rail.wide for rail in rails)),
        without=_without(request),
        may_plan=access.may(actor, "programme.run_session", week),
        may_release=access.may(actor, "programme.run_programme", week),
        back=wanted.query(),
    )


def _day(request: DeskRequest, wanted: Wanted) -> date:
    """The day asked for, else today within the week, else the first day."""
    asked = clock.read_day(wanted.day)
    if asked is not None:
        return asked
    week = request.week
    today = clock.local_day(clock.now(), week.zone)
    return today if week.starts_on <= today <= week.ends_on else week.starts_on


def _columns(
    placed: Sequence[Session], wanted: Wanted, halls: Sequence[Venue]
) -> list[tuple[Venue, Room | None]]:
    """Which venues and rooms stand side by side: those of the sessions, and what the filter asks for besides."""
    found: dict[str, tuple[Venue, Room | None]] = {}
    more = [venue for venue in halls if wanted.empty or venue.code == wanted.venue]
    for venue in more:
        found[where_key(venue, None)] = (venue, None)
    if more:
        rooms = Room.objects.filter(is_active=True, venue__in=more)
        by_pk = {venue.pk: venue for venue in more}
        found |= {where_key(by_pk[room.venue_id], room): (by_pk[room.venue_id], room) for room in rooms}
    for row in placed:
        if row.venue is not None:
            found.setdefault(where_key(row.venue, row.room), (row.venue, row.room))
    place = {venue.pk: number for number, venue in enumerate(halls)}

    def order(pair: tuple[Venue, Room | None]) -> tuple[int, int, int, int]:
        venue, room = pair
        rest = (room.position, room.pk) if room is not None else (-1, 0)
        return (place.get(venue.pk, len(halls)), venue.pk, *rest)

    return sorted(found.values(), key=order)


def _placed(
    request: DeskRequest,
    placed: Sequence[Session],
    told: dict[str, list[Told]],
    hours: Hours,
    columns: list[tuple[Venue, Room | None]],
) -> tuple[list[Slot], list[Rail]]:
    """Every session under its venue; two at once stand in lanes of their own. In the order of time."""
    by_place: dict[str, list[Session]] = defaultdict(list)
    for row in placed:
        by_place[where_key(row.venue, row.room)].append(row)
    slots: list[tuple[Session, Slot]] = []
    rails: list[Rail] = []
    column = 1
    for venue, room in columns:
        key = where_key(venue, room)
        rows = by_place[key]
        spans = [hours.rows(row.starts_at, row.ends_at) for row in rows]
        of_row = lanes(spans)
        wide = max(of_row, default=0) + 1
        if column + wide - 1 > MOST_LANES:
            continue
        rails.append(Rail(venue.label, room.name if room else "", key, column, wide))
        for row, (first, count), lane in zip(rows, spans, of_row, strict=True):
            slot = _slot(request, row, told)
            slots.append((row, replace(slot, first=first, count=count, column=column + lane)))
        column += wide
    slots.sort(key=lambda pair: (pair[0].starts_at, pair[0].pk))
    return [slot for _row, slot in slots], rails


def _slot(request: DeskRequest, row: Session, told: dict[str, list[Told]]) -> Slot:
    week = request.week
    address = _addresses(week)
    may_move = row.state == SessionState.PLANNED and access.may(request.actor, "programme.run_session", row)
    return Slot(
        code=row.code,
        version=row.version,
        url=address[0].replace("CODE", row.code),
        move_url=address[1].replace("CODE", row.code) if may_move else "",
        name=name_of(row),
        kind=row.activity.kind,
        hours=hour_words(row, week.zone),
        where=where_of(row),
        told=told.get(row.code, []),
        is_cancelled=row.state == SessionState.CANCELLED,
        quarters=max(1, (row.ends_at - row.starts_at) // timedelta(minutes=15)),
    )


def _addresses(week: Week) -> tuple[str, str]:
    words = {"week_slug": week.slug, "code": "CODE"}
    return reverse("programme:session", kwargs=words), reverse("programme:move", kwargs=words)


def _taken(
    week: Week, rails: Sequence[Rail], hours: Hours, every: Sequence[Session], shown: set[int]
) -> list[Taken]:
    """When venues are closed, and when somebody else's session takes place in them."""
    start, end = clock.moment(hours.day, clock.MIDNIGHT, week.zone), clock.end_of(hours.day, week.zone)
    closed = closed_between(start, end)
    by_key = {rail.where: rail for rail in rails}
    found = []
    for rest in closed:
        # A venue that is closed is closed in all its rooms.
        keys = [key for key in by_key if key.startswith(rest.venue.code)]
        if rest.room is not None:
            keys = [where_key(rest.venue, rest.room)]
        words = _("不开放：%(why)s") % {"why": rest.why} if rest.why else _("不开放")
        found += [(by_key[key], words, rest.starts_at, rest.ends_at) for key in keys if key in by_key]
    for row in every:
        rail = by_key.get(where_key(row.venue, row.room))
        if rail is not None and row.pk not in shown and row.state == SessionState.PLANNED:
            words = _("%(hours)s 有别的场次") % {"hours": clock_words(row.starts_at, row.ends_at, week.zone)}
            found.append((rail, words, row.starts_at, row.ends_at))
    return [
        Taken(words, *hours.rows(starts_at, ends_at), rail.column, rail.wide)
        for rail, words, starts_at, ends_at in found
    ]


def _each_once(told: dict[str, list[Told]], rows: Sequence[Session]) -> list[Told]:
    """The warnings of these sessions; one that two of them share is listed once. The serious ones first."""
    found = dict.fromkeys(one for row in rows for one in told.get(row.code, []))
    return sorted(found, key=lambda one: not one.stops)


def _ribbon(request: DeskRequest, wanted: Wanted, day: date) -> Ribbon:
    """The week as a choice of days, a thread for each session that the actor may see."""
    week = request.week
    first, last = shown_days(week, day)
    found = wanted.apply(visible_sessions(request.actor)).exclude(state=SessionState.CANCELLED)
    start, end = clock.moment(first, clock.MIDNIGHT, week.zone), clock.end_of(last, week.zone)
    rows = found.filter(starts_at__lt=end, ends_at__gt=start).order_by()
    address = reverse("programme:board", kwargs={"week_slug": week.slug})
    return build_ribbon(
        zone=ZoneInfo(week.zone),
        starts_on=first,
        ends_on=last,
        now=clock.now(),
        threads=[Thread(*values) for values in rows.values_list("starts_at", "ends_at", "activity__kind")],
        link=lambda each: f"{address}?{wanted.query(day=each.isoformat())}",
        picked=day,
    )


def _turns(wanted: Wanted, day: date) -> list[Tab]:
    """The day before and the day after: whatever runs all year lies outside of the ribbon."""
    days = (day - timedelta(days=1), day + timedelta(days=1))
    return [
        Tab(day_words(each), f"?{wanted.query(day=each.isoformat())}")
        for each in days
        if clock.is_plausible(each)
    ]


def _choices(request: DeskRequest, halls: Sequence[Venue]) -> dict[str, Choices]:
    named = [(venue.code, venue.label) for venue in halls]
    choices: dict[str, Choices] = {"venue": [("", _("全部场地")), (NONE, _("不在登记的场地")), *named]}
    if request.actor.roles:
        rows = units().values_list("code", "name", "short_name")
        choices["unit"] = [("", _("全部单位")), *((code, short or name) for code, name, short in rows)]
    return choices | {"kind": [("", _("全部类别")), *Kind.choices]}


def _chips(wanted: Wanted) -> list[Tab]:
    return [
        Tab(
            _("只看有提醒的"),
            f"?{wanted.query(warned='' if wanted.warned else 'yes')}",
            bool(wanted.warned),
        ),
        Tab(
            _("空着的场地也列出"),
            f"?{wanted.query(empty='' if wanted.empty else 'yes')}",
            bool(wanted.empty),
        ),
    ]


def _without(request: DeskRequest) -> int:
    """How many activities that are to take place have no session yet; the office alone is told."""
    if not access.may(request.actor, "programme.run_programme", request.week):
        return 0
    return activities_without_sessions(request.actor).count()
