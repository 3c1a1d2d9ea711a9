"""What the papers of a ceremony say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A guest of the summary of replies."""

    unit: str
    kind: str
    name: str
    post: str
    phone: str
    plate: str
    note: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An item of the running order."""

    hours: str
    minutes: int
    what: str
    who: str
    prepares: str
    materials: str


@dataclass(frozen=True, slots=True)
class SeatWords:
    """A seat of the picture: its number, whose it is; nothing when it is free."""

    label: int
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A row of the picture: its words, its seats from left to right; a stage stands before all rows."""

    words: str
    seats: Sequence[SeatWords]
    is_stage: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """席卡: whose it is. `unit` stands on small cards only."""

    name: str
    unit: str = ""
    post: str = ""
