"""Dates and hours in words, as the notices write them.

Chinese: ``5月27日（周六）上午9:00``. English: ``Sat 27 May, 9:00``. The language is the active one.
A moment is an aware datetime and is shown in the zone of its week, never in the server's.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Until this hour it is still the night before.
NIGHT = 6
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_english() -> bool:
    return (get_language() or "zh").startswith("en")


def as_zone(zone: tzinfo | str) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def local(moment: datetime, zone: tzinfo | str) -> datetime:
    """The moment on the clock of the zone. Refuses naive datetimes: they have no moment."""
    if moment.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return moment.astimezone(as_zone(zone))


def weekday_words(day: date) -> str:
    return WEEKDAYS_EN[day.weekday()] if in_english() else "周" + WEEKDAYS_ZH[day.weekday()]


def month_words(day: date) -> str:
    return MONTHS_EN[day.month - 1] if in_english() else f"{day.month}月"


def day_words(day: date, *, year: bool = False, weekday: bool = True) -> str:
    """5月27日（周六） / Sat 27 May; with ``year`` 2027年5月27日（周六） / Sat 27 May 2027."""
    if in_english():
        words = f"{day.day} {MONTHS_EN[day.month - 1]}" + (f" {day.year}" if year else "")
        return f"{weekday_words(day)} {words}" if weekday else words
    words = (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
    return f"{words}（{weekday_words(day)}）" if weekday else words


def part_of_day(hour: int) -> str:
    """The word that a notice puts before the hour."""
    if hour < 6:
        return "凌晨"
    if hour < 12:
        return "上午"
    if hour == 12:
        return "中午"
    return "下午" if hour < 18 else "晚上"


def hour_words(clock: time | datetime, *, part: bool = True) -> str:
    """上午9:00 / 9:00. Without ``part`` the hour alone, 09:00 written 9:00."""
    words = f"{clock.hour}:{clock.minute:02d}"
    return words if in_english() or not part else part_of_day(clock.hour) + words


def moment_words(moment: datetime, zone: tzinfo | str, *, year: bool = False) -> str:
    """5月27日（周六）上午9:00 / Sat 27 May, 9:00."""
    here = local(moment, zone)
    return day_words(here.date(), year=year) + (", " if in_english() else "") + hour_words(here)


def days_words(first: date, last: date, *, year: bool = False, weekday: bool = True) -> str:
    """2027年5月22日（周六）—29日（周六）: what both days share is written once."""
    if first == last:
        return day_words(first, year=year, weekday=weekday)
    year = year or first.year != last.year
    if in_english():
        head = day_words(first, year=year and first.year != last.year, weekday=weekday)
        return f"{head} – {day_words(last, year=year, weekday=weekday)}"
    head = day_words(first, year=year, weekday=weekday)
    if (first.year, first.month) == (last.year, last.month):
        tail = f"{last.day}日" + (f"（{weekday_words(last)}）" if weekday else "")
    else:
        tail = day_words(last, year=first.year != last.year, weekday=weekday)
    return f"{head}—{tail}"


def range_words(
    starts_at: datetime, ends_at: datetime | None, zone: tzinfo | str, *, year: bool = False
) -> str:
    """5月26日（周三）上午9:30–11:00; over several days 5月23日—28日.

    An end at midnight belongs to the day before it: what runs from the 23rd 00:00 to the 29th 00:00 is
    23日—28日 and shows no hours. An evening that runs on into the night is one day's: 晚上21:30–次日1:00.
    """
    begin = local(starts_at, zone)
    if ends_at is None or ends_at <= starts_at:
        return moment_words(starts_at, zone, year=year)
    end = local(ends_at, zone)
    last = (end - timedelta(microseconds=1)).date()
    if begin.time() == time() and end.time() == time():
        return days_words(begin.date(), last, year=year, weekday=begin.date() == last)
    if ends_that_night(starts_at, ends_at, zone):
        return f"{moment_words(starts_at, zone, year=year)}–{_end_words(begin, end, hour_words(end, part=False))}"
    return days_words(begin.date(), last, year=year, weekday=False)


def ends_that_night(starts_at: datetime, ends_at: datetime, zone: tzinfo | str) -> bool:
    """Whether it is over on the day of its start, or in the night that follows: nobody calls that two days."""
    begin, end = local(starts_at, zone), local(ends_at, zone)
    return (end - timedelta(hours=NIGHT)).date() <= begin.date()


def _end_words(begin: datetime, end: datetime, hour: str) -> str:
    """The hour of an end, where it is that of the next day."""
    if end.date() == begin.date():
        return hour
    if end.time() == time():
        return "24:00"
    words = hour_words(end, part=False)
    return f"{words} next day" if in_english() else f"次日{words}"


def clock_words(starts_at: datetime, ends_at: datetime | None, zone: tzinfo | str) -> str:
    """14:00–15:30, for lists under the heading of a day; the start alone when there is no end."""
    begin = local(starts_at, zone)
    words = f"{begin:%H:%M}"
    if ends_at is None or ends_at <= starts_at:
        return words
    end = local(ends_at, zone)
    if not ends_that_night(starts_at, ends_at, zone):
        return words
    return f"{words}–{_end_words(begin, end, f'{end:%H:%M}')}"
