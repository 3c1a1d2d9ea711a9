"""The times at which somebody is reminded of a due date. Days are counted in the zone of the week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

MADE_UP_FOR = 3
"""Days after which a reminder that was missed is let go: an old edition does not wake up with its old dates."""


@dataclass(frozen=True, slots=True)
class Step:
    """One time to remind: so many days before or after the due date."""

    side: Literal["before", "after"]
    days: int


def step_of(
    due_on: date, today: date, days_before: Iterable[int], days_after: Iterable[int], *, is_late: bool
) -> Step | None:
    """The reminder that stands out today, or None.

    A server that was off on the very day makes up for it: the nearest step that has been reached counts, so that a
    unit that owes gets one message and not the ones that were missed.
    """
    left = (due_on - today).days
    if is_late:
        reached = [days for days in days_after if days <= -left <= days + MADE_UP_FOR]
        return Step("after", max(reached)) if reached else None
    ahead = [days for days in days_before if left <= days]
    return Step("before", min(ahead)) if ahead else None
