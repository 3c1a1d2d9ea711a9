"""What follows when a unit answers, and what the clock lets go."""

from django.tasks import task

from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.ceremonies import actions
from sciweek.ceremonies.models import Slip
from sciweek.week.models import Week


@task(queue_name="quick")
def follow_slip(week_id: int, slip_id: int) -> None:
    """Who has answered is not reminded."""
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        slip = Slip.objects.filter(pk=slip_id).first()
        if slip is not None:
            actions.drop_reminders(system("ceremonies", region_id=week.region_id, week_id=week.pk), slip)


@task(queue_name="quick")
def forget_guests() -> None:
    """What the retention rules say of guests."""
    actions.forget_guests()
