"""One line as the values of a row that a room keeps: what it says, what is wrong, what is only worth a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.sheets.logic.cells import Cell
from sciweek.sheets.logic.columns import Column, Line
from sciweek.sheets.logic.values import LineReading
from sciweek.sheets.logic.verdicts import Problem

BLANK = Cell()


@dataclass
class RowRead:
    """What one line says. `given` names the fields of which it says anything; `remarks` stop nothing."""

    values: dict[str, Any] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


Read = TypeVar("Read", bound=RowRead)


class RowReader(Generic[Read]):
    """Reads one line; a room's own reader fills `out`."""

    # Where a field stands in the table, when it is not a column of that name.
    COLUMN_OF: ClassVar[Mapping[str, str]] = {}

    def __init__(self, line: Line, columns: Sequence[Column], out: Read) -> None:
        self.line, self.out = line, out
        self.reading = LineReading(line, columns)
        self.reading.problems = out.problems
        self._headings = {column.name: column.heading for column in columns}

    def read(self) -> Read:
        """Every value of the line."""
        raise NotImplementedError

    def column_of(self, name: str) -> str:
        return self.COLUMN_OF.get(name, name)

    def says(self, column: str) -> bool:
        """Whether there is anything in the cell."""
        return not self.line.cells.get(column, BLANK).is_blank

    def wrong(self, name: str, text: str) -> None:
        """A problem at the cell where the field stands."""
        self.reading.wrong(self.column_of(name), text)

    def remark(self, name: str, text: str) -> None:
        """A word at the cell that stops nothing."""
        column = self.column_of(name)
        cell = self.line.cells.get(column, BLANK)
        self.out.remarks.append(Problem(cell.address, self._headings.get(column, ""), text))

    def refused(self, refusal: Refused, *, at: str) -> None:
        """An action's refusal at the cells of its fields; what it says of no field stands at the column `at`."""
        for name, text in refusal.fields.items():
            self.wrong(name, str(text))
        if refusal.message or not refusal.fields:
            self.reading.wrong(at, str(refusal.message) or _("这一行不能导入。"))
