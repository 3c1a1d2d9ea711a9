"""A whole edition's doors in a few numbers."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from sciweek.door.models import Arrival, Door
from sciweek.door.queries.figures import doubtful
from sciweek.door.states import How
from sciweek.programme.models import Session


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """`person_times` counts somebody who came to three sessions three times; `bookings` counts a booking once."""

    doors: int
    person_times: int
    booked_came: int
    walked_in: int
    bookings: int
    doubtful: int


def week_figures(sessions: QuerySet[Session]) -> WeekFigures:
    """The sums over some sessions, in a flat number of queries."""
    ids = sessions.order_by().values("pk")
    rows = Arrival.objects.filter(session__in=ids).order_by()
    without = Q(how=How.WALK_IN) | Q(booking__isnull=True)
    sums = rows.aggregate(all=Sum("people"), without=Sum("people", filter=without))
    came = rows.filter(booking__isnull=False).values("booking").annotate(sum=Sum("people")).filter(sum__gt=0)
    person_times, walked_in = sums["all"] or 0, sums["without"] or 0
    return WeekFigures(
        doors=Door.objects.filter(session__in=ids, is_on=True).count(),
        person_times=person_times,
        booked_came=person_times - walked_in,
        walked_in=walked_in,
        bookings=came.count(),
        doubtful=doubtful(sessions.order_by()).count(),
    )
