"""The activities of a week: items of the sections and annexes that list them, and rows of their tables."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .bodies import is_body
from .dates import clock_time, find
from .findings import ActivityFinding, DirectionFinding, Found, Text, Texts
from .head import Head
from .kinds import propose
from .source import CJK, Source, Span
from .structure import Layout, Para, Section, Topic

EVENT = re.compile(
    r"仪式|启动式|开幕式|大赛|竞赛|比赛|赛$|讲座|报告会|报告团|论坛|展览|展示|展演|汇演|巡展|[展秀]$|展销|开放日|开放周|开放活动|向社会开放|咨询|培训|讲解|答题|征集|推荐|评选|演讲"
    r"|进校园|进社区|进农村|进企业|进学校|进乡村|下乡|大集|科技节|嘉年华|之夜|游园|体验|观摩|参观|直播|讲堂|课堂|研学|沙龙|座谈会|座谈|发布会|对接会|推介会|交流会|交流活动|展播|放映|电影"
    r"|宣传周|宣传月|宣传日|活动$|行动$|手册|义诊|志愿服务|大会|表彰|推广服务|服务$|讲、比|竞答|问答|路演|科普行|大篷车|会$|进万家|送.{1,12}到|工程$|宣传$|宣讲|晚会|活动[)”》]?$|科普剧|科普秀|市集|集市|灯会|实践|交流$|巡回|巡讲|日$|培训班|班$|赶集|宣传栏"
)
_SLOGAN = re.compile(
    r"^(?:要)?(?:突出|深入(?:宣传|贯彻|学习|推进|实施)|大力(?:弘扬|宣传|推进|普及)|弘扬|聚焦|营造|加强|强化|推进|推动|注重|宣传(?:贯彻|普及|党|习)|宣传(?!活动|周|栏|手册)|学习|贯彻|紧扣|围绕|提升|优化|落实|坚持|完善|健全|普及|展示(?!活动)|引导|鼓励|倡导|充分|进一步|全面|切实|认真|高度|激发|助力|在全社会|创新|服务|支持|动员|发挥|做好|统筹|精心|严格|明确|提高|扩大|把握|构建|打造(?!.{0,10}活动)|报备|规范|确保|积极(?!开展|组织|举办)|广泛(?!开展|组织|举办))"
)
_GENERIC = re.compile(
    r"各具特色|形式多样|丰富多彩|群众性科技|特色(?:鲜明|科普活动|活动)|内容丰富|结合(?:各自|实际|本)|多种形式|自行|其他活动$|有关活动$|相关活动$|各类活动$|系列活动$"
)
_LEAD = re.compile(
    r"^(?:[,、 ]|积极|认真|广泛|深入|大力|精心|切实|继续|集中|统一|联合|共同|同步|具体|主要|及时|适时|牵头|承办|面向[^,]{1,10}?|将|要|应|可|拟)*"
    r"(?:组织开展好?|组织举办|组织参加|组织实施|组织召开|开展好?|举办好?|举行|召开|办好|组织好|做好|实施|承办|主办|启动(?!仪式|式|会)|参加|进行|安排(?!表)|播放)(?:一批|一次|一场|一期|一系列|系列|各种|各类|相关|好|了|以[“\"][^”\"]{2,40}[”\"]为主题的)*"
)
_QUANTITY = re.compile(r"^(?:不少于|至少)?(?:[一二两三四五六七八九十\d]+[场次项期个批](?:以上|左右)?的?|一系列|各种|各类|相关|有关|形式多样的|丰富多彩的|各具特色的|内容丰富、|以下|本届|今年的?)+")
_VERB = re.compile(r"(?:组织开展|组织举办|组织参加|开展|举办|举行|召开|安排|组织|播放|放映|发放|编印|开设|进行|参加|承办)(?!单位|方案|形式|机构|领导|工作方案|实施)")
_PLAIN_HEADING = re.compile(
    r"^(?:科技周|科技活动周|活动周|科普日|本届|我[市县区省校院]|全[市县区省校院]|[\u4e00-\u9fff]{2,4}[市县区省])?(?:\d{4}年)?(?:[\u4e00-\u9fff]{0,8}(?:科技活动周|科技周|科普日|科普月))?(?:的)?(?:期间)?(?:主要|重点|重大|重要|特色|主场|系列|示范|专题|主题|活动|具体|工作|相关|各项|组织|日程|时间|全[市县区省校]|[市县区省校]级)*(?:活动)?(?:的)?(?:主要)?(?:内容|及日程安排|和日程安排|与日程安排|安排|项目|形式|方式|日程|计划|设置|名称|流程|板块|一览表?|清单|及安排|及分工|与安排|任务|活动|要求|和形式|和要求|及要求|议程|及时间安排|组织|表)*$"
)
_DETAIL = re.compile(
    r"(?:[\[]?(?P<time>(?:活动|举办|举行)?(?:时间|日期))|(?P<place>(?:活动|举办|主会场)?地点|地址)|(?P<hosts>(?:主办|指导|牵头|责任|负责)(?:单位|部门)?|主办方)|(?P<organisers>承办(?:单位|部门)?|实施单位|承办方)|(?P<co>(?:协办|支持|配合|参与|参加)(?:单位|部门)?|协办方)|(?P<other>(?:活动)?(?:内容|形式|对象|主题|要求|规模|简介)|联系人|联系电话|联系方式|参加人员|参加对象|电话|(?:项目)?负责人|(?:负责|指导|辅导)(?:教师|老师)|主讲人?|流程|责任人))[\]]?:"
)
# More activities than this no notice has; what stops the reader is said as a warning.
MOST_ACTIVITIES = 2000
_QUOTED = re.compile(r"[“\"](?P<name>[^”\"]{3,36})[”\"]")


@dataclass(slots=True)
class _Item:
    """One activity as it is put together: the range of its name and of what tells about it."""

    name: Span
    source: str
    reason: str
    details: list[Span] = field(default_factory=list)
    cells: dict[str, Span] = field(default_factory=dict)
    event: bool = False


# --- names -----------------------------------------------------------------------------------------


def _strip(view: str, start: int, end: int) -> Span:
    while start < end and view[start] in " ,、:;。.·-":
        start += 1
    while end > start and view[end - 1] in " ,、:;。.!":
        end -= 1
    tail = re.search(r"[(](?:见|详见|附件|具体|时间|主办|承办|责任|牵头|[^()]{0,10}(?:\d月|单位|局|办|委|科协|负责|牵头|[)]$))[^()]{0,40}[)]?$|(?:等|如下|等等)$", view[start:end])
    if tail and tail.start() > 2:
        end = start + tail.start()
    while end > start and view[end - 1] in " ,、:;。":
        end -= 1
    return start, end


def _short_name(view: str, start: int, end: int) -> Span:
    """A heading without the verb in front: 开展人才交流活动 → 人才交流活动."""
    start, end = _strip(view, start, end)
    lead = _LEAD.match(view[start:end])
    if lead and lead.end() and end - start - lead.end() >= 3:
        rest = view[start + lead.end() : end]
        if EVENT.search(rest):
            start += lead.end()
    amount = _QUANTITY.match(view[start:end])
    if amount and end - start - amount.end() >= 4:
        start += amount.end()
    return _strip(view, start, end)


def _event_in_sentence(view: str, start: int, end: int) -> Span | None:
    """The event that a sentence orders: its object behind 举办, 开展, 组织 … in the last clause with one."""
    end = min(end, start + 300)
    stop = re.search(r"[。;!]", view[start:end])
    end = start + stop.start() if stop else end
    titled = re.search(r"《[^《》]{2,60}》[^,。;《》]{0,10}(?:讲座|报告会|报告|论坛|宣讲|培训|展览|展|活动|讲堂)", view[start:end])
    if titled:
        return start + titled.start(), start + titled.end()
    best: Span | None = None
    for clause in re.finditer(r"[^,:]+", view[start:end]):
        verbs = list(_VERB.finditer(clause[0]))
        for verb in reversed(verbs):
            a, b = _short_name(view, start + clause.start() + verb.end(), start + clause.end())
            text = view[a:b]
            if verb[0] == "组织" and not EVENT.search(text):
                continue
            if verb[0] == "组织":
                moved = re.match(rf"[{CJK}]{{2,12}}?(?=送|到|赴|参观|走进|深入)", text)
                a = a + moved.end() if moved else a
            if 3 <= b - a <= 60 and (EVENT.search(view[a:b]) or verb[0] in {"安排", "举办", "放映", "播放"}):
                best = (a, b)
                break
    return best


def _name_of(layout: Layout, para: Para) -> tuple[Span, bool] | None:
    """The name an item gives its activity, and whether it is named like an event."""
    view = layout.view
    start = para.body
    end = para.heading_end or min(para.end, start + 400)
    text = view[start:end]
    inline = _DETAIL.search(view, start, min(para.end, start + 120))
    if inline and 3 < inline.start() - start < 60 and (para.heading_end is None or inline.start() < end):
        end = inline.start()
        text = view[start:end]
    led = re.search(r"[,]?(?:由|以)[^,。]{2,30}?(?:牵头|负责|主办|承办|组织)", text)
    if led and led.start() > 3:
        end = start + led.start()
        text = view[start:end]
    heading_like = para.heading_end is not None or len(text) <= 44
    subject = re.match(r"[^,。;]{2,40}?(?:要(?!闻|素)|特?邀请|组织(?!委|部|工|领)|负责|牵头|安排|举办|开展|联合|在[^,]{1,12}期间)", text)
    lead = _LEAD.match(text)
    commanded = subject is not None and (lead is None or not lead.end()) and (len(text) > 24 or "要" in subject[0])
    if heading_like and not commanded:
        a, b = _short_name(view, start, end)
        if not 2 <= b - a <= 60:
            return None
        return (a, b), bool(EVENT.search(view[a:b]))
    found = _event_in_sentence(view, start, para.end)
    if found:
        return found, True
    return None


# --- details ---------------------------------------------------------------------------------------


def _details(layout: Layout, spans: list[Span]) -> Iterator[tuple[str, Span]]:
    """Labelled details (时间：, 地点：, 主办单位： …) in the text of an item."""
    view = layout.view
    for start, end in spans:
        labels = list(_DETAIL.finditer(view, start, end))
        for n, label in enumerate(labels):
            stop = labels[n + 1].start() if n + 1 < len(labels) else end
            cut = re.search(r"[。;]", view[label.end() : stop])
            stop = label.end() + cut.start() if cut else stop
            name = label.lastgroup or "other"
            yield name, (label.end(), stop)


def _bodies(layout: Layout, span: Span, reason: str) -> Texts:
    out: list[Found[str]] = []
    for match in re.finditer(r"[^、,; ]+", layout.view[span[0] : span[1]]):
        at = span[0] + match.start()
        value = layout.source.say(at, span[0] + match.end())
        if 2 <= len(value) <= 40:
            out.append(Found(value, (layout.source.span(at, span[0] + match.end()),), reason))
    return tuple(out[:40])


def _dates(layout: Layout, head: Head, span: Span) -> tuple[Text, Text, Text]:
    for stretch in find(layout.view, *span):
        if not stretch.exact:
            continue
        begin, finish = head.calendar.resolve_stretch(stretch)
        where = (layout.source.span(stretch.start, stretch.end),)
        clock = stretch.first.clock
        time = None
        if clock:
            at = layout.view.find(clock, stretch.start, stretch.end)
            said = clock if "-" in clock or not clock_time(clock) else clock_time(clock)
            time = Found(said or clock, (layout.source.span(at, at + len(clock)),), "写在日期之后")
        if begin.iso and finish.iso:
            return Found(begin.iso, where, "活动的时间", begin.doubt), Found(finish.iso, where, "活动的时间", finish.doubt), time
    return None, None, None


def _finish(layout: Layout, head: Head, item: _Item) -> ActivityFinding:
    source = layout.source
    name = source.say(*item.name)
    finding = ActivityFinding(name=Found(name, (source.span(*item.name),), item.reason), source=item.source)
    kind = propose(layout.view[item.name[0] : item.name[1]])
    if kind:
        finding.kind = Found(kind[0], (source.span(*item.name),), kind[1])
    found = [*item.cells.items(), *_details(layout, item.details)]
    for what, span in found:
        if what == "time" and finding.starts_on is None:
            finding.starts_on, finding.ends_on, finding.time = _dates(layout, head, span)
        elif what == "place" and finding.place is None and layout.view[span[0] : span[1]].strip():
            a, b = _strip(layout.view, *span)
            if 1 < b - a < 80:
                finding.place = Found(source.say(a, b), (source.span(a, b),), "“地点”之后写明")
        elif what == "hosts":
            finding.hosts += _bodies(layout, span, "“主办单位”之后写明")
        elif what == "organisers":
            finding.organisers += _bodies(layout, span, "“承办单位”之后写明")
        elif what == "co":
            finding.co_organisers += _bodies(layout, span, "“协办单位”之后写明")
    if finding.starts_on is None and item.source == "main":
        for span in item.details[:2]:
            lead = re.match(r"[^。]{0,120}", layout.view[span[0] : span[1]])
            if lead and not re.search(r"[以之]?前", lead[0]):
                finding.starts_on, finding.ends_on, finding.time = _dates(layout, head, (span[0], span[0] + lead.end()))
                break
    return finding


# --- lists -----------------------------------------------------------------------------------------


def _list_items(layout: Layout, paras: list[Para], source: str, reason: str) -> list[_Item]:
    """Items of one section: the first numbering met is theirs, what follows tells about them."""
    items: list[_Item] = []
    numbered = [p for p in paras if p.style and p.style != "label"]
    if not numbered:
        return _prose_items(layout, paras, source)
    style = numbered[0].style
    index = {p.index: p for p in paras}
    for n, para in enumerate(paras):
        if para.style != style:
            continue
        below: list[Para] = []
        for follow in paras[n + 1 :]:
            if follow.style == style:
                break
            below.append(follow)
        items += _one_item(layout, para, below, source, reason)
    del index
    return items


def _one_item(layout: Layout, para: Para, below: list[Para], source: str, reason: str) -> list[_Item]:
    view = layout.view
    children = [p for p in below if p.style and p.style != "label"]
    named = _name_of(layout, para)
    details = [(para.body, para.end), *((p.start, p.end) for p in below)]
    category = len(children) >= 2 and para.is_heading and not re.search(r"仪式|启动|开幕", view[para.body : para.end])
    if category:
        inner = [i for i in _list_items(layout, below, source, reason) if _acceptable(view, i)]
        if len(inner) >= 2 and sum(i.event for i in inner) >= 0.5 * len(inner):
            return inner
    elif len(children) >= 2 and named and para.is_heading:
        inner = [i for i in _list_items(layout, children, source, reason) if _acceptable(view, i) and _strong(view[i.name[0] : i.name[1]])]
        if len(inner) >= 2:
            first = below.index(children[0])
            spans = [(para.body, para.end), *((p.start, p.end) for p in below[:first])]
            return [_Item(named[0], source, reason, spans, event=named[1]), *_list_items(layout, below[first:], source, reason)]
    if named is None:
        return []
    span, event = named
    return [_Item(span, source, reason, details, event=event)]


def _acceptable(view: str, item: _Item) -> bool:
    text = view[item.name[0] : item.name[1]]
    if len(text) < 3 or len(text) > 60 or (_PLAIN_HEADING.match(text) and not _strong(text) and len(text) < 8) or re.search(r"阶段|^宣布|(?:流程|板块|准备工作)$|^主讲", text):
        return False
    if _SLOGAN.search(text) and not _strong(text):
        return False
    if re.search(r"工作$|要求$|建设$|精神$|力度$|氛围$|水平$|意识$|准备$|总结$|原则$", text) and not _strong(text):
        return False
    return True


_STRONG = re.compile(
    r"仪式|大赛|竞赛|比赛|讲座|报告会|论坛|展览|展演|汇演|展$|开放日|开放活动|咨询|培训班|答题|征集|评选|进校园|进社区|进农村|进企业|下乡|科技节|嘉年华|之夜|讲堂|科普行|大篷车|发布会|推荐活动|宣传活动|系列活动|主题活动"
)


def _strong(text: str) -> bool:
    return bool(_STRONG.search(text))


def _prose_items(layout: Layout, paras: list[Para], source: str) -> list[_Item]:
    """Events named in running text: “A”“B”等活动, or one ordered event."""
    out: list[_Item] = []
    view = layout.view
    for para in paras:
        if para.is_heading or para.table:
            continue
        start = para.heading_end or para.body
        meant = re.match(r"[: ]*(?P<x>[^,。;:是]{3,40}?(?:活动|大赛|竞赛|讲座|展览))(?:是|旨在|面向|将)", view[start : para.end])
        if meant:
            out.append(_Item((start + meant.start("x"), start + meant.end("x")), source, "“活动内容”之后写明的活动", [(para.start, para.end)], event=True))
            continue
        out += _quoted_items(view, start, para.end, source)
        if not out and not para.style and para.end - start < 60:
            text = view[start : para.end].strip(" 。;")
            parts = re.split(r"、", text)
            if len(parts) > 1 and all(3 <= len(p) <= 14 for p in parts) and "," not in text:
                at = start + view[start : para.end].find(parts[0])
                for part in parts:
                    at = view.find(part, at)
                    out.append(_Item((at, at + len(part)), source, "活动一节中列举的活动", event=True))
                continue
            if EVENT.search(text) and "," not in text and not _SLOGAN.search(text) and len(text) >= 4 and ":" not in text:
                span = _short_name(view, start, para.end)
                out.append(_Item(span, source, "活动一节中单独成行", [(para.start, para.end)], event=True))
    return out


def _quoted_items(view: str, start: int, end: int, source: str) -> list[_Item]:
    out: list[_Item] = []
    for sentence in re.finditer(r"[^。;]+", view[start:end]):
        names = list(_QUOTED.finditer(sentence[0]))
        if len(names) < 2 or not re.search(r"等[^,。]{0,14}(?:活动|赛事|品牌)|活动[^,。]{0,4}$|包括|开展|组织|举办", sentence[0]):
            continue
        base = start + sentence.start()
        lead = re.search(r"(?:组织|举办|开展|包括)(?P<x>[^“\"《,、]{2,12}?)(?:和|、|以及|及)?[“\"]", sentence[0])
        if lead and EVENT.search(lead["x"]):
            out.append(_Item((base + lead.start("x"), base + lead.end("x")), source, "活动一节中列举的活动", event=True))
        out += [_Item((base + m.start("name"), base + m.end("name")), source, "活动一节中列举的活动", event=True) for m in names]
    return out


# --- tables ----------------------------------------------------------------------------------------

_COLUMNS = (
    ("number", r"^(?:序号|编号|No\.?)$"),
    ("name", r"活动名称|活动项目|项目名称|活动内容|主要内容|活动主题|内容|名称|项目|活动"),
    ("time", r"时间|日期"),
    ("place", r"地点|地址|场所"),
    ("co", r"协办|配合|参加|参与"),
    ("hosts", r"主办|责任单位|牵头|负责单位|单位$|责任部门|组织单位|举办单位"),
    ("organisers", r"承办|实施"),
    ("co", r"支持"),
)


def _columns(cells: list[str]) -> dict[int, str]:
    out: dict[int, str] = {}
    for i, cell in enumerate(cells):
        bare = cell.replace(" ", "")
        for name, pattern in (_COLUMNS[0], *_COLUMNS[2:], _COLUMNS[1]):
            if name not in out.values() and re.search(pattern, bare) and len(bare) <= 14:
                out[i] = name
                break
    return out if "name" in out.values() and len(out) >= 2 else {}


def _row_cells(layout: Layout, para: Para) -> list[tuple[str, Span]]:
    text = layout.view[para.start : para.end]
    sign = "|" if "|" in text else "\t"
    cells: list[tuple[str, Span]] = []
    at = para.start
    for piece in text.split(sign):
        cells.append((piece.strip(), (at, at + len(piece))))
        at += len(piece) + 1
    if cells and not cells[0][0] and sign == "|":
        cells = cells[1:]
    if cells and not cells[-1][0] and sign == "|":
        cells = cells[:-1]
    return cells


def _spaced_cells(layout: Layout, para: Para) -> list[tuple[str, Span]]:
    return [(m[0], (para.start + m.start(), para.start + m.end())) for m in re.finditer(r"[^ ]+", layout.view[para.start : para.end])]


def _table_items(layout: Layout, paras: list[Para], source: str) -> list[_Item]:
    """Rows of tables: cells parted by | or tabs, by blanks under a header, or one cell a line."""
    items: list[_Item] = []
    columns: dict[int, str] = {}
    spaced = False
    width = 0
    n = 0
    while n < len(paras):
        para = paras[n]
        text = layout.view[para.start : para.end]
        if para.table:
            cells = _row_cells(layout, para)
            header = _columns([c for c, _ in cells])
            if header and not (columns and re.match(r"\d", cells[0][0])):
                columns, spaced, width = header, False, len(cells)
            elif columns:
                items += _row_item(layout, cells, columns, source)
        elif re.match(r"(?:序号|编号) [^。]{2,60}$", text):
            cells = _spaced_cells(layout, para)
            columns, spaced, width = _columns([c for c, _ in cells]), True, len(cells)
        elif text in {"序号", "编号"}:
            rows, used = _vertical(layout, paras, n)
            items += [i for row, header in rows for i in _row_item(layout, row, header, source)]
            n += used
            continue
        elif spaced and columns and re.match(r"\d{1,3} ", text):
            cells = _spaced_cells(layout, para)
            if len(cells) > width:
                cells = _squeezed(layout, cells, width)
            items += _row_item(layout, cells, columns, source)
        n += 1
    return items


def _squeezed(layout: Layout, cells: list[tuple[str, Span]], width: int) -> list[tuple[str, Span]]:
    """A row with blanks inside its last cell: the rest goes together."""
    last = cells[width - 1 :]
    span = (last[0][1][0], last[-1][1][1])
    return [*cells[: width - 1], (layout.view[span[0] : span[1]], span)]


def _vertical(layout: Layout, every: list[Para], start: int) -> tuple[list[tuple[list[tuple[str, Span]], dict[int, str]]], int]:
    """A table printed one cell a line: 序号, 名称, …, 1, cell, cell, 2, …"""
    head = [layout.view[p.start : p.end] for p in every[start : start + 14]]
    first = next((i for i, t in enumerate(head) if t == "1"), None)
    columns = _columns(head[:first]) if first else {}
    if first is None or not columns:
        return [], 1
    paras = every[start:]
    texts = [layout.view[p.start : p.end] for p in paras]
    rows: list[tuple[list[tuple[str, Span]], dict[int, str]]] = []
    at = first
    while at < len(texts) and re.fullmatch(r"\d{1,3}", texts[at]):
        stop = at + 1
        while stop < len(texts) and stop - at < first and not (re.fullmatch(r"\d{1,3}", texts[stop]) and int(texts[stop]) in {int(texts[at]) + 1, int(texts[at]) + 2} and stop - at >= 2):
            if paras[stop].style in {"一、", "(一)"} or texts[stop].startswith("附件"):
                break
            stop += 1
        rows.append(([(texts[i], (paras[i].start, paras[i].end)) for i in range(at, stop)], columns))
        at = stop
    return rows, at


def _row_item(layout: Layout, cells: list[tuple[str, Span]], columns: dict[int, str], source: str) -> list[_Item]:
    found: dict[str, Span] = {}
    for i, (text, span) in enumerate(cells):
        name = columns.get(i)
        if name and text:
            found[name] = span
    if "name" not in found:
        return []
    start, end = _strip(layout.view, *found.pop("name"))
    text = layout.view[start:end]
    if len(text) < 3 or re.fullmatch(r"[\d.]+", text) or re.search(r"^(?:合计|备注|填报|单位)", text):
        return []
    if len(text) > 60:
        found_name = _event_in_sentence(layout.view, start, end)
        cut = re.search(r"[。;:,]", text)
        start, end = found_name or (start, start + (cut.start() if cut and cut.start() > 3 else 60))
    found.pop("number", None)
    return [_Item((start, end), source, "活动安排表中的一行", [], found, event=True)]


# --- the whole -------------------------------------------------------------------------------------


def _sections(layout: Layout, topic: Topic) -> list[tuple[Section | None, list[Para]]]:
    """Runs of paragraphs below one heading of a topic."""
    runs: list[tuple[Section | None, list[Para]]] = []
    current: Section | None = None
    for para in layout.paras:
        if para.zone and layout.annexes[para.zone - 1].kind not in {"scheme", "other", "list"}:
            current = None
            continue
        top = _top(para.section, topic)
        if top is None:
            current = None
            continue
        if top is not current:
            runs.append((top, []))
            current = top
        runs[-1][1].append(para)
    return runs


def _top(section: Section | None, topic: Topic) -> Section | None:
    """The outermost section of a topic that a section lies in, its own chain unbroken."""
    found: Section | None = None
    while section is not None:
        if section.topic is topic and section.own_topic:
            found = section
        elif section.topic is not topic:
            break
        section = section.parent
    return found


def _from_section(layout: Layout, section: Section, paras: list[Para]) -> list[_Item]:
    view = layout.view
    heading = view[section.heading[0] : section.heading[1]].strip(" :。")
    first, rest = paras[0], paras[1:]
    if first.heading_end and not first.is_heading and not any(p.style and p.style != "label" for p in rest):
        spoken = _prose_items(layout, paras, "main")
        if spoken:
            return spoken
    plain = _PLAIN_HEADING.match(heading)
    items: list[_Item] = []
    if any(p.table for p in paras) or _table_items(layout, paras, "main"):
        return items
    if plain:
        if not items:
            items = _list_items(layout, rest, "main", "“" + heading[:16] + "”一节的条目")
        return items
    if re.match(r"(?:组织)?(?:开展|举办|举行|召开|组织)", heading) or EVENT.search(heading):
        children = [i for i in _list_items(layout, rest, "main", "“" + heading[:16] + "”一节的条目") if i.event and _acceptable(view, i) and _strong(view[i.name[0] : i.name[1]])]
        if re.search(r"^(?:组织|开展|举办)?(?:好)?(?:重大|重点|主要|系列|各类|特色)活动", heading):
            return items or _list_items(layout, rest, "main", "“" + heading[:16] + "”一节的条目")
        span = _short_name(view, *section.heading)
        own = _Item(span, "main", "以活动名称为标题的一节", [(p.start, p.end) for p in paras], event=True)
        return [own, *(children if len(children) >= 2 else [])]
    return items


def _annex_items(layout: Layout) -> list[_Item]:
    items: list[_Item] = []
    zones: dict[int, list[Para]] = {}
    for para in layout.paras:
        zones.setdefault(para.zone, []).append(para)
    for annex in layout.annexes:
        if annex.kind not in {"list", "scheme", "other"}:
            continue
        paras = zones.get(annex.zone, [])
        tables = _table_items(layout, paras, "annex")
        if tables:
            items += tables
        elif annex.kind == "list":
            listed = [p for p in paras[1:] if p.style and p.style != "label"]
            if listed:
                start = next(n for n, p in enumerate(paras) if p is listed[0])
                items += _list_items(layout, paras[start:], "annex", "附件活动清单的条目")
            else:
                items += _line_items(layout, paras[2:])
    return items


def _main_tables(layout: Layout) -> list[_Item]:
    """Rows of the tables that stand in the main text or in an annexed scheme."""
    items: list[_Item] = []
    zones = [0, *(a.zone for a in layout.annexes if a.kind == "copy")]
    for zone in zones[:1]:
        items += _table_items(layout, [p for p in layout.paras if p.zone == zone and not p.meta], "main")
    return items


_ANNOUNCED = re.compile(
    r"(?P<name>[^,。;:(]{2,44}?(?:启动仪式|启动式|开幕式|闭幕式|主场活动|科普讲座|报告会|大赛|论坛|科普展|现场会))(?:活动)?(?:将|拟|定|计划)?(?:于|在)(?P<when>[^,。;]{3,60}?)(?:举行|举办|召开|开幕)"
)


def _announced(layout: Layout, head: Head) -> list[_Item]:
    """An event that the running text announces with its day: …开幕式将于5月20日在…举行."""
    out: list[_Item] = []
    for para in layout.paras:
        if para.zone or para.meta or para.table or para.index in head.head_paras:
            continue
        for match in _ANNOUNCED.finditer(layout.view, para.start, para.end):
            if not any(s.exact for s in find(layout.view, match.start("when"), match.end("when"))):
                continue
            a, b = _strip(layout.view, match.start("name"), match.end("name"))
            item = _Item((a, b), "main", "正文写明何时举行", [], {"time": match.span("when")}, event=True)
            where = re.search(r"在(?P<x>[^,。;在]{3,40})$", match["when"])
            if where:
                item.cells["place"] = (match.start("when") + where.start("x"), match.start("when") + where.end("x"))
            out.append(item)
    return out


def _line_items(layout: Layout, paras: list[Para]) -> list[_Item]:
    """An annex that names one activity a line, without numbers."""
    out: list[_Item] = []
    for para in paras:
        text = layout.view[para.start : para.end]
        if 4 <= len(text) <= 40 and EVENT.search(text) and not re.search(r"[。:]", text):
            out.append(_Item(_short_name(layout.view, para.start, para.end), "annex", "附件活动清单中的一行", event=True))
    return out


def _key(text: str) -> str:
    text = re.sub(r"\d{4}年?(?:度)?|[\s“”\"《》()、,·]|系列|活动|举办|开展|组织|全国", "", text)
    return re.sub(r"^(?:[\u4e00-\u9fff]{2,3}[市县区省](?:暨)?)+", "", text)


def _same(a: str, b: str) -> bool:
    a, b = _key(a), _key(b)
    if not a or not b:
        return False
    if a in b or b in a:
        return min(len(a), len(b)) / max(len(a), len(b)) > 0.5
    return min(len(a), len(b)) > 3 and difflib.SequenceMatcher(None, a, b).ratio() > 0.82


def _merged(found: list[ActivityFinding]) -> list[ActivityFinding]:
    """One finding for each activity: what main text and annex tell of it put together."""
    out: list[ActivityFinding] = []
    for one in found:
        name = one.name.value if one.name else ""
        twin = next((o for o in out[-300:] if o.name and (o.source != one.source or o.name.value == name) and _same(o.name.value, name)), None)
        if twin is None or twin.name is None or one.name is None:
            out.append(one)
            continue
        twin.name = Found(twin.name.value, (*twin.name.spans, *one.name.spans), twin.name.reason)
        for part in ("kind", "starts_on", "ends_on", "time", "place"):
            if getattr(twin, part) is None:
                setattr(twin, part, getattr(one, part))
        for part in ("hosts", "organisers", "co_organisers"):
            if not getattr(twin, part):
                setattr(twin, part, getattr(one, part))
    return out


def read_activities(layout: Layout, head: Head) -> tuple[list[ActivityFinding], list[DirectionFinding]]:
    """The activities in order, main text first, and the directions (主要内容)."""
    view = layout.view
    annexed = [i for i in _annex_items(layout) if _acceptable(view, i) or i.cells]
    main: list[_Item] = []
    for section, paras in _sections(layout, Topic.activities):
        if section is None or (paras[0].zone and layout.annexes[paras[0].zone - 1].kind == "list"):
            continue
        main += _from_section(layout, section, paras)
    main += _main_tables(layout)
    if not main and not annexed:
        main = _announced(layout, head)
    directions: list[DirectionFinding] = []
    for section, paras in _sections(layout, Topic.content):
        if section is None or (paras[0].zone and layout.annexes[paras[0].zone - 1].kind == "list"):
            continue
        events, said = _content(layout, section, paras)
        main += events
        directions += said
    main = [i for i in main if _acceptable(view, i)]
    if len(annexed) >= 3:
        main = [i for i in main if i.event and _strong(view[i.name[0] : i.name[1]]) and any(True for _ in _details(layout, i.details)) and not _GENERIC.search(view[i.name[0] : i.name[1]])]
    else:
        main = [i for i in main if not (_GENERIC.search(view[i.name[0] : i.name[1]]) and not _strong(view[i.name[0] : i.name[1]]))]
    annexed, main = annexed[:MOST_ACTIVITIES], main[:MOST_ACTIVITIES]
    if len(annexed) >= 3:
        named = [_finish(layout, head, i) for i in annexed] + [_finish(layout, head, i) for i in main]
    else:
        named = [_finish(layout, head, i) for i in [*main, *annexed]]
    return _merged(named), directions


def _content(layout: Layout, section: Section, paras: list[Para]) -> tuple[list[_Item], list[DirectionFinding]]:
    """A 主要内容 section holds directions, or events where most of its items are named as such."""
    view = layout.view
    heading = view[section.heading[0] : section.heading[1]]
    rest = paras[1:]
    items = _list_items(layout, rest, "main", "“" + heading[:16] + "”一节的条目") if any(p.style for p in rest) else []
    events = [i for i in items if i.event and not _SLOGAN.search(view[i.name[0] : i.name[1]]) and not _GENERIC.search(view[i.name[0] : i.name[1]])]
    numbered = [p for p in rest if p.style and p.style != "label" and p.style == next(q.style for q in rest if q.style)]
    if numbered and len(events) >= 0.6 * len(numbered) and len(events) >= 2:
        return events, []
    return [], _directions(layout, paras, numbered)


def _directions(layout: Layout, paras: list[Para], numbered: list[Para]) -> list[DirectionFinding]:
    source, view = layout.source, layout.view
    out: list[DirectionFinding] = []
    reason = "“主要内容”一节的条目"
    if not numbered:
        for para in paras:
            start = para.heading_end or para.body
            a, b = _strip_colon(view, start, para.end)
            if b - a > 8 and not para.is_heading:
                out.append(DirectionFinding(None, _say(source, a, b, "“主要内容”一节的正文")))
        return out
    for n, para in enumerate(paras):
        if para not in numbered:
            continue
        below = []
        for follow in paras[n + 1 :]:
            if follow in numbered:
                break
            below.append(follow)
        end = below[-1].end if below else para.end
        if para.heading_end:
            a, b = _strip_colon(view, para.heading_end, end)
            out.append(DirectionFinding(_say(source, para.body, para.heading_end, reason), _say(source, a, b, reason) if b > a else None))
        else:
            out.append(DirectionFinding(None, _say(source, para.body, end, reason)))
    return out


def _strip_colon(view: str, start: int, end: int) -> Span:
    while start < end and view[start] in " :。.":
        start += 1
    return start, end


def _say(source: Source, start: int, end: int, reason: str) -> Found[str]:
    return Found(source.say(start, end), (source.span(start, end),), reason)


def is_organiser(name: str) -> bool:
    return is_body(name)
