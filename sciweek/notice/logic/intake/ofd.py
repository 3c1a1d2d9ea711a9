"""OFD (GB/T 33190-2016): pages of text objects at places in millimetres, laid out like PDF's."""

import posixpath
import re

from lxml import etree

from . import layout, limits
from .archive import Archive, attribute, child, children, local
from .cleaning import radicals_replaced
from .grid import Rule
from .outcome import Refusal, Remark, remark

_POINTS = 72 / 25.4
_A4 = (0.0, 0.0, 210.0, 297.0)
_ASCENT = 0.85

Matrix = tuple[float, float, float, float, float, float]


def read_ofd(archive: Archive) -> tuple[str, int, list[Remark]]:
    """Text, number of pages, remarks. Raises `Refusal`: broken, encrypted, too_large, no_text, scanned_no_ocr."""
    reader = _Reader(archive)
    return reader.text(), len(reader.pages), reader.remarks()


class _Reader:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.pages: list[layout.Page] = []
        self._glyphs = self._pictures = self._removed = self._radicals = 0
        if any(posixpath.basename(name) in ("Encryptions.xml", "Encryption.xml") for name in archive.names):
            raise Refusal("encrypted")
        root_name = next((name for name in archive.names if name == "OFD.xml"), None)
        if root_name is None:
            raise Refusal("broken")
        for body in children(archive.xml(root_name), "DocBody"):
            location = child(body, "DocRoot")
            if location is not None and location.text:
                self._document(_resolved("", location.text))
        if not self.pages:
            raise Refusal("broken")

    def text(self) -> str:
        text, self._removed = layout.text_of(self.pages)
        if not text.strip():
            raise Refusal("scanned_no_ocr" if self._pictures else "no_text")
        text, self._radicals = radicals_replaced(text)
        return text

    def remarks(self) -> list[Remark]:
        counted = (
            ("running_lines_removed", self._removed),
            ("radicals_replaced", self._radicals),
            ("pictures_not_read", self._pictures),
        )
        return [remark(code, count=count) for code, count in counted if count]

    def _document(self, name: str) -> None:
        root = self._archive.xml(name)
        folder = posixpath.dirname(name)
        common = child(root, "CommonData")
        usual = _area(child(common, "PageArea"), _A4)
        templates = {
            attribute(each, "ID"): _resolved(folder, attribute(each, "BaseLoc") or "")
            for each in children(common, "TemplatePage")
        }
        pages = children(child(root, "Pages"), "Page")
        if len(self.pages) + len(pages) > limits.MAX_PAGES:
            raise Refusal("too_many_pages", pages=len(pages), limit=limits.MAX_PAGES)
        for each in pages:
            content = self._archive.xml(_resolved(folder, attribute(each, "BaseLoc") or ""))
            area = _area(child(content, "Area"), usual)
            page = layout.Page(area[2] * _POINTS, area[3] * _POINTS)
            for template in children(content, "Template"):
                background = templates.get(attribute(template, "TemplateID"))
                if background in self._archive.names:
                    self._content(self._archive.xml(background or ""), page)
            self._content(content, page)
            self.pages.append(page)

    def _content(self, root: etree._Element, page: layout.Page) -> None:
        for layer in children(child(root, "Content"), "Layer"):
            self._objects(layer, page)

    def _objects(self, parent: etree._Element, page: layout.Page) -> None:
        for each in parent:
            tag = local(each)
            if tag == "TextObject" and attribute(each, "Visible") != "false":
                self._text_object(each, page)
            elif tag == "PathObject":
                page.rules += _rules(each)
            elif tag == "ImageObject":
                self._pictures += 1
            elif tag in ("PageBlock", "Layer"):
                self._objects(each, page)

    def _text_object(self, item: etree._Element, page: layout.Page) -> None:
        left, top, _width, _height = _box(attribute(item, "Boundary"))
        size = _number(attribute(item, "Size"), 4.0)
        stretch = _number(attribute(item, "HScale"), 1.0)
        matrix = _matrix(attribute(item, "CTM"))
        x = y = 0.0
        for code in children(item, "TextCode"):
            text = (code.text or "").strip("\r\n")
            x, y = _number(attribute(code, "X"), x), _number(attribute(code, "Y"), y)
            self._glyphs += len(text)
            if self._glyphs > limits.MAX_CHARACTERS:
                raise Refusal("too_much_text")
            steps = _deltas(attribute(code, "DeltaX"), len(text))
            drops = _deltas(attribute(code, "DeltaY"), len(text))
            at_x, at_y = x, y
            scale_x = (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5 or 1.0
            scale_y = (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5 or 1.0
            for index, letter in enumerate(text):
                advance = size * stretch * (0.5 if letter.isascii() else 1.0)
                step = steps[index] if index < len(steps) else None
                if drops and step is None:
                    step = 0.0
                # A step of about a character is the character's width; a longer one leaves a gap.
                shown = step if step and 0 < step <= 1.2 * size * stretch else advance
                px = left + matrix[0] * at_x + matrix[2] * at_y + matrix[4]
                py = top + matrix[1] * at_x + matrix[3] * at_y + matrix[5]
                tall = size * scale_y
                page.glyphs.append(
                    layout.Glyph(
                        letter,
                        px * _POINTS,
                        (py - _ASCENT * tall) * _POINTS,
                        (px + shown * scale_x) * _POINTS,
                        (py + (1 - _ASCENT) * tall) * _POINTS,
                    )
                )
                at_x += advance if step is None else step
                at_y += drops[index] if index < len(drops) else 0.0


def _resolved(folder: str, location: str) -> str:
    """A path inside the package: from its root when it starts with "/", otherwise from the referring file."""
    location = location.strip().replace("\\", "/")
    return (
        location.lstrip("/")
        if location.startswith("/")
        else posixpath.normpath(posixpath.join(folder, location))
    )


def _numbers(text: str | None) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d{1,9}(?:\.\d+)?|-?\.\d+", text or "")]


def _number(text: str | None, default: float) -> float:
    found = _numbers(text)
    return found[0] if found else default


def _box(text: str | None) -> tuple[float, float, float, float]:
    found = _numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else (0.0, 0.0, 0.0, 0.0)


def _area(
    element: etree._Element | None, default: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    box = child(element, "PhysicalBox")
    found = _box(box.text if box is not None else None)
    return found if found[2] > 0 and found[3] > 0 else default


def _matrix(text: str | None) -> Matrix:
    found = _numbers(text)
    if len(found) != 6:
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (found[0], found[1], found[2], found[3], found[4], found[5])


def _deltas(text: str | None, most: int) -> list[float]:
    """DeltaX and DeltaY: distances, where "g n v" stands for v repeated n times."""
    words = (text or "").split()
    deltas: list[float] = []
    at = 0
    while at < len(words) and len(deltas) < most:
        if words[at] == "g" and at + 2 < len(words):
            times = int(_number(words[at + 1], 0))
            deltas += [_number(words[at + 2], 0.0)] * max(0, min(times, most - len(deltas)))
            at += 3
        else:
            deltas.append(_number(words[at], 0.0))
            at += 1
    return deltas


def _rules(item: etree._Element) -> list[Rule]:
    """Level and upright strokes of a path: its abbreviated data is "M x y L x y … C"."""
    left, top, _, _ = _box(attribute(item, "Boundary"))
    a, b, c, d, e, f = _matrix(attribute(item, "CTM"))
    data = child(item, "AbbreviatedData")
    words = (
        re.findall(r"[A-Za-z]|-?\d+(?:\.\d+)?|-?\.\d+", data.text or "")[:4000] if data is not None else []
    )
    rules: list[Rule] = []
    start = last = (0.0, 0.0)
    at = 0
    while at < len(words):
        command = words[at]
        at += 1
        values: list[float] = []
        while at < len(words) and not words[at].isalpha():
            values.append(float(words[at]))
            at += 1
        if command == "C":
            rules += _straight(last, start)
            last = start
        elif len(values) >= 2:
            x, y = values[-2], values[-1]
            point = ((left + a * x + c * y + e) * _POINTS, (top + b * x + d * y + f) * _POINTS)
            if command in ("S", "M"):
                start = point
            elif command == "L":
                rules += _straight(last, point)
            last = point
    return rules


def _straight(a: tuple[float, float], b: tuple[float, float]) -> list[Rule]:
    if abs(a[0] - b[0]) > 1 and abs(a[1] - b[1]) > 1:
        return []
    return [Rule(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))]
