"""A wish as a line of the 申请表."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sciweek.outreach.logic.wish_columns import DAYS, NEED_NAMES
from sciweek.outreach.states import Need, Part
from sciweek.people.phones import shown_phone

VALUE_FIELDS = (
    "start_time", "end_time", "venue", "place", "address", "street", "people", "people_note", "has", "remarks",
    "contact_name", "phone",
)  # fmt: skip
PART_NAMES = {"上午": Part.MORNING, "下午": Part.AFTERNOON, "全天": Part.WHOLE}
_WORDS_OF_PART = {Part.MORNING: "上午", Part.AFTERNOON: "下午", Part.WHOLE: ""}
_WORDS_OF_NEED = {need: word for word, need in NEED_NAMES.items()}


def day_cell(day: date, part: str) -> str:
    """2027年5月25日上午."""
    return f"{day.year}年{day.month}月{day.day}日{_WORDS_OF_PART[Part(part)]}"


def day_and_part(words: str) -> tuple[str, Part]:
    """What stands before 上午, 下午 or 全天, and which it is; a day alone is the whole of it."""
    # Not by a pattern: before many brackets it would begin at each of them.
    said = " ".join(words.split()).rstrip(")） ")
    for name, part in PART_NAMES.items():
        if said.endswith(name):
            return said.removesuffix(name).rstrip("(（ "), part
    return words, Part.WHOLE


def day_cells(days: list[tuple[date, str]]) -> dict[str, str]:
    """The wished days by their columns."""
    words = [day_cell(day, part) for day, part in days]
    return dict(zip(DAYS, [*words, *[""] * len(DAYS)], strict=False))


def words_of(values: Mapping[str, Any]) -> dict[str, str]:
    """What may change of a wish in the table's own words, by column."""
    venue, street = values["venue"], values["street"]
    return {
        "start": _hour(values["start_time"]),
        "end": _hour(values["end_time"]),
        "place": venue.name if venue is not None else values["place"],
        "address": values["address"],
        "street": street.name if street is not None else "",
        "people": str(values["people"]),
        "people_note": values["people_note"],
        "has": "、".join(_WORDS_OF_NEED[Need(need)] for need in values["has"]),
        "remarks": values["remarks"],
        "contact_name": values["contact_name"],
        "phone": shown_phone(values["phone"]),
    }


def _hour(clock: Any) -> str:
    return f"{clock:%H:%M}" if clock is not None else ""
