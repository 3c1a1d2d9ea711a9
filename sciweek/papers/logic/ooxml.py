"""The few elements of WordprocessingML that papers are made of."""

import re
from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs kinsoku overflowPunct "
    "autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr sectPr"
).split()
"""The order in which Word wants the properties of a paragraph."""


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """`element("jc", val="center")` is <w:jc w:val="center"/>; None leaves an attribute or a child out."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        if value is not None:
            made.set(qn(f"w:{name}"), str(value))
    made.extend([each for each in children if each is not None])
    return made


def safe(text: str) -> str:
    """The text without the signs that XML cannot hold."""
    return _NO_XML.sub("", text)


def run(
    text: str,
    *,
    font: str = "",
    size: float = 0,
    colour: str = "",
    closer: float | None = None,
    bold: bool = False,
) -> Any:
    """A run; line breaks and tabs in the text become Word's own. What is not given follows the paragraph's style."""
    made = element("r")
    properties = run_properties(font, size, colour, closer, bold=bold)
    if len(properties):
        made.append(properties)
    for part in re.split(r"([\n\t])", safe(text)):
        if part == "\n":
            made.append(element("br"))
        elif part == "\t":
            made.append(element("tab"))
        elif part:
            text_element = element("t")
            text_element.text = part
            text_element.set(qn("xml:space"), "preserve")
            made.append(text_element)
    return made


def run_properties(
    font: str = "", size: float = 0, colour: str = "", closer: float | None = None, *, bold: bool = False
) -> Any:
    """Properties of a run; the font is named for Chinese and Latin signs alike."""
    made = element("rPr")
    if font:
        made.append(element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font, hint="eastAsia"))
    if bold:
        made.append(element("b"))
    if colour:
        made.append(element("color", val=colour))
    if closer is not None:
        made.append(element("spacing", val=round(closer * 20)))
    if size:
        made.append(element("sz", val=round(size * 2)))
        made.append(element("szCs", val=round(size * 2)))
    return made


def paragraph(style: str, *runs: Any, **properties: Any) -> Any:
    """A paragraph of that style; `properties` are elements by name: `jc=element("jc", val="right")`."""
    made = element("p", paragraph_properties(style, **properties))
    made.extend([run(each) if isinstance(each, str) else each for each in runs if each != ""])
    return made


def paragraph_properties(style: str = "", **properties: Any) -> Any:
    """Properties in Word's own order."""
    named = {"pStyle": element("pStyle", val=style)} if style else {}
    named |= {name: each for name, each in properties.items() if each is not None}
    return element("pPr", *sorted(named.values(), key=lambda each: _ORDER.index(local(each))))


def local(node: Any) -> str:
    """An element's name without its namespace; comments have none."""
    return str(node.tag).rpartition("}")[2]


def nearest(node: Any, name: str) -> Any:
    """The closest element of that name which holds the node, or nothing."""
    return next((above for above in node.iterancestors() if local(above) == name), None)


def spacing(pitch: float | None = None, before: int | None = None, after: int | None = None) -> Any:
    """Lines exactly `pitch` points apart; room before and after in twips."""
    line = None if pitch is None else round(pitch * 20)
    return element(
        "spacing", before=before, after=after, line=line, lineRule=None if line is None else "exact"
    )


def indent(left: int | None = None, right: int | None = None, first: int = 0) -> Any:
    """Indents in twips; a negative `first` hangs."""
    return element(
        "ind",
        left=left,
        right=right,
        firstLine=first if first > 0 else None,
        hanging=-first if first < 0 else None,
    )


def aligned(how: str) -> Any:
    return element("jc", val=how)


def tabs(*stops: tuple[str, int]) -> Any:
    """Tab stops: kind and place in twips."""
    return element("tabs", *(element("tab", val=kind, pos=place) for kind, place in stops))


def borders(**sides: tuple[str, int, int, str]) -> Any:
    """Borders of a paragraph: kind, width in eighths of a point, distance in points, colour."""
    order = ("top", "left", "bottom", "right")
    return element(
        "pBdr",
        *(
            element(side, val=kind, sz=size, space=space, color=colour)
            for side, (kind, size, space, colour) in sorted(
                sides.items(), key=lambda each: order.index(each[0])
            )
        ),
    )


def field_runs(instruction: str, **looks: Any) -> Iterable[Any]:
    """A field that Word reckons, such as PAGE."""
    for kind in ("begin", "", "separate", "1", "end"):
        if kind == "1":
            made = run("1", **looks)
        else:
            made = run("", **looks)
            made.append(element("fldChar", fldCharType=kind) if kind else element("instrText"))
            if not kind:
                made[-1].text = f" {instruction} "
        yield made
