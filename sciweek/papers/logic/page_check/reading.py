"""A Word file as lines with their looks, in the order of the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from sciweek.papers.logic.effective import Effective, ParagraphLook, RunLook, number_of
from sciweek.papers.logic.flow import belongs, text_in
from sciweek.papers.logic.measures import SIZE_3
from sciweek.papers.logic.ooxml import local
from sciweek.papers.logic.template_text import paragraphs_of


@dataclass(frozen=True, slots=True)
class Grid:
    """The document grid of a section: distance of lines and of characters in points, None where it sets none."""

    pitch: float | None
    closer: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A paragraph. `number` counts all paragraphs of its part; `top` when it stands in no table, box or frame."""

    number: int
    text: str
    look: ParagraphLook
    runs: tuple[tuple[str, RunLook], ...]
    node: Any
    grid: Grid
    part: str = "body"
    top: bool = True
    new_page: bool = False
    numbered_by_word: bool = False
    drawn: bool = False
    after_table: bool = False

    @property
    def words(self) -> str:
        """The text without blanks at its ends."""
        return self.text.strip()

    @property
    def empty(self) -> bool:
        return not self.text.strip()

    @property
    def red(self) -> bool:
        """A red head: red words, larger than a mark in the text."""
        return any(words.strip() and is_red(look.colour) and look.size >= SIZE_3 for words, look in self.runs)


@dataclass(frozen=True, slots=True)
class File:
    """The lines of the body and of the first header, and what pages are reckoned from."""

    document: Any
    lines: tuple[Line, ...]
    header: tuple[Line, ...]
    looks: Effective


def is_red(colour: str) -> bool:
    """Red as on screens or in print, not brown or pink."""
    if len(colour) != 6:
        return False
    try:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return red >= 0xB0 and green <= 0x50 and blue <= 0x50


def read(document: Any) -> File:
    """The file as lines."""
    looks = Effective(document)
    sections = list(document.sections)
    grids = [_grid(section) for section in sections]
    body = tuple(_lines(document.element.body, looks, grids))
    header: list[Line] = []
    if sections:
        first = sections[0]
        part = first.first_page_header if first.different_first_page_header_footer else first.header
        header = [
            _line(node, number, looks, grids[0], part="header")
            for number, node in enumerate(paragraphs_of(part._element), 1)
        ]
    return File(document, body, tuple(header), looks)


def part_lines(part: Any, file: File, kind: str) -> list[Line]:
    """The lines of a header or footer."""
    nodes = paragraphs_of(part._element)
    return [_line(node, at, file.looks, Grid(None, None), part=kind) for at, node in enumerate(nodes, 1)]


def _grid(section: Any) -> Grid:
    grid = section._sectPr.find(qn("w:docGrid"))
    kind = None if grid is None else grid.get(qn("w:type"))
    if kind not in ("lines", "linesAndChars", "snapToChars"):
        return Grid(None, None)
    pitch = number_of(grid.get(qn("w:linePitch")), 0) / 20
    closer = number_of(grid.get(qn("w:charSpace")), 0) / 4096 if kind != "lines" else None
    return Grid(pitch or None, closer)


def _lines(body: Any, looks: Effective, grids: list[Grid]) -> Iterator[Line]:
    at, broken = 0, True
    for number, node in enumerate(paragraphs_of(body), 1):
        top = _is_top(node)
        look = looks.paragraph(node)
        before = node.getprevious()
        yield _line(
            node,
            number,
            looks,
            grids[min(at, len(grids) - 1)] if grids else Grid(None, None),
            top=top and not look.frame,
            new_page=look.new_page or broken,
            after_table=before is not None and local(before) == "tbl",
        )
        if top:
            broken = _breaks(node)
            if node.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                at, broken = at + 1, True


def _is_top(node: Any) -> bool:
    return all(local(above) not in ("tc", "txbxContent") for above in node.iterancestors())


def _breaks(node: Any) -> bool:
    return any(each.get(qn("w:type")) == "page" for each in node.iter(qn("w:br")))


def _line(node: Any, number: int, looks: Effective, grid: Grid, **more: Any) -> Line:
    runs = []
    for run in node.iter(qn("w:r")):
        if not belongs(run, node):
            continue
        look = looks.run(run)
        words = "" if look.hidden else "".join(text_in(each, local(each)) for each in run)
        if words:
            runs.append((words, look))
    properties = node.find(qn("w:pPr"))
    return Line(
        number=number,
        text="".join(words for words, _look in runs),
        look=looks.paragraph(node),
        runs=tuple(runs),
        node=node,
        grid=grid,
        numbered_by_word=properties is not None and properties.find(qn("w:numPr")) is not None,
        drawn=any(True for _each in node.iter(qn("w:drawing"), qn("w:pict"))),
        **more,
    )
