"""The week ribbon: from moments to threads on a rail. Pure reckoning, no database, no clock.

Every activity is a thread. It hangs from the rail of its day on a scale from 08:00 to 21:00, down to the hour
at which it ends, in the colour of its kind; threads of a day are sorted by their end and spread over the
day. After the last day the rail folds and runs on as months. `now` is given by the caller, because pages are
cached whole and only the caller knows until when its picture is true (see `Ribbon.true_until`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from sciweek.look.dates import as_zone
from sciweek.look.kinds import KIND_LOOKS, kind_look

SCALE_OPENS = 8 * 60
SCALE_CLOSES = 21 * 60
DEPTH = SCALE_CLOSES - SCALE_OPENS
"""Height of a day's picture, in minutes of the scale: one unit of y is one minute."""

WIDTH = 1000
"""Width of a day's picture, in units of x; the page stretches it to the day's column."""

SIDE = 50
"""Air left free at both sides of a day's column."""

SHORTEST = 60
"""What ends before 09:00 still shows a thread of this length."""

MOST_THREADS = 24
"""More threads than this in one day run together; then one thread stands for several activities."""

LONGEST_WEEK = 14


class Moment(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True)
class Thread:
    """One activity (or session). `ends_at` None: the end is not known, the thread hangs to the start.

    What lasts several days hangs in each of them, at full length until the last. An end at midnight
    belongs to the day before it.
    """

    starts_at: datetime
    ends_at: datetime | None
    kind: str
    published: bool = True

    @classmethod
    def whole_days(cls, first: date, last: date, zone: tzinfo, kind: str, published: bool = True) -> "Thread":
        """A thread for something that names days (`last` included) but no hours."""
        begin = datetime.combine(first, time(), zone)
        return cls(begin, datetime.combine(last + timedelta(days=1), time(), zone), kind, published)


@dataclass(frozen=True)
class Stroke:
    """The threads of one colour in one column, as one SVG path."""

    css: str
    path: str


@dataclass(frozen=True)
class Hang:
    """One drawn thread: where it hangs (x in 0..WIDTH), how deep (y in 0..DEPTH), and for how many it stands."""

    x: int
    depth: int
    css: str
    stands_for: int


@dataclass(frozen=True)
class Column:
    """What days and months share."""

    count: int
    hangs: tuple[Hang, ...]
    url: str
    is_now: bool

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        paths: dict[str, list[str]] = defaultdict(list)
        for hang in self.hangs:
            paths[hang.css].append(f"M{hang.x} 0V{hang.depth}")
        return tuple(Stroke(css, "".join(parts)) for css, parts in paths.items())

    @property
    def density(self) -> str:
        """How close the threads stand, for the width of the line: ``loose``, ``close`` or ``tight``."""
        return "loose" if len(self.hangs) <= 12 else "close" if len(self.hangs) <= 18 else "tight"


@dataclass(frozen=True)
class Day(Column):
    day: date
    is_past: bool
    picked: bool = False
    now_depth: int | None = None
    """Depth of the now-line, only today and only between 08:00 and 21:00."""


@dataclass(frozen=True)
class Month(Column):
    first: date


@dataclass(frozen=True)
class Ribbon:
    moment: Moment
    days: tuple[Day, ...]
    months: tuple[Month, ...]
    per_thread: int
    """For how many activities one thread stands, the same in the whole ribbon."""
    kinds: tuple[str, ...]
    """Kinds that hang in colour, in the order of the legend."""
    has_drafts: bool
    true_until: datetime = field(compare=False)
    """The next moment at which the seal or the now-line would look different (minute by minute while the
    now-line moves, else the next local midnight)."""

    @property
    def length(self) -> str:
        """``few`` (1 to 5 days), ``week`` (to 8), ``many`` (to 10) or ``long`` (to 14)."""
        days = len(self.days)
        return "few" if days <= 5 else "week" if days <= 8 else "many" if days <= 10 else "long"

    @property
    def total(self) -> int:
        return sum(day.count for day in self.days)


@dataclass(frozen=True)
class _Piece:
    """The part of a thread inside one column: how deep it ends there, and its colour."""

    depth: int
    css: str


def depth_of(clock: time) -> int:
    """Minutes below the rail at which an hour stands, kept inside the scale."""
    return min(max(clock.hour * 60 + clock.minute - SCALE_OPENS, 0), DEPTH)


def build_ribbon(
    *,
    zone: tzinfo | str,
    starts_on: date,
    ends_on: date,
    now: datetime,
    threads: Iterable[Thread],
    link: Callable[[date], str] = lambda day: "",
    later: Iterable[Thread] = (),
    months: int = 0,
    month_link: Callable[[date], str] = lambda first: "",
    picked: date | None = None,
) -> Ribbon:
    """The ribbon of a week.

    `starts_on` and `ends_on` are both days of the week (1 to 14). `threads` are its activities, `later` those
    after the last day; `months` says how many months are shown after the fold. `link` and `month_link` answer
    the address of a day and of a month (given as its first day), or "" for none.
    """
    here = as_zone(zone)
    span = (ends_on - starts_on).days + 1
    if not 1 <= span <= LONGEST_WEEK:
        raise ValueError(f"a week has 1 to {LONGEST_WEEK} days, not {span}")
    week = [starts_on + timedelta(days=offset) for offset in range(span)]
    local_now = now.astimezone(here)
    today = local_now.date()
    moment = Moment.BEFORE if today < starts_on else Moment.AFTER if today > ends_on else Moment.DURING

    by_day = _pieces_by_day(threads, here, starts_on, ends_on)
    firsts, by_month = _pieces_by_month(later, here, ends_on, today, months)
    columns = [by_day[day] for day in week] + [by_month[first] for first in firsts]
    per_thread = threads_per_line(columns)

    days = tuple(
        Day(
            day=day,
            count=len(by_day[day]),
            hangs=spread(by_day[day], per_thread),
            url=link(day),
            is_now=day == today,
            is_past=day < today,
            picked=day == picked,
            now_depth=_now_depth(local_now) if day == today else None,
        )
        for day in week
    )
    after = tuple(
        Month(
            first=first,
            count=len(by_month[first]),
            hangs=spread(by_month[first], per_thread, in_order=True),
            url=month_link(first),
            is_now=moment is Moment.AFTER and (first.year, first.month) == (today.year, today.month),
        )
        for first in firsts
    )
    seen = {hang.css for day in days for hang in day.hangs}
    return Ribbon(
        moment=moment,
        days=days,
        months=after,
        per_thread=per_thread,
        kinds=tuple(key for key in KIND_LOOKS if f"k-{key}" in seen),
        has_drafts="is-draft" in seen,
        true_until=_true_until(local_now, moment),
    )


def threads_per_line(columns: Sequence[Sequence[_Piece]]) -> int:
    """For how many activities one line must stand so that no column holds more than 24 lines.

    1, 2 or 5; very full days go on as 10, 20, 50, … A line never mixes colours.
    """
    steps = (1, 2, 5)
    scale = 1
    while True:
        for step in steps:
            per_line = step * scale
            if all(_lines(column, per_line) <= MOST_THREADS for column in columns):
                return per_line
        scale *= 10


def spread(pieces: Sequence[_Piece], per_thread: int, in_order: bool = False) -> tuple[Hang, ...]:
    """Hang the pieces of one column side by side, sorted by depth, then colour, unless their own order counts."""
    bundles: list[tuple[int, str, int]] = []
    by_css: dict[str, list[_Piece]] = defaultdict(list)
    if per_thread == 1:
        bundles = [(piece.depth, piece.css, 1) for piece in pieces]
    else:
        for piece in sorted(pieces, key=lambda each: each.depth):
            by_css[piece.css].append(piece)
        for css, same in by_css.items():
            for start in range(0, len(same), per_thread):
                bundle = same[start : start + per_thread]
                bundles.append((bundle[-1].depth, css, len(bundle)))
    if not in_order:
        bundles.sort()
    pitch = (WIDTH - 2 * SIDE) / max(len(bundles), 1)
    return tuple(
        Hang(x=round(SIDE + pitch * (place + 0.5)), depth=depth, css=css, stands_for=size)
        for place, (depth, css, size) in enumerate(bundles)
    )


def _lines(column: Sequence[_Piece], per_line: int) -> int:
    sizes: dict[str, int] = defaultdict(int)
    for piece in column:
        sizes[piece.css] += 1
    return sum(-(-size // per_line) for size in sizes.values())


def _css(thread: Thread) -> str:
    return f"k-{kind_look(thread.kind).key}" if thread.published else "is-draft"


def _local_span(thread: Thread, zone: tzinfo) -> tuple[datetime, datetime]:
    begin = thread.starts_at.astimezone(zone)
    end = begin if thread.ends_at is None else max(thread.ends_at.astimezone(zone), begin)
    return begin, end


def _last_day(begin: datetime, end: datetime) -> date:
    return end.date() if end == begin else (end - timedelta(microseconds=1)).date()


def _pieces_by_day(
    threads: Iterable[Thread], zone: tzinfo, starts_on: date, ends_on: date
) -> dict[date, list[_Piece]]:
    found: dict[date, list[_Piece]] = defaultdict(list)
    for thread in threads:
        begin, end = _local_span(thread, zone)
        day, last = max(begin.date(), starts_on), min(_last_day(begin, end), ends_on)
        while day <= last:
            depth = depth_of(end.time()) if end.date() == day else DEPTH
            found[day].append(_Piece(max(depth, SHORTEST), _css(thread)))
            day += timedelta(days=1)
    return found


def _pieces_by_month(
    later: Iterable[Thread], zone: tzinfo, ends_on: date, today: date, months: int
) -> tuple[list[date], dict[date, list[_Piece]]]:
    """Threads after the week by the first day of the month in which they begin, in order of time.

    The month in which the week ends is shown only when something is left in it, or when it is still
    running and the seal needs its place.
    """
    found: dict[date, list[_Piece]] = defaultdict(list)
    for begin, end in sorted(_local_span(thread, zone) for thread in later):
        if begin.date() > ends_on:
            depth = depth_of(end.time()) if end.date() == begin.date() else DEPTH
            found[begin.date().replace(day=1)].append(_Piece(max(depth, SHORTEST), "is-later"))
    first = ends_on.replace(day=1)
    still_running = today > ends_on and today.replace(day=1) == first
    if first not in found and not still_running:
        first = _next_month(first)
    firsts: list[date] = []
    while len(firsts) < months:
        firsts.append(first)
        first = _next_month(first)
    return firsts, found


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _now_depth(local_now: datetime) -> int | None:
    minute = local_now.hour * 60 + local_now.minute
    return minute - SCALE_OPENS if SCALE_OPENS <= minute <= SCALE_CLOSES else None


def _true_until(local_now: datetime, moment: Moment) -> datetime:
    midnight = datetime.combine(local_now.date() + timedelta(days=1), time(), local_now.tzinfo)
    if moment is not Moment.DURING:
        return midnight
    if _now_depth(local_now) is not None:
        return local_now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    opens = datetime.combine(local_now.date(), time(SCALE_OPENS // 60), local_now.tzinfo)
    return opens if local_now < opens else midnight
