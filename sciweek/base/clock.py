"""Time: aware UTC in the database, the week's zone on the page, the last day inclusive."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time(0)
# Near the ends of the calendar no zone can be reckoned with, and 0027 is a slip of the hand for 2027.
FIRST_YEAR, LAST_YEAR = 2000, 2199
_set_to: ContextVar[datetime | None] = ContextVar("sciweek_clock", default=None)


def now() -> datetime:
    """The present moment in UTC. Everything that asks for the time asks here, so that it can be set."""
    return _set_to.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let it be that moment: for the demo week's past, and for tests."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)


def today(zone: str) -> date:
    """The calendar day that it is in the zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in the zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def read_day(text: str) -> date | None:
    """A calendar day from an address (2027-05-25); anything else is None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == len("2027-05-25") and is_plausible(day) else None


def is_plausible(day: date) -> bool:
    """Whether something can take place on the day."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def moment(day: date, hour: time, zone: str) -> datetime:
    """A wall-clock time in the zone as aware UTC."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def end_of(day: date, zone: str) -> datetime:
    """The local midnight that ends the day: where a duty with a date but no hour falls due."""
    return moment(day + timedelta(days=1), time(0), zone)
