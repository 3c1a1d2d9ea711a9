"""Who sits where: a hall of rows and seats, its stage, and people put into it. No database, no names.

Rows are counted from the stage; row 0 is the stage itself (主席台). A place is counted from the left as the audience
sees it, so that the picture of the hall is read as it is written. What is printed on the seat is its `label`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

Place = tuple[int, int]
STAGE = 0


@dataclass(frozen=True, slots=True)
class Hall:
    """The seats. `aisles`: after which places of a row people walk. `front`: rows for leaders. `kept`: rows left empty.

    `second_left`: the second sits at the left hand of the first. `odd_even`: seats are numbered from the middle.
    """

    rows: int
    seats: int
    stage: int = 0
    aisles: tuple[int, ...] = ()
    front: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    second_left: bool = True
    odd_even: bool = False

    def width(self, row: int) -> int:
        return self.stage if row == STAGE else self.seats

    def places(self) -> list[Place]:
        """Every seat, the stage first, each row from left to right."""
        return [(row, n) for row in range(self.rows + 1) for n in range(1, self.width(row) + 1)]

    def holds(self, place: Place) -> bool:
        row, n = place
        return 0 <= row <= self.rows and 1 <= n <= self.width(row)

    def open_rows(self) -> list[int]:
        """The rows in which units sit."""
        return [row for row in range(1, self.rows + 1) if row not in self.front and row not in self.kept]

    def front_rows(self) -> list[int]:
        return [row for row in range(1, self.rows + 1) if row in self.front and row not in self.kept]

    def label(self, place: Place) -> int:
        """The number on the seat."""
        row, n = place
        if not self.odd_even or row == STAGE:
            return n
        width = self.width(row)
        middle = (width + 1) // 2
        return 2 * (middle - n) + 1 if n <= middle else 2 * (n - middle)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody to be seated; `key` is the caller's. `group` sits together, groups in the order in which they come.

    `rank` is the order among leaders, None for behind all that have one.
    """

    key: object
    group: object
    on_stage: bool = False
    is_leader: bool = False
    rank: int | None = None


@dataclass(slots=True)
class Plan:
    """Who sits where, and who finds no seat."""

    seats: dict[Place, object] = field(default_factory=dict)
    left_over: list[object] = field(default_factory=list)


def from_the_middle(width: int, *, left_first: bool) -> list[int]:
    """The places of a row by rank: the first in the middle, then by turns on its two sides, the side that is named first.

    An even row has two middles; the first takes the one from which the second still sits at the right hand of it.
    """
    step = -1 if left_first else 1
    at = width // 2 + 1 if left_first else (width + 1) // 2
    found = []
    for n in range(width):
        at += step * n * (-1 if n % 2 == 0 else 1)
        found.append(at)
    return found


def by_rank(hall: Hall, row: int) -> list[Place]:
    """The seats of a row as leaders take them. Who sits on the stage looks at the hall: left and right change sides."""
    left_first = hall.second_left != (row == STAGE)
    return [(row, n) for n in from_the_middle(hall.width(row), left_first=left_first)]


def arrange(hall: Hall, sitters: Sequence[Sitter], fixed: Mapping[Place, object] | None = None) -> Plan:
    """Seat everybody: the stage, then leaders in the front rows, then units in blocks. What is `fixed` stays.

    Who finds no seat among their like sits with their unit; who finds none there is left over.
    """
    plan = Plan(dict(fixed or {}))
    seated = set(plan.seats.values())
    waiting = [one for one in sitters if one.key not in seated]
    stage = _ranked(one for one in waiting if one.on_stage)
    crowd = _fill(plan, by_rank(hall, STAGE), stage)
    leaders = _ranked([*crowd, *(one for one in waiting if one.is_leader and not one.on_stage)])
    front = [place for row in hall.front_rows() for place in by_rank(hall, row)]
    crowd = _fill(plan, front, leaders)
    behind = {one.key for one in crowd}
    rest = [one for one in waiting if one.key in behind or not (one.on_stage or one.is_leader)]
    blocks: dict[object, list[Sitter]] = {}
    for one in rest:
        blocks.setdefault(one.group, []).append(one)
    for block in blocks.values():
        _seat_block(hall, plan, block)
    return plan


def _ranked(sitters: Iterable[Sitter]) -> list[Sitter]:
    """By rank; who has none keeps the order in which they came."""
    return sorted(sitters, key=lambda one: inf if one.rank is None else one.rank)


def _fill(plan: Plan, places: Sequence[Place], sitters: Sequence[Sitter]) -> list[Sitter]:
    """Give the seats in their order; returns who is left."""
    free = [place for place in places if place not in plan.seats]
    plan.seats.update(zip(free, (one.key for one in sitters), strict=False))
    return list(sitters[len(free) :])


def _seat_block(hall: Hall, plan: Plan, block: Sequence[Sitter]) -> None:
    """Side by side in the first row that has the room; a block longer than any room fills row after row."""
    runs = _runs(hall, plan)
    room = next((run for run in runs if len(run) >= len(block)), None)
    places = room if room is not None else _from_a_whole_row(hall, runs, len(block))
    left = _fill(plan, places, block)
    plan.left_over.extend(one.key for one in left)


def _runs(hall: Hall, plan: Plan) -> list[list[Place]]:
    """Free seats side by side, from the front."""
    found: list[list[Place]] = []
    for row in hall.open_rows():
        run: list[Place] = []
        for n in range(1, hall.seats + 1):
            if (row, n) in plan.seats:
                found += [run] if run else []
                run = []
            else:
                run.append((row, n))
        found += [run] if run else []
    return found


def _from_a_whole_row(hall: Hall, runs: Sequence[list[Place]], count: int) -> list[Place]:
    """Free seats in reading order, from the first empty row if what follows it is enough."""
    whole = next((at for at, run in enumerate(runs) if len(run) == hall.seats), 0)
    behind = [place for run in runs[whole:] for place in run]
    return behind if len(behind) >= count else [place for run in runs for place in run]
