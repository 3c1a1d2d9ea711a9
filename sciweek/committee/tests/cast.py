"""The fixed cast of the tests: two regions, their weeks, units and one person in every role, made by the actions.

Ask for the fixture `cast`; `cast.client("liaison")` is a browser in which that person is signed in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from sciweek.base import scope
from sciweek.base.actor import CITIZEN, Actor, system
from sciweek.committee.actions import add_unit, give_link, grant_role, invite, take_part
from sciweek.committee.entrance import LINK_SESSION_KEY
from sciweek.committee.models import Invitation, Participation, PersonalLink, Unit
from sciweek.committee.queries import actor_for, link_actor
from sciweek.committee.states import Role, UnitKind
from sciweek.people.actions import add_person
from sciweek.people.models import Person
from sciweek.week.actions import create_week, found_region, open_week
from sciweek.week.models import Region, Week

# Who walks through the house. `stranger` is the office of another region, `link` holds a personal link.
WHO = ("office", "publicity", "auditor", "liaison", "other_liaison", "stranger", "link", "citizen")
SERVER = system("tests")


@dataclass
class Cast:
    """Linjiang with its week of 2027, a neighbour with its own, and the people of both."""

    region: Region
    week: Week
    unit: Unit
    other_unit: Unit
    participation: Participation
    other_region: Region
    other_week: Week
    foreign_unit: Unit
    people: dict[str, Person]
    link: PersonalLink
    link_token: str
    invitation: Invitation
    invitation_token: str
    extra: dict[str, Any] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """That person in the week of Linjiang (the stranger: in the neighbour's)."""
        if who == "citizen":
            return CITIZEN
        if who == "link":
            return link_actor(self.link)
        region, week = self.place(who)
        return actor_for(self.people[who], region.pk, week.pk)

    def place(self, who: str) -> tuple[Region, Week]:
        return (self.other_region, self.other_week) if who == "stranger" else (self.region, self.week)

    def client(self, who: str) -> Client:
        """A browser in which that person is signed in, or holds the link."""
        client = Client()
        if who in self.people:
            client.force_login(self.people[who])
        elif who == "link":
            session = client.session
            session[LINK_SESSION_KEY] = self.link.pk
            session.save()
        return client

    def inside(self) -> Any:
        """The scope of Linjiang's week: `with cast.inside():`."""
        return scope.entered(self.region.pk, self.week.pk)


def system_in(region: Region) -> Actor:
    """The installation at work in a region."""
    return system("tests", region_id=region.pk)


def _region(slug: str, name: str, short_name: str) -> tuple[Region, Week]:
    region = found_region(SERVER, slug=slug, name=name, short_name=short_name, area_code="0890")
    week = create_week(
        system_in(region),
        region,
        title=f"2027年{short_name}科技活动周",
        starts_on=date(2027, 5, 22),
        ends_on=date(2027, 5, 29),
        theme="科技点亮临江",
    )
    return region, open_week(system_in(region), week)


def _person(login: str, name: str) -> Person:
    return add_person(SERVER, login=login, name=name)


def make_cast() -> Cast:
    """Everything at once; passwords are left out, because hashing them is slow on purpose."""
    region, week = _region("linjiang", "云川市临江区", "临江区")
    people = {
        "office": _person("office", "江办"),
        "publicity": _person("publicity", "宣小审"),
        "auditor": _person("auditor", "计小核"),
        "liaison": _person("yunqi", "云小联"),
        "other_liaison": _person("qingshan", "青小联"),
        "stranger": _person("hexi-office", "河办"),
    }
    with scope.entered(region.pk, week.pk):
        installation = system_in(region).in_week(week.pk)
        for who, role in (("office", Role.OFFICE), ("publicity", Role.PUBLICITY), ("auditor", Role.AUDITOR)):
            grant_role(installation, people[who], role=role)
        office = actor_for(people["office"], region.pk, week.pk)
        unit = add_unit(office, region, name="云栖街道办事处", short_name="云栖街道", kind=UnitKind.STREET)
        other_unit = add_unit(office, region, name="青山科普教育基地", kind=UnitKind.BASE)
        grant_role(office, people["liaison"], role=Role.LIAISON, unit=unit)
        grant_role(office, people["other_liaison"], role=Role.LIAISON, unit=other_unit)
        participation, _other = take_part(office, week, [unit, other_unit])
        link, link_token = give_link(office, participation, name="云小代")
        invitation, invitation_token = invite(office, region, role=Role.LIAISON, unit=unit, uses=20)
    other_region, other_week = _region("hexi", "云川市河西区", "河西区")
    with scope.entered(other_region.pk, other_week.pk):
        elsewhere = system_in(other_region).in_week(other_week.pk)
        grant_role(elsewhere, people["stranger"], role=Role.OFFICE)
        foreign_unit = add_unit(elsewhere, other_region, name="河西街道办事处", kind=UnitKind.STREET)
        take_part(elsewhere, other_week, [foreign_unit])
    return Cast(
        region=region,
        week=Week.objects.get(pk=week.pk),
        unit=unit,
        other_unit=other_unit,
        participation=participation,
        other_region=other_region,
        other_week=other_week,
        foreign_unit=foreign_unit,
        people=people,
        link=link,
        link_token=link_token,
        invitation=invitation,
        invitation_token=invitation_token,
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, fresh for the test."""
    return make_cast()


@pytest.fixture(scope="module")
def lasting_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast, made once for the tests of a file: each asks for `db` too, which takes back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture
def in_week(cast: Cast) -> Any:
    """The cast, with the test standing inside Linjiang's week."""
    with cast.inside():
        yield cast
