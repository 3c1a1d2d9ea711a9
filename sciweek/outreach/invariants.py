"""States of going out that no action could have made."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Count, F

from sciweek.base.invariants import Invariant
from sciweek.outreach.models import OutingDay, Reach, Visit, Wish
from sciweek.outreach.states import VISITED


def _assigned_without_visit() -> Iterable[str]:
    visited = Visit.objects.over_the_wall("base.doctor").values("wish")
    rows = Wish.objects.over_the_wall("base.doctor")
    for pk in rows.filter(state__in=VISITED).exclude(pk__in=visited).values_list("pk", flat=True):
        yield f"wish {pk}: assigned, but nobody goes there"
    for pk in rows.exclude(state__in=VISITED).filter(pk__in=visited).values_list("pk", flat=True):
        yield f"wish {pk}: not assigned, but somebody goes there"


def _too_many_visits() -> Iterable[str]:
    rows = OutingDay.objects.over_the_wall("base.doctor").annotate(taken=Count("assigned"))
    for pk, taken, visits in rows.filter(taken__gt=F("visits")).values_list("pk", "taken", "visits"):
        yield f"outing day {pk}: {taken} visits, offered are {visits}"


def _crew_in_two_places() -> Iterable[str]:
    rows = Visit.objects.over_the_wall("base.doctor").order_by("outing_id", "crew", "starts_at", "pk")
    values = rows.values_list("outing_id", "crew", "starts_at", "ends_at", "pk")
    for _crew, found in groupby(values, key=lambda row: row[:2]):
        free_at = None
        for _outing, _number, starts_at, ends_at, pk in found:
            # The setting up is left out: a host may have come to need longer since.
            if free_at is not None and starts_at < free_at:
                yield f"visit {pk}: its crew is still elsewhere"
            free_at = max(free_at, ends_at) if free_at is not None else ends_at


def _day_of_another_outing() -> Iterable[str]:
    rows = Visit.objects.over_the_wall("base.doctor").filter(day__isnull=False)
    for pk in rows.exclude(day__outing=F("outing")).values_list("pk", flat=True):
        yield f"visit {pk}: takes the place of another outing"


def _of_another_week() -> Iterable[str]:
    for model, links in (
        (Reach, ("outing",)),
        (OutingDay, ("outing",)),
        (Visit, ("outing", "wish", "session")),
    ):
        for link in links:
            rows = model.objects.over_the_wall("base.doctor").filter(**{f"{link}__isnull": False})
            for pk in rows.exclude(**{f"{link}__week": F("week")}).values_list("pk", flat=True):
                yield f"{model._meta.model_name} {pk}: its {link} belongs to another week"


def invariants() -> list[Invariant]:
    return [
        Invariant("outreach.assigned_is_visited", "Who is assigned is visited", _assigned_without_visit),
        Invariant("outreach.places_of_a_day", "No place of a day is given twice", _too_many_visits),
        Invariant("outreach.crew_in_one_place", "A crew is in one place", _crew_in_two_places),
        Invariant("outreach.own_days", "A visit takes a place of its own outing", _day_of_another_outing),
        Invariant("outreach.one_week", "Going out stays inside its week", _of_another_week),
    ]
