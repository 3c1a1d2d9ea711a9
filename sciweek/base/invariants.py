"""Impossible states: what `sciweek doctor` looks for.

A room's `invariants.py` offers `invariants()`, the list of its own. A check reads only; it yields one sentence for
each row that stands in a state that no action could have made.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """`name` is `room.what_holds`; `title` says in words what must hold; `check` yields what breaks it.

    `reads_files`: takes long, because it reads every stored file; done when it is asked for.
    """

    name: str
    title: str
    check: Callable[[], Iterable[str]]
    reads_files: bool = False
