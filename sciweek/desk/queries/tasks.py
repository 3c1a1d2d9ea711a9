"""One line of "what waits for me", and what the lists of all roles share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Count, F, Model, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.base import clock
from sciweek.duties.models import Duty
from sciweek.week.models import Week

Row = TypeVar("Row", bound=Model)
MOST_TASKS = 60
# More of the same kind than this stand in one line: a list of lists helps nobody.
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One line of "what waits for me": by when, what, and one click."""

    due_on: date | None
    when: str
    title: str
    detail: str
    url: str
    verb: str
    is_urgent: bool = False
    is_late: bool = False


def when(day: date | None, today: date, hour: str = "", *, is_over: bool = False) -> tuple[str, bool, bool]:
    """Words for a due day, whether it is today, whether it is over; `is_over` when its hour is past already."""
    if day is None:
        return "", False, False
    gap = (day - today).days
    if gap < 0 or is_over:
        late = max(1, -gap)
        return ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", late) % {"n": late}, False, True
    if gap == 0:
        return f"{_('今天')} {hour}".strip(), True, False
    if gap == 1:
        return f"{_('明天')} {hour}".strip(), False, False
    return "", False, False


def when_due(duty: Duty, week: Week) -> tuple[str, bool, bool]:
    """The same of a duty, which may have an hour."""
    hour = f"{duty.due_time:%H:%M}" if duty.due_time else ""
    return when(duty.due_on, week.today, hour, is_over=clock.now() >= duty.due_at)


def some(names: Iterable[str]) -> str:
    """The first few names and a sign that there are more."""
    found = list(names)
    return "、".join(found[:4]) + ("…" if len(found) > 4 else "")


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """The late first, then today's, then by date; undated work comes last."""
    by_date = sorted(tasks, key=lambda task: (not task.is_late, not task.is_urgent, task.due_on or date.max))
    return by_date[:MOST_TASKS]


def each_or_all(
    found: QuerySet[Row], one: Callable[[Row], Task], all_: Callable[[int, Sequence[Row]], Task]
) -> list[Task]:
    """A line for each, or one line for all when there are many."""
    count, rows = counted(found)
    return [one(row) for row in rows] if count <= MOST_ALIKE else [all_(count, rows)]


def all_if_any(found: QuerySet[Row], all_: Callable[[int, Sequence[Row]], Task]) -> list[Task]:
    """One line for all, however few they are."""
    count, rows = counted(found)
    return [all_(count, rows)] if rows else []


def counted(found: QuerySet[Row]) -> tuple[int, list[Row]]:
    """How many there are, and the first few of them, whose names a line tells: of thousands no more are read."""
    rows = list(found.annotate(of_all=Window(Count("pk")))[: MOST_ALIKE + 1])
    return (vars(rows[0])["of_all"] if rows else 0), rows


def day_of(activity: Activity, week: Week) -> date | None:
    return clock.local_day(activity.starts_at, week.zone) if activity.starts_at else None


def activity_url(activity: Activity, week: Week) -> str:
    return reverse("activities:activity", kwargs={"week_slug": week.slug, "code": activity.code})


def board_url(week: Week, **words: str) -> str:
    """The list of activities, narrowed."""
    return f"{reverse('activities:list', kwargs={'week_slug': week.slug})}?{urlencode(words)}"


def many_activities(rows: Sequence[Activity], week: Week, title: str, verb: str, **words: str) -> Task:
    """One line for many activities, the earliest of which are given, leading to the list narrowed to them."""
    first = min((day for day in (day_of(row, week) for row in rows) if day), default=None)
    return Task(first, "", title, some(row.name for row in rows), board_url(week, **words), verb)


def earliest_first(found: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those without a time last, whatever the database thinks of nothing; only what a line says of them."""
    read = ("code", "name", "starts_at", "ends_at", "state", "state_reason", "marks", "unit", "week")
    return found.only(*read).order_by(F("starts_at").asc(nulls_last=True), "id")
