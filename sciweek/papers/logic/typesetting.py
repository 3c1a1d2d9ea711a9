"""Blocks become paragraphs and tables of WordprocessingML."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from docx.oxml.ns import qn

from sciweek.papers.logic import styles
from sciweek.papers.logic.blocks import (
    AnnexNote,
    Blank,
    Block,
    Column,
    FormBlock,
    Heading,
    PageBreak,
    Para,
    TableBlock,
    Title,
)
from sciweek.papers.logic.breaks import title_lines
from sciweek.papers.logic.measures import FANGSONG, PITCH, SIZE_2, TEXT_HEIGHT, TEXT_WIDTH, chars
from sciweek.papers.logic.numbering import numbered
from sciweek.papers.logic.ooxml import aligned, element, indent, paragraph, run

LANDSCAPE, PORTRAIT = "landscapeBegins", "landscapeEnds"
"""Marks between blocks, taken out again by `sections`."""

TITLE_ROOM = TEXT_WIDTH / 20 / SIZE_2
_LABEL_SHARE = 1.0
_VALUE_SHARE = 2.6


def typeset(blocks: Iterable[Block], *, turned: bool = False) -> list[Any]:
    """The blocks as elements; `turned` when they stand on landscape pages already."""
    out: list[Any] = []
    found = list(numbered(blocks))
    for block, after in zip_longest(found, found[1:]):
        made = _typeset(block, turned)
        if isinstance(block, Heading) and not block.then and _ends(block, after):
            made[0].pPr.insert(1, element("keepNext", val=0))
        out += made
    return out


def _ends(block: Heading, after: Block | None) -> bool:
    """Whether nothing stands below the heading: it is a line of a list then, and may be the last one of a page."""
    return isinstance(after, Heading) and after.level <= block.level


def _typeset(block: Block, turned: bool) -> list[Any]:
    match block:
        case Para():
            return [_para(line, block) for line in _lines(block.text)]
        case Heading():
            return [heading(block)]
        case Title():
            return title(block.text)
        case AnnexNote():
            return annex_note(block.titles)
        case TableBlock():
            made = table(block, TEXT_HEIGHT if block.landscape or turned else TEXT_WIDTH)
            return [element(LANDSCAPE), *made, element(PORTRAIT)] if block.landscape and not turned else made
        case FormBlock():
            return form(block)
        case PageBreak():
            return [new_page()]
        case Blank():
            return blanks(block.lines)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _para(text: str, block: Para) -> Any:
    first = None if block.indent == 2 else _first(block.indent)
    return paragraph(styles.BODY, text, ind=first, jc=None if block.align == "both" else aligned(block.align))


def _first(characters: int) -> Any:
    made = indent(first=chars(characters)) if characters else element("ind", firstLine=0)
    made.set(next(iter(made.attrib)).rpartition("}")[0] + "}firstLineChars", str(characters * 100))
    return made


def heading(block: Heading) -> Any:
    """一、黑体 · （一）楷体 · 1. and （1） in the type of the text."""
    words = run((block.number or "") + block.text.replace("\n", ""))
    if not block.then:
        return paragraph(styles.HEADINGS[block.level - 1], words)
    look = styles.BY_ID[styles.HEADINGS[block.level - 1]]
    lead = run((block.number or "") + block.text, font=look.font if look.font != FANGSONG else "")
    return paragraph(styles.BODY, lead, run(block.then))


def title(text: str, *, new_page: bool = False) -> list[Any]:
    """A title with its lines broken well, and the empty line below it."""
    return [
        paragraph(
            styles.TITLE,
            "\n".join(title_lines(text, TITLE_ROOM)),
            pageBreakBefore=element("pageBreakBefore") if new_page else None,
        ),
        *blanks(1),
    ]


def annex_note(titles: Sequence[str]) -> list[Any]:
    """附件： two characters in; a name that wraps goes on below its own first character."""
    if len(titles) == 1:
        return [
            paragraph(styles.ANNEX_NOTE, f"附件：{titles[0]}", ind=indent(left=chars(5), first=-chars(3)))
        ]
    out = []
    for number, name in enumerate(titles, 1):
        width = 1.0 if number < 10 else 1.5
        lead, hanging = ("附件：", 3 + width) if number == 1 else ("", width)
        ind = indent(left=chars(5 + width), first=-chars(hanging))
        out.append(paragraph(styles.ANNEX_NOTE, f"{lead}{number}.{name}", ind=ind))
    return out


def blanks(lines: int) -> list[Any]:
    return [paragraph(styles.NORMAL) for _ in range(lines)]


def new_page() -> Any:
    """What follows stands on a new page."""
    made = run("")
    made.append(element("br", type="page"))
    return paragraph(styles.NORMAL, made, spacing=element("spacing", line=20, lineRule="exact"))


def table(block: TableBlock, width: int) -> list[Any]:
    """A framed table with its title above and its note below."""
    shares = [column.width for column in block.columns]
    widths = _widths(shares, width)
    rows = [_row([(column.heading, 1) for column in block.columns], widths, block.columns, head=True)]
    empty = [("",) * len(block.columns)] * block.blank_rows
    rows += [
        _row(
            [(cell, 1) for cell in cells],
            widths,
            block.columns,
            height=0 if any(cells) else block.blank_lines,
        )
        for cells in [*block.rows, *empty]
    ]
    made = [_table(widths, rows)]
    if block.title:
        made.insert(0, paragraph(styles.TABLE_TITLE, block.title.replace("\n", "")))
    return [*made, *(paragraph(styles.CELL, line) for line in _lines(block.note))]


def form(block: FormBlock) -> list[Any]:
    """A form: labels in the head's type, values beside them, all rows of one width."""
    pairs = max(len(row) for row in block.rows)
    widths = _widths([_LABEL_SHARE, _VALUE_SHARE] * pairs, TEXT_WIDTH)
    columns = [Column("", align="center" if at % 2 == 0 else "left", width=1) for at in range(pairs * 2)]
    heights = block.lines or {}
    rows = []
    for row in block.rows:
        cells: list[tuple[str, int]] = []
        for at, (label, value) in enumerate(row):
            last = at == len(row) - 1
            cells += [(label, 1), (value, pairs * 2 - at * 2 - 1 if last else 1)]
        height = max(heights.get(label, block.least) for label, _ in row)
        rows.append(_row(cells, widths, columns, height=height, form=True))
    if block.is_whole:
        for line in (line for row in rows[:-1] for line in row.iter(qn("w:p"))):
            line.pPr.insert(1, element("keepNext"))
    made = [_table(widths, rows)]
    return [paragraph(styles.TABLE_TITLE, block.title), *made] if block.title else made


def _widths(shares: Sequence[float], width: int) -> list[int]:
    whole = sum(shares)
    return [round(width * share / whole) for share in shares]


def _table(widths: Sequence[int], rows: Iterable[Any]) -> Any:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    properties = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *(element(side, val="single", sz=4, space=0, color="auto") for side in sides)),
        element("tblLayout", type="fixed"),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", properties, grid, *rows)


def _row(
    cells: Sequence[tuple[str, int]],
    widths: Sequence[int],
    columns: Sequence[Column],
    *,
    head: bool = False,
    height: float = 0,
    form: bool = False,
) -> Any:
    properties = element(
        "trPr",
        element("cantSplit"),
        element("trHeight", val=round(height * PITCH * 20), hRule="atLeast") if height else None,
        element("tblHeader") if head else None,
    )
    made, at = element("tr", properties), 0
    for text, span in cells:
        is_head = head or (form and at % 2 == 0)
        made.append(_cell(text, sum(widths[at : at + span]), span, columns[at], is_head))
        at += span
    return made


def _cell(text: str, width: int, span: int, column: Column, head: bool) -> Any:
    properties = element(
        "tcPr",
        element("tcW", w=width, type="dxa"),
        element("gridSpan", val=span) if span > 1 else None,
        element("vAlign", val="center"),
    )
    style = styles.CELL_HEAD if head else styles.CELL
    lines = [
        paragraph(style, line, jc=None if head or column.align == "left" else aligned(column.align))
        for line in _lines(text) or [""]
    ]
    return element("tc", properties, *lines)
