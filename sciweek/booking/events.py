from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class BookersConcerned(Fact):
    """Rows of what bookers are to be told have been written (`Telling`); they can go out."""

    week_id: int
    telling_ids: list[int]
