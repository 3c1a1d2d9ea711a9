"""Bookings, seats and rules as people say them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sciweek.base.errors import Conflict
from sciweek.booking.logic.parties import Party
from sciweek.booking.logic.questions import Question, read_questions
from sciweek.booking.models import Booking, Pool, Terms
from sciweek.booking.queries import Bookable
from sciweek.booking.states import Admission, AnswerKind, BookingState, Choice, Passing, Standing
from sciweek.look.dates import moment_words, range_words
from sciweek.look.phrases import listed, strung
from sciweek.programme.pages.words import name_of, where_of

DAY, HOUR = 1440, 60  # minutes
LEVELS = {
    Standing.NONE: "quiet", Standing.FREE: "info", Standing.HIDDEN: "quiet", Standing.SOON: "info",
    Standing.OPEN: "good", Standing.FULL: "attention", Standing.CLOSED: "quiet", Standing.OFF: "error",
    Standing.OVER: "quiet",
}  # fmt: skip
STATE_LEVELS = {
    BookingState.CONFIRMED: "good", BookingState.WAITING: "info", BookingState.OFFERED: "attention",
    BookingState.APPLIED: "attention", BookingState.DECLINED: "quiet", BookingState.CANCELLED: "quiet",
    BookingState.LAPSED: "quiet",
}  # fmt: skip
STATE_WORDS: dict[str, Any] = {
    # To the host, not to the booker.
    BookingState.OFFERED: gettext_lazy("等对方确认"),
    BookingState.APPLIED: gettext_lazy("等您挑选"),
}
LABELS: dict[str, Any] = {
    "admission": gettext_lazy("怎么参加"),
    "is_on": gettext_lazy("开放预约"),
    "opens_at": gettext_lazy("什么时候开始约"),
    "closes_before": gettext_lazy("什么时候截止"),
    "smallest": gettext_lazy("最少几人"),
    "largest": gettext_lazy("最多几人"),
    "small_need_seats": gettext_lazy("6 岁以下也占席位"),
    "choice": gettext_lazy("谁能来"),
    "has_waiting": gettext_lazy("约满后可以排候补"),
    "passing": gettext_lazy("候补的规则"),
    "offer_minutes": gettext_lazy("席位留多久"),
    "most_no_shows": gettext_lazy("约了不来的"),
    "questions": gettext_lazy("要问的"),
    "visitor_url": gettext_lazy("访客系统"),
    "note": gettext_lazy("提示"),
    "capacity": gettext_lazy("席位"),
    "is_closed": gettext_lazy("停止预约"),
    "places": gettext_lazy("席位"),
    "most_places": gettext_lazy("一个手机号最多"),
    "erase_after_days": gettext_lazy("多少天后删除"),
}


def state_word(state: str) -> str:
    return str(STATE_WORDS.get(state) or BookingState(state).label)


def pool_name(pool: Pool) -> str:
    """The session, the course, or what shared seats are called."""
    if pool.session is not None:
        return name_of(pool.session)
    return pool.name or str(pool.terms or "")


def pool_when(found: Bookable, zone: str) -> str:
    """The hours of a session; from when to when a course lasts."""
    return range_words(found.starts_at, found.ends_at, zone)


def pool_where(pool: Pool) -> str:
    return where_of(pool.session) if pool.session is not None else ""


def full_why(pool: Pool) -> str:
    """Why nobody can book although the session itself has seats left; "" when it has none."""
    if pool.free <= 0:
        return ""
    if pool.shared is not None and pool.shared.free <= 0:
        return _("共用的“%(name)s”已满") % {"name": pool.shared.name}
    if pool.terms is not None and pool.free < (least := pool.terms.least_seats):
        return _("不够起约的 %(n)d 人") % {"n": least}
    if pool.waiting:
        return _("空出来的先给候补的人")
    return ""


def party_words(party: Party) -> str:
    """大人 2，6–13 岁 1."""
    bands = (
        (_("学生"), party.pupils),
        (_("带队") if party.pupils else _("大人"), party.adults),
        (_("14–17 岁"), party.teens),
        (_("6–13 岁"), party.children),
        (_("6 岁以下"), party.small),
    )
    return strung(f"{label} {count}" for label, count in bands if count)


def answers_of(booking: Booking, terms: Terms) -> list[tuple[str, str]]:
    """The host's questions with this booking's answers, those alone that were answered."""
    if not booking.answers:
        return []
    given: Mapping[str, str] = json.loads(booking.answers)
    pairs = ((one.label, answer_word(one, given.get(one.key, ""))) for one in read_questions(terms.questions))
    return [(label, answer) for label, answer in pairs if answer]


def answer_word(question: Question, answer: str) -> str:
    """是 for yes; other answers are as they were given."""
    if question.kind != AnswerKind.YES_NO or not answer:
        return answer
    return _("是") if answer == "yes" else _("否")


def minutes_words(minutes: int) -> str:
    """2 天, 3 小时, 30 分钟."""
    if minutes and minutes % DAY == 0:
        return ngettext("%(n)d 天", "%(n)d 天", minutes // DAY) % {"n": minutes // DAY}
    if minutes and minutes % HOUR == 0:
        return ngettext("%(n)d 小时", "%(n)d 小时", minutes // HOUR) % {"n": minutes // HOUR}
    return ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}


def words_of(field: str, value: Any, zone: str) -> str:
    """The value of a rule as people say it."""
    if field in ("closes_before", "offer_minutes") and isinstance(value, int):
        return minutes_words(value)
    if field == "opens_at" and value:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return moment_words(moment, zone)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    for name, choices in (("admission", Admission), ("choice", Choice), ("passing", Passing)):
        if field == name and value in choices.values:
            return str(choices(value).label)
    if field == "questions" and isinstance(value, list):
        return listed(str(one.get("label", "")) for one in value)
    return "" if value is None else str(value)


def in_words(refusal: Conflict, zone: str) -> Conflict:
    """The same conflict with both values as people say them."""

    def words(values: Mapping[str, Any]) -> dict[str, str]:
        return {field: words_of(field, value, zone) or _("空着") for field, value in values.items()}

    return Conflict(
        refusal.message,
        mine=words(refusal.mine),
        theirs=words(refusal.theirs),
        who=refusal.who,
        version=refusal.version,
    )
