"""How far the edition's ribbon runs on after the fold."""

from collections.abc import Sequence
from datetime import date

from sciweek.look.dates import local
from sciweek.look.ribbon import Thread

FEWEST_MONTHS, MOST_MONTHS = 7, 12


def shown_months(later: Sequence[Thread], ends_on: date, today: date, zone: str) -> int:
    """How many months follow the fold: enough for what is planned and for today's seal, none without either."""
    last = max((local(thread.starts_at, zone).date() for thread in later), default=None)
    if today > ends_on:
        last = max(last or today, today)
    if last is None:
        return 0
    ahead = (last.year - ends_on.year) * 12 + last.month - ends_on.month + 1
    return min(max(ahead, FEWEST_MONTHS), MOST_MONTHS)
