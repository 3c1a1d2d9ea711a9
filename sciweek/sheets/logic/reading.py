"""Tables in: .xlsx, .xls, .ods and .csv as rows of cells that know their addresses."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from sciweek.base.errors import Refused
from sciweek.sheets.logic.cells import Cell, Table, Value, column_letters
from sciweek.sheets.logic.columns import HEAD_WITHIN, MOST_LINES
from sciweek.sheets.logic.containers import Opened, open_container
from sciweek.sheets.logic.extents import MAX_COLUMNS, Extent, measure_ods, measure_xlsx

Merged = Iterable[tuple[tuple[int, int], tuple[int, int]]]
MAX_SHEETS = 50
LONGEST_CELL = 10_000  # signs
SEPARATORS = (",", "\t", ";", "，", "|")


def read_tables(data: bytes, name: str, *, most: int = MOST_LINES) -> list[Table]:
    """Every sheet with its blank rows left out; rows beyond `most` are counted, not kept.

    The format is told by the bytes, not by `name`. Raises `Refused` with what to do: macros, a password, a file that
    unpacks to a size beyond reason, a damaged one, text in an unknown encoding.
    """
    opened = open_container(data, name)
    if opened.format == "csv":
        return [_table(_("表格"), _csv_rows(data), (0, 0), (), Extent(), most)]
    return _read_workbook(opened, most)


def _read_workbook(opened: Opened, most: int) -> list[Table]:
    extents: dict[str, Extent] = {}
    if opened.format == "xlsx":
        extents = measure_xlsx(opened.parts)
    elif opened.format == "ods":
        extents = measure_ods(opened.parts)
    tables: list[Table] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(opened.data)) as book:
            for about in book.sheets_metadata[:MAX_SHEETS]:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                extent = extents.get(about.name, Extent())
                merged = extent.merged or sheet.merged_cell_ranges or ()
                rows = sheet.to_python() if sheet.start else []
                tables.append(_table(about.name, rows, sheet.start or (0, 0), merged, extent, most))
    except PasswordError as error:
        raise Refused(_("文件有打开密码。去掉密码，另存为 .xlsx 后再传。"), code="encrypted") from error
    except (CalamineError, ValueError, OSError, KeyError) as error:
        raise _damaged() from error
    except BaseException as error:
        # A reader written in Rust says so when it panics over a broken file; that is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged() from error
    return tables


def _damaged() -> Refused:
    return Refused(_("文件打不开，可能没有传完整。在 Excel 里打开，另存为 .xlsx 后再传。"), code="damaged")


def _table(
    name: str,
    rows: Iterable[Sequence[Any]],
    start: tuple[int, int],
    merged: Merged,
    extent: Extent,
    most: int,
) -> Table:
    top, left = start
    letters = [column_letters(left + place) for place in range(MAX_COLUMNS)]
    kept: list[list[Cell]] = []
    places: dict[int, int] = {}  # row in the file, from 0 → place in `kept`
    total = 0
    for index, values in enumerate(rows, top):
        if not any(value not in ("", None) for value in values) and not extent.unreckoned:
            continue
        cells = [
            _cell(value, f"{letter}{index + 1}", extent)
            for letter, value in zip(letters, values, strict=False)
        ]
        if all(cell.is_blank for cell in cells):
            continue
        total += 1
        if len(kept) < most + HEAD_WITHIN:
            places[index] = len(kept)
            kept.append(cells)
    _repeat_down(kept, places, merged, left)
    return Table(name, kept, total)


def _cell(value: Any, address: str, extent: Extent) -> Cell:
    if address in extent.unreckoned:
        return Cell(None, address, _("公式没有存下结果。在 Excel 里打开并保存一次，或者直接写值。"))
    return Cell(_value(value), address)


def _value(value: Any) -> Value:
    if isinstance(value, timedelta):
        # Excel's hours beyond a day; within one, they are an hour.
        seconds = value.total_seconds()
        return seconds / 86400 if 0 <= seconds < 86400 else str(value)
    if isinstance(value, str):
        return value[:LONGEST_CELL] or None
    plain: Value = value
    return plain


def _repeat_down(kept: list[list[Cell]], places: dict[int, int], merged: Merged, left: int) -> None:
    """A merged cell speaks for all its rows."""
    budget = len(kept) * 20
    for (first, column), (last, _right) in merged:
        place = column - left
        source = places.get(first)
        if source is None or place < 0 or place >= len(kept[source]):
            continue
        value = kept[source][place]
        for row in range(first + 1, last + 1):
            budget -= 1
            if budget < 0 or row > max(places):
                break
            target = places.get(row)
            if target is not None and place < len(kept[target]) and kept[target][place].is_blank:
                kept[target][place] = Cell(value.value, kept[target][place].address, value.trouble)


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    """Row after row: a file of ten million line breaks must not become ten million lists."""
    text = _decode(data)
    if "\0" in text:
        raise Refused(_("这不是表格文件。请上传 .xlsx、.xls、.ods 或 .csv。"), code="not_a_table")
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            yield [value.strip() for value in row[:MAX_COLUMNS]]
    except csv.Error as error:
        raise Refused(
            _("这个 .csv 读不懂。在 Excel 里打开，另存为 .xlsx 后再传。"), code="damaged"
        ) from error


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
    head = "\n".join(text.splitlines()[:20])

    def evenness(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=sign) if any(row)]
        except csv.Error:
            return (0, 0)
        many = [width for width in widths if width > 1]
        return (len(many), max(many, default=0))

    return max(SEPARATORS, key=evenness)
