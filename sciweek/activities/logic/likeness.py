"""Which activities look as if they had been entered twice. Reckons with plain values; knows no database."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import combinations

from sciweek.base.text import searchable

ALIKE = 0.8  # share of signs in common, by difflib's ratio
# Words that half of all names carry tell nothing.
EMPTY_WORDS = re.compile(r"20\d\d年?|科技活动周|科技周|系列活动|活动|[\W_]+")
# 第1场 and 第2场, 上午场 and 下午场 are two sessions, however alike the rest of their names.
NUMBERS = re.compile(r"\d+|第[一二三四五六七八九十]+|[上下]午|早场|晚场")
MOST_OF_ONE_UNIT = 400  # more than that are compared by the day only


@dataclass(frozen=True, slots=True)
class Item:
    """What is compared: times are aware; no time may mean any."""

    id: int
    unit_id: int | None
    name: str
    starts_at: datetime | None
    ends_at: datetime | None


def pairs(items: Iterable[Item]) -> list[tuple[int, int]]:
    """Pairs of ids that share the unit, nearly the name and the time, the smaller id first; in order."""
    by_unit: dict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        by_unit[item.unit_id].append(item)
    found = {
        (min(one.id, other.id), max(one.id, other.id))
        for group in by_unit.values()
        for one, other in _candidates(group)
        if _same_time(one, other) and similar(one.name, other.name)
    }
    return sorted(found)


def _candidates(group: list[Item]) -> Iterator[tuple[Item, Item]]:
    if len(group) <= MOST_OF_ONE_UNIT:
        yield from combinations(group, 2)
        return
    by_day: dict[object, list[Item]] = defaultdict(list)
    for item in group:
        by_day[item.starts_at.date() if item.starts_at else None].append(item)
    for some in by_day.values():
        yield from combinations(some[:MOST_OF_ONE_UNIT], 2)


def _same_time(one: Item, other: Item) -> bool:
    if one.starts_at is None or other.starts_at is None:
        return True
    end_of_one, end_of_other = one.ends_at or one.starts_at, other.ends_at or other.starts_at
    return one.starts_at <= end_of_other and other.starts_at <= end_of_one


def similar(one: str, other: str) -> bool:
    """Whether the names say the same once year, punctuation and words that all carry are left out."""
    a, b = _bare(one), _bare(other)
    if a == b:
        return True
    if NUMBERS.findall(a) != NUMBERS.findall(b):
        return False
    if not a or not b or not 0.5 <= len(a) / len(b) <= 2:
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _bare(name: str) -> str:
    folded = searchable(name)
    return EMPTY_WORDS.sub("", folded) or folded
