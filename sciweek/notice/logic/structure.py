"""The build of a notice: paragraphs put together from lines, their numbering, sections and annexes."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .bodies import is_body, split_names, unsealed
from .numerals import number
from .source import CJK, Source, Span

_CN = "一二三四五六七八九十"
MARK = re.compile(
    rf"(?:(?P<cn>[{_CN}]{{1,3}})[、.,]|[(]?(?P<cn2>[{_CN}]{{1,3}})[)][、.,:]?|(?P<n>\d{{1,2}})(?:、|\.(?=\D|20\d\d|\d{{1,2}}:\d\d))"
    rf"|[(](?P<n2>\d{{1,2}})[)][、.]?|(?P<n3>\d{{1,2}})[)]|(?P<ring>[①-⑳㈠-㈩⑴-⒇⒈-⒛❶-❿])[、.]?"
    rf"|(?P<di>第[{_CN}]{{1,2}}(?:部分|篇|章|阶段|项|类|届)?[、,:.](?!\d))|(?P<dot>[●■◆▲★◎□※➢►▶◇√►])|(?P<dash>--?(?=[{CJK}])))\s*"
)
_DATE = r"(?:[12]\d{3}|[一二][○一二三四五六七八九零Oo\d]{3})[年.\-/](?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])[月.\-/](?:[123]?\d|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])[日号]?"
DATE_ONLY = re.compile(rf"[(]?(?P<date>{_DATE})[)]?[.。]?$")
_SIGNED = re.compile(rf"(?P<who>[{CJK}A-Za-z()“”、 ]{{2,90}}?) ?(?P<date>{_DATE})[)]?[.。]?$")
_META = re.compile(
    r"(?:^|[ |【\[])(?:发布时间|发布日期|发布人|发文时间|更新时间|更新日期|浏览次数|浏览量|浏览|点击数?|点击量|点击率|阅读次数|阅读量|阅读|访问量|访问次数|信息来源|文章来源|稿件来源|来源|字体|字号|字体大小|作者|责任编辑|编辑|审核|"
    r"(?:您?(?:现在|当前)?(?:所在)?的?)位置|打印|关闭|关闭窗口|分享到|扫一扫.{0,20}|索引号|主题分类|发布机构|发布单位|发文机关|公开日期|公开方式|有效性|信息分类|组配分类|体裁|关键词|生成日期|信息索引)(?:[:\]】]|$| )|^时间:\d{4}-\d|^首页|^上一篇|^下一篇|版权所有|ICP备|公网安备|^\[?(?:大|中|小)(?: (?:中|小|大)){1,2}\]?$|^主办单位:.{0,30}版权|^Copyright|关闭窗口|打印本页"
)
ANNEX = re.compile(r"附件?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})?(?:-\d)?(?P<sign>[:.、,]|$| )")
_LABEL_AT = re.compile(
    r"(?<=[^\s:(“《])(?=(?:联系人|联系电话|电子邮箱|电子邮件|主办单位|承办单位|协办单位|支持单位|指导单位|主题词|抄送):)|(?<=[。;)”\d])(?=(?:活动|举办)(?:时间|地点):)"
)
_ANNEX_AT = re.compile(r"(?<=[。;》)\d])(?= ?附件\d{0,2}:)")
_OPEN = {"《": "》", "“": "”", "(": ")"}
_UNFINISHED = re.compile(r"(?:[,、《(“]|的|和|与|及|以及|或|在|为|对|将|由|从|向|把|于|按照|根据|关于|关于举办|关于开展)$")
_FINISHED = re.compile(r"[。!?;:…]$")


class Topic(StrEnum):
    """What a section speaks about, by its heading."""

    time = "time"
    theme = "theme"
    place = "place"
    content = "content"
    activities = "activities"
    requirements = "requirements"
    contacts = "contacts"
    submission = "submission"
    organisation = "organisation"
    aim = "aim"
    mixed = "mixed"


_TOPICS: tuple[tuple[Topic, str], ...] = (
    (Topic.aim, r"目的|意义|指导思想|总体要求|总体思路|宗旨|原则|背景|对象|参加人员|参与人员|参会|范围|奖项|评审|评选|奖励|表彰|经费"),
    (Topic.mixed, r"时间.{0,4}主题|主题.{0,4}时间|主题.{0,6}内容|时间.{0,6}内容"),
    (Topic.contacts, r"^联系|咨询|联系方式|联系人"),
    (Topic.submission, r"报送|申报|报名|材料|总结|登记|报备|信息发布|活动推荐|征集"),
    (Topic.requirements, r"要求|注意事项|组织领导|组织保障|保障|加强.{0,4}领导|宣传报道|组织实施|职责|措施|纪律|加强宣传|高度重视|任务分工|安全"),
    (Topic.theme, r"主题$|主题:|^(?:活动)?主题|(?:活动周|科技周|科普日|科普周|科普月|科技节)主题"),
    (Topic.organisation, r"组织机构|主办|承办|协办|组织单位|活动组织|领导小组|机构设置|组委会"),
    (Topic.time, r"时间|日期"),
    (Topic.activities, r"主要活动|重点活动|活动内容|活动安排|活动项目|活动形式|活动方式|活动日程|活动计划|系列活动|活动名称|活动一览|日程安排|活动流程|重大活动|重要活动|特色活动|主场活动|示范活动|专题活动|主体活动|配套活动|活动$|活动设置|竞赛项目|活动清单|安排表|项目安排|具体安排"),
    (Topic.place, r"地点"),
    (Topic.content, r"内容|重点|任务|方式"),
)
_TOPIC_RES = tuple((topic, re.compile(pattern)) for topic, pattern in _TOPICS)


def topic_of(heading: str) -> Topic | None:
    heading = heading.strip(" :。.;,[]")
    if "," in heading and len(heading) > 14:
        heading = heading.split(",")[0]
    if not heading or len(heading) > 32 or re.match(r"(?:各|请|要)(?!项)|[^“]{2,16}(?<!重)要(?!活动|内容|求)", heading):
        return None
    for topic, pattern in _TOPIC_RES:
        if pattern.search(heading):
            return topic
    return None


@dataclass(slots=True)
class Section:
    """A heading with its place in the tree; `topic` falls back on the parent's."""

    style: str
    number: int | None
    heading: Span
    topic: Topic | None
    parent: "Section | None" = None
    own_topic: bool = False


@dataclass(slots=True)
class Para:
    """A paragraph view[start:end]; `body` is where its text begins behind the mark."""

    index: int
    start: int
    end: int
    body: int
    style: str | None = None
    number: int | None = None
    heading_end: int | None = None
    section: Section | None = None
    zone: int = 0
    meta: bool = False
    table: bool = False
    gap: bool = False
    is_heading: bool = False

    @property
    def topic(self) -> Topic | None:
        return self.section.topic if self.section else None


@dataclass(slots=True)
class Annex:
    """An annex that begins in the text: its number, its title's range and what it is."""

    zone: int
    number: int | None
    title: Span | None
    kind: str
    at: int


@dataclass(slots=True)
class Layout:
    """A notice taken apart: source, paragraphs, annexes in order, where the signing date stands."""

    source: Source
    paras: list[Para]
    annexes: list[Annex] = field(default_factory=list)
    signed: int | None = None
    announced: list[tuple[int | None, Span]] = field(default_factory=list)

    @property
    def view(self) -> str:
        return self.source.view

    def text(self, para: Para) -> str:
        return self.source.view[para.start : para.end]

    def body(self, para: Para) -> str:
        return self.source.view[para.body : para.end]


# --- lines into paragraphs -------------------------------------------------------------------------


def _starts_anew(line: str) -> bool:
    return bool(
        MARK.match(line)
        or ANNEX.match(line)
        or _META.search(line[:200])
        or re.match(r"[一-鿿]{2,6}:", line)
        or "|" in line
        or "\t" in line
    )


def _open_bracket(text: str) -> str | None:
    """The sign that would close what stays open at the end of a line, within its last 90 characters."""
    waiting: list[str] = []
    for ch in text[-90:]:
        if ch in _OPEN:
            waiting.append(_OPEN[ch])
        elif waiting and ch == waiting[-1]:
            waiting.pop()
    return waiting[-1] if waiting else None


def _width(lines: list[str]) -> int | None:
    """The width that lines were cut to, when most long lines have the same one."""
    long = sorted(len(line) for line in lines if len(line) >= 18)
    if len(long) < 6:
        return None
    widest = long[int(len(long) * 0.8)]
    near = sum(1 for n in long if abs(n - widest) <= 2)
    return widest if near >= 0.5 * len(long) and widest <= 60 else None


def _joined(source: Source) -> Source:
    """The source with the line ends inside sentences left out."""
    view = source.view
    lines: list[tuple[int, int]] = [m.span() for m in re.finditer(r"[^\n]+", view)]
    width = _width([view[a:b] for a, b in lines])
    cuts: list[Span] = []
    for (a, b), (c, d) in zip(lines, lines[1:], strict=False):
        line, follow = view[a:b], view[c:d]
        blank = view.count("\n", b, c) > 1
        if _goes_on(line, follow, blank=blank, width=width):
            cuts.append((b, c))
    return source.without(cuts)


def _goes_on(line: str, follow: str, *, blank: bool, width: int | None) -> bool:
    if _META.search(line[:200]) or ANNEX.match(follow) or "|" in line or "|" in follow:
        return False
    closing = _open_bracket(line)
    if closing and closing in follow[:60] and closing != "”":
        return True
    if _starts_anew(follow) or _FINISHED.search(line):
        return False
    if len(line) >= 12 and _UNFINISHED.search(line) and len(follow) > 1:
        return not (is_body(line) or DATE_ONLY.match(follow))
    if width and not blank and len(line) >= width - 2 and not is_body(follow):
        return not DATE_ONLY.match(follow)
    return False


_SEQ = re.compile(rf"(?<![\d.{CJK}A-Za-z])(\d{{1,2}})[、.](?=[^\d\s]|\s?20\d\d)|(?<=[{CJK}])(\d{{1,2}})[、.](?=\s?[{CJK}《“]|\s?20\d\d)")
_INLINE = re.compile(
    rf"(?:(?<=[。;!:)》])|(?<=[。;!:)》] )|(?<= ))(?=[{_CN}]{{1,3}}、)|(?<![第见项款条])(?=[(][{_CN}]{{1,3}}[)])(?<=.)"
    rf"|(?<=[。;!:])(?= ?[(]\d{{1,2}}[)])|(?<=[。;!:])(?= ?\d{{1,2}}[)][{CJK}《])|(?<=[。;!:])(?= ?[①-⑳⑴-⒇])|(?<=[{CJK}”])(?=[{_CN}]{{1,2}}、(?:.{{0,8}}(?:时间|主题|内容|安排|要求|组织|方式|机构|对象|意义|联系|保障)))"
)


def _numbered_inside(text: str) -> list[int]:
    """Where 1. 2. 3. run in order inside one paragraph: each is a place to break."""
    expected: int | None = None
    places: list[int] = []
    for match in _SEQ.finditer(text):
        value = int(match[1] or match[2])
        if value == 1 or value == expected:
            places.append(match.start())
            expected = value + 1
    return places if len(places) > 1 else []


_TITLE_INSIDE = re.compile(
    rf"(?P<title>[^。:]{{0,70}}?关于[^。:]{{3,90}}?的(?:预?通知|公告|通告|函|意见|方案)) ?(?P<to>(?:各|全|校|院|机关|[{CJK}]{{2,20}}(?:局|委|单位|部门))[^。:]{{1,300}}:)"
)
_DATE_IN = re.compile(rf"(?P<date>{_DATE})(?= ?(?:$|附件|附:|联系人|联系方式|抄送|主题词|[(]联系|[(]此件|[(]附))")
_NUMBERED_AS = re.compile(rf"(?:(?<=通知)|(?<=公告)|(?<=方案)|(?<=意见)|(?<=通知 )|(?<=方案 ))(?P<no>[(]?[{CJK}]{{2,14}}[\[(]20\d\d[\])](?:第)?\d{{1,4}}号[)]?) ?(?=各|[{CJK}]{{2,20}}(?:局|委|单位|部门|科协|学会)|[^。:]{{2,60}}:|$)")
_HEAD_META = re.compile(
    r"(?:发布时间|发布日期|更新时间|发文时间|时间|来源|信息来源|日期):[^。]{0,50}?(?:浏览(?:次数|量)?|点击(?:数|量)?|阅读(?:次数|量)?|访问量|字号)[:】]?\s?\d{0,7}|(?:发布时间|发布日期):\s?20\d\d[-年/]\d{1,2}[-月/]\d{1,2}日?(?: \d\d:\d\d(?::\d\d)?)?"
)
_ADDRESSED = re.compile(
    r"(?P<to>(?:各|全[校院市县区省]|校内|院内|本学会|机关各)[^。:《》\d]{1,300}(?:单位|部门|局|政府|协|会|学院|校|系|处|室|团|办|委|企业|者|同学|老师|教师|部|所|中心|站|院|基地|馆|科协)[)]?:)(?=[^\n])"
)


def _breaks(text: str, *, early: bool) -> set[int]:
    """Places inside one paragraph where a lost line end is put back."""
    places = {m.start() for m in _INLINE.finditer(text)} | set(_numbered_inside(text))
    places |= {m.start() for m in _ANNEX_AT.finditer(text)}
    if early:
        places |= _head_breaks(text)
    if len(text) > 20:
        places |= _signature_breaks(text)
    if len(text) > 60:
        places |= {m.start() for m in _LABEL_AT.finditer(text)}
    return {p for p in places if 0 < p < len(text)}


def _head_breaks(text: str) -> set[int]:
    """Places inside the first lines where title, number, web lines and addressees run together."""
    places: set[int] = set()
    if len(text) > 60:
        for match in _HEAD_META.finditer(text[:600]):
            places |= {match.start(), match.end()}
        for match in _NUMBERED_AS.finditer(text[:600]):
            places |= {match.start("no"), match.end("no")}
    for start in [0, *sorted(places)]:
        title = _TITLE_INSIDE.match(text, start)
        if title:
            places |= {title.start("to"), title.end("to")}
            continue
        addressed = _ADDRESSED.match(text, start)
        if addressed:
            places.add(addressed.end("to"))
    return places


def _signature_breaks(text: str) -> set[int]:
    """Places before the signing bodies and behind the date, where they run on in the text."""
    places: set[int] = set()
    for match in _DATE_IN.finditer(text):
        at = match.start("date")
        reach = max(0, at - 110)
        before = text[reach:at].rstrip()
        sign = max((before.rfind(ch) for ch in "。;!》:,"), default=-1)
        who_from = _bodies_at_end(before, sign + 1, text)
        if who_from is not None:
            places |= {reach + who_from, match.end()}
        elif sign == len(before) - 1 and before[-1:] in "。》":
            places |= {at, match.end()}
    return places


def _bodies_at_end(text: str, start: int, whole: str) -> int | None:
    """Where the names of bodies that end a text begin, or None: of several places the most familiar one."""
    found: list[tuple[int, int]] = []
    starts = [start]
    starts += [m.end() for m in re.finditer(r"[a-z0-9)\] ]", text) if m.end() > start]
    starts += [m.start() for m in re.finditer(r"(?<=[一-鿿])(?=[一-鿿]{2,4}?(?:省|市|县|区|大学|学院))|(?=中共|中国)", text) if m.start() > start]
    for at in sorted(set(starts)):
        who = text[at:].strip()
        if 3 <= len(who) <= 100 and not re.search(r"方案|安排|通知|附件|一览", who) and _all_bodies(who):
            if at == start:
                return at
            found.append((-whole.count(who[:4]), at))
    return min(found)[1] if found else None


def _paragraphs(source: Source) -> list[Para]:
    view = source.view
    paras: list[Para] = []
    last_end = 0
    for line in re.finditer(r"[^\n]+", view):
        text = line[0]
        table = "|" in text or "\t" in text
        meta = bool(_META.search(text[:200])) and len(text) < 200
        cuts = [0, *sorted(_breaks(text, early=len(paras) < 12)), len(text)] if not table and not meta else [0, len(text)]
        for a, b in zip(cuts, cuts[1:], strict=False):
            start, end = line.start() + a, line.start() + b
            while start < end and view[start].isspace():
                start += 1
            while end > start and view[end - 1].isspace():
                end -= 1
            if start == end:
                continue
            if len(cuts) > 2:
                meta = bool(_META.search(view[start : min(end, start + 200)])) and end - start < 200
            gap = view.count("\n", last_end, start) > 1
            paras.append(Para(len(paras), start, end, start, table=table, meta=meta, gap=gap))
            last_end = end
    return paras


# --- numbering, headings, sections -----------------------------------------------------------------

_STYLE = {"cn": "一、", "cn2": "(一)", "n": "1.", "n2": "(1)", "n3": "1)", "ring": "①", "di": "第", "dot": "●", "dash": "-"}
_LABEL_HEAD = re.compile(r"[\[]?(?P<label>[一-鿿、和与及]{2,14})[\]]?(?P<sign>[:]|$|(?<=\]))")
_LABEL_TOPICS = re.compile(
    r"^(?:(?:活动|科技周|科技活动周|科普日|举办|本届|会议|主要|重点|工作|具体|有关|相关|全国科普日)?(?:时间|主题|地点|内容|活动|要求|任务|安排|形式|方式|目的|单位|对象|机构)|时间安排|活动安排|活动内容|工作要求|有关要求|联系方式|组织机构|主要活动|重点活动|主要内容|时间地点|时间和地点|活动项目|注意事项|材料报送|报送要求|活动日程|日程安排|联系人|主办单位|承办单位|协办单位|活动时间及地点|咨询电话)$"
)


def _mark(layout: Layout, para: Para) -> None:
    match = MARK.match(layout.view, para.start, para.end)
    if not match or match.end() >= para.end:
        return
    for name, style in _STYLE.items():
        if match[name]:
            para.style = style
            digits = match[name]
            para.number = None if name in {"dot", "dash"} else number(digits.strip("第部分篇章阶段项类届、,:."))
            para.body = match.end()
            return


_HEAD_END = re.compile(r"[。:!;]|[.](?=\s|$)")
_LOST_BREAK = re.compile(
    r"(?P<head>[一-鿿]{0,10}?(?:时间|主题|地点)(?:安排)?)[: ]?(?=(?:20\d\d年|\d{1,2}月|“|二○|自|从|为))"
    r"|(?P<h2>[一-鿿]{0,8}?主题) ?(?![及和与、的:突鲜活班教词宣展内日征])(?=[^。]{4,60}。?$)"
    r"|(?P<h3>(?:活动|举办)?(?:时间|地点|内容|安排|形式|方式|目的|对象)|主要(?:活动)?内容|(?:组织|开展)?(?:主要|重大|重点|特色)活动(?:内容)?|组织(?:领导|机构|保障)|宣传报道|(?:有关|工作|具体|相关|活动|总体)要求|指导思想|联系方式|注意事项|主办单位|承办单位|协办单位|活动组织|时间安排)"
    r"(?: (?=\S)|(?![及和与、的:。;,等安 ])(?=[一-鿿“]{2}[^。]{10,}))"
)


def _heading(layout: Layout, para: Para) -> None:
    """Marks the heading at the front of a numbered paragraph, if it has one."""
    view = layout.view
    text = view[para.body : para.end]
    lost = _LOST_BREAK.match(text)
    if lost:
        para.heading_end = para.body + lost.end()
        return
    end = _HEAD_END.search(text)
    if end is None:
        if len(text) <= 44:
            para.heading_end, para.is_heading = para.end, True
        return
    stop = end.start()
    if stop > 44 or stop == 0:
        return
    if stop >= len(text) - 1:
        para.heading_end, para.is_heading = para.body + stop, True
    else:
        para.heading_end = para.body + stop


def _sections(layout: Layout) -> None:
    stack: list[Section] = []
    zone = -1
    for para in layout.paras:
        if para.zone != zone:
            stack, zone = [], para.zone
        if para.meta or para.table:
            para.section = stack[-1] if stack else None
            continue
        _mark(layout, para)
        if para.style:
            _heading(layout, para)
            _enter(layout, stack, para, para.style)
        else:
            label = _LABEL_HEAD.match(layout.view, para.start, para.end)
            if label and _LABEL_TOPICS.match(label["label"]) and _label_opens(layout, para, label, stack):
                para.heading_end = label.end("label")
                para.is_heading = label.end() >= para.end
                para.body = para.start
                _enter(layout, stack, para, "label")
        para.section = stack[-1] if stack else None


def _label_opens(layout: Layout, para: Para, label: re.Match[str], stack: list[Section]) -> bool:
    """Whether a label begins a section of its own, rather than telling a detail of an item."""
    if not label["sign"] and label.end() < para.end:
        return False
    inside = stack[-1] if stack else None
    detail = re.search(r"^(?:活动|举办|会议)?(?:时间|地点|对象|内容|形式|方式)$|单位$|联系人", label["label"])
    return not (detail and inside and inside.topic in {Topic.activities, Topic.contacts} and inside.style != "label")


def _enter(layout: Layout, stack: list[Section], para: Para, style: str) -> None:
    for depth, open_section in enumerate(stack):
        if open_section.style == style:
            del stack[depth:]
            break
    parent = stack[-1] if stack else None
    span = (para.body, para.heading_end or min(para.end, para.body + 30))
    own = topic_of(layout.view[span[0] : span[1]]) if para.heading_end else None
    if own and parent and parent.topic in {Topic.activities, Topic.requirements, Topic.aim, Topic.content, Topic.contacts}:
        exact = _LABEL_TOPICS.match(layout.view[span[0] : span[1]].strip(" :。"))
        if (parent.topic is Topic.requirements and not (exact and own is Topic.contacts)) or not exact:
            own = None
    if style == "一、" and not own and para.heading_end is None:
        own = None
    stack.append(Section(style, para.number, span, own or (parent.topic if parent else None), parent, own is not None))


# --- annexes and signature -------------------------------------------------------------------------

_FORM = re.compile(r"备案表|报名表|统计表|申报表|申请表|登记表|信息表|汇总表|推荐表|回执|调查表|情况表|反馈表|名单|名额|评分|计划书|征集表|联络表|审批表|报送表|评审|细则|样表|模板|承诺书|说明")
_LIST = re.compile(r"活动.{0,8}(?:安排|一览|表|清单|计划|目录|项目)|安排表|一览表|日程|项目表|系列活动|重点活动|活动$")


def annex_kind(title: str) -> str:
    if re.search(r"一览表|安排表|活动安排|主要安排|活动计划|活动清单|日程", title) and not re.search(r"备案|申报|报名", title):
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


def _annexes(layout: Layout) -> None:
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
        elif announcing and re.match(r"\d{1,2}[.、]", text) and len(text) < 60:
            mark = MARK.match(text)
            _announce(layout, para.start + (mark.end() if mark else 0), para.end, int(re.match(r"\d+", text)[0]))  # type: ignore[index]
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
    rest = paras[i + 1 :]
    if not rest:
        return False
    following = view[rest[0].start : rest[0].end]
    if alone:
        return (not (len(rest) <= 3 and re.match(r"\d{1,2}[.、]", following)) and not re.match(r"1[.、].{0,40}$", following)) or (
            signed is not None and i > signed and len(rest) > 6
        )
    if signed is None or i < signed or len(rest) < 3 or ANNEX.match(following):
        return False
    text = view[paras[i].start : paras[i].end]
    return len(text) < 50 and not re.match(r"\d{1,2}[.、]", text[match.end() :]) and not re.search(r"[.](?:docx?|pdf|xlsx?|rar|zip)$", text)


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


def _signature(layout: Layout) -> int | None:
    """The index of the paragraph with the signing date: a date on its own line below a body's name or the text."""
    fallback = None
    for i, para in enumerate(layout.paras):
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
            if is_body(unsealed(layout.text(above))) or _all_bodies(layout.text(above)):
                if any(layout.view[p.start : p.end].endswith((":", "。")) or p.end - p.start > 60 for p in layout.paras[:i]):
                    return i
            elif fallback is None and any(layout.text(p).endswith("。") for p in layout.paras[:i]):
                fallback = i
        elif signed and _all_bodies(signed["who"]):
            return i
    return fallback


def _all_bodies(text: str) -> bool:
    text = unsealed(text)
    spans = split_names(text)
    return bool(spans) and (is_body(text) or all(is_body(text[a:b]) for a, b in spans))


def lay_out(source: Source) -> Layout:
    """Takes a folded source apart."""
    joined = _joined(source)
    layout = Layout(joined, _paragraphs(joined))
    layout.signed = _signature(layout)
    _annexes(layout)
    _sections(layout)
    return layout


def shifted(para: Para, start: int) -> Para:
    """The paragraph as if it began at `start`."""
    return replace(para, start=start, body=start)
