"""A small committee at work, made by actions: what tests of this and higher rooms stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from sciweek.activities.actions import give_opinion, publish_activity
from sciweek.activities.models import Activity
from sciweek.base import clock, scope
from sciweek.base.actor import Actor, system
from sciweek.committee.actions import add_unit, grant_role
from sciweek.committee.models import Unit
from sciweek.committee.queries import actor_for
from sciweek.people.actions import add_person
from sciweek.people.models import Person
from sciweek.week.actions import create_week, found_region
from sciweek.week.models import Region, Week

FIRST, LAST = date(2027, 5, 22), date(2027, 5, 29)


@dataclass(frozen=True)
class Place:
    """One region with one week, three units, an office, a liaison of the first unit and an auditor."""

    region: Region
    week: Week
    units: tuple[Unit, ...]
    people: dict[str, Person]

    def actor(self, role: str) -> Actor:
        return actor_for(self.people[role], self.region.pk, self.week.pk)

    @property
    def office(self) -> Actor:
        return self.actor("office")

    @property
    def liaison(self) -> Actor:
        return self.actor("liaison")

    @contextmanager
    def inside(self) -> Iterator[None]:
        with scope.entered(self.region.pk, self.week.pk):
            yield


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of May 2027 in the week's zone."""
    return clock.moment(date(2027, 5, day), time(hour, minute), "Asia/Shanghai")


def make_public(actor: Actor, activity: Activity) -> Activity:
    """Record that it may be public, and publish it."""
    cleared = give_opinion(
        actor, activity, verdict="open", reviewer="区教育局保密员", basis="2027年5月10日内部审查"
    )
    return publish_activity(actor, cleared)


def make_place(slug: str = "linjiang", name: str = "云川市临江区") -> Place:
    """Build a place; another slug makes another region beside it."""
    region = found_region(system("setup"), slug=slug, name=name, short_name=name[-3:], area_code="0890")
    setup = system("setup", region_id=region.pk)
    week = create_week(
        setup,
        region,
        title=f"2027年{name}科技活动周",
        starts_on=FIRST,
        ends_on=LAST,
        office_name="区科技活动周组委会办公室",
    )
    setup = setup.in_week(week.pk)
    with scope.entered(region.pk, week.pk):
        units = tuple(
            add_unit(setup, region, name=unit, kind=kind)
            for unit, kind in (
                ("云栖街道办事处", "street"),
                ("区教育局", "department"),
                ("临江自来水厂", "base"),
            )
        )
        people = {}
        for role, unit in (("office", None), ("auditor", None), ("publicity", None), ("liaison", units[0])):
            person = add_person(setup, login=f"{slug}-{role}", name=f"{role}老师", password="walk-3-rivers")
            grant_role(setup, person, role=role, unit=unit)
            people[role] = person
    return Place(region, week, units, people)
