"""A paper and a template become a Word file. There is one way to write: by merging."""

from collections.abc import Iterable, Mapping
from typing import Any

from docx.oxml.ns import qn

from sciweek.base.errors import Refused
from sciweek.papers.logic import styles
from sciweek.papers.logic.breaks import title_lines
from sciweek.papers.logic.container import opened, saved
from sciweek.papers.logic.effective import Effective
from sciweek.papers.logic.fields import FIELD, Field
from sciweek.papers.logic.measures import SIZE_2, TEXT_WIDTH
from sciweek.papers.logic.numbering import date_text
from sciweek.papers.logic.official import OfficialPaper
from sciweek.papers.logic.ooxml import element, local
from sciweek.papers.logic.parts import WRITERS, number_text
from sciweek.papers.logic.sections import mark_draft, turn_pages
from sciweek.papers.logic.skeletons import builtin_template
from sciweek.papers.logic.template_check import check_template
from sciweek.papers.logic.template_text import TextOf, paragraphs_of, roots_of
from sciweek.papers.logic.typesetting import typeset


def write_docx(paper: OfficialPaper) -> bytes:
    """The paper in the product's own template of its kind, per GB/T 9704-2012."""
    return _merged(builtin_template(paper.kind), paper)


def merge_template(template: bytes, paper: OfficialPaper) -> bytes:
    """The paper in the office's template. Raises `Refused` with every problem that `check_template` names."""
    if template == builtin_template(paper.kind):
        return write_docx(paper)
    words = [Field(name, "", "") for name in paper.fields]
    parts = [Field(name, "", "", is_block=True) for name in paper.blocks]
    problems = check_template(template, paper.kind, [*words, *parts])
    if problems:
        raise Refused("\n".join(problems), code="template")
    return _merged(template, paper)


def _merged(template: bytes, paper: OfficialPaper) -> bytes:
    document = opened(template)
    _complete_styles(document)
    words, looks = _words(paper), Effective(document)
    for _, root in roots_of(document):
        for paragraph in paragraphs_of(root):
            _fill(paragraph, paper, words, looks)
    turn_pages(document)
    if paper.is_draft:
        mark_draft(document)
    properties = document.core_properties
    properties.title = paper.title.replace("\n", "")[:255]
    properties.author = properties.last_modified_by = "、".join(paper.issuers)[:255]
    return saved(document)


def _complete_styles(document: Any) -> None:
    """A template may lack the styles that blocks are set in, or have them under other ids."""
    sheet = document.styles.element
    known = {each.get(qn("w:styleId")) for each in sheet.findall(qn("w:style"))}
    sheet.extend([styles.style_of(look.id) for look in styles.LOOKS if look.id not in known])


def _words(paper: OfficialPaper) -> Mapping[str, str]:
    """The values of the fields inside a line; the paper's own further fields win."""
    return {
        "发文字号": number_text(paper),
        "签发人": "　".join(paper.signers),
        "发文机关": "、".join(paper.issuers),
        "主办机关": paper.issuers[0] if paper.issuers else "",
        "标题": paper.title,
        "主送机关": paper.addressees.rstrip("：:"),
        "成文日期": date_text(paper.date) if paper.date else "　　年　月　日",
        "附注": paper.note.strip("（）"),
        "印发标题": paper.plan.title.replace("\n", "") if paper.plan else "",
        "抄送机关": paper.copies_to.rstrip("。"),
        "印发机关": paper.printed_by,
        "印发日期": date_text(paper.printed_on) if paper.printed_on else "",
        **paper.fields,
    }


def _fill(paragraph: Any, paper: OfficialPaper, words: Mapping[str, str], looks: Effective) -> None:
    content = TextOf(paragraph)
    found = list(FIELD.finditer(content.text))
    if not found:
        return
    name = found[0][1]
    if found[0][0] == content.text.strip() and (name in paper.blocks or name in WRITERS):
        if name == "落款":
            _hold_with_signature(paragraph)
        blocks = paper.blocks.get(name)
        _replace(paragraph, WRITERS[name](paper) if blocks is None else typeset(blocks))
        return
    values = [words.get(each[1], "") for each in found]
    if not any(values):
        _replace(paragraph, [])
        return
    for each, value in reversed(list(zip(found, values, strict=True))):
        alone = each[0] == content.text.strip()
        text = _broken(value, looks, content.run_at(each.start())) if alone and each[1] == "标题" else value
        content.replace(each.start(), each.end(), text if alone else text.replace("\n", ""))
    content.settle()


def _hold_with_signature(paragraph: Any) -> None:
    """A page never holds a signature alone, nor with the note of the annexes: the last lines of the text go with it."""
    before = paragraph.getprevious()
    while before is not None and local(before) == "p":
        properties = before.get_or_add_pPr()
        if properties.find(qn("w:keepNext")) is None:
            properties.insert(1 if properties.find(qn("w:pStyle")) is not None else 0, element("keepNext"))
        if TextOf(before).text.strip() and before.style != styles.ANNEX_NOTE:
            return
        before = before.getprevious()


def _broken(title: str, looks: Effective, run: Any) -> str:
    size = looks.run(run).size if run is not None else SIZE_2
    return "\n".join(title_lines(title, TEXT_WIDTH / 20 / size))


def _replace(paragraph: Any, elements: Iterable[Any]) -> None:
    """Put the elements where the paragraph stands; a section that ends in it ends behind them."""
    parent = paragraph.getparent()
    section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    for each in elements:
        paragraph.addprevious(each)
    before = paragraph.getprevious()
    if section is not None:
        if before is None or local(before) != "p":
            before = element("p")
            paragraph.addprevious(before)
        before.get_or_add_pPr().append(section)
    parent.remove(paragraph)
    if local(parent) != "body" and (len(parent) == 0 or local(parent[-1]) != "p"):
        parent.append(element("p"))
