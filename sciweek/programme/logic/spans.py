"""When an activity takes place, as sessions: one, or one on each of its days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.programme.logic.hours import Hours, days_later
from sciweek.programme.states import RunKind

# Where an activity says when it begins and not when it ends.
USUAL_LENGTH = timedelta(hours=1)
# What runs longer (贯穿全年的系列活动) is no exhibition: somebody says on which days one can come.
MOST_DAYS = 62
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spans:
    """How the sessions belong together, and from when to when each lasts."""

    kind: str
    times: tuple[tuple[datetime, datetime], ...]


def spans_of(starts_at: datetime, ends_at: datetime | None, *, is_all_day: bool, zone: str) -> Spans:
    """The sessions of an activity's own time.

    Several days are an exhibition: whole days as they are, others with the same hours on each. Raises `Refused` when
    they are too many to be one, or when these hours would go through every night: from 14:00 to 13:00 two days later
    nobody knows when one can come.
    """
    if ends_at is None:
        ends_at = (
            clock.end_of(clock.local_day(starts_at, zone), zone) if is_all_day else starts_at + USUAL_LENGTH
        )
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    # Midnight itself still belongs to the evening before.
    last = (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    days = (last - start.date()).days + 1
    if days == 1 or is_one_night(start, end):
        return Spans(RunKind.SINGLE, ((starts_at, ends_at),))
    if days > MOST_DAYS:
        raise Refused(_("前后有 %(days)d 天，请说明哪些天可以来。") % {"days": days}, code="too_long")
    hours = Hours(clock.MIDNIGHT, clock.MIDNIGHT) if is_all_day else Hours(start.time(), end.time())
    if not hours.makes_sense:
        raise Refused(_("前后有 %(days)d 天，请说明每天几点到几点。") % {"days": days}, code="no_hours")
    return Spans(RunKind.EXHIBITION, tuple(_on(start.date() + n * DAY, hours, zone) for n in range(days)))


def is_one_night(start: datetime, end: datetime) -> bool:
    """Whether it goes on from one day into the next without a break; both on the clock of the zone."""
    return days_later(start, end) == 1 and end - start < DAY


def _on(day: date, hours: Hours, zone: str) -> tuple[datetime, datetime]:
    last = hours.last_day(day)
    return clock.moment(day, hours.start, zone), clock.moment(last, hours.end, zone)
