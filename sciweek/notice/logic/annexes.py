"""Where the signature stands, where annexes begin, and which ones the text announces."""

import re

from sciweek.notice.logic.bodies import all_bodies, is_body, unsealed
from sciweek.notice.logic.layout import ANNEX, DATE, DATE_ONLY, MARK, Annex, Layout
from sciweek.notice.logic.numerals import number
from sciweek.notice.logic.source import CJK, Span

_SIGNED = re.compile(rf"(?P<who>[{CJK}A-Za-z()“”、 ]{{2,90}}?) ?(?P<date>{DATE})[)]?[.。]?$")


_FORM = re.compile(
    r"备案表|报名表|统计表|申报表|申请表|登记表|信息表|汇总表|推荐表|回执|调查表|情况表|反馈表"
    r"|名单|名额|评分|计划书|征集表|联络表|审批表|报送表|评审|细则|样表|模板|承诺书|说明"
)


_LIST = re.compile(
    r"活动.{0,8}(?:安排|一览|表|清单|计划|目录|项目)|安排表|一览表|日程|项目表|系列活动|重点活动|活动$"
)


def annex_kind(title: str) -> str:
    if re.search(r"一览表|安排表|活动安排|主要安排|活动计划|活动清单|日程", title) and not re.search(
        r"备案|申报|报名", title
    ):
        return "list"
    if _FORM.search(title):
        return "form"
    if _LIST.search(title):
        return "list"
    if re.search(r"方案|办法|规则|计划", title):
        return "scheme"
    if re.search(r"通知", title):
        return "copy"
    return "other"


def find_annexes(layout: Layout) -> None:
    """Finds where annexes begin, and the list that announces them."""
    paras, view = layout.paras, layout.view
    signed = layout.signed
    announcing = False
    zone = 0
    for i, para in enumerate(paras):
        text = view[para.start : para.end]
        match = ANNEX.match(text)
        alone = bool(match and match.end() >= len(text) and (match["sign"] in {":", ""}))
        if match and not text.startswith(("附件", "附:", "附")):
            match = None
        if match and text.startswith("附") and not text.startswith("附件") and match["sign"] != ":":
            match = None
        if match and _begins_annex(layout, i, match, alone=alone, signed=signed):
            zone += 1
            announcing = False
            title = _annex_title(layout, i, match, alone=alone)
            kind = annex_kind(view[title[0] : title[1]]) if title else "other"
            layout.annexes.append(Annex(zone, number(match["n"]) if match["n"] else None, title, kind, i))
        elif match and match["sign"]:
            announcing = True
            _announce(layout, para.start + match.end(), para.end, number(match["n"]) if match["n"] else None)
        elif announcing and (listed := re.match(r"(\d{1,2})[.、]", text)) and len(text) < 60:
            mark = MARK.match(text)
            _announce(layout, para.start + (mark.end() if mark else 0), para.end, int(listed[1]))
        else:
            announcing = False
        para.zone = zone


def _announce(layout: Layout, start: int, end: int, n: int | None) -> None:
    text = layout.view[start:end]
    parts = [m.start() for m in re.finditer(r"(?<!\d)\d{1,2}[.、](?=\D|20\d\d|$)", text)]
    if not parts:
        if text.strip():
            layout.announced.append((n, (start, end)))
        return
    for a, b in zip(parts, [*parts[1:], len(text)], strict=True):
        mark = re.match(r"(\d{1,2})[.、]\s*", text[a:b])
        if mark:
            layout.announced.append((int(mark[1]), (start + a + mark.end(), start + b)))


def _begins_annex(layout: Layout, i: int, match: re.Match[str], *, alone: bool, signed: int | None) -> bool:
    paras, view = layout.paras, layout.view
    below = len(paras) - i - 1
    if not below:
        return False
    following = layout.text(paras[i + 1])
    if alone:
        return (
            not (below <= 3 and re.match(r"\d{1,2}[.、]", following))
            and not re.match(r"1[.、].{0,40}$", following)
        ) or (signed is not None and i > signed and below > 6)
    if signed is None or i < signed or below < 3 or ANNEX.match(following):
        return False
    text = view[paras[i].start : paras[i].end]
    return (
        len(text) < 50
        and not re.match(r"\d{1,2}[.、]", text[match.end() :])
        and not re.search(r"[.](?:docx?|pdf|xlsx?|rar|zip)$", text)
    )


def _annex_title(layout: Layout, i: int, match: re.Match[str], *, alone: bool) -> Span | None:
    para = layout.paras[i]
    if not alone:
        return para.start + match.end(), para.end
    for follow in layout.paras[i + 1 : i + 3]:
        text = layout.text(follow)
        if len(text) <= 60 and not follow.table and not re.search(r"[。:;]$", text):
            return follow.start, follow.end
        break
    return None


def find_signature(layout: Layout) -> int | None:
    """The index of the paragraph with the signing date: a date on its own line below a body's name or the text."""
    fallback = None
    # Whether a sentence, and whether any text to speak of, stands above.
    sentence = text_above = False
    for i, para in enumerate(layout.paras):
        if i:
            last = layout.paras[i - 1]
            mark = layout.view[last.end - 1]
            sentence = sentence or mark == "。"
            text_above = text_above or mark in ":。" or last.end - last.start > 60
        if para.meta or i == 0 or para.end - para.start > 130:
            continue
        text = layout.text(para)
        if ANNEX.match(text) and len(text) < 8 and fallback is not None:
            break
        signed = _SIGNED.match(text)
        if DATE_ONLY.match(text):
            above = layout.paras[i - 1]
            if above.meta:
                continue
            if is_body(unsealed(layout.text(above))) or all_bodies(layout.text(above)):
                if text_above:
                    return i
            elif fallback is None and sentence:
                fallback = i
        elif signed and all_bodies(signed["who"]):
            return i
    return fallback
