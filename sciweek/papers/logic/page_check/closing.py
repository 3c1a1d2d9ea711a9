"""What stands below the text: annex note, annexes and 版记. Signature and date have a file of their own."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from sciweek.papers.logic.breaks import width_of
from sciweek.papers.logic.effective import rule_of
from sciweek.papers.logic.measures import CHARACTER, CHARACTERS, SIZE_3, SIZE_4
from sciweek.papers.logic.ooxml import local
from sciweek.papers.logic.page_check.findings import Finding
from sciweek.papers.logic.page_check.opening import faces, title_looks
from sciweek.papers.logic.page_check.reading import File, Line
from sciweek.papers.logic.page_check.roles import ANNEX_ITEM, ANNEX_LABEL, ANNEX_NOTE, Paper, Part
from sciweek.papers.logic.page_check.signing import signing

_PRINTED = re.compile(r"(\d{4})年([1-9]\d?)月([1-9]\d?)日印[发制]")


def closing(file: File, paper: Paper) -> Iterator[Finding]:
    """Everything from the annex note to the end of the file."""
    notes = [(paper.annex_note, paper.body), *((part.note, part.lines) for part in paper.parts)]
    for note, _above in notes:
        yield from _annex_note(note, file)
    if paper.is_whole:
        yield from signing(file, paper)
    labelled = [part for part in paper.parts if part.label]
    yield from _labels(labelled, paper)
    for part in paper.parts:
        if part.label or paper.is_whole:
            yield from _annex(part)
    noted = [title for note, _above in notes for title in titles_of(note)]
    yield from _agreement(noted, labelled, paper)
    yield from _imprint(file, paper)


def titles_of(note: Sequence[Line]) -> list[str]:
    """The titles that an annex note names."""
    out = []
    for line in note:
        found = ANNEX_NOTE.fullmatch(line.words)
        words = found["first"] if found else line.words
        out += [ANNEX_ITEM.sub("", each.strip(), count=1).strip() for each in words.split("\n")]
    return [each for each in out if each]


def _annex_note(note: Sequence[Line], file: File) -> Iterator[Finding]:
    if not note:
        return
    yield from faces(note, "仿宋", SIZE_3, _("附件说明应为三号仿宋体。"))
    first = note[0]
    found = ANNEX_NOTE.fullmatch(first.words)
    if found and found["colon"] != "：":
        yield Finding(_("附件说明的“附件”后应标全角冒号。"), first)
    if not 1.7 <= _start(first) <= 2.3:
        yield Finding(_("附件说明应左空二字编排“附件”二字。"), first)
    before = file.lines[first.number - 2] if first.number > 1 else None
    if before is not None and not before.empty:
        yield Finding(_("附件说明应在正文下空一行编排。"), first)
    numbers = [_number_of(line) for line in note]
    if len(note) == 1 and numbers[0]:
        yield Finding(_("只有一个附件时，附件说明不编顺序号。"), first)
    for at, (line, number) in enumerate(zip(note, numbers, strict=True), 1):
        if len(note) > 1 and number != f"{at}.":
            yield Finding(_("附件说明的顺序号应为“%(number)d.”。") % {"number": at}, line)
        if line.words.endswith(("。", "；", "，", ".", ";", ",", "、")):
            yield Finding(_("附件名称后不加标点。"), line)
        if width_of(line.words) + _start(line) > CHARACTERS and line.look.left / CHARACTER < 4.5:
            yield Finding(_("附件名称较长需回行时，应与上一行附件名称的首字对齐。"), line)


def _number_of(line: Line) -> str:
    found = ANNEX_NOTE.fullmatch(line.words)
    number = ANNEX_ITEM.match(found["first"] if found else line.words)
    return number[0] if number else ""


def _start(line: Line) -> float:
    """Where a line begins, in characters from the left."""
    spaces = len(line.text) - len(line.text.lstrip("　"))
    return (line.look.left + line.look.first) / CHARACTER + spaces


def _labels(parts: Sequence[Part], paper: Paper) -> Iterator[Finding]:
    for at, part in enumerate(parts, 1):
        line = part.label
        found = ANNEX_LABEL.fullmatch(line.words) if line else None
        if line is None or found is None:
            continue
        wanted = "附件" if len(parts) == 1 else f"附件{at}"
        if found["end"]:
            yield Finding(_("附件标记后不加标点。"), line)
        elif paper.is_whole and "".join(line.words.split()) != wanted:
            yield Finding(_("附件标记应为“%(label)s”。") % {"label": wanted}, line)
        yield from faces([line], "黑体", SIZE_3, _("附件标记应为三号黑体。"))
        if line.look.align not in ("left", "both") or abs(_start(line)) > 0.3:
            yield Finding(_("附件标记应顶格编排在版心左上角第一行。"), line)
        if not line.new_page:
            yield Finding(_("附件应另面编排。"), line)


def _annex(part: Part) -> Iterator[Finding]:
    what = _("附件标题") if part.label else _("印发内容的标题")
    if not part.title:
        if part.label and any(not line.empty for line in part.lines):
            yield Finding(_("附件标记之下缺少附件标题。"), part.label)
        return
    yield from title_looks(part.title, what)
    if not part.label:
        if not part.title[0].new_page:
            yield Finding(_("印发的内容应另面编排。"), part.title[0])
        return
    between = [line for line in part.lines if line.number < part.title[0].number]
    if len(between) != 1:
        yield Finding(_("附件标题应居中编排在版心第三行。"), part.title[0])


def _agreement(noted: Sequence[str], labelled: Sequence[Part], paper: Paper) -> Iterator[Finding]:
    """What the note names is what follows."""
    if not paper.is_whole:
        return
    found = ["".join("".join(line.words.split()) for line in part.title) for part in labelled]
    if len(noted) != len(labelled):
        # Annexes may be kept in files of their own; then none follows.
        if labelled:
            yield Finding(
                _("附件说明列了 %(noted)d 个附件，正文之后有 %(found)d 个。")
                % {"noted": len(noted), "found": len(labelled)},
                labelled[-1].label,
            )
        return
    for name, title, part in zip(noted, found, labelled, strict=True):
        if title and "".join(name.split()) != title:
            yield Finding(_("附件标题与附件说明的“%(name)s”不一致。") % {"name": name}, part.title[0])


def _imprint(file: File, paper: Paper) -> Iterator[Finding]:
    lines = paper.imprint
    if not paper.is_whole:
        return
    last = next((line.number for line in reversed(file.lines) if not line.empty), 0)
    for line in file.lines:
        if line not in lines and line.number < last and re.match(r"抄[送报][\s　]*[:：]", line.words):
            yield Finding(_("版记应置于公文最后一面，末尾不再有其他内容。"), line)
    yield from faces(lines, "仿宋", SIZE_4, _("版记应为四号仿宋体。"))
    for line in lines:
        if re.match(r"(抄送|抄报|主送|分送)", line.words):
            if not re.match(r"..：", line.words):
                yield Finding(_("“抄送”后应标全角冒号。"), line)
            if not line.words.endswith("。"):
                yield Finding(_("最后一个抄送机关后应标句号。"), line)
        elif paper.is_letter:
            yield Finding(_("信函的版记不加印发机关和印发日期。"), line)
        elif "年" in line.words and not _PRINTED.search(line.words):
            yield Finding(_("印发日期应用阿拉伯数字标全年、月、日，不编虚位，后加“印发”二字。"), line)
    if lines and not paper.is_letter and not _ruled(lines):
        yield Finding(_("版记应有与版心等宽的分隔线：首条和末条粗，中间的细。"), lines[0])


def _ruled(lines: Sequence[Line]) -> bool:
    """Rules above and below: of the table that holds the lines, or of the lines themselves."""
    table = next((above for above in lines[0].node.iterancestors() if local(above) == "tbl"), None)
    if table is None:
        return any("top" in line.look.rules for line in lines) and any(
            "bottom" in line.look.rules for line in lines
        )
    sides = {
        local(side)
        for borders in table.iter(qn("w:tblBorders"), qn("w:tcBorders"))
        for side in borders
        if rule_of(side)[0] not in ("nil", "none")
    }
    return {"top", "bottom"} <= sides
