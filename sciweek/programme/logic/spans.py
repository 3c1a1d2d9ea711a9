"""When an activity takes place, as sessions: one, or one on each of its days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.errors import Refused
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
    they are too many to be one.
    """
    if ends_at is None:
        ends_at = (
            clock.end_of(clock.local_day(starts_at, zone), zone) if is_all_day else starts_at + USUAL_LENGTH
        )
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    # Midnight itself still belongs to the evening before.
    last = (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    days = (last - start.date()).days + 1
    through_night = days == 2 and ends_at - starts_at < DAY and end.time() < start.time()
    if days == 1 or through_night:
        return Spans(RunKind.SINGLE, ((starts_at, ends_at),))
    if days > MOST_DAYS:
        raise Refused(_("前后有 %(days)d 天，请说明哪些天可以来。") % {"days": days}, code="too_long")
    hours = (clock.MIDNIGHT, clock.MIDNIGHT) if is_all_day else (start.time(), end.time())
    return Spans(RunKind.EXHIBITION, tuple(_on(start.date() + n * DAY, hours, zone) for n in range(days)))


def _on(day: date, hours: tuple[time, time], zone: str) -> tuple[datetime, datetime]:
    opens, closes = hours
    last = day if closes > opens else day + DAY
    return clock.moment(day, opens, zone), clock.moment(last, closes, zone)
