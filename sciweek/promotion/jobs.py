from django.tasks import task

from sciweek.base import clock, scope
from sciweek.base.actor import Actor, system
from sciweek.promotion import actions
from sciweek.week.models import Week


@task(queue_name="quick")
def forget_contractors() -> None:
    """What the retention rules say of contractors' contacts."""
    actions.forget_contacts(clock.now())


@task(queue_name="quick")
def remind_buyers(week_id: int, days_after: list[int], sends_itself: bool) -> None:
    """The day's reminders of what is overdue, by the edition's one rule."""
    week = Week.objects.select_related("region").get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        actions.write_reminders(_itself(week), week, days_after=days_after, send=sends_itself)


@task(queue_name="quick")
def drop_needless(week_id: int, unit_id: int | None) -> None:
    """A unit at which nothing is overdue any more is not reminded, nor the office of what no unit bought."""
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        actions.drop_reminders(_itself(week), week, unit_id)


def _itself(week: Week) -> Actor:
    return system("promotion", region_id=week.region_id, week_id=week.pk)
