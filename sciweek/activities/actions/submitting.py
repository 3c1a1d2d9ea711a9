"""Many drafts into the office's hands at once: what a unit does after it has imported its table."""

from collections.abc import Iterable

from sciweek.activities.models import Activity
from sciweek.activities.states import ACTIVITY_MOVES, ActivityState
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.logbook.actions import move_many
from sciweek.week.models import Week


def submit_activities(
    actor: Actor, week: Week, activities: Iterable[Activity]
) -> tuple[list[Activity], list[tuple[Activity, Refused]]]:
    """Hand many drafts to the office: those that can go, and beside each other one why it stays."""
    access.require(actor, "activities.enter_activity", week)
    return move_many(
        actor,
        activities,
        ActivityState.SUBMITTED,
        ACTIVITY_MOVES,
        verb="submit_activity",
        state_reason="",
        marks={},
    )
