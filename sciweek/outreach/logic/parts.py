"""Parts of a day as hours, and hours as words."""

from datetime import date, datetime, time

from sciweek.look.dates import day_words, in_english
from sciweek.outreach.states import Part

HOURS: dict[str, tuple[time, time]] = {
    Part.MORNING: (time(8), time(12)),
    Part.AFTERNOON: (time(12), time(18)),
    Part.WHOLE: (time(8), time(18)),
}


def fits_part(part: str, starts: time, ends: time) -> bool:
    """Whether hours of a day lie in the part; a whole day takes any."""
    if part == Part.MORNING:
        return ends <= HOURS[Part.MORNING][1]
    if part == Part.AFTERNOON:
        return starts >= HOURS[Part.AFTERNOON][0]
    return True


def part_words(day: date, part: str, starts: time | None = None, ends: time | None = None) -> str:
    """5月25日（周二）上午 / Tue 25 May, Morning; or with its own hours 5月25日（周二）9:00–11:00."""
    if part == Part.HOURS and starts is not None and ends is not None:
        return f"{day_words(day)} {starts:%H:%M}–{ends:%H:%M}"
    if part == Part.HOURS:
        return day_words(day)
    return f"{day_words(day)}{', ' if in_english() else ''}{Part(part).label}"


def read_days(stored: list[list[str]]) -> list[tuple[date, str]]:
    """The wished days as they are stored."""
    return [(date.fromisoformat(day), part) for day, part in stored]


def minutes_between(one: datetime, other: datetime) -> int:
    return int((other - one).total_seconds() // 60)
