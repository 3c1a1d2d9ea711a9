"""The region before an import, and what a line would make of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sciweek.base import clock
from sciweek.base.text import searchable
from sciweek.committee.models import Invitation, Membership, Participation, Unit
from sciweek.committee.states import Role
from sciweek.people.models import Person
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.values import LineReading
from sciweek.sheets.logic.verdicts import Outcome, Verdict
from sciweek.week.models import Region, Week


@dataclass(slots=True)
class Standing:
    """The region before the import, in six queries however many units it has."""

    region: Region
    units: dict[int, Unit]
    by_name: dict[str, Unit]
    by_code: dict[str, Unit]
    by_short: dict[str, list[Unit]]
    liaisons: dict[int, list[Person]]
    invitations: dict[int, Invitation]
    taking_part: set[int]
    people: dict[str, Person]
    in_week: bool


@dataclass(slots=True)
class Addressee:
    """Somebody whom a line names as liaison and who has no account here yet."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email)


@dataclass(slots=True)
class UnitPlan:
    """One line: the unit that it speaks of (None: a new one), its new values, its people."""

    line: Line
    reading: LineReading
    key: str
    name: str
    unit: Unit | None = None
    values: dict[str, Any] = field(default_factory=dict)
    # Key of the parent, "" for none; None leaves it.
    parent: str | None = None
    grants: list[Person] = field(default_factory=list)
    invites: Addressee = field(default_factory=Addressee)
    joins: bool = False
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        problems = tuple(self.reading.problems)
        if problems:
            return Verdict(self.line.number, self.name, "wrong", {}, problems)
        outcome: Outcome = "new" if self.unit is None else "changed" if self.changes else "same"
        return Verdict(self.line.number, self.name, outcome, self.changes)


def standing_of(region: Region, week: Week | None, lines: Sequence[Line]) -> Standing:
    units = {unit.pk: unit for unit in Unit.objects.select_related("merged_into")}
    liaisons: dict[int, list[Person]] = defaultdict(list)
    held = Membership.objects.filter(unit__isnull=False, role=Role.LIAISON, ended_at__isnull=True)
    for membership in held.select_related("person").order_by("id"):
        liaisons[membership.unit_id or 0].append(membership.person)
    short: dict[str, list[Unit]] = defaultdict(list)
    for unit in units.values():
        if unit.short_name and unit.merged_into_id is None:
            short[searchable(unit.short_name)].append(unit)
    logins = {
        part.strip().lower() for line in lines for part in line.text("login").split("、") if part.strip()
    }
    people = Person.objects.filter(login__in=logins, is_active=True) if logins else ()
    return Standing(
        region=region,
        units=units,
        by_name={searchable(unit.name): unit for unit in units.values()},
        by_code={unit.code: unit for unit in units.values()},
        by_short=short,
        liaisons=liaisons,
        invitations=living_invitations(),
        taking_part=set(Participation.objects.values_list("unit_id", flat=True)) if week else set(),
        people={person.login: person for person in people},
        in_week=week is not None,
    )


def living_invitations() -> dict[int, Invitation]:
    """Of every unit the newest invitation of its liaison that still opens."""
    found = Invitation.objects.filter(
        unit__isnull=False,
        role=Role.LIAISON,
        revoked_at__isnull=True,
        uses_left__gt=0,
        expires_at__gt=clock.now(),
    )
    return {invitation.unit_id or 0: invitation for invitation in found.select_related("unit").order_by("id")}
