"""What follows when units hand in, and the hourly round of reminders."""

from zoneinfo import ZoneInfo

from django.tasks import task

from sciweek.base import clock, scope
from sciweek.base.actor import system
from sciweek.duties import actions
from sciweek.duties.models import HandIn
from sciweek.post.actions import announce
from sciweek.post.states import Event
from sciweek.week.models import Week
from sciweek.week.states import WeekState

FIRST_HOUR = 8


@task(queue_name="quick")
def remind_units() -> None:
    """Write the day's reminders of every edition that is not put away; from the morning on, in its own zone.

    Hourly and not daily: a server that was off makes up for it, and each edition has its own clock.
    """
    now = clock.now()
    for week in Week.objects.exclude(state=WeekState.ARCHIVED).select_related("region"):
        if now.astimezone(ZoneInfo(week.zone)).hour < FIRST_HOUR:
            continue
        with scope.entered(week.region_id, week.pk):
            actions.write_reminders(system("duties", region_id=week.region_id, week_id=week.pk), week)


def _owed(week: Week, hand_in_id: int) -> HandIn | None:
    rows = HandIn.objects.select_related("duty__week", "unit", "week")
    return rows.filter(pk=hand_in_id, week=week).first()


@task(queue_name="quick")
def follow_hand_in(week_id: int, hand_in_id: int) -> None:
    """No more reminders; programs that want to know are told."""
    week = Week.objects.select_related("region").get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        owed = _owed(week, hand_in_id)
        if owed is None:
            return
        actions.drop_reminders(system("duties", region_id=week.region_id, week_id=week.pk), [owed])
        payload = {"hand_in": owed.code, "duty": owed.duty.code, "unit": owed.unit.code}
        once = f"{owed.pk}.{owed.handed_at:%Y%m%d%H%M%S}" if owed.handed_at else str(owed.pk)
        announce(Event.HAND_IN, week.region_id, week.pk, payload, once=once)


@task(queue_name="quick")
def follow_waiver(week_id: int, hand_in_id: int) -> None:
    """Who need not hand in is not reminded."""
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        owed = _owed(week, hand_in_id)
        if owed is not None:
            actions.drop_reminders(system("duties", region_id=week.region_id, week_id=week.pk), [owed])


@task(queue_name="quick")
def follow_return(week_id: int, hand_in_id: int) -> None:
    """The unit learns what is to be corrected."""
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        owed = _owed(week, hand_in_id)
        if owed is not None:
            actions.tell_of_return(system("duties", region_id=week.region_id, week_id=week.pk), owed)
