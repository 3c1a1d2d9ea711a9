"""The title of a notice and its own document number."""

import re

from sciweek.notice.logic.bodies import is_body
from sciweek.notice.logic.findings import quoted
from sciweek.notice.logic.layout import DATE_ONLY, Layout, Para
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.source import CJK, Span

_YEAR_BRACKET = r"[\[(<〈《{]?\s?(?:[12]\d{3}|[一二][○一二三四五六七八九零O]{3})年?\s?[\])>〉》}]"


DOC_NO = re.compile(
    rf"(?P<no>(?:[{CJK}]"
    rf"|[(][{CJK}]{{1,4}}[)]){{1,16}}(?:\s?[{CJK}]{{1,4}})?\s?(?:{_YEAR_BRACKET}\s?(?:第\s?)?\d{{1,5}}\s?号?"
    rf"|[12]\d{{3}}年?第?\d{{1,4}}号))"
)


_TITLE_END = re.compile(
    r"(?:通知|公告|通告|的函|提示|提醒|意见|倡议书|邀请函|实施方案|工作方案|活动方案|总体方案|方案"
    r"|工作安排|活动安排|计划|启事|预告|通报|指南|安排|决定)(?:[(](?!以下)[^()]{1,24}[)])?$"
)


def _titles(layout: Layout, region: list[Para]) -> list[Span]:
    """Ranges of possible titles in the head, complete ones only."""
    found: list[Span] = []
    usable = [p for p in region if not p.meta and not p.table and not DATE_ONLY.match(layout.text(p))]
    at = 0
    while at < len(usable):
        para = usable[at]
        text = layout.text(para)
        begins = (
            "关于" in text or re.search(r"(?:活动周|科技周|科普|科技节|活动月).{0,30}$", text) is not None
        )
        if not begins or DOC_NO.fullmatch(text.strip("()[]")) or re.search(r"[。?!]", text[:-1]):
            at += 1
            continue
        stop = None
        for ahead in range(at, min(at + 4, len(usable))):
            tail = layout.text(usable[ahead])
            if ahead > at and (
                usable[ahead].end - para.start > 160
                or re.search(r"[。?!:]", tail[:-1])
                or (tail.startswith("关于") and "《" not in text)
                or DOC_NO.fullmatch(tail.strip("()"))
            ):
                break
            framed = tail.startswith("《") or DOC_NO.match(tail) or re.search(r"转发|印发", text)
            if _TITLE_END.search(tail.rstrip("。:》”" if framed else "。:")) and _balanced(
                layout.view[para.start : usable[ahead].end]
            ):
                stop = ahead
                break
        if stop is not None:
            start = _front_part(layout, usable[at - 1], para) if at else para.start
            found.append(_trimmed(layout, start, usable[stop].end))
            at = stop + 1
        else:
            at += 1
    return found


def _front_part(layout: Layout, above: Para, para: Para) -> int:
    """Where a title begins whose first line was broken off: "…转发某部 / 某协会关于…", "…2026年某某活 / 动周方案"."""
    text, line = layout.text(above), layout.text(para)
    joined = above.index == para.index - 1 and not para.gap and not above.style and 6 <= len(text) <= 60
    if (
        not joined
        or re.search(r"[。:;,!?|@”》]|关于", text)
        or DOC_NO.search(text)
        or _TITLE_END.search(text)
    ):
        return para.start
    forwarding = re.search(r"转发|印发", text) is not None and not line.startswith("关于")
    cut_word = "关于" not in line and re.search(r"[12]\d{3}年", text) is not None and not is_body(text)
    return above.start if forwarding or cut_word else para.start


def _balanced(text: str) -> bool:
    return text.count("《") <= text.count("》")


def _trimmed(layout: Layout, start: int, end: int) -> Span:
    view = layout.view
    number = DOC_NO.match(view, start, end)
    if number and number.end() < end:
        start = number.end()
        while start < end and view[start] in " :,":
            start += 1
    label = re.compile(r"(?:名称|标题|文件名称|信息名称|题名):\s*").match(view, start, end)
    if label:
        start = label.end()
    while end > start and view[end - 1] in "。: ":
        end -= 1
    twice = (
        re.fullmatch(r"《?(?P<one>.{8,90}?)》? ?(?P<two>(?P=one))", view[start:end])
        if end - start < 200
        else None
    )
    if twice:
        start += twice.start("two")
    if view[start] == "《" and view[end - 1] == "》" and _one_pair(view[start:end]):
        start, end = start + 1, end - 1
    return start, end


def _one_pair(text: str) -> bool:
    """Whether the brackets at both ends belong together."""
    depth = 0
    for i, ch in enumerate(text):
        depth += (ch == "《") - (ch == "》")
        if depth == 0 and i < len(text) - 1:
            return False
    return True


def _title_in_meta(layout: Layout) -> Span | None:
    for para in layout.paras[:25]:
        if para.meta or para.table:
            match = re.search(
                r"(?:名称|标题):?[ |]*([^|]{0,40}关于[^|]{4,90}?(?:通知|公告|函|方案|意见))(?= |\||$)",
                layout.text(para),
            )
            if match:
                return para.start + match.start(1), para.start + match.end(1)
    return None


def find_title(layout: Layout, head: Head, region: list[Para]) -> None:
    titles = _titles(layout, region)
    chosen: Span | None = None
    if titles:
        with_about = [t for t in titles if "关于" in layout.view[t[0] : t[1]]]
        chosen = (with_about or titles)[-1]
    chosen = chosen or _title_in_meta(layout)
    if chosen:
        reason = (
            "正文前以“关于…的通知”等形式单独成行"
            if "关于" in layout.view[slice(*chosen)]
            else "正文前单独成行的文件名"
        )
        head.title = quoted(layout.source, *chosen, reason)
        return
    first = next((p for p in layout.paras if not p.meta and not p.table), None)
    if first is not None and not head.addressees:
        text = layout.text(first)
        if (
            len(text) <= 60
            and not first.style
            and re.search(r"(?:方案|安排|计划|通知)$", text)
            and re.search(r"活动周|科技周|科普|科技节|科技", text)
        ):
            head.title = quoted(layout.source, first.start, first.end, "文首单独成行的文件名")


def find_doc_no(layout: Layout, head: Head, region: list[Para], addressee: int | None) -> None:
    view = layout.view
    for para in layout.paras[:30]:
        if para.meta or para.table:
            label = re.search(r"(?:文号|发文字号|文件编号|发文文号):?[ |]*", layout.text(para))
            if label:
                match = DOC_NO.match(view, para.start + label.end(), para.end)
                if match:
                    head.doc_no = quoted(layout.source, match.start("no"), match.end("no"), "“文号”一栏")
                    return
    for para in region:
        text = layout.text(para)
        match = DOC_NO.search(text.lstrip("(["), 0, 400)
        if not match:
            continue
        offset = len(text) - len(text.lstrip("(["))
        bare = text.strip("()[] ")
        label = re.match(r"(?:文号|发文字号|编号):\s*", text)
        alone = DOC_NO.fullmatch(bare) is not None
        leads = match.start() == 0 and re.match(
            r"[ :,]*《?[^。]{0,60}关于|[ :,]*签发人", text[match.end() + offset :]
        )
        ends = (
            re.search(r"(?:通知|方案|函)》?\s?[(\[]?$", text[: match.start() + offset])
            and match.end() + offset >= len(text) - 1
            and not text.startswith("根据")
        )
        tail = re.search(r"(?:^| )[^。,《》]*$", text[: match.start() + offset])
        if alone or leads or label or (ends and tail is not None and para.index <= (addressee or 99)):
            start = para.start + offset + match.start("no")
            end = para.start + offset + match.end("no")
            if label and start < para.start + label.end():
                start = para.start + label.end()
            if ends and not alone:
                inner = re.search(r"(?:通知|方案|函)》?\s?[(\[]?", view[start:end])
                if inner:
                    start += inner.end()
            head.doc_no = quoted(layout.source, start, end, "正文前单独写出的发文字号")
            return
