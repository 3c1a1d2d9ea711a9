"""Reading one line: values in the right type, and every problem with the address of its cell."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from math import isfinite
from typing import TypeVar

from django.utils.translation import gettext as _

from sciweek.base.text import clean, clean_lines
from sciweek.sheets.logic.cells import Cell, Value
from sciweek.sheets.logic.columns import Column, Line
from sciweek.sheets.logic.moments import Span, Unread, read_day, read_hour, read_span
from sciweek.sheets.logic.verdicts import Problem

Read = TypeVar("Read")

YES = frozenset({"是", "有", "对", "√", "✓", "✔", "y", "yes", "true", "1", "参加"})
NO = frozenset({"否", "无", "不", "不是", "×", "✗", "x", "n", "no", "false", "0", "不参加"})
# Excel's own words for a value that could not be reckoned.
ERRORS = re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NULL|NUM|SPILL|CALC|GETTING_DATA)[!?]?", re.IGNORECASE)
BLANK = Cell()


class LineReading:
    """Reads a line's cells one after the other; what is wrong gathers in `problems`.

    A value that is not there, or cannot be read, is None (for text ""); an empty required column is a problem.
    """

    def __init__(self, line: Line, columns: Sequence[Column]) -> None:
        self.line = line
        self.problems: list[Problem] = []
        self._columns: Mapping[str, Column] = {column.name: column for column in columns}

    def has(self, name: str) -> bool:
        """Whether the file has the column at all: what is not there is left as it is."""
        return name in self.line.cells

    def wrong(self, name: str, text: str) -> None:
        """Note a problem at the column's cell; at the line when the file lacks the column."""
        cell, column = self.line.cells.get(name, BLANK), self._columns.get(name)
        self.problems.append(Problem(cell.address, column.heading if column else "", text))

    def cell(self, name: str) -> Cell:
        """The column's cell, blank when it holds no value to be had; that is noted as a problem then."""
        return self._cell(name)

    def text(self, name: str, *, most: int = 0) -> str:
        """One clean line of at most `most` signs."""
        value = clean(self._cell(name).text)
        if most and len(value) > most:
            self.wrong(
                name, _("写了 %(count)d 个字，请不超过 %(most)d 个字。") % {"count": len(value), "most": most}
            )
        return value

    def paragraph(self, name: str, *, most: int = 0) -> str:
        """Several clean lines."""
        value = clean_lines(self._cell(name).text)
        if most and len(value) > most:
            self.wrong(
                name, _("写了 %(count)d 个字，请不超过 %(most)d 个字。") % {"count": len(value), "most": most}
            )
        return value

    def lines(self, name: str) -> list[str]:
        """Several names in one cell: on lines of their own or set apart by 、 ， ；."""
        parts = re.split(r"[、，,；;\n]", self._cell(name).text)
        return list(dict.fromkeys(filter(None, map(clean, parts))))

    def day(self, name: str, *, year: int | None = None) -> date | None:
        return self._read(name, lambda value: read_day(value, year=year))

    def hour(self, name: str) -> time | None:
        return self._read(name, read_hour)

    def span(self, name: str, *, year: int | None = None) -> Span | None:
        return self._read(name, lambda value: read_span(value, year=year))

    def number(self, name: str, *, least: int = 0, most: int = 1_000_000_000) -> int | None:
        """A whole number, with or without 人 场 约 and thousands' commas."""

        def read(value: Value) -> int:
            number = _number(value)
            if not least <= number <= most:
                raise Unread(_("写 %(least)d 到 %(most)d 之间的数。") % {"least": least, "most": most})
            return number

        return self._read(name, read)

    def choice(self, name: str, choices: Mapping[str, str]) -> str | None:
        """One of the words (word → what it stands for), as they are or beginning alike."""

        column = self._columns.get(name)
        # What others write for the same is understood; to be told are the words of the template.
        shown = (column.choices if column is not None else ()) or tuple(choices)

        def read(value: Value) -> str:
            said = _folded(Cell(value).text)
            exact = {_folded(word): meaning for word, meaning in choices.items()}
            if said in exact:
                return exact[said]
            raise Unread(
                _("没有“%(said)s”这一项。可以写：%(words)s。")
                % {"said": Cell(value).text[:20], "words": "、".join(shown)}
            )

        return self._read(name, read)

    def yes_no(self, name: str) -> bool | None:
        def read(value: Value) -> bool:
            said = _folded(Cell(value).text)
            if said in YES or said in NO:
                return said in YES
            raise Unread(_("写“是”或“否”。"))

        return self._read(name, read)

    def _read(self, name: str, read: Callable[[Value], Read]) -> Read | None:
        cell = self._cell(name)
        if cell.is_blank or cell.trouble:
            return None
        try:
            return read(cell.value)
        except Unread as trouble:
            self.wrong(name, str(trouble))
        return None

    def _cell(self, name: str) -> Cell:
        cell, column = self.line.cells.get(name, BLANK), self._columns.get(name)
        if cell.trouble:
            self.wrong(name, cell.trouble)
            return Cell(None, cell.address)
        if isinstance(cell.value, str) and ERRORS.fullmatch(cell.value.strip()):
            self.wrong(
                name, _("公式出错（%(error)s）。改好公式，或者直接写值。") % {"error": cell.value.strip()}
            )
            return Cell(None, cell.address)
        if column is not None and column.required and cell.is_blank:
            self.wrong(name, _("%(heading)s没有填。") % {"heading": column.heading})
        return cell


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _number(value: Value) -> int:
    if isinstance(value, bool | date | time):
        raise Unread(_("没有认出数字。"))
    if isinstance(value, int | float):
        if not isfinite(value) or value != int(value):
            raise Unread(_("写整数。"))
        return int(value)
    found = re.fullmatch(
        r"(?:约|大约|预计|共)?(\d{1,12})(?:人次|人|场次|场|名|余人|个|左右)*",
        _folded(str(value)).replace(",", ""),
    )
    if found is None:
        raise Unread(_("没有认出数字。只写数字，如 120。"))
    return int(found.group(1))
