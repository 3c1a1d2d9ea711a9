from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from sciweek.activities.rules import visible_activities
from sciweek.activities.states import SHOWN_STATES, ActivityState
from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.look.ribbon import Ribbon, Thread, build_ribbon
from sciweek.week.models import Week
from sciweek.week.queries import shown_days


def week_ribbon(actor: Actor, week: Week, now: datetime) -> Ribbon:
    """The week as the desk sees it: published threads in colour, the others grey."""
    zone = ZoneInfo(week.zone)
    threads = [
        Thread(starts_at, ends_at, kind, state in SHOWN_STATES)
        for starts_at, ends_at, kind, state in visible_activities(actor)
        .exclude(state=ActivityState.CANCELLED)
        .values_list("starts_at", "ends_at", "kind", "state")
        if starts_at is not None
    ]
    address = reverse("activities:list", kwargs={"week_slug": week.slug})
    first, last = shown_days(week, clock.local_day(now, week.zone))
    return build_ribbon(
        zone=zone,
        starts_on=first,
        ends_on=last,
        now=now,
        threads=threads,
        link=lambda day: f"{address}?day={day.isoformat()}",
    )
