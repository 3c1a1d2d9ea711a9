"""A session as a row of the table."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sciweek.base import clock
from sciweek.programme.logic.hours import days_later
from sciweek.sheets.logic.cells import Value

VALUE_FIELDS = (
    "title",
    "starts_at",
    "ends_at",
    "is_all_day",
    "venue",
    "room",
    "place",
    "speakers",
    "capacity",
    "note",
)


def row_of(session: Any, zone: str) -> dict[str, Value]:
    """What the table says of a session, by column: read again it means the same."""
    activity = session.activity
    row = words_of({name: getattr(session, name) for name in VALUE_FIELDS}, zone)
    named: dict[str, Value] = {
        "activity": activity.code,
        "name": activity.name,
        "unit": activity.unit.name if activity.unit else "",
    }
    return named | row | {"code": session.code}


def words_of(values: Mapping[str, Any], zone: str) -> dict[str, Value]:
    """The values of a session in the table's own words, by column."""
    venue, room = values["venue"], values["room"]
    return {
        "title": values["title"],
        **time_words(values["starts_at"], values["ends_at"], is_all_day=values["is_all_day"], zone=zone),
        "venue": venue.name if venue else values["place"],
        "room": room.name if room else "",
        "speakers": "、".join(values["speakers"]),
        "capacity": values["capacity"],
        "note": values["note"],
    }


def time_words(starts_at: datetime, ends_at: datetime, *, is_all_day: bool, zone: str) -> dict[str, Value]:
    """Day and hours apart; a whole day has no hours, and the last day is written where the hours do not tell it."""
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    words: dict[str, Value] = {"day": _day(start.date()), "start": "", "end": "", "last_day": ""}
    if is_all_day and (starts_at, ends_at) == whole_day(start.date(), zone):
        return words
    words |= {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    if days_later(start, end):
        words["last_day"] = _day(end.date())
    return words


def whole_day(day: date, zone: str) -> tuple[datetime, datetime]:
    """From midnight to midnight."""
    return clock.moment(day, clock.MIDNIGHT, zone), clock.end_of(day, zone)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
