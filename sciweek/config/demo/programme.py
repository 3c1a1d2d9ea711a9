"""The demo's activities: entered by each unit's liaison, looked at and published by the office."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sciweek.activities.actions import (
    add_activity,
    approve_activities,
    cancel_activity,
    give_opinions,
    hold_activity,
    publish_activities,
    return_activity,
    submit_activities,
)
from sciweek.activities.models import Activity, Series
from sciweek.activities.states import Verdict
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.config.demo.days import Days
from sciweek.config.demo.tables import table
from sciweek.config.demo.town import ZONE, Town
from sciweek.week.models import Week

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AGREED = ("published", "cancelled", "approved")  # states of the table that the office has agreed to

# Every activity beside its row of the table.
Entered = list[tuple[dict[str, Any], Activity]]


@dataclass(frozen=True, slots=True)
class When:
    """The time of an activity, in UTC; all-day ones run from midnight to midnight."""

    starts_at: datetime
    ends_at: datetime
    is_all_day: bool


def read_when(text: str, days: Days) -> When:
    """The time that a `when` of activities.toml tells; how it is written stands at the top of that file."""
    day, _, hours = text.partition(" ")
    if day.startswith("+"):
        weekday, _, hours = hours.partition(" ")
        first = last = days.monthly(int(day), WEEKDAYS.index(weekday))
    else:
        begin, _, end = day.partition("-")
        first, last = days.day(int(begin)), days.day(int(end or begin))
    if not hours:
        midnight = time(0)
        return When(
            clock.moment(first, midnight, ZONE), clock.moment(last + timedelta(days=1), midnight, ZONE), True
        )
    begin, _, end = hours.partition("-")
    return When(_at(first, begin), _at(last, end), False)


def _at(day: date, hour: str) -> datetime:
    return clock.moment(day, time.fromisoformat(hour), ZONE)


def programme() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every activity of the table with words of its line in the annex; a monthly one once for each month."""
    data = table("activities")
    for name, words in data.pop("series").items():
        for row in data[name]:
            for when in _each(row["when"]):
                yield words, row | {"when": when}


def _each(when: str) -> list[str]:
    """`+1-6 sat …` as six times, any other as it is."""
    months, _, rest = when.partition(" ")
    if not months.startswith("+") or "-" not in months:
        return [when]
    first, _, last = months.removeprefix("+").partition("-")
    return [f"+{month} {rest}" for month in range(int(first), int(last) + 1)]


def enter_activities(town: Town, week: Week, days: Days) -> Entered:
    """Enter all of them; what its unit still works on stays a draft, the rest is handed to the office."""
    lines = list(Series.objects.all())
    names = {row["unit"]: row["name"] for row in table("people")["liaison"]}
    entered = []
    for words, row in programme():
        series = next(line for line in lines if words in line.name)
        actor = town.liaison(row["unit"], week)
        entered.append((row, add_activity(actor, week, **_values(row, town, series, days, names))))
    for (unit,), rows in _by(entered, "unit").items():
        ready = [activity for row, activity in rows if row.get("state") != "draft"]
        _all(submit_activities(town.liaison(unit, week), week, ready))
    return entered


def _by(entered: Entered, *columns: str) -> dict[tuple[Any, ...], Entered]:
    """What is alike in these columns of the table goes through in one act, as in use."""
    found: dict[tuple[Any, ...], Entered] = defaultdict(list)
    for row, activity in entered:
        found[tuple(row.get(name) for name in columns)].append((row, activity))
    return found


def _all(result: tuple[list[Activity], list[tuple[Activity, Refused]]]) -> list[Activity]:
    done, left = result
    if left:
        raise left[0][1]
    return done


def _values(
    row: dict[str, Any], town: Town, series: Series, days: Days, names: dict[str, str]
) -> dict[str, Any]:
    unit = town.rows[row["unit"]]
    when = read_when(row["when"], days)
    online = "online" in row
    ages = row.get("ages", (None, None))
    home = "place" not in row and not online
    return {
        "name": row["name"],
        "series": series,
        "unit": town.units[row["unit"]],
        "summary": row["about"],
        "starts_at": when.starts_at,
        "ends_at": when.ends_at,
        "is_all_day": when.is_all_day,
        "mode": "online" if online else "onsite",
        "place": "" if online else row.get("place", unit["place"]),
        "address": row.get("address", unit.get("address", "") if home else ""),
        "link": row.get("online", ""),
        "audience": row.get("audience", ()),
        "age_from": ages[0],
        "age_to": None if ages[1] == 99 else ages[1],
        "expected": row.get("expected"),
        "hosts": row.get("hosts", ()),
        "organisers": row.get("organisers", ()),
        "co_organisers": row.get("co_organisers", ()),
        "entry_note": row.get("note", ""),
        "contact_name": names.get(row["unit"], ""),
        "contact_phone": unit["phone"],
    }


def review_activities(town: Town, week: Week, entered: Entered) -> None:
    """Each unit's own 保密审查; the drafts, and most of what the office has not looked at, still wait for it."""
    agreed = [(row, activity) for row, activity in entered if row.get("state", "published") in AGREED]
    for (unit, verdict, basis), rows in _by(agreed, "unit", "verdict", "basis").items():
        _all(
            give_opinions(
                town.liaison(unit, week),
                week,
                [activity for _row, activity in rows],
                verdict=verdict or Verdict.OPEN,
                basis=basis or "本单位发布前审查，不涉密、不含个人信息",
            )
        )


def look_at_activities(town: Town, week: Week, entered: Entered) -> None:
    """The office sends back what is not complete, agrees to the rest and publishes it."""
    agreed, shown = [], set()
    for row, activity in entered:
        state = row.get("state", "published")
        if state == "returned":
            return_activity(town.office, activity, why=row["why"], marks=row.get("marks"))
        elif state in AGREED:
            agreed.append(activity)
            if state != "approved":
                shown.add(activity.pk)
    approved = _all(approve_activities(town.office, week, agreed))
    _all(publish_activities(town.office, week, [row for row in approved if row.pk in shown]))


def note_as_held(town: Town, week: Week, entered: Entered, today: date) -> None:
    """Of what is over by yesterday, every second one has been noted by its unit."""
    midnight = clock.moment(today, time(0), ZONE)
    over = [
        (row, activity, activity.ends_at)
        for row, activity in entered
        if row.get("state", "published") == "published" and activity.ends_at and activity.ends_at < midnight
    ]
    for row, activity, ended in over[::2]:
        with clock.standing_at(ended + timedelta(hours=1)):
            hold_activity(town.liaison(row["unit"], week), activity)


def call_off_activities(town: Town, entered: Entered) -> None:
    """What was published and cannot be held."""
    for row, activity in entered:
        if row.get("state") == "cancelled":
            cancel_activity(town.office, activity, why=row["why"])
