"""Tables in: .xlsx, .xls, .ods and .csv as rows of cells that know their addresses."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from sciweek.base.children import NoAnswer, ask
from sciweek.base.errors import Refused
from sciweek.sheets.logic.cells import Cell, Table, Value, column_letters
from sciweek.sheets.logic.columns import HEAD_WITHIN, MOST_LINES
from sciweek.sheets.logic.containers import Opened, open_container
from sciweek.sheets.logic.extents import MAX_COLUMNS

Merged = Iterable[Sequence[Sequence[int]]]
# Of all sheets together, blank ones too: 5,000 lines of two hundred columns take a hundred megabytes.
MOST_CELLS = 1_000_000
SEPARATORS = (",", "\t", ";", "，", "|")
# Of the reading child: seconds of the processor, bytes of address space.
READ_SECONDS = 8
READ_MEMORY = 1024 * 1024 * 1024


def read_tables(data: bytes, name: str, *, most: int = MOST_LINES) -> list[Table]:
    """Every sheet with its blank rows left out; rows beyond `most` are counted, not kept.

    The format is told by the bytes, not by `name`. Raises `Refused` with what to do: macros, a password, a file that
    unpacks to a size beyond reason, a damaged one, text in an unknown encoding.
    """
    opened = open_container(data, name)
    if opened.format == "csv":
        rows, beyond = _csv_rows(data, most + HEAD_WITHIN)
        return [_table(_("表格"), rows, 0, (), frozenset(), room=MOST_CELLS, beyond=beyond)]
    return _read_workbook(opened, most)


def _read_workbook(opened: Opened, most: int) -> list[Table]:
    tables: list[Table] = []
    room = MOST_CELLS
    for sheet in _asked(opened, most + HEAD_WITHIN):
        rows = ((index, [_value(value) for value in values]) for index, values in sheet["rows"])
        tables.append(
            _table(
                sheet["name"],
                rows,
                sheet["start"][1],
                sheet["merged"],
                frozenset(sheet["unreckoned"]),
                room=room,
                beyond=sheet["beyond"],
            )
        )
        room -= sum(map(len, tables[-1].rows))
    return tables


def _asked(opened: Opened, most: int) -> list[dict[str, Any]]:
    """The sheets as the reading child tells them; its death is an answer too."""
    words = (opened.format, str(most))
    try:
        told = ask(
            "sciweek.sheets.logic.child", opened.data, *words, seconds=READ_SECONDS, memory=READ_MEMORY
        )
    except NoAnswer as none:
        raise _refused("too_large" if none.asked_too_much else "damaged") from none
    answer: dict[str, Any] = json.loads(told)
    if answer.get("refused") == "too_far":
        raise Refused(
            _("工作表“%(sheet)s”太大（%(rows)d 行，%(columns)d 列）。只留要导入的行和列，再上传。") % answer,
            code="too_large",
        )
    if "refused" in answer:
        raise _refused(answer["refused"])
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _refused(why: str) -> Refused:
    words = {
        "encrypted": _("文件有打开密码。去掉密码，另存为 .xlsx 后再传。"),
        "too_large": _("文件太大，没有读完。只留要导入的一张表，另存为 .xlsx 后再传。"),
    }
    damaged = _("文件打不开，可能没有传完整。在 Excel 里打开，另存为 .xlsx 后再传。")
    return Refused(words.get(why, damaged), code=why)


def _value(kept: Any) -> Value:
    """The counterpart of the child's `plain`."""
    if not isinstance(kept, list):
        plain: Value = kept
        return plain
    kind, words = kept
    if kind == "moment":
        return datetime.fromisoformat(words)
    return date.fromisoformat(words) if kind == "day" else time.fromisoformat(words)


def _table(
    name: str,
    rows: Iterable[tuple[int, Sequence[Value]]],
    left: int,
    merged: Merged,
    unreckoned: frozenset[str],
    *,
    room: int,
    beyond: int = 0,
) -> Table:
    """`rows` are numbered from 0 as in the file. Raises `Refused` for more than `room` cells."""
    letters = [column_letters(left + place) for place in range(MAX_COLUMNS)]
    kept: list[list[Cell]] = []
    places: dict[int, int] = {}  # row in the file → place in `kept`
    for index, values in rows:
        cells = [
            _cell(value, f"{letter}{index + 1}", unreckoned)
            for letter, value in zip(letters, values, strict=False)
        ]
        if all(cell.is_blank for cell in cells):
            continue
        room -= len(cells)
        if room < 0:
            raise _refused("too_large")
        places[index] = len(kept)
        kept.append(cells)
    _repeat_down(kept, places, merged, left)
    return Table(name, kept, len(kept) + beyond)


def _cell(value: Value, address: str, unreckoned: frozenset[str]) -> Cell:
    if address in unreckoned:
        return Cell(None, address, _("公式没有存下结果。在 Excel 里打开并保存一次，或者直接写值。"))
    return Cell(value, address)


def _repeat_down(kept: list[list[Cell]], places: dict[int, int], merged: Merged, left: int) -> None:
    """A merged cell speaks for all its rows."""
    budget, end = len(kept) * 20, max(places, default=0)
    for (first, column), (last, _right) in merged:
        place = column - left
        source = places.get(first)
        if source is None or place < 0 or place >= len(kept[source]):
            continue
        value = kept[source][place]
        for row in range(first + 1, last + 1):
            budget -= 1
            if budget < 0 or row > end:
                break
            target = places.get(row)
            if target is not None and place < len(kept[target]) and kept[target][place].is_blank:
                kept[target][place] = Cell(value.value, kept[target][place].address, value.trouble)


def _csv_rows(data: bytes, most: int) -> tuple[list[tuple[int, list[str]]], int]:
    """The first rows that hold anything, and how many there are beyond: ten million must not become as many lists."""
    text = _decode(data)
    if "\0" in text:
        raise Refused(_("这不是表格文件。请上传 .xlsx、.xls、.ods 或 .csv。"), code="not_a_table")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows: list[tuple[int, list[str]]] = []
    try:
        for index, row in enumerate(reader):
            if not any(row):
                continue
            if len(rows) == most:
                return rows, 1 + sum(map(any, reader))
            rows.append((index, [value.strip() for value in row[:MAX_COLUMNS]]))
    except csv.Error as error:
        raise Refused(
            _("这个 .csv 读不懂。在 Excel 里打开，另存为 .xlsx 后再传。"), code="damaged"
        ) from error
    return rows, 0


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("文字编码没有认出来。在 Excel 里打开，另存为 .xlsx 后再传。"), code="encoding")


def _separator(text: str) -> str:
    """The sign that splits the first lines into the most even columns."""
    head = "\n".join(text[:100_000].splitlines()[:20])

    def evenness(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=sign) if any(row)]
        except csv.Error:
            return (0, 0)
        many = [width for width in widths if width > 1]
        return (len(many), max(many, default=0))

    return max(SEPARATORS, key=evenness)
