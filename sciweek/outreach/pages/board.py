"""Days beside outings, and the wishes that wait."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import clock_words, hour_words
from sciweek.look.parts import Tab
from sciweek.outreach.models import Outing, OutingDay, Visit, Wish
from sciweek.outreach.pages.words import hours_words, people_words, wished_words
from sciweek.outreach.queries import BoardDay, DayCell, Figures, board, figures, outings, visits, wishes
from sciweek.outreach.rules import visible_wishes
from sciweek.outreach.states import OutingKind, Part, WishState

PER_BOARD = 6  # outings side by side
MOST_WAITING = 30


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in a cell."""

    hours: str
    name: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offered time in a cell: what is left of it."""

    words: str
    free: int


@dataclass(frozen=True, slots=True)
class CellShown:
    """What one outing does on one day."""

    outing: Outing
    offers: list[OfferLine]
    visits: list[VisitLine]
    # Visits that the reader does not see.
    others: int
    trips: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        return not (self.offers or self.visits or self.others)


@dataclass(frozen=True, slots=True)
class DayShown:
    day: date
    cells: list[CellShown]
    is_past: bool

    @property
    def is_empty(self) -> bool:
        return all(cell.is_empty for cell in self.cells)


@dataclass(frozen=True, slots=True)
class WishLine:
    """A wish that waits, beside the board."""

    wish: Wish
    url: str
    days: list[str]
    hours: str
    people: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything on the board."""

    outings: Page[Outing]
    days: list[DayShown]
    waiting: list[WishLine]
    waiting_count: int
    tabs: list[Tab]
    told: Figures
    may_run: bool
    may_ask: bool
    sees_all: bool


@desk_page("outreach.see_outings")
def board_page(request: DeskRequest) -> HttpResponse:
    """What can be had when, who goes where, and who waits."""
    return render(request, "outreach/board.html", {"page": _page(request), "week": request.week})


def _page(request: DeskRequest) -> BoardPage:
    actor, week = request.actor, request.week
    kind = request.GET.get("kind", "")
    kind = kind if kind in OutingKind.values else ""
    found = outings(actor)
    counts = {"": 0} | dict.fromkeys(OutingKind.values, 0)
    for one in found.values_list("kind", flat=True).order_by():
        counts[one] += 1
        counts[""] += 1
    shown = found.filter(kind=kind) if kind else found
    page = Paginator(shown.order_by("-is_active", "kind", "id"), PER_BOARD).get_page(request.GET.get("page"))
    here = list(page)
    rows = list(visits(actor).filter(outing__in=here))
    lines = board(week, here, rows)
    waiting = wishes(actor).filter(state=WishState.ASKED)
    base = reverse("outreach:board", kwargs={"week_slug": week.slug})
    labels = {"": _("全部")} | {one.value: str(one.label) for one in OutingKind}
    return BoardPage(
        outings=page,
        days=[_day(request, line) for line in lines],
        waiting=[wish_line(request, wish) for wish in waiting[:MOST_WAITING]],
        waiting_count=visible_wishes(actor).filter(state=WishState.ASKED).count(),
        tabs=[
            Tab(labels[one], f"{base}?{urlencode({'kind': one})}" if one else base, one == kind, counts[one])
            for one in labels
        ],
        told=figures(week),
        may_run=access.may(actor, "outreach.run_outing", week),
        may_ask=access.may(actor, "outreach.ask_visit", week),
        sees_all=access.may(actor, "outreach.run_outreach", week),
    )


def wish_line(request: DeskRequest, wish: Wish) -> WishLine:
    return WishLine(
        wish=wish,
        url=reverse("outreach:wish", kwargs={"week_slug": request.week.slug, "code": wish.code}),
        days=wished_words(wish),
        hours=hours_words(wish),
        people=people_words(wish.people),
    )


def _day(request: DeskRequest, line: BoardDay) -> DayShown:
    today = clock.today(request.week.zone)
    return DayShown(line.day, [_cell(request, cell) for cell in line.cells], line.day < today)


def _cell(request: DeskRequest, cell: DayCell) -> CellShown:
    rest = max(cell.outing.visits_a_day - cell.taken, 0) if cell.outing.is_active else 0
    offers = []
    # What is over cannot be had any more; who went there stays to be read.
    coming = cell.offers if cell.day >= clock.today(request.week.zone) else []
    for row, free in coming:
        words = _offer_words(row)
        offers.append(OfferLine(words, min(free, rest)))
    crews = sorted({row.crew for row in cell.visits})
    slug = {"week_slug": request.week.slug, "code": cell.outing.code, "day": cell.day.isoformat()}
    may = access.may(request.actor, "outreach.run_outing", cell.outing)
    return CellShown(
        outing=cell.outing,
        offers=offers,
        visits=[_visit(request, row) for row in cell.visits],
        others=cell.taken - len(cell.visits),
        trips=[
            (
                _("第 %(n)d 队行程单") % {"n": crew} if cell.outing.crews > 1 else _("行程单"),
                reverse("outreach:trip", kwargs=slug | {"crew": crew}),
            )
            for crew in crews
        ]
        if may
        else [],
    )


def _offer_words(row: OutingDay) -> str:
    if row.part != Part.HOURS:
        return str(Part(row.part).label)
    return f"{hour_words(row.start_time, part=False)}–{hour_words(row.end_time, part=False)}"


def _visit(request: DeskRequest, row: Visit) -> VisitLine:
    return VisitLine(
        hours=clock_words(row.starts_at, row.ends_at, request.week.zone),
        name=row.wish.unit.label,
        url=reverse("outreach:wish", kwargs={"week_slug": request.week.slug, "code": row.wish.code}),
        is_done=row.wish.state == WishState.DONE,
    )
