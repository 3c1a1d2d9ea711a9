"""What a paragraph or a run of a Word file looks like when its styles and the defaults are counted in."""

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from sciweek.papers.logic.ooxml import local

_RUN, _PARAGRAPH = qn("w:rPr"), qn("w:pPr")
_BOUND = 1_000_000
"""No measure of a paper is larger; hostile files hold 1e999."""


@dataclass(frozen=True, slots=True)
class RunLook:
    """Points; `closer` is added to the distance of characters. An empty colour is black."""

    font: str
    latin: str
    size: float
    colour: str
    bold: bool
    closer: float
    hidden: bool


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """Lengths in points. `pitch` is None unless lines stand at an exact distance; `multiple` else.

    `rules` are borders by side: kind, width, distance, colour.
    """

    style: str
    align: str
    left: float
    right: float
    first: float
    before: float
    after: float
    pitch: float | None
    multiple: float
    new_page: bool
    keep_next: bool
    rules: dict[str, tuple[str, float, float, str]]
    tabs: tuple[tuple[str, float], ...]
    outline: int | None
    frame: dict[str, str]


class Effective:
    """Looks up what is written at the element itself, in its style, in what that is based on, in the defaults."""

    def __init__(self, document: Any) -> None:
        sheet = document.styles.element
        self._styles = {each.get(qn("w:styleId")): each for each in sheet.findall(qn("w:style"))}
        self._default = next(
            (
                name
                for name, each in self._styles.items()
                if each.get(qn("w:default")) in ("1", "true") and each.get(qn("w:type")) == "paragraph"
            ),
            None,
        )
        defaults = sheet.find(qn("w:docDefaults"))
        self._base_run = None if defaults is None else defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self._base_par = None if defaults is None else defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")
        self._chains: dict[str | None, list[Any]] = {}
        self._run_looks: dict[tuple[str | None, bytes], RunLook] = {}
        self._paragraph_looks: dict[tuple[str | None, bytes], ParagraphLook] = {}

    def style_name(self, paragraph: Any) -> str:
        """The name of the paragraph's style as Word shows it."""
        style = self._styles.get(self._style_id(paragraph))
        name = style.find(qn("w:name")) if style is not None else None
        return "" if name is None else name.get(qn("w:val"), "")

    def run(self, run: Any) -> RunLook:
        """How a run looks."""
        paragraph = run.getparent()
        while paragraph is not None and local(paragraph) != "p":
            paragraph = paragraph.getparent()
        own = run.find(_RUN)
        key = (None if paragraph is None else self._style_id(paragraph), _written(own))
        if key not in self._run_looks:
            named = _value(own, "rStyle")
            self._run_looks[key] = self._run_look(
                [own, *self._layers(named, "rPr"), *self._of_paragraph(paragraph, "rPr"), self._base_run]
            )
        return self._run_looks[key]

    def mark(self, paragraph: Any) -> RunLook:
        """How text without looks of its own would look in this paragraph."""
        key = (self._style_id(paragraph), b"")
        if key not in self._run_looks:
            self._run_looks[key] = self._run_look([*self._of_paragraph(paragraph, "rPr"), self._base_run])
        return self._run_looks[key]

    def paragraph(self, paragraph: Any) -> ParagraphLook:
        """How a paragraph stands. What is written alike looks alike: a long table is reckoned once."""
        key = (self._style_id(paragraph), _written(paragraph.find(_PARAGRAPH)))
        if key not in self._paragraph_looks:
            self._paragraph_looks[key] = self._paragraph_look(paragraph)
        return self._paragraph_looks[key]

    def _paragraph_look(self, paragraph: Any) -> ParagraphLook:
        layers = [paragraph.find(_PARAGRAPH), *self._of_paragraph(paragraph, "pPr"), self._base_par]
        layers = [layer for layer in layers if layer is not None]
        size = self.mark(paragraph).size
        rule = _first(layers, "spacing", "lineRule")
        line = number_of(_first(layers, "spacing", "line"), 240.0)
        frame = next(
            (layer.find(qn("w:framePr")) for layer in layers if layer.find(qn("w:framePr")) is not None), None
        )
        outline = _first(layers, "outlineLvl", "val")
        return ParagraphLook(
            style=self.style_name(paragraph),
            align={"start": "left", "end": "right"}.get(
                _first(layers, "jc", "val") or "", _first(layers, "jc", "val") or "left"
            ),
            left=_indent(layers, ("left", "start"), size),
            right=_indent(layers, ("right", "end"), size),
            first=_indent(layers, ("firstLine",), size) - _indent(layers, ("hanging",), size),
            before=number_of(_first(layers, "spacing", "before"), 0) / 20,
            after=number_of(_first(layers, "spacing", "after"), 0) / 20,
            pitch=line / 20 if rule == "exact" else None,
            multiple=line / 240 if rule in (None, "auto") else 1.0,
            new_page=_on(layers, "pageBreakBefore"),
            keep_next=_on(layers, "keepNext"),
            rules=_rules(layers),
            tabs=_tabs(layers),
            outline=int(outline) if outline and re.fullmatch("[0-9]", outline) else None,
            frame={}
            if frame is None
            else {str(key).rpartition("}")[2]: str(value) for key, value in frame.attrib.items()},
        )

    def _style_id(self, paragraph: Any) -> str | None:
        return _value(paragraph.find(_PARAGRAPH), "pStyle") or self._default

    def _of_paragraph(self, paragraph: Any, kind: str) -> list[Any]:
        return [] if paragraph is None else self._layers(self._style_id(paragraph), kind)

    def _layers(self, style_id: str | None, kind: str) -> list[Any]:
        found = (each.find(qn(f"w:{kind}")) for each in self._chain(style_id))
        return [each for each in found if each is not None]

    def _chain(self, style_id: str | None) -> list[Any]:
        """A style and what it is based on; damaged files have circles."""
        if style_id not in self._chains:
            chain: dict[str, Any] = {}
            at = style_id
            while at is not None and at in self._styles and at not in chain:
                chain[at] = self._styles[at]
                parent = self._styles[at].find(qn("w:basedOn"))
                at = None if parent is None else parent.get(qn("w:val"))
            self._chains[style_id] = list(chain.values())
        return self._chains[style_id]

    def _run_look(self, layers: list[Any]) -> RunLook:
        layers = [layer for layer in layers if layer is not None]
        colour = _first(layers, "color", "val") or ""
        latin = _first(layers, "rFonts", "ascii") or ""
        return RunLook(
            font=_first(layers, "rFonts", "eastAsia") or latin,
            latin=latin,
            size=number_of(_first(layers, "sz", "val"), 20) / 2,
            colour="" if colour in ("auto", "000000") else colour.upper(),
            bold=_on(layers, "b"),
            closer=number_of(_first(layers, "spacing", "val"), 0) / 20,
            hidden=_on(layers, "vanish"),
        )


def _written(properties: Any) -> bytes:
    return b"" if properties is None else etree.tostring(properties, with_tail=False)


def _first(layers: list[Any], name: str, attribute: str) -> str | None:
    """The value in the nearest layer that gives that attribute."""
    for layer in layers:
        each = layer.find(qn(f"w:{name}"))
        value = None if each is None else each.get(qn(f"w:{attribute}"))
        if value is not None:
            return str(value)
    return None


def _value(layer: Any, name: str) -> str | None:
    return None if layer is None else _first([layer], name, "val")


def number_of(text: str | None, otherwise: float) -> float:
    """The number, or `otherwise` when there is none that can be meant."""
    try:
        number = otherwise if text is None else float(text)
    except ValueError:
        return otherwise
    return number if -_BOUND < number < _BOUND else otherwise


def _indent(layers: list[Any], names: tuple[str, ...], size: float) -> float:
    """An indent in points. Within one layer, characters go before twips, as in Word; 0 characters do not count."""
    for layer in layers:
        ind = layer.find(qn("w:ind"))
        if ind is None:
            continue
        for name in names:
            characters = number_of(ind.get(qn(f"w:{name}Chars")), 0)
            if characters:
                return characters / 100 * size
            if ind.get(qn(f"w:{name}")) is not None:
                return number_of(ind.get(qn(f"w:{name}")), 0) / 20
            opposite = {"firstLine": "hanging", "hanging": "firstLine"}.get(name)
            if opposite and ind.get(qn(f"w:{opposite}")) is not None:
                return 0.0
    return 0.0


def _on(layers: list[Any], name: str) -> bool:
    for layer in layers:
        each = layer.find(qn(f"w:{name}"))
        if each is not None:
            return each.get(qn("w:val")) not in ("0", "false", "off", "none")
    return False


def _rules(layers: list[Any]) -> dict[str, tuple[str, float, float, str]]:
    for layer in layers:
        sides = layer.find(qn("w:pBdr"))
        if sides is not None:
            return {local(side): rule_of(side) for side in sides if rule_of(side)[0] not in ("nil", "none")}
    return {}


def rule_of(side: Any) -> tuple[str, float, float, str]:
    """A border: kind, width and distance in points, colour (black when empty)."""
    colour = side.get(qn("w:color")) or ""
    return (
        side.get(qn("w:val")) or "none",
        number_of(side.get(qn("w:sz")), 4) / 8,
        number_of(side.get(qn("w:space")), 0),
        "" if colour in ("auto", "000000") else colour.upper(),
    )


def _tabs(layers: list[Any]) -> tuple[tuple[str, float], ...]:
    for layer in layers:
        stops = layer.find(qn("w:tabs"))
        if stops is not None:
            return tuple(
                (stop.get(qn("w:val"), "left"), number_of(stop.get(qn("w:pos")), 0) / 20) for stop in stops
            )
    return ()
