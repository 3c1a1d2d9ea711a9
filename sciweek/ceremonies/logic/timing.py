"""When each item of a running order begins: by a running total from the start."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item begins and ends."""

    starts_at: datetime
    ends_at: datetime


def slots(starts_at: datetime, minutes: Iterable[int]) -> list[Slot]:
    """One slot for each item, without breaks between."""
    found = []
    for lasting in minutes:
        ends_at = starts_at + timedelta(minutes=lasting)
        found.append(Slot(starts_at, ends_at))
        starts_at = ends_at
    return found


def minutes_over(found: list[Slot], ends_at: datetime | None) -> int:
    """By how many minutes the order runs past the end; negative: that many are left. 0 when there is nothing to say."""
    if not found or ends_at is None:
        return 0
    return round((found[-1].ends_at - ends_at).total_seconds() / 60)
