"""The edition's ribbon: which days and how many months it shows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sciweek.look.dates import local
from sciweek.look.ribbon import LONGEST_WEEK, Ribbon, Thread, build_ribbon

FEWEST_MONTHS, MOST_MONTHS = 7, 12
LEAD = 3  # days left of today in an edition that is longer than the ribbon


def shown_days(starts_on: date, ends_on: date, today: date) -> tuple[date, date]:
    """First and last day of the ribbon: the whole edition, or of a science month the two weeks around today."""
    if (ends_on - starts_on).days < LONGEST_WEEK:
        return starts_on, ends_on
    latest = ends_on - timedelta(days=LONGEST_WEEK - 1)
    first = min(max(today - timedelta(days=LEAD), starts_on), latest)
    return first, first + timedelta(days=LONGEST_WEEK - 1)


def shown_months(later: Sequence[Thread], ends_on: date, today: date, zone: str) -> int:
    """How many months follow the fold: enough for what is planned and for today's seal, none without either."""
    last = max((local(thread.starts_at, zone).date() for thread in later), default=None)
    if today > ends_on:
        last = max(last or today, today)
    if last is None:
        return 0
    ahead = (last.year - ends_on.year) * 12 + last.month - ends_on.month + 1
    return min(max(ahead, FEWEST_MONTHS), MOST_MONTHS)


def week_ribbon(
    starts_on: date,
    ends_on: date,
    zone: str,
    *,
    now: datetime,
    threads: Sequence[Thread],
    later: Sequence[Thread],
    day_address: Callable[[date], str],
    month_address: Callable[[date], str],
    picked: date | None = None,
) -> Ribbon:
    """The ribbon as a page shows it now; days and months lead to their activities."""
    today = local(now, zone).date()
    first, last = shown_days(starts_on, ends_on, today)
    # Two weeks out of the middle of a science month do not fold into the months after it.
    months = shown_months(later, ends_on, today, zone) if last == ends_on else 0
    return build_ribbon(
        zone=zone,
        starts_on=first,
        ends_on=last,
        now=now,
        threads=threads,
        link=day_address,
        later=later,
        months=months,
        month_link=month_address,
        picked=picked,
    )
