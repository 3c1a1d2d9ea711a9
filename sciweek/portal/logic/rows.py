"""How an activity stands to the clock, and the words that a list says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from sciweek.activities.states import ActivityState, Mode
from sciweek.base import clock
from sciweek.look.dates import clock_words, day_words, ends_that_night, in_english, local
from sciweek.portal.logic.spans import Span, days_of

LONGEST_NOTE = 14  # signs of an entry note that fit beside a name


class Timed(Protocol):
    """What has a time: an activity or a session, whole or in part."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def is_all_day(self) -> bool: ...


class Listed(Timed, Protocol):
    """What a list shows of an activity or a session."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def entry_note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Thing:
    """One session as a line: what a list shows of it, and for a course or an exhibition all of its days."""

    code: str
    name: str
    kind: str
    mode: str
    place: str
    state: str
    entry_note: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    reason: str
    run_id: int
    run_kind: str
    session_id: int = 0
    days: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `mark` and `mark_level` make a badge; `note` is plain words.

    `star`: the code by which a session is kept in a personal list; `days`: all days of a course or an exhibition;
    `reason`: why it does not take place; `seats`: how full it is, in a word.
    """

    url: str
    name: str
    kind: str
    day: str
    time: str
    place: str
    note: str
    mark: str
    mark_level: str
    is_live: bool
    star: str = ""
    days: str = ""
    reason: str = ""
    seats: str = ""


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The lines under one day."""

    day: date
    is_today: bool
    rows: tuple[Row, ...]


def end_of(thing: Timed, zone: str) -> datetime | None:
    """When it is over. Without an end it lasts, for all we know, until the midnight of its day."""
    if thing.ends_at is not None or thing.starts_at is None:
        return thing.ends_at
    return clock.end_of(local(thing.starts_at, zone).date(), zone)


def is_running(thing: Timed, now: datetime, zone: str) -> bool:
    end = end_of(thing, zone)
    return thing.starts_at is not None and end is not None and thing.starts_at <= now < end


def is_over(thing: Timed, now: datetime, zone: str) -> bool:
    end = end_of(thing, zone)
    return end is not None and end <= now


def next_change(things: "Sequence[Timed]", now: datetime, zone: str) -> datetime | None:
    """The next moment at which one of them begins or ends."""
    moments = [moment for thing in things for moment in (thing.starts_at, end_of(thing, zone)) if moment]
    return min((moment for moment in moments if moment > now), default=None)


def last_day(thing: Timed, zone: str) -> date | None:
    """The last local day; an end at midnight belongs to the day before it."""
    if thing.starts_at is None:
        return None
    end = thing.ends_at or thing.starts_at
    return max(local(end - timedelta(microseconds=1), zone).date(), local(thing.starts_at, zone).date())


def time_words(thing: Timed, zone: str) -> str:
    """What stands in the column of hours: 14:00–15:30, 全天, 至5月28日."""
    if thing.starts_at is None:
        return "—"
    last = last_day(thing, zone)
    if (
        last is not None
        and thing.ends_at is not None
        and not ends_that_night(thing.starts_at, thing.ends_at, zone)
    ):
        words = day_words(last, weekday=False)
        return f"to {words}" if in_english() else f"至{words}"
    if thing.is_all_day:
        return _("全天")
    return clock_words(thing.starts_at, thing.ends_at, zone)


def row_of(thing: Listed, *, url: str, now: datetime, zone: str) -> Row:
    """The activity as a line of a list."""
    cancelled = thing.state == ActivityState.CANCELLED
    live = not cancelled and is_running(thing, now, zone)
    online = thing.mode == Mode.ONLINE
    note = ""
    if not cancelled:
        if is_over(thing, now, zone):
            note = _("已结束")
        elif len(thing.entry_note) <= LONGEST_NOTE:
            note = thing.entry_note
    return Row(
        url=url,
        name=thing.name,
        kind=thing.kind,
        day=day_words(local(thing.starts_at, zone).date()) if thing.starts_at else "",
        time=time_words(thing, zone),
        place=thing.place or (_("线上") if online else ""),
        note=note,
        mark=_("已取消") if cancelled else _("正在进行") if live else "",
        mark_level="error" if cancelled else "now",
        is_live=live,
        star=thing.code if isinstance(thing, Thing) else "",
        days=days_of(thing.run_kind, thing.days, zone) if isinstance(thing, Thing) else "",
        reason=thing.reason if isinstance(thing, Thing) and cancelled else "",
    )
