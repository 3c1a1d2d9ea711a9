"""What people write in a table for a kind, an age, an audience, a time: pure reading, no database."""

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from sciweek.activities.logic.table_columns import KIND_WORDS
from sciweek.activities.states import Audience, Kind, Mode
from sciweek.base import clock
from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.moments import Span, Unread, read_span

# Parts of words by which a kind is known, the more telling first.
KIND_PARTS = (
    (Kind.CEREMONY, "仪式|启动|开幕|闭幕"),
    (Kind.CALL, "征集|征文|征稿"),
    (Kind.QUIZ, "答题|竞答|问答"),
    (Kind.CONTEST, "赛|竞技|评选"),
    (Kind.CAMPUS, "进校园|进课堂|校园行"),
    (Kind.LECTURE, "讲座|报告|培训|论坛|讲堂|宣讲|课"),
    (Kind.OPEN, "开放|参观|体验|研学|探访"),
    (Kind.SHOW, "展|演|巡游|放映|科普剧"),
    (Kind.HANDBOOK, "手册|资料|读本|挂图|折页"),
    (Kind.PROMOTION, "宣传|推广|推介|集市|咨询"),
)
AUDIENCE_PARTS: tuple[tuple[str, tuple[Audience, ...]], ...] = (
    ("亲子|家庭|幼儿|儿童", (Audience.FAMILY,)),
    ("小学", (Audience.PRIMARY,)),
    ("中小学|青少年", (Audience.PRIMARY, Audience.MIDDLE)),
    ("中学|初中|高中", (Audience.MIDDLE,)),
    ("大学|高校|大专|研究生", (Audience.STUDENT,)),
    ("老年|老人|长者|退休", (Audience.SENIOR,)),
    ("农民|村民|农户", (Audience.FARMER,)),
    ("职工|工人|员工|从业", (Audience.WORKER,)),
    ("公务|干部|机关", (Audience.OFFICIAL,)),
)
EVERYBODY = re.compile(r"不限|无限制|全体|所有|各年龄|公众|市民|群众|居民|社会|大众|老少皆宜")
BETWEEN = re.compile(r"(\d{1,3})\s*(?:周?岁)?\s*(?:[-–—−~〜至到]{1,4})\s*(\d{1,3})")
FROM = re.compile(r"(?:满|年满)?\s*(\d{1,3})\s*(?:周?岁)?\s*(?:及|或)?\s*(?:以上|\+|起)")
UNTIL = re.compile(r"(\d{1,3})\s*(?:周?岁)?\s*(?:及|或)?\s*(?:以下|以内|以前)")
ONE_AGE = re.compile(r"(\d{1,3})\s*(?:周?岁)?")
# The hours at the end, after the days: 5月22日-28日每天9:00-17:00.
HOURS = re.compile(
    r"[,，;；]?\s*(?:每天|每日|逐日)?\s*((?:上午|早上|中午|下午|晚上)?\s*\d{1,2}[:时点]\d{0,2}\s*[-–—−~〜至到].+)$"
)
MIDNIGHT_END = re.compile(r"\s*[-–—−~〜至到]{1,4}\s*24[:时点]0{0,2}$")
PART_OF_DAY = re.compile(r"上午|下午|晚上")
TO_BE_SAID = re.compile(r"待定|另定|另行通知|待通知|未定|待确定")
ALL_DAY = re.compile(r"[（(]?\s*(?:全天|整天|全日)\s*[)）]?")


def plain(text: str) -> str:
    """In one width and case, one blank for many: the patterns would look at each of them from each of them."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def kind_in(text: str) -> Kind | None:
    """The kind that the words name or, failing that, speak of."""
    said = plain(text)
    for kind, word in KIND_WORDS.items():
        if said == word:
            return kind
    return next((kind for kind, parts in KIND_PARTS if re.search(parts, said)), None)


def mode_in(text: str) -> Mode:
    """线上, 线下 or both. Raises `Unread`."""
    said = plain(text)
    online, onsite = re.search("线上|网络|网上|直播|云", said), re.search("线下|现场|实地|室内|户外", said)
    if online and onsite:
        return Mode.BOTH
    if online or onsite:
        return Mode.ONLINE if online else Mode.ONSITE
    if "结合" in said:
        return Mode.BOTH
    raise Unread(_("写“线下”“线上”或“线上线下结合”。"))


def audience_in(parts: list[str]) -> tuple[list[str], list[str]]:
    """The audiences named, in their order, and the words that name none."""
    found: set[Audience] = set()
    strange = []
    for part in parts:
        here = {one for words, ones in AUDIENCE_PARTS if re.search(words, part) for one in ones}
        found |= here
        if not here and not EVERYBODY.search(part):
            strange.append(part)
    return [one.value for one in Audience if one in found], strange


def ages_in(value: Value) -> tuple[int | None, int | None]:
    """From and to, both inclusive; (None, None) for everybody. Raises `Unread`.

    Excel takes 6-12 for the twelfth of June: such a day is read back as the two numbers.
    """
    if isinstance(value, datetime | date):
        return value.month, value.day
    said = plain(f"{value:g}" if isinstance(value, float) else str(value))
    if found := BETWEEN.search(said):
        return int(found[1]), int(found[2])
    if found := FROM.search(said):
        return int(found[1]), None
    if found := UNTIL.search(said):
        return None, int(found[1])
    if found := ONE_AGE.fullmatch(said):
        return int(found[1]), int(found[1])
    if EVERYBODY.search(said) or said in ("-", "—", "无", "/"):
        return None, None
    if "成人" in said or "成年" in said:
        return 18, None
    raise Unread(_("没有认出年龄。写成“6-12岁”“6岁以上”；不限就空着。"))


def span_in(value: Value, year: int) -> Span:
    """`read_span`, and what lists of activities write besides: 全天, 5月22日-28日每天9:00-17:00, until 24:00."""
    if not isinstance(value, str):
        return read_span(value, year=year)
    words = ALL_DAY.sub("", plain(value)).strip()
    until_midnight = MIDNIGHT_END.search(words)
    if until_midnight is not None:
        # Nothing ends as its day begins: 24:00 is kept as the midnight after it.
        return replace(_days_and_hours(words[: until_midnight.start()], year), ends=clock.MIDNIGHT)
    return _days_and_hours(words, year)


def _days_and_hours(words: str, year: int) -> Span:
    hours = HOURS.search(words)
    if hours is not None:
        days = read_span(words[: hours.start()], year=year)
        if days.ends_on is not None and days.starts is None and days.ends is None:
            daily = read_span(f"{year}年1月1日{hours[1]}", year=year)
            return replace(days, starts=daily.starts, ends=daily.ends)
    return read_span(words, year=year)


def moments_of(span: Span, zone: str) -> dict[str, Any]:
    """`starts_at`, `ends_at` and `is_all_day` of an activity, as the form would give them."""
    last = span.ends_on or span.starts_on
    starts_at = clock.moment(span.starts_on, span.starts or clock.MIDNIGHT, zone)
    all_day = span.starts is None and span.ends is None
    ends_at: datetime | None = None
    if span.ends == clock.MIDNIGHT:
        ends_at = clock.end_of(last, zone)
    elif span.ends is not None:
        ends_at = clock.moment(last, span.ends, zone)
    elif all_day or span.ends_on is not None:
        ends_at = clock.end_of(last, zone)
    return {"starts_at": starts_at, "ends_at": ends_at, "is_all_day": all_day}
