"""Pages that are turned for wide tables, and the mark 草稿 on every page."""

import copy
from typing import Any

from docx.oxml.ns import qn

from sciweek.papers.logic import styles
from sciweek.papers.logic.measures import mm
from sciweek.papers.logic.ooxml import element, local, paragraph, run
from sciweek.papers.logic.typesetting import LANDSCAPE, PORTRAIT

DRAFT_WORD = "草稿"


def turn_pages(document: Any) -> None:
    """Make sections of what stands between the marks; the document's own page is kept for all else."""
    body = document.element.body
    base = body.sectPr
    _join_neighbours(body)
    first = True
    for mark in [child for child in body if local(child) in (LANDSCAPE, PORTRAIT)]:
        turned = local(mark) == PORTRAIT
        if turned and not _anything_after(mark, base):
            _turn(base)
        elif turned or _anything_before(mark):
            _end_section(mark, _section(base, turned=turned, first=first))
            first = False
        body.remove(mark)
    if not first:
        _not_first(base)
    if len(body) < 2 or local(base.getprevious()) != "p":
        base.addprevious(_hair())


def _join_neighbours(body: Any) -> None:
    for mark in [child for child in body if local(child) == PORTRAIT]:
        after = mark.getnext()
        if after is not None and local(after) == LANDSCAPE:
            body.remove(after)
            body.remove(mark)


def _anything_before(mark: Any) -> bool:
    before = mark.getprevious()
    return before is not None and local(before) not in (LANDSCAPE, PORTRAIT)


def _anything_after(mark: Any, base: Any) -> bool:
    after = mark.getnext()
    return after is not None and after is not base


def _end_section(mark: Any, section: Any) -> None:
    """A section ends with the paragraph that holds its properties."""
    before = mark.getprevious()
    if local(before) != "p" or before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        before = _hair()
        mark.addprevious(before)
    before.get_or_add_pPr().append(section)


def _hair() -> Any:
    """A paragraph as low as Word allows: it finds room below 22 lines."""
    return paragraph(styles.NORMAL, spacing=element("spacing", before=0, after=0, line=14, lineRule="exact"))


def _section(base: Any, *, turned: bool, first: bool) -> Any:
    made = copy.deepcopy(base)
    if not first:
        _not_first(made)
    if turned:
        _turn(made)
    return made


def _not_first(section: Any) -> None:
    for name in ("w:titlePg", "w:pgNumType"):
        for each in section.findall(qn(name)):
            section.remove(each)


def _turn(section: Any) -> None:
    """The page's left edge, where it is bound, becomes the top."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")
    sides = {side: margins.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left")}
    for side, old in (("top", "left"), ("bottom", "right"), ("left", "bottom"), ("right", "top")):
        margins.set(qn(f"w:{side}"), sides[old])
    foot = int(margins.get(qn("w:footer"), "0")) - int(sides["bottom"]) + int(sides["right"])
    margins.set(qn("w:footer"), str(max(mm(5), foot)))
    margins.set(qn("w:header"), str(mm(12)))


def mark_draft(document: Any) -> None:
    """草稿 at the top right of every page, outside the text."""
    for section in document.sections:
        parts = [section.header]
        if document.settings.odd_and_even_pages_header_footer:
            parts.append(section.even_page_header)
        if section.different_first_page_header_footer:
            parts.append(section.first_page_header)
        for part in parts:
            _mark(part)


def _mark(part: Any) -> None:
    if part.is_linked_to_previous:
        part.is_linked_to_previous = False
        # A new header comes with an empty line, which may be as high as to push the text down.
        for child in list(part._element):
            part._element.remove(child)
    root = part._element
    if any(child.text == DRAFT_WORD for child in root.iter(qn("w:t"))):
        return
    frame = element(
        "framePr",
        w=mm(30),
        hSpace=0,
        wrap="around",
        hAnchor="margin",
        xAlign="right",
        vAnchor="page",
        y=mm(14),
    )
    root.insert(0, paragraph(styles.DRAFT, run(DRAFT_WORD), framePr=frame))
    if len(root) < 2:
        root.append(_hair())
