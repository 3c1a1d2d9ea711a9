from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class DeliverableSettled(Fact):
    """Something that was owed to the unit (None: to no unit by name) has come, is not asked for any more, or is owed to
    another one now."""

    week_id: int
    unit_id: int | None
