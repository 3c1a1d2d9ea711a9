"""The week itself: its first and last day and its theme."""

import re
from dataclasses import dataclass

from sciweek.notice.logic.dates import Resolved, Stretch, find
from sciweek.notice.logic.findings import Found, Text
from sciweek.notice.logic.layout import Layout, Para, Topic
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.source import Span

# More dates than this no notice has: those behind are not looked at.
MOST_DATES = 4000
_WEEK_WORD = re.compile(
    r"活动周|科技周|科普周|科普日|科普月|宣传周|宣传月|活动月|科技节|文化节|创新节|科学节|开放周|工作者日|开放日"
)
_HELD = re.compile(r"举办|举行|开展|时间|日期|启动|定于|定为|集中|为期|是第")
_DUE = re.compile(r"[以之]?前(?!后)|截止|截至|报送|上报|提交|发送|报名|申报|登记|填报|反馈")
_OWN_TIME = re.compile(r"^(?:[^:。]{0,14})?(?:活动|举办|科技周|活动周|科普日|起止|举行|开展)?(?:时间|日期)")
_OTHER_TIME = re.compile(r"报名|申报|截止|报送|提交|征集|启动仪式|开幕|集合|培训|会议|评审|彩排|参观时间")


@dataclass(slots=True)
class Week:
    start: Text = None
    end: Text = None
    theme: Text = None
    rival: tuple[Span, str] | None = None


@dataclass(slots=True)
class _Candidate:
    stretch: Stretch
    rank: int
    reason: str
    para: Para


def _rank(layout: Layout, para: Para, stretch: Stretch) -> tuple[int, str] | None:
    """How strongly a stretch of dates claims to be the week; higher is stronger."""
    view = layout.view
    low, high = max(para.start, stretch.start - 300), min(para.end, stretch.end + 300)
    sentence_from = (
        max(view.rfind("。", low, stretch.start), view.rfind(";", low, stretch.start), low - 1) + 1
    )
    sentence_to = min(
        (p for p in (view.find("。", stretch.end, high), view.find(";", stretch.end, high)) if p >= 0),
        default=high,
    )
    before, after = view[sentence_from : stretch.start], view[stretch.end : sentence_to]
    clause = re.split(r"[,、]", before)[-1]
    ranged = stretch.last is not None
    heading = view[para.section.heading[0] : para.section.heading[1]] if para.section else ""
    timed = para.topic is Topic.time or (para.topic is Topic.mixed and len(view[para.body : para.end]) < 40)
    if re.match(r"[以之]?前(?!后)|[以之]?内", after) or re.search(r"截止|截至", before[-12:]):
        return None
    if timed and not _OTHER_TIME.search(heading) and not _OTHER_TIME.search(clause):
        if not ranged and re.search(r"[前后]", after[:2]):
            return None
        return (100 if ranged else 60), "“时间”一节写明"
    label = (
        _OWN_TIME.match(view[para.body : min(stretch.start, para.body + 40)].strip("[] "))
        if stretch.start - para.body < 40
        else None
    )
    if (
        label
        and not _OTHER_TIME.search(before)
        and para.topic not in {Topic.activities, Topic.submission}
        and len(before) < 24
    ):
        return (95 if ranged else 55), "“时间：”之后写明"
    if _DUE.search(clause) or (_DUE.search(after[:14]) and not _HELD.search(after[:6])):
        return None
    if (
        ranged
        and _WEEK_WORD.search(before[-60:])
        and (_HELD.search(before[-24:]) or _HELD.search(after[:24]))
    ):
        own = 5 if re.search(r"我[市县区省校院]|全[市县区校]|本[市县区校届]", before) else 0
        return 80 + own, "语句写明活动周于此期间举办"
    if ranged and (
        _WEEK_WORD.search(after[:40]) and re.search(r"为|是|举办|开展|举行|集中|定为", after[:40])
    ):
        return 75, "语句写明此期间为活动周"
    if (
        ranged
        and re.search(r"将于|定于|在|于|从|自", clause[-4:])
        and _HELD.search(after[:30])
        and para.topic is not Topic.activities
    ):
        return 50, "语句写明于此期间举办"
    if (
        not ranged
        and _WEEK_WORD.search(before[-30:])
        and re.search(r"(?:将于|定于|时间为|时间:|日期为)$", before)
    ):
        return 30, "语句写明于当日举办"
    return None


def _candidates(layout: Layout, head: Head) -> list[_Candidate]:
    out: list[_Candidate] = []
    seen = 0
    for para in layout.paras:
        if para.meta or para.table or para.index in head.signature:
            continue
        if para.zone and layout.annexes[para.zone - 1].kind in {"form", "list", "copy"}:
            continue
        if para.topic is Topic.contacts:
            continue
        for stretch in find(layout.view, para.start, para.end):
            seen += 1
            if seen > MOST_DATES:
                return out
            ranked = _rank(layout, para, stretch)
            if ranked:
                rank = ranked[0] - (3 if para.zone else 0) - (25 if not stretch.exact else 0)
                out.append(_Candidate(stretch, rank, ranked[1], para))
            if len(out) > 400:
                return out
    return out


def read_week(layout: Layout, head: Head) -> Week:
    """The strongest claim that is a whole date; a second one as strong that differs is kept as its rival."""
    week = Week(theme=_theme(layout, head))
    chosen: _Candidate | None = None
    for candidate in sorted(_candidates(layout, head), key=lambda c: (-c.rank, c.stretch.start)):
        if not candidate.stretch.exact:
            continue
        begin, finish = head.calendar.resolve_stretch(candidate.stretch)
        if begin.date is None or finish.date is None or (finish.date - begin.date).days > 200:
            continue
        if chosen is None and candidate.rank >= 30:
            chosen = candidate
            _choose(layout, week, candidate, begin, finish)
        elif chosen is not None and week.rival is None and candidate.para is not chosen.para:
            week.rival = _rival(layout, week, candidate, begin, finish)
    return week


def _choose(layout: Layout, week: Week, chosen: _Candidate, begin: Resolved, finish: Resolved) -> None:
    span = layout.source.span(chosen.stretch.start, chosen.stretch.end)
    doubt = "结束日期早于开始日期，请核对原文" if (finish.iso or "") < (begin.iso or "") else None
    reason = chosen.reason + ("，" + begin.reason if begin.reason != "日期写明" else "")
    week.start = Found(begin.iso or "", (span,), reason, doubt or begin.doubt)
    behind = layout.view[chosen.stretch.end : chosen.stretch.end + 40]
    opening = chosen.stretch.last is None and re.match(r"[^。,]{0,30}?(?:启动|开始|开幕|起)", behind)
    if not opening:
        week.end = Found(finish.iso or "", (span,), chosen.reason, doubt or finish.doubt)


def _rival(
    layout: Layout, week: Week, other: _Candidate, begin: Resolved, finish: Resolved
) -> tuple[Span, str] | None:
    if not other.stretch.last or other.rank < 80 or week.start is None or week.end is None:
        return None
    if (begin.iso, finish.iso) == (week.start.value, week.end.value):
        return None
    return layout.source.span(other.stretch.start, other.stretch.end), f"{begin.iso} 至 {finish.iso}"


# --- theme -----------------------------------------------------------------------------------------

_THEME_SAID = re.compile(
    r"(?P<who>[^,。;:《》]{0,24}?)主题(?:是|为|:|定为|确定为|仍?然?为|——"
    r"|--)\s*:?\s*(?P<theme>[“\"'‘《][^”\"'’》]{2,60}[”\"'’》]"
    r"|[^。;,\n“”]{3,40}(?:,[^。;,\n“”《》]{2,18})?)"
)
_THEME_QUOTED = re.compile(
    r"(?:以|围绕|紧扣|突出|结合)[^,。;“”]{0,16}?[“\"](?P<theme>[^”\"]{3,60})[”\"](?:(?:的|这一"
    r"|这个)?(?:活动)?主题|为(?:活动)?主题|为(?:本届|今年)?[^,。]{0,8}主题)"
)
_THEME_OF = re.compile(r"[“\"](?P<theme>[^”\"]{3,60})[”\"](?:为|的|这一)?(?:活动)?主题")
_THEME_BARE = re.compile(
    r"(?:围绕|紧扣|以)(?P<theme>[^,。;“”《》]{5,30}?)(?:这一|的)?主题(?=开展|展开|,|。|举办|组织)"
)
_NOT_THEME = re.compile(
    r"活动$|活动周$|科普日$|^活动|本届|如下|见附件|内容|要求|形式|自[拟定]|另行|结合|开展|组织|通知"
)


def _clean(view: str, start: int, end: int) -> Span:
    while start < end and view[start] in " “”\"'‘’《》:-":
        start += 1
    while end > start and view[end - 1] in " “”\"'‘’《》。;,.":
        end -= 1
    return start, end


def _local(who: str) -> int:
    """How near to the issuing place a theme is: the nation's own theme gives way to the city's."""
    if re.search(r"全国|国家", who):
        return 0
    if re.search(r"自治区|全省|[\u4e00-\u9fff]省", who):
        return 1
    return 2


def _theme(layout: Layout, head: Head) -> Text:
    view, source = layout.view, layout.source
    found: list[tuple[int, int, Span, str]] = []
    for para in layout.paras:
        if para.meta or (para.zone and layout.annexes[para.zone - 1].kind in {"form", "list", "copy"}):
            continue
        text = view[para.start : para.end]
        if para.index in head.head_paras and "主题为" not in text:
            continue
        if para.topic is Topic.theme and para.section and para.section.own_topic:
            span = _theme_in_section(layout, para)
            if span:
                found.append((100 + _local(view[para.start : span[0]]), -para.index, span, "“主题”一节写明"))
        label = re.match(r"(?:[^:。,]{0,16})?主题:?\s*[:]\s*", text)
        if label and label.end() < len(text):
            end = re.search(r"[。;]", text[label.end() :])
            stop = para.start + (label.end() + end.start() if end else len(text))
            found.append(
                (
                    110 + _local(label[0]),
                    -para.index,
                    _clean(view, para.start + label.end(), stop),
                    "“主题：”之后写明",
                )
            )
        if "主题" not in text:
            continue
        for pattern, rank, reason in (
            (_THEME_SAID, 80, "语句写明“主题为…”"),
            (_THEME_QUOTED, 70, "语句写明“以…为主题”"),
            (_THEME_OF, 60, "引号内的主题"),
            (_THEME_BARE, 40, "语句写明“围绕…主题”"),
        ):
            for match in pattern.finditer(text):
                span = _clean(view, para.start + match.start("theme"), para.start + match.end("theme"))
                who = text[max(0, match.start() - 20) : match.start("theme")]
                found.append((rank + _local(who), -para.index, span, reason))
    for _rank, _index, span, reason in sorted(found, reverse=True):
        value = source.say(*span)
        if 3 <= len(value) <= 80 and not _NOT_THEME.search(value[-6:] if len(value) > 12 else value):
            return Found(value, (source.span(*span),), reason)
    return None


def _theme_in_section(layout: Layout, para: Para) -> Span | None:
    view = layout.view
    start = para.start
    if para.style or para.heading_end:
        if para.is_heading or para.heading_end is None:
            return None
        start = para.heading_end
    text = view[start : para.end]
    quoted = re.search(r"[“\"]([^”\"]{3,60})[”\"]", text)
    if quoted and (len(text) - len(quoted[0]) > 4 or quoted.start() > 0):
        said = _THEME_SAID.search(text)
        if said and not said["theme"].startswith(("“", '"')):
            quoted = None
    if quoted:
        return start + quoted.start(1), start + quoted.end(1)
    said = _THEME_SAID.search(text)
    if said:
        return _clean(view, start + said.start("theme"), start + said.end("theme"))
    if len(text) > 60:
        return None
    return _clean(view, start, para.end)
