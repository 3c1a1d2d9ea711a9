"""A phone's clock may be wrong: it says what time it has, and the difference is taken off."""

from datetime import UTC, datetime, timedelta

# A pass, and what a phone holds of people, end so long after the last session.
AFTER = timedelta(hours=2)
# From here on the volunteer is told that the phone's clock is off.
NOTICED = timedelta(minutes=2)
# Milliseconds since 1970 between which a device's time can be meant: 2000 to 2199.
FIRST, LAST = 946_684_800_000, 7_258_118_399_000


def from_device(milliseconds: int) -> datetime | None:
    """The moment that a device means; None for one outside any sensible calendar."""
    if not FIRST <= milliseconds <= LAST:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def corrected(scanned: datetime, device_now: datetime, now: datetime) -> datetime:
    """When it really was: never later than now."""
    return min(scanned + (now - device_now), now)
