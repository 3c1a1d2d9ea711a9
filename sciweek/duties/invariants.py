"""States of duties that no action could have made."""

from collections.abc import Iterable

from django.db.models import F

from sciweek.base.invariants import Invariant
from sciweek.committee.models import Participation
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.states import HandInState

HANDED = (HandInState.HANDED, HandInState.ACCEPTED)


def _of_another_week() -> Iterable[str]:
    rows = HandIn.objects.over_the_wall("base.doctor").exclude(duty__week=F("week"))
    for pk in rows.values_list("pk", flat=True):
        yield f"hand-in {pk}: its duty belongs to another week"


def _handed_without_time() -> Iterable[str]:
    rows = HandIn.objects.over_the_wall("base.doctor").filter(state__in=HANDED, handed_at__isnull=True)
    for pk in rows.values_list("pk", flat=True):
        yield f"hand-in {pk}: handed in, but nobody knows when"


def _after_outer_limit() -> Iterable[str]:
    for row in Duty.objects.over_the_wall("base.doctor").filter(due_on__gt=F("outer_limit")):
        yield f"duty {row.pk} {row.what}: due after what the higher body asks for"


def _owes_without_part() -> Iterable[str]:
    parts = set(Participation.objects.over_the_wall("base.doctor").values_list("week_id", "unit_id"))
    for pk, week_id, unit_id in HandIn.objects.over_the_wall("base.doctor").values_list(
        "pk", "week_id", "unit_id"
    ):
        if (week_id, unit_id) not in parts:
            yield f"hand-in {pk}: its unit takes no part in the week"


def invariants() -> list[Invariant]:
    return [
        Invariant("duties.duty_of_own_week", "A hand-in's duty is of the same week", _of_another_week),
        Invariant("duties.handed_has_time", "What is handed in says when", _handed_without_time),
        Invariant(
            "duties.inside_outer_limit", "No duty is due after the higher body's date", _after_outer_limit
        ),
        Invariant("duties.owing_units_take_part", "A unit that owes takes part", _owes_without_part),
    ]
