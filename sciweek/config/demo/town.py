"""The demo district: the region, its units and the people in every role."""

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sciweek.base import scope
from sciweek.base.actor import Actor, system
from sciweek.committee.actions import add_unit, give_link, grant_role, take_part
from sciweek.committee.models import PersonalLink, Unit
from sciweek.committee.queries import actor_for, link_actor
from sciweek.committee.states import Role
from sciweek.config.demo import SignIn
from sciweek.config.demo.tables import table
from sciweek.people.actions import add_person
from sciweek.people.models import Person
from sciweek.week.actions import found_region
from sciweek.week.models import Region, Week

REGION = "linjiang"
ZONE = "Asia/Shanghai"


@dataclass
class Town:
    """Who and what the demo's later steps act with. Units and liaisons by the `code` of units.toml."""

    region: Region
    office: Actor
    rows: dict[str, dict[str, Any]]
    units: dict[str, Unit]
    accounts: dict[str, Person]
    links: dict[str, PersonalLink] = field(default_factory=dict)
    _liaisons: dict[str, Actor] = field(default_factory=dict)

    def liaison(self, code: str, week: Week) -> Actor:
        """Who acts for the unit: its liaison by account or link, or the office where nobody is named."""
        if code not in self._liaisons:
            if code in self.accounts:
                self._liaisons[code] = actor_for(self.accounts[code], self.region.pk, week.pk)
            elif code in self.links:
                self._liaisons[code] = link_actor(self.links[code])
        return self._liaisons.get(code, self.office)

    def all_but_committee(self) -> list[Unit]:
        """The units that the week is for; the bodies that run it stand beside them."""
        return [unit for code, unit in self.units.items() if self.rows[code]["kind"] != "committee"]


def found_town() -> Town:
    """Make region, units and accounts."""
    region = found_region(
        system("demo"),
        slug=REGION,
        name="临江区",
        short_name="临江",
        level="district",
        parent_name="云川市",
        area_code="0890",
        zone=ZONE,
    )
    founder = system("demo", region_id=region.pk)
    people = table("people")
    with scope.entered(region.pk):
        rows = {row["code"]: row for row in table("units")["unit"]}
        units: dict[str, Unit] = {}
        for code, row in rows.items():
            units[code] = add_unit(
                founder,
                region,
                name=row["name"],
                kind=row["kind"],
                short_name=row.get("short_name", ""),
                parent=units.get(row.get("parent", "")),
                posts=row.get("posts", ()),
            )
        staff = [_account(founder, row, row["role"]) for row in people["region"]]
        accounts = {
            row["unit"]: _account(founder, row, Role.LIAISON, units[row["unit"]])
            for row in people["liaison"]
            if "login" in row
        }
        for row in people["beside"]:
            _account(founder, row, row["role"], units[row["unit"]])
    return Town(region, actor_for(staff[0], region.pk), rows, units, accounts)


def _account(founder: Actor, row: dict[str, Any], role: str, unit: Unit | None = None) -> Person:
    person = add_person(
        founder,
        login=row["login"],
        name=row["name"],
        password=row.get("password"),
        email=row.get("email", ""),
        phone=row.get("phone", ""),
    )
    grant_role(founder, person, role=role, unit=unit)
    return person


def link_liaisons(town: Town, week: Week) -> None:
    """Give the liaisons without an account their personal links."""
    for row in table("people")["liaison"]:
        if "login" not in row:
            (participation,) = take_part(town.office, week, [town.units[row["unit"]]])
            link, _token = give_link(town.office, participation, name=row["name"], days=120)
            town.links[row["unit"]] = link


def sign_ins(proven: Collection[str] = ()) -> list[SignIn]:
    """The accounts whose demo password still opens, one for each role.

    Proving a password is slow on purpose; `proven` are `prints` of those that need no proof any more.
    """
    found = _accounts()
    return [
        SignIn(row.get("role", str(Role.LIAISON)), row["login"], row["password"], "/desk/")
        for row in _with_password()
        if (person := found.get(row["login"]))
        and (_print(person) in proven or person.check_password(row["password"]))
    ]


def prints(logins: Collection[str] | None = None) -> set[str]:
    """What tells of these accounts (by default of all that have a demo password) that the password is still the same."""
    return {_print(person) for login, person in _accounts().items() if logins is None or login in logins}


def _with_password() -> list[dict[str, Any]]:
    people = table("people")
    return [row for row in people["region"] + people["liaison"] if "password" in row]


def _accounts() -> dict[str, Person]:
    logins = [row["login"] for row in _with_password()]
    return Person.objects.filter(is_active=True).in_bulk(logins, field_name="login")


def _print(person: Person) -> str:
    return sha256(person.password.encode()).hexdigest()
