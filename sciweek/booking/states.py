from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciweek.base.states import Move


class Admission(models.TextChoices):
    """How people get in."""

    FREE = "free", _("免预约，直接来")
    PARTY = "party", _("个人和家庭预约")
    GROUP = "group", _("学校团体预约")


class Choice(models.TextChoices):
    """Which school groups come."""

    FIRST = "first", _("先到先得")
    CHOSEN = "chosen", _("主办方挑选")


class Passing(models.TextChoices):
    """Who on the waiting list gets freed seats when the first party needs more than there are."""

    IN_ORDER = "in_order", _("严格按顺序：前面的人坐得下之前，后面的都等着")
    FITTING = "fitting", _("坐得下的先补：人少的可以越过人多的")


class BookingState(models.TextChoices):
    """What became of a booking; whether its session is over is computed from the clock."""

    CONFIRMED = "confirmed", _("已约")
    WAITING = "waiting", _("候补")
    # Seats are held until `offered_until`.
    OFFERED = "offered", _("有席位了，等您确认")
    APPLIED = "applied", _("等主办方挑选")
    DECLINED = "declined", _("没有选上")
    CANCELLED = "cancelled", pgettext_lazy("booking", "已取消")
    # An offer ran out, or the session came before a seat was free or the host had chosen.
    LAPSED = "lapsed", _("没有等到")


S = BookingState
HOLDING = (S.CONFIRMED, S.OFFERED)
"""Seats are taken for these."""
LIVE = (*HOLDING, S.WAITING, S.APPLIED)
"""Whoever has one of these has something to look after."""
ENDED = (S.DECLINED, S.CANCELLED, S.LAPSED)

_KEEP, _RUN = "booking.keep_booking", "booking.run_bookings"
BOOKING_MOVES = {
    **{(start, S.CANCELLED): Move(_KEEP) for start in LIVE},
    (S.WAITING, S.OFFERED): Move(_RUN),
    (S.WAITING, S.CONFIRMED): Move(_RUN),
    (S.OFFERED, S.CONFIRMED): Move(_KEEP),
    (S.OFFERED, S.LAPSED): Move(_RUN),
    (S.WAITING, S.LAPSED): Move(_RUN),
    (S.APPLIED, S.CONFIRMED): Move(_RUN),
    (S.APPLIED, S.DECLINED): Move(_RUN),
    (S.APPLIED, S.LAPSED): Move(_RUN),
    (S.DECLINED, S.CONFIRMED): Move(_RUN),
}
# What ended with its session, which takes place after all. Apart from the others: no press of anybody's leads here.
RETURN_MOVES = {(S.CANCELLED, to): Move(_RUN) for to in (S.OFFERED, S.CONFIRMED, S.WAITING, S.APPLIED)}


class News(models.TextChoices):
    """What somebody who has booked is to be told."""

    CONFIRMED = "confirmed", _("预约成功")
    WAITING = "waiting", _("已排候补")
    OFFERED = "offered", _("候补到席位")
    LAPSED = "lapsed", _("没有等到席位")
    DECLINED = "declined", _("没有选上")
    CHANGED = "changed", _("预约有改动")
    # Of the session, as a release shows it.
    MOVED = "moved", _("场次改时间")
    PLACED = "placed", _("场次改地点")
    CALLED_OFF = "called_off", _("场次取消")
    BACK = "back", _("场次恢复")
    REMOVED = "removed", _("主办方取消预约")
    MESSAGE = "message", _("主办方来信")


class Language(models.TextChoices):
    """In which language a booker is written to: those that the site speaks, each in its own name."""

    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


class Proves(StrEnum):
    """What a one-time code is good for: whoever is told it by the phone's owner can do that and nothing else."""

    BOOKING = "booking"
    TAKING_OVER = "taking_over"


class Way(models.TextChoices):
    """How somebody is told."""

    SMS = "sms", _("短信")
    CALL = "call", _("打电话")
    # The booking page shows it, and that is enough.
    PAGE = "page", _("预约页")


class Reached(models.TextChoices):
    """What came of a call."""

    YES = "yes", _("已告知")
    NO_ANSWER = "no_answer", _("没人接")
    WRONG_NUMBER = "wrong_number", _("号码不对")


class AnswerKind(models.TextChoices):
    """What a host's question takes."""

    TEXT = "text", _("填写")
    CHOICE = "choice", _("选一项")
    YES_NO = "yes_no", _("是或否")


class Level(models.TextChoices):
    """How full a session is, as the list says it; computed, never stored."""

    PLENTY = "plenty", _("有席位")
    FEW = "few", _("席位不多")
    FULL = "full", _("已约满")
    WAITING = "waiting", _("已满，可候补")
    CLOSED = "closed", _("停止预约")
    SOON = "soon", _("还没有开始预约")
    FREE = "free", _("免预约")


class Standing(models.TextChoices):
    """How a session stands towards booking, as the desk's list says it; computed, never stored."""

    NONE = "none", _("没有开通预约")
    FREE = "free", _("免预约")
    HIDDEN = "hidden", _("还没有公布")
    SOON = "soon", _("还没有开始预约")
    OPEN = "open", _("正在预约")
    FULL = "full", _("已约满")
    CLOSED = "closed", _("停止预约")
    OFF = "off", _("场次已取消")
    OVER = "over", _("已经结束")
