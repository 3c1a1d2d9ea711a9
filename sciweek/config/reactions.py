"""The only table of "when this, then that" across rooms, and of who has a say before something happens."""

from collections.abc import Callable, Iterable
from typing import Any

from sciweek.base.facts import Fact, Gate

REACTIONS: dict[type[Fact], tuple[Any, ...]] = {}
GATES: dict[type[Gate], tuple[Callable[[Any], Iterable[str]], ...]] = {}
