"""From characters at places on pages to lines of text; shared by PDF, OFD and character recognition.

A fixed page knows no paragraphs. Lines that a typesetter broke only because the next word did not fit are joined
again; headings, list items and signatures are not. Ruled tables become one line a row, cells joined by " | ". Page
numbers and headers repeated on most pages are left out.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from . import grid

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f]")
_CLOSING = "，。、；：？！）》」』”’〕】％,.;:?!)]%"
_TOKEN = re.compile(rf"([!-~]+|.)[{re.escape(_CLOSING)}]*")
_LIST_ITEM = re.compile(
    r"([一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\(?\d{1,2}[.．、)）]\D|第[一二三四五六七八九十百]+[章条]|附件)"
)
_DATE = re.compile(r"[\d〇○零一二三四五六七八九]{4}\s*年.{1,4}月.{1,4}日")
_SENTENCE_END = tuple("。；：！？.;:!?")
_PAGE_NUMBER = re.compile(
    r"[-—–―－·•~\s]*(\d{1,4}|第\s*\d{1,4}\s*页(\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})[-—–―－·•~\s]*"
)
_DECORATED = re.compile(r"\s*[-—–―－]{1,2}\s*\d{1,4}\s*[-—–―－]{1,2}\s*|第\s*\d{1,4}\s*页.*")
_MARGIN = 0.12


@dataclass(slots=True)
class Glyph:
    """A character, or a recognised piece of a line, with its box; points, origin at the top left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[grid.Rule] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    """Width of a full character."""
    hang: float = 0.0
    """Width of the closing punctuation at its end, which may stand beyond the edge."""
    token: float = 0.0
    """Width of the first piece that cannot be broken: what had no room on the line before."""
    row: bool = False
    """A row of a table, or recognised pieces side by side: never joined with its neighbours."""


def text_of(pages: list[Page]) -> tuple[str, int]:
    """The text of all pages, and how many page numbers and repeated headers were left out."""
    laid = [_laid_out(page) for page in pages]
    removed = _remove_running_lines(laid, [page.height for page in pages])
    edges = {round(page.width): (0.0, 0.0) for page in pages}
    for width in edges:
        edges[width] = _edges(
            [
                line
                for page, lines in zip(pages, laid, strict=True)
                if round(page.width) == width
                for line in lines
            ]
        )
    out: list[str] = []
    last: Line | None = None
    last_page = -1
    for number, (page, lines) in enumerate(zip(pages, laid, strict=True)):
        left, right = edges[round(page.width)]
        for line in lines:
            if last is not None and _continues(last, line, left, right, same_page=number == last_page):
                out[-1] = _joined(out[-1], line.text)
            else:
                out.append(line.text)
            last, last_page = line, number
    return "\n".join(out), removed


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Characters grouped into lines from top to bottom, each read from left to right."""
    rows: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda each: each.y0 + each.y1):
        centre, tall = (glyph.y0 + glyph.y1) / 2, glyph.y1 - glyph.y0
        if rows and centre - middle < 0.45 * max(min(height, 2 * tall), 1.0):
            rows[-1].append(glyph)
            # The line's middle follows slowly, so that a page of slightly slanted text does not melt together.
            middle += (centre - middle) / len(rows[-1])
            height = max(height, tall)
        else:
            rows.append([glyph])
            middle, height = centre, tall
    return [line for row in rows if (line := _line(sorted(row, key=lambda each: each.x0))) is not None]


def _line(glyphs: list[Glyph]) -> Line | None:
    while glyphs and not glyphs[0].text.strip():
        glyphs = glyphs[1:]
    while glyphs and not glyphs[-1].text.strip():
        glyphs = glyphs[:-1]
    if not glyphs:
        return None
    pieces_in_row = len(glyphs) > 1 and any(len(each.text) > 1 for each in glyphs)
    wide = [(each.x1 - each.x0) / _ems(each.text) for each in glyphs if _WIDE.search(each.text)]
    em = median(wide) if wide else max(1.0, 0.9 * median(each.y1 - each.y0 for each in glyphs))
    gaps = sorted(
        max(0.0, after.x0 - before.x1)
        for before, after in itertools.pairwise(glyphs)
        if _WIDE.match(before.text) and _WIDE.match(after.text)
    )
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    pieces = [glyphs[0].text]
    for before, after in itertools.pairwise(glyphs):
        pieces.append(_space_between(before, after, em, usual))
        pieces.append(after.text)
    return Line(
        "".join(pieces),
        min(each.x0 for each in glyphs),
        min(each.y0 for each in glyphs),
        max(each.x1 for each in glyphs),
        max(each.y1 for each in glyphs),
        em,
        glyphs[-1].x1 - glyphs[-1].x0 if glyphs[-1].text in _CLOSING else 0.0,
        _first_token(glyphs),
        row=pieces_in_row,
    )


def _ems(text: str) -> float:
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)


def _space_between(before: Glyph, after: Glyph, em: float, usual: float) -> str:
    """The spaces that a gap stands for; `usual` is the gap that justification put between all characters."""
    gap = after.x0 - before.x1
    if before.text.isspace():
        # PDFium hands on one space of several: the rest is a gap of whole spaces.
        width = before.x1 - before.x0
        return " " * min(round(gap / width), 8) if width > 0.1 * em and gap > 0.8 * width + usual else ""
    if after.text.isspace():
        return ""
    if len(before.text) > 1 or len(after.text) > 1:
        return "  "
    kinds = (bool(_WIDE.match(before.text)), bool(_WIDE.match(after.text)))
    # Typesetters put a quarter of an em between Chinese and Latin, and nothing between two Chinese characters.
    least = 0.6 if kinds[0] != kinds[1] or before.text in _CLOSING else 0.2
    if gap <= max(least * em, 2.5 * usual):
        return ""
    return "  " if gap > 2 * em else " "


def _first_token(glyphs: list[Glyph]) -> float:
    end = 1
    if glyphs[0].text.isascii():
        while end < len(glyphs) and glyphs[end].text.isascii() and glyphs[end].text.strip():
            end += 1
    while end < len(glyphs) and glyphs[end].text in _CLOSING:
        end += 1
    first = glyphs[0]
    if len(first.text) > 1:
        token = _TOKEN.match(first.text)
        return (first.x1 - first.x0) * _ems(token[0] if token else first.text) / _ems(first.text)
    return glyphs[end - 1].x1 - first.x0


def _laid_out(page: Page) -> list[Line]:
    tables = grid.tables(page.rules)
    outside = page.glyphs
    lines: list[Line] = []
    for table in tables:
        inside = [each for each in outside if table.holds(each.x0, each.y0, each.x1, each.y1)]
        outside = [each for each in outside if not table.holds(each.x0, each.y0, each.x1, each.y1)]
        lines += _table_rows(table, inside)
    lines += lines_of(outside)
    return sorted(lines, key=lambda line: (line.y0 + line.y1) / 2)


def _table_rows(table: grid.Table, glyphs: list[Glyph]) -> list[Line]:
    by_cell: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        owner = table.cell_at((glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2)
        by_cell.setdefault(owner, []).append(glyph)
    rows = []
    for number, row in enumerate(table.rows()):
        top, bottom = table.ys[number], table.ys[number + 1]
        cells = []
        for place in row:
            if place is None:
                cells.append("")
                continue
            right = table.right_of(place)
            cells.append(_cell_text(lines_of(by_cell.get(place, [])), right))
        if any(cells):
            text = " | ".join(cells).rstrip()
            rows.append(Line(text, table.xs[0], top, table.xs[-1], bottom, 1.0, row=True))
    return rows


def _cell_text(lines: list[Line], right: float) -> str:
    if not lines:
        return ""
    # Cells have padding of their own; the longest line shows where text may reach.
    reach = max(line.x1 for line in lines)
    reach = reach if right - reach < 2.2 * lines[0].em else right
    text = lines[0].text
    for before, line in itertools.pairwise(lines):
        wrapped = reach - before.x1 < line.token + 0.3 * line.em
        text = _joined(text, line.text) if wrapped else f"{text} {line.text}"
    return text


def _remove_running_lines(pages: list[list[Line]], heights: list[float]) -> int:
    removed = 0
    repeated = _repeated(pages, heights)
    for lines, height in zip(pages, heights, strict=True):
        for at in (-1, 0, -1, 0):
            if not lines or lines[at].row:
                continue
            line = lines[at]
            marginal = _is_marginal(line, height)
            number = _PAGE_NUMBER.fullmatch(line.text) and (marginal or _DECORATED.fullmatch(line.text))
            if number or (marginal and _without_digits(line.text) in repeated):
                del lines[at]
                removed += 1
    return removed


def _repeated(pages: list[list[Line]], heights: list[float]) -> set[str]:
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        seen.update(
            {_without_digits(line.text) for line in [*lines[:2], *lines[-2:]] if _is_marginal(line, height)}
        )
    return {text for text, count in seen.items() if count >= max(3, 0.6 * len(pages))}


def _without_digits(text: str) -> str:
    return re.sub(r"\d+|\s+", "", text)


def _is_marginal(line: Line, height: float) -> bool:
    return line.y1 < _MARGIN * height or line.y0 > (1 - _MARGIN) * height


def _edges(lines: list[Line]) -> tuple[float, float]:
    """Left and right edge of running text. Too wide a guess only leaves lines apart, so doubt goes outward."""
    running = [line for line in lines if not line.row]
    if not running:
        return 0.0, 0.0
    em = median(line.em for line in running)
    # Large titles may hang over the text's edges.
    running = [line for line in running if line.em < 1.25 * em]
    # Justified lines end together; only many of them outweigh a single longer line.
    many = max(4, len(running) // 5)
    lefts, rights = (
        sorted(line.x0 for line in running),
        sorted((line.x1 - line.hang for line in running), reverse=True),
    )
    return _shared(lefts, 0.5 * em, 2), _shared(rights, 0.35 * em, many)


def _shared(places: list[float], near: float, enough: int) -> float:
    """The first of the ordered places that `enough` of them share, or simply the first."""
    for first, last in zip(places, places[enough - 1 :], strict=False):
        if abs(first - last) < near:
            return first
    return places[0]


def _continues(before: Line, line: Line, left: float, right: float, same_page: bool) -> bool:
    """Whether `line` is the same paragraph as `before`: it is not indented, and its first piece had no room."""
    if before.row or line.row or abs(before.em - line.em) > 0.12 * max(before.em, line.em):
        return False
    if line.x0 > left + 1.2 * line.em:
        return False
    if same_page and line.y0 - before.y0 > 2.8 * max(before.em, line.em):
        return False
    if _LIST_ITEM.match(line.text) and before.text.endswith(_SENTENCE_END):
        return False
    if _DATE.fullmatch(line.text):
        return False
    return right - before.x1 < line.token + 0.6 * line.em


def _joined(before: str, after: str) -> str:
    if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalnum():
        return f"{before} {after}"
    return before + after
