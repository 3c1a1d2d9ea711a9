"""Loading the demo week: one transaction, so that it is there wholly or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from sciweek.base import clock, scope
from sciweek.committee.actions import enter_by_link, record_receipt
from sciweek.committee.queries import participations
from sciweek.config.demo.booking import (
    book_sessions,
    follow_changes,
    give_back_one,
    open_booking,
    plan_entries,
    settle_groups,
)
from sciweek.config.demo.ceremonies import invite_to_opening, reply_to_opening, seat_opening
from sciweek.config.demo.days import Days, around
from sciweek.config.demo.door import count_arrivals
from sciweek.config.demo.opening import week_from_notice
from sciweek.config.demo.outreach import go_out
from sciweek.config.demo.papers import hand_in_papers
from sciweek.config.demo.programme import (
    call_off_activities,
    enter_activities,
    look_at_activities,
    note_as_held,
    review_activities,
)
from sciweek.config.demo.promotion import buy_promotion
from sciweek.config.demo.timetable import add_venues, put_right, release_first
from sciweek.config.demo.town import REGION, ZONE, Town, found_town, link_liaisons
from sciweek.dispatch.actions import draft_paper
from sciweek.dispatch.logic.gaps import gaps
from sciweek.dispatch.queries.material import material_of
from sciweek.duties.actions import write_reminders
from sciweek.logbook.sealing import seal_entries
from sciweek.week.actions import open_week
from sciweek.week.models import Region, Week

NOT_SIGNED_FOR = ("bailuzhou", "jiangwan")  # units that have not signed for the notice yet


def is_loaded() -> bool:
    """Whether the demo district is in this installation."""
    return Region.objects.filter(slug=REGION).exists()


def load_demo(today: date | None = None) -> Week:
    """Load the demo week as it stands on that day, all by users' actions; also for browser tests and pictures.

    The log shows it as it would have come about: each step at its own time before now.
    """
    days = around(today or clock.today(ZONE))
    with transaction.atomic(), translation.override("zh-hans"), _without_gateway():
        with _on(days.issued, -10):
            town = found_town()
        with scope.entered(town.region.pk), _on(days.issued):
            week = week_from_notice(town, days)
        with scope.entered(town.region.pk, week.pk):
            _live_through(town, week, days)
    # What lies in the past would otherwise look like a log that nobody has sealed for weeks.
    seal_entries()
    return Week.objects.get(pk=week.pk)


@contextmanager
def _without_gateway() -> Iterator[None]:
    """Let no SMS gateway be set: nobody would read the codes that the demo's people were asked for."""
    gateway = settings.SCIWEEK_SMS
    settings.SCIWEEK_SMS = gateway | {"url": ""}
    try:
        yield
    finally:
        settings.SCIWEEK_SMS = gateway


def _live_through(town: Town, week: Week, days: Days) -> None:
    town.office = town.office.in_week(week.pk)
    with _on(days.issued):
        link_liaisons(town, week)
        open_week(town.office, week)
    _sign_for_notice(town, week, days)
    with _on(days.start, -13):
        entered = enter_activities(town, week, days)
    with _on(days.start, -11):
        review_activities(town, week, entered)
    with _on(days.start, -9):
        look_at_activities(town, week, entered)
    with _on(days.start, -8):
        add_venues(town)
        plan_entries(town)
        release_first(town, week)
        open_booking(town, week, days)
    book_sessions(days)
    buy_promotion(town, week, days)
    hand_in_papers(town, week, days)
    go_out(town, week, days)
    with _on(days.start, -7):
        opening = invite_to_opening(town, week)
    with _on(days.start, -4):
        reply_to_opening(town, week)
    with _on(days.start, -2):
        seat_opening(town, opening)
    with _on(days.start, -1):
        settle_groups(town)
        call_off_activities(town, entered)
        put_right(town, week)
        follow_changes(week)
    count_arrivals(town)
    note_as_held(town, week, entered, days.today)
    write_reminders(town.office, week)
    give_back_one(week)
    material = material_of(week)
    if not any(gap.stops for gap in gaps(material, "letter")):  # on some days nobody owes anything
        draft_paper(town.office, week, kind="letter")


def _sign_for_notice(town: Town, week: Week, days: Days) -> None:
    codes = {unit.pk: code for code, unit in town.units.items()}
    for n, participation in enumerate(participations()):
        code = codes[participation.unit_id]
        if code not in NOT_SIGNED_FOR:
            with _on(days.issued, 1 + n % 4):
                _come_in(town, code, week)
                record_receipt(town.liaison(code, week), participation)


def _come_in(town: Town, code: str, week: Week) -> None:
    """The unit's liaison comes to the desk: by the link, or by signing in, which leaves no other trace."""
    if code in town.links:
        enter_by_link(town.liaison(code, week), town.links[code])
    elif code in town.accounts:
        person = town.accounts[code]
        person.last_login = clock.now()
        person.save(update_fields=["last_login"])


@contextmanager
def _on(day: date, offset: int = 0) -> Iterator[datetime]:
    """Let it be ten in the morning so many days after the day."""
    moment = clock.moment(day + timedelta(days=offset), time(10), ZONE)
    with clock.standing_at(moment):
        yield moment
