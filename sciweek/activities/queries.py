from datetime import date

from django.db.models import Count, Q, QuerySet

from sciweek.activities.models import Activity, Series
from sciweek.activities.states import PUBLIC_STATES, ActivityState
from sciweek.base import clock
from sciweek.base.text import searchable


def series() -> QuerySet[Series]:
    """The edition's lines of the annex, in its order."""
    return Series.objects.all()


def public_activities() -> QuerySet[Activity]:
    """What the public may see, in order of time."""
    return Activity.objects.filter(state__in=PUBLIC_STATES).select_related("unit", "series")


def on_day(found: QuerySet[Activity], day: date, zone: str) -> QuerySet[Activity]:
    """Those that take place on the local day, if only in part."""
    start, end = clock.moment(day, clock.MIDNIGHT, zone), clock.end_of(day, zone)
    return found.filter(starts_at__lt=end).filter(
        Q(ends_at__gt=start) | Q(ends_at__isnull=True, starts_at__gte=start)
    )


def containing(found: QuerySet[Activity], words: str) -> QuerySet[Activity]:
    """Those whose name, place or host contains every word (two Chinese characters are enough)."""
    for word in words.split():
        found = found.filter(search_text__contains=searchable(word))
    return found


def state_counts() -> dict[str, int]:
    """How many activities the week has in each state; a state without any is 0."""
    counts = dict(Activity.objects.values_list("state").annotate(Count("id")).order_by())
    return {state: counts.get(state, 0) for state in ActivityState.values}
