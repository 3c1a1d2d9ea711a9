"""Dates of official papers: found in a view, and given a year where the paper leaves it out.

A date keeps what is written (a year, a month, a day may each be missing); `Calendar` decides the year from
the paper's own date first, then from its title, and says so.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sciweek.notice.logic.numerals import number, year

_YEAR = r"(?:[12]\d{3}|[一二][一二三四五六七八九○零Oo\d]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_WEEKDAY = r"[(]?(?:星期|周|礼拜)(?P<{0}>[一二三四五六日天])[)]?"
_CLOCK = (
    r"(?P<{0}>(?:(?:凌晨|早上|上午|中午|下午|晚上|晚|傍晚) ?)?(?:(?:[01]?\d|2[0-3])(?::[0-5]\d(?::00)?"
    r"|[点时](?:[0-5]?\d分?|半|整)?)|24(?::00|[点时]整?))"
    r"|(?:凌晨|早上|上午|中午|下午|晚上|晚间?|傍晚|全天)?下班(?:时间)?前?|(?:早上|上午|中午|下午|晚上|全天))"
)
POINT = re.compile(
    rf"(?:(?P<y>{_YEAR})年(?:的)?)?(?<![\d.])(?P<m>{_MONTH})月份?(?:(?P<d>{_DAY})(?:[日号](?!线"
    rf"|楼|馆|厅|教|院|会)|(?=[-~至到]))|(?P<part>[上中下]旬|初|中旬?|底|末))?"
    rf"|(?<![\d.])(?P<iy>[12]\d{{3}})[-/.](?P<im>1[0-2]|0?[1-9])[-/.](?P<id>[12]\d|3[01]|0?[1-9])(?![\d.])"
    rf"|(?<![\d.月第])(?P<od>[12]\d|3[01]|0?[1-9])[日号](?![线楼馆厅教院会常内夜令])"
)
# The second day of a range in words: 五月十四日至二十日.
_DAY_IN_WORDS = re.compile(rf"(?P<d>{_DAY})[日号]")
_AFTER = re.compile(
    rf"\s*(?:{_WEEKDAY.format('w')})?\s*(?:每[天日]\s*)?(?:\(?{_CLOCK.format('c')}\)?)?\s*(?:起|开始|开幕)?"
)
# A day of the moon's calendar (农历五月十五日) says nothing of the sun's.
_LUNAR = re.compile(rf"(?:农历|阴历|旧历) ?(?:{_YEAR}年)?\Z")
_TO = re.compile(r"[,，]?\s*(?:-{1,6}|~{1,3}|至|到|--)\s*")
_NOTHING = re.compile("")
_CLOCK_TO = re.compile(rf"\s*[-~至到]\s*{_CLOCK.format('c2')}")
_SHORT = re.compile(
    r"(?<![\d.])(?:(?P<y>20\d\d)\.)?(?P<m>1[0-2]|0?[1-9])\.(?P<d>[12]\d|3[01]"
    r"|0?[1-9])[-~至到]{1,3}(?:20\d\d\.)?(?:(?P<m2>1[0-2]|0?[1-9])\.)?(?P<d2>[12]\d|3[01]"
    r"|0?[1-9])(?![\d.])"
)


@dataclass(frozen=True, slots=True)
class Point:
    """One date as written; `part` is 上旬, 底 and the like, `weekday` and `clock` as written behind it."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    weekday: str | None = None
    clock: str | None = None

    @property
    def exact(self) -> bool:
        return self.month is not None and self.day is not None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A date, or a range of dates where `last` is given, at view[start:end]."""

    first: Point
    last: Point | None
    start: int
    end: int

    @property
    def final(self) -> Point:
        return self.last or self.first

    @property
    def exact(self) -> bool:
        return self.first.exact and (self.last is None or self.last.exact)


def _point(match: re.Match[str]) -> Point:
    part = match["part"]
    if match["iy"]:
        return Point(match.start(), match.end(), int(match["iy"]), int(match["im"]), int(match["id"]))
    if match["od"]:
        return Point(match.start(), match.end(), None, None, int(match["od"]))
    return Point(
        match.start(),
        match.end(),
        year(match["y"]) if match["y"] else None,
        number(match["m"]),
        number(match["d"]) if match["d"] else None,
        part,
    )


def _trailing(point: Point, view: str, limit: int) -> tuple[Point, int]:
    """The point with weekday and clock behind it, and where the reading stopped."""
    match = _AFTER.match(view, point.end, limit)
    if not match or match.end() == point.end:
        return point, point.end
    end = match.end()
    clock = match["c"]
    if clock:
        more = _CLOCK_TO.match(view, end, limit)
        if more and re.search("[:点时]", more[0]):
            end = more.end()
            clock = view[match.start("c") : end]
    return replace(point, weekday=match["w"], clock=clock), end


def find(view: str, start: int = 0, end: int | None = None) -> Iterator[Stretch]:
    """Every date and range of dates in view[start:end], in order."""
    limit = len(view) if end is None else end
    at = start
    short = _SHORT.search(view, at, limit)
    match = POINT.search(view, at, limit)
    while True:
        # Each pattern is searched again only from behind its last hit, so that the cost stays linear.
        if short is not None and short.start() < at:
            short = _SHORT.search(view, at, limit)
        if match is not None and match.start() < at:
            match = POINT.search(view, at, limit)
        if short is not None and (match is None or short.start() <= match.start()):
            yield _short(short)
            at = short.end()
            continue
        if match is None:
            return
        point = _point(match)
        point, stop = _trailing(point, view, limit)
        last = None
        joint = _TO.match(view, stop, limit)
        if (
            joint is None
            and point.day is not None
            and view[stop - 1 : stop] in "日号"
            and view[stop : stop + 1].isdigit()
        ):
            joint = _NOTHING.match(view, stop)
        if joint:
            other = POINT.match(view, joint.end(), limit) or _DAY_IN_WORDS.match(view, joint.end(), limit)
            if other and other.re is _DAY_IN_WORDS:
                last = Point(other.start(), other.end(), None, point.month, number(other["d"]))
                last, stop = _trailing(last, view, limit)
            elif other:
                last = _point(other)
                if last.month is None:
                    last = replace(last, month=point.month)
                last, stop = _trailing(last, view, limit)
        if not _LUNAR.search(view, max(start, match.start() - 8), match.start()):
            yield Stretch(point, last, match.start(), stop)
        at = max(stop, match.end())


def _short(match: re.Match[str]) -> Stretch:
    first_year = int(match["y"]) if match["y"] else None
    first = Point(match.start(), match.end(), first_year, int(match["m"]), int(match["d"]))
    last = Point(match.start(), match.end(), None, int(match["m2"] or match["m"]), int(match["d2"]))
    return Stretch(first, last, match.start(), match.end())


@dataclass(frozen=True, slots=True)
class Resolved:
    """A date with its year; `iso` is None where no such day exists. `doubt` says why it is not certain."""

    date: dt.date | None
    reason: str
    doubt: str | None = None
    impossible: bool = False

    @property
    def iso(self) -> str | None:
        return self.date.isoformat() if self.date else None


@dataclass(slots=True)
class Calendar:
    """What a paper says about its year: its own date, its title, the day it was posted, the years it names."""

    issued: dt.date | None = None
    title_year: int | None = None
    posted: dt.date | None = None
    usual_year: int | None = None

    def base(self) -> tuple[int | None, str]:
        if self.issued:
            return self.issued.year, "年份取自成文日期"
        if self.title_year:
            return self.title_year, "年份取自标题"
        if self.usual_year and not (
            self.posted and self.posted.year == self.usual_year - 1 and self.posted.month > 9
        ):
            return self.usual_year, "年份取自正文"
        if self.posted:
            return self.posted.year, "年份取自网页发布日期"
        return None, ""

    def resolve(self, point: Point, near_year: int | None = None) -> Resolved:
        """The day meant; `near_year` is a year written earlier in the same range."""
        if point.month is None or point.day is None:
            return Resolved(None, "", "日期不完整")
        known = point.year or near_year
        if known:
            return _day(known, point.month, point.day, "日期写明")
        base, reason = self.base()
        if base is None:
            return Resolved(None, "", "文中没有写明年份")
        if self.issued and point.month < self.issued.month - 6:
            return _day(base + 1, point.month, point.day, reason + "，早于成文日期半年以上，顺延一年")
        doubt = None if self.issued or self.title_year else "年份不是文中写明的，请核对"
        return _day(base, point.month, point.day, reason, doubt)

    def resolve_stretch(self, stretch: Stretch) -> tuple[Resolved, Resolved]:
        first, last = stretch.first, stretch.last
        begin = self.resolve(first, last.year if last and last.year and not first.year else None)
        if last is None:
            return begin, begin
        if first.month is None and last.month is not None:
            first = replace(first, month=last.month)
            begin = self.resolve(first, last.year)
        finish = self.resolve(last, first.year or (begin.date.year if begin.date else None))
        if not last.year and begin.date and finish.date and finish.date < begin.date:
            later = _day(finish.date.year + 1, finish.date.month, finish.date.day, finish.reason)
            if later.date and (later.date - begin.date).days < 200:
                finish = later
        return begin, finish

    def last_of_part(self, point: Point, near_year: int | None = None) -> Resolved:
        """The last day of 上旬, 中旬, 下旬, 底: what a deadline so written allows at most."""
        if point.month is None or not point.part:
            return Resolved(None, "", "日期不完整")
        day = {"上旬": 10, "初": 5, "中旬": 20, "中": 15}.get(point.part)
        probe = self.resolve(replace(point, day=day or 1), near_year)
        if probe.date and day is None:
            length = calendar.monthrange(probe.date.year, probe.date.month)[1]
            probe = replace(probe, date=probe.date.replace(day=length))
        return replace(probe, doubt=f"文中只写“{point.month}月{point.part}”，没有写明哪一天")


def _day(known: int, month: int, day: int, reason: str, doubt: str | None = None) -> Resolved:
    try:
        return Resolved(dt.date(known, month, day), reason, doubt)
    except ValueError:
        return Resolved(None, reason, f"{known}年{month}月{day}日并不存在", impossible=True)


_WEEKDAYS = "一二三四五六日"


def weekday_differs(point: Point, day: dt.date | None) -> str | None:
    """The weekday that the date really has, where the paper writes another one."""
    if not point.weekday or day is None:
        return None
    real = _WEEKDAYS[day.weekday()]
    return None if real == point.weekday.replace("天", "日") else real


SPAN_SIGNS = re.compile("[-~至到]")
"""Between the hours of a clock from when to when (9:00-11:30)."""
_HOUR = re.compile(
    r"(凌晨|早上|上午|中午|下午|晚上|晚|傍晚)? ?(\d{1,2})(?::([0-5]\d)|[点时](?:(半)|([0-5]?\d)分?|整)?)"
)


def clock_time(clock: str | None) -> str | None:
    """A clock as HH:MM (下午5点半 → 17:30, 晚12点 → 24:00); words such as 上午 or 下班前 stay as they are."""
    if not clock:
        return None
    match = _HOUR.search(clock)
    if not match:
        return clock.strip("() ")
    half_day, hour_text, minute, half, spoken = match.groups()
    hour = int(hour_text)
    if half_day in {"下午", "晚上", "晚", "傍晚"} and hour < 12:
        hour += 12
    if half_day == "中午" and hour < 3:
        hour += 12
    past = int(minute or spoken or (30 if half else 0))
    if hour == 12 and half_day in {"晚上", "晚", "凌晨"}:
        if past:
            # 晚上12:30 is of the next day, or of this one's first hour: who reads it has to say so.
            return clock.strip("() ")
        hour = 0 if half_day == "凌晨" else 24
    return f"{hour:02d}:{past:02d}"
