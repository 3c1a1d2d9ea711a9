"""The demo's bookings: who may come how, families and classes that have booked, a queue, and what was called off."""

from datetime import time, timedelta
from itertools import cycle
from typing import Any

from sciweek.activities.models import Activity
from sciweek.base import clock
from sciweek.base.actor import CITIZEN, system
from sciweek.booking.actions import (
    add_shared_seats,
    book,
    cancel_booking,
    choose_group,
    decline_group,
    set_terms,
)
from sciweek.booking.actions.carrying import carry_news
from sciweek.booking.actions.step import follow_cancelled, follow_release
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries import bookable
from sciweek.booking.rules import booker
from sciweek.booking.states import Admission, BookingState
from sciweek.config.demo.days import Days
from sciweek.config.demo.tables import table
from sciweek.config.demo.town import ZONE, Town
from sciweek.programme.actions import add_sessions
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.models import Run
from sciweek.programme.queries import current_release
from sciweek.programme.states import RunKind
from sciweek.week.models import Week

# `people.phones.INVENTED`
FIRST_PHONE = 16400003000
RULE = {"activity", "seats", "bookings", "shared", "opens", "slots", "course"}


def plan_entries(town: Town) -> None:
    """What is more than one session at its activity's time: entries every half hour, a course of several mornings."""
    for row in table("booking")["terms"]:
        if "slots" in row or "course" in row:
            activity = _activity(row["activity"])
            add_sessions(town.office, activity, rule=_rule(row, activity), capacity=row["seats"])


def _rule(row: dict[str, Any], activity: Activity) -> Rule:
    hours, number = row.get("slots") or row["course"]
    begin, _, end = hours.partition("-")
    times = (Hours(time.fromisoformat(begin), time.fromisoformat(end)),)
    if activity.starts_at is None:
        raise ValueError(f"{activity} has no day")
    day = clock.local_day(activity.starts_at, ZONE)
    if "slots" in row:
        return Rule(RunKind.SLOTS, day, day, times, every_minutes=number)
    return Rule(RunKind.COURSE, day, day + timedelta(days=number - 1), times)


def _activity(words: str) -> Activity:
    return Activity.objects.filter(name__contains=words).order_by("starts_at", "pk")[0]


def open_booking(town: Town, week: Week, days: Days) -> None:
    """Each host says how one books."""
    data = table("booking")
    codes = {unit.pk: code for code, unit in town.units.items()}
    [bus] = [add_shared_seats(town.office, week, **row) for row in data["shared"]]
    for row in data["terms"]:
        activity = _activity(row["activity"])
        run = Run.objects.filter(activity=activity).select_related("activity", "week")[0]
        values = {name: value for name, value in row.items() if name not in RULE}
        if "opens" in row:
            values["opens_at"] = clock.moment(days.today + timedelta(days=row["opens"]), time(9), ZONE)
        # Seats that several hosts share are the office's to give.
        own = town.liaison(codes.get(activity.unit_id or 0, ""), week)
        set_terms(
            town.office if row.get("shared") else own,
            run,
            seats=row.get("seats"),
            shared=bus if row.get("shared") else None,
            **values,
        )


def book_sessions(days: Days) -> None:
    """Families and classes book, one every few minutes from the week before on."""
    data = table("booking")
    people, parties, schools = _people(data), cycle(data["parties"]), cycle(data["school"])
    moment = clock.moment(days.day(-6), time(9), ZONE)
    for row in data["terms"]:
        pools = Pool.objects.filter(terms__run__activity=_activity(row["activity"])).order_by("pk")
        found = cycle([bookable(pool) for pool in pools])
        for _number in range(row.get("bookings", 0)):
            one = next(found)
            moment += timedelta(minutes=7)
            with clock.standing_at(moment):
                if one.terms.admission == Admission.GROUP:
                    values = _class(next(schools))
                else:
                    party = Party(*next(parties))
                    values = {"party": party, "consents": party.has_under_14, "photo": party.small == 0}
                if one.terms.questions:
                    values["answers"] = {"bus": "yes"}
                name, phone = next(people)
                book(CITIZEN, one, name=name, phone=phone, or_wait=True, **values)


def _class(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "party": Party(adults=row["adults"], pupils=row["pupils"]),
        "school": row["name"],
        "grade": row["grade"],
        "consents": True,
    }


def _people(data: dict[str, Any]) -> Any:
    """Names and numbers of nobody's, each another one."""
    names = (
        first + second for first, second in zip(cycle(data["surnames"]), cycle(data["given"]), strict=False)
    )
    return ((name, str(FIRST_PHONE + number)) for number, name in enumerate(names))


def settle_groups(town: Town) -> None:
    """Of the classes that asked, the host takes one and declines one; the third still waits for an answer."""
    asked = list(Booking.objects.filter(state=BookingState.APPLIED).order_by("pk")[:2])
    choose_group(town.office, asked[0])
    decline_group(town.office, asked[1], why="当天另有安排，请改约下个月")


def follow_changes(week: Week) -> None:
    """What jobs do after a release and an activity's end, so that it is done at the time at which it happened."""
    hand = system("booking", region_id=week.region_id, week_id=week.pk)
    for activity in Activity.objects.filter(state="cancelled", published_at__isnull=False):
        follow_cancelled(hand, activity)
    release = current_release(week)
    if release is not None:
        follow_release(hand, release)
    carry_news(week)


def give_back_one(week: Week) -> None:
    """Just now a family has cancelled for the session that is full: the first in its queue is offered the seats."""
    full = Booking.objects.filter(
        state=BookingState.CONFIRMED, pool__waiting__gt=0, pool__shared__isnull=True
    )
    coming = full.filter(pool__session__starts_at__gt=clock.now() + timedelta(days=1))
    row = coming.select_related("week", "pool").order_by("pk").first()
    if row is not None:
        cancel_booking(booker(row), row)
        carry_news(week)
