"""What stands on the two papers of a visit, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StopSheet:
    """One stop of the driver's day; times are of the clock there."""

    number: int
    name: str
    leave: str
    road: str
    arrive: str
    start: str
    end: str
    where: str
    way: str
    contact: str
    # As it is dialled.
    phone: str
    people: str
    has: str
    lacks: str
    note: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TripSheet:
    """行程单: a crew's day."""

    title: str
    day: str
    rows: tuple[tuple[str, str], ...]
    stops: tuple[StopSheet, ...]


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """接待单: for the unit that is visited."""

    title: str
    day: str
    unit: str
    where: str
    rows: tuple[tuple[str, str], ...]
