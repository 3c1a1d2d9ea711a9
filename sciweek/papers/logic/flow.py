"""A Word file as plain data for the typesetter of the preview: sections, paragraphs, runs and tables with their looks.

Lengths in points. What a preview cannot show (pictures, text boxes, footnotes) is left out.
"""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from sciweek.papers.logic.effective import Effective, ParagraphLook, RunLook, number_of, rule_of
from sciweek.papers.logic.ooxml import local, nearest

Item = dict[str, Any]
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_HELD = 140
"""Signs of five lines: a longer paragraph that is kept with the next would leave too much of a page empty, for Word
moves its last line alone and the typesetter all of them."""
_AUTO = 1.3
"""A line of Chinese type that is not set to an exact distance, in its size."""


def flow_of(document: Any) -> Item:
    """The whole document; `sections` in order, each with its page, its headers and footers and its items."""
    return _Flow(document).document()


class _Flow:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._looks = Effective(document)
        sheet = document.styles.element
        self._table_styles = {
            each.get(qn("w:styleId")): each
            for each in sheet.findall(qn("w:style"))
            if each.get(qn("w:type")) == "table"
        }

    def document(self) -> Item:
        sections = [self._page(section) for section in self._document.sections]
        at = 0
        for child in self._document.element.body:
            if local(child) == "sectPr":
                continue
            sections[min(at, len(sections) - 1)]["items"] += list(self._item(child))
            if local(child) == "p" and child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                at += 1
        return {"sections": sections}

    def _page(self, section: Any) -> Item:
        def points(length: Any, otherwise: float = 0) -> float:
            return otherwise if length is None else float(length.pt)

        even = bool(self._document.settings.odd_and_even_pages_header_footer)
        first = bool(section.different_first_page_header_footer)
        parts = {
            "default": (section.header, section.footer),
            "even": (section.even_page_header, section.even_page_footer) if even else None,
            "first": (section.first_page_header, section.first_page_footer) if first else None,
        }
        heads = {name: self._part(pair[0]) if pair else None for name, pair in parts.items()}
        feet = {name: self._part(pair[1]) if pair else None for name, pair in parts.items()}
        header, footer = points(section.header_distance, 36), points(section.footer_distance, 36)
        # A header or footer that is higher than its margin pushes the text.
        top = max(points(section.top_margin, 72), header + _height(heads["default"], heads["even"]))
        bottom = max(points(section.bottom_margin, 72), footer + _height(feet["default"], feet["even"]))
        return {
            "width": points(section.page_width, 595.3),
            "height": points(section.page_height, 841.9),
            "top": top,
            "right": points(section.right_margin, 72),
            "bottom": bottom,
            "left": points(section.left_margin, 72),
            "header": header,
            "footer": footer,
            "heads": heads,
            "feet": feet,
            "items": [],
        }

    def _part(self, part: Any) -> list[Item]:
        return [item for child in part._element for item in self._item(child)]

    def _item(self, node: Any) -> Iterator[Item]:
        kind = local(node)
        if kind == "p":
            yield from self._paragraph(node)
        elif kind == "tbl":
            yield self._table(node)
        elif kind in ("sdt", "sdtContent", "customXml", "ins"):
            for child in node:
                yield from self._item(child)

    def _paragraph(self, node: Any) -> Iterator[Item]:
        """A paragraph; a page break inside it makes two."""
        look = self._looks.paragraph(node)
        mark = self._looks.mark(node)
        runs: list[Item] = []
        for piece in self._runs(node):
            if piece.get("break"):
                yield {**_stance(look, mark, runs), "break_after": True}
                runs = []
            else:
                runs.append(piece)
        yield _stance(look, mark, runs)

    def _runs(self, paragraph: Any) -> Iterator[Item]:
        field, instruction = "", ""
        for run in paragraph.iter(qn("w:r")):
            if not belongs(run, paragraph):
                continue
            look = self._looks.run(run)
            for node in run:
                kind = local(node)
                if kind == "fldChar":
                    field = node.get(qn("w:fldCharType"), "")
                    if field == "end" and "PAGE" in instruction.split():
                        yield {**_run(look, ""), "page": True}
                    instruction = "" if field in ("begin", "end") else instruction
                elif kind == "instrText":
                    instruction += node.text or ""
                elif field == "separate" and "PAGE" in instruction.split():
                    continue
                elif kind == "br" and node.get(qn("w:type")) == "page":
                    yield {"break": True}
                elif not look.hidden and (text := text_in(node, kind)):
                    yield _run(look, text)

    def _table(self, node: Any) -> Item:
        properties = node.find(qn("w:tblPr"))
        rules = self._rules(properties)
        placed = None if properties is None else properties.find(qn("w:tblpPr"))
        justified = None if properties is None else properties.find(qn("w:jc"))
        margins = None if properties is None else properties.find(qn("w:tblCellMar"))
        grid = [_points(each.get(qn("w:w"))) for each in node.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
        rows = [
            self._row(row, _inset(margins, 3.0))
            for row in node.iter(qn("w:tr"))
            if nearest(row, "tbl") is node
        ]
        _span_rows(rows)
        return {
            "kind": "table",
            "columns": grid or [1.0],
            "rows": rows,
            "rules": rules,
            "foot": placed is not None and placed.get(qn("w:tblpYSpec")) == "bottom",
            "align": "left" if justified is None else justified.get(qn("w:val"), "left"),
        }

    def _rules(self, properties: Any) -> Item:
        layers = [properties]
        named = None if properties is None else properties.find(qn("w:tblStyle"))
        style = None if named is None else self._table_styles.get(named.get(qn("w:val")))
        layers.append(None if style is None else style.find(qn("w:tblPr")))
        for layer in layers:
            sides = None if layer is None else layer.find(qn("w:tblBorders"))
            if sides is not None:
                found = {local(side): rule_of(side) for side in sides}
                return {
                    side: found[side]
                    for side in _SIDES
                    if side in found and found[side][0] not in ("nil", "none")
                }
        return {}

    def _row(self, row: Any, inset: float) -> Item:
        properties = row.find(qn("w:trPr"))
        height = None if properties is None else properties.find(qn("w:trHeight"))
        cells = [self._cell(cell, inset) for cell in row.iter(qn("w:tc")) if nearest(cell, "tr") is row]
        return {
            "head": properties is not None and properties.find(qn("w:tblHeader")) is not None,
            "height": 0 if height is None else _points(height.get(qn("w:val"))),
            "cells": cells,
        }

    def _cell(self, cell: Any, inset: float) -> Item:
        properties = cell.find(qn("w:tcPr"))

        def of(name: str) -> Any:
            return None if properties is None else properties.find(qn(f"w:{name}"))

        span, vertical, merge = of("gridSpan"), of("vAlign"), of("vMerge")
        return {
            "span": 1 if span is None else max(1, int(_points(span.get(qn("w:val"))) * 20)),
            "down": 1,
            "merged": merge is not None and merge.get(qn("w:val")) != "restart",
            "valign": "top" if vertical is None else vertical.get(qn("w:val"), "top"),
            "inset": _inset(of("tcMar"), inset),
            "items": [item for child in cell for item in self._item(child)],
        }


def _height(*parts: list[Item] | None) -> float:
    """Of the highest of several headers, counted by their lines."""
    return max(
        sum(
            item["before"] + item["pitch"] + item["after"]
            for item in part or ()
            if item["kind"] == "para" and item["frame"] is None
        )
        for part in parts
    )


def _span_rows(rows: list[Item]) -> None:
    """Cells that go on downward are counted at the cell that they belong to."""
    above: dict[int, Item] = {}
    for row in rows:
        at = 0
        for cell in row["cells"]:
            if cell["merged"] and at in above:
                above[at]["down"] += 1
            else:
                cell["merged"] = False
                above[at] = cell
            at += cell["span"]
        row["cells"] = [cell for cell in row["cells"] if not cell["merged"]]


def _stance(look: ParagraphLook, mark: RunLook, runs: list[Item]) -> Item:
    largest = max((run["size"] for run in runs), default=mark.size)
    return {
        "kind": "para",
        "align": look.align,
        "left": look.left,
        "right": look.right,
        "first": look.first,
        "before": look.before,
        "after": look.after,
        "pitch": look.pitch or largest * _AUTO * max(look.multiple, 0.5),
        "size": largest,
        "new_page": look.new_page,
        "sticky": look.keep_next and sum(len(run["text"]) for run in runs) <= _HELD,
        "rules": {side: list(rule) for side, rule in look.rules.items() if side in ("top", "bottom")},
        "tabs": [list(stop) for stop in look.tabs if stop[0] != "clear"],
        "outline": look.outline,
        "frame": {name: look.frame.get(name, "") for name in ("xAlign", "y")} if look.frame else None,
        "runs": runs,
    }


def _run(look: RunLook, text: str) -> Item:
    return {
        "text": text, "font": look.font, "size": look.size, "colour": look.colour, "bold": look.bold,
        "closer": look.closer,
    }  # fmt: skip


def text_in(node: Any, kind: str) -> str:
    """What a child of a run adds to the text."""
    if kind == "t":
        return node.text or ""
    return {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}.get(kind, "")


def belongs(run: Any, paragraph: Any) -> bool:
    """Neither in a text box of the paragraph nor deleted."""
    for above in run.iterancestors():
        if above is paragraph:
            return True
        if local(above) in ("p", "del", "moveFrom", "txbxContent"):
            return False
    return False


def _inset(margins: Any, otherwise: float) -> float:
    side = None if margins is None else margins.find(qn("w:left"))
    return otherwise if side is None else _points(side.get(qn("w:w")))


def _points(twips: str | None) -> float:
    return number_of(twips, 0.0) / 20
