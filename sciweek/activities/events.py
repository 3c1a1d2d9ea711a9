from dataclasses import dataclass

from sciweek.base.facts import Fact, Gate


@dataclass(frozen=True)
class ActivitiesPublished(Fact):
    """One fact for a bulk act too: a thousand of them would be a thousand jobs."""

    week_id: int
    activity_ids: tuple[int, ...]


@dataclass(frozen=True)
class ActivityChanged(Fact):
    """Something of a published activity reads otherwise now."""

    week_id: int
    activity_id: int


@dataclass(frozen=True)
class ActivityRescheduled(Fact):
    """It takes place at another time than was said before; told of drafts too."""

    week_id: int
    activity_id: int


@dataclass(frozen=True)
class ActivitiesReturned(Fact):
    week_id: int
    activity_ids: tuple[int, ...]


@dataclass(frozen=True)
class ActivityCancelled(Fact):
    week_id: int
    activity_id: int


@dataclass(frozen=True)
class PublishingActivity(Gate):
    """Other rooms may object before an activity is shown to the public."""

    activity_id: int
