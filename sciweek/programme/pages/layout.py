"""Where a session stands on the board of its day: pure reckoning, in quarters of an hour and lanes."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sciweek.base import clock

Key = TypeVar("Key", bound=Hashable)
QUARTER = timedelta(minutes=15)
# The hours that a day shows even when nothing takes place.
USUAL_FIRST, USUAL_LAST = 8, 18
MOST_QUARTERS = 96


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours that the board shows: from `first` o'clock on, `count` of them."""

    day: date
    zone: str
    first: int
    count: int

    def rows(self, starts_at: datetime, ends_at: datetime) -> tuple[int, int]:
        """The first row (from 1) and the number of rows of a span, cut at both ends of the day."""
        opens = clock.moment(self.day, clock.MIDNIGHT, self.zone) + timedelta(hours=self.first)
        last = self.count * 4
        start = min(max((starts_at - opens) // QUARTER, 0), last - 1)
        end = min(max(-((opens - ends_at) // QUARTER), start + 1), last)
        return start + 1, end - start

    @property
    def labels(self) -> list[tuple[int, str]]:
        """Row and words of each full hour."""
        return [(4 * number + 1, f"{self.first + number}:00") for number in range(self.count)]


def hours_of(day: date, zone: str, spans: Iterable[tuple[datetime, datetime]]) -> Hours:
    """The usual hours, and more when something takes place earlier or later."""
    opens = clock.moment(day, clock.MIDNIGHT, zone)
    first, last = USUAL_FIRST, USUAL_LAST
    for starts_at, ends_at in spans:
        first = min(first, max((starts_at - opens) // timedelta(hours=1), 0))
        last = max(last, min(-((opens - ends_at) // timedelta(hours=1)), 24))
    return Hours(day, zone, first, last - first)


def lanes(spans: Sequence[tuple[int, int]]) -> list[int]:
    """For spans of rows (first, count) in the order of their start: the lane of each, as few lanes as can be."""
    ends: list[int] = []
    found: list[int] = []
    for first, count in spans:
        lane = next((number for number, end in enumerate(ends) if end <= first), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane] = first + count
        found.append(lane)
    return found
