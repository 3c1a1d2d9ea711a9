"""Whoever gives away places of days, or changes how many there are, waits for the others."""

from sciweek.logbook.actions import locked_row
from sciweek.week.models import Week


def one_at_a_time(week: Week) -> None:
    """Of two who give away the last place of a day the second sees the first; a car may belong to two outings, so that
    the lock is the week. Call it first in a transaction."""
    locked_row(week)
