"""Pages that are no official paper: the picture of a hall, cards to be cut or folded. Their own size, no page number."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Twips

from sciweek.papers.logic.container import saved
from sciweek.papers.logic.official import PaperKind
from sciweek.papers.logic.ooxml import element, local, spacing
from sciweek.papers.logic.skeletons import builtin_template

Size = tuple[int, int]


def sheets_docx(title: str, elements: Sequence[Any], *, page: Size, margin: int, font: str = "") -> bytes:
    """A Word file of that page size with what stands on it; lengths in twips. `font` is that of Chinese signs which name
    none themselves: LibreOffice sets drawn text in it."""
    document = Document(BytesIO(_empty()))
    section = document.sections[0]
    section.page_width, section.page_height = (Twips(side) for side in page)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Twips(margin))
    section.header_distance = section.footer_distance = Twips(0)
    if page[0] > page[1]:
        section.orientation = WD_ORIENT.LANDSCAPE
    if font:
        for fonts in document.styles.element.find(qn("w:docDefaults")).iter(qn("w:rFonts")):
            fonts.set(qn("w:eastAsia"), font)
    for each in elements:
        document.element.body.sectPr.addprevious(each)
    document.core_properties.title = title[:255]
    return saved(document)


@cache
def _empty() -> bytes:
    """The product's own styles and nothing else: no text, no footers."""
    document = Document(BytesIO(builtin_template(PaperKind.notice)))
    body = document.element.body
    for child in [child for child in body if child is not body.sectPr]:
        body.remove(child)
    section = body.sectPr
    for child in [
        child for child in section if local(child) in ("headerReference", "footerReference", "titlePg")
    ]:
        section.remove(child)
    document.settings.odd_and_even_pages_header_footer = False
    return saved(document)


def hair() -> Any:
    """A paragraph as low as Word allows: one must stand behind a table."""
    return element("p", element("pPr", element("spacing", before=0, after=0, line=14, lineRule="exact")))


def grid(widths: Sequence[int], rows: Sequence[Any], *, border: str = "") -> Any:
    """A table of fixed widths; `border` is the kind of line around its cells, none when empty."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = element("tblBorders", *(element(side, val=border, sz=4, space=0, color="auto") for side in sides))
    margins = element("tblCellMar", *(element(side, w=30, type="dxa") for side in ("left", "right")))
    look = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
        lines if border else None,
        element("tblLayout", type="fixed"),
        margins,
    )
    return element("tbl", look, element("tblGrid", *(element("gridCol", w=width) for width in widths)), *rows)


def line(cells: Sequence[Any], height: int, *, exact: bool = True) -> Any:
    """A row of that height."""
    rule = "exact" if exact else "atLeast"
    look = element("trPr", element("cantSplit"), element("trHeight", val=height, hRule=rule))
    return element("tr", look, *cells)


def cell(
    width: int, lines: Sequence[Any], *, span: int = 1, border: bool | None = None, where: str = "center"
) -> Any:
    """A cell; `border` False takes the table's lines away from it."""
    sides = ("top", "left", "bottom", "right")
    none = element("tcBorders", *(element(side, val="nil") for side in sides))
    look = element(
        "tcPr",
        element("tcW", w=width, type="dxa"),
        element("gridSpan", val=span) if span > 1 else None,
        none if border is False else None,
        element("vAlign", val=where),
    )
    return element("tc", look, *(lines or [element("p")]))


def centred(*runs: Any, pitch: float) -> Any:
    """A centred paragraph with lines exactly so far apart, in points."""
    look = element("pPr", spacing(pitch, 0, 0), element("ind", firstLine=0), element("jc", val="center"))
    return element("p", look, *runs)
