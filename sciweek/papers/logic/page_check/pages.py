"""Paper, margins and page numbers of each section."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from sciweek.papers.logic.flow import belongs
from sciweek.papers.logic.measures import BOTTOM, LEFT, PAGE, RIGHT, SIZE_4, TOP
from sciweek.papers.logic.ooxml import local
from sciweek.papers.logic.page_check.findings import Finding
from sciweek.papers.logic.page_check.reading import File, Line, part_lines
from sciweek.papers.logic.page_check.roles import Paper
from sciweek.papers.logic.page_check.typefaces import is_face

_MM = 1440 / 25.4
_SIDES = ("top", "right", "bottom", "left")
_WITHIN = 1.05
"""Millimetres by which a margin may be off; GB/T 9704 allows one."""
_NUMBER_GAP, _GAP_WITHIN = 7.0, 2.0
_NUMBER_FORM = re.compile(r"[—－―]\s?#\s?[—－―]")


def pages(file: File, paper: Paper) -> Iterator[Finding]:
    """Each section by itself; what several share is told once."""
    sections = list(file.document.sections)
    for at, section in enumerate(sections, 1):
        place = _("第 %(number)d 节：") % {"number": at} if len(sections) > 1 else ""
        yield from _paper_and_margins(section, place)
    yield from _numbers(file, paper, sections)


def _paper_and_margins(section: Any, place: str) -> Iterator[Finding]:
    wide, high = _mm(section.page_width), _mm(section.page_height)
    turned = wide > high
    wanted = sorted(_plain(side) for side in PAGE)
    if any(abs(is_ - should) > 1 for is_, should in zip(sorted((wide, high)), wanted, strict=True)):
        yield Finding(
            _("用纸应为 A4（210 mm×297 mm），现为 %(wide)d mm×%(high)d mm。") % {"wide": wide, "high": high},
            place=place,
        )
        return
    upright = dict(zip(_SIDES, map(_plain, (TOP, RIGHT, BOTTOM, LEFT)), strict=True))
    # A page that is turned keeps its edges: where it is bound, at the left, is the top now.
    margins = (
        {
            "top": upright["left"],
            "right": upright["top"],
            "bottom": upright["right"],
            "left": upright["bottom"],
        }
        if turned
        else upright
    )
    names = {"top": _("上"), "right": _("右"), "bottom": _("下"), "left": _("左")}
    for side, should in margins.items():
        found = _mm(getattr(section, f"{side}_margin"))
        if abs(found - should) > _WITHIN:
            yield Finding(
                _("%(side)s页边距应为 %(should)d mm，现为 %(found)s mm。")
                % {"side": names[side], "should": should, "found": f"{found:.1f}".removesuffix(".0")},
                place=place,
            )


def _mm(length: Any) -> float:
    return 0.0 if length is None else float(length.mm)


def _plain(twips: int) -> int:
    return round(twips / _MM)


def _numbers(file: File, paper: Paper, sections: list[Any]) -> Iterator[Finding]:
    if not file.document.settings.odd_and_even_pages_header_footer:
        yield Finding(_("页码应单页居右、双页居左：请在页面设置中勾选“奇偶页不同”。"))
    for at, section in enumerate(sections, 1):
        place = _("第 %(number)d 节：") % {"number": at} if len(sections) > 1 else ""
        feet = [(section.footer, "right")]
        if file.document.settings.odd_and_even_pages_header_footer:
            feet.append((section.even_page_footer, "left"))
        for part, side in feet:
            yield from _foot(part_lines(part, file, "footer"), side, section, place)
        first = section.different_first_page_header_footer
        if first:
            numbered = any(
                _has_number(line) for line in part_lines(section.first_page_footer, file, "footer")
            )
            if paper.is_letter and at == 1 and numbered:
                yield Finding(_("信函首页不显示页码。"), place=place)
            if not (paper.is_letter and at == 1) and not numbered:
                yield Finding(_("首页也应编排页码。"), place=place)
        elif paper.is_letter and at == 1:
            yield Finding(_("信函首页不显示页码。"), place=place)


def _foot(lines: list[Line], side: str, section: Any, place: str) -> Iterator[Finding]:
    line = next((each for each in lines if _has_number(each)), None)
    page = _("单页") if side == "right" else _("双页")
    if line is None:
        yield Finding(_("%(page)s没有页码。") % {"page": page}, place=place)
        return
    if not _NUMBER_FORM.fullmatch(_form(line)):
        yield Finding(_("%(page)s页码左右应各放一条一字线，如“— 1 —”。") % {"page": page}, place=place)
    if any(
        words.strip() and (abs(look.size - SIZE_4) > 0.2 or not is_face(look.font, "宋体"))
        for words, look in line.runs
    ):
        yield Finding(_("%(page)s页码应为四号半角宋体阿拉伯数字。") % {"page": page}, place=place)
    aligned = line.look.align in (side, "both" if side == "left" else side) or bool(line.look.frame)
    inner = line.look.right if side == "right" else line.look.left + line.look.first
    words = _("居右空一字") if side == "right" else _("居左空一字")
    if not aligned or (not line.look.frame and abs(inner - SIZE_4) > 4):
        yield Finding(_("%(page)s页码应%(words)s。") % {"page": page, "words": words}, place=place)
    if line.look.frame or any(each.drawn for each in lines):
        return
    below = sum((each.look.pitch or SIZE_4 * 1.3 * each.look.multiple) + each.look.after for each in lines)
    gap = _mm(section.bottom_margin) - _mm(section.footer_distance) - below * 25.4 / 72
    if abs(gap - _NUMBER_GAP) > _GAP_WITHIN:
        yield Finding(
            _("%(page)s页码应距版心下边缘 7 mm，现约 %(found)d mm。") % {"page": page, "found": round(gap)},
            place=place,
        )


def _has_number(line: Line) -> bool:
    return "#" in _form(line)


def _form(line: Line) -> str:
    """The line with # for the page's number."""
    out, inside = "", ""
    for node in line.node.iter():
        kind = local(node)
        if kind == "fldChar" and belongs(node, line.node):
            inside = {"begin": "begin", "separate": inside, "end": ""}.get(
                node.get(qn("w:fldCharType"), ""), inside
            )
        elif kind == "instrText" and inside:
            words = (node.text or "").split()
            out += "#" if words[:1] == ["PAGE"] else ""
        elif kind == "fldSimple" and (node.get(qn("w:instr")) or "").split()[:1] == ["PAGE"]:
            out += "#"
        elif kind == "t" and not inside and not _in_field(node):
            out += node.text or ""
    return " ".join(out.split())


def _in_field(node: Any) -> bool:
    return any(local(above) == "fldSimple" for above in node.iterancestors())
