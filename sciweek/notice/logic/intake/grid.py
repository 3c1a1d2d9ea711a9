"""Ruled tables on a fixed page: from drawn lines to cells, merged cells included."""

from bisect import bisect_right
from dataclasses import dataclass, field

_NEAR = 2.5
"""Points within which two lines are one, or touch."""
_SHORTEST = 6.0
_MOST_RULES = 600
"""More lines than this on a page are a drawing, not a table."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn horizontal or vertical line, its ends in order."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_vertical(self) -> bool:
        return self.x1 - self.x0 < self.y1 - self.y0


@dataclass
class Table:
    xs: list[float]
    ys: list[float]
    vertical: list[Rule]
    horizontal: list[Rule]
    _owner: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                self._owner.setdefault((row, column), (row, column))
                if column + 2 < len(self.xs) and not self._wall_right(row, column):
                    self._owner.setdefault((row, column + 1), self._owner[row, column])
                if row + 2 < len(self.ys) and not self._wall_below(row, column):
                    self._owner.setdefault((row + 1, column), self._owner[row, column])

    def holds(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1]

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """The top left cell of the merged cell at a place inside the table."""
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self._owner[row, column]

    def right_of(self, cell: tuple[int, int]) -> float:
        return max(self.xs[column + 1] for (_, column), owner in self._owner.items() if owner == cell)

    def rows(self) -> list[list[tuple[int, int] | None]]:
        """Cells of each row from left to right; None where a cell is merged with the one above."""
        rows: list[list[tuple[int, int] | None]] = []
        for row in range(len(self.ys) - 1):
            cells: list[tuple[int, int] | None] = []
            for column in range(len(self.xs) - 1):
                owner = self._owner[row, column]
                if column and self._owner[row, column - 1] == owner:
                    continue
                cells.append(owner if owner[0] == row else None)
            rows.append(cells)
        return rows

    def _wall_right(self, row: int, column: int) -> bool:
        x, y = self.xs[column + 1], (self.ys[row] + self.ys[row + 1]) / 2
        return any(abs(rule.x0 - x) < _NEAR and rule.y0 <= y <= rule.y1 for rule in self.vertical)

    def _wall_below(self, row: int, column: int) -> bool:
        y, x = self.ys[row + 1], (self.xs[column] + self.xs[column + 1]) / 2
        return any(abs(rule.y0 - y) < _NEAR and rule.x0 <= x <= rule.x1 for rule in self.horizontal)


def tables(rules: list[Rule]) -> list[Table]:
    """Groups of crossing lines that enclose at least two cells."""
    usable = [rule for rule in rules if max(rule.x1 - rule.x0, rule.y1 - rule.y0) >= _SHORTEST]
    vertical = _merged([rule for rule in usable if rule.is_vertical])
    horizontal = _merged([rule for rule in usable if not rule.is_vertical])
    if not vertical or not horizontal or len(vertical) + len(horizontal) > _MOST_RULES:
        return []
    found = []
    for group in _groups(vertical, horizontal):
        upright = [rule for rule in group if rule.is_vertical]
        level = [rule for rule in group if not rule.is_vertical]
        xs = _distinct([rule.x0 for rule in upright])
        ys = _distinct([rule.y0 for rule in level])
        if len(xs) >= 2 and len(ys) >= 2 and len(xs) + len(ys) >= 5:
            found.append(Table(xs, ys, upright, level))
    return found


def _merged(rules: list[Rule]) -> list[Rule]:
    """Lines drawn in pieces, or twice, as one."""

    def across(rule: Rule) -> float:
        return rule.x0 if rule.is_vertical else rule.y0

    def along(rule: Rule) -> float:
        return rule.y0 if rule.is_vertical else rule.x0

    lanes: list[list[Rule]] = []
    for rule in sorted(rules, key=across):
        if lanes and across(rule) - across(lanes[-1][0]) < _NEAR:
            lanes[-1].append(rule)
        else:
            lanes.append([rule])
    merged: list[Rule] = []
    for lane in lanes:
        ordered = sorted(lane, key=along)
        current = ordered[0]
        for rule in ordered[1:]:
            if along(rule) > (current.y1 if current.is_vertical else current.x1) + _NEAR:
                merged.append(current)
                current = rule
            elif current.is_vertical:
                current = Rule(current.x0, current.y0, current.x0, max(current.y1, rule.y1))
            else:
                current = Rule(current.x0, current.y0, max(current.x1, rule.x1), current.y0)
        merged.append(current)
    return merged


def _groups(vertical: list[Rule], horizontal: list[Rule]) -> list[list[Rule]]:
    """Lines that touch one another, directly or through others."""
    rules = [*vertical, *horizontal]
    group_of = list(range(len(rules)))

    def root(number: int) -> int:
        while group_of[number] != number:
            group_of[number] = group_of[group_of[number]]
            number = group_of[number]
        return number

    for first, upright in enumerate(vertical):
        for second, level in enumerate(horizontal, start=len(vertical)):
            crosses = (
                level.x0 - _NEAR <= upright.x0 <= level.x1 + _NEAR
                and upright.y0 - _NEAR <= level.y0 <= upright.y1 + _NEAR
            )
            if crosses:
                group_of[root(first)] = root(second)
    groups: dict[int, list[Rule]] = {}
    for number, rule in enumerate(rules):
        groups.setdefault(root(number), []).append(rule)
    return list(groups.values())


def _distinct(places: list[float]) -> list[float]:
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > _NEAR:
            distinct.append(place)
    return distinct
