"""A measured figure, and the table of all that can be measured."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Measure = Callable[[], "Figure"]


@dataclass(frozen=True)
class Figure:
    """`limit` is what `value` is measured against, in the same run and unit; `ratio` is value / limit.

    `goal` says what the ratio must be; `more` holds what else was seen.
    """

    name: str
    value: float
    unit: str
    limit: float
    goal: str
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.value / self.limit

    @property
    def is_reached(self) -> bool:
        sign, _, bound = self.goal.partition(" ")
        return self.ratio >= float(bound) if sign == ">=" else self.ratio <= float(bound)

    def as_dict(self) -> dict[str, Any]:
        """The figure as it is printed: name, value, unit, limit and ratio first."""
        first = {
            "name": self.name,
            "value": _short(self.value),
            "unit": self.unit,
            "limit": _short(self.limit),
        }
        return (
            first | {"ratio": _short(self.ratio), "goal": self.goal, "reached": self.is_reached} | self.more
        )


def _short(number: float) -> float:
    return float(f"{number:.4g}")
