"""A table as it was read: cells that know where they stood, so that a message can name the place."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

Value = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Cell:
    """`address` is the cell's place as Excel shows it (C14). `trouble` says why there is no value to be had."""

    value: Value = None
    address: str = ""
    trouble: str = ""

    @property
    def text(self) -> str:
        """The value as a person would write it: 3 for 3.0, 2027-05-22 for a day."""
        match self.value:
            case None:
                return ""
            case bool():
                return "是" if self.value else "否"
            case float() if self.value.is_integer() and abs(self.value) < 1e15:
                return str(int(self.value))
            case datetime():
                return self.value.isoformat(" ", "minutes")
            case time():
                return self.value.isoformat("minutes")
        return str(self.value).strip()

    @property
    def is_blank(self) -> bool:
        return not self.trouble and (self.value is None or not self.text)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook without its blank rows.

    `total` counts the rows of the sheet that hold anything; `rows` stops at the reader's limit.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    total: int = 0


def column_letters(index: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """0 for A; the counterpart of `column_letters`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
