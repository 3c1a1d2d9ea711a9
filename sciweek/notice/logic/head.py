"""The head and foot of a notice: title, own number, issuing bodies, addressees, date of issue, basis."""

import datetime as dt
import re

from sciweek.notice.logic.basis import read_basis
from sciweek.notice.logic.dates import Calendar, find
from sciweek.notice.logic.findings import Found, Text, Texts, quoted
from sciweek.notice.logic.issuers import (
    first_lines_bodies,
    merged,
    page_bodies,
    signing_bodies,
    title_bodies,
    unique,
)
from sciweek.notice.logic.layout import Layout, Para
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.numerals import year
from sciweek.notice.logic.source import Span
from sciweek.notice.logic.title import find_doc_no, find_title

# A line that is nothing but a title. What stands above it, a site's motto for one, is not the notice's body.
_ZEROS = str.maketrans("〇Oo０", "○○○0")
_TITLE_LINE = re.compile(
    r"[^。:;]{0,40}关于[^。:;]{4,90}(?:通知|公告|通告|的函|倡议书|方案|提示)$|转发[^。:;]{2,40}[“《]关于[^。:;]{4,90}[”》]$"
)
_ADDRESSEE = re.compile(
    r"(?:各|全|校|院|机关|本|相关|有关|单位|部门|局|政府|科协|学会|协会|高校|大学|学院|系|处"
    r"|团委|委|企业|同学|老师|部|所|中心|站)"
)


_NOT_ADDRESSEE = re.compile(
    r"通知如下|如下:|时间:|主题:|地点:|主办|承办|联系|来源|发布|现将|决定|举办|开展|附件|附:"
    r"|内容:|要求:|：$|文号|索引|名称:|抄送|电话|以下"
)


def _title_line(layout: Layout) -> int:
    """The first paragraph that is a title by itself, or -1."""
    for para in layout.paras[:16]:
        if para.style in {"一、", "(一)", "1."}:
            break
        if _TITLE_LINE.fullmatch(layout.text(para)):
            return para.index
    return -1


def _addressee_index(layout: Layout) -> int | None:
    seen = 0
    titled = _title_line(layout)
    for para in layout.paras[:40]:
        if para.meta or para.table or para.index < titled:
            continue
        if para.zone or seen > 14:
            return None
        seen += 1
        text = layout.text(para)
        if (
            text.endswith(":")
            and 3 <= len(text) <= 500
            and "。" not in text
            and not para.style
            and not _NOT_ADDRESSEE.search(text[-12:])
            and not re.search(r"现将|通知如下|决定", text)
            and _ADDRESSEE.search(text)
            and "关于" not in text[:40]
        ):
            return para.index
        if len(text) > 130 and "。" in text:
            return None
    return None


def _head_region(layout: Layout, addressee: int | None) -> list[Para]:
    region: list[Para] = []
    titled = _title_line(layout)
    for para in layout.paras[: addressee if addressee is not None else 16]:
        if para.index < titled:
            region.append(para)
            continue
        text = layout.text(para)
        if addressee is None and (
            (para.style in {"一、", "(一)", "1."}) or ("。" in text and len(text) > 40) or len(text) > 160
        ):
            break
        region.append(para)
    return region


def _addressees(layout: Layout, para: Para) -> Texts:
    out: list[Found[str]] = []
    for start, end in _top_level(layout.view, para.start, para.end - 1, ",;"):
        parts = _top_level(layout.view, start, end, "、")
        groups = parts if len(parts) > 1 and _stand_alone(layout.view, parts) else [(start, end)]
        out += [
            quoted(layout.source, a, b, "正文前以冒号结尾的主送单位")
            for a, b in groups
            if layout.source.say(a, b)
        ]
    return tuple(out)


def _stand_alone(view: str, parts: list[Span]) -> bool:
    return all(
        re.match(
            r"各|[省市县区校院]|本|有关|相关|[\u4e00-\u9fff]{2,}(?:委会|政府|公司|办事处|开发区|高新区)",
            view[a:b].strip(),
        )
        for a, b in parts
    )


def _top_level(view: str, start: int, end: int, signs: str) -> list[Span]:
    spans: list[Span] = []
    depth, at = 0, start
    for i in range(start, end):
        if view[i] in "(《“[":
            depth += 1
        elif view[i] in ")》”]":
            depth = max(0, depth - 1)
        elif depth == 0 and view[i] in signs:
            spans.append((at, i))
            at = i + 1
    spans.append((at, end))
    return [(a, b) for a, b in spans if view[a:b].strip()]


def _posted(layout: Layout) -> tuple[dt.date | None, Text]:
    """The day the page was posted, and the 成文日期 that a page's table may give."""
    posted, made = None, None
    for para in layout.paras:
        if not (para.meta or para.table):
            continue
        text = layout.text(para)
        for stretch in find(layout.view, para.start, para.end):
            resolved = Calendar().resolve(stretch.first)
            if resolved.date is None:
                continue
            before = text[: stretch.start - para.start]
            if made is None and re.search(r"成文日期[: |\]]*$", before):
                made = Found(
                    resolved.date.isoformat(),
                    (layout.source.span(stretch.start, stretch.first.end),),
                    "网页“成文日期”一栏",
                )
            elif posted is None and para.index < 30:
                posted = resolved.date
    return posted, made


def read_head(layout: Layout) -> Head:
    """Reads everything that stands around the body of a notice."""
    head = Head()
    addressee = _addressee_index(layout)
    region = _head_region(layout, addressee)
    head.head_paras = [p.index for p in region]
    if addressee is not None:
        head.addressees = _addressees(layout, layout.paras[addressee])
        head.body_from = addressee + 1
    else:
        head.body_from = region[-1].index + 1 if region and head.title else 0
    find_title(layout, head, region)
    find_doc_no(layout, head, region, addressee)
    signed = signing_bodies(layout, head)
    head.posted, made = _posted(layout)
    if made is not None and head.issued_on is None:
        head.issued_on = made
        head.calendar.issued = dt.date.fromisoformat(made.value)
    first = first_lines_bodies(layout, region)
    titled = title_bodies(layout, head)
    if signed and len(signed) >= len(first):
        issuers = merged(signed, first)
    elif signed and len(first) > len(signed) and {s.value for s in signed} <= {f.value for f in first}:
        issuers = merged(first, signed)
    else:
        issuers = signed or first or titled or page_bodies(layout)
    if signed and len(signed) == 1 and len(titled) > 1 and not first:
        issuers = titled
    head.issuers = tuple(unique(issuers))
    if head.title:
        title = head.title.value.translate(_ZEROS)
        years = re.findall(r"((?:20|二[○0]|二零)[○零一二三四五六七八九\d]{2})(?=年|全国|[^\d号])", title)
        head.calendar.title_year = year(years[0]) if years else None
    head.calendar.posted = head.posted
    named = [
        int(y)
        for y in re.findall(
            r"(20[0-3]\d)(?!年?(?:以来|之后|以后|[以之]前))年?(?=[^。,\d]{0,12}(?:活动周|科技周|科普|科技节|活动月))",
            layout.view[:20000],
        )
    ]
    head.calendar.usual_year = max(set(named), key=named.count) if named else None
    head.basis = read_basis(layout, head)
    return head
