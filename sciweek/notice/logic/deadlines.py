"""What is to be handed in, by when and to whom."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import Point, Resolved, Stretch, clock_time, find
from .findings import DeadlineFinding, Found, Text
from .layout import Layout, Para, Topic
from .masthead import Head
from .numerals import number
from .source import CJK, Span
from .week import Week

_BEFORE = re.compile(r"\s*(?:[(][^()]{1,12}[)])?\s*(?:(?:以|之)?前(?![后往来])|止|(?:之)?内|截止|为止)")
_CLOSING = re.compile(
    r"(?:截止|截至)(?:时间|日期|期限)?(?:为|是|:|于|到|至|在|定为)?\s*$|(?:报送|提交|报名|申报|征集|征稿|上报|反馈|送交|填报|上传|推荐|投稿|收稿|登记)(?:的|材料)?(?:时间|日期|期限)(?:为|是|:|截至|截止|至)*\s*$"
)
_VERB = re.compile(
    r"报送|上报|报备|报至|报到|呈报|汇报|送交|送达|送至|送到|提交|递交|上交|交至|交到|交回|发送|发至|发到|发往|传真|寄送|寄至|寄到|邮寄|反馈|回传|填报|上传|登记|报名|申报|备案|返回|回复|录入|注册|推荐|完成|(?<![通简日海预情回])报(?=[区市县省校院科我组送给各])|(?<=[版份料单])报|(?<!提)交(?=[区市县省校院科我组由至到给])|送(?=[区市县省校院科我组至])|发(?=[区市县省校院]科)|参加|确定"
)
_STRICT = re.compile(
    r"报送|上报|报备|报至|呈报|送交|送达|送至|送到|提交|递交|上交|交至|交到|交回|发送|发至|发到|发往|传真|寄|反馈|回传|填报|上传|登记|报名|申报|备案|返回|回复|录入|(?<![通简日海预情回])报(?=[区市县省校院科我组送给])|(?<!提)交(?=[区市县省校院科我组由至到给])|送(?=[区市县省校院科我组])|将.{2,60}(?:报|送|交|发)"
)
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){1,4}")
_WHAT_LEAD = re.compile(
    r"(?:形成|填写|填好|填报|撰写|编写|准备好?|整理好?|写出|做好|制定|制订|拟定|完善|提交|上交|报送|上报|汇总|连同|需将|请将|并将|将|把|提供|附上?)(?!后|相|应|于|由|在)"
)
_SUBJECT = re.compile(
    r"^(?:(?:请|望|希望|要求|同时|此外|另|另外|并|凡)[,]?)*(?:(?:各|有关|相关|参加|参与|承办|主办|申报|推荐|本|所有|有意)[^,。;:]{0,60}?(?:单位|部门|县[(]市、区[)]|县[(]区[)]|区[(]县[)]|县区|区县|县市区|市县|学院|街道|乡镇|学校|学会|高校|科协|科技局|局|委|系|处|团队|机构|基地|团委|学生会|人员|老师|个人|部|所|馆|组织)(?:[、和及与][^,。;]{1,30}?(?:单位|部门|基地|科协|局|人员|委|学院|企业|学校|机构|组织))*)?(?:务必|须|需|要|应|应当|必须|请|可|积极|认真|抓紧|及时|尽快|统一)*"
)
# More deadlines than this no notice has; what stops the reader is said as a warning.
MOST_DEADLINES = 200
# How far around a date its sentence is looked at: longer than any real sentence.
_REACH = 500
_GENERIC = re.compile(
    r"^(?:电子版|纸质版?)?(?:上述|以上|相关|有关|该|其|所有|全部|以下|下列|各类|其他)?的?(?:报送|提交|申报|推荐)?(?:材料|资料|表格|内容|信息|文件|情况|表)?(?:电子版|纸质版|的电子版)?(?:统一)?$"
)
_LISTED = re.compile(r"(?:以下|下列|如下)[^。,;]{0,8}(?:材料|资料|表格|内容)?")
_RELATIVE = re.compile(
    r"(?P<base>(?:[^,。;]{0,20}?)(?:结束|闭幕|落幕)(?:后|之后|之日起))(?:的)?,?\s*(?:\D{0,2}?)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3}|半)个?(?P<unit>工作日|日|天|周|星期|月)(?:之|以)?内"
)

# 将X报送Y: a name inside 《》 is never cut, whatever verbs it holds.
_MOVED = re.compile(
    r"(?:将|把)(?P<x>(?:《[^》]{0,80}》|[^。《]{2})(?:《[^》]{0,80}》|[^。《]){0,200}?)(?=,?(?:统一|一并|一式[^,]{1,4}|分别|以[^,]{2,12}(?:形式|方式)|通过[^,]{2,16})?,?(?:报送|上报|报备|报至|呈报|送交|送达|送至|送到|提交|递交|上交|交至|交到|交回|交由|发送|发至|发到|发往|发邮件|传真|寄|反馈|上传|汇总|填报|返回|备案|报(?=[^名告])|送|交|发))"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with the paragraph it stands in, for what comes after it."""

    finding: DeadlineFinding
    para: int
    emails: tuple[Span, ...] = ()
    impossible: tuple[str, Span] | None = None


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int


def _pieces(view: str, para: Para) -> list[_Sentence]:
    """The sentences of a paragraph; signs inside brackets do not end one."""
    out: list[_Sentence] = []
    depth, at = 0, para.body
    for i in range(para.body, para.end):
        ch = view[i]
        if ch in "(《“":
            depth += 1
        elif ch in ")》”":
            depth = max(0, depth - 1)
        elif ch in "。;!?" and (depth == 0 or ch == "。"):
            out.append(_Sentence(at, i))
            at, depth = i + 1, 0
    if at < para.end:
        out.append(_Sentence(at, para.end))
    return out


class _Reader:
    """Goes through the paragraphs once; remembers the sentence before for what it names."""

    def __init__(self, layout: Layout, head: Head, week: Week) -> None:
        self.layout, self.head, self.week = layout, head, week
        self.view, self.source = layout.view, layout.source
        self.out: list[Due] = []

    def run(self) -> None:
        paras = self.layout.paras
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
            pieces = _pieces(self.view, para)
            for n, piece in enumerate(pieces):
                self._sentence(para, piece, pieces[max(0, n - 8) : n], pieces[n + 1 : n + 3])
                if len(self.out) >= MOST_DEADLINES:
                    return

    # one sentence

    def _sentence(
        self, para: Para, piece: _Sentence, earlier: list[_Sentence], later: list[_Sentence]
    ) -> None:
        stretches = list(find(self.view, piece.start, piece.end))
        floor = piece.start
        for n, stretch in enumerate(stretches):
            ceiling = piece.end
            floor = max(floor, stretch.start - _REACH)
            ceiling = min(ceiling, stretch.end + _REACH)
            if n + 1 < len(stretches) and stretches[n + 1].start < ceiling:
                comma = self.view.rfind(",", stretch.end, stretches[n + 1].start)
                ceiling = comma if comma > 0 else stretches[n + 1].start
            kind = self._kind(para, stretch, floor, ceiling, piece)
            if kind:
                self._take(para, stretch, kind, _Sentence(floor, ceiling), earlier, later)
                floor = ceiling
        if not stretches or not any(d.para == para.index for d in self.out):
            self._relative(para, piece, earlier, later)

    def _kind(self, para: Para, stretch: Stretch, floor: int, ceiling: int, piece: _Sentence) -> str | None:
        before, after = self.view[floor : stretch.start], self.view[stretch.end : ceiling]
        point = stretch.final
        if point.month is None and not stretch.exact:
            return None
        clocked = point.clock is not None and point.clock.endswith("前")
        if _CLOSING.search(before[-24:]) and not re.match(r"\s*-", after):
            return "window" if stretch.last else "closing"
        if _BEFORE.match(after) or clocked:
            if _VERB.search(after) or _STRICT.search(before) or para.topic is Topic.submission:
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
            if re.search(r"期间|之间|内", after[:6]) and re.search(
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
        kind: str,
        clause: _Sentence,
        earlier: list[_Sentence],
        later: list[_Sentence],
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
        receiver, emails = self._receiver(stretch.end, clause, later)
        time = self._time(stretch)
        due_found = Found(due.iso, (span,), reason, due.doubt) if due.iso else None
        opened = (
            Found(opens.iso, (span,), "起止时间的开始一日", opens.doubt)
            if opens and opens.iso and kind == "window"
            else None
        )
        for what in self._what(para, stretch, kind, clause, earlier):
            finding = DeadlineFinding(due_found, time, opened, what, receiver)
            self.out.append(
                Due(finding, para.index, emails, (due.doubt or "", span) if due.impossible else None)
            )

    def _time(self, stretch: Stretch) -> Text:
        point = stretch.final
        if not point.clock:
            return None
        value = clock_time(point.clock.split("-")[-1])
        at = self.view.find(point.clock, stretch.start, stretch.end)
        if not value or at < 0:
            return None
        return Found(value, (self.source.span(at, at + len(point.clock)),), "写在日期之后的时刻")

    # to whom

    def _receiver(
        self, start: int, clause: _Sentence, later: list[_Sentence]
    ) -> tuple[Text, tuple[Span, ...]]:
        view = self.view
        found = _receiver_in(view, start, clause.end) or _receiver_in(view, clause.start, start)
        emails = [m.span() for m in _EMAIL.finditer(view, clause.start, clause.end)]
        for piece in later[:2]:
            if list(find(view, piece.start, piece.end)):
                break
            found = found or _receiver_in(view, piece.start, piece.end)
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

    # what

    def _what(
        self, para: Para, stretch: Stretch, kind: str, clause: _Sentence, earlier: list[_Sentence]
    ) -> Iterator[Text]:
        view = self.view
        spans: list[Span] = []
        if kind == "before":
            spans = self._what_before(stretch, clause)
        elif kind == "closing":
            spans = self._what_closing(stretch, clause)
        else:
            spans = self._what_window(para, stretch, clause)
        text = view[spans[0][0] : spans[0][1]] if spans else ""
        if _LISTED.search(text) or (_LISTED.search(view[stretch.end : clause.end]) and not spans):
            listed = self._listed(para)
            if listed:
                for span in listed:
                    yield self._named([span], "“以下材料”之后逐项列出")
                return
        if not spans or _GENERIC.match(text.strip(" ,、:")):
            better = self._objects_earlier(earlier)
            if better:
                yield self._named(better, "前一句写明的材料")
                return
            before = self._object_above(para)
            if before:
                yield self._named([before], "上文写明的材料")
                return
        yield self._named(spans, "与时限同句写明") if spans else None

    def _objects_earlier(self, earlier: list[_Sentence]) -> list[Span]:
        """The things named in the nearest sentence before, all of its clauses."""
        found: list[Span] = []
        for piece in reversed(earlier):
            if found and self.view[piece.end : piece.end + 1] != ";":
                break
            got = self._object(piece.start, piece.end)
            if got:
                found.insert(0, got)
        return found

    def _named(self, spans: list[Span], reason: str) -> Text:
        values = [self.source.say(a, b).strip(" ,，、:：;；。") for a, b in spans]
        if not any(values):
            return None
        return Found(
            "；".join(v for v in values if v), tuple(self.source.span(a, b) for a, b in spans), reason
        )

    def _what_before(self, stretch: Stretch, clause: _Sentence) -> list[Span]:
        view = self.view
        after = _BEFORE.match(view, stretch.end, clause.end)
        at = after.end() if after else stretch.end
        tail = view[at : clause.end]
        moved = _MOVED.search(tail)
        verb = _VERB.search(tail)
        if moved and not (verb and verb.start() < moved.start()):
            return [_tidy(view, at + moved.start("x"), at + moved.end("x"))]
        before = self._clause_before(clause.start, stretch.start)
        if verb:
            obj = self._object_after(at + verb.start(), at + verb.end(), clause.end)
            if obj:
                return [obj]
        if before:
            return [before]
        return self._what_heading(clause)

    def _what_heading(self, clause: _Sentence) -> list[Span]:
        """What the section's heading says is due, where the sentence has only a date: 征集时间."""
        for para in self.layout.paras:
            if para.start <= clause.start < para.end and para.section:
                a, b = para.section.heading
                word = re.search(r"申报|报名|报送|提交|征集|登记|填报|投稿", self.view[a:b])
                return [(a + word.start(), a + word.end())] if word else []
        return []

    def _object_after(self, verb_start: int, start: int, end: int) -> Span | None:
        """What a verb hands in, where the thing stands behind it: 提交X, 报送X至Y."""
        view = self.view
        while True:
            more = _VERB.match(view, start, end)
            if not more:
                break
            verb_start, start = start, more.end()
        rest = view[start:end]
        verb = view[verb_start:start]
        if verb in {"报名", "登记", "注册", "备案"} and len(rest) < 2:
            return verb_start, start
        if re.match(r"\s*(?:至|到|给|往|由|,|。|$)", rest) or _receiver_in(
            view, verb_start, end, direct=True
        ):
            return None
        stop = re.search(
            r"[,。;](?=(?:并|将其|同时|逾期|由|交|以便|联系|发|报|送))|(?:报送|报给|报|发送|发|提交|送|交)?(?:至|到|给|往)(?=[^。]{1,20}(?:局|办|部|处|科|会|委|邮箱|@))|[。:]|,逾期|给报",
            rest,
        )
        stop_at = stop.start() if stop else len(rest)
        cut = rest[:stop_at]
        listed = _LISTED.match(cut)
        if listed:
            return start, start + listed.end()
        if len(cut.strip()) < 2:
            return None
        return _tidy(view, start, start + stop_at)

    def _clause_before(self, start: int, end: int) -> Span | None:
        """What the words in front of a date name: 形成总结,连同照片,于…前."""
        view = self.view
        text = view[start:end]
        moved = re.search(
            r"(?:将|把)(?P<x>[^。;]{2,120}?)(?:,|,?(?:务必|请|须|统一|一并))?(?:于|在)?\s*$", text
        )
        if moved:
            return _tidy(view, start + moved.start("x"), start + moved.end("x"))
        tail = re.search(
            r"[,]?(?:[^,。;《》]{0,16}?请?[^,。;《》]{0,20}?(?:务必|须|需|请|应|并|要)?(?:于|在|截至|最迟))?\s*$",
            text,
        )
        core = text[: tail.start()] if tail else text
        if not core.strip(" ,"):
            return None
        return self._object(start, start + len(core), loose=True)

    def _object(self, start: int, end: int, *, loose: bool = False) -> Span | None:
        """The thing that a clause makes or gathers: the object of 形成, 填写, 将."""
        view = self.view
        text = view[start:end]
        leads = [m for m in _WHAT_LEAD.finditer(text) if m[0] not in {"连同"}]
        making = [
            m
            for m in leads
            if m[0]
            in {
                "形成",
                "填写",
                "填好",
                "撰写",
                "写出",
                "请将",
                "并将",
                "需将",
                "将",
                "整理",
                "整理好",
                "编写",
            }
        ]
        for lead in making or leads[:1]:
            got = _tidy(view, start + lead.end(), end)
            stop = re.search(r"[。;]" if making else r"[。;,]", view[got[0] : got[1]])
            if stop:
                got = got[0], got[0] + stop.start()
            if got[1] - got[0] >= 2 and (
                loose
                or re.search(
                    r"表|总结|报告|方案|材料|照片|回执|计划|名单|资料|作品|书|单", view[got[0] : got[1]]
                )
            ):
                return got
        if not loose:
            return None
        subject = _SUBJECT.match(text)
        begin = start + (subject.end() if subject else 0)
        got = _tidy(view, begin, end)
        return got if 2 <= got[1] - got[0] <= 120 else None

    def _what_closing(self, stretch: Stretch, clause: _Sentence) -> list[Span]:
        view = self.view
        text = view[clause.start : stretch.start]
        cut = re.search(
            r"(?:报送|提交|上报|送交|上交|申报|接收)?(?:的)?(?:截止|截至).{0,8}$|(?:时间|日期|期限)[为是:至]*\s*$",
            text,
        )
        core_end = clause.start + (cut.start() if cut else len(text))
        comma = max(view.rfind(",", clause.start, core_end), view.rfind(":", clause.start, core_end))
        begin = comma + 1 if comma >= 0 else clause.start
        got = _tidy(view, begin, core_end)
        if got[1] - got[0] >= 2:
            return [got]
        obj = self._object(clause.start, begin) if comma > 0 else None
        return [obj] if obj else self._what_before(stretch, clause)

    def _what_window(self, para: Para, stretch: Stretch, clause: _Sentence) -> list[Span]:
        view = self.view
        after = re.match(r"[^,。]{0,4}期间[,]?|内[,]?", view[stretch.end : clause.end])
        rest_from = stretch.end + (after.end() if after else 0)
        rest = view[rest_from : clause.end]
        if len(rest.strip(" ,.。()")) >= 4 and not rest.startswith("("):
            clauses = [m.span() for m in re.finditer(r"[^,]+", rest)]
            acting = next(
                (
                    n
                    for n, (a, b) in enumerate(clauses)
                    if re.search(r"填报|上传|提交|报送|申报|登记|报名", rest[a:b])
                ),
                0,
            )
            begin = rest_from + clauses[acting][0]
            manner = re.match(
                r"(?:按照?[^,]{1,10}?要求|通过[^,]{2,20}?(?=填报|上传|提交|报送|申报|登记|报名))",
                view[begin : clause.end],
            )
            moved = _MOVED.match(view, begin, clause.end)
            if moved:
                return [_tidy(view, moved.start("x"), moved.end("x"))]
            return [_tidy(view, begin + (manner.end() if manner else 0), clause.end)]
        label = re.search(
            r"(申报|报名|报送|提交|征集|登记|填报|投稿|答题|收件)[^,。:]{0,6}(?:时间|日期|期限)",
            view[clause.start : stretch.start],
        )
        if label:
            return [(clause.start + label.start(1), clause.start + label.end(1))]
        if para.section:
            a, b = para.section.heading
            word = re.search(r"申报|报名|报送|提交|征集|登记|填报|投稿|答题", view[a:b])
            if word:
                return [(a + word.start(), a + word.end())]
        return []

    def _listed(self, para: Para) -> list[Span]:
        out: list[Span] = []
        style: str | None = None
        for follow in self.layout.paras[para.index + 1 : para.index + 12]:
            if (
                follow.style is None
                or follow.meta
                or (style and follow.style != style)
                or follow.style == para.style
            ):
                break
            style = follow.style
            text = self.view[follow.body : follow.end]
            stop = re.search(r"[(](?!\d{4})|[。;]", text)
            end = follow.body + (stop.start() if stop and stop.start() > 3 else len(text))
            out.append(_tidy(self.view, follow.body, end))
        return out

    def _object_above(self, para: Para) -> Span | None:
        for above in reversed(self.layout.paras[max(0, para.index - 2) : para.index]):
            if above.meta or above.table or above.zone != para.zone:
                return None
            for piece in reversed(_pieces(self.view, above)):
                got = self._object(piece.start, piece.end)
                if got:
                    return got
        return None

    # so many days after the end

    def _relative(
        self, para: Para, piece: _Sentence, earlier: list[_Sentence], later: list[_Sentence]
    ) -> None:
        match = _RELATIVE.search(self.view, piece.start, piece.end)
        if not match or not _STRICT.search(self.view[piece.start : piece.end]):
            return
        count = number(match["n"]) if match["n"] != "半" else 15
        if not count:
            return
        end = dt.date.fromisoformat(self.week.end.value) if self.week.end else None
        due = _later(end, count, "日" if match["n"] == "半" else match["unit"])
        span = self.source.span(match.start("n"), match.end())
        stretch = Stretch(Point(match.start(), match.end()), None, match.start(), match.end())
        receiver, emails = self._receiver(match.end(), piece, later)
        note = (
            f"按“{match[0][-18:].strip()}”从活动周结束之日推算，请核对"
            if due
            else "时限从活动结束之日起算，文中未写明结束日期"
        )
        if due is None:
            return
        found = Found(due.isoformat(), (span,), "从活动结束之日起推算", note)
        for what in self._what(para, stretch, "before", piece, earlier):
            self.out.append(Due(DeadlineFinding(found, None, None, what, receiver), para.index, emails))


def _later(end: dt.date | None, count: int, unit: str) -> dt.date | None:
    if end is None:
        return None
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


_TO = re.compile(
    rf"(?:(?:报送|上报|报备|呈报|送交|送达|提交|递交|上交|交由|发送|传真|寄送|邮寄|反馈|汇总|回传|发邮件|报名|返回|回复|发|报|送|交|寄)(?:一份)?(?:[后或和并及、])?){{1,3}}(?:至|到|给|往|由)?(?:报|送)?(?P<to>(?![后或和并由以其为了时电材纸至到给相有])(?:我[局委会校院处部]|[{CJK}“”·]{{1,40}}?(?:办公室|办公厅|组委会|领导小组|委员会|科协|科委|学会|协会|局|厅|部|处|科|室|中心|办|委|会|院|馆|站|所|团委|秘书处|系)(?![技学普协研员门公计理局]))(?:[(][{CJK}]{{1,14}}[)])?(?:[{CJK}]{{0,12}}(?:处|科|室|办|部|中心|办公室))?)"
)
_TO_MAIL = re.compile(
    r"(?:至|到|给|往|发|报)(?P<to>[^,。;:]{0,16}?(?:邮箱|信箱)\s*[:]?\s*[(]?\s*[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{3,50})"
)


def _receiver_in(view: str, start: int, end: int, *, direct: bool = False) -> Span | None:
    """Where papers are to go, in view[start:end]; with `direct` only right at the start."""
    mail = None if direct else _TO_MAIL.search(view, start, end)
    match = _TO.match(view, start, end) if direct else _TO.search(view, start, end)
    if (
        match
        and re.search(r"以下|材料|资料|总结|方案|表|活动|作品|情况|名单", match["to"][:8])
        and "组委会" not in match["to"]
    ):
        match = None
    if match:
        stop = re.search(r"备案|汇总|审核|审批|统一|统计|整理|留存", match["to"])
        stop_at = match.start("to") + stop.start() if stop else match.end("to")
        return match.start("to"), stop_at
    if mail:
        return mail.start("to"), mail.end("to")
    return None


def _tidy(view: str, start: int, end: int) -> Span:
    while start < end and view[start] in " ,、:。;于的":
        start += 1
    trailing = re.search(
        r"[ ,、:;。]+$|[,、](?:并|同时|一并|于|请|应)$|(?:务必|请|应|须|需)?(?:于|在)$", view[start:end]
    )
    if trailing:
        end = start + trailing.start()
    return start, end


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
