"""The papers a notice is based on."""

import re

from sciweek.notice.logic.findings import BasisFinding, quoted
from sciweek.notice.logic.layout import Layout
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.source import Span
from sciweek.notice.logic.title import DOC_NO

_CUE = re.compile(r"根据|按照|依据|贯彻|落实|遵照|转发|为响应|要求")


_PAPER = re.compile(r"通知|意见|方案|纲要|办法|条例|规划|法$|法》|决定|计划|要点|规定|安排|的函|批复|部署")


def _titles_in(view: str, start: int, end: int) -> list[Span]:
    """Outermost 《…》 in a range."""
    spans: list[Span] = []
    depth, at = 0, start
    for i in range(start, end):
        if view[i] == "《":
            if depth == 0:
                at = i
            depth += 1
        elif view[i] == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append((at, i + 1))
    return spans


def read_basis(layout: Layout, head: Head) -> list[BasisFinding]:
    view = layout.view
    out: list[BasisFinding] = []
    seen: set[str] = set()
    own = re.sub(r"\W", "", head.title.value) if head.title else ""
    for para in layout.paras[head.body_from :]:
        if para.zone and layout.annexes[para.zone - 1].kind not in {"scheme", "other"}:
            continue
        if para.meta or para.table or para.topic in {"contacts", "theme"}:
            continue
        for sentence in re.finditer(r"[^。]+", view[para.start : para.end]):
            cue = _CUE.search(sentence[0])
            if not cue or cue.start() > 400 or ("《" not in sentence[0] and "号" not in sentence[0]):
                continue
            if para.index > head.body_from + 3 and not re.search(r"根据|按照|依据|转发", sentence[0]):
                continue
            base = para.start + sentence.start()
            for a, b in _titles_in(view, base + cue.start(), base + len(sentence[0])):
                finding = _basis_at(layout, a, b, base + len(sentence[0]))
                key = re.sub(r"\W", "", finding.title.value) if finding and finding.title else ""
                if finding and key not in seen and not (own and key and key in own):
                    seen.add(key)
                    out.append(finding)
    return out


def _basis_at(layout: Layout, a: int, b: int, limit: int) -> BasisFinding | None:
    view = layout.view
    if not _PAPER.search(view[a:b]) or view[a:b].endswith("表》"):
        return None
    behind = re.compile(rf"(?:的通知)?\s?[(\[（]\s?({DOC_NO.pattern})").match(view, b, limit)
    if b - a < 9 and not behind:
        return None
    title = quoted(layout.source, a + 1, b - 1, "依据语句中书名号内的文件")
    number = None
    if behind:
        number = quoted(layout.source, behind.start("no"), behind.end("no"), "紧跟在所依据文件之后的文号")
    return BasisFinding(title, number)
