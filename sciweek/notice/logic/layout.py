"""The parts that a notice is taken apart into, and the words that tell what a section speaks about."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from sciweek.notice.logic.source import CJK, Source, Span

CN = "一二三四五六七八九十"


MARK = re.compile(
    rf"(?:(?P<cn>[{CN}]{{1,3}})[、.,]|[(]?(?P<cn2>[{CN}]{{1,3}})[)][、.,:]?"
    rf"|(?P<n>\d{{1,2}})(?:、|\.(?=\D|20\d\d|\d{{1,2}}:\d\d))"
    rf"|[(](?P<n2>\d{{1,2}})[)][、.]?|(?P<n3>\d{{1,2}})[)]|(?P<ring>[①-⑳㈠-㈩⑴-⒇⒈-⒛❶-❿])[、.]?"
    rf"|(?P<di>第[{CN}]{{1,2}}(?:部分|篇|章|阶段|项|类|届)?[、,:.](?!\d))"
    rf"|(?P<dot>[●■◆▲★◎□※➢►▶◇√►])|(?P<dash>--?(?=[{CJK}])))\s*"
)


DATE = (
    r"(?:[12]\d{3}|[一二][○一二三四五六七八九零Oo\d]{3})[年.\-/](?:1[0-2]|0?[1-9]|十[一二]?"
    r"|[一二三四五六七八九])[月.\-/](?:[123]?\d|[二三]?十[一二三四五六七八九]?"
    r"|廿[一二三四五六七八九]?|[一二三四五六七八九])[日号]?"
)


DATE_ONLY = re.compile(rf"[(]?(?P<date>{DATE})[)]?[.。]?$")


ANNEX = re.compile(r"附件?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})?(?:-\d)?(?P<sign>[:.、,]|$| )")


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
    (
        Topic.aim,
        (
            r"目的|意义|指导思想|总体要求|总体思路|宗旨|原则|背景|对象|参加人员|参与人员|参会|范围"
            r"|奖项|评审|评选|奖励|表彰|经费"
        ),
    ),
    (Topic.mixed, r"时间.{0,4}主题|主题.{0,4}时间|主题.{0,6}内容|时间.{0,6}内容"),
    (Topic.contacts, r"^联系|咨询|联系方式|联系人"),
    (Topic.submission, r"报送|申报|报名|材料|总结|登记|报备|信息发布|活动推荐|征集"),
    (
        Topic.requirements,
        (
            r"要求|注意事项|组织领导|组织保障|保障|加强.{0,4}领导|宣传报道|组织实施|职责|措施|纪律"
            r"|加强宣传|高度重视|任务分工|安全"
        ),
    ),
    (Topic.theme, r"主题$|主题:|^(?:活动)?主题|(?:活动周|科技周|科普日|科普周|科普月|科技节)主题"),
    (Topic.organisation, r"组织机构|主办|承办|协办|组织单位|活动组织|领导小组|机构设置|组委会"),
    (Topic.time, r"时间|日期"),
    (
        Topic.activities,
        (
            r"主要活动|重点活动|活动内容|活动安排|活动项目|活动形式|活动方式|活动日程|活动计划"
            r"|系列活动|活动名称|活动一览|日程安排|活动流程|重大活动|重要活动|特色活动|主场活动"
            r"|示范活动|专题活动|主体活动|配套活动|活动$|活动设置|竞赛项目|活动清单|安排表|项目安排"
            r"|具体安排"
        ),
    ),
    (Topic.place, r"地点"),
    (Topic.content, r"内容|重点|任务|方式"),
)


_TOPIC_RES = tuple((topic, re.compile(pattern)) for topic, pattern in _TOPICS)


def topic_of(heading: str) -> Topic | None:
    heading = heading.strip(" :。.;,[]")
    if "," in heading and len(heading) > 14:
        heading = heading.split(",")[0]
    if (
        not heading
        or len(heading) > 32
        or re.match(r"(?:各|请|要)(?!项)|[^“]{2,16}(?<!重)要(?!活动|内容|求)", heading)
    ):
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
    """A notice taken apart: source, paragraphs, annexes in order, where the signing date stands.

    `is_cut`: there were more paragraphs than are looked at.
    """

    source: Source
    paras: list[Para]
    annexes: list[Annex] = field(default_factory=list)
    signed: int | None = None
    announced: list[tuple[int | None, Span]] = field(default_factory=list)
    is_cut: bool = False

    @property
    def view(self) -> str:
        return self.source.view

    def text(self, para: Para) -> str:
        return self.source.view[para.start : para.end]

    def body(self, para: Para) -> str:
        return self.source.view[para.body : para.end]
