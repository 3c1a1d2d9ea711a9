"""The words of a Word file, for comparing versions."""

from typing import Any

from docx.oxml.ns import qn

from sciweek.papers.logic.container import opened
from sciweek.papers.logic.ooxml import local, nearest
from sciweek.papers.logic.template_text import TextOf

_BAR = " | "


def text_of(docx: bytes) -> list[str]:
    """One line a paragraph, one line a table row (cells joined by a bar); no empty lines, no headers and footers.

    Raises `Refused` when the file cannot be opened.
    """
    lines: list[str] = []
    _collect(opened(docx).element.body, lines)
    return lines


def _collect(parent: Any, lines: list[str]) -> None:
    for child in parent:
        kind = local(child)
        if kind == "p":
            lines += [line for part in TextOf(child).text.split("\n") if (line := " ".join(part.split()))]
        elif kind == "tr":
            _row(child, lines)
        elif kind in ("tbl", "sdt", "sdtContent", "customXml", "ins"):
            _collect(child, lines)


def _row(row: Any, lines: list[str]) -> None:
    cells: list[list[str]] = []
    for cell in row.iter(qn("w:tc")):
        # The cells of a table inside a cell come with that cell.
        if nearest(cell, "tr") is row:
            words: list[str] = []
            _collect(cell, words)
            cells.append(words)
    if len(cells) == 1:
        lines += cells[0]
    elif any(cells):
        lines.append(_BAR.join(" ".join(words) for words in cells))
