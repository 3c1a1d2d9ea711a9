"""A crew's day as a list of stops with the times at which to leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sciweek.outreach.logic.travel import Point, Trip, usual_minutes


@dataclass(frozen=True, slots=True)
class Leg:
    """One stop of the day; `leave_at` None: where it lies, or where one comes from, nobody has said."""

    trip: Trip
    leave_at: datetime | None
    minutes: int | None

    @property
    def arrive_at(self) -> datetime:
        return self.trip.arrives_at


def legs(trips: Iterable[Trip], base: Point | None) -> list[Leg]:
    """The stops in the order of time; one leaves each place when the road to the next needs it, not earlier."""
    found: list[Leg] = []
    here = base
    for trip in sorted(trips, key=lambda one: (one.starts_at, one.key)):
        minutes = usual_minutes(here, trip.point)
        leave = None if minutes is None else trip.arrives_at - timedelta(minutes=minutes)
        found.append(Leg(trip, leave, minutes))
        here = trip.point
    return found


def back_at(trips: Iterable[Trip], base: Point | None) -> datetime | None:
    """When the crew is home again."""
    last = max(trips, key=lambda one: one.ends_at, default=None)
    minutes = usual_minutes(last.point, base) if last is not None else None
    return last.ends_at + timedelta(minutes=minutes) if last is not None and minutes is not None else None
