"""The parts that the text of an official paper is made of, top to bottom. Texts are plain: no markup, no tabs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Align = Literal["both", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of the text; `indent` is its first line's, in characters."""

    text: str
    indent: int = 2
    align: Align = "both"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 一、 · 2 （一） · 3 1. · 4 （1）.

    `number` is what stands before the text. Empty: counted on from the headings before it, at its level. None: none.
    `then` runs on in the same paragraph in the type of the text; `text` ends with 。 then.
    """

    level: int
    text: str
    number: str | None = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """A title inside the paper, set as the paper's own: over a plan that is printed after the notice, say."""

    text: str


@dataclass(frozen=True, slots=True)
class AnnexNote:
    """附件说明: the annexes' titles, named below the text. One title stands without a number."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; widths are shares of the text's width, not measures."""

    heading: str
    width: float = 1.0
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with a frame; its head is repeated on each page and no row is torn.

    `landscape` turns the pages that hold it. A row is as long as `columns`; a cell may hold several lines. `blank_rows`
    are empty rows to be filled in by hand, each `blank_lines` lines of text high. `note` stands below, in the size of
    the table.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    title: str = ""
    landscape: bool = False
    blank_rows: int = 0
    blank_lines: float = 2
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormBlock:
    """A form for one thing: rows of label and value; a label without partner spans the row.

    `lines` is the least height of a row in lines of text, by label: room to write by hand; of all others `least` is.
    `is_whole`: it stands on one page, as what is signed does with what it is signed for.
    """

    rows: tuple[tuple[tuple[str, str], ...], ...]
    title: str = ""
    lines: Mapping[str, int] | None = None
    least: float = 1
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty lines."""

    lines: int = 1


Block = Para | Heading | Title | AnnexNote | TableBlock | FormBlock | PageBreak | Blank
