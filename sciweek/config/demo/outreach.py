"""Going out in the demo week: what three hosts offer, who has asked, who drives where."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from sciweek.activities.models import Activity
from sciweek.base import clock
from sciweek.config.demo.days import Days
from sciweek.config.demo.tables import table
from sciweek.config.demo.town import ZONE, Town
from sciweek.outreach.actions import (
    add_days,
    add_outing,
    ask_visit,
    assign_visit,
    decline_wish,
    finish_visit,
)
from sciweek.outreach.models import Outing, Wish
from sciweek.venues.models import Venue
from sciweek.week.models import Week


def go_out(town: Town, week: Week, days: Days) -> None:
    """Offers before the week, wishes after them, visits; those that are over are noted as done."""
    rows = table("outreach")
    with _at(days.day(-7)):
        outings = {row["code"]: _offer(town, week, days, row) for row in rows["outing"]}
    for n, row in enumerate(rows["wish"]):
        with _at(days.day(-6), minutes=7 * n):
            wish = _ask(town, week, days, row, outings)
        with _at(days.day(-4), minutes=9 * n):
            _settle(town, days, row, wish, outings)


def _offer(town: Town, week: Week, days: Days, row: dict[str, Any]) -> Outing:
    values = {name: row[name] for name in NAMES if name in row}
    activity = row.get("activity")
    outing: Outing = add_outing(
        town.office,
        week,
        unit=town.units[row["unit"]],
        reach=[town.units[code] for code in row.get("reach", ())],
        base=Venue.objects.get(name=row["base"]) if "base" in row else None,
        activity=Activity.objects.get(name=activity) if activity else None,
        **values,
    )
    for offsets, part, visits in row["days"]:
        add_days(town.office, outing, days=[days.day(n) for n in offsets], part=part, visits=visits)
    return outing


NAMES = (
    "kind", "title", "summary", "length_minutes", "setup_minutes", "needs", "needs_note", "audience",
    "audience_note", "largest_audience", "visits_a_day", "crews",
)  # fmt: skip


def _ask(town: Town, week: Week, days: Days, row: dict[str, Any], outings: dict[str, Outing]) -> Wish:
    names = ("place", "address", "people", "people_note", "has", "remarks", "contact_name", "phone")
    wish: Wish = ask_visit(
        town.office,
        week,
        unit=town.units[row["unit"]],
        outing=outings.get(row.get("outing", "")),
        venue=Venue.objects.get(name=row["venue"]) if "venue" in row else None,
        days=[(days.day(n), part) for n, part in row["days"]],
        **{name: row[name] for name in names if name in row},
    )
    return wish


def _settle(town: Town, days: Days, row: dict[str, Any], wish: Wish, outings: dict[str, Outing]) -> None:
    if "declined" in row:
        decline_wish(town.office, wish, why=row["declined"])
    if "visit" not in row:
        return
    given = row["visit"]
    hour, minute = given["at"]
    visit = assign_visit(
        town.office,
        wish,
        outing=outings[given["outing"]],
        starts_at=clock.moment(days.day(given["day"]), time(hour, minute), ZONE),
        leader_name=given["leader"],
        phone=given["phone"],
        plate=given.get("plate", ""),
        note=given.get("note", ""),
    )
    if "came" in given and clock.local_day(visit.ends_at, ZONE) < days.today:
        with clock.standing_at(visit.ends_at + timedelta(hours=1)):
            finish_visit(town.office, visit, came=given["came"])


@contextmanager
def _at(day: date, minutes: int = 0) -> Iterator[datetime]:
    """Let it be two in the afternoon of the day, so many minutes later."""
    moment = clock.moment(day, time(14), ZONE) + timedelta(minutes=minutes)
    with clock.standing_at(moment):
        yield moment
