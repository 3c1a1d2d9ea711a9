from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class BookersConcerned(Fact):
    """Somebody who has booked is to be told something now; the minute's round would be too late."""

    week_id: int


@dataclass(frozen=True)
class CodeAsked(Fact):
    """Somebody wants to prove a phone: `sealed` holds the number and the code, for the job alone."""

    sealed: str
