"""Tables out as .xlsx: a title, a head that stays in view, drop-down lists, ready to print."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.columns import Column

# What is written for readers of the file stays Chinese, whatever language the page is in: it goes to units.
NUMBERING = "序号"
EXAMPLE = "例"
LISTS = "选项"
EMPTY_LINES = 500  # rows below the last that still offer their lists
LONGEST_LIST = 250  # signs; a longer list of choices must stand on a sheet of its own
LINE_HEIGHT, HIGHEST_ROW = 15, 400  # points


def write_book(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Value]],
    *,
    note: str = "",
    example: bool = False,
    choices: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """One sheet: title, `note`, head, an example line that reading passes over, the rows (by the column's name).

    Text that begins like a formula stays text. `choices` are drop-down lists beyond those of the columns.
    """
    out = BytesIO()
    safe = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, safe) as book:
        sheet = book.add_worksheet(sheet_name(title))
        looks = _Looks.of(book)
        head_at = _write_top(sheet, looks, title, note, len(columns))
        _write_head(sheet, looks, columns, head_at)
        at = head_at + 1
        if example:
            line = {column.name: column.example for column in columns}
            _write_line(sheet, looks, columns, at, EXAMPLE, line, looks.example)
            at += 1
        for number, row in enumerate(rows, 1):
            _write_line(sheet, looks, columns, at, number, row, looks.cell)
            at += 1
        offered = {column.name: column.choices for column in columns} | dict(choices or {})
        _offer(book, sheet, columns, offered, head_at + 1, at + EMPTY_LINES)
        _set_paper(sheet, head_at, len(columns))
    return out.getvalue()


def sheet_name(title: str) -> str:
    """A title as the name of a sheet: at most 31 signs, none of those that Excel forbids."""
    return re.sub(r"[\[\]:*?/\\']", "", title).strip()[:31] or "表格"


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Any
    note: Any
    head: Any
    cell: Any
    number: Any
    day: Any
    moment: Any
    hour: Any
    example: Any
    column: Any

    @classmethod
    def of(cls, book: Any) -> "_Looks":
        grid = {
            "border": 1,
            "border_color": "#9AA5AC",
            "valign": "vcenter",
            "text_wrap": True,
            "font_name": "宋体",
        }
        return cls(
            title=book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
            note=book.add_format({"text_wrap": True, "valign": "top", "font_color": "#44525D"}),
            head=book.add_format(grid | {"bold": True, "align": "center", "bg_color": "#E8EEEF"}),
            cell=book.add_format(grid | {"num_format": "@"}),
            number=book.add_format(grid | {"align": "center"}),
            day=book.add_format(grid | {"num_format": 'yyyy"年"m"月"d"日"', "align": "left"}),
            moment=book.add_format(grid | {"num_format": 'yyyy"年"m"月"d"日" h:mm', "align": "left"}),
            hour=book.add_format(grid | {"num_format": "h:mm", "align": "left"}),
            example=book.add_format(grid | {"italic": True, "font_color": "#5D6A74", "num_format": "@"}),
            column=book.add_format({"num_format": "@", "valign": "vcenter", "text_wrap": True}),
        )


def _write_top(sheet: Any, looks: _Looks, title: str, note: str, width: int) -> int:
    """Title and note over the whole width; returns the row of the head."""
    sheet.merge_range(0, 0, 0, width, title, looks.title)
    sheet.set_row(0, 32)
    if not note:
        return 1
    sheet.merge_range(1, 0, 1, width, note, looks.note)
    sheet.set_row(1, 16 * (note.count("\n") + 1) + 4)
    return 2


def _write_head(sheet: Any, looks: _Looks, columns: Sequence[Column], at: int) -> None:
    sheet.set_row(at, 30)
    sheet.set_column(0, 0, 6)
    sheet.write_string(at, 0, NUMBERING, looks.head)
    for place, column in enumerate(columns, 1):
        sheet.set_column(place, place, column.width, looks.column if column.kind != "number" else None)
        sheet.write_string(at, place, f"{column.heading}{'*' if column.required else ''}", looks.head)


def _write_line(
    sheet: Any,
    looks: _Looks,
    columns: Sequence[Column],
    at: int,
    number: int | str,
    row: Mapping[str, Value],
    text_look: Any,
) -> None:
    if isinstance(number, str):
        sheet.write_string(at, 0, number, text_look)
    else:
        sheet.write_number(at, 0, number, looks.number)
    for place, column in enumerate(columns, 1):
        _write_cell(sheet, looks, at, place, row.get(column.name), text_look)
    most = max((_lines(row.get(column.name), column.width) for column in columns), default=1)
    if most > 1:  # some programs do not reckon a row's height when they open a file
        sheet.set_row(at, min(LINE_HEIGHT * most, HIGHEST_ROW))


def _lines(value: Value, width: float) -> int:
    """How many lines a text takes in a column so wide; a Chinese character takes two places."""
    most = max(int(width) - 1, 1)
    # Most cells: short enough whatever their signs.
    if not isinstance(value, str) or (2 * len(value) <= most and "\n" not in value):
        return 1
    places = (sum(1 if sign.isascii() else 2 for sign in line) for line in value.split("\n"))
    return sum(max(1, -(-count // most)) for count in places)


def _write_cell(sheet: Any, looks: _Looks, at: int, place: int, value: Value, text_look: Any) -> None:
    match value:
        case None | "":
            sheet.write_blank(at, place, None, text_look)
        case bool():
            sheet.write_string(at, place, "是" if value else "否", text_look)
        case int() | float():
            sheet.write_number(at, place, value, looks.number)
        case datetime():
            sheet.write_datetime(at, place, value, looks.moment)
        case date():
            sheet.write_datetime(at, place, value, looks.day)
        case time():
            sheet.write_datetime(at, place, value, looks.hour)
        case _:
            # Never `write`: a name that begins with = + - or @ would become a formula on somebody's desk.
            sheet.write_string(at, place, value, text_look)


def _offer(
    book: Any,
    sheet: Any,
    columns: Sequence[Column],
    offered: Mapping[str, Sequence[str]],
    first: int,
    last: int,
) -> None:
    """Drop-down lists, and hints that show when the cell is chosen. A list warns, it does not forbid."""
    lists: Any = None
    for place, column in enumerate(columns, 1):
        words = ["是", "否"] if column.kind == "yes_no" else list(offered.get(column.name, ()))
        rule: dict[str, Any] = {"validate": "any"}
        if words:
            source: Any = words
            # Beside its rule a list is words in quotes, set apart by commas.
            if len(",".join(words)) > LONGEST_LIST or any(sign in word for word in words for sign in ',"'):
                lists = lists or _list_sheet(book)
                lists.write_column(0, place, words)
                letter = xlsxwriter.utility.xl_col_to_name(place)
                source = f"={LISTS}!${letter}$1:${letter}${len(words)}"
            rule = {"validate": "list", "source": source, "error_type": "warning"}
        if column.hint:
            rule |= {"input_title": column.heading[:32], "input_message": column.hint[:255]}
        if len(rule) > 1:
            sheet.data_validation(first, place, last, place, rule)


def _list_sheet(book: Any) -> Any:
    lists = book.add_worksheet(LISTS)
    lists.hide()
    return lists


def _set_paper(sheet: Any, head_at: int, width: int) -> None:
    sheet.freeze_panes(head_at + 1, min(2, width))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head_at)
    sheet.center_horizontally()
    sheet.set_footer("&C&P / &N")
