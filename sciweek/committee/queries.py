from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Exists, OuterRef, QuerySet

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.base.sealing import digest
from sciweek.committee.models import (
    ApiToken,
    CommitteeBody,
    ContactPoint,
    Invitation,
    Membership,
    Participation,
    PersonalLink,
    Unit,
)
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.people.models import Person
from sciweek.sheets.logic.directory import Directory
from sciweek.week.models import Region


def memberships_of_person(person_id: int) -> QuerySet[Membership]:
    """Every open role of a person in every region (crossing `committee.memberships_of_person`)."""
    return Membership.objects.over_the_wall("committee.memberships_of_person").filter(
        person_id=person_id, ended_at__isnull=True
    )


def regions_of_person(person_id: int) -> QuerySet[Region]:
    """The regions in which a person has a role."""
    held = memberships_of_person(person_id).values("region_id")
    return Region.objects.filter(pk__in=held).order_by("name")


def actor_for(person: Person, region_id: int | None = None, week_id: int | None = None) -> Actor:
    """The person as an actor in one region; without one, in the region of their first role."""
    open_roles = list(memberships_of_person(person.pk))
    if region_id is None and open_roles:
        region_id = open_roles[0].region_id
    roles: set[str] = set()
    unit_roles: dict[int, set[str]] = defaultdict(set)
    for membership in open_roles:
        if membership.region_id != region_id:
            continue
        if membership.unit_id is None:
            roles.add(membership.role)
        else:
            unit_roles[membership.unit_id].add(membership.role)
    _take_over_merged(unit_roles)
    return Actor(
        person_id=person.pk,
        name=person.name,
        region_id=region_id,
        week_id=week_id,
        roles=frozenset(roles),
        unit_roles=MappingProxyType({unit: frozenset(held) for unit, held in unit_roles.items()}),
        via="account",
    )


def _take_over_merged(unit_roles: dict[int, set[str]]) -> None:
    """A successor's people also act for the units that were merged into theirs, whose past rows keep the old unit."""
    merged = Unit.objects.over_the_wall("committee.memberships_of_person").filter(
        merged_into__in=list(unit_roles)
    )
    for old, successor in merged.values_list("pk", "merged_into_id") if unit_roles else ():
        unit_roles[old] |= unit_roles[successor]


def token_digest(token: str) -> str:
    """What is stored of a link's token."""
    return digest(token, "link")


def live_link(link_id: int) -> PersonalLink | None:
    """A personal link that still opens (crossing `committee.link_by_token`)."""
    return (
        PersonalLink.objects.over_the_wall("committee.link_by_token")
        .filter(pk=link_id, revoked_at__isnull=True, expires_at__gt=clock.now())
        .select_related("week", "week__region")
        .first()
    )


def open_links() -> QuerySet[PersonalLink]:
    """The personal links of the current edition that still open."""
    return PersonalLink.objects.filter(revoked_at__isnull=True, expires_at__gt=clock.now())


def link_by_token(token: str) -> PersonalLink | None:
    """The personal link of the token, whether it still opens or not (crossing `committee.link_by_token`)."""
    links = PersonalLink.objects.over_the_wall("committee.link_by_token")
    return links.filter(token_digest=token_digest(token)).select_related("week__region").first()


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation of the token, whether it still opens or not (crossing `committee.link_by_token`)."""
    invitations = Invitation.objects.over_the_wall("committee.link_by_token")
    return invitations.filter(token_digest=token_digest(token)).select_related("unit", "region").first()


def token_by_secret(secret: str) -> ApiToken | None:
    """The program's key that opens by this secret (crossing `committee.token_by_secret`)."""
    tokens = ApiToken.objects.over_the_wall("committee.token_by_secret")
    return (
        tokens.filter(token_digest=token_digest(secret), revoked_at__isnull=True, expires_at__gt=clock.now())
        .select_related("person", "region", "week")
        .first()
    )


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own keys in the current region, the newest first; who has no account has none."""
    if actor.person_id is None:
        return ApiToken.objects.none()
    return ApiToken.objects.filter(person_id=actor.person_id).select_related("week", "person")


def link_actor(link: PersonalLink) -> Actor:
    """Whoever holds the link, acting as its unit's liaison in its one edition. Call inside the link's scope."""
    return Actor(
        name=link.name,
        region_id=link.week.region_id,
        week_id=link.week_id,
        unit_roles=MappingProxyType({link.participation.unit_id: frozenset({str(UNIT_ROLES[0])})}),
        via="link",
        link_id=link.pk,
    )


def units() -> QuerySet[Unit]:
    """The region's living units in the order of a notice's addressees."""
    return Unit.objects.filter(merged_into__isnull=True)


def participations() -> QuerySet[Participation]:
    """The units that take part in the current edition."""
    return Participation.objects.select_related("unit")


def participation_of(unit: Unit) -> Participation | None:
    """The unit's line in the current edition."""
    return Participation.objects.filter(unit=unit).select_related("unit", "week__region").first()


def bodies() -> QuerySet[CommitteeBody]:
    return CommitteeBody.objects.all()


def contact_points() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.all()


def units_without(role: str) -> QuerySet[Unit]:
    """Living units where nobody holds the role: what a comer may pick by a group's invitation."""
    taken = Membership.objects.filter(unit=OuterRef("pk"), role=role, ended_at__isnull=True)
    return units().filter(~Exists(taken))


@dataclass(frozen=True)
class NamedUnits:
    """Units by their names: those for which the actor may write, all others, and the only own one."""

    mine: Directory[Unit]
    others: Directory[Unit]
    own: Unit | None


def named_units(actor: Actor, *, office: bool) -> NamedUnits:
    """Whoever still writes the old name of a merged unit means its successor; the `office` writes for all."""
    own_ids = actor.units_with(Role.LIAISON)
    mine: list[tuple[Unit, tuple[str, str]]] = []
    others: list[tuple[Unit, tuple[str, str]]] = []
    for unit in Unit.objects.select_related("parent__merged_into", "merged_into__parent__merged_into"):
        named = (unit.merged_into or unit, (unit.name, unit.short_name))
        (mine if office or unit.pk in own_ids else others).append(named)
    living = {unit.pk: unit for unit, _names in mine}
    own = next(iter(living.values())) if not office and len(living) == 1 else None
    return NamedUnits(Directory(mine), Directory(others), own)
