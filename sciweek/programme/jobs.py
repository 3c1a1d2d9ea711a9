"""What follows when an activity gets another time, and when a programme is released."""

from django.tasks import task

from sciweek.activities.models import Activity
from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.post.actions import announce
from sciweek.post.states import Event
from sciweek.programme.actions.step import follow_activity, follow_release
from sciweek.programme.models import Release
from sciweek.week.models import Week
from sciweek.week.states import WeekState


@task(queue_name="quick")
def follow_activity_time(week_id: int, activity_id: int) -> None:
    """The activity's only session, not released yet, takes on its time."""
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        activity = Activity.objects.select_related("week").filter(pk=activity_id).first()
        if activity is not None:
            follow_activity(system("programme", region_id=week.region_id, week_id=week.pk), activity)


@task(queue_name="quick")
def follow_released_times(week_id: int, release_id: int) -> None:
    """Activities with one session take on the time that the public now reads in the programme."""
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        release = Release.objects.filter(pk=release_id).first()
        if release is not None:
            follow_release(system("programme", region_id=week.region_id, week_id=week.pk), release)


@task(queue_name="quick")
def announce_release(week_id: int, release_id: int) -> None:
    """Tell programs that the public reads another version; while the edition is a draft nobody reads any."""
    week = Week.objects.get(pk=week_id)
    if week.state == WeekState.DRAFT:
        return
    with scope.entered(week.region_id, week.pk):
        number = Release.objects.values_list("number", flat=True).filter(pk=release_id).first()
    if number is not None:
        once = f"release{release_id}"
        announce(Event.PROGRAMME_RELEASED, week.region_id, week.pk, {"release": number}, once=once)
