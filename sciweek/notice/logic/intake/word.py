"""WordprocessingML (.docx, .docm) as lines of text, in document order, as Word shows them.

Tables become one line a row with cells joined by " | ". Tracked insertions are read, deletions and hidden text are
not. List numbers are rendered. Text boxes stand where they are anchored; headers and footers stay out, except a
header that carries the red head (发文机关标志).
"""

import posixpath
import re

from lxml import etree

from .archive import Archive, attribute, child, children, local
from .numbering import Numbering
from .outcome import Refusal, Remark, remark

_SKIPPED = frozenset(
    ("del", "moveFrom", "delText", "delInstrText", "instrText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr",
     "tcPr", "sdtPr", "sdtEndPr", "rt", "rubyPr", "fldData", "annotationRef", "binData")
)  # fmt: skip
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_PICTURES = frozenset(("blip", "imagedata"))
_RED_HEAD = re.compile(r"文件\s*$|〔\d{4}〕\s*\d+\s*号", re.MULTILINE)
CELL = " | "


def read_word(archive: Archive) -> tuple[str, list[Remark]]:
    """Raises `Refusal`: broken, xml_bomb, too_large, no_text, scanned_no_ocr (nothing but pictures)."""
    return _Document(archive).read()


def pictures_of(archive: Archive) -> list[bytes]:
    """The pictures stored in the file, in the order of their names (image2 before image10)."""

    def order(name: str) -> list[int | str]:
        return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]

    names = [name for name in archive.names if re.search(r"\.(png|jpe?g|bmp|tiff?)$", name, re.IGNORECASE)]
    return [archive.read(name) for name in sorted(names, key=order)]


class _Document:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = self._main_part()
        self._parts = self._relationships(self._main)
        self._styles = {
            attribute(each, "styleId") or "": each for each in children(self._part("styles"), "style")
        }
        self._numbering = Numbering(self._part("numbering"))
        self._notes: list[tuple[str, str]] = []
        self._open_paragraph = ""
        self._deleted = self._hidden = self._pictures = self._embedded = 0

    def read(self) -> tuple[str, list[Remark]]:
        body = child(self._archive.xml(self._main), "body")
        if body is None:
            raise Refusal("broken")
        lines = self._blocks(body)
        head = self._red_head(body)
        lines = [*head, *lines, *self._notes_at_the_end()]
        if not any(line.strip() for line in lines):
            raise Refusal("scanned_no_ocr" if self._pictures else "no_text")
        return "\n".join(lines), self._remarks(bool(head))

    # Parts

    def _main_part(self) -> str:
        if "_rels/.rels" in self._archive:
            for each in self._archive.xml("_rels/.rels"):
                if (attribute(each, "Type") or "").endswith("/officeDocument"):
                    target = posixpath.normpath((attribute(each, "Target") or "").lstrip("/"))
                    if target in self._archive:
                        return target
        if "word/document.xml" in self._archive:
            return "word/document.xml"
        raise Refusal("broken")

    def _relationships(self, part: str) -> dict[str, list[tuple[str, str]]]:
        """Kind of relationship → (its id, the part inside this archive)."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels"
        found: dict[str, list[tuple[str, str]]] = {}
        if rels not in self._archive:
            return found
        for each in self._archive.xml(rels):
            if attribute(each, "TargetMode") == "External":
                continue
            target = attribute(each, "Target") or ""
            inside = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            )
            kind = (attribute(each, "Type") or "").rpartition("/")[2]
            found.setdefault(kind, []).append((attribute(each, "Id") or "", inside))
        return found

    def _part(self, kind: str) -> etree._Element | None:
        for _, name in self._parts.get(kind, []):
            if name in self._archive:
                return self._archive.xml(name)
        return None

    # Blocks

    def _blocks(self, parent: etree._Element) -> list[str]:
        lines: list[str] = []
        for each in parent:
            tag = local(each)
            if tag == "p":
                self._paragraph(each, lines)
            elif tag == "tbl":
                self._table(each, lines)
            elif tag == "altChunk":
                self._embedded += 1
            elif tag == "AlternateContent":
                lines += self._blocks(_chosen(each))
            elif tag not in _SKIPPED:
                lines += self._blocks(each)
        return lines

    def _paragraph(self, paragraph: etree._Element, lines: list[str]) -> None:
        properties = child(paragraph, "pPr")
        text, boxed = self._inline(paragraph)
        mark = child(properties, "rPr")
        lines += boxed
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            # The end of this paragraph was deleted: its rest runs on into the next one.
            self._open_paragraph += text
            return
        text, self._open_paragraph = self._open_paragraph + text, ""
        label = self._label(properties)
        if boxed and not text.strip():
            return
        lines += (label + text if text.strip() else text).split("\n")

    def _table(self, table: etree._Element, lines: list[str]) -> None:
        for row in table:
            tag = local(row)
            if tag == "tr":
                self._row(row, lines)
            elif tag not in _SKIPPED:
                self._table(row, lines)

    def _row(self, row: etree._Element, lines: list[str]) -> None:
        if child(child(row, "trPr"), "del") is not None:
            self._deleted += 1
            return
        cells = [self._cell(each) for each in _cells(row)]
        if len(cells) == 1:
            lines += cells[0]
        elif cells:
            joined = [" ".join(" ".join(part.split()) for part in cell if part.strip()) for cell in cells]
            if any(joined):
                lines.append(CELL.join(joined).rstrip())

    def _cell(self, cell: etree._Element) -> list[str]:
        merge = child(child(cell, "tcPr"), "vMerge")
        lines = self._blocks(cell)
        # A vertically merged cell is read once, in its first row.
        return [] if merge is not None and attribute(merge, "val") != "restart" else lines

    def _label(self, properties: etree._Element | None) -> str:
        style = child(properties, "pStyle")
        style_id = attribute(style, "val") if style is not None else None
        number = child(properties, "numPr")
        number_id, depth = _number_of(number)
        if number_id is None:
            for name, ancestor in self._style_chain(style_id):
                styled_id, styled_depth = _number_of(child(child(ancestor, "pPr"), "numPr"))
                if styled_id is not None:
                    number_id = styled_id
                    depth = depth if depth is not None else self._numbering.level_of_style(styled_id, name)
                    depth = depth if depth is not None else styled_depth
                    break
        if number_id is None or number_id == "0":
            return ""
        return self._numbering.label(number_id, depth or 0)

    def _style_chain(self, style_id: str | None) -> list[tuple[str, etree._Element]]:
        """A style and those that it is based on, by name; damaged files have circles."""
        chain: dict[str, etree._Element] = {}
        while style_id in self._styles and style_id not in chain:
            chain[style_id or ""] = self._styles[style_id or ""]
            parent = child(chain[style_id or ""], "basedOn")
            style_id = attribute(parent, "val") if parent is not None else None
        return list(chain.items())

    # Runs

    def _inline(self, parent: etree._Element) -> tuple[str, list[str]]:
        """The text inside a paragraph, and the lines of the text boxes that are anchored in it."""
        text: list[str] = []
        boxed: list[str] = []
        for each in parent:
            tag = local(each)
            if tag == "t":
                value = each.text or ""
                text.append(value if attribute(each, "space") == "preserve" else value.strip(" \t\r\n"))
            elif tag in _BREAKS:
                text.append(_BREAKS[tag])
            elif tag in _SKIPPED:
                self._deleted += tag in ("del", "moveFrom")
            elif tag == "r" and self._is_hidden(each):
                self._hidden += 1
            elif tag == "txbxContent":
                boxed += self._blocks(each)
            elif tag in ("footnoteReference", "endnoteReference"):
                self._notes.append((tag.removesuffix("Reference"), attribute(each, "id") or ""))
            else:
                self._pictures += tag in _PICTURES
                inner, inner_boxed = self._inline(_chosen(each) if tag == "AlternateContent" else each)
                text.append(inner)
                boxed += inner_boxed
        return "".join(text), boxed

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = child(run, "rPr")
        own = child(properties, "vanish")
        if own is not None:
            return _is_on(own)
        style = child(properties, "rStyle")
        for _, ancestor in self._style_chain(attribute(style, "val") if style is not None else None):
            styled = child(child(ancestor, "rPr"), "vanish")
            if styled is not None:
                return _is_on(styled)
        return False

    # Around the body

    def _red_head(self, body: etree._Element) -> list[str]:
        section = next((each for each in body.iter() if local(each) == "sectPr"), None)
        parts = dict(self._parts.get("header", []))
        references = {
            attribute(each, "type"): attribute(each, "id") for each in children(section, "headerReference")
        }
        first = references.get("first") if child(section, "titlePg") is not None else None
        name = parts.get(first or references.get("default") or "")
        if name is None or name not in self._archive:
            return []
        lines = self._blocks(self._archive.xml(name))
        return [line for line in lines if line.strip()] if _RED_HEAD.search("\n".join(lines)) else []

    def _notes_at_the_end(self) -> list[str]:
        lines: list[str] = []
        for kind in ("footnote", "endnote"):
            wanted = [note_id for noted, note_id in self._notes if noted == kind]
            if not wanted:
                continue
            stored = {attribute(each, "id"): each for each in children(self._part(f"{kind}s"), kind)}
            for note_id in wanted:
                if note_id in stored:
                    lines += [line for line in self._blocks(stored[note_id]) if line.strip()]
        return lines

    def _remarks(self, header_used: bool) -> list[Remark]:
        counted = (
            ("tracked_changes", self._deleted),
            ("hidden_text", self._hidden),
            ("pictures_not_read", self._pictures),
            ("embedded_not_read", self._embedded),
        )
        remarks = [remark(code, count=count) for code, count in counted if count]
        return [*remarks, remark("header_used")] if header_used else remarks


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Word writes a drawing twice, for new and for old readers: take one."""
    choice = child(alternatives, "Choice")
    fallback = child(alternatives, "Fallback")
    chosen = choice if choice is not None and len(choice) else fallback
    return chosen if chosen is not None else alternatives


def _cells(row: etree._Element) -> list[etree._Element]:
    cells: list[etree._Element] = []
    for each in row:
        tag = local(each)
        if tag == "tc":
            cells.append(each)
        elif tag not in _SKIPPED:
            cells += _cells(each)
    return cells


def _number_of(number: etree._Element | None) -> tuple[str | None, int | None]:
    number_id = child(number, "numId")
    depth = child(number, "ilvl")
    level = attribute(depth, "val") if depth is not None else None
    return (
        attribute(number_id, "val") if number_id is not None else None,
        int(level) if level is not None and level.isdecimal() and len(level) < 3 else None,
    )


def _is_on(toggle: etree._Element) -> bool:
    return attribute(toggle, "val") not in ("0", "false", "off", "none")
