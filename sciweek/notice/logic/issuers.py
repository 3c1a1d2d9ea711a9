"""The issuing bodies: as they sign, as the head names them, or as the title begins."""

import re

from sciweek.notice.logic.bodies import is_body, split_names
from sciweek.notice.logic.dates import Calendar, find
from sciweek.notice.logic.findings import Found, quoted
from sciweek.notice.logic.layout import DATE_ONLY, Layout, Para
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.source import CJK


def _bodies_in(layout: Layout, start: int, end: int, reason: str) -> list[Found[str]]:
    text = layout.view[start:end]
    seal = re.search(r"\s?[(](?:[^()]{0,20}(?:代章|代|章|盖章|印章|公章))[)]\s*$", text)
    if seal:
        end = start + seal.start()
    out: list[Found[str]] = []
    whole = layout.view[start:end].replace(" ", "")
    spans = split_names(layout.view[start:end], start)
    if len(spans) > 1 and not all(is_body(layout.view[a:b]) for a, b in spans):
        spans = [(start, end)]
    if is_body(whole) or all(is_body(layout.view[a:b]) for a, b in spans):
        for a, b in spans:
            found = quoted(layout.source, a, b, reason)
            out.append(Found(re.sub(rf"(?<=[{CJK}]) (?=[{CJK}])", "", found.value), found.spans, reason))
    return out


def signing_bodies(layout: Layout, head: Head) -> list[Found[str]]:
    at = layout.signed
    if at is None:
        return _unsigned_tail(layout, head)
    para = layout.paras[at]
    text = layout.text(para)
    dated = list(find(layout.view, para.start, para.end))
    if dated:
        point = dated[-1].first
        start = dated[-1].start
        resolved = Calendar().resolve(point)
        if resolved.iso:
            head.issued_on = Found(resolved.iso, (layout.source.span(start, point.end),), "落款处的成文日期")
            head.calendar.issued = resolved.date
        elif resolved.impossible:
            head.impossible.append((resolved.doubt or "", layout.source.span(start, point.end)))
        head.signature.append(at)
        if not DATE_ONLY.match(text) and start > para.start:
            return _bodies_in(layout, para.start, start, "落款署名")
    issuers: list[Found[str]] = []
    for above in reversed(layout.paras[max(0, at - 14) : at]):
        line = layout.text(above)
        if re.fullmatch(r"[(][^()]{1,24}[)]", line):
            head.signature.append(above.index)
            continue
        found = (
            _bodies_in(layout, above.start, above.end, "落款署名")
            if len(line) <= 120 and not above.meta
            else []
        )
        if not found or line.endswith((":", "。")) or (issuers and above.style):
            break
        issuers = found + issuers
        head.signature.append(above.index)
    return issuers


def _unsigned_tail(layout: Layout, head: Head) -> list[Found[str]]:
    """Bodies on lines of their own at the very end of a text whose date is missing."""
    out: list[Found[str]] = []
    for para in reversed([p for p in layout.paras if p.zone == 0][-5:]):
        if para.meta:
            continue
        line = layout.text(para)
        if len(line) > 40 or para.index < 3 or para.style or re.search(r"[。:;,]", line):
            break
        found = _bodies_in(layout, para.start, para.end, "文末单独成行的署名")
        if not found or para.topic == "contacts":
            break
        out = found + out
        head.signature.append(para.index)
    return out


# Joint heads have 文件 beside the names: in a cell of its own, or between two names where a page lost its lines.
_JOINT_HEAD = re.compile(rf" ?\| ?文件$| 文件 ?(?=[{CJK}])")


def _joint_bodies(layout: Layout, para: Para, text: str) -> list[Found[str]]:
    """The names around 文件; none when one of the parts is no body."""
    out: list[Found[str]] = []
    at = 0
    for cut in [*re.finditer(r" ?\|? ?文件 ?", text), None]:
        end = cut.start() if cut else len(text)
        if end > at:
            found = _bodies_in(layout, para.start + at, para.start + end, "文首署名")
            if not found:
                return []
            out += found
        at = cut.end() if cut else end
    return out


def first_lines_bodies(layout: Layout, region: list[Para]) -> list[Found[str]]:
    out: list[Found[str]] = []
    # The name of a site stands above its own row of links and today's date.
    site = max(
        (p.index for p in region if re.match(r"今天是|设为首页|您?(?:现在|当前).{0,4}位置", layout.text(p))),
        default=-1,
    )
    for para in region:
        text = layout.text(para)
        joint = _JOINT_HEAD.search(text)
        if para.meta or (para.table and not joint) or len(text) > 100 or para.index < site:
            continue
        found = _joint_bodies(layout, para, text) if joint else []
        if not found:
            bare = re.sub(r"(?:文件|\(通知\)|通知)$", "", text)
            found = _bodies_in(layout, para.start, para.start + len(bare), "文首署名")
        if found and not text.endswith((":", "。")):
            out += found
        elif "关于" in text and out and not text.startswith("关于"):
            break
    return out


def title_bodies(layout: Layout, head: Head) -> list[Found[str]]:
    if head.title is None:
        return []
    view = layout.view
    for para in layout.paras[:16]:
        at = view.find("关于", para.start, para.end)
        if (
            at > para.start
            and layout.source.span(para.start, para.end)[0]
            <= head.title.spans[0][0]
            <= layout.source.span(at, para.end)[0]
        ):
            start = para.start
            while start < at and layout.source.place[start] < head.title.spans[0][0]:
                start += 1
            return _bodies_in(layout, start, at, "标题中“关于”之前的发文机关")
    return []


def page_bodies(layout: Layout) -> list[Found[str]]:
    for para in layout.paras[:25]:
        match = (
            re.search(r"(?:发布机构|发文机关|发文单位|制发机关)[: |\]]*([^| :\[]{3,30})", layout.text(para))
            if para.meta or para.table
            else None
        )
        if match and is_body(match[1]):
            return [
                quoted(
                    layout.source,
                    para.start + match.start(1),
                    para.start + match.end(1),
                    "网页“发布机构”一栏",
                )
            ]
    return []


def merged(primary: list[Found[str]], other: list[Found[str]]) -> list[Found[str]]:
    """The signing bodies, with the ranges where the head names them too."""
    out: list[Found[str]] = []
    for one in primary:
        twin = next((o for o in other if o.value == one.value), None)
        out.append(Found(one.value, (*one.spans, *twin.spans), one.reason) if twin else one)
    return out


def unique(found: list[Found[str]]) -> list[Found[str]]:
    out: dict[str, Found[str]] = {}
    for one in found:
        out.setdefault(one.value, one)
    return list(out.values())
