from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class SlipFilled(Fact):
    """A unit, or the office for it, has said who comes."""

    week_id: int
    slip_id: int
