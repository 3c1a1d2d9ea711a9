"""The named styles of a paper: what the office changes in Word when it wants another look."""

from dataclasses import dataclass
from typing import Any

from sciweek.papers.logic.measures import (
    CELL_SIZE,
    CHARACTER,
    CLOSER,
    FANGSONG,
    HEITI,
    KAITI,
    PITCH,
    RED,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SONGTI,
    XIAOBIAOSONG,
)
from sciweek.papers.logic.ooxml import (
    aligned,
    borders,
    element,
    paragraph_properties,
    run_properties,
    spacing,
)

NORMAL = "Normal"
HEAD, NUMBER, TITLE, ADDRESSEE, BODY = "GwHead", "GwNumber", "GwTitle", "GwAddressee", "GwBody"
HEADINGS = ("GwHeading1", "GwHeading2", "GwHeading3", "GwHeading4")
ANNEX_NOTE, SIGNATURE, DATE, ANNEX_LABEL = "GwAnnexNote", "GwSignature", "GwDate", "GwAnnexLabel"
TABLE_TITLE, CELL_HEAD, CELL = "GwTableTitle", "GwCellHead", "GwCell"
IMPRINT, PAGE_NUMBER, DRAFT, LETTER_NUMBER = "GwImprint", "GwPageNumber", "GwDraft", "GwLetterNumber"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a style sets beside what all paragraphs have; `first` in characters."""

    id: str
    name: str
    font: str = FANGSONG
    size: float = SIZE_3
    align: str = "both"
    first: float = 0
    pitch: float = PITCH
    closer: float = CLOSER
    colour: str = ""
    outline: int | None = None
    keep_next: bool = False
    new_page: bool = False
    rule: tuple[str, int, int, str] | None = None


LOOKS = (
    Look(
        id=HEAD,
        name="公文发文机关标志",
        font=XIAOBIAOSONG,
        size=36,
        align="center",
        pitch=47,
        closer=0,
        colour=RED,
    ),
    Look(id=NUMBER, name="公文发文字号", align="center", rule=("single", 12, 5, RED)),
    Look(id=LETTER_NUMBER, name="公文信函发文字号", align="right"),
    Look(
        id=TITLE,
        name="公文标题",
        font=XIAOBIAOSONG,
        size=SIZE_2,
        align="center",
        pitch=33,
        closer=0,
        keep_next=True,
    ),
    Look(id=ADDRESSEE, name="公文主送机关"),
    Look(id=BODY, name="公文正文", first=2),
    Look(id=HEADINGS[0], name="公文一级标题", font=HEITI, first=2, outline=0, keep_next=True),
    Look(id=HEADINGS[1], name="公文二级标题", font=KAITI, first=2, outline=1, keep_next=True),
    Look(id=HEADINGS[2], name="公文三级标题", first=2, outline=2),
    Look(id=HEADINGS[3], name="公文四级标题", first=2, outline=3),
    # The note is not torn, and stands on the page of the signature where there is room.
    Look(id=ANNEX_NOTE, name="公文附件说明", align="left", keep_next=True),
    Look(id=SIGNATURE, name="公文发文机关署名", align="right", keep_next=True),
    Look(id=DATE, name="公文成文日期", align="right"),
    Look(id=ANNEX_LABEL, name="公文附件标记", font=HEITI, align="left", keep_next=True, new_page=True),
    Look(id=TABLE_TITLE, name="公文表题", font=HEITI, align="center", keep_next=True),
    Look(id=CELL_HEAD, name="公文表头", font=HEITI, size=CELL_SIZE, align="center", pitch=18, closer=0),
    Look(id=CELL, name="公文表文", size=CELL_SIZE, align="left", pitch=18, closer=0),
    Look(id=IMPRINT, name="公文版记", size=SIZE_4, align="left", closer=0),
    Look(id=PAGE_NUMBER, name="公文页码", font=SONGTI, size=SIZE_4, align="left", pitch=18, closer=0),
    Look(id=DRAFT, name="公文草稿标记", font=HEITI, align="right", pitch=22, closer=0),
)
BY_ID = {look.id: look for look in LOOKS}


def style_sheet() -> list[Any]:
    """The children of `w:styles`: defaults, Word's own four styles and those of papers."""
    defaults = element(
        "docDefaults",
        element("rPrDefault", _with_language(run_properties(FANGSONG, SIZE_3, closer=CLOSER))),
        element("pPrDefault", element("pPr")),
    )
    return [defaults, _normal(), *_needed(), *(_style(look) for look in LOOKS)]


def style_of(style_id: str) -> Any:
    """One style as an element: for a template that lacks it."""
    return _style(BY_ID[style_id])


def _with_language(properties: Any) -> Any:
    properties.append(element("lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA"))
    return properties


def _normal() -> Any:
    look = paragraph_properties(
        widowControl=element("widowControl", val=0),
        kinsoku=element("kinsoku"),
        autoSpaceDE=element("autoSpaceDE", val=0),
        autoSpaceDN=element("autoSpaceDN", val=0),
        snapToGrid=element("snapToGrid", val=0),
        spacing=spacing(PITCH, 0, 0),
        jc=aligned("both"),
    )
    return element(
        "style",
        element("name", val="Normal"),
        element("qFormat"),
        look,
        type="paragraph",
        default=1,
        styleId=NORMAL,
    )


def _needed() -> list[Any]:
    margins = element(
        "tblCellMar",
        *(
            element(side, w=width, type="dxa")
            for side, width in (("top", 0), ("left", 60), ("bottom", 0), ("right", 60))
        ),
    )
    font = element(
        "style", element("name", val="Default Paragraph Font"), type="character", default=1, styleId="a0"
    )
    table = element(
        "style",
        element("name", val="Normal Table"),
        element("tblPr", element("tblInd", w=0, type="dxa"), margins),
        type="table",
        default=1,
        styleId="a1",
    )
    numbers = element("style", element("name", val="No List"), type="numbering", default=1, styleId="a2")
    return [font, table, numbers]


def _style(look: Look) -> Any:
    first = round(look.first * CHARACTER * 20)
    return element(
        "style",
        element("name", val=look.name),
        element("basedOn", val=NORMAL),
        element("qFormat"),
        paragraph_properties(
            keepNext=element("keepNext") if look.keep_next else None,
            pageBreakBefore=element("pageBreakBefore") if look.new_page else None,
            pBdr=borders(bottom=look.rule) if look.rule else None,
            spacing=spacing(look.pitch, 0, 0),
            ind=element("ind", firstLineChars=round(look.first * 100), firstLine=first) if first else None,
            jc=aligned(look.align),
            outlineLvl=None if look.outline is None else element("outlineLvl", val=look.outline),
        ),
        run_properties(look.font, look.size, look.colour, look.closer),
        type="paragraph",
        customStyle=1,
        styleId=look.id,
    )
