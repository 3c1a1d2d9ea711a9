"""What is to be handed in, by when and to whom."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass, replace

from sciweek.notice.logic.dates import SPAN_SIGNS, Point, Resolved, Stretch, clock_time, find
from sciweek.notice.logic.findings import DeadlineFinding, Found, Text
from sciweek.notice.logic.layout import Layout, Para, Topic
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.numerals import number
from sciweek.notice.logic.papers import BEFORE, VERB, PaperNames, Sentence, pieces_of
from sciweek.notice.logic.receivers import receiver_in
from sciweek.notice.logic.source import Span
from sciweek.notice.logic.week import Week

_CLOSING = re.compile(
    r"(?:截止|截至)(?:时间|日期|期限)?(?:为|是|:|于|到|至|在|定为)?\s*$|即日起(?:,)?(?:至|到|-)\s*$|(?:报送|提交|报名|申报"
    r"|征集|征稿|上报|反馈|送交|填报|上传|推荐|投稿|收稿|登记)(?:的|材料)?(?:时间|日期"
    r"|期限)(?:为|是|:|截至|截止|至)*\s*$"
)


_STRICT = re.compile(
    r"报送|上报|报备|报至|呈报|送交|送达|送至|送到|提交|递交|上交|交至|交到|交回|发送|发至"
    r"|发到|发往|传真|寄|反馈|回传|填报|上传|登记|报名|申报|备案|返回|回复|函复|函告|录入"
    r"|(?<![通简日海预情回])报(?=[区市县省校院科我组送给])"
    r"|(?<!提)交(?=[区市县省校院科我组由至到给])|送(?=[区市县省校院科我组])|将.{2,60}(?:报|送"
    r"|交|发)"
)


_EMAIL = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){1,4}")


# More deadlines than this no notice has; what stops the reader is said as a warning.
MOST_DEADLINES = 200
# Nor so many dates: those behind are not looked at.
MOST_DATES = 4000


# How far around a date its sentence is looked at: longer than any real sentence.
_REACH = 500


_RELATIVE = re.compile(
    r"(?P<base>(?:[^,。;]{0,20}?)(?:结束|闭幕|落幕)(?:后|之后"
    r"|之日起))(?:的)?,?\s*(?:\D{0,2}?)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3}"
    r"|半)个?(?P<unit>工作日|日|天|周|星期|月)(?:之|以)?内"
)


# Between the dates of a list.
_AND = re.compile(r" ?(?:、|,?(?:和|及|与|以及)) ?(?:分别)?")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with the paragraph it stands in, for what comes after it."""

    finding: DeadlineFinding
    para: int
    emails: tuple[Span, ...] = ()
    impossible: tuple[str, Span] | None = None


class _Reader(PaperNames):
    """Goes through the paragraphs once; remembers the sentence before for what it names."""

    def __init__(self, layout: Layout, head: Head, week: Week) -> None:
        super().__init__(layout)
        self.head, self.week = head, week
        self.out: list[Due] = []
        self.dates = 0

    def run(self) -> None:
        paras = self.layout.paras
        seen = 0
        for para in paras:
            if (
                para.meta
                or para.table
                or para.index in self.head.signature
                or para.index in self.head.head_paras
            ):
                continue
            if para.zone and self.layout.annexes[para.zone - 1].kind in {"form", "copy"}:
                continue
            pieces = pieces_of(self.view, para)
            for n, piece in enumerate(pieces):
                self._sentence(para, piece, pieces[max(0, n - 8) : n], pieces[n + 1 : n + 3])
                seen += self.dates
                if len(self.out) >= MOST_DEADLINES or seen > MOST_DATES:
                    return

    def _sentence(self, para: Para, piece: Sentence, earlier: list[Sentence], later: list[Sentence]) -> None:
        stretches = list(itertools.islice(find(self.view, piece.start, piece.end), MOST_DATES))
        self.dates = len(stretches)
        floor = piece.start
        for dates in self._listed_dates(stretches):
            ends = [self._ceiling(stretches, n, piece) for n, _one in dates]
            floor = max(floor, dates[0][1].start - _REACH)
            kinds = [self._kind(para, one, floor, end) for (_n, one), end in zip(dates, ends, strict=True)]
            # 5月10日、6月10日前: what stands behind the last of them, or before the first, holds for all.
            kind = next(filter(None, reversed(kinds)), None)
            if kind:
                whole = replace(dates[-1][1], start=dates[0][1].start)
                for _n, one in dates:
                    self._take(para, one, whole, kind, Sentence(floor, ends[-1]), earlier, later)
                floor = ends[-1]
        self._relative(para, piece, earlier, later)

    def _listed_dates(self, stretches: list[Stretch]) -> list[list[tuple[int, Stretch]]]:
        """The dates by their number, those together that stand in one list: 5月10日、6月10日, 5月10日和20日."""
        runs: list[list[tuple[int, Stretch]]] = []
        for n, one in enumerate(stretches):
            if runs and _follows(self.view, runs[-1][-1][1], one):
                runs[-1].append((n, _dated_like(runs[-1][-1][1], one)))
            else:
                runs.append([(n, one)])
        return runs

    def _ceiling(self, stretches: list[Stretch], n: int, piece: Sentence) -> int:
        """Where what is said of the date ends: before the next one."""
        ceiling = min(piece.end, stretches[n].end + _REACH)
        if n + 1 < len(stretches) and stretches[n + 1].start < ceiling:
            comma = self.view.rfind(",", stretches[n].end, stretches[n + 1].start)
            ceiling = comma if comma > 0 else stretches[n + 1].start
        return ceiling

    def _kind(self, para: Para, stretch: Stretch, floor: int, ceiling: int) -> str | None:
        before, after = self.view[floor : stretch.start], self.view[stretch.end : ceiling]
        point = stretch.final
        if point.month is None and not stretch.exact:
            return None
        clocked = point.clock is not None and point.clock.endswith("前")
        if _CLOSING.search(before[-24:]) and not re.match(r"\s*-", after):
            return "window" if stretch.last else "closing"
        if BEFORE.match(after) or clocked:
            if VERB.search(after) or _STRICT.search(before) or para.topic is Topic.submission:
                if re.search(
                    r"^\s*(?:以|之)?前[^,。]{0,6}(?:出生|注册成立|毕业|成立|发表|出版|到会|入场|到达|集合|签到)",
                    after,
                ):
                    return None
                return "before"
            return None
        heading = self.view[slice(*para.section.heading)] if para.section else ""
        if stretch.last and stretch.exact:
            lead = before + heading if len(before) < 12 else before
            if re.search(
                r"(?:申报|报名|报送|提交|征集|登记|填报|投稿|收件|答题)[^,。]{0,6}(?:时间|日期|期限)", lead
            ):
                return "window"
            if re.search(r"期间|之间|内|^[,]?(?:通过|登录|可|请)", after[:6]) and re.search(
                r"注册|登录|填报|上传|登记|报名|申报|提交|报送", after
            ):
                return "window"
        elif (
            stretch.exact
            and re.search(
                r"(?:^|[,:])(?:[^,:]{0,8})(?:截止时间|截止日期|报送时间|提交时间|报名时间)\s*$",
                heading + before,
            )
            and len(before) < 8
        ):
            return "closing"
        return None

    def _resolve(self, stretch: Stretch) -> tuple[Resolved, Resolved | None]:
        point = stretch.final
        if stretch.last is None:
            if point.day is None and point.part:
                return self.head.calendar.last_of_part(point), None
            if point.day is None:
                return Resolved(None, ""), None
            if point.month is None:
                return Resolved(None, ""), None
            return self.head.calendar.resolve(point), None
        begin, finish = self.head.calendar.resolve_stretch(stretch)
        return finish, begin

    def _take(
        self,
        para: Para,
        stretch: Stretch,
        whole: Stretch,
        kind: str,
        clause: Sentence,
        earlier: list[Sentence],
        later: list[Sentence],
    ) -> None:
        due, opens = self._resolve(stretch)
        span = self.source.span(stretch.start, stretch.end)
        if due.date is None and not due.impossible:
            return
        reason = {
            "before": "“…前”并要求报送或完成",
            "closing": "“截止时间”之后写明",
            "window": "起止时间内办理",
        }[kind]
        if due.reason not in {"日期写明", ""}:
            reason += "，" + due.reason
        receiver, emails = self._receiver(whole.end, clause, later)
        time = self._time(stretch) or self._time(whole)
        doubt = due.doubt
        if stretch.start != whole.start or stretch.end != whole.end:
            doubt = doubt or "几个日期并列，各交什么请核对"
        due_found = Found(due.iso, (span,), reason, doubt) if due.iso else None
        opened = (
            Found(opens.iso, (span,), "起止时间的开始一日", opens.doubt)
            if opens and opens.iso and kind == "window"
            else None
        )
        for what in self._what(para, whole, kind, clause, earlier):
            finding = DeadlineFinding(due_found, time, opened, what, receiver)
            self.out.append(
                Due(finding, para.index, emails, (due.doubt or "", span) if due.impossible else None)
            )

    def _time(self, stretch: Stretch) -> Text:
        point = stretch.final
        if not point.clock:
            return None
        value = clock_time(SPAN_SIGNS.split(point.clock)[-1])
        at = self.view.find(point.clock, stretch.start, stretch.end)
        if not value or at < 0:
            return None
        return Found(value, (self.source.span(at, at + len(point.clock)),), "写在日期之后的时刻")

    def _receiver(self, start: int, clause: Sentence, later: list[Sentence]) -> tuple[Text, tuple[Span, ...]]:
        view = self.view
        found = receiver_in(view, start, clause.end) or receiver_in(view, clause.start, start)
        emails = [m.span() for m in _EMAIL.finditer(view, clause.start, clause.end)]
        for piece in later[:2]:
            if list(find(view, piece.start, piece.end)):
                break
            found = found or receiver_in(view, piece.start, piece.end)
            if _STRICT.search(view[piece.start : piece.end]):
                emails += [m.span() for m in _EMAIL.finditer(view, piece.start, piece.end)]
        if not found and emails:
            found = emails[0]
        spans = tuple(emails)
        if not found:
            return None, spans
        return Found(
            self.source.say(*found), (self.source.span(*found),), "报送、提交等动词之后的单位"
        ), spans

    def _relative(self, para: Para, piece: Sentence, earlier: list[Sentence], later: list[Sentence]) -> None:
        match = _RELATIVE.search(self.view, piece.start, piece.end)
        if not match or not _STRICT.search(self.view[piece.start : piece.end]):
            return
        count = number(match["n"]) if match["n"] != "半" else 15
        if not count:
            return
        if self.week.end is None:
            return
        end = dt.date.fromisoformat(self.week.end.value)
        due = _later(end, count, "日" if match["n"] == "半" else match["unit"])
        span = self.source.span(match.start("n"), match.end())
        stretch = Stretch(Point(match.start(), match.end()), None, match.start(), match.end())
        receiver, emails = self._receiver(match.end(), piece, later)
        note = f"按“{match[0][-18:].strip()}”从活动周结束之日推算，请核对"
        found = Found(due.isoformat(), (span,), "从活动结束之日起推算", note)
        for what in self._what(para, stretch, "before", piece, earlier):
            self.out.append(Due(DeadlineFinding(found, None, None, what, receiver), para.index, emails))


def _follows(view: str, before: Stretch, one: Stretch) -> bool:
    """Whether the date stands in one list with the one before; ranges have their own ends."""
    if before.last or one.last or before.first.day is None or one.first.day is None:
        return False
    return _AND.fullmatch(view, before.end, one.start) is not None


def _dated_like(before: Stretch, one: Stretch) -> Stretch:
    """The date with the year and month of the one before it, where it leaves them out: 5月10日、20日."""
    first, earlier = one.first, before.first
    if first.month is None:
        first = replace(first, month=earlier.month)
    if first.year is None and earlier.month and first.month and first.month >= earlier.month:
        first = replace(first, year=earlier.year)
    return replace(one, first=first)


def _later(end: dt.date, count: int, unit: str) -> dt.date:
    if unit in {"周", "星期"}:
        return end + dt.timedelta(weeks=count)
    if unit == "月":
        month = end.month - 1 + count
        first = dt.date(end.year + month // 12, month % 12 + 1, 1)
        last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        return first.replace(day=min(end.day, last.day))
    if unit == "工作日":
        day, left = end, count
        while left:
            day += dt.timedelta(days=1)
            left -= day.weekday() < 5
        return day
    return end + dt.timedelta(days=count)


def read_deadlines(layout: Layout, head: Head, week: Week) -> list[Due]:
    """Every deadline in the order of the text."""
    reader = _Reader(layout, head, week)
    reader.run()
    return _distinct(reader.out)


def _distinct(found: list[Due]) -> list[Due]:
    out: list[Due] = []
    seen: set[tuple[str | None, str | None]] = set()
    for one in found:
        key = (
            one.finding.due.value if one.finding.due else None,
            one.finding.what.value if one.finding.what else None,
        )
        if key not in seen:
            seen.add(key)
            out.append(one)
    return out
