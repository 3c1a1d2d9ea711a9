"""What follows when activities move: units and other programs are told."""

import hashlib
from collections.abc import Iterable

from django.tasks import task

from sciweek.activities.actions.telling import tell_of_returns
from sciweek.activities.models import Activity
from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.post.actions import announce
from sciweek.post.states import Event
from sciweek.week.models import Week


@task(queue_name="quick")
def follow_returns(week_id: int, activity_ids: list[int]) -> None:
    """Each unit learns which of its activities came back, and why."""
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        rows = Activity.objects.filter(pk__in=activity_ids).select_related("unit").order_by("pk")
        tell_of_returns(system("activities", region_id=week.region_id, week_id=week.pk), week, rows)


@task(queue_name="quick")
def announce_published(week_id: int, activity_ids: list[int]) -> None:
    """Tell programs what the public can see now; one delivery for a bulk act."""
    _announce(Event.ACTIVITY_PUBLISHED, week_id, activity_ids)


@task(queue_name="quick")
def announce_changed(week_id: int, activity_id: int) -> None:
    """Tell programs that a published activity reads otherwise, or is gone from the public's sight."""
    _announce(Event.ACTIVITY_CHANGED, week_id, [activity_id])


@task(queue_name="quick")
def announce_cancelled(week_id: int, activity_id: int) -> None:
    """Tell programs that a published activity does not take place."""
    _announce(Event.ACTIVITY_CANCELLED, week_id, [activity_id])


def _announce(event: str, week_id: int, activity_ids: Iterable[int]) -> None:
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        rows = list(
            Activity.objects.filter(pk__in=activity_ids).order_by("pk").values("pk", "code", "version")
        )
    if not rows:
        return
    states = ",".join(f"{row['pk']}.{row['version']}" for row in rows)
    payload = {"activities": [row["code"] for row in rows]}
    once = hashlib.sha256(states.encode()).hexdigest()[:32]
    announce(event, week.region_id, week.pk, payload, once=once)
