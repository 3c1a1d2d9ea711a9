"""What the desk pages of this room show: typed rows, gathered with a flat number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sciweek.base.actor import Actor
from sciweek.base.text import searchable
from sciweek.committee.models import Invitation, Membership, Participation, PersonalLink, Unit
from sciweek.committee.queries import open_links
from sciweek.committee.rules import visible_units
from sciweek.committee.states import UNIT_ROLES, UnitKind

DEEPEST_INDENT = 4


@dataclass(slots=True)
class UnitRow:
    """One line of the list: the unit, how deep it stands below the first unit shown, who acts for it."""

    unit: Unit
    depth: int
    people: dict[str, list[str]] = field(default_factory=dict)
    # Who acts for it in this edition without an account.
    linked: list[str] = field(default_factory=list)
    takes_part: bool = False
    received_at: datetime | None = None

    @property
    def liaisons(self) -> list[str]:
        return [*self.people.get(UNIT_ROLES[0], []), *map(linked_name, self.linked)]

    @property
    def others(self) -> list[str]:
        return [name for role in UNIT_ROLES[1:] for name in self.people.get(role, [])]


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """The units whose uppermost one is of the kind."""

    kind: UnitKind
    rows: list[UnitRow]


def unit_groups(actor: Actor, *, words: str = "", kind: str = "", with_week: bool) -> list[UnitGroup]:
    """The visible units as trees, grouped by the kind of the uppermost; four queries, however many units.

    What is searched for stands with the units above it that match too; everything else becomes a root.
    """
    found = visible_units(actor).filter(merged_into__isnull=True)
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(search_text__contains=searchable(words))
    rows = _trees(list(found))
    people, linked = _people_by_unit(), _links_by_unit() if with_week else {}
    taking_part = dict(Participation.objects.values_list("unit_id", "received_at")) if with_week else {}
    for row in (row for tree in rows.values() for row in tree):
        row.people = people.get(row.unit.pk, {})
        row.linked = linked.get(row.unit.pk, [])
        row.takes_part = row.unit.pk in taking_part
        row.received_at = taking_part.get(row.unit.pk)
    return [UnitGroup(UnitKind(kind), rows[kind]) for kind in UnitKind.values if rows.get(kind)]


def _trees(units: Sequence[Unit]) -> dict[str, list[UnitRow]]:
    """Depth-first lines by the kind of the root; works on a stack, so that no depth is too deep."""
    here = {unit.pk for unit in units}
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        children[unit.parent_id if unit.parent_id in here else None].append(unit)
    trees: dict[str, list[UnitRow]] = defaultdict(list)
    for root in children[None]:
        stack = [(root, 0)]
        while stack:
            unit, depth = stack.pop()
            trees[root.kind].append(UnitRow(unit, min(depth, DEEPEST_INDENT)))
            stack += [(child, depth + 1) for child in reversed(children[unit.pk])]
    return trees


def _people_by_unit() -> dict[int, dict[str, list[str]]]:
    people: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    held = Membership.objects.filter(unit__isnull=False, ended_at__isnull=True)
    for unit_id, role, name in held.values_list("unit_id", "role", "person__name"):
        people[unit_id][role].append(name)
    return people


def _links_by_unit() -> dict[int, list[str]]:
    """Of every unit the names on its personal links that still open. Call inside the week."""
    names: dict[int, list[str]] = defaultdict(list)
    for unit_id, name in open_links().values_list("participation__unit_id", "name"):
        names[unit_id].append(name)
    return names


def linked_name(name: str) -> str:
    """A liaison who has a link and no account, as lists of people say it."""
    return _("%(name)s（免登录链接）") % {"name": name} if name else _("免登录链接")


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything about one unit."""

    unit: Unit
    people: list[Membership]
    children: list[Unit]
    invitations: list[Invitation]
    links: list[PersonalLink]
    participation: Participation | None
    may_run: bool
    may_act: bool
    links_allowed: bool


def people_of(unit: Unit) -> QuerySet[Membership]:
    return unit.memberships.filter(ended_at__isnull=True).select_related("person").order_by("role", "id")


def region_people() -> QuerySet[Membership]:
    """Open roles over the whole region."""
    return (
        Membership.objects.filter(unit__isnull=True, ended_at__isnull=True)
        .select_related("person")
        .order_by("role", "id")
    )


def open_invitations(now: datetime, unit: Unit | None = None) -> QuerySet[Invitation]:
    """Invitations that still open, newest first; of one unit when it is given."""
    found = Invitation.objects.filter(revoked_at__isnull=True, uses_left__gt=0, expires_at__gt=now)
    return found.filter(unit=unit) if unit else found.select_related("unit")
