from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.base.text import searchable
from sciweek.committee.models import Unit
from sciweek.committee.states import UnitKind
from sciweek.duties.models import Duty, HandIn, ReminderRule
from sciweek.duties.rules import visible_hand_ins
from sciweek.duties.states import OWED, HandInState
from sciweek.look.dates import day_words
from sciweek.post.logic.steps import Step
from sciweek.week.models import Week

PER_PAGE = 100


def duties() -> QuerySet[Duty]:
    """The edition's duties by their date."""
    return Duty.objects.select_related("week")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a unit stands with a duty: the shape (look's state name), the words, the link's code."""

    shape: str
    words: str
    code: str

    @property
    def is_late(self) -> bool:
        return self.shape == "overdue"


@dataclass(frozen=True, slots=True)
class DutyColumn:
    """The head of a column: the duty and how many have handed in."""

    duty: Duty
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: the head of each column with the unit's mark, None where it does not owe the duty."""

    name: str
    cells: tuple[tuple[str, Mark | None], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Units and duties: who has handed in what. `groups` are the units of this page; heads count all that are seen."""

    columns: tuple[DutyColumn, ...]
    groups: tuple[tuple[str, tuple[UnitRow, ...]], ...]
    page: Page[Unit]

    @property
    def units(self) -> int:
        return self.page.paginator.count


def mark(hand_in: HandIn, due_at: datetime, due_on: date, zone: str, now: datetime) -> Mark:
    """Shape and words of one cell; what the clock implies is computed here, never stored."""
    match hand_in.state:
        case HandInState.ACCEPTED:
            shape, words = "done", _short_day(hand_in.handed_at, zone)
        case HandInState.HANDED:
            shape, words = "waiting", _("待看")
        case HandInState.RETURNED:
            shape, words = "returned", _("已退回")
        case HandInState.WAIVED:
            shape, words = "", _("不需要")
        case _:
            days = (due_on - clock.local_day(now, zone)).days
            if now >= due_at:
                late = max(1, -days)
                shape, words = "overdue", ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", late) % {"n": late}
            elif days == 0:
                shape, words = "open", _("今天到期")
            elif days <= 7:
                shape, words = "open", ngettext("剩 %(n)d 天", "剩 %(n)d 天", days) % {"n": days}
            else:
                shape, words = "open", _("未到期")
    return Mark(shape, words, hand_in.code)


def _short_day(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return _("已交")
    return day_words(clock.local_day(moment, zone), weekday=False)


def board(actor: Actor, *, number: str | int | None = 1, words: str = "") -> Board:
    """One page of the matrix that the actor may see, in the order of the notice's addressees; five queries at most.

    `words`: only units whose names or posts hold them.
    """
    now = clock.now()
    seen = visible_hand_ins(actor)
    owing = Unit.objects.filter(pk__in=seen.order_by().values("unit_id"))
    if words:
        owing = owing.filter(search_text__contains=searchable(words))
    page: Page[Unit] = Paginator(owing, PER_PAGE).get_page(number)
    # The hand-ins before the duties that they belong to: of those none is missing.
    of_page = seen.order_by().filter(unit_id__in=[unit.pk for unit in page])
    shown = list(of_page.only("code", "state", "handed_at", "unit_id", "duty_id", "week_id"))
    counts = _counts(seen)
    columns = list(duties())
    due = {duty.pk: (duty.due_at, duty.due_on, duty.week.zone) for duty in columns}
    cells = {(owed.unit_id, owed.duty_id): mark(owed, *due[owed.duty_id], now) for owed in shown}
    if not actor.roles:  # a unit's own people see the columns that concern them
        columns = [duty for duty in columns if counts.get(duty.pk, (0, 0))[1]]
    heads = [(duty.pk, str(duty)) for duty in columns]
    groups: dict[str, list[UnitRow]] = defaultdict(list)
    for unit in page:
        row = tuple((head, cells.get((unit.pk, duty_id))) for duty_id, head in heads)
        groups[unit.kind].append(UnitRow(unit.name, row))
    labels = dict(UnitKind.choices)
    return Board(
        columns=tuple(DutyColumn(duty, *counts.get(duty.pk, (0, 0))) for duty in columns),
        groups=tuple((str(labels[kind]), tuple(rows)) for kind, rows in groups.items()),
        page=page,
    )


def _counts(seen: QuerySet[HandIn]) -> dict[int, tuple[int, int]]:
    """By duty: how many have handed in, and how many owe it at all."""
    done = Count("id", filter=Q(state__in=(HandInState.ACCEPTED, HandInState.HANDED)))
    total = Count("id", filter=~Q(state=HandInState.WAIVED))
    rows = seen.order_by().values_list("duty_id").annotate(done=done, total=total)
    return {duty_id: (done, total) for duty_id, done, total in rows}


def open_hand_ins(actor: Actor) -> QuerySet[HandIn]:
    """What the actor's units still owe, the nearest first."""
    return (
        visible_hand_ins(actor)
        .filter(state__in=OWED)
        .select_related("duty", "duty__week", "unit")
        .order_by("duty__due_on", "id")
    )


def hand_ins_to_look_at(actor: Actor) -> QuerySet[HandIn]:
    """What waits for the office's look, the oldest first."""
    return (
        visible_hand_ins(actor)
        .filter(state=HandInState.HANDED)
        .select_related("duty", "duty__week", "unit")
        .order_by("handed_at", "id")
    )


def rule_of(week: Week) -> ReminderRule:
    """When the edition's units are reminded: its own rule, else the defaults (not saved)."""
    return ReminderRule.objects.first() or ReminderRule(week=week, version=0)


@dataclass(frozen=True, slots=True)
class Coming:
    """Reminders that the rule will write: on which day, of what, to how many units as things stand."""

    day: date
    duty: Duty
    step: Step
    units: int


def coming_reminders(week: Week, rule: ReminderRule, now: datetime, *, ahead: int = 14) -> list[Coming]:
    """What the rule will write from tomorrow on for so many days; two queries."""
    today = clock.local_day(now, week.zone)
    owing = dict(
        HandIn.objects.filter(state__in=OWED).order_by().values_list("duty_id").annotate(count=Count("pk"))
    )
    found = []
    for duty in duties():
        steps = [(duty.due_on - timedelta(days), Step("before", days)) for days in rule.days_before]
        steps += [(duty.due_on + timedelta(days), Step("after", days)) for days in rule.days_after]
        found += [
            Coming(day, duty, step, owing[duty.pk])
            for day, step in steps
            if today < day <= today + timedelta(ahead) and owing.get(duty.pk)
        ]
    return sorted(found, key=lambda one: (one.day, one.duty.position))
