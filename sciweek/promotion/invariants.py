"""States of bought services that no action could have made."""

from collections.abc import Iterable

from django.db.models import Count, F, Q

from sciweek.base.invariants import Invariant
from sciweek.promotion.models import Acceptance, Deliverable, Service
from sciweek.promotion.states import CLEARED, DeliverableState, ServiceState


def _of_another_week() -> Iterable[str]:
    for model in (Deliverable, Acceptance):
        rows = model.objects.over_the_wall("base.doctor").exclude(service__week=F("week"))
        for pk in rows.values_list("pk", flat=True):
            yield f"{model._meta.verbose_name} {pk}: its service belongs to another week"


def _record_and_state_differ() -> Iterable[str]:
    standing = Count("acceptances", filter=Q(acceptances__reopened_at__isnull=True))
    rows = Service.objects.over_the_wall("base.doctor").annotate(standing=standing)
    for pk in rows.filter(state=ServiceState.INSPECTED, standing=0).values_list("pk", flat=True):
        yield f"service {pk}: accepted, but no acceptance stands"
    for pk in rows.exclude(state=ServiceState.INSPECTED).filter(standing__gt=0).values_list("pk", flat=True):
        yield f"service {pk}: not accepted, but an acceptance stands"


def _accepted_with_open_ends() -> Iterable[str]:
    rows = Deliverable.objects.over_the_wall("base.doctor").filter(service__state=ServiceState.INSPECTED)
    for pk in rows.exclude(state__in=CLEARED).values_list("pk", flat=True):
        yield f"deliverable {pk}: neither accepted nor waived, but its service is accepted"


def _frozen_otherwise() -> Iterable[str]:
    standing = Acceptance.objects.over_the_wall("base.doctor").filter(reopened_at__isnull=True)
    rows = Deliverable.objects.over_the_wall("base.doctor")
    now = dict(rows.values_list("code", "state"))
    for pk, results in standing.values_list("pk", "results"):
        for result in results:
            if now.get(result["code"]) != result["state"]:
                yield f"acceptance {pk}: {result['code']} stands otherwise than it was accepted"


def _without_reason() -> Iterable[str]:
    wanting = [DeliverableState.RETURNED, DeliverableState.WAIVED]
    rows = Deliverable.objects.over_the_wall("base.doctor").filter(state__in=wanting, state_reason="")
    for pk in rows.values_list("pk", flat=True):
        yield f"deliverable {pk}: returned or waived, but nobody knows why"


def _closed_without_time() -> Iterable[str]:
    rows = Service.objects.over_the_wall("base.doctor")
    wrong = Q(state=ServiceState.RUNNING, closed_at__isnull=False) | (
        ~Q(state=ServiceState.RUNNING) & Q(closed_at__isnull=True)
    )
    for pk in rows.filter(wrong).values_list("pk", flat=True):
        yield f"service {pk}: its state and the time from which its contact is kept differ"


def invariants() -> list[Invariant]:
    return [
        Invariant("promotion.of_own_week", "What belongs to a service is of its week", _of_another_week),
        Invariant(
            "promotion.accepted_by_record",
            "A service is accepted when one acceptance stands",
            _record_and_state_differ,
        ),
        Invariant(
            "promotion.accepted_is_cleared",
            "Nothing is open in an accepted service",
            _accepted_with_open_ends,
        ),
        Invariant("promotion.frozen_holds", "An acceptance says what stands there", _frozen_otherwise),
        Invariant("promotion.reasons_are_said", "What was returned or waived has a reason", _without_reason),
        Invariant("promotion.closed_has_time", "What is closed says since when", _closed_without_time),
    ]
