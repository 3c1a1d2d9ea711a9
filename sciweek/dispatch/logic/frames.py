"""Word templates: the product's own with all standing sentences in them, to be edited."""

from functools import cache
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document

from sciweek.base.errors import Refused
from sciweek.dispatch.logic import wording
from sciweek.dispatch.logic.examples import example_docx
from sciweek.dispatch.logic.fields import more_fields, sections_of
from sciweek.papers.logic.blocks import Block, Heading, Para
from sciweek.papers.logic.container import opened
from sciweek.papers.logic.skeletons import builtin_template
from sciweek.papers.logic.template_check import check_template
from sciweek.papers.logic.template_text import TextOf, paragraphs_of, roots_of
from sciweek.papers.logic.typesetting import typeset

WHOLE = "{{正文}}"


def problems_of(template: bytes, kind: str) -> list[str]:
    """What is wrong with a template, empty when papers can be written with it."""
    found = check_template(template, kind, more_fields(kind))
    if found:
        return found
    words = "\n".join(
        TextOf(paragraph).text
        for _part, root in roots_of(opened(template))
        for paragraph in paragraphs_of(root)
    )
    wanted = ("正文", *sections_of(kind))
    if not any(f"{{{{{name}}}}}" in words.replace(" ", "") for name in wanted):
        return [
            _("没有正文。请写上 {{正文}}，或者写上各节的字段，例如 {{%(name)s}}。")
            % {"name": sections_of(kind)[0]}
        ]
    return _tried(template, kind)


def _tried(template: bytes, kind: str) -> list[str]:
    """What goes wrong when an invented paper is written with it: a part that is no part, say."""
    try:
        example_docx(template, kind)
    except Refused as refusal:
        return [str(refusal)]
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
        return [_("这不是 Word 文件（.docx），或文件已损坏。")]
    return []


@cache
def text_template(kind: str) -> bytes:
    """The product's template of a kind, its standing sentences written out so that the office can edit them."""
    document = Document(BytesIO(builtin_template(kind)))
    for paragraph in document.paragraphs:
        if paragraph.text.strip() == WHOLE:
            for each in typeset(_frame(kind)):
                paragraph._p.addprevious(each)
            _out(paragraph)
    return _saved(document)


def _out(paragraph: Any) -> None:
    paragraph._p.getparent().remove(paragraph._p)


def _saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _frame(kind: str) -> list[Block]:
    match kind:
        case "letter":
            begins = wording.LETTER_BEGINS_ALONE.format(edition="{{届次}}", days="{{活动时间}}")
            return [
                Para(begins + wording.LETTER_ASKS),
                Para("{{欠交材料}}"),
                Para(wording.LETTER_REPLY.format(reply_by="{{答复期限}}")),
                Para(wording.LETTER_ENDS),
                Para(wording.ASK_AT),
                Para("{{联系方式}}"),
            ]
        case "report":
            basis = wording.REPORT_BASIS.format(basis="{{依据}}")
            return [
                Para(wording.REPORT_BEGINS.format(basis_words=basis, edition="{{届次}}")),
                *_headed(sections_of(kind)),
                Para(wording.REPORT_ENDS),
            ]
        case "plan_notice":
            asks = wording.PLAN_ASKS.format(plan="{{印发标题}}")
            return [Para(_opening() + asks), Para(f"{wording.CONTACTS}："), Para("{{联系方式}}")]
    return [
        Para(_opening() + wording.NOTICE_ASKS),
        Heading(1, wording.TIME_AND_THEME),
        Heading(2, f"{wording.TIME}：", then="{{活动时间}}。"),
        Heading(2, f"{wording.THEME}：", then="{{活动主题}}。"),
        *_headed((wording.DIRECTIONS, wording.ACTIVITIES)),
        Heading(1, wording.ORGANISATION),
        Para(
            wording.COMMITTEE.format(bodies="{{主办单位}}", edition="{{届次}}")
            + wording.OFFICE.format(office="{{组委会办公室}}")
        ),
        *_headed((wording.HAND_IN,)),
        Heading(1, wording.REQUIREMENTS),
        *(Heading(2, f"{heading}。", then=text) for heading, text in wording.STANDING),
        *_headed((wording.CONTACTS,)),
    ]


def _opening() -> str:
    hold = wording.HOLD.format(
        bodies="{{主办单位}}", days="{{活动时间}}", together="共同", edition="{{届次}}"
    )
    return wording.BASIS.format(basis="{{依据}}") + hold


def _headed(names: tuple[str, ...]) -> list[Block]:
    return [part for name in names for part in (Heading(1, name), Para(f"{{{{{name}}}}}"))]
