"""How long a crew is on the road, as far as a straight line can tell."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sciweek.venues.logic.positions import distance_m

# Latitude and longitude in WGS-84.
Point = tuple[float, float]

# Nobody is faster than this along a straight line: what needs more is impossible.
FASTEST_KMH = 60.0
# In a town, along real streets, with the parking.
USUAL_KMH, DETOUR, PARKING_MINUTES = 25.0, 1.4, 5


@dataclass(frozen=True, slots=True)
class Trip:
    """One visit of a crew: when it is there, with the time it takes to set up."""

    key: str
    name: str
    outing: int
    crew: int
    starts_at: datetime
    ends_at: datetime
    setup: timedelta = timedelta()
    point: Point | None = None
    # A keyed digest: the same car is in one place at a time, whatever it carries.
    plate: str = ""

    @property
    def arrives_at(self) -> datetime:
        return self.starts_at - self.setup


def least_minutes(one: Point | None, other: Point | None) -> int:
    """Below this nobody gets there; nothing is said of places that nobody has put on the map."""
    if one is None or other is None:
        return 0
    return math.floor(distance_m(one, other) / 1000 / FASTEST_KMH * 60)


def usual_minutes(one: Point | None, other: Point | None) -> int | None:
    """What to reckon with; None: where it is, nobody has said."""
    if one is None or other is None:
        return None
    metres = distance_m(one, other)
    return math.ceil(metres / 1000 * DETOUR / USUAL_KMH * 60) + PARKING_MINUTES if metres > 50 else 0


def same_crew(one: Trip, other: Trip) -> bool:
    """Whether the two visits are made by the same people, or with the same car."""
    if one.outing == other.outing and one.crew == other.crew:
        return True
    return bool(one.plate) and one.plate == other.plate


def gap_minutes(one: Trip, other: Trip) -> float:
    """Minutes between the end of the earlier and the setting up of the later; negative when they overlap."""
    first, second = sorted((one, other), key=lambda trip: (trip.arrives_at, trip.ends_at, trip.key))
    return (second.arrives_at - first.ends_at).total_seconds() / 60


def clash(one: Trip, other: Trip) -> bool:
    """Whether one crew cannot make both: they overlap, or nobody gets from one to the other in between."""
    gap = gap_minutes(one, other)
    return gap < 0 or gap < least_minutes(one.point, other.point)


def is_tight(one: Trip, other: Trip) -> bool:
    """Whether it can be done, but not at the usual pace."""
    usual = usual_minutes(one.point, other.point)
    return not clash(one, other) and usual is not None and gap_minutes(one, other) < usual


def free_crew(trip: Trip, others: list[Trip], crews: int) -> int | None:
    """The first of the outing's crews that can make the visit; None: all are elsewhere."""
    mine = [one for one in others if one.outing == trip.outing]
    for crew in range(1, crews + 1):
        if not any(one.crew == crew and clash(trip, one) for one in mine):
            return crew
    return None
