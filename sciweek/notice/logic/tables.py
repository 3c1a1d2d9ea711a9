"""Tables of activities: cells parted by signs, by blanks, or printed one a line."""

import re

from sciweek.notice.logic.activity_items import Item
from sciweek.notice.logic.event_names import event_in_sentence, stripped
from sciweek.notice.logic.layout import Layout, Para
from sciweek.notice.logic.source import Span

# In the order in which they are tried: 活动 alone names the name, but 活动时间 the time.
_COLUMNS = (
    ("number", re.compile(r"^(?:序号|编号|No\.?)$")),
    ("time", re.compile(r"时间|日期")),
    ("place", re.compile(r"地点|地址|场所")),
    ("co", re.compile(r"协办|配合|参加|参与")),
    ("hosts", re.compile(r"主办|责任单位|牵头|负责单位|单位$|责任部门|组织单位|举办单位")),
    ("organisers", re.compile(r"承办|实施")),
    ("co", re.compile(r"支持")),
    ("name", re.compile(r"活动名称|活动项目|项目名称|活动内容|主要内容|活动主题|内容|名称|项目|活动")),
)
LONGEST_HEADING = 14


def _columns(cells: list[str]) -> dict[int, str]:
    out: dict[int, str] = {}
    for i, cell in enumerate(cells):
        bare = cell.replace(" ", "")
        if not 0 < len(bare) <= LONGEST_HEADING:
            continue
        for name, pattern in _COLUMNS:
            if name not in out.values() and pattern.search(bare):
                out[i] = name
                break
    return out if "name" in out.values() and len(out) >= 2 else {}


def _row_cells(layout: Layout, para: Para) -> list[tuple[str, Span]]:
    text = layout.view[para.start : para.end]
    sign = "|" if "|" in text else "\t"
    cells: list[tuple[str, Span]] = []
    at = para.start
    for piece in text.split(sign):
        cells.append((piece.strip(), (at, at + len(piece))))
        at += len(piece) + 1
    if cells and not cells[0][0] and sign == "|":
        cells = cells[1:]
    if cells and not cells[-1][0] and sign == "|":
        cells = cells[:-1]
    return cells


def _spaced_cells(layout: Layout, para: Para) -> list[tuple[str, Span]]:
    return [
        (m[0], (para.start + m.start(), para.start + m.end()))
        for m in re.finditer(r"[^ ]+", layout.view[para.start : para.end])
    ]


def table_items(layout: Layout, paras: list[Para], source: str) -> list[Item]:
    """Rows of tables: cells parted by | or tabs, by blanks under a header, or one cell a line."""
    items: list[Item] = []
    columns: dict[int, str] = {}
    spaced = False
    width = 0
    n = 0
    while n < len(paras):
        para = paras[n]
        text = layout.view[para.start : para.end]
        if para.table:
            cells = _row_cells(layout, para)
            header = _columns([c for c, _ in cells])
            if header and not (columns and re.match(r"\d", cells[0][0])):
                columns, spaced, width = header, False, len(cells)
            elif columns:
                items += _row_item(layout, cells, columns, source)
        elif re.match(r"(?:序号|编号) [^。]{2,60}$", text):
            cells = _spaced_cells(layout, para)
            columns, spaced, width = _columns([c for c, _ in cells]), True, len(cells)
        elif text in {"序号", "编号"}:
            rows, used = _vertical(layout, paras, n)
            items += [i for row, header in rows for i in _row_item(layout, row, header, source)]
            n += used
            continue
        elif spaced and columns and re.match(r"\d{1,3} ", text):
            cells = _spaced_cells(layout, para)
            if len(cells) > width:
                cells = _squeezed(layout, cells, width)
            items += _row_item(layout, cells, columns, source)
        n += 1
    return items


def _squeezed(layout: Layout, cells: list[tuple[str, Span]], width: int) -> list[tuple[str, Span]]:
    """A row with blanks inside its last cell: the rest goes together."""
    last = cells[width - 1 :]
    span = (last[0][1][0], last[-1][1][1])
    return [*cells[: width - 1], (layout.view[span[0] : span[1]], span)]


def _vertical(
    layout: Layout, every: list[Para], start: int
) -> tuple[list[tuple[list[tuple[str, Span]], dict[int, str]]], int]:
    """A table printed one cell a line: 序号, 名称, …, 1, cell, cell, 2, …"""
    head = [layout.view[p.start : p.end] for p in every[start : start + 14]]
    first = next((i for i, t in enumerate(head) if t == "1"), None)
    columns = _columns(head[:first]) if first else {}
    if first is None or not columns:
        return [], 1
    paras = every[start:]
    texts = [layout.view[p.start : p.end] for p in paras]
    rows: list[tuple[list[tuple[str, Span]], dict[int, str]]] = []
    at = first
    while at < len(texts) and re.fullmatch(r"\d{1,3}", texts[at]):
        stop = at + 1
        while (
            stop < len(texts)
            and stop - at < first
            and not (
                re.fullmatch(r"\d{1,3}", texts[stop])
                and int(texts[stop]) in {int(texts[at]) + 1, int(texts[at]) + 2}
                and stop - at >= 2
            )
        ):
            if paras[stop].style in {"一、", "(一)"} or texts[stop].startswith("附件"):
                break
            stop += 1
        rows.append(([(texts[i], (paras[i].start, paras[i].end)) for i in range(at, stop)], columns))
        at = stop
    return rows, at


def _row_item(
    layout: Layout, cells: list[tuple[str, Span]], columns: dict[int, str], source: str
) -> list[Item]:
    found: dict[str, Span] = {}
    for i, (text, span) in enumerate(cells):
        name = columns.get(i)
        if name and text:
            found[name] = span
    if "name" not in found:
        return []
    start, end = stripped(layout.view, *found.pop("name"))
    text = layout.view[start:end]
    if len(text) < 3 or re.fullmatch(r"[\d.]+", text) or re.search(r"^(?:合计|备注|填报|单位)", text):
        return []
    if len(text) > 60:
        found_name = event_in_sentence(layout.view, start, end)
        cut = re.search(r"[。;:,]", text)
        start, end = found_name or (start, start + (cut.start() if cut and cut.start() > 3 else 60))
    found.pop("number", None)
    return [Item((start, end), source, "活动安排表中的一行", [], found, event=True)]
