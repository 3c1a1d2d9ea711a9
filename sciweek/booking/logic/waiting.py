"""Who on a waiting list gets seats, and how long an offer holds. Pure reckoning."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sciweek.booking.states import Passing
from sciweek.post.logic.times import quiet_until

# After a night an offer still holds so long.
MORNING = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Queued:
    """One party on the list, in the order of the list."""

    id: int
    places: int


def next_ones(free: int, queue: Iterable[Queued], passing: str) -> list[Queued]:
    """Whose turn it is when so many seats are free.

    In order: the first that does not fit holds back all behind it. Fitting: it is passed over and keeps its place.
    """
    found = []
    for one in queue:
        if one.places <= free:
            found.append(one)
            free -= one.places
        elif passing == Passing.IN_ORDER:
            break
        if free <= 0:
            break
    return found


def offer_end(
    now: datetime, minutes: int, *, quiet: tuple[time, time], zone: str, closes_at: datetime
) -> datetime:
    """Until when an offer holds: so many minutes, over the night until an hour after it, never past the cut-off."""
    end = now + timedelta(minutes=minutes)
    morning = quiet_until(end, zone, *quiet)
    return min(morning + MORNING if morning else end, closes_at)
