from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class DeliverableSettled(Fact):
    """Something that was owed has come, or is not asked for any more."""

    week_id: int
    unit_id: int
