"""席卡: a tent of an A4 page folded in three, the name on both of its sides; small cards, ten on a page."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml

from sciweek.ceremonies.logic.names import ems, fitted, spaced
from sciweek.ceremonies.logic.word.content import Card
from sciweek.ceremonies.logic.word.sheets import cell, centred, grid, hair, line, sheets_docx
from sciweek.papers.logic.measures import FANGSONG, mm
from sciweek.papers.logic.ooxml import element, paragraph_properties, run, safe

# 楷体 and not 楷体_GB2312: that one lacks 玥, 喆 and 堃.
KAI, HEI = "楷体", "黑体"
A4 = (mm(210), mm(297))
PAGE_WIDTH, FOLD = 595.3, 280.6  # points: A4, and a third of its height
SIDE = 42.0  # points that stay free at each side of a name
LARGEST, SMALLEST = 132.0, 24.0
SMALL_WIDTH, SMALL_HEIGHT = mm(90), mm(54)
"""A small card: that of a badge holder."""
PER_ROW, ROWS = 2, 5

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_ON_PAGE = "mso-position-horizontal-relative:page;mso-position-vertical-relative:page"


def tent_docx(title: str, cards: Sequence[Card], *, font: str = KAI) -> bytes:
    """One page a card: the upper third upside down, the middle upright, the lower third is glued below."""
    parts: list[Any] = []
    for at, card in enumerate(cards):
        breaks = element("pageBreakBefore") if at else None
        made = element("p", paragraph_properties(pageBreakBefore=breaks))
        made.extend(_tent(card.name, font, at * 10 + 1))
        parts.append(made)
    return sheets_docx(title, parts or [hair()], page=A4, margin=mm(10), font=font)


def _tent(name: str, font: str, number: int) -> list[Any]:
    words = spaced(name)
    size = fitted(words, width=PAGE_WIDTH - 2 * SIDE, height=FOLD, most=LARGEST, least=SMALLEST)
    wide = min(ems(words) * size, PAGE_WIDTH - 2 * SIDE)
    left = (PAGE_WIDTH - wide) / 2
    return [
        _word_art(words, font, (left, (FOLD - size) / 2, wide, size), number, upside_down=True),
        _word_art(words, font, (left, FOLD + (FOLD - size) / 2, wide, size), number + 1),
        _fold(FOLD, number + 2),
        _fold(2 * FOLD, number + 3),
    ]


def _word_art(
    words: str, font: str, box: tuple[float, float, float, float], number: int, *, upside_down: bool = False
) -> Any:
    """The words as drawn text. Only drawn text is turned upside down by Word, WPS and LibreOffice alike: a text box is
    turned by some of them, and a cell of a table by no half turn at all."""
    left, top, width, height = box
    place = (
        f"position:absolute;margin-left:{left:.1f}pt;margin-top:{top:.1f}pt;width:{width:.1f}pt;"
        f"height:{height:.1f}pt;z-index:{number};{_ON_PAGE}"
    )
    turned = ";rotation:180" if upside_down else ""
    text = quoteattr(safe(words))
    return parse_xml(
        f'<w:r {_SPACES}><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
        'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
        f'<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype><v:shape id="name{number}" '
        f'type="#_x0000_t136" alt={text} style="{place}{turned}" fillcolor="black" stroked="f">'
        f'<v:textpath style="font-family:&quot;{font}&quot;;v-text-kern:t" trim="t" fitpath="t" string={text}/>'
        "</v:shape></w:pict></w:r>"
    )


def _fold(top: float, number: int) -> Any:
    """Where the page is folded: a line that is hardly seen."""
    return parse_xml(
        f'<w:r {_SPACES}><w:pict><v:line id="fold{number}" style="position:absolute;z-index:{number};{_ON_PAGE}" '
        f'from="0,{top:.1f}pt" to="{PAGE_WIDTH}pt,{top:.1f}pt" strokecolor="#bbbbbb" strokeweight=".25pt">'
        '<v:stroke dashstyle="dash"/></v:line></w:pict></w:r>'
    )


def small_docx(title: str, cards: Sequence[Card], *, font: str = KAI) -> bytes:
    """Ten cards on a page, to be cut along their lines: the name, unit and post below it."""
    rows = [cards[at : at + PER_ROW] for at in range(0, len(cards), PER_ROW)]
    parts: list[Any] = []
    for at in range(0, len(rows), ROWS):
        lines = [
            line([_small(card, font) for card in _whole(row)], SMALL_HEIGHT) for row in rows[at : at + ROWS]
        ]
        parts += [grid([SMALL_WIDTH] * PER_ROW, lines, border="dashed"), hair()]
    return sheets_docx(title, parts or [hair()], page=A4, margin=mm(12))


def _whole(row: Sequence[Card]) -> list[Card | None]:
    return [*row, *[None] * (PER_ROW - len(row))]


def _small(card: Card | None, font: str) -> Any:
    if card is None:
        return cell(SMALL_WIDTH, [])
    name = spaced(card.name)
    room = SMALL_WIDTH / 20 - 16
    size = fitted(name, width=room, height=54, most=46, least=14)
    lines = [centred(run(name, font=font, size=size), pitch=size * 1.25)]
    for words in filter(None, (card.unit, card.post)):
        small = fitted(words, width=room, height=14, most=13, least=8)
        lines.append(centred(run(words, font=FANGSONG, size=small), pitch=small + 5))
    return cell(SMALL_WIDTH, lines)
