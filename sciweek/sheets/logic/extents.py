"""How far a workbook reaches, measured in its parts before the reader lays it out.

The reader keeps a sheet as a full rectangle: two cells at the far corners of a sheet would take all memory. Measuring
itself takes time and memory by the size of the parts: it is done in the reading child.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from sciweek.sheets.logic.cells import column_index

MAX_CELLS = 3_000_000
MAX_COLUMNS = 1000

# A cell that holds something: it is not closed at once. What is said of a cell is short; one that goes on and on is
# left to the parser, because the pattern would look at the rest of the sheet from each of many.
FILLED = re.compile(
    rb"<(?:[^\s<>/:]+:)?c\s[^<>]{0,200}?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]{0,200}+(?<!/)>"
)
EMPTY = re.compile(rb"<(?:[^\s<>/:]+:)?c(?:\s[^<>]{0,200})?/>")
CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s>/]")
ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
ROW = re.compile(r"[0-9]{1,7}")
FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s>/]")
TABLE_NS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


class TooFar(Exception):
    """A sheet reaches over so many rows and columns that it would not fit into memory."""

    def __init__(self, sheet: str, rows: int, columns: int) -> None:
        super().__init__(sheet, rows, columns)
        self.sheet, self.rows, self.columns = sheet, rows, columns


@dataclass(slots=True)
class Extent:
    """What the reader must be told of one sheet: cells whose formula has no stored value; merged areas of .ods."""

    unreckoned: set[str] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def measure_xlsx(parts: dict[str, bytes]) -> dict[str, Extent]:
    """By the sheet's name. Raises `TooFar`, `LxmlError` for what is no XML."""
    names = {path: name for name, path in _sheet_paths(parts)}
    extents: dict[str, Extent] = {}
    for path, body in parts.items():
        if b"sheetData" not in body:
            continue
        name = names.get(path, path)
        _check(name, *_reach(body))
        extents[name] = Extent(_unreckoned(body) if FORMULA.search(body) else set())
    return extents


def _reach(body: bytes) -> tuple[int, int]:
    """How many rows and columns. Quickly where every cell is written plainly, else by a parser."""
    filled = FILLED.findall(body)
    if len(filled) + len(EMPTY.findall(body)) != len(CELL.findall(body)):
        return _reach_parsed(body)
    rows = max((int(row) for _letters, row in filled), default=0)
    return rows, max((column_index(letters.decode()) + 1 for letters, _row in filled), default=0)


def _reach_parsed(body: bytes) -> tuple[int, int]:
    """Cells without an address follow the one before, rows likewise."""
    rows = columns = row = column = 0
    events = etree.iterparse(BytesIO(body), events=("start", "end"), resolve_entities=False)
    for event, element in events:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if event == "end":
            if name == "row":
                element.clear()
        elif name == "row":
            said = element.get("r", "")
            row, column = int(said) if ROW.fullmatch(said) else row + 1, 0
        elif name == "c":
            column += 1
            place = ADDRESS.fullmatch(element.get("r", ""))
            if place is not None:
                column, row = column_index(place.group(1)) + 1, int(place.group(2))
            rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _check(name: str, rows: int, columns: int) -> None:
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise TooFar(name, rows, columns)


def _sheet_paths(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """(the sheet's name, its part), in the order of the workbook."""
    targets: dict[str, str] = {}
    for relation in _root(parts.get("xl/_rels/workbook.xml.rels", b"")).iter("{*}Relationship"):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        targets[relation.get("Id", "")] = path
    for sheet in _root(parts.get("xl/workbook.xml", b"")).iter("{*}sheet"):
        ids = [str(value) for name, value in sheet.items() if str(name).endswith("}id")]
        yield sheet.get("name", ""), targets.get(ids[0] if ids else "", "")


def _root(body: bytes) -> etree._Element:
    """Parsed without entities from outside; a part that is not there holds nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(body, parser) if body.strip() else etree.Element("nothing")


def _unreckoned(body: bytes) -> set[str]:
    """Addresses of formulas whose value was never stored: made by a program, never opened in Excel."""
    found: set[str] = set()
    events = etree.iterparse(BytesIO(body), events=("end",), tag="{*}c", resolve_entities=False)
    for _event, cell in events:
        if cell.find("{*}f") is not None:
            value = cell.find("{*}v")
            if value is None or (not value.text and cell.get("t") != "str"):
                found.add(cell.get("r", ""))
        cell.clear()
    return found


def measure_ods(parts: dict[str, bytes]) -> dict[str, Extent]:
    """The same for .ods, where one cell may stand for a million."""
    extents: dict[str, Extent] = {}
    name, extent = "", Extent()
    row_at = widest = filled_to = 0
    # In one go: tables inside tables would be gone through once for each that they stand in.
    for element in _root(parts.get("content.xml", b"")).iter(f"{TABLE_NS}table", f"{TABLE_NS}table-row"):
        if element.tag == f"{TABLE_NS}table":
            name = element.get(f"{TABLE_NS}name", "")
            extent = extents.setdefault(name, Extent())
            row_at = widest = filled_to = 0
            continue
        width = _row_width(element, row_at, extent)
        row_at += _number(element, "number-rows-repeated")
        if width:
            widest, filled_to = max(widest, width), row_at
            _check(name, filled_to, widest)
    return extents


def _row_width(row: etree._Element, row_at: int, extent: Extent) -> int:
    """How many columns the row's contents reach over; notes merged cells on the way."""
    column, width = 0, 0
    for cell in row:
        if cell.tag not in {f"{TABLE_NS}table-cell", f"{TABLE_NS}covered-table-cell"}:
            continue
        down, right = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            extent.merged.append(((row_at, column), (row_at + down - 1, column + right - 1)))
        column += _number(cell, "number-columns-repeated")
        if len(cell):
            width = column
    return width


def _number(element: etree._Element, name: str) -> int:
    words = element.get(f"{TABLE_NS}{name}", "1")
    return int(words) if words.isdecimal() and len(words) < 9 else 1
