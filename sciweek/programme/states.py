from django.db import models
from django.utils.translation import gettext_lazy as _

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
    CANCELLED = "cancelled", _("取消")
    BACK = "back", _("恢复")
    GONE = "gone", _("撤下")
