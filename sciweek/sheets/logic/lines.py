"""Lines as plain JSON and back, so that they can be kept until somebody agrees."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from sciweek.sheets.logic.cells import Cell, Value
from sciweek.sheets.logic.columns import Line


def lines_kept(lines: Iterable[Line]) -> list[Any]:
    """[[number, {column: [tag, value, address, trouble]}], …]."""
    return [[line.number, {name: _kept(cell) for name, cell in line.cells.items()}] for line in lines]


def lines_from(kept: Iterable[Sequence[Any]]) -> list[Line]:
    """The counterpart of `lines_kept`."""
    return [Line(number, {name: _cell(*parts) for name, parts in cells.items()}) for number, cells in kept]


def _kept(cell: Cell) -> list[Any]:
    value = cell.value
    match value:
        case datetime():
            return ["moment", value.isoformat(), cell.address, cell.trouble]
        case date():
            return ["day", value.isoformat(), cell.address, cell.trouble]
        case time():
            return ["hour", value.isoformat(), cell.address, cell.trouble]
    return ["", value, cell.address, cell.trouble]


def _cell(tag: str, kept: Any, address: str, trouble: str) -> Cell:
    value: Value = kept
    if tag == "moment":
        value = datetime.fromisoformat(kept)
    elif tag == "day":
        value = date.fromisoformat(kept)
    elif tag == "hour":
        value = time.fromisoformat(kept)
    return Cell(value, address, trouble)
