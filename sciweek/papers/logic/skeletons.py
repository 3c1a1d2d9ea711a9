"""The product's own templates: what the office downloads, edits in Word and hands back."""

import datetime as dt
from functools import cache
from typing import Any

from docx import Document
from docx.shared import Twips

from sciweek.papers.logic import styles
from sciweek.papers.logic.container import saved
from sciweek.papers.logic.measures import (
    BOTTOM,
    HEAD_DROP,
    LEFT,
    LETTER_DROP,
    LETTER_RULE,
    PAGE,
    RED,
    RIGHT,
    SIZE_4,
    TEXT_WIDTH,
    TOP,
    mm,
)
from sciweek.papers.logic.official import PaperKind
from sciweek.papers.logic.ooxml import aligned, borders, field_runs, indent, paragraph, run, spacing

_HEAD_AIR = 90
"""What the line of the red head leaves above its characters, in twips."""
_LETTER_AIR = 60
_NUMBER_DROP = mm(7)
_NUMBER_LINE = 18 * 20
_SETTLED = dt.datetime(2012, 7, 1, tzinfo=dt.UTC)


@cache
def builtin_template(kind: str) -> bytes:
    """A .docx with the merge fields of this kind in their places and all styles that papers use."""
    wanted = PaperKind(kind)
    document = Document()
    _styles(document)
    _page(document, wanted)
    body = document.element.body
    for child in [child for child in body if child is not body.sectPr]:
        body.remove(child)
    for each in _letter() if wanted == PaperKind.letter else _red_headed(wanted):
        body.sectPr.addprevious(each)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "", "", ""
    properties.created = properties.modified = _SETTLED
    return saved(document)


def _styles(document: Any) -> None:
    sheet = document.styles.element
    for child in list(sheet):
        sheet.remove(child)
    sheet.extend(styles.style_sheet())


def _page(document: Any, kind: PaperKind) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Twips(side) for side in PAGE)
    section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
    section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
    section.header_distance = Twips(mm(20))
    section.footer_distance = Twips(BOTTOM - _NUMBER_DROP - _NUMBER_LINE)
    document.settings.odd_and_even_pages_header_footer = True
    for grid in section._sectPr.findall(f"{{{section._sectPr.nsmap['w']}}}docGrid"):
        section._sectPr.remove(grid)
    below = 0
    if kind == PaperKind.letter:
        below = section.footer_distance.twips - mm(20)
        section.footer_distance = Twips(mm(20))
        section.header_distance = Twips(LETTER_DROP - _LETTER_AIR)
        section.different_first_page_header_footer = True
        _fill(section.first_page_header, *_letter_head())
        _fill(section.first_page_footer, _letter_rule("thinThickSmallGap", 12))
    _fill(section.footer, _page_number("right", below))
    _fill(section.even_page_footer, _page_number("left", below))


def _fill(part: Any, *elements: Any) -> None:
    part.is_linked_to_previous = False
    root = part._element
    for child in list(root):
        root.remove(child)
    root.extend(elements)


def _page_number(side: str, below: int) -> Any:
    """`— 1 —`, one character in from the outer edge."""
    one = round(SIZE_4 * 20)
    return paragraph(
        styles.PAGE_NUMBER,
        run("— "),
        *field_runs("PAGE"),
        run(" —"),
        spacing=spacing(after=below),
        ind=indent(left=one if side == "left" else None, right=one if side == "right" else None),
        jc=aligned(side),
    )


def _field(style: str, text: str, **properties: Any) -> Any:
    return paragraph(style, text, **properties)


def _drop(twips: int) -> Any:
    """An empty line of that height; room before a first paragraph is not kept by every reader."""
    return paragraph(styles.NORMAL, spacing=spacing(twips / 20))


def _red_headed(kind: PaperKind) -> list[Any]:
    blank = [paragraph(styles.NORMAL) for _ in range(5)]
    number = "{{发文字号和签发人}}" if kind == PaperKind.report else "{{发文字号}}"
    plan = ["{{印发内容}}"] if kind == PaperKind.plan_notice else []
    return [
        _drop(HEAD_DROP - _HEAD_AIR),
        _field(styles.HEAD, "{{发文机关标志}}"),
        *blank[:2],
        _field(styles.NUMBER, number),
        *blank[2:4],
        _field(styles.TITLE, "{{标题}}"),
        blank[4],
        *_after_title(plan),
    ]


def _after_title(plan: list[str]) -> list[Any]:
    return [
        _field(styles.ADDRESSEE, "{{主送机关}}："),
        _field(styles.BODY, "{{正文}}"),
        _field(styles.ANNEX_NOTE, "{{附件说明}}"),
        _field(styles.SIGNATURE, "{{落款}}"),
        _field(styles.BODY, "（{{附注}}）"),
        *(_field(styles.BODY, each) for each in [*plan, "{{附件}}"]),
        _field(styles.IMPRINT, "{{版记}}"),
    ]


def _letter() -> list[Any]:
    return [
        _field(styles.LETTER_NUMBER, "{{发文字号}}"),
        *(paragraph(styles.NORMAL) for _ in range(2)),
        _field(styles.TITLE, "{{标题}}"),
        paragraph(styles.NORMAL),
        *_after_title([]),
    ]


def _letter_head() -> list[Any]:
    return [_field(styles.HEAD, "{{发文机关标志}}"), _letter_rule("thickThinSmallGap", 8), _drop(mm(3))]


def _letter_rule(kind: str, pitch: float) -> Any:
    """A double red rule of 170 mm, in the middle of the page."""
    left = LEFT - (PAGE[0] - LETTER_RULE) // 2
    right = LETTER_RULE - left - TEXT_WIDTH
    return paragraph(
        styles.NORMAL,
        pBdr=borders(bottom=(kind, 24, 0, RED)),
        spacing=spacing(pitch),
        ind=indent(left=-left, right=-right),
    )
