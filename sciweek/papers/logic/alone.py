"""A table or a form as a Word file of its own: no red head, no number, no seal."""

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document

from sciweek.papers.logic.blocks import Block
from sciweek.papers.logic.container import saved
from sciweek.papers.logic.merging import merge_template
from sciweek.papers.logic.official import OfficialPaper, PaperKind
from sciweek.papers.logic.skeletons import builtin_template

_PARTS = ("{{标题}}", "{{正文}}", "{{落款}}")
_NOTHING = ("附件说明", "附件", "落款")


def table_docx(title: str, blocks: tuple[Block, ...], *, has_title: bool = False) -> bytes:
    """A table or form as a Word file of its own; `has_title` when the blocks bring their title along."""
    paper = OfficialPaper(
        kind=PaperKind.notice,
        issuers=(),
        title=title,
        body=blocks,
        is_draft=False,
        fields={"标题": ""} if has_title else {},
        blocks=dict.fromkeys(_NOTHING, ()),
    )
    return merge_template(_bare(), paper)


@cache
def _bare() -> bytes:
    document = Document(BytesIO(builtin_template(PaperKind.notice)))
    for paragraph in document.paragraphs:
        if paragraph.text.strip() not in _PARTS:
            _out(paragraph)
    return saved(document)


def _out(paragraph: Any) -> None:
    paragraph._p.getparent().remove(paragraph._p)
