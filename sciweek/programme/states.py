from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciweek.base.states import Move


class RunKind(models.TextChoices):
    """How sessions of one activity belong together."""

    SINGLE = "single", _("单场")
    REPEAT = "repeat", _("按规律重复")
    SLOTS = "slots", _("分时段入场")
    COURSE = "course", _("连续课程，一次报全程")
    EXHIBITION = "exhibition", _("展览，连开多天")


class SessionState(models.TextChoices):
    """What people decide about a session; whether it runs or is over is computed from the clock."""

    PLANNED = "planned", _("在排")
    CANCELLED = "cancelled", _("已取消")


SESSION_MOVES = {
    (SessionState.PLANNED, SessionState.CANCELLED): Move("programme.run_session", needs_reason=True),
    (SessionState.CANCELLED, SessionState.PLANNED): Move("programme.run_session"),
}


class Change(models.TextChoices):
    """What a release did to a session, against the one before."""

    NEW = "new", _("新增")
    MOVED = "moved", _("改时间")
    PLACED = "placed", _("改地点")
    EDITED = "edited", _("改内容")
    CANCELLED = "cancelled", pgettext_lazy("change", "取消")
    BACK = "back", pgettext_lazy("change", "恢复")
    GONE = "gone", _("撤下")


class Worry(models.TextChoices):
    """What a warning is about; `STOPPING` holds back a release."""

    CLOSED = "closed", _("场地不开放")
    RETIRED = "retired", _("场地已停用")
    ROOM_TAKEN = "room_taken", _("厅室冲突")
    VENUE_TAKEN = "venue_taken", _("场地冲突")
    SPEAKER_TWICE = "speaker_twice", _("主讲人同时在两处")
    UNIT_TWICE = "unit_twice", _("单位同时在两处")
    TOO_MANY_SEATS = "too_many_seats", _("人数超过厅室容量")
    NOWHERE = "nowhere", _("没有地点")
    NO_LINK = "no_link", _("没有线上地址")
    NOT_PUBLIC = "not_public", _("活动还没有发布")
    PAST_MIDNIGHT = "past_midnight", _("跨过半夜")
    OUTSIDE_WEEK = "outside_week", _("不在活动周里")
    OTHER_TIME = "other_time", _("和活动的时间不一样")


STOPPING = frozenset(
    {
        Worry.CLOSED,
        Worry.RETIRED,
        Worry.ROOM_TAKEN,
        Worry.SPEAKER_TWICE,
        Worry.TOO_MANY_SEATS,
        Worry.NOWHERE,
        Worry.NO_LINK,
    }
)
