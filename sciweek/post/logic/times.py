"""When a message may go: back-off after a failure, and the hours in which phones stay quiet."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sciweek.base import clock

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)
# A worker that has heard nothing for so long is dead: every attempt is over within a minute.
LOST_AFTER = timedelta(minutes=10)

QUIET_FROM, QUIET_UNTIL = time(21), time(8)


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after that many failed tries: 1, 2, 4, 8 … minutes; None once it would be over a day."""
    wait = FIRST_WAIT * 2 ** (tries - 1)
    return wait if wait <= LONGEST_WAIT else None


def quiet_until(now: datetime, zone: str, start: time, end: time) -> datetime | None:
    """When the quiet hours end that `now` lies in; None when it lies in none. Equal times: no quiet hours.

    The hours may cross midnight (21:00 to 8:00). The end belongs to the day, the start to the quiet.
    """
    local = now.astimezone(ZoneInfo(zone))
    hour = local.time()
    if start == end:
        return None
    if start < end:
        if not start <= hour < end:
            return None
        return clock.moment(local.date(), end, zone)
    if hour >= start:
        return clock.moment(local.date() + timedelta(days=1), end, zone)
    return clock.moment(local.date(), end, zone) if hour < end else None
