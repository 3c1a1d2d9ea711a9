"""How full a session is, in one word; reckoned from the clock and the counts, never stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sciweek.booking.states import Admission, Choice, Level, Passing

# From here on a list says that seats are few.
FEW_SEATS = 5
FEW_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Fullness:
    """What a level depends on. `free` are seats left: of its own, and of those that it shares; `least`: seats that the
    smallest party takes."""

    admission: str
    is_on: bool
    is_called_off: bool
    opens_at: datetime | None
    closes_at: datetime
    has_waiting: bool
    passing: str
    capacity: int = 0
    free: int = 0
    waiting: int = 0
    least: int = 1

    @property
    def is_too_little(self) -> bool:
        """Whether seats are left, and nobody is few enough for them."""
        return 0 < self.free < self.least

    def level(self, now: datetime) -> Level:
        if self.admission == Admission.FREE:
            return Level.FREE
        if not self.is_on or self.is_called_off or now >= self.closes_at:
            return Level.CLOSED
        if self.opens_at is not None and now < self.opens_at:
            return Level.SOON
        blocked = self.passing == Passing.IN_ORDER and self.waiting > 0
        if self.free < self.least or blocked:
            return Level.WAITING if self.has_waiting else Level.FULL
        few = max(FEW_SEATS, int(self.capacity * FEW_SHARE))
        return Level.FEW if self.free <= few else Level.PLENTY

    def turns_at(self, now: datetime) -> datetime | None:
        """The next moment at which the clock alone changes the level."""
        moments = [
            moment for moment in (self.opens_at, self.closes_at) if moment is not None and moment > now
        ]
        return min(moments, default=None)


def closing(starts_at: datetime, closes_before: int) -> datetime:
    """The moment from which on nobody books by oneself."""
    return starts_at - timedelta(minutes=closes_before)


def least_seats(*, admission: str, choice: str, smallest: int, small_need_seats: bool) -> int:
    """Seats without which nobody can book: of a group that the host chooses none are needed to ask."""
    if admission == Admission.GROUP:
        return 1 if choice == Choice.CHOSEN else smallest
    return smallest if small_need_seats else 1
