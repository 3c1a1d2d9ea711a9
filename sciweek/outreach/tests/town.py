"""Hosts, schools and streets with what they offer and ask for, made by actions: what the tests of this room stand on."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.committee.actions import add_unit, grant_role
from sciweek.committee.models import Unit
from sciweek.committee.queries import actor_for
from sciweek.committee.states import Role, UnitKind
from sciweek.committee.tests.cast import Cast
from sciweek.outreach.actions import add_days, add_outing, ask_visit, assign_visit
from sciweek.outreach.models import Outing, Visit, Wish
from sciweek.people.actions import add_person
from sciweek.venues.actions import add_venue
from sciweek.venues.models import Venue

DAY = date(2027, 5, 25)
PHONE = "13900000001"


def at(hour: int, minute: int = 0, day: int = 25) -> datetime:
    """A moment of May 2027 in the week's zone."""
    return clock.moment(date(2027, 5, day), time(hour, minute), "Asia/Shanghai")


@dataclass
class Town:
    """The cast, with a school that has a liaison of its own. The host is the liaison's unit, 云栖街道."""

    cast: Cast
    school: Unit
    venues: dict[str, Venue] = field(default_factory=dict)

    @property
    def office(self) -> Actor:
        return self.cast.actor("office")

    @property
    def host(self) -> Actor:
        return self.cast.actor("liaison")

    @property
    def stranger(self) -> Actor:
        """The liaison of a unit that neither offers nor asks."""
        return self.cast.actor("other_liaison")

    @property
    def teacher(self) -> Actor:
        person = self.cast.people["teacher"]
        return actor_for(person, self.cast.region.pk, self.cast.week.pk)

    def outing(self, title: str = "会跳舞的水", **values: Any) -> Outing:
        """A van of 90 minutes of the host, on the 25th with two visits."""
        given: dict[str, Any] = {
            "kind": "van",
            "length_minutes": 90,
            "setup_minutes": 30,
            "visits_a_day": 4,
        } | values
        days = given.pop("days", ((DAY, "whole", 2),))
        outing: Outing = add_outing(
            self.office, self.cast.week, unit=given.pop("unit", self.cast.unit), title=title, **given
        )
        for day, part, visits in days:
            add_days(self.office, outing, days=[day], part=part, visits=visits)
        return outing

    def wish(self, outing: Outing | None = None, **values: Any) -> Wish:
        """The school asks for the 25th."""
        given: dict[str, Any] = {
            "unit": self.school,
            "contact_name": "秦老师",
            "phone": PHONE,
            "days": [(DAY, "whole")],
            "place": "望江小学操场",
            "people": 120,
        } | values
        wish: Wish = ask_visit(self.office, self.cast.week, outing=outing, **given)
        return wish

    def visit(self, outing: Outing, starts_at: datetime, /, wish: Wish | None = None, **values: Any) -> Visit:
        return assign_visit(
            self.office, wish or self.wish(outing), outing=outing, starts_at=starts_at, **values
        )

    def venue(self, name: str, latitude: float, longitude: float) -> Venue:
        made: Venue = add_venue(
            self.office,
            self.cast.region,
            name=name,
            latitude=latitude,
            longitude=longitude,
            street=self.cast.unit,
        )
        return made


def make_town(cast: Cast) -> Town:
    """Call it inside the week's scope."""
    office = cast.actor("office")
    school = add_unit(office, cast.region, name="望江小学", kind=UnitKind.SCHOOL)
    person = add_person(office, login="wangjiang", name="秦小联")
    grant_role(office, person, role=Role.LIAISON, unit=school)
    cast.people["teacher"] = person
    return Town(cast, school)
