from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class HandedIn(Fact):
    """A unit, or the office for it, has handed something in."""

    week_id: int
    hand_in_id: int


@dataclass(frozen=True)
class HandInReturned(Fact):
    """The office has sent it back with a point to correct."""

    week_id: int
    hand_in_id: int


@dataclass(frozen=True)
class HandInWaived(Fact):
    """The unit need not hand it in after all."""

    week_id: int
    hand_in_id: int


@dataclass(frozen=True)
class ReminderRoundMade(Fact):
    """What the rule asks for today was written. Other rooms whose things are overdue follow the same rule."""

    week_id: int
    days_after: list[int]
    sends_itself: bool
