"""States of units, roles and links that no action could have made."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F

from sciweek.base import clock
from sciweek.base.invariants import Invariant
from sciweek.committee.models import ApiToken, CommitteeBody, Membership, Participation, PersonalLink, Unit
from sciweek.committee.states import Role
from sciweek.week.models import Region


def _roles_at_merged_units() -> Iterable[str]:
    rows = Membership.objects.over_the_wall("base.doctor").filter(ended_at__isnull=True)
    for pk in rows.filter(unit__merged_into__isnull=False).values_list("pk", flat=True):
        yield f"membership {pk}: open at a unit that was merged"


def _roles_of_erased() -> Iterable[str]:
    rows = Membership.objects.over_the_wall("base.doctor").filter(ended_at__isnull=True)
    # The job that ends them runs within a minute of the erasure.
    late = clock.now() - timedelta(minutes=10)
    for pk in rows.filter(person__erased_at__lt=late).values_list("pk", flat=True):
        yield f"membership {pk}: open, but its person is erased"


def _roles_of_another_region() -> Iterable[str]:
    rows = Membership.objects.over_the_wall("base.doctor").filter(unit__isnull=False)
    for pk in rows.exclude(unit__region=F("region")).values_list("pk", flat=True):
        yield f"membership {pk}: its unit belongs to another region"


def _circles() -> Iterable[str]:
    units = Unit.objects.over_the_wall("base.doctor")
    parents = dict(units.values_list("pk", "parent_id"))
    for start in parents:
        seen: set[int] = set()
        here: int | None = start
        while here is not None and here not in seen:
            seen.add(here)
            here = parents.get(here)
        if here == start:
            yield f"unit {start}: hangs below itself"


def _merged_twice() -> Iterable[str]:
    units = Unit.objects.over_the_wall("base.doctor")
    for pk in units.filter(merged_into__merged_into__isnull=False).values_list("pk", flat=True):
        yield f"unit {pk}: merged into a unit that was merged itself"


def _below_merged() -> Iterable[str]:
    units = Unit.objects.over_the_wall("base.doctor")
    for pk in units.filter(parent__merged_into__isnull=False).values_list("pk", flat=True):
        yield f"unit {pk}: hangs below a unit that was merged"


def _foreign_participations() -> Iterable[str]:
    rows = Participation.objects.over_the_wall("base.doctor")
    for pk in rows.exclude(unit__region=F("week__region")).values_list("pk", flat=True):
        yield f"participation {pk}: the unit belongs to another region than the week"


def _nameless_participations() -> Iterable[str]:
    rows = Participation.objects.over_the_wall("base.doctor")
    for pk in rows.filter(unit_name="").values_list("pk", flat=True):
        yield f"participation {pk}: does not say what the unit was called"


def _received_unopened() -> Iterable[str]:
    rows = Participation.objects.over_the_wall("base.doctor").filter(received_at__isnull=False)
    for pk in rows.filter(opened_at__isnull=True).values_list("pk", flat=True):
        yield f"participation {pk}: signed for, but never opened"


def _links_of_another_week() -> Iterable[str]:
    rows = PersonalLink.objects.over_the_wall("base.doctor")
    for pk in rows.exclude(participation__week=F("week")).values_list("pk", flat=True):
        yield f"personal link {pk}: acts in another week than its participation"


def _bodies_of_another_region() -> Iterable[str]:
    rows = CommitteeBody.objects.over_the_wall("base.doctor").filter(unit__isnull=False)
    for pk in rows.exclude(unit__region=F("week__region")).values_list("pk", flat=True):
        yield f"committee body {pk}: tied to a unit of another region"


def _regions_without_office() -> Iterable[str]:
    roles = Membership.objects.over_the_wall("base.doctor")
    had = set(roles.values_list("region_id", flat=True))
    held = set(roles.filter(role=Role.OFFICE, ended_at__isnull=True).values_list("region_id", flat=True))
    for region in Region.objects.filter(pk__in=had - held):
        yield f"region {region.slug}: has people, but nobody in its office"


def _tokens_over_the_wall() -> Iterable[str]:
    rows = ApiToken.objects.over_the_wall("base.doctor").filter(week__isnull=False)
    for pk in rows.exclude(week__region=F("region")).values_list("pk", flat=True):
        yield f"api token {pk}: its week belongs to another region"


def invariants() -> list[Invariant]:
    return [
        Invariant(
            "committee.merged_units_have_no_people", "Roles moved with a merger", _roles_at_merged_units
        ),
        Invariant("committee.erased_people_have_no_roles", "Who is erased holds nothing", _roles_of_erased),
        Invariant(
            "committee.roles_of_own_region", "A role's unit is of its region", _roles_of_another_region
        ),
        Invariant("committee.units_are_a_tree", "No unit hangs below itself", _circles),
        Invariant("committee.mergers_are_flat", "A successor is a living unit", _merged_twice),
        Invariant("committee.nothing_below_merged", "What hung below a merged unit moved", _below_merged),
        Invariant(
            "committee.participations_of_own_region", "Units take part at home", _foreign_participations
        ),
        Invariant("committee.participations_named", "A participation keeps a name", _nameless_participations),
        Invariant("committee.received_was_opened", "What is signed for was opened", _received_unopened),
        Invariant("committee.links_of_own_week", "A link acts in its own week", _links_of_another_week),
        Invariant(
            "committee.bodies_of_own_region", "Bodies are units of the region", _bodies_of_another_region
        ),
        Invariant("committee.tokens_of_own_region", "A key's week is of its region", _tokens_over_the_wall),
        Invariant("committee.regions_have_an_office", "Somebody runs each region", _regions_without_office),
    ]
