"""The text of a template's paragraphs, whatever runs Word has cut it into, and how to change it."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from sciweek.papers.logic.ooxml import element, local, safe

_SHOWN = 24
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def roots_of(document: Any) -> Iterator[tuple[str, Any]]:
    """Every part that holds paragraphs: its kind (body, header, footer) and its root element."""
    yield "body", document.element.body
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind not in ("header", "footer") or relation.is_external:
            continue
        if isinstance(relation.target_part, XmlPart):
            yield kind, relation.target_part.element


def paragraphs_of(root: Any) -> list[Any]:
    """All paragraphs below the root, those of cells and text boxes too, in the order of the file."""
    return list(root.iter(qn("w:p")))


def where(part: str, number: int, text: str, paragraph: Any, more: int = 0) -> str:
    """Where a paragraph stands, for the beginning of a sentence; `more`: others with the same trouble."""
    shown = text.strip().replace("\n", " ")
    shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
    place = {"header": _("页眉"), "footer": _("页脚")}.get(part, _("正文"))
    within = _("表格") if any(local(each) == "tc" for each in paragraph.iterancestors()) else ""
    return _("%(place)s第 %(number)d 段%(within)s“%(text)s”%(more)s：") % {
        "place": "" if part == "body" else place,
        "number": number,
        "within": within,
        "text": shown,
        "more": _("等 %(count)d 段") % {"count": more + 1} if more else "",
    }


class TextOf:
    """A paragraph's own text; `replace` changes a stretch of it and keeps the first run's looks."""

    def __init__(self, paragraph: Any) -> None:
        self._pieces: list[tuple[int, str, Any]] = []
        at = 0
        for node in paragraph.iter():
            if local(node) not in ("t", *_SIGNS) or _owner(node) is not paragraph:
                continue
            piece = (node.text or "") if local(node) == "t" else _SIGNS[local(node)]
            self._pieces.append((at, piece, node))
            at += len(piece)
        self.text = "".join(piece for _at, piece, _node in self._pieces)

    def run_at(self, at: int) -> Any:
        """The run that holds the character at that place."""
        for start, piece, node in self._pieces:
            if start <= at < start + len(piece):
                return _up(node, "r")
        return None

    def replace(self, start: int, end: int, value: str) -> None:
        """Put `value` for text[start:end]; call for the last stretch first."""
        written = False
        for at, piece, node in self._pieces:
            a, b = max(start, at), min(end, at + len(piece))
            if a >= b or local(node) != "t":
                continue
            text = node.text or ""
            node.text = text[: a - at] + ("" if written else safe(value)) + text[b - at :]
            node.set(qn("xml:space"), "preserve")
            written = True

    def settle(self) -> None:
        """Make Word's own line breaks and tabs of those in the replaced text."""
        for _at, _piece, node in self._pieces:
            if local(node) != "t" or not re.search(r"[\n\t]", node.text or ""):
                continue
            for part in re.split(r"([\n\t])", node.text):
                made = element({"\n": "br", "\t": "tab"}.get(part, "t"))
                if local(made) == "t":
                    made.text = part
                    made.set(qn("xml:space"), "preserve")
                node.addprevious(made)
            node.getparent().remove(node)


def _up(node: Any, name: str) -> Any:
    while node is not None and local(node) != name:
        node = node.getparent()
    return node


def _owner(node: Any) -> Any:
    return _up(node, "p")
