"""Life cycles as tables: (from, to) → who may, and which gate is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sciweek.base.facts import Gate


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow of a life cycle.

    `permission` is asked of the actor; `needs_reason` demands a sentence; `gate` is built with the row's id and
    asked of the other rooms.
    """

    permission: str
    needs_reason: bool = False
    gate: Callable[[int], Gate] | None = None


# Keys are the members of a room's own state enum, which are strings.
Transitions = Mapping[tuple[Any, Any], Move]


def onward(table: Transitions, state: str) -> tuple[str, ...]:
    """The states that can follow the given one."""
    return tuple(to for (start, to) in table if start == state)
