"""Lines into paragraphs: wrapped lines put together, lost line ends put back."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from sciweek.notice.logic.bodies import all_bodies, is_body
from sciweek.notice.logic.layout import ANNEX, CN, DATE, DATE_ONLY, MARK, Para
from sciweek.notice.logic.source import CJK, Source, Span

_META = re.compile(
    r"(?:^|[ |【\[])(?:发布时间|发布日期|发布人|发文时间|更新时间|更新日期|浏览次数|浏览量"
    r"|浏览|点击数?|点击量|点击率|阅读次数|阅读量|阅读|访问量|访问次数|信息来源|文章来源"
    r"|稿件来源|来源|字体|字号|字体大小|作者|责任编辑|编辑|审核|"
    r"(?:您?(?:现在|当前)?(?:所在)?的?)位置|打印|关闭|关闭窗口|分享到|扫一扫.{0,20}|索引号"
    r"|主题分类|发布机构|发布单位|发文机关|公开日期|公开方式|有效性|信息分类|组配分类|体裁"
    r"|关键词|生成日期|信息索引)(?:[:\]】]|$| )|^时间:\d{4}-\d|^首页|^上一篇|^下一篇|版权所有"
    r"|ICP备|公网安备|^\[?(?:大|中|小)(?: (?:中|小|大)){1,2}\]?$|^主办单位:.{0,30}版权"
    r"|^Copyright|关闭窗口|打印本页"
)


_LABEL_AT = re.compile(
    r"(?<=[^\s:(“《])(?=(?:联系人|联系电话|电子邮箱|电子邮件|主办单位|承办单位|协办单位"
    r"|支持单位|指导单位|主题词|抄送):)|(?<=[。;)”\d])(?=(?:活动|举办)(?:时间|地点):)"
)


_ANNEX_AT = re.compile(r"(?<=[。;》)\d])(?= ?附件\d{0,2}:)")


_OPEN = {"《": "》", "“": "”", "(": ")"}


_UNFINISHED = re.compile(
    r"(?:[,、《(“]|的|和|与|及|以及|或|在|为|对|将|由|从|向|把|于|按照|根据|关于|关于举办|关于开展)$"
)


_FINISHED = re.compile(r"[。!?;:…]$")


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


def join_lines(source: Source) -> Source:
    """The source with the line ends inside sentences left out."""
    view = source.view
    lines: list[tuple[int, int]] = [m.span() for m in re.finditer(r"[^\n]+", view)]
    width = _width([view[a:b] for a, b in lines])
    cuts: list[Span] = []
    for (a, b), (c, d) in pairwise(lines):
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


_SEQ = re.compile(
    rf"(?<![\d.{CJK}A-Za-z])(\d{{1,2}})[、.](?=\s?[^\d\s]|\s?20\d\d)"
    rf"|(?<=[{CJK}])(\d{{1,2}})[、.](?=\s?[{CJK}《“]|\s?20\d\d)"
)


_INLINE = re.compile(
    rf"(?:(?<=[。;!:)》])|(?<=[。;!:)》] )|(?<= ))(?=[{CN}]{{1,3}}、)|(?<![第见项款条])(?=[(][{CN}]{{1,3}}[)])(?<=.)"
    rf"|(?<=[。;!:])(?= ?[(]\d{{1,2}}[)])|(?<=[。;!:])(?= ?\d{{1,2}}[)][{CJK}《])"
    rf"|(?<=[。;!:])(?= ?[①-⑳⑴-⒇])|(?<=[{CJK}”])(?=[{CN}]{{1,2}}、(?:.{{0,8}}(?:时间|主题|内容"
    rf"|安排|要求|组织|方式|机构|对象|意义|联系|保障)))"
)


# Numbers of two steps: 2.1 职工展览2.2 开放日.
_SUB_SEQ = re.compile(rf"(?<![\d.])(\d{{1,2}})\.(\d{{1,2}}) ?(?=[{CJK}《“])")


def _sub_numbered_inside(text: str) -> list[int]:
    """Where 2.1 2.2 2.3 run in order inside one paragraph."""
    places: list[int] = []
    run: list[int] = []
    step, due = 0, 0
    for match in _SUB_SEQ.finditer(text):
        major, minor = int(match[1]), int(match[2])
        if minor == 1:
            step, due, run = major, 2, [match.start()]
        elif major == step and minor == due:
            places += [*run, match.start()]
            run, due = [], due + 1
    return places


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
    rf"(?P<title>[^。:]{{0,70}}?关于[^。:]{{3,90}}?的(?:预?通知|公告|通告|函|意见"
    rf"|方案)) ?(?P<to>(?:各|全|校|院|机关|[{CJK}]{{2,20}}(?:局|委|单位|部门)|[{CJK}]{{2,6}}(?=各))[^。:]{{1,300}}:)"
)


# The head of a red-headed paper in one line: "某局 某部 文件 某字[2026]5号 关于…", "某公司某科[2026]5号关于…".
_MASTHEAD = re.compile(
    rf"(?P<who>[{CJK}() 、]{{4,120}}?) ?(?:文件 ?)?(?P<no>[{CJK}]{{2,10}} ?[\[(](?:20\d\d|19\d\d)[\])] ?第?\d{{1,4}}号)"
    rf" ?(?=[^。:]{{0,70}}?关于)"
)


_DATE_IN = re.compile(
    rf"(?P<date>{DATE})(?= ?(?:$|附件|附:|联系人|联系方式|联系电话|咨询(?:热线|电话)|服务时间|抄送|抄 送|主题词"
    r"|来源|上一篇|下一篇|责任编辑|分享|打印|特此|[(]联系|[(]此件|[(]附))"
)


# A date with a blank behind it ends a notice where bodies stand in front of it.
_DATE_BLANK = re.compile(rf"(?P<date>{DATE})(?= \S)")


_NUMBERED_AS = re.compile(
    rf"(?:(?<=通知)|(?<=公告)|(?<=方案)|(?<=意见)|(?<=通知 )"
    rf"|(?<=方案 ))(?P<no>[(]?[{CJK}]{{2,14}}[\[(]20\d\d[\])](?:第)?\d{{1,4}}号[)]?) ?(?=各"
    rf"|[{CJK}]{{2,20}}(?:局|委|单位|部门|科协|学会)|[^。:]{{2,60}}:|$)"
)


# The own number straight before the addressees: 某科函[2026]3号 各镇….
_NUMBER_FIRST = re.compile(
    rf"[(]?[{CJK}]{{2,12}}[\[(](?:19|20)\d\d[\])] ?第?\d{{1,4}}号[)]?(?= ?(?:各|有关|相关))"
)


_HEAD_META = re.compile(
    r"(?:发布时间|发布日期|更新时间|发文时间|时间|来源|信息来源"
    r"|日期):[^。]{0,50}?(?:浏览(?:次数|量)?|点击(?:数|量)?|阅读(?:次数|量)?|访问量"
    r"|字号)[:】]?\s?\d{0,7}|(?:发布时间"
    r"|发布日期):\s?20\d\d[-年/]\d{1,2}[-月/]\d{1,2}日?(?: \d\d:\d\d(?::\d\d)?)?"
)


_ADDRESSED = re.compile(
    r"(?P<to>(?:各|全[校院市县区省]|校内|院内|本学会|机关各)[^。:《》\d]{1,300}(?:单位|部门|局"
    r"|政府|协|会|学院|校|系|处|室|团|办|委|企业|者|同学|老师|教师|部|所|中心|站|院|基地|馆"
    r"|科协)[)]?:)(?=[^\n])"
)


def _breaks(text: str, *, early: bool) -> set[int]:
    """Places inside one paragraph where a lost line end is put back."""
    places = {m.start() for m in _INLINE.finditer(text)} | set(_numbered_inside(text))
    places |= set(_sub_numbered_inside(text))
    places |= {m.start() for m in _ANNEX_AT.finditer(text)} | _annex_breaks(text)
    if early:
        places |= _head_breaks(text)
    if len(text) > 20:
        places |= _signature_breaks(text)
    if len(text) > 60:
        places |= {m.start() for m in _LABEL_AT.finditer(text)}
    return {p for p in places if 0 < p < len(text)}


_ANNEX_AGAIN = re.compile(
    r"附件:?\s?(?:\d[.、]\s?)?(?P<name>[^。:,]{5,40})[^。]{0,120}?(?P<at>附件\d?[: ]?)(?P<again>(?P=name))"
)


def _annex_breaks(text: str) -> set[int]:
    """Places around an annex's own first line, known by the name that announced it."""
    places: set[int] = set()
    for count, match in enumerate(re.finditer("附件", text)):
        if count > 12 or len(text) - match.start() < 40:
            break
        again = _ANNEX_AGAIN.match(text, match.start())
        if again:
            places |= {again.start("at"), again.start("again"), again.end("again")}
    return places


def _head_breaks(text: str) -> set[int]:
    """Places inside the first lines where title, number, web lines and addressees run together."""
    places: set[int] = set()
    if len(text) > 60:
        for match in _HEAD_META.finditer(text[:600]):
            places |= {match.start(), match.end()}
        for match in _NUMBERED_AS.finditer(text[:600]):
            places |= {match.start("no"), match.end("no")}
        places |= _masthead_breaks(text)
        places |= _title_breaks(text)
    for place in [0, *sorted(places)]:
        start = place + (text[place : place + 1] == " ")
        own = _NUMBER_FIRST.match(text, start)
        if own:
            places.add(own.end())
            start = own.end() + (text[own.end() : own.end() + 1] == " ")
        title = _TITLE_INSIDE.match(text, start)
        if title:
            places |= {title.start("to"), title.end("to")}
            continue
        addressed = _ADDRESSED.match(text, start)
        if addressed:
            places.add(addressed.end("to"))
    return places


# A title that runs on into addressees, own number, a page's lines or its date.
_TITLE_RUNS_ON = re.compile(
    rf"关于[^。:]{{3,110}}?的(?:预?通知|公告|通告|函|意见|倡议书|(?:温馨)?提示)[”》]?"
    rf"(?=(?P<to> ?(?:各|有关|相关|全|校|院|机关|[省市县区]|[{CJK}]{{2,20}}(?:局|委|单位|部门|中心|公司|学会|协会|学院|馆|所))"
    rf"[^。:《》]{{0,300}}:)| [(]?[{CJK}]{{2,12}}[\[(](?:19|20)\d\d[\])]| ?(?:19|20)\d\d[-年/.]\d"
    rf"| ?(?:来源|信息来源|发布|所在地|日期|时间|字体|作者|\[))"
)


def _title_breaks(text: str) -> set[int]:
    """Around the first title in running text; the names of site and bodies in front of it stay outside."""
    for about in islice(re.finditer("关于", text[:700]), 6):
        title = _TITLE_RUNS_ON.match(text, about.start())
        front = text[: about.start()]
        if not title or _open_bracket(front):
            continue
        begin = front.rfind(" ") + 1
        # 某局转发某部 某协会关于…: the blank between the bodies it forwards does not begin the title.
        forwarded = front.rfind("转发")
        if forwarded >= 0 and forwarded > front.rfind("。"):
            begin = front.rfind(" ", 0, forwarded) + 1
        if "。" in front[begin:] or ":" in front[begin:]:
            continue
        return {begin, title.end(), *([title.end("to")] if title["to"] else [])}
    return set()


def _masthead_breaks(text: str) -> set[int]:
    """Places behind the issuing bodies and around the own number in front of a title that runs on."""
    match = _MASTHEAD.match(text)
    if not match:
        return set()
    # Without a blank the bodies run into the number's first word: the longest name of a body parts them.
    for at in range(match.start("no") + 8, 3, -1):
        who = text[: min(at, match.end())]
        if at > match.start("no") and text[at : at + 1] in "[(0123456789])号":
            continue
        bare = re.sub(r" ?文件 ?$", "", who)
        if all_bodies(bare) and re.match(rf" ?(?:文件)? ?[{CJK}]{{2,10}} ?[\[(]", text[len(bare) :]):
            number = re.compile(r" ?(?:文件 ?)?").match(text, len(bare))
            return {number.start() if number else at, number.end() if number else at, match.end()}
    return set()


def _signature_breaks(text: str) -> set[int]:
    """Places before the signing bodies and behind the date, where they run on in the text."""
    places: set[int] = set()
    for match in islice(_DATE_BLANK.finditer(text), 40):
        front = text[max(0, match.start() - 60) : match.start()].rstrip()
        who = re.split(r"[。;!》:,)] ?|(?<=[a-z0-9]) ", front)[-1].strip()
        if 4 <= len(who) < len(front) and all_bodies(who) and not _ANNEX_NAME.search(who):
            places |= {text.rfind(who, 0, match.start()), match.end()}
    for match in islice(_DATE_IN.finditer(text), 200):
        at = match.start("date")
        reach = max(0, at - 110)
        before = text[reach:at].rstrip()
        sign = max((before.rfind(ch) for ch in "。;!》:,"), default=-1)
        who_from = _bodies_at_end(before, sign + 1, text)
        if who_from is not None:
            places |= {reach + who_from, match.end()}
        elif match.end() == len(text) and text[at - 1] == " ":
            places.add(at)
        elif (sign == len(before) - 1 and before[-1:] in "。》") or re.match(
            r" ?(?:主题词|抄 ?送)", text[match.end() :]
        ):
            places |= {at, match.end()}
    return places


# Words of a paper's name: where they stand in front of a body, the name of an annex runs on into it.
_ANNEX_NAME = re.compile(
    r"方案|安排|通知|附件|一览|流程|回执|日程|须知|细则|名单|(?:报名|申报|推荐|申请|登记|汇总|统计|计划|项目|活动)表"
)


def _bodies_at_end(text: str, start: int, whole: str) -> int | None:
    """Where the names of bodies that end a text begin, or None: of several places the most familiar one."""
    found: list[tuple[int, int]] = []
    starts = [start]
    starts += [
        m.end()
        for m in re.finditer(r"[a-z0-9)\] ]|特此(?:通知|公告|函告|函达|报告)", text)
        if m.end() > start
    ]
    starts += [
        m.start()
        for m in re.finditer(r"(?<=[一-鿿])(?=[一-鿿]{2,4}?(?:省|市|县|区|大学|学院))|(?=中共|中国)", text)
        if m.start() > start
    ]
    papers = [m.span() for m in _ANNEX_NAME.finditer(text)]
    for at in sorted(set(starts)):
        if any(a < at < b for a, b in papers):
            continue
        who = text[at:].strip()
        if 3 <= len(who) <= 100 and not _ANNEX_NAME.search(who) and all_bodies(who):
            if at == start:
                return at
            found.append((-whole.count(who[:4]), at))
    return min(found)[1] if found else None


def _is_table(text: str) -> bool:
    """Whether a line is a row of cells; prose that a table was glued to is none."""
    bar = text.find("|")
    return "\t" in text or (bar >= 0 and not (bar > 200 and "。" in text[:bar]))


def split_paragraphs(source: Source) -> Iterator[Para]:
    view = source.view
    count = last_end = 0
    for line in re.finditer(r"[^\n]+", view):
        text = line[0]
        table = _is_table(text)
        meta = bool(_META.search(text[:200])) and len(text) < 200
        cuts = (
            [0, *sorted(_breaks(text, early=count < 12)), len(text)]
            if not table and (not meta or (len(text) > 80 and _title_breaks(text)))
            else [0, len(text)]
        )
        for a, b in pairwise(cuts):
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
            yield Para(count, start, end, start, table=table, meta=meta, gap=gap)
            count += 1
            last_end = end
