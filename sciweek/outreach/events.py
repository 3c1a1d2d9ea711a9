from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class WishSettled(Fact):
    """A unit's wish was assigned, moved, taken back or declined. `what` is one of `states.News`."""

    week_id: int
    wish_id: int
    what: str
    version: int
