"""States of activities that no action could have made."""

from collections.abc import Iterable

from django.db.models import F, Q

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Mode
from sciweek.base.invariants import Invariant


def _of_another_week() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(series__isnull=False)
    for row in rows.exclude(series__week=F("week")).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: its series belongs to another week"


def _of_another_region() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(unit__isnull=False)
    for row in rows.exclude(unit__region=F("week__region")).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: its unit belongs to another region"


def _public_without_place() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(state=ActivityState.PUBLISHED)
    nowhere = Q(place="", address="") & ~Q(mode=Mode.ONLINE)
    unlinked = Q(mode=Mode.ONLINE, link="")
    for row in rows.filter(nowhere | unlinked).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: public, but neither place nor link"


def _cancelled_without_reason() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(
        state=ActivityState.CANCELLED, state_reason=""
    )
    for row in rows.values("id", "name"):
        yield f"activity {row['id']} {row['name']}: cancelled without a reason"


def invariants() -> list[Invariant]:
    return [
        Invariant(
            "activities.series_of_own_week", "An activity's series is of the same week", _of_another_week
        ),
        Invariant(
            "activities.unit_of_own_region", "An activity's unit is of the same region", _of_another_region
        ),
        Invariant("activities.public_has_place", "A public activity says where", _public_without_place),
        Invariant(
            "activities.cancelled_says_why", "A cancelled activity says why", _cancelled_without_reason
        ),
    ]
