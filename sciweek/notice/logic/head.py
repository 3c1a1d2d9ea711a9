"""The head and foot of a notice: title, own number, issuing bodies, addressees, date of issue, basis."""

import datetime as dt
import re
from dataclasses import dataclass, field

from .bodies import is_body, split_names
from .dates import Calendar, find
from .findings import BasisFinding, Found, Text, Texts
from .source import CJK, Source, Span
from .structure import ANNEX, DATE_ONLY, Layout, Para

_YEAR_BRACKET = r"[\[(<〈《{]?\s?(?:[12]\d{3}|[一二][○一二三四五六七八九零O]{3})年?\s?[\])>〉》}]"
DOC_NO = re.compile(
    rf"(?P<no>(?:[{CJK}]|[(][{CJK}]{{1,4}}[)]){{1,16}}(?:\s?[{CJK}]{{1,4}})?\s?(?:{_YEAR_BRACKET}\s?(?:第\s?)?\d{{1,5}}\s?号?|[12]\d{{3}}年?第?\d{{1,4}}号))"
)
_TITLE_END = re.compile(
    r"(?:通知|公告|通告|的函|意见|倡议书|邀请函|实施方案|工作方案|活动方案|总体方案|方案|工作安排|活动安排|计划|启事|预告|通报|指南|安排|决定)(?:[(](?!以下)[^()]{1,24}[)])?$"
)
_ADDRESSEE = re.compile(
    r"(?:各|全|校|院|机关|本|相关|有关|单位|部门|局|政府|科协|学会|协会|高校|大学|学院|系|处|团委|委|企业|同学|老师|部|所|中心|站)"
)
_NOT_ADDRESSEE = re.compile(
    r"通知如下|如下:|时间:|主题:|地点:|主办|承办|联系|来源|发布|现将|决定|举办|开展|附件|附:|内容:|要求:|：$|文号|索引|名称:|抄送|电话|以下"
)


@dataclass(slots=True)
class Head:
    """What head and foot of the notice say, and where its body begins and ends (paragraph indexes)."""

    title: Text = None
    doc_no: Text = None
    issued_on: Text = None
    posted: dt.date | None = None
    issuers: Texts = ()
    addressees: Texts = ()
    basis: list[BasisFinding] = field(default_factory=list)
    body_from: int = 0
    head_paras: list[int] = field(default_factory=list)
    signature: list[int] = field(default_factory=list)
    impossible: list[tuple[str, Span]] = field(default_factory=list)
    calendar: Calendar = field(default_factory=Calendar)


def _found(source: Source, start: int, end: int, reason: str, doubt: str | None = None) -> Found[str]:
    return Found(source.say(start, end), (source.span(start, end),), reason, doubt)


def _addressee_index(layout: Layout) -> int | None:
    seen = 0
    for para in layout.paras[:40]:
        if para.meta or para.table:
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
    for para in layout.paras[: addressee if addressee is not None else 16]:
        text = layout.text(para)
        if addressee is None and ((para.style in {"一、", "(一)", "1."}) or ("。" in text and len(text) > 40) or len(text) > 160):
            break
        region.append(para)
    return region


def _titles(layout: Layout, region: list[Para]) -> list[Span]:
    """Ranges of possible titles in the head, complete ones only."""
    found: list[Span] = []
    usable = [p for p in region if not p.meta and not p.table and not DATE_ONLY.match(layout.text(p))]
    at = 0
    while at < len(usable):
        para = usable[at]
        text = layout.text(para)
        begins = "关于" in text or re.search(r"(?:活动周|科技周|科普|科技节|活动月).{0,30}$", text) is not None
        if not begins or DOC_NO.fullmatch(text.strip("()[]")) or re.search(r"[。?!]", text[:-1]):
            at += 1
            continue
        stop = None
        for ahead in range(at, min(at + 4, len(usable))):
            tail = layout.text(usable[ahead])
            if ahead > at and (usable[ahead].end - para.start > 160 or re.search(r"[。?!:]", tail[:-1]) or (tail.startswith("关于") and "《" not in text) or DOC_NO.fullmatch(tail.strip("()"))):
                break
            if _TITLE_END.search(tail.rstrip("。:》" if tail.startswith("《") or DOC_NO.match(tail) else "。:")) and _balanced(layout.view[para.start : usable[ahead].end]):
                stop = ahead
                break
        if stop is not None:
            found.append(_trimmed(layout, para.start, usable[stop].end))
            at = stop + 1
        else:
            at += 1
    return found


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
    twice = re.fullmatch(r"《?(?P<one>.{8,90}?)》? ?(?P<two>(?P=one))", view[start:end]) if end - start < 200 else None
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
            match = re.search(r"(?:名称|标题):?[ |]*([^|]{0,40}关于[^|]{4,90}?(?:通知|公告|函|方案|意见))(?= |\||$)", layout.text(para))
            if match:
                return para.start + match.start(1), para.start + match.end(1)
    return None


def _title(layout: Layout, head: Head, region: list[Para]) -> None:
    titles = _titles(layout, region)
    chosen: Span | None = None
    if titles:
        with_about = [t for t in titles if "关于" in layout.view[t[0] : t[1]]]
        chosen = (with_about or titles)[-1]
    chosen = chosen or _title_in_meta(layout)
    if chosen:
        reason = "正文前以“关于…的通知”等形式单独成行" if "关于" in layout.view[slice(*chosen)] else "正文前单独成行的文件名"
        head.title = _found(layout.source, *chosen, reason)
        return
    first = next((p for p in layout.paras if not p.meta and not p.table), None)
    if first is not None and not head.addressees:
        text = layout.text(first)
        if len(text) <= 60 and not first.style and re.search(r"(?:方案|安排|计划|通知)$", text) and re.search(r"活动周|科技周|科普|科技节|科技", text):
            head.title = _found(layout.source, first.start, first.end, "文首单独成行的文件名")


# --- number ----------------------------------------------------------------------------------------


def _doc_no(layout: Layout, head: Head, region: list[Para], addressee: int | None) -> None:
    view = layout.view
    for para in layout.paras[:30]:
        if para.meta or para.table:
            label = re.search(r"(?:文号|发文字号|文件编号|发文文号):?[ |]*", layout.text(para))
            if label:
                match = DOC_NO.match(view, para.start + label.end(), para.end)
                if match:
                    head.doc_no = _found(layout.source, match.start("no"), match.end("no"), "“文号”一栏")
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
        leads = match.start() == 0 and re.match(r"[ :,]*《?[^。]{0,60}关于|[ :,]*签发人", text[match.end() + offset :])
        ends = re.search(r"(?:通知|方案|函)》?\s?[(\[]?$", text[: match.start() + offset]) and match.end() + offset >= len(text) - 1 and not text.startswith("根据")
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
            head.doc_no = _found(layout.source, start, end, "正文前单独写出的发文字号")
            return


# --- addressees ------------------------------------------------------------------------------------


def _addressees(layout: Layout, para: Para) -> Texts:
    out: list[Found[str]] = []
    for start, end in _top_level(layout.view, para.start, para.end - 1, ",;"):
        parts = _top_level(layout.view, start, end, "、")
        groups = parts if len(parts) > 1 and _stand_alone(layout.view, parts) else [(start, end)]
        out += [_found(layout.source, a, b, "正文前以冒号结尾的主送单位") for a, b in groups if layout.source.say(a, b)]
    return tuple(out)


def _stand_alone(view: str, parts: list[Span]) -> bool:
    return all(re.match(r"各|[省市县区校院]|本|有关|相关|[\u4e00-\u9fff]{2,}(?:委会|政府|公司|办事处|开发区|高新区)", view[a:b].strip()) for a, b in parts)


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


# --- issue date and issuers ------------------------------------------------------------------------


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
            found = _found(layout.source, a, b, reason)
            out.append(Found(re.sub(rf"(?<=[{CJK}]) (?=[{CJK}])", "", found.value), found.spans, reason))
    return out


def _signature(layout: Layout, head: Head) -> list[Found[str]]:
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
            head.issued_on = Found(
                resolved.iso, (layout.source.span(start, point.end),), "落款处的成文日期"
            )
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
        found = _bodies_in(layout, above.start, above.end, "落款署名") if len(line) <= 120 and not above.meta else []
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


def _head_issuers(layout: Layout, region: list[Para], head: Head) -> list[Found[str]]:
    out: list[Found[str]] = []
    for para in region:
        text = layout.text(para)
        if para.meta or para.table or len(text) > 100:
            continue
        bare = re.sub(r"(?:文件|\(通知\)|通知)$", "", text)
        found = _bodies_in(layout, para.start, para.start + len(bare), "文首署名")
        if found and not text.endswith((":", "。")):
            out += found
        elif "关于" in text and out and not text.startswith("关于"):
            break
    return out


def _title_issuers(layout: Layout, head: Head) -> list[Found[str]]:
    if head.title is None:
        return []
    view = layout.view
    for para in layout.paras[:16]:
        at = view.find("关于", para.start, para.end)
        if at > para.start and layout.source.span(para.start, para.end)[0] <= head.title.spans[0][0] <= layout.source.span(at, para.end)[0]:
            start = para.start
            while start < at and layout.source.place[start] < head.title.spans[0][0]:
                start += 1
            return _bodies_in(layout, start, at, "标题中“关于”之前的发文机关")
    return []


def _meta_issuer(layout: Layout) -> list[Found[str]]:
    for para in layout.paras[:25]:
        match = re.search(r"(?:发布机构|发文机关|发文单位|制发机关)[: |\]]*([^| :\[]{3,30})", layout.text(para)) if para.meta or para.table else None
        if match and is_body(match[1]):
            return [_found(layout.source, para.start + match.start(1), para.start + match.end(1), "网页“发布机构”一栏")]
    return []


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
                made = Found(resolved.date.isoformat(), (layout.source.span(stretch.start, stretch.first.end),), "网页“成文日期”一栏")
            elif posted is None and para.index < 30:
                posted = resolved.date
    return posted, made


def _merge(primary: list[Found[str]], other: list[Found[str]]) -> list[Found[str]]:
    """The signing bodies, with the ranges where the head names them too."""
    out: list[Found[str]] = []
    for one in primary:
        twin = next((o for o in other if o.value == one.value), None)
        out.append(Found(one.value, (*one.spans, *twin.spans), one.reason) if twin else one)
    return out


# --- basis -----------------------------------------------------------------------------------------

_CUE = re.compile(r"根据|按照|依据|贯彻|落实|遵照|转发|为响应|要求")
_PAPER = re.compile(r"通知|意见|方案|纲要|办法|条例|规划|法$|法》|决定|计划|要点|规定|安排|的函|批复|部署")


def _quoted(view: str, start: int, end: int) -> list[Span]:
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


def _basis(layout: Layout, head: Head) -> list[BasisFinding]:
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
            for a, b in _quoted(view, base + cue.start(), base + len(sentence[0])):
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
    title = _found(layout.source, a + 1, b - 1, "依据语句中书名号内的文件")
    number = None
    if behind:
        number = _found(layout.source, behind.start("no"), behind.end("no"), "紧跟在所依据文件之后的文号")
    return BasisFinding(title, number)


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
    _title(layout, head, region)
    _doc_no(layout, head, region, addressee)
    signed = _signature(layout, head)
    head.posted, made = _posted(layout)
    if made is not None and head.issued_on is None:
        head.issued_on = made
        head.calendar.issued = dt.date.fromisoformat(made.value)
    first = _head_issuers(layout, region, head)
    titled = _title_issuers(layout, head)
    if signed and len(signed) >= len(first):
        issuers = _merge(signed, first)
    elif signed and len(first) > len(signed) and {s.value for s in signed} <= {f.value for f in first}:
        issuers = _merge(first, signed)
    else:
        issuers = signed or first or titled or _meta_issuer(layout)
    if signed and len(signed) == 1 and len(titled) > 1 and not first:
        issuers = titled
    head.issuers = tuple(_unique(issuers))
    if head.title:
        years = re.findall(r"(20[0-3]\d)(?=年|全国|[^\d号])", head.title.value)
        head.calendar.title_year = int(years[0]) if years else None
    head.calendar.posted = head.posted
    named = [int(y) for y in re.findall(r"(20[0-3]\d)年?(?=[^。,\d]{0,12}(?:活动周|科技周|科普|科技节|活动月))", layout.view[:20000])]
    head.calendar.usual_year = max(set(named), key=named.count) if named else None
    head.basis = _basis(layout, head)
    return head


def _unique(found: list[Found[str]]) -> list[Found[str]]:
    out: dict[str, Found[str]] = {}
    for one in found:
        out.setdefault(one.value, one)
    return list(out.values())


def annex_paragraph(layout: Layout, para: Para) -> bool:
    return bool(ANNEX.match(layout.text(para)))
