"""The demo notice as a Word file in the format of GB/T 9704-2012.

Only what the demo needs. Fonts are written by the names that office machines have; sizes are the standard's
(3号 = 16 pt, 2号 = 22 pt, 4号 = 14 pt), lines are set to exactly 28.9 pt, so that a page holds 22.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from sciweek.config.demo.days import Days
from sciweek.config.demo.notice_text import Block, Style, notice, title

FANGSONG, KAITI, HEITI, XIAOBIAOSONG, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
LINE = Pt(28.9)
BODY, TITLE, PAGE_NUMBER = Pt(16), Pt(22), Pt(14)
RED = RGBColor(0xE6, 0x00, 0x12)  # stands for Y80 M80 on screens


def notice_docx(days: Days) -> bytes:
    """The bytes of the demo notice for those dates."""
    word = Document()
    _page(word)
    for block in notice(days):
        _WRITERS[block.style](word, block)
    word.core_properties.title = title(days).replace("\n", "")
    word.core_properties.author = "云川市临江区科学技术局"
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - 5)  # the number's dash stands 7 mm below the text
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FANGSONG, BODY
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.widow_control = False
    closer = OxmlElement("w:spacing")  # 28 characters of 16 pt fill 156 mm when each stands 0.25 pt closer
    closer.set(qn("w:val"), "-5")
    normal.element.get_or_add_rPr().insert_element_before(closer, "w:sz", "w:szCs")
    settings = word.settings.element
    settings.append(OxmlElement("w:evenAndOddHeaders"))
    _page_number(section.footer.paragraphs[0], ALIGN.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], ALIGN.LEFT)


def _page_number(paragraph: Paragraph, side: ALIGN) -> None:
    """`— 1 —`, one character in from the outer edge."""
    paragraph.alignment = side
    indent = paragraph.paragraph_format
    indent.left_indent = indent.right_indent = PAGE_NUMBER
    _run(paragraph, "— ", SONGTI, PAGE_NUMBER)
    field = _run(paragraph, "", SONGTI, PAGE_NUMBER)
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = "PAGE"
        field._r.append(part)
    _run(paragraph, " —", SONGTI, PAGE_NUMBER)


def _run(paragraph: Paragraph, text: str, font: str, size: Pt = BODY) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _paragraph(word: Word, block: Block, font: str = FANGSONG, *, indent: int = 2) -> Paragraph:
    """A paragraph whose first line stands `indent` characters in."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.first_line_indent = BODY * indent
    if block.heading:
        _run(paragraph, block.heading, KAITI)
    _run(paragraph, block.text, font)
    return paragraph


def _heading(word: Word, block: Block, font: str) -> None:
    """A heading never stands alone at the foot of a page."""
    _paragraph(word, block, font).paragraph_format.keep_with_next = True


def _head(word: Word, block: Block) -> None:
    """发文机关标志: joint issuers below one another, lead body first, spread to one width."""
    first = not any(paragraph.text for paragraph in word.paragraphs)
    paragraph = word.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = Mm(32) if first else Pt(0)
    form.left_indent = form.right_indent = Mm(13)
    form.line_spacing = Pt(46)
    paragraph.alignment = ALIGN.DISTRIBUTE
    _run(paragraph, block.text, XIAOBIAOSONG, Pt(30)).font.color.rgb = RED


def _number(word: Word, block: Block) -> None:
    """发文字号, two lines below the head, and the red rule 4 mm below it."""
    word.add_paragraph()
    word.add_paragraph()
    paragraph = word.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    _run(paragraph, block.text, FANGSONG)
    _red_rule(paragraph)
    word.add_paragraph()


def _red_rule(paragraph: Paragraph) -> None:
    borders: Any = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", str(RED))):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _title(word: Word, block: Block) -> None:
    """A title is followed by one blank line; its breaks keep words whole."""
    word.add_paragraph()
    paragraph = word.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.line_spacing = Pt(32)
    _run(paragraph, block.text, XIAOBIAOSONG, TITLE)
    word.add_paragraph()


def _annex_note(word: Word, block: Block) -> None:
    _paragraph(word, block)


def _from_right(word: Word, block: Block, characters: int) -> None:
    paragraph = word.add_paragraph()
    paragraph.alignment = ALIGN.RIGHT
    paragraph.paragraph_format.right_indent = BODY * characters
    paragraph.paragraph_format.keep_together = paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, block.text, FANGSONG)


def _annex(word: Word, block: Block) -> None:
    paragraph = _paragraph(word, block, HEITI, indent=0)
    paragraph.paragraph_format.page_break_before = True


_WRITERS: dict[Style, Callable[[Word, Block], object]] = {
    Style.HEAD: _head,
    Style.NUMBER: _number,
    Style.TITLE: _title,
    Style.ADDRESSEE: lambda word, block: _paragraph(word, block, indent=0),
    Style.BODY: _paragraph,
    Style.LEVEL_1: lambda word, block: _heading(word, block, HEITI),
    Style.LEVEL_2: lambda word, block: _heading(word, block, KAITI),
    Style.LEVEL_2_RUN_IN: _paragraph,
    Style.ANNEX_NOTE: _annex_note,
    Style.SIGNATURE: lambda word, block: _from_right(word, block, 2),
    Style.DATE: lambda word, block: _from_right(word, block, 4),
    Style.ANNEX: _annex,
    Style.BLANK: lambda word, block: word.add_paragraph(),
}
