"""What follows when a wish is settled, and what the clock asks for."""

from django.tasks import task

from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.outreach.actions.forgetting import forget_people
from sciweek.outreach.actions.telling import tell_unit
from sciweek.outreach.models import Wish
from sciweek.outreach.states import News
from sciweek.week.models import Week


@task(queue_name="quick")
def follow_wish(week_id: int, wish_id: int, what: str, version: int) -> None:
    """The unit learns what became of its wish."""
    week = Week.objects.get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        rows = Wish.objects.select_related("unit", "outing__unit", "visit__outing__unit", "week", "venue")
        wish = rows.filter(pk=wish_id).first()
        if wish is not None:
            hand = system("outreach", region_id=week.region_id, week_id=week.pk)
            tell_unit(hand, wish, News(what), version)


@task(queue_name="long")
def forget_visitors() -> None:
    """Empty the names, phones and plates of weeks that are long over, as `sciweek retention list` says."""
    forget_people()
