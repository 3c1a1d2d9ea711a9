"""Days and hours as people type them: 5月22日, 2027.5.22, 46529, 2027年5月22日上午9:00-11:30."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from sciweek.base.clock import is_plausible
from sciweek.sheets.logic.cells import Value

# Excel counts days from here (its 29 February 1900 that never was included).
SERIAL_START = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 36526, 109574  # 2000 to 2199

WEEKDAYS = "一二三四五六日"
FULL_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?!\d)")
DIGITS_DAY = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?!\d)")
BARE_MONTH_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})(?![./\d])")
DAY_ONLY = re.compile(r"(\d{1,2})\s*[日号]")
OTHER_WAY_ROUND = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2,4}(?!\d)")
WEEKDAY = re.compile(r"[(\[]?\s*(?:星期|周|礼拜)([一二三四五六日天])\s*[)\]]?")
PART = r"(上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|晚|夜间|am|pm)"
HOUR = re.compile(
    PART + r"?\s*(\d{1,2})\s*(?:[:时点]\s*(半|\d{1,2})?\s*分?(?::\d{2}(?:\.\d+)?)?)\s*(整|am|pm)?"
)
AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚", "夜间", "pm"})
RANGE = re.compile(r"\s*(?:[-–—−~〜]+|至|到)\s*")


class Unread(ValueError):
    """The words are no day or hour; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when. An hour that is not written is None; a day that is not written twice is the same."""

    starts_on: date
    starts: time | None = None
    ends_on: date | None = None
    ends: time | None = None


def read_day(value: Value, *, year: int | None = None) -> date:
    """A calendar day; `year` stands in where none is written. Raises `Unread`."""
    match value:
        case datetime():
            return _plausible(value.date())
        case date():
            return _plausible(value)
        case bool() | time() | None:
            raise Unread(_no_day())
        case int() | float():
            return _serial(value)
    words = _plain(str(value))
    if words.isdecimal() and len(words) == 5:
        return _serial(int(words))
    found = _find_day(words, year)
    if found is None:
        raise Unread(_no_day())
    day, rest = found
    if RANGE.search(rest) and re.search(r"\d", rest):
        raise Unread(_("这里只写一天，写的像是一段时间。"))
    return day


def read_hour(value: Value) -> time:
    """An hour of the day; Excel keeps it as a part of one. Raises `Unread`."""
    match value:
        case datetime():
            return value.time().replace(second=0, microsecond=0)
        case time():
            return value.replace(second=0, microsecond=0)
        case bool() | date() | None:
            raise Unread(_no_hour())
        case int() | float():
            if not 0 <= value < 1:
                raise Unread(_no_hour())
            minutes = round(value * 24 * 60)
            return time(minutes // 60 % 24, minutes % 60)
    words = _plain(str(value))
    found = HOUR.search(words)
    if found is None:
        raise Unread(_no_hour())
    return _hour(found)[0]


def read_span(value: Value, *, year: int | None = None) -> Span:
    """A day with or without hours, to an hour or to another day. Raises `Unread`."""
    if isinstance(value, datetime):
        hour = value.time().replace(second=0, microsecond=0)
        return Span(_plausible(value.date()), hour if hour != time(0) else None)
    if not isinstance(value, str):
        return Span(read_day(value, year=year))
    words = _plain(value)
    if re.fullmatch(r"\d{5}", words):
        return Span(_serial(int(words)))
    found = _find_day(words, year)
    if found is None:
        raise Unread(_no_day())
    first, rest = found
    left, *others = RANGE.split(rest, maxsplit=1)
    if re.search(r"[、;,]\s*\d", rest):
        raise Unread(_("这里写了不止一个时间。一行写一场，分成几行。"))
    starts, afternoon = _hour_in(left)
    if not others:
        return Span(first, starts)
    return _until(first, starts, others[0], afternoon)


def _until(first: date, starts: time | None, words: str, afternoon: bool) -> Span:
    last, rest = first, words
    found = _find_day(words, first.year)
    only = DAY_ONLY.match(words)
    if found is not None:
        last, rest = found
    elif only is not None:
        last, rest = _day(first.year, first.month, int(only.group(1))), words[only.end() :]
    ends, marked = _hour_in(rest)
    # 下午2:00-4:30: the second hour stands in the same half of the day.
    if ends and starts and afternoon and not marked and not _names_half(rest) and ends.hour < 12:
        ends = ends.replace(hour=ends.hour + 12)
    if found is None and only is None and ends is None:
        raise Unread(_("没有认出结束的时间。写成 9:00-11:30 的样子。"))
    return Span(first, starts, last if last != first else None, ends)


def _names_half(words: str) -> bool:
    return re.search(PART, words) is not None


def _hour_in(words: str) -> tuple[time | None, bool]:
    found = HOUR.search(words)
    return _hour(found) if found else (None, False)


def _hour(found: re.Match[str]) -> tuple[time, bool]:
    part, hours, minutes = found.group(1) or found.group(4) or "", int(found.group(2)), found.group(3) or "0"
    afternoon = part in AFTERNOON
    if (afternoon and hours < 12) or (part == "中午" and hours < 3):
        hours += 12
    minute = 30 if minutes == "半" else int(minutes)
    if hours > 23 or minute > 59:
        raise Unread(_("没有 %(words)s 这个钟点。") % {"words": found.group(0).strip()})
    return time(hours, minute), afternoon


def _find_day(words: str, year: int | None) -> tuple[date, str] | None:
    """The day at the start of the words, and what follows it."""
    found = FULL_DAY.search(words) or DIGITS_DAY.search(words)
    if found is not None:
        day = _day(*(int(part) for part in found.groups()))
    else:
        if OTHER_WAY_ROUND.search(words):
            raise Unread(_("日和月分不清。写成 2027年5月22日 的样子。"))
        found = MONTH_DAY.search(words) or BARE_MONTH_DAY.match(words)
        if found is None:
            return None
        if year is None:
            raise Unread(_("没有写年份。写成 2027年5月22日 的样子。"))
        day = _day(year, int(found.group(1)), int(found.group(2)))
    rest = words[found.end() :]
    weekday = WEEKDAY.match(rest.lstrip())
    if weekday is not None:
        said = WEEKDAYS.index(weekday.group(1).replace("天", "日"))
        if said != day.weekday():
            words_of = {
                "day": f"{day.month}月{day.day}日",
                "is": WEEKDAYS[day.weekday()],
                "said": WEEKDAYS[said],
            }
            raise Unread(_("%(day)s是周%(is)s，写的是周%(said)s。请核对日期。") % words_of)
        rest = rest.lstrip()[weekday.end() :]
    return day, rest


def _plain(words: str) -> str:
    # One blank for many: the patterns would look at each of them from each of them.
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _serial(number: float) -> date:
    if 20000101 <= number <= 21991231:
        digits = str(int(number))
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        raise Unread(_no_day())
    return SERIAL_START + timedelta(days=int(number))


def _day(year: int, month: int, day: int) -> date:
    try:
        return _plausible(date(year, month, day))
    except ValueError as error:
        if isinstance(error, Unread):
            raise
        raise Unread(_("没有 %(month)d月%(day)d日 这一天。") % {"month": month, "day": day}) from error


def _plausible(day: date) -> date:
    if not is_plausible(day):
        raise Unread(_("年份 %(year)d 不对。") % {"year": day.year})
    return day


def _no_day() -> str:
    return _("没有认出日期。写成 2027年5月22日 的样子。")


def _no_hour() -> str:
    return _("没有认出钟点。写成 9:00 的样子。")
