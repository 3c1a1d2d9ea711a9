"""Items of a list of activities: their names and what is told about each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sciweek.notice.logic.dates import SPAN_SIGNS, clock_time, find
from sciweek.notice.logic.event_names import (
    DETAIL,
    EVENT,
    PLAIN_HEADING,
    SLOGAN,
    name_of,
    short_name,
    stripped,
    strong,
)
from sciweek.notice.logic.findings import ActivityFinding, Found, Text, Texts, quoted
from sciweek.notice.logic.kinds import propose
from sciweek.notice.logic.layout import Layout, Para
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.source import Span

_QUOTED = re.compile(r"[“\"](?P<name>[^”\"]{3,36})[”\"]")


@dataclass(slots=True)
class Item:
    """One activity as it is put together: the range of its name and of what tells about it."""

    name: Span
    source: str
    reason: str
    details: list[Span] = field(default_factory=list)
    cells: dict[str, Span] = field(default_factory=dict)
    event: bool = False


def told(layout: Layout, spans: list[Span]) -> Iterator[tuple[str, Span]]:
    """Labelled details (时间：, 地点：, 主办单位： …) in the text of an item."""
    view = layout.view
    for start, end in spans:
        labels = list(DETAIL.finditer(view, start, end))
        for n, label in enumerate(labels):
            stop = labels[n + 1].start() if n + 1 < len(labels) else end
            cut = re.search(r"[。;]", view[label.end() : stop])
            stop = label.end() + cut.start() if cut else stop
            name = label.lastgroup or "other"
            yield name, (label.end(), stop)


def _bodies(layout: Layout, span: Span, reason: str) -> Texts:
    out: list[Found[str]] = []
    for match in re.finditer(r"[^、,; ]+", layout.view[span[0] : span[1]]):
        at, end = span[0] + match.start(), span[0] + match.end()
        if match[0].count(")") > match[0].count("("):
            end = at + match[0].rindex(")")
        value = layout.source.say(at, end)
        if 2 <= len(value) <= 40:
            out.append(Found(value, (layout.source.span(at, end),), reason))
    return tuple(out[:40])


def _dates(layout: Layout, head: Head, span: Span) -> tuple[Text, Text, Text]:
    for stretch in find(layout.view, *span):
        if not stretch.exact:
            continue
        begin, finish = head.calendar.resolve_stretch(stretch)
        where = (layout.source.span(stretch.start, stretch.end),)
        clock = stretch.first.clock or stretch.final.clock
        time = None
        if clock:
            at = layout.view.find(clock, stretch.start, stretch.end)
            said = clock if SPAN_SIGNS.search(clock) else clock_time(clock)
            time = Found(said or clock, (layout.source.span(at, at + len(clock)),), "写在日期之后")
        if begin.iso and finish.iso:
            return (
                Found(begin.iso, where, "活动的时间", begin.doubt),
                Found(finish.iso, where, "活动的时间", finish.doubt),
                time,
            )
    return None, None, None


def finished(layout: Layout, head: Head, item: Item) -> ActivityFinding:
    source = layout.source
    name = source.say(*item.name)
    finding = ActivityFinding(name=Found(name, (source.span(*item.name),), item.reason), source=item.source)
    kind = propose(layout.view[item.name[0] : item.name[1]])
    if kind:
        finding.kind = Found(kind[0], (source.span(*item.name),), kind[1])
    found = [*item.cells.items(), *told(layout, item.details)]
    for what, span in found:
        if what == "time" and finding.starts_on is None:
            finding.starts_on, finding.ends_on, finding.time = _dates(layout, head, span)
        elif what == "place" and finding.place is None and layout.view[span[0] : span[1]].strip():
            a, b = stripped(layout.view, *span)
            if 1 < b - a < 80:
                finding.place = Found(source.say(a, b), (source.span(a, b),), "“地点”之后写明")
        elif what == "hosts":
            finding.hosts += _bodies(layout, span, "“主办单位”之后写明")
        elif what == "organisers":
            finding.organisers += _bodies(layout, span, "“承办单位”之后写明")
        elif what == "co":
            finding.co_organisers += _bodies(layout, span, "“协办单位”之后写明")
    if finding.starts_on is None and item.source == "main":
        _from_prose(layout, head, item, finding)
    return finding


_HELD_IN = re.compile(r"[,在](?:于)?(?P<place>[^,。;:在前]{3,30}?)(?:举行|举办|召开|启动|开展)")


def _from_prose(layout: Layout, head: Head, item: Item, finding: ActivityFinding) -> None:
    """Day and place from the first sentences about an item: 5月19日上午,在科技馆举行."""
    for start, end in item.details[:2]:
        reach = min(end, start + 160)
        for stretch in find(layout.view, start, reach):
            if not stretch.exact or re.match(r"[以之]?前", layout.view[stretch.end : stretch.end + 2]):
                continue
            if re.search(
                r"截止|截至|报名|提交|报送", layout.view[max(start, stretch.start - 8) : stretch.start]
            ):
                continue
            finding.starts_on, finding.ends_on, finding.time = _dates(
                layout, head, (stretch.start, stretch.end)
            )
            where = _HELD_IN.match(layout.view, stretch.end, reach)
            if where and finding.place is None:
                a, b = where.span("place")
                finding.place = quoted(layout.source, a, b, "写在日期之后的地点")
            return


def parted(paras: list[Para], style: str | None) -> Iterator[tuple[Para, list[Para]]]:
    """Each paragraph numbered in that style, with those below it as far as the next one."""
    starts = [n for n, para in enumerate(paras) if para.style == style]
    for start, stop in pairwise([*starts, len(paras)]):
        yield paras[start], paras[start + 1 : stop]


def list_items(layout: Layout, paras: list[Para], source: str, reason: str) -> list[Item]:
    """Items of one section: the first numbering met is theirs, what follows tells about them."""
    items: list[Item] = []
    numbered = [p for p in paras if p.style and p.style != "label"]
    if not numbered:
        return prose_items(layout, paras, source)
    for para, below in parted(paras, numbered[0].style):
        items += _one_item(layout, para, below, source, reason)
    return items


def _one_item(layout: Layout, para: Para, below: list[Para], source: str, reason: str) -> list[Item]:
    view = layout.view
    children = [p for p in below if p.style and p.style != "label"]
    named = name_of(layout, para)
    details = [(para.body, para.end), *((p.start, p.end) for p in below)]
    category = (
        len(children) >= 2
        and para.is_heading
        and not re.search(r"仪式|启动|开幕", view[para.body : para.end])
    )
    if category:
        inner = [i for i in list_items(layout, below, source, reason) if acceptable(view, i)]
        if len(inner) >= 2 and sum(i.event for i in inner) >= 0.5 * len(inner):
            return inner
    elif len(children) >= 2 and named and para.is_heading:
        inner = [
            i
            for i in list_items(layout, children, source, reason)
            if acceptable(view, i) and strong(view[i.name[0] : i.name[1]])
        ]
        if len(inner) >= 2:
            first = below.index(children[0])
            spans = [(para.body, para.end), *((p.start, p.end) for p in below[:first])]
            return [
                Item(named[0], source, reason, spans, event=named[1]),
                *list_items(layout, below[first:], source, reason),
            ]
    if named is None:
        return []
    span, event = named
    return [Item(span, source, reason, details, event=event)]


def acceptable(view: str, item: Item) -> bool:
    text = view[item.name[0] : item.name[1]]
    if (
        len(text) < 3
        or len(text) > 60
        or (PLAIN_HEADING.match(text) and not strong(text) and len(text) < 8)
        or re.search(
            r"阶段|^宣布|(?:时间|对象|方式|范围|条件|要求|须知|数量|名额|渠道|办法|标准|程序|内容)$|(?:流程|板块|准备工作)$|^主讲",
            text,
        )
    ):
        return False
    if SLOGAN.search(text) and not strong(text):
        return False
    return strong(text) or not re.search(r"(?:工作|要求|建设|精神|力度|氛围|水平|意识|准备|总结|原则)$", text)


def prose_items(layout: Layout, paras: list[Para], source: str) -> list[Item]:
    """Events named in running text: “A”“B”等活动, or one ordered event."""
    out: list[Item] = []
    view = layout.view
    for para in paras:
        if para.is_heading or para.table:
            continue
        start = para.heading_end or para.body
        meant = re.match(
            r"[: ]*(?P<x>[^,。;:是]{3,40}?(?:活动|大赛|竞赛|讲座|展览))(?:是|旨在|面向|将)",
            view[start : para.end],
        )
        if meant:
            out.append(
                Item(
                    (start + meant.start("x"), start + meant.end("x")),
                    source,
                    "“活动内容”之后写明的活动",
                    [(para.start, para.end)],
                    event=True,
                )
            )
            continue
        out += _quoted_items(view, start, para.end, source)
        if not out and not para.style and para.end - start < 60:
            text = view[start : para.end].strip(" 。;")
            parts = re.split(r"、", text)
            if len(parts) > 1 and all(3 <= len(p) <= 14 for p in parts) and "," not in text:
                at = start + view[start : para.end].find(parts[0])
                for part in parts:
                    at = view.find(part, at)
                    out.append(Item((at, at + len(part)), source, "活动一节中列举的活动", event=True))
                continue
            if (
                EVENT.search(text)
                and "," not in text
                and not SLOGAN.search(text)
                and len(text) >= 4
                and ":" not in text
            ):
                span = short_name(view, start, para.end)
                out.append(Item(span, source, "活动一节中单独成行", [(para.start, para.end)], event=True))
    return out


_SAID_BEFORE = re.compile(
    r"(?:围绕|以|按照|坚持|贯彻|落实|突出|体现|紧扣|实现|践行|弘扬|建设|推进)[^,。;“”]{0,6}$"
)
_SAID_BEHIND = re.compile(
    r"(?:的)?(?:总体)?(?:理念|精神|战略|规划|主题|要求|思想|目标|发展|时期|期间|建设|成就|成果|重点|计划纲要|方针|原则)"
)


def _only_said(sentence: str, name: re.Match[str]) -> bool:
    """Whether a quoted phrase is a slogan or a plan's name (“十一五”期间, 围绕“绿色某地”理念), not an activity's."""
    if EVENT.search(name["name"]):
        return False
    before = sentence[max(0, name.start() - 12) : name.start()]
    return bool(_SAID_BEHIND.match(sentence, name.end()) or _SAID_BEFORE.search(before))


def _quoted_items(view: str, start: int, end: int, source: str) -> list[Item]:
    out: list[Item] = []
    for sentence in re.finditer(r"[^。;]+", view[start:end]):
        names = [m for m in _QUOTED.finditer(sentence[0]) if not _only_said(sentence[0], m)]
        if len(names) < 2 or not re.search(
            r"等[^,。]{0,14}(?:活动|赛事|品牌)|活动[^,。]{0,4}$|包括|开展|组织|举办", sentence[0]
        ):
            continue
        base = start + sentence.start()
        lead = re.search(
            r"(?:组织|举办|开展|包括)(?P<x>[^“\"《,、]{2,12}?)(?:和|、|以及|及)?[“\"]", sentence[0]
        )
        if lead and EVENT.search(lead["x"]):
            out.append(
                Item(
                    (base + lead.start("x"), base + lead.end("x")), source, "活动一节中列举的活动", event=True
                )
            )
        out += [
            Item((base + m.start("name"), base + m.end("name")), source, "活动一节中列举的活动", event=True)
            for m in names
        ]
    return out
