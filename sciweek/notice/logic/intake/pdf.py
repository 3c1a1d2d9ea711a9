"""PDF pages through PDFium: characters with their places, drawn lines, and the signs of a scan."""

import ctypes
import io
import re
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from . import layout, limits
from .cleaning import radicals_replaced
from .grid import Rule
from .ocr import Engine
from .outcome import Refusal, Remark, remark

_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_INVISIBLE = 3
"""Text render mode of the layer that scanners put under the picture."""
_FEW = 10
"""Fewer characters than this on a page with a page-wide picture: the page is a scan."""
_MANY = 20
_MOST_SEGMENTS = 20_000
_MOST_OBJECTS = 50_000
_OCR_SCALE = 200 / 72


def read_pdf(data: bytes, engine: Engine | None = None) -> tuple[str, int, bool, list[Remark]]:
    """Text, number of pages, whether characters were recognised optically, remarks.

    Raises `Refusal`: encrypted, broken, too_large, no_text, scanned_no_ocr (no `engine` given).
    """
    document = _opened(data)
    count = len(document)
    if count > limits.MAX_PAGES:
        raise Refusal("too_many_pages", pages=count, limit=limits.MAX_PAGES)
    reader = _Reader(document, engine)
    for number in range(count):
        reader.read_page(number)
    return reader.text(), count, reader.recognised > 0 or reader.has_ocr_layer, reader.remarks()


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) == 0:
            raise Refusal("broken")
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError()
        locked = (
            code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) or "password" in str(error).lower()
        )
        raise Refusal("encrypted" if locked else "broken") from error
    return document


class _Reader:
    def __init__(self, document: pypdfium2.PdfDocument, engine: Engine | None) -> None:
        self._document = document
        self._engine = engine
        self._pages: list[layout.Page] = []
        self._characters = self._private = self._unread = 0
        self._removed = self._radicals = 0
        self.recognised = 0
        self._beyond_limit = False
        self.has_ocr_layer = False

    def read_page(self, number: int) -> None:
        try:
            page = self._document[number]
        except pypdfium2.PdfiumError as error:
            raise Refusal("broken") from error
        laid, pictured, invisible, texts = _page(page)
        visible = sum(bool(glyph.text.strip()) for glyph in laid.glyphs)
        private = sum(bool(_PRIVATE.match(glyph.text)) for glyph in laid.glyphs)
        # Without the font PDFium gives a sign set alone no width, and drops it.
        dropped = texts > _MANY and len(laid.glyphs) < texts / 2
        if (pictured and visible < _FEW) or private > 0.3 * max(visible, 1) or dropped:
            laid = self._recognised(page, laid)
        elif pictured and invisible:
            self.has_ocr_layer = True
        self._private += private
        self._characters += visible
        if self._characters > limits.MAX_CHARACTERS:
            raise Refusal("too_much_text")
        self._pages.append(laid)
        page.close()

    def text(self) -> str:
        if not self.recognised and self._private > 0.3 * max(1, self._characters):
            raise Refusal("garbled_glyphs")
        text, self._removed = layout.text_of(self._pages)
        if not text.strip() or (
            self._unread and self._characters < _FEW * self._unread and not self.recognised
        ):
            raise Refusal("scanned_no_ocr" if self._unread else "no_text")
        text, self._radicals = radicals_replaced(text)
        return text

    def remarks(self) -> list[Remark]:
        counted = (
            ("running_lines_removed", self._removed),
            ("radicals_replaced", self._radicals),
            ("pages_not_read", self._unread),
        )
        remarks = [remark(code, count=count) for code, count in counted if count]
        if self.recognised:
            remarks.append(remark("ocr"))
        if self._beyond_limit:
            remarks.append(remark("ocr_pages_limited", count=limits.OCR_PAGES))
        if self.has_ocr_layer:
            remarks.append(remark("ocr_layer"))
        return remarks

    def _recognised(self, page: pypdfium2.PdfPage, laid: layout.Page) -> layout.Page:
        if self._engine is None or self.recognised >= limits.OCR_PAGES:
            self._beyond_limit = self._engine is not None
            self._unread += 1
            return laid
        self.recognised += 1
        scale = min(_OCR_SCALE, (limits.MAX_PIXELS / max(1.0, laid.width * laid.height)) ** 0.5)
        picture = io.BytesIO()
        page.render(scale=scale).to_pil().save(picture, "PNG")
        glyphs = [
            layout.Glyph(each.text, each.x0 / scale, each.y0 / scale, each.x1 / scale, each.y1 / scale)
            for each in self._engine(picture.getvalue())
        ]
        return layout.Page(laid.width, laid.height, glyphs)


def _page(page: pypdfium2.PdfPage) -> tuple[layout.Page, bool, bool, int]:
    """The page's characters and lines; whether a picture covers it; whether its text is invisible; how many text
    objects it has."""
    rotation = page.get_rotation()
    left, bottom, right, top = page.get_cropbox()
    width, height = max(right - left, 1.0), max(top - bottom, 1.0)

    def turned(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box in PDF's space (origin below) in reading space (origin above), the page's rotation undone."""
        x0, x1, y0, y1 = x0 - left, x1 - left, y0 - bottom, y1 - bottom
        if rotation == 90:
            return y0, x0, y1, x1
        if rotation == 180:
            return width - x1, y0, width - x0, y1
        if rotation == 270:
            return height - y1, width - x1, height - y0, width - x0
        return x0, height - y1, x1, height - y0

    laid = layout.Page(*((height, width) if rotation in (90, 270) else (width, height)))
    textpage = page.get_textpage()
    raw_text = textpage.raw
    box = pdfium.FS_RECTF()
    count = pdfium.FPDFText_CountChars(raw_text)
    if count > limits.MAX_CHARACTERS:
        raise Refusal("too_much_text")
    for index in range(max(count, 0)):
        code = pdfium.FPDFText_GetUnicode(raw_text, index)
        if (
            code in (0, 10, 13, 0xFFFE)
            or code > 0x10FFFF
            or pdfium.FPDFText_IsGenerated(raw_text, index) == 1
        ):
            continue
        if pdfium.FPDFText_GetLooseCharBox(raw_text, index, box):
            laid.glyphs.append(layout.Glyph(chr(code), *turned(box.left, box.bottom, box.right, box.top)))
    invisible = bool(laid.glyphs) and _first_is_invisible(raw_text)
    textpage.close()
    drawn = _drawn(page, width * height)
    laid.rules = [Rule(*turned(*rule)) for rule in drawn.rules]
    return laid, drawn.pictured, invisible, drawn.texts


@dataclass
class _Drawn:
    """What a page draws besides characters."""

    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictured: bool = False
    texts: int = 0


def _drawn(page: pypdfium2.PdfPage, area: float) -> _Drawn:
    found = _Drawn()
    segments = 0
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH and segments < _MOST_SEGMENTS:
            rules, seen = _rules(item)
            segments += seen
            found.rules += rules
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.texts += 1
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            found.pictured = found.pictured or _covers(item, area)
    return found


def _first_is_invisible(raw_text: object) -> bool:
    item = pdfium.FPDFText_GetTextObject(raw_text, 0)
    return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE


def _covers(item: object, page_area: float) -> bool:
    box = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *box):
        return False
    left, bottom, right, top = (each.value for each in box)
    return (right - left) * (top - bottom) > 0.3 * page_area


def _rules(path: object) -> tuple[list[tuple[float, float, float, float]], int]:
    """The level and upright lines of a drawn path, as boxes in PDF's space, and the number of its segments."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(path, matrix):
        matrix = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    rules: list[tuple[float, float, float, float]] = []
    start = last = (0.0, 0.0)
    count = min(pdfium.FPDFPath_CountSegments(path), _MOST_SEGMENTS)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(count, 0)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            rules += _straight(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            rules += _straight(point, start)
            last = start
    return rules, count


def _straight(a: tuple[float, float], b: tuple[float, float]) -> list[tuple[float, float, float, float]]:
    if abs(a[0] - b[0]) > 1 and abs(a[1] - b[1]) > 1:
        return []
    return [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))]
