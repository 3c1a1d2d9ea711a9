from dataclasses import dataclass

from sciweek.base.facts import Fact, Gate


@dataclass(frozen=True)
class ActivityPublished(Fact):
    week_id: int
    activity_id: int


@dataclass(frozen=True)
class ActivityCancelled(Fact):
    week_id: int
    activity_id: int


@dataclass(frozen=True)
class PublishingActivity(Gate):
    """Other rooms may object before an activity is shown to the public."""

    activity_id: int
