"""The columns that a table should have, and where they stand in the one that came."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.sheets.logic.cells import Cell, Table

ColumnKind = Literal["text", "lines", "date", "time", "moment", "number", "choice", "yes_no"]

MOST_LINES = 5000
# Rows above the head of a table: titles, notes on how to fill it in.
HEAD_WITHIN = 30
LONGEST_HEADING = 60
NUMBERING = frozenset({"序号", "编号", "no", "no.", "例"})
EXAMPLE = re.compile(r"例|示例|样例|填写示例")
# What stands below the last line of a printed table.
FOOTNOTE = re.compile(
    r"(注|备注|说明|合计|共计|总计|填表人|填报人|填表单位|审核人|联系人|联系电话|单位盖章)\s*[:：]"
)
BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `heading` is what Sciweek writes, `aliases` what others write.

    `choices` are the words of a "choice"; `example` fills the example line of the template, `hint` its note.
    """

    name: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    kind: ColumnKind = "text"
    choices: tuple[str, ...] = ()
    width: int = 12
    example: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of data: its row in the file, its cells by the column's name. A column that is not there has no cell."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        cell = self.cells.get(name)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The table that fits best. `headings` maps a column's name to the words that stand over it in the file."""

    table: str
    head_row: int
    headings: Mapping[str, str]
    lines: list[Line]
    # Headings that no column answers to.
    unknown: tuple[str, ...] = ()
    # Headings of columns that may be left out and are.
    missing: tuple[str, ...] = ()
    # Rows that were passed over: examples, sums, notes below the table.
    skipped: tuple[int, ...] = ()


def plain_heading(text: str) -> str:
    """A heading as it is compared: without spaces, line breaks, stars and colons, in one width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s*※●:：;；_/／、,，.。]+", "", folded)


def _forms(text: str) -> tuple[str, ...]:
    """The heading with and without what stands in brackets: 时间（必填） is 时间."""
    folded = unicodedata.normalize("NFKC", text)
    return tuple(
        dict.fromkeys(filter(None, (plain_heading(folded), plain_heading(BRACKETS.sub("", folded)))))
    )


@dataclass(slots=True)
class _Head:
    """A candidate for the head of a table: which place holds which column."""

    table: Table
    first: int  # place in table.rows
    rows: int  # one or two
    places: dict[int, str] = field(default_factory=dict)  # place in the row → column's name
    words: dict[int, str] = field(default_factory=dict)
    score: int = 0


def recognise(tables: Sequence[Table], columns: Sequence[Column], *, most: int = MOST_LINES) -> Recognised:
    """Find the table and its head, in whatever order the columns stand.

    Raises `Refused`: nothing that fits, a required column missing, more than `most` lines.
    """
    names = {form: column.name for column in reversed(columns) for form in _names_of(column)}
    required = {column.name for column in columns if column.required}
    best: _Head | None = None
    for table in tables:
        for head in _heads(table, names):
            head.score = len(head.places) + 3 * len(required & set(head.places.values()))
            if best is None or head.score > best.score:
                best = head
    found = set(best.places.values()) if best else set()
    if best is None or required - found or len(found) < min(2, len(columns)):
        raise Refused(_what_is_missing(tables, columns, best, found), code="wrong_sheet")
    return _read(best, columns, most)


def _names_of(column: Column) -> list[str]:
    return [
        form for text in (*column.aliases, column.heading) for form in (*_forms(text)[1:], _forms(text)[0])
    ]


def _heads(table: Table, names: Mapping[str, str]) -> list[_Head]:
    """Every row near the top as a head of its own, and together with the row below it."""
    top = table.rows[:HEAD_WITHIN]
    heads = [_match(_Head(table, index, 1), names, row, None) for index, row in enumerate(top)]
    heads += [
        _match(_Head(table, index, 2), names, lower, upper)
        for index, (upper, lower) in enumerate(pairwise(top))
        if _follows(upper, lower)
    ]
    return heads


def _follows(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether the rows stand directly below each other: blank rows are left out of a table."""
    return bool(upper and lower) and row_number(lower) == row_number(upper) + 1


def _match(head: _Head, names: Mapping[str, str], row: Sequence[Cell], above: Sequence[Cell] | None) -> _Head:
    group = ""
    for place, cell in enumerate(row):
        over = above[place].text if above and place < len(above) else ""
        group = over or (group if cell.text else "")
        own = cell.text or over
        found = next(
            (names[form] for form in _candidates(group if above else "", own) if form in names), None
        )
        if own:
            head.words[place] = own
        if found and found not in head.places.values():
            head.places[place] = found
    return head


def _candidates(group: str, own: str) -> list[str]:
    """How a heading may be called; below a common heading (活动时间 over 开始 and 结束) the two together come first."""
    if len(own) > LONGEST_HEADING:
        return []
    is_grouped = bool(group) and group != own and len(group) <= LONGEST_HEADING
    together = [*_forms(group + own), *_forms(own + group)] if is_grouped else []
    return [*together, *_forms(own)]


def row_number(row: Sequence[Cell]) -> int:
    """The row in the file, from the address of its first cell."""
    return int(row[0].address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _what_is_missing(
    tables: Sequence[Table], columns: Sequence[Column], best: _Head | None, found: set[str]
) -> str:
    wanted = [column.heading for column in columns if column.required]
    if best is None or len(found) < min(2, len(columns)):
        sheets = "、".join(table.name for table in tables if table.rows) or _("（都是空的）")
        return _("没有找到表头。看过的工作表：%(sheets)s。表头里要有：%(wanted)s。") % {
            "sheets": sheets,
            "wanted": "、".join(wanted or [column.heading for column in columns]),
        }
    lacking = [column.heading for column in columns if column.required and column.name not in found]
    words = {
        "sheet": best.table.name,
        "row": row_number(best.table.rows[best.first + best.rows - 1]),
        "lacking": "、".join(lacking or wanted),
    }
    return (
        _("“%(sheet)s”第 %(row)d 行像是表头，可是缺这些列：%(lacking)s。补上列名再上传，或者用模板。") % words
    )


def _read(head: _Head, columns: Sequence[Column], most: int) -> Recognised:
    table, start = head.table, head.first + head.rows
    beyond = table.total - len(table.rows)
    count = len(table.rows) - start + beyond
    if count > most:
        raise Refused(
            _("“%(sheet)s”有 %(count)d 行，一次最多导入 %(most)d 行。请分成几个文件。")
            % {"sheet": table.name, "count": count, "most": most},
            code="too_many_rows",
        )
    head_row = table.rows[start - 1]
    numbering = [place for place, words in head.words.items() if plain_heading(words) in NUMBERING]
    lines, skipped = [], []
    for row in table.rows[start:]:
        if _is_beside_the_point(row, numbering, head):
            skipped.append(row_number(row))
            continue
        cells = {name: row[place] for place, name in head.places.items() if place < len(row)}
        if any(not cell.is_blank for cell in cells.values()):
            lines.append(Line(row_number(row), cells))
    found = set(head.places.values())
    unknown = [
        words for place, words in head.words.items() if place not in head.places and place not in numbering
    ]
    return Recognised(
        table=table.name,
        head_row=row_number(head_row),
        headings={name: head.words[place] for place, name in head.places.items()},
        lines=lines,
        unknown=tuple(unknown),
        missing=tuple(column.heading for column in columns if column.name not in found),
        skipped=tuple(skipped),
    )


def _is_beside_the_point(row: Sequence[Cell], numbering: Sequence[int], head: _Head) -> bool:
    """Example lines, the head once more (a printed table repeats it), notes below the table."""
    if any(place < len(row) and EXAMPLE.fullmatch(row[place].text) for place in numbering):
        return True
    filled = [cell.text for cell in row if cell.text]
    if len(filled) <= 2 and filled and FOOTNOTE.match(filled[0] + "："):
        return True
    if filled and FOOTNOTE.match(filled[0]) and len(filled) <= 4:
        return True
    again = [place for place in head.places if place < len(row) and row[place].text == head.words[place]]
    return len(again) >= 2 and len(again) * 2 > len(head.places)
