"""回执汇总表 and 议程: tables of official papers."""

from collections.abc import Sequence

from sciweek.ceremonies.logic.names import spaced
from sciweek.ceremonies.logic.word.content import GuestRow, OrderRow
from sciweek.papers.logic.alone import table_docx
from sciweek.papers.logic.blocks import Blank, Block, Column, Para, TableBlock
from sciweek.sheets.logic.columns import Column as BookColumn
from sciweek.sheets.logic.writing import write_book

# What is printed goes to units and stays Chinese, whatever language the page is in.
GUEST_COLUMNS = (
    Column("序号", 0.8),
    Column("单位", 2.9, "left"),
    Column("身份", 0.8),
    Column("姓名", 1.4),
    Column("职务", 1.8, "left"),
    Column("手机", 1.7),
    Column("车牌", 1.8),
    Column("备注", 0.8, "left"),
)


def replies_docx(title: str, rows: Sequence[GuestRow], note: str = "") -> bytes:
    """The guests of all units in the notice's order, on turned pages."""
    cells = [
        (str(at), row.unit, row.kind, spaced(row.name), row.post, row.phone, row.plate, row.note)
        for at, row in enumerate(rows, 1)
    ]
    block = TableBlock(
        GUEST_COLUMNS, tuple(cells), title=title, landscape=True, blank_rows=0 if rows else 3, note=note
    )
    return table_docx(title, (block,), has_title=True)


def replies_xlsx(title: str, rows: Sequence[GuestRow]) -> bytes:
    """The same as a spreadsheet."""
    names = ("unit", "kind", "name", "post", "phone", "plate", "note")
    columns = [
        BookColumn(name, column.heading, width=round(column.width * 11))
        for name, column in zip(names, GUEST_COLUMNS[1:], strict=True)
    ]
    return write_book(title, columns, [{name: getattr(row, name) for name in names} for row in rows])


def order_docx(title: str, facts: Sequence[str], rows: Sequence[OrderRow], *, whole: bool) -> bytes:
    """The running order; `whole` with who prepares what, for those who run it."""
    # In millimetres of the text's 156: the hours stand in one line.
    columns = [Column("序号", 14), Column("时间", 30)]
    columns += [
        Column("议程", 38 if whole else 62, "left"),
        Column("主持、参加", 28 if whole else 50, "left"),
    ]
    if whole:
        columns += [Column("准备", 23, "left"), Column("材料", 23, "left")]
    cells = []
    for at, row in enumerate(rows, 1):
        line = [str(at), row.hours or f"{row.minutes}分钟", row.what, row.who]
        cells.append(tuple(line + ([row.prepares, row.materials] if whole else [])))
    blocks: list[Block] = [Para(fact, indent=0) for fact in facts]
    blocks += [Blank(), TableBlock(tuple(columns), tuple(cells), blank_rows=0 if cells else 6)]
    return table_docx(title, tuple(blocks))
