"""What a session's end took from people who have not been offered it again since."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from sciweek.booking.models import Booking, Pool, Telling
from sciweek.booking.states import BookingState, News


def lost_bookings() -> QuerySet[Booking]:
    """Bookings that ended with their session, and whose people have not heard since that it takes place after all.

    With `off`, the telling that said so, and `ended`, the state that it ended.
    """
    told = Telling.objects.filter(booking=OuterRef("pk"))
    off = told.filter(news=News.CALLED_OFF).order_by("-pk")
    rows = Booking.objects.filter(state=BookingState.CANCELLED, erased_at__isnull=True)
    rows = rows.annotate(off=Subquery(off.values("pk")[:1]), ended=Subquery(off.values("ended")[:1]))
    return rows.filter(~Exists(told.filter(news=News.BACK, pk__gt=OuterRef("off"))), off__isnull=False)


def lost_at(pools: Iterable[Pool] | QuerySet[Pool]) -> QuerySet[Booking]:
    """Those of some seats."""
    return lost_bookings().filter(pool__in=pools)
