from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class NoticeHandedIn(Fact):
    """A paper lies ready to be read."""

    region_id: int
    notice_id: int


@dataclass(frozen=True)
class WeekMadeFromNotice(Fact):
    """The plan drawn from a notice has been carried out."""

    region_id: int
    week_id: int
    notice_id: int
