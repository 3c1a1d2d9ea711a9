"""States of venues that no action could have made."""

from collections.abc import Iterable

from django.db.models import F, Q

from sciweek.base.invariants import Invariant
from sciweek.base.text import searchable
from sciweek.venues.models import ClosedTime, Venue


def _closed_elsewhere() -> Iterable[str]:
    rows = ClosedTime.objects.over_the_wall("base.doctor")
    for pk in rows.filter(room__isnull=False).exclude(room__venue=F("venue")).values_list("pk", flat=True):
        yield f"closed time {pk}: its room belongs to another venue"


def _half_positions() -> Iterable[str]:
    rows = Venue.objects.over_the_wall("base.doctor")
    half = Q(latitude__isnull=True, longitude__isnull=False) | Q(
        latitude__isnull=False, longitude__isnull=True
    )
    for pk in rows.filter(half).values_list("pk", flat=True):
        yield f"venue {pk}: has half a position"


def _not_found_by_name() -> Iterable[str]:
    rows = Venue.objects.over_the_wall("base.doctor")
    for pk, name, text in rows.values_list("pk", "name", "search_text").iterator():
        if searchable(name) not in text:
            yield f"venue {pk}: is not found by its own name"


def invariants() -> list[Invariant]:
    return [
        Invariant("venues.closed_at_home", "What is closed is one place", _closed_elsewhere),
        Invariant("venues.positions_are_whole", "A position has two numbers", _half_positions),
        Invariant("venues.found_by_name", "A venue is found by its name", _not_found_by_name),
    ]
