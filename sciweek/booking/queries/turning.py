"""Waiting lists that the clock, or seats given back elsewhere, have moved on."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from sciweek.base import clock
from sciweek.booking.models import Booking, Pool
from sciweek.booking.states import BookingState
from sciweek.programme.models import Session
from sciweek.programme.states import SessionState


def pools_to_turn() -> list[tuple[int, int, int]]:
    """(region, week, pool) over all editions, in one query: an offer has run out, the cut-off is past while somebody
    waits, there are seats for somebody who waits, or it has begun and the host has not chosen among those who asked."""
    now = clock.now()
    mine = Booking.objects.over_the_wall("booking.turn_queues").filter(pool=OuterRef("pk"))
    over = mine.filter(state=BookingState.OFFERED, offered_until__lte=now)
    asked = mine.filter(state=BookingState.APPLIED)
    own = F("capacity") - F("taken")
    beside = Coalesce(F("shared__capacity") - F("shared__taken"), own)
    free = mine.filter(
        state=BookingState.WAITING, places__lte=OuterRef("own_free"), pool__is_closed=False
    ).filter(places__lte=OuterRef("beside_free"))
    dates = (
        Session.objects.over_the_wall("booking.turn_queues")
        .filter(run=OuterRef("terms__run"), state=SessionState.PLANNED)
        .order_by()
        .values("run")
        .annotate(first=Min("starts_at"))
    )
    rows = (
        Pool.objects.over_the_wall("booking.turn_queues")
        .filter(terms__isnull=False)
        .annotate(own_free=own, beside_free=beside, has_lapsed=Exists(over), has_turn=Exists(free))
        .annotate(is_asked=Exists(asked))
        .filter(Q(has_lapsed=True) | Q(waiting__gt=0) | Q(is_asked=True))
        .annotate(begins=Coalesce("session__starts_at", Subquery(dates.values("first"))))
    )
    found = rows.values_list(
        *("week__region_id", "week_id", "pk", "has_lapsed", "has_turn"),
        *("waiting", "is_asked", "begins", "terms__closes_before"),
    )
    return [
        (region_id, week_id, pk)
        for region_id, week_id, pk, lapsed, turn, waiting, asked, begins, before in found.order_by("pk")
        if lapsed
        or turn
        or (waiting and _is_late(now, begins, before))
        or (asked and _is_late(now, begins, 0))
    ]


def _is_late(now: datetime, begins: datetime | None, closes_before: int | None) -> bool:
    return begins is not None and now >= begins - timedelta(minutes=closes_before or 0)
