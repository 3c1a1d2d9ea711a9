"""A paper made from the week as it is now: its Word file, its text, its preview. Reads only."""

from dataclasses import dataclass

from sciweek.dispatch.logic.composing import compose
from sciweek.dispatch.logic.material import Material, Wish
from sciweek.dispatch.queries.papers import issued_notice, template_bytes, template_in_use
from sciweek.papers.logic.lines import text_of
from sciweek.papers.logic.merging import merge_template, write_docx
from sciweek.papers.logic.official import OfficialPaper


@dataclass(frozen=True, slots=True)
class Made:
    """A paper in words, as a Word file, and the file's text one paragraph a line."""

    paper: OfficialPaper
    docx: bytes
    text: str


def make_paper(material: Material, wish: Wish) -> Made:
    """Compose and write; in the office's own template where there is one. Raises `Refused` when that breaks."""
    notice = issued_notice() if wish.kind == "letter" else None
    paper = compose(
        material,
        wish,
        notice_title=notice.title if notice else "",
        notice_number=notice.number if notice else "",
    )
    template = template_in_use(wish.kind)
    docx = merge_template(template_bytes(template), paper) if template else write_docx(paper)
    return Made(paper, docx, "\n".join(text_of(docx)))
