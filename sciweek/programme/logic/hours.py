"""From when to when on a day, as the wall clock of the edition's zone shows it; what ends after midnight says so."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base import clock

# 14:00 to 13:00 is mostly a slip of the hand, and 23 hours are what nobody meant.
NOT_AFTER = gettext_lazy("结束不晚于开始。请核对；真要过了半夜才结束，请写明在第二天。")


class Hours(NamedTuple):
    """From when to when on one day; `next_day`: somebody said that it ends on the day after."""

    start: time
    end: time
    next_day: bool = False

    @property
    def makes_sense(self) -> bool:
        """Whether the end is after the start by what was said; midnight as an end is that of the same evening."""
        return self.next_day or self.end > self.start or self.end == clock.MIDNIGHT

    def last_day(self, day: date) -> date:
        """The day on which it ends when it begins on `day`."""
        return last_day(day, self.end, int(self.next_day))

    def complaint(self) -> str:
        """What to say of hours that make no sense, where several stand together."""
        words = {"start": f"{self.start:%H:%M}", "end": f"{self.end:%H:%M}"}
        return _("%(start)s 到 %(end)s：结束不晚于开始。请核对；真要过了半夜才结束，请写明在第二天。") % words


Times = tuple[Hours, ...]


def last_day(day: date, end: time, later: int = 0) -> date:
    """The day of an end that is written as an hour, `later` days after the first.

    Midnight needs no word: nothing ends before its own day has begun.
    """
    return day + timedelta(days=max(later, int(end == clock.MIDNIGHT)))


def days_later(start: datetime, end: datetime) -> int:
    """How many days after its first something ends, as `last_day` takes it; both on the clock of the zone."""
    later = (end.date() - start.date()).days
    return 0 if last_day(start.date(), end.time()) == end.date() else later
