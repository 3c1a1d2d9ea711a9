"""The activities of a week: items of the sections and annexes that list them, and rows of their tables."""

import difflib
import re

from sciweek.notice.logic.activity_items import Item, acceptable, finished, list_items, prose_items, told
from sciweek.notice.logic.dates import find
from sciweek.notice.logic.directions import content_of
from sciweek.notice.logic.event_names import (
    EVENT,
    GENERIC,
    PLAIN_HEADING,
    SLOGAN,
    short_name,
    stripped,
    strong,
)
from sciweek.notice.logic.findings import ActivityFinding, DirectionFinding, Found
from sciweek.notice.logic.layout import Layout, Para, Section, Topic
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.tables import table_items

# More activities than this no notice has; what stops the reader is said as a warning.
MOST_ACTIVITIES = 2000


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


def _from_section(layout: Layout, section: Section, paras: list[Para]) -> list[Item]:
    view = layout.view
    heading = view[section.heading[0] : section.heading[1]].strip(" :。")
    first, rest = paras[0], paras[1:]
    if first.heading_end and not first.is_heading and not any(p.style and p.style != "label" for p in rest):
        spoken = prose_items(layout, paras, "main")
        if spoken:
            return spoken
    plain = PLAIN_HEADING.match(heading)
    items: list[Item] = []
    if any(p.table for p in paras) or table_items(layout, paras, "main"):
        return items
    if plain:
        if not items:
            items = list_items(layout, rest, "main", "“" + heading[:16] + "”一节的条目")
        return items
    if re.match(r"(?:组织)?(?:开展|举办|举行|召开|组织)", heading) or EVENT.search(heading):
        children = [
            i
            for i in list_items(layout, rest, "main", "“" + heading[:16] + "”一节的条目")
            if i.event and acceptable(view, i) and strong(view[i.name[0] : i.name[1]])
        ]
        if re.search(r"^(?:组织|开展|举办)?(?:好)?(?:重大|重点|主要|系列|各类|特色)活动", heading):
            return items or list_items(layout, rest, "main", "“" + heading[:16] + "”一节的条目")
        span = short_name(view, *section.heading)
        own = Item(span, "main", "以活动名称为标题的一节", [(p.start, p.end) for p in paras], event=True)
        return [own, *(children if len(children) >= 2 else [])]
    return items


def _annex_items(layout: Layout) -> list[Item]:
    items: list[Item] = []
    zones: dict[int, list[Para]] = {}
    for para in layout.paras:
        zones.setdefault(para.zone, []).append(para)
    for annex in layout.annexes:
        if annex.kind not in {"list", "scheme", "other"}:
            continue
        paras = zones.get(annex.zone, [])
        tables = table_items(layout, paras, "annex")
        if tables:
            items += tables
        elif annex.kind == "list":
            listed = [p for p in paras[1:] if p.style and p.style != "label"]
            if listed:
                start = next(n for n, p in enumerate(paras) if p is listed[0])
                items += list_items(layout, paras[start:], "annex", "附件活动清单的条目")
            else:
                items += _line_items(layout, paras[2:])
    return items


def _main_tables(layout: Layout) -> list[Item]:
    """Rows of the tables that stand in the main text or in an annexed scheme."""
    items: list[Item] = []
    zones = [0, *(a.zone for a in layout.annexes if a.kind == "copy")]
    for zone in zones[:1]:
        items += table_items(layout, [p for p in layout.paras if p.zone == zone and not p.meta], "main")
    return items


def _unheaded(layout: Layout, head: Head) -> list[Item]:
    """A numbered list of events straight below 安排如下, without a section around it."""
    paras = [p for p in layout.paras if p.zone == 0 and p.index >= head.body_from and not p.meta]
    tops = [p for p in paras if p.style and p.style != "label" and p.section and p.section.parent is None]
    headed = sum(p.heading_end is not None for p in tops)
    plain = {Topic.activities, Topic.submission}
    other = any(p.section and p.section.own_topic and p.topic not in plain for p in tops)
    if len(tops) < 3 or headed < 0.6 * len(tops) or other:
        return []
    items = list_items(layout, paras[paras.index(tops[0]) :], "main", "“安排如下”之后的条目")
    events = [i for i in items if not SLOGAN.search(layout.view[i.name[0] : i.name[1]])]
    named = sum(i.event for i in events)
    return events if len(events) >= 0.6 * len(tops) and named >= 0.5 * len(events) else []


_ANNOUNCED = re.compile(
    r"(?P<event>启动仪式|启动式|开幕式|闭幕式|主场活动|科普讲座|报告会|大赛"
    r"|论坛|科普展|现场会)(?:活动)?(?:将|拟|定|计划)?(?:于|在)(?P<when>[^,。;]{3,60}?)(?:举行"
    r"|举办|召开|开幕)"
)

# What stands in front of the event in its clause: 某区科技活动周.
_CALLED = re.compile(r"[^,。;:(]{2,}\Z")
LONGEST_FRONT = 44


def _announced(layout: Layout, head: Head) -> list[Item]:
    """An event that the running text announces with its day: …开幕式将于5月20日在…举行."""
    out: list[Item] = []
    for para in layout.paras:
        if para.zone or para.meta or para.table or para.index in head.head_paras:
            continue
        floor = para.start
        for match in _ANNOUNCED.finditer(layout.view, para.start, para.end):
            called = _CALLED.search(layout.view, max(floor, match.start() - LONGEST_FRONT), match.start())
            floor = match.end()
            if called is None or not any(s.exact for s in find(layout.view, *match.span("when"))):
                continue
            a, b = stripped(layout.view, called.start(), match.end("event"))
            item = Item((a, b), "main", "正文写明何时举行", [], {"time": match.span("when")}, event=True)
            where = re.search(r"在(?P<x>[^,。;在]{3,40})$", match["when"])
            if where:
                item.cells["place"] = (
                    match.start("when") + where.start("x"),
                    match.start("when") + where.end("x"),
                )
            out.append(item)
    return out


def _line_items(layout: Layout, paras: list[Para]) -> list[Item]:
    """An annex that names one activity a line, without numbers."""
    out: list[Item] = []
    for para in paras:
        text = layout.view[para.start : para.end]
        if 4 <= len(text) <= 40 and EVENT.search(text) and not re.search(r"[。:]", text):
            out.append(
                Item(
                    short_name(layout.view, para.start, para.end), "annex", "附件活动清单中的一行", event=True
                )
            )
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
        twin = next(
            (
                o
                for o in out[-300:]
                if o.name and (o.source != one.source or o.name.value == name) and _same(o.name.value, name)
            ),
            None,
        )
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
    annexed = [i for i in _annex_items(layout) if acceptable(view, i) or i.cells]
    main: list[Item] = []
    for section, paras in _sections(layout, Topic.activities):
        if section is None or (paras[0].zone and layout.annexes[paras[0].zone - 1].kind == "list"):
            continue
        main += _from_section(layout, section, paras)
    main += _main_tables(layout)
    if not annexed:
        listed = _unheaded(layout, head)
        main = listed if len(listed) > len(main) else main
    if not main and not annexed:
        main = _announced(layout, head)
    directions: list[DirectionFinding] = []
    for section, paras in _sections(layout, Topic.content):
        if section is None or (paras[0].zone and layout.annexes[paras[0].zone - 1].kind == "list"):
            continue
        events, said = content_of(layout, section, paras)
        main += events
        directions += said
    main = [i for i in main if acceptable(view, i)]
    if len(annexed) >= 3:
        main = [
            i
            for i in main
            if i.event
            and strong(view[i.name[0] : i.name[1]])
            and any(True for _ in told(layout, i.details))
            and not GENERIC.search(view[i.name[0] : i.name[1]])
        ]
    else:
        main = [
            i
            for i in main
            if not (GENERIC.search(view[i.name[0] : i.name[1]]) and not strong(view[i.name[0] : i.name[1]]))
        ]
    annexed, main = annexed[:MOST_ACTIVITIES], main[:MOST_ACTIVITIES]
    if len(annexed) >= 3:
        named = [finished(layout, head, i) for i in annexed] + [finished(layout, head, i) for i in main]
    else:
        named = [finished(layout, head, i) for i in [*main, *annexed]]
    return _merged(named), directions
