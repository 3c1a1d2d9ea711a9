from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class WeekCreated(Fact):
    region_id: int
    week_id: int


@dataclass(frozen=True)
class WeekOpened(Fact):
    region_id: int
    week_id: int
