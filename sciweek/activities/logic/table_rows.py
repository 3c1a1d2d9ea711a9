"""An activity as a row of the table."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sciweek.activities.logic.table_columns import AUDIENCE_WORDS, KIND_WORDS, MODE_WORDS
from sciweek.activities.states import Audience, Kind, Mode
from sciweek.sheets.logic.cells import Value

TEXTS = ("name", "place", "address", "link", "summary", "entry_note", "contact_name", "contact_phone")
LISTS = ("hosts", "organisers", "co_organisers")
WEEKDAYS = "一二三四五六日"


VALUE_FIELDS = (
    *TEXTS, *LISTS, "kind", "series", "unit", "starts_at", "ends_at", "is_all_day", "mode", "audience", "age_from",
    "age_to", "expected",
)  # fmt: skip


def row_of(activity: Any, zone: str) -> dict[str, Value]:
    """What the table says of an activity, by column: read again it means the same."""
    row = words_of({name: getattr(activity, name) for name in VALUE_FIELDS}, zone)
    return row | {"code": activity.code}


def words_of(values: Mapping[str, Any], zone: str) -> dict[str, Value]:
    """The values of an activity in the table's own words, by column."""
    row: dict[str, Value] = {name: values.get(name) or "" for name in TEXTS}
    row |= {name: "、".join(values.get(name) or ()) for name in LISTS}
    row["kind"] = KIND_WORDS[Kind(values["kind"])] if values.get("kind") else ""
    row["mode"] = MODE_WORDS[Mode(values["mode"])] if values.get("mode") else ""
    row["series"] = values["series"].name if values.get("series") else ""
    row["unit"] = values["unit"].name if values.get("unit") else ""
    row["audience"] = "、".join(AUDIENCE_WORDS[Audience(one)] for one in values.get("audience") or ())
    row["ages"] = age_words(values.get("age_from"), values.get("age_to"))
    row["expected"] = values.get("expected")
    row["when"] = time_words(values.get("starts_at"), values.get("ends_at"), zone)
    return row


def age_words(low: int | None, high: int | None) -> str:
    """6-12岁, 6岁以上, 12岁以下; nothing for everybody."""
    if low is not None and high is not None:
        return f"{low}岁" if low == high else f"{low}-{high}岁"
    if low is not None:
        return f"{low}岁以上"
    return f"{high}岁以下" if high is not None else ""


def time_words(starts_at: datetime | None, ends_at: datetime | None, zone: str) -> str:
    """2027年5月25日（周二）14:00-15:30; whole days 2027年5月22日（周六）-2027年5月28日（周五）.

    Exact to the minute and with the year, unlike the words on pages: it is read again by a program.
    """
    if starts_at is None:
        return ""
    begin = starts_at.astimezone(ZoneInfo(zone))
    if ends_at is None:
        return f"{_day(begin)}{begin:%H:%M}"
    end = ends_at.astimezone(ZoneInfo(zone))
    if begin.time() == time() and end.time() == time():
        last = end - timedelta(days=1)
        return _day(begin) if last.date() == begin.date() else f"{_day(begin)}-{_day(last)}"
    if end.time() == time() and end.date() - timedelta(days=1) == begin.date():
        return f"{_day(begin)}{begin:%H:%M}-24:00"
    second = "" if begin.date() == end.date() else _day(end)
    return f"{_day(begin)}{begin:%H:%M}-{second}{end:%H:%M}"


def _day(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日（周{WEEKDAYS[moment.weekday()]}）"
