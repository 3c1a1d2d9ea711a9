"""The dates of the demo week: they lie around the day on which it is loaded, so that the week is running."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Days:
    """Every date that the demo's notice and data name, reckoned from the first day of the week, a Saturday."""

    today: date
    start: date

    @property
    def end(self) -> date:
        """The second Saturday, the week's last day."""
        return self.day(7)

    @property
    def issued(self) -> date:
        return self.day(-25)

    @property
    def lists_due(self) -> date:
        """名单 and 备案表: a Friday, two weeks before."""
        return self.day(-15)

    @property
    def plans_due(self) -> date:
        return self.day(-8)

    @property
    def works_due(self) -> date:
        """作品推荐表: today, so that something is due now."""
        return self.today

    @property
    def videos_open(self) -> date:
        return self.day(-10)

    @property
    def videos_due(self) -> date:
        return self.day(24)

    @property
    def figures_due(self) -> date:
        return self.day(13)

    @property
    def summary_due(self) -> date:
        return self.day(27)

    def day(self, offset: int) -> date:
        """The day so many days after the first (negative: before)."""
        return self.start + timedelta(days=offset)

    def monthly(self, months: int, weekday: int) -> date:
        """The first such weekday (Monday is 0) of the month that many months after the week's end."""
        index = self.end.month - 1 + months
        first = date(self.end.year + index // 12, index % 12 + 1, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7)


def around(today: date) -> Days:
    """The demo's dates for a first start on that day: the week began on the last Saturday, or begins today."""
    return Days(today, today - timedelta(days=(today.weekday() - SATURDAY) % 7))
