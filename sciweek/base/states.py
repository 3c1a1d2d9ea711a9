"""Life cycles as tables: (from, to) → who may, and which gate is asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from sciweek.base.facts import Gate


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow of a life cycle.

    `permission` is asked of the actor; `needs_reason` demands a sentence; `gate` is built with the row's id and
    asked of the other rooms.
    """

    permission: str
    needs_reason: bool = False
    gate: type[Gate] | None = None


Transitions = Mapping[tuple[str, str], Move]


def onward(table: Transitions, state: str) -> tuple[str, ...]:
    """The states that can follow the given one."""
    return tuple(to for (start, to) in table if start == state)
