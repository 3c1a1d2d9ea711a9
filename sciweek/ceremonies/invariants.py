"""States of ceremonies that no action could have made."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from sciweek.base.invariants import Invariant
from sciweek.ceremonies.models import Ceremony, Guest, Quota, Seat
from sciweek.ceremonies.states import GuestState


def _more_than_places() -> Iterable[str]:
    coming = Counter(
        Guest.objects.over_the_wall("base.doctor")
        .filter(state=GuestState.COMING)
        .order_by()
        .values_list("slip_id", "kind")
        .iterator()
    )
    places = {
        (slip, kind): count
        for slip, kind, count in Quota.objects.over_the_wall("base.doctor").values_list(
            "slip_id", "kind", "count"
        )
    }
    for (slip, kind), count in coming.items():
        if count > places.get((slip, kind), 0):
            yield f"slip {slip}: {count} guests of kind {kind} come on {places.get((slip, kind), 0)} places"


def _seats_elsewhere() -> Iterable[str]:
    rows = Seat.objects.over_the_wall("base.doctor").filter(guest__isnull=False)
    for pk in rows.exclude(guest__slip__ceremony=F("ceremony")).values_list("pk", flat=True):
        yield f"seat {pk}: its guest is invited to another ceremony"
    for pk in rows.exclude(guest__state=GuestState.COMING).values_list("pk", flat=True):
        yield f"seat {pk}: its guest does not come"


def _seats_outside() -> Iterable[str]:
    halls = {row.pk: row.hall for row in Ceremony.objects.over_the_wall("base.doctor")}
    rows = Seat.objects.over_the_wall("base.doctor").values_list("pk", "ceremony_id", "row", "place")
    for pk, ceremony, row, place in rows.iterator():
        if not halls[ceremony].holds((row, place)):
            yield f"seat {pk}: the hall has no seat {row}-{place}"


def _of_other_kinds() -> Iterable[str]:
    rows = Ceremony.objects.over_the_wall("base.doctor")
    for pk in (
        rows.filter(session__isnull=False)
        .exclude(session__activity=F("activity"))
        .values_list("pk", flat=True)
    ):
        yield f"ceremony {pk}: its session belongs to another activity"


def _twice() -> Iterable[str]:
    places = Counter(
        Seat.objects.over_the_wall("base.doctor")
        .order_by()
        .values_list("ceremony_id", "row", "place")
        .iterator()
    )
    for (ceremony, row, place), count in places.items():
        if count > 1:
            yield f"ceremony {ceremony}: {count} sit on seat {row}-{place}"


def invariants() -> list[Invariant]:
    return [
        Invariant("ceremonies.within_places", "No unit sends more than it has places", _more_than_places),
        Invariant("ceremonies.one_on_a_seat", "Nobody shares a seat", _twice),
        Invariant("ceremonies.seats_of_guests", "Who is seated comes to this ceremony", _seats_elsewhere),
        Invariant("ceremonies.seats_in_hall", "Every seat is in the hall", _seats_outside),
        Invariant(
            "ceremonies.session_of_activity", "A ceremony's session is its activity's", _of_other_kinds
        ),
    ]
