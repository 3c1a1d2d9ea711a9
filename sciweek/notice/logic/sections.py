"""Numbering, headings and the tree of sections."""

import re

from sciweek.notice.logic.layout import MARK, Layout, Para, Section, Topic, topic_of
from sciweek.notice.logic.numerals import number

_STYLE = {
    "cn": "一、",
    "cn2": "(一)",
    "n": "1.",
    "n2": "(1)",
    "n3": "1)",
    "ring": "①",
    "di": "第",
    "dot": "●",
    "dash": "-",
}


_LABEL_HEAD = re.compile(r"[\[]?(?P<label>[一-鿿、和与及]{2,14})[\]]?(?P<sign>[:]|$|(?<=\]))")


_LABEL_TOPICS = re.compile(
    r"^(?:(?:活动|科技周|科技活动周|科普日|举办|本届|会议|主要|重点|工作|具体|有关|相关"
    r"|全国科普日)?(?:时间|主题|地点|内容|活动|要求|任务|安排|形式|方式|目的|单位|对象|机构)"
    r"|时间安排|活动安排|活动内容|工作要求|有关要求|联系方式|组织机构|主要活动|重点活动"
    r"|主要内容|时间地点|时间和地点|活动项目|注意事项|材料报送|报送要求|活动日程|日程安排"
    r"|联系人|联系人(?:及|和|、)?(?:联系)?(?:电话|方式)|主办单位|承办单位|协办单位|活动时间及地点|咨询电话)$"
)


def _mark(layout: Layout, para: Para) -> None:
    match = MARK.match(layout.view, para.start, para.end)
    if not match or match.end() >= para.end:
        return
    for name, style in _STYLE.items():
        if match[name]:
            para.style = style
            digits = match[name]
            para.number = (
                None if name in {"dot", "dash"} else number(digits.strip("第部分篇章阶段项类届、,:."))
            )
            para.body = match.end()
            return


_SUB_MARK = re.compile(r"(?P<major>\d{1,2})\.(?P<minor>\d{1,2})[.、]? ?(?=[一-鿿《“])")


def _mark_sub(layout: Layout, para: Para, stack: list[Section]) -> None:
    """A number of two steps (2.1) below its section (2.), in order: a date such as 5.20 is none."""
    match = _SUB_MARK.match(layout.view, para.start, para.end)
    if not match:
        return
    before = next((s.number for s in stack if s.style == "1.1"), None)
    above = [s.number for s in stack if s.style in {"一、", "1."}]
    if int(match["major"]) in above and int(match["minor"]) == (before or 0) + 1:
        para.style, para.number, para.body = "1.1", int(match["minor"]), match.end()


_HEAD_END = re.compile(r"[。:!;]|[.](?=\s|$)")


_LOST_BREAK = re.compile(
    r"(?P<head>[一-鿿]{0,10}?(?:时间|主题|地点)(?:安排)?)[: ]?(?=(?:20\d\d年|\d{1,2}月|“|二○|自|从|为))"
    r"|(?P<h2>[一-鿿]{0,8}?主题) ?(?![及和与、的:突鲜活班教词宣展内日征])(?=[^。]{4,60}。?$)"
    r"|(?P<h3>(?:活动|举办)?(?:时间|地点|内容|安排|形式|方式|目的|对象)|主要(?:活动)?内容"
    r"|(?:组织|开展)?(?:主要|重大|重点|特色)活动(?:内容)?|组织(?:领导|机构|保障)|宣传报道"
    r"|(?:有关|工作|具体|相关|活动|总体)要求|指导思想|联系方式|注意事项|主办单位|承办单位"
    r"|协办单位|活动组织|时间安排)"
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


def mark_sections(layout: Layout) -> None:
    stack: list[Section] = []
    zone = -1
    for para in layout.paras:
        if para.zone != zone:
            stack, zone = [], para.zone
        if para.meta or para.table:
            para.section = stack[-1] if stack else None
            continue
        _mark(layout, para)
        if not para.style:
            _mark_sub(layout, para, stack)
        if para.style:
            _heading(layout, para)
            _enter(layout, stack, para, para.style)
        else:
            label = _LABEL_HEAD.match(layout.view, para.start, para.end)
            if label and _LABEL_TOPICS.match(label["label"]) and _label_opens(para, label, stack):
                para.heading_end = label.end("label")
                para.is_heading = label.end() >= para.end
                para.body = para.start
                _enter(layout, stack, para, "label")
        para.section = stack[-1] if stack else None


def _label_opens(para: Para, label: re.Match[str], stack: list[Section]) -> bool:
    """Whether a label begins a section of its own, rather than telling a detail of an item."""
    if not label["sign"] and label.end() < para.end:
        return False
    inside = stack[-1] if stack else None
    detail = re.search(r"^(?:活动|举办|会议)?(?:时间|地点|对象|内容|形式|方式)$|单位$|联系人", label["label"])
    return not (
        detail and inside and inside.topic in {Topic.activities, Topic.contacts} and inside.style != "label"
    )


def _enter(layout: Layout, stack: list[Section], para: Para, style: str) -> None:
    for depth, open_section in enumerate(stack):
        if open_section.style == style:
            del stack[depth:]
            break
    parent = stack[-1] if stack else None
    span = (para.body, para.heading_end or min(para.end, para.body + 30))
    own = topic_of(layout.view[span[0] : span[1]]) if para.heading_end else None
    if (
        own
        and parent
        and parent.topic in {Topic.activities, Topic.requirements, Topic.aim, Topic.content, Topic.contacts}
    ):
        exact = _LABEL_TOPICS.match(layout.view[span[0] : span[1]].strip(" :。"))
        if (parent.topic is Topic.requirements and not (exact and own is Topic.contacts)) or not exact:
            own = None
    if style == "一、" and not own and para.heading_end is None:
        own = None
    stack.append(
        Section(style, para.number, span, own or (parent.topic if parent else None), parent, own is not None)
    )
