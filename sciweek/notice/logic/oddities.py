"""Odd things in a notice: pointed out with where they stand, never repaired."""

import re

from sciweek.notice.logic.activities import MOST_ACTIVITIES
from sciweek.notice.logic.dates import find, weekday_differs
from sciweek.notice.logic.deadlines import MOST_DEADLINES, Due
from sciweek.notice.logic.event_names import EVENT
from sciweek.notice.logic.findings import Oddity, Reading
from sciweek.notice.logic.layout import Layout, Topic
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.source import Span
from sciweek.notice.logic.week import Week

_NOTICE_WORDS = re.compile(
    r"科技活动周|科技周|科普|活动周|科技工作者日|科技节|科学节|科技文化节|科技创新节|科学技术|活动月|宣传周"
)


def notice_score(layout: Layout, head: Head) -> int:
    """How much of a notice a text has; below 4 it is none."""
    view = layout.view
    points = 0
    if head.title:
        points += (
            3 if "通知" in head.title.value or "通告" in head.title.value or "方案" in head.title.value else 2
        )
    points += 2 if head.addressees else 0
    points += 1 if head.doc_no else 0
    points += 1 if head.issued_on and head.issuers else 0
    points += (
        2
        if re.search(
            r"通知如下|现将.{2,60}(?:印发|通知|转发)|特此通知|安排如下|方案如下|事项如下|工作如下",
            view[:200000],
        )
        else 0
    )
    points += 2 if len(_NOTICE_WORDS.findall(view[:200000])) >= 2 else 0
    topics = {p.topic for p in layout.paras if p.section and p.section.own_topic}
    points += sum(
        1
        for t in (Topic.time, Topic.theme, Topic.activities, Topic.requirements, Topic.contacts)
        if t in topics
    )
    points += (
        1 if re.search(r"(?:报送|上报|提交)[^。]{0,30}(?:局|科协|办公室|部|处|委)", view[:200000]) else 0
    )
    points += (
        2
        if re.search(
            r"(?:活动周|科技周|科普日|科普月|科技节)[^。]{0,30}(?:举行|举办|开展|主题为)", view[:200000]
        )
        else 0
    )
    points += 1 if head.issued_on and head.issuers else 0
    if not _NOTICE_WORDS.search(view) and not head.title:
        points -= 3
    return points


def _repeated(layout: Layout, warnings: list[Oddity]) -> None:
    seen: dict[str, int] = {}
    for para in layout.paras:
        text = re.sub(r"\s", "", layout.text(para))
        if para.table or para.meta or len(text) < 24 or "关于" in text[:30]:
            continue
        if text in seen:
            first = layout.paras[seen[text]]
            spans = [layout.source.span(first.start, first.end), layout.source.span(para.start, para.end)]
            warnings.append(Oddity("repeated_paragraph", "同一段文字出现两次", spans))
        else:
            seen[text] = para.index
        _repeated_sentences(layout, para.start, para.end, warnings)
        if len(warnings) > 40:
            return


def _repeated_sentences(layout: Layout, start: int, end: int, warnings: list[Oddity]) -> None:
    seen: dict[str, Span] = {}
    for match in re.finditer(r"[^。;]{14,}", layout.view[start:end]):
        text = match[0].strip()
        span = layout.source.span(start + match.start(), start + match.end())
        if text in seen:
            warnings.append(Oddity("repeated_sentence", "同一句话在一段中出现两次", [seen[text], span]))
        seen.setdefault(text, span)


def _calendar_checks(layout: Layout, head: Head, warnings: list[Oddity]) -> None:
    count = 0
    for para in layout.paras:
        if para.meta:
            continue
        for stretch in find(layout.view, para.start, para.end):
            count += 1
            if count > 3000 or len(warnings) > 60:
                return
            span = [layout.source.span(stretch.start, stretch.end)]
            begin, finish = head.calendar.resolve_stretch(stretch)
            for one, point in ((begin, stretch.first), (finish, stretch.final)):
                if one.impossible:
                    warnings.append(Oddity("impossible_date", f"{one.doubt}，请核对原文", span))
                    break
                real = weekday_differs(point, one.date)
                if real and one.date:
                    message = f"原文写星期{point.weekday}，而 {one.date.isoformat()} 是星期{real}"
                    warnings.append(Oddity("weekday_mismatch", message, span))
                    break
            if stretch.last and stretch.exact and begin.date and finish.date and finish.date < begin.date:
                warnings.append(Oddity("end_before_start", "结束日期早于开始日期", span))


def _annex_checks(layout: Layout, warnings: list[Oddity]) -> None:
    if not layout.announced:
        return
    begun = {a.number for a in layout.annexes}
    if not layout.annexes:
        spans = [layout.source.span(*span) for _, span in layout.announced]
        warnings.append(Oddity("annex_missing", "正文列出了附件，但文中没有附件内容", spans))
        return
    for number, span in layout.announced:
        if number is not None and number not in begun and len(begun - {None}) > 0:
            warnings.append(
                Oddity(
                    "annex_missing", f"正文列出了附件{number}，但文中没有找到", [layout.source.span(*span)]
                )
            )
    announced = {n for n, _ in layout.announced if n is not None}
    for annex in layout.annexes:
        if annex.number is not None and announced and annex.number not in announced:
            para = layout.paras[annex.at]
            warnings.append(
                Oddity(
                    "annex_unannounced",
                    f"附件{annex.number}没有在附件说明中列出",
                    [layout.source.span(para.start, para.end)],
                )
            )


def _cut_off(layout: Layout, head: Head, warnings: list[Oddity]) -> None:
    last = next((p for p in reversed(layout.paras) if not p.meta), None)
    if last is None:
        return
    text = layout.text(last)
    span = layout.source.span(max(last.start, last.end - 20), last.end)
    prose = len(text) > 30 and not last.table and not re.search(r"[。!?;:…”)》\].]$|[A-Za-z0-9]$", text)
    if prose and not EVENT.search(text[-6:]) and layout.signed is None:
        warnings.append(Oddity("cut_off", "文末句子不完整，文本可能被截断", [span]))
    elif text.count("《") > text.count("》") or re.search(r"@[A-Za-z0-9-]*\.?$", text):
        warnings.append(Oddity("cut_off", "文末不完整，文本可能被截断", [span]))
    elif layout.signed is None and not head.issuers:
        warnings.append(Oddity("no_signature", "没有找到落款单位和成文日期，文本可能不完整", [span]))


def check(layout: Layout, head: Head, week: Week, dues: list[Due], activities: int) -> list[Oddity]:
    """Everything odd, in the order of the checks."""
    warnings: list[Oddity] = []
    if layout.source.sound_notes:
        warnings.append(Oddity("sound_notes", "文中夹有注音，似为网页抓取所致，已略过注音阅读", []))
    _repeated(layout, warnings)
    _calendar_checks(layout, head, warnings)
    if week.rival and week.start and week.end:
        span, other = week.rival
        message = f"文中另有一处活动周时间：{other}，与 {week.start.value} 至 {week.end.value} 不一致"
        warnings.append(Oddity("two_week_ranges", message, [*week.start.spans, span]))
    issued = head.issued_on.value if head.issued_on else ""
    warnings += [
        Oddity("deadline_before_issue", "截止日期早于成文日期，请核对原文", list(due.finding.due.spans))
        for due in dues
        if due.finding.due and due.finding.due.value < issued
    ]
    if len(dues) >= MOST_DEADLINES or activities >= MOST_ACTIVITIES:
        warnings.append(Oddity("too_many", "时限或活动多得不像一份通知，只读取了前面一部分", []))
    _annex_checks(layout, warnings)
    _cut_off(layout, head, warnings)
    return warnings


def nothing_invented(text: str, empty: bool) -> Reading:
    """The honest reading of a text that is no notice."""
    reading = Reading(text=text)
    message = "没有可读的文字" if empty else "这段文字不像活动周通知，没有从中读取任何内容"
    reading.warnings.append(Oddity("empty" if empty else "not_a_notice", message, []))
    return reading
