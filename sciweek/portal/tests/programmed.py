"""Venues, sessions and releases for the public pages, made by actions."""

from datetime import date, datetime, time
from typing import Any

from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at
from sciweek.portal.tests.stage import Stage
from sciweek.programme.actions import add_sessions, release_programme
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.models import Release, Run, Session
from sciweek.programme.states import RunKind
from sciweek.venues.actions import add_venue
from sciweek.venues.models import Venue

PROGRAMME = "/programme/"


def add_place(stage: Stage, name: str = "区科技馆", **values: Any) -> Venue:
    """A venue, in the first unit's street unless it is said otherwise."""
    given = {"street": stage.place.units[0], "address": f"{name}路1号"} | values
    with stage.place.inside():
        return add_venue(stage.place.office, stage.place.region, name=name, **given)


def add_session(
    stage: Stage, activity: Activity, starts_at: datetime, ends_at: datetime, **values: Any
) -> Session:
    with stage.place.inside():
        run = add_sessions(stage.place.office, activity, starts_at=starts_at, ends_at=ends_at, **values)
        return run.sessions.get()


def add_days(stage: Stage, activity: Activity, kind: RunKind, days: tuple[int, int], **values: Any) -> Run:
    """A course or an exhibition from one day of May to another, 9:00 to 17:00."""
    rule = Rule(
        kind=kind,
        first_day=date(2027, 5, days[0]),
        last_day=date(2027, 5, days[1]),
        times=(Hours(time(9), time(17)),),
    )
    with stage.place.inside():
        return add_sessions(stage.place.office, activity, rule=rule, **values)


def release(stage: Stage) -> Release:
    with stage.place.inside():
        return release_programme(stage.place.office, stage.place.week)


def make_programme(stage: Stage) -> Stage:
    """A released programme on the fourth day: two lectures, an exhibition of five days, an activity without sessions."""
    museum = add_place(
        stage, latitude="30.5", longitude="114.3", directions="地铁2号线B口出。", access_notes="有坡道。"
    )
    school = add_place(stage, "实验小学", street=None)
    robots = stage.publish(
        "机器人来上课", kind="campus", audience=["primary"], age_from=6, age_to=12, unit=stage.place.units[1]
    )
    add_session(stage, robots, at(25, 14), at(25, 15, 30), title="第一场", venue=school)
    add_session(stage, robots, at(26, 10), at(26, 11), title="第二场", venue=school)
    cats = stage.publish("AI 会不会认错猫", at(25, 19), at(25, 20), kind="lecture")
    add_session(stage, cats, at(25, 19), at(25, 20), venue=museum, speakers=["何小舟"])
    show = stage.publish("海洋展", at(23, 9), at(27, 17), kind="open")
    add_days(stage, show, RunKind.EXHIBITION, (23, 27), venue=museum)
    stage.publish("科普集市", at(26, 9), at(26, 12), kind="show")
    release(stage)
    return stage
