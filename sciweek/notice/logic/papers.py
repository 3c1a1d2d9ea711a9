"""What is to be handed in: the things that a sentence with a date names, or the lines around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sciweek.notice.logic.dates import Stretch
from sciweek.notice.logic.findings import Found, Text
from sciweek.notice.logic.layout import Layout, Para
from sciweek.notice.logic.receivers import receiver_in
from sciweek.notice.logic.source import Span

BEFORE = re.compile(r"\s*(?:[(][^()]{1,12}[)])?\s*(?:(?:以|之)?前(?![后往来])|止|(?:之)?内|截止|为止)")


VERB = re.compile(
    r"报送|上报|报备|报至|报到|呈报|汇报|送交|送达|送至|送到|提交|递交|上交|交至|交到|交回"
    r"|发送|发至|发到|发往|传真|寄送|寄至|寄到|邮寄|反馈|回传|填报|上传|登记|报名|申报|备案"
    r"|返回|回复|函复|函告|录入|注册|推荐|完成|填写|(?<![通简日海预情回])报(?=[区市县省校院科我组送给各])"
    r"|(?<=[版份料单])报|(?<!提)交(?=[区市县省校院科我组由至到给])"
    r"|送(?=[区市县省校院科我组至])|发(?=[区市县省校院]科)|参加|确定"
)


_WHAT_LEAD = re.compile(
    r"(?:形成|填写|填好|填报|撰写|编写|准备好?|整理好?|写出|做好|制定|制订|拟定|完善|提交|上交"
    r"|报送|上报|汇总|连同|需将|请将|并将|将|把|提供|附上?)(?!后|相|应|于|由|在)"
)


_SUBJECT = re.compile(
    r"^(?:(?:请|望|希望|要求|同时|此外|另|另外|并|凡)[,]?)*(?:(?:各|有关|相关|参加|参与|承办"
    r"|主办|申报|推荐|本|所有|有意)[^,。;:]{0,60}?(?:单位|部门|县[(]市、区[)]|县[(]区[)]"
    r"|区[(]县[)]|县区|区县|县市区|市县|学院|街道|乡镇|学校|学会|高校|科协|科技局|局|委|系|处"
    r"|团队|机构|基地|团委|学生会|人员|老师|个人|部|所|馆"
    r"|组织)(?:[、和及与][^,。;]{1,30}?(?:单位|部门|基地|科协|局|人员|委|学院|企业|学校|机构"
    r"|组织))*)?(?:务必|须|需|要|应|应当|必须|请|可|积极|认真|抓紧|及时|尽快|统一)*"
)


_GENERIC = re.compile(
    r"^(?:电子版|纸质版?)?(?:上述|以上|相关|有关|该|其|所有|全部|以下|下列|各类"
    r"|其他)?的?(?:报送|提交|申报|推荐)?(?:材料|资料|表格|内容|信息|文件|情况|表)?(?:电子版"
    r"|纸质版|的电子版)?(?:统一)?$"
)


# The paper stands first, as what is spoken of: 书面总结请于…前上报, 申报书于…前交…, 观众名单:…前由…汇总后报….
_NAMED_FIRST = re.compile(
    r"(?:^|(?<= )|(?<=[,。;:)]))(?:各[^,。;:]{1,24}的)?"
    r"(?P<x>[^,。;:各将把请于在按]{1,24}?(?:总结|小结|申报书|推荐书|计划书|方案|回执|名单|名册|清单|台账|照片|材料|资料"
    r"|短文|论文|征文|作品|视频|稿件|讲稿|(?<!代)表|报告)(?:[(][^()]{1,20}[)])?)"
    r"(?:(?:,?(?:务必|均|统一|一律|分别|请|应|须|需))*(?:于|在)|:(?:[^,。;:]{1,12},)?)\s*$"
)


# A task on a site is named whole: 登录某平台填报活动信息.
_ONLINE = re.compile(
    r"[,、]?(?P<x>(?:注册)?(?:并|、)?登[录陆][^。;]{2,50}?(?:填报|上传|填写|登记|报送|提交)[^,。;]{2,30})"
)


_LISTED = re.compile(r"(?:以下|下列|如下)[^。,;]{0,8}(?:材料|资料|表格|内容)?")


# 将X报送Y: a name inside 《》 is never cut, whatever verbs it holds.
_MOVED = re.compile(
    r"(?:将|把)(?P<x>(?:《[^》]{0,80}》|[^。《]{2})(?:《[^》]{0,80}》"
    r"|[^。《]){0,200}?)(?=,?(?:统一|一并|一式[^,]{1,4}|分别|以[^,]{2,12}(?:形式|方式)"
    r"|通过[^,]{2,16})?,?(?:报送|上报|报备|报至|呈报|送交|送达|送至|送到|提交|递交|上交|交至"
    r"|交到|交回|交由|发送|发至|发到|发往|发邮件|传真|寄|反馈|上传|汇总|填报|返回|备案"
    r"|报(?=[^名告])|送|交|发))"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int


def pieces_of(view: str, para: Para) -> list[Sentence]:
    """The sentences of a paragraph; signs inside brackets do not end one."""
    out: list[Sentence] = []
    depth, at = 0, para.body
    for i in range(para.body, para.end):
        ch = view[i]
        if ch in "(《“":
            depth += 1
        elif ch in ")》”":
            depth = max(0, depth - 1)
        elif ch in "。;!?" and (depth == 0 or ch == "。"):
            out.append(Sentence(at, i))
            at, depth = i + 1, 0
    if at < para.end:
        out.append(Sentence(at, para.end))
    return out


def tidy(view: str, start: int, end: int) -> Span:
    while start < end and view[start] in " ,、:。;于的":
        start += 1
    trailing = re.search(
        r"[ ,、:;。]+$|[,、]?(?:并|同时|一并)(?:反馈)?$|[,、](?:于|请|应)$|(?:务必|请|应|须|需)?(?:分别)?(?:于|在)$",
        view[start:end],
    )
    if trailing:
        end = start + trailing.start()
    return start, end


class PaperNames:
    """Finds what a deadline is about; the text it looks at is the layout's."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.view, self.source = layout, layout.view, layout.source

    def _what(
        self, para: Para, stretch: Stretch, kind: str, clause: Sentence, earlier: list[Sentence]
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

    def _objects_earlier(self, earlier: list[Sentence]) -> list[Span]:
        """The things named in the nearest sentence before, all of its clauses."""
        found: list[Span] = []
        for piece in reversed(earlier):
            if found and self.view[piece.end : piece.end + 1] != ";":
                break
            got = self._object(piece.start, piece.end)
            if got:
                found.insert(0, got)
        return found

    def _without_note(self, start: int, end: int) -> Span:
        """A paper's name without what is only noted behind it: (见附件), (含3张照片), (一式两份)."""
        note = re.search(
            r"[(](?:详?见|含|包括|附|样式|格式|模板|一式|每|加盖|须|需)[^()]{0,40}[)]$", self.view[start:end]
        )
        return (start, start + note.start()) if note and note.start() > 1 else (start, end)

    def _named(self, spans: list[Span], reason: str) -> Text:
        spans = [self._without_note(a, b) for a, b in spans]
        values = [self.source.say(a, b).strip(" ,，、:：;；。") for a, b in spans]
        if not any(values):
            return None
        return Found(
            "；".join(v for v in values if v), tuple(self.source.span(a, b) for a, b in spans), reason
        )

    def _what_before(self, stretch: Stretch, clause: Sentence) -> list[Span]:
        view = self.view
        after = BEFORE.match(view, stretch.end, clause.end)
        at = after.end() if after else stretch.end
        tail = view[at : clause.end]
        reply = re.match(r",?(?:予以|书面)?(?P<x>函复|函告)", tail)
        if reply:
            return [(at + reply.start("x"), at + reply.end("x"))]
        moved = _MOVED.search(tail)
        verb = VERB.search(tail)
        if moved and not (verb and verb.start() < moved.start()):
            return [tidy(view, at + moved.start("x"), at + moved.end("x"))]
        if re.search(r"(?:将|把)[^。;]{2,120}$", view[clause.start : stretch.start]):
            put = self._clause_before(clause.start, stretch.start)
            if put:
                return [put]
        low = max(clause.start, stretch.start - 80)
        named = _NAMED_FIRST.search(view[low : stretch.start])
        if named:
            return [tidy(view, low + named.start("x"), low + named.end("x"))]
        online = _ONLINE.match(view, at, clause.end)
        if online:
            return [online.span("x")]
        if verb and verb.start() > 3:
            made = self._object(at, at + verb.start())
            if made:
                return [made]
        before = self._clause_before(clause.start, stretch.start)
        if verb:
            obj = self._object_after(at + verb.start(), at + verb.end(), clause.end)
            if obj:
                return [obj]
        if before:
            return [before]
        return self._what_heading(clause)

    def _what_heading(self, clause: Sentence) -> list[Span]:
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
            more = VERB.match(view, start, end)
            if not more:
                break
            verb_start, start = start, more.end()
        rest = view[start:end]
        verb = view[verb_start:start]
        if verb in {"报名", "登记", "注册", "备案"} and len(rest) < 2:
            return verb_start, start
        if re.match(r"\s*(?:至|到|给|往|由|,|。|$)", rest) or receiver_in(view, verb_start, end, direct=True):
            return None
        stop = re.search(
            r"[,。;](?=(?:并|将其|同时|[^,。;]{0,10}结束后|逾期|由|交|以便|联系|发|报|送))|(?:报送|报给|报|发送|发|提交|送"
            r"|交)?(?:至|到|给|往)(?=[^。]{1,20}(?:局|办|部|处|科|会|委|邮箱|@))|[。:]|,逾期|给报",
            rest,
        )
        stop_at = stop.start() if stop else len(rest)
        cut = rest[:stop_at]
        listed = _LISTED.match(cut)
        if listed:
            return start, start + listed.end()
        if len(cut.strip()) < 2:
            return None
        return tidy(view, start, start + stop_at)

    def _clause_before(self, start: int, end: int) -> Span | None:
        """What the words in front of a date name: 形成总结,连同照片,于…前."""
        view = self.view
        text = view[start:end]
        moved = re.search(
            r"(?:将|把)(?P<x>[^。;]{2,120}?)(?:,|,?(?:务必|请|须|统一|一并))?(?:于|在)?\s*$", text
        )
        if moved:
            return tidy(view, start + moved.start("x"), start + moved.end("x"))
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
        leads = [m for m in _WHAT_LEAD.finditer(text) if m[0] != "连同"]
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
            got = tidy(view, start + lead.end(), end)
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
        got = tidy(view, begin, end)
        return got if 2 <= got[1] - got[0] <= 120 else None

    def _what_closing(self, stretch: Stretch, clause: Sentence) -> list[Span]:
        view = self.view
        text = view[clause.start : stretch.start]
        cut = re.search(
            r"(?:报送|提交|上报|送交|上交|申报|接收)?(?:的)?(?:截止|截至).{0,8}$|(?:时间|日期|期限)[为是:至]*\s*$",
            text,
        )
        core_end = clause.start + (cut.start() if cut else len(text))
        comma = max(view.rfind(",", clause.start, core_end), view.rfind(":", clause.start, core_end))
        begin = comma + 1 if comma >= 0 else clause.start
        got = tidy(view, begin, core_end)
        if got[1] - got[0] >= 2:
            return [got]
        obj = self._object(clause.start, begin) if comma > 0 else None
        return [obj] if obj else self._what_before(stretch, clause)

    def _what_window(self, para: Para, stretch: Stretch, clause: Sentence) -> list[Span]:
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
            if acting and re.match(r"(?:请)?(?:注册|登[录陆])", rest[slice(*clauses[acting - 1])]):
                acting -= 1
            begin = rest_from + clauses[acting][0]
            manner = re.match(
                r"(?:按照?[^,]{1,10}?要求|通过[^,]{2,20}?(?=填报|上传|提交|报送|申报|登记|报名))",
                view[begin : clause.end],
            )
            moved = _MOVED.match(view, begin, clause.end)
            if moved:
                return [tidy(view, moved.start("x"), moved.end("x"))]
            return [tidy(view, begin + (manner.end() if manner else 0), clause.end)]
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
            out.append(tidy(self.view, follow.body, end))
        return out

    def _object_above(self, para: Para) -> Span | None:
        for above in reversed(self.layout.paras[max(0, para.index - 2) : para.index]):
            if above.meta or above.table or above.zone != para.zone:
                return None
            for piece in reversed(pieces_of(self.view, above)):
                got = self._object(piece.start, piece.end)
                if got:
                    return got
        return None
