from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciweek.base.states import Move


class NoticeRole(models.TextChoices):
    """Whose paper it is: one's own makes the week, a higher body's starts one's own draft."""

    OWN = "own", _("本级通知")
    HIGHER = "higher", _("上级通知")


class NoticeState(models.TextChoices):
    """How far the paper has come."""

    WAITING = "waiting", _("等待读取")
    UNREADABLE = "unreadable", _("没有读成")
    REVIEW = "review", _("核对中")
    USED = "used", _("已生成活动周")
    SET_ASIDE = "set_aside", _("已搁置")


NOTICE_MOVES = {
    (NoticeState.WAITING, NoticeState.REVIEW): Move("notice.run_notices"),
    (NoticeState.WAITING, NoticeState.UNREADABLE): Move("notice.run_notices"),
    (NoticeState.WAITING, NoticeState.SET_ASIDE): Move("notice.run_notices"),
    (NoticeState.REVIEW, NoticeState.USED): Move("notice.run_notices"),
    (NoticeState.REVIEW, NoticeState.SET_ASIDE): Move("notice.run_notices"),
    (NoticeState.UNREADABLE, NoticeState.SET_ASIDE): Move("notice.run_notices"),
    (NoticeState.SET_ASIDE, NoticeState.REVIEW): Move("notice.run_notices"),
}


class Verdict(models.TextChoices):
    """What the office said of a finding."""

    OPEN = "open", _("待核对")
    ACCEPTED = "accepted", _("已采纳")
    CORRECTED = "corrected", _("已修改")
    ADDED = "added", pgettext_lazy("verdict", "补写")
    REJECTED = "rejected", pgettext_lazy("verdict", "不采纳")


TAKEN = (Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.ADDED)

# What the office may say next. Undo is not an arrow: it takes back whatever was said last.
VERDICT_MOVES = frozenset(
    {
        (Verdict.OPEN, Verdict.ACCEPTED),
        (Verdict.OPEN, Verdict.CORRECTED),
        (Verdict.OPEN, Verdict.REJECTED),
        (Verdict.ACCEPTED, Verdict.CORRECTED),
        (Verdict.ACCEPTED, Verdict.REJECTED),
        (Verdict.CORRECTED, Verdict.CORRECTED),
        (Verdict.CORRECTED, Verdict.ACCEPTED),
        (Verdict.CORRECTED, Verdict.REJECTED),
        (Verdict.REJECTED, Verdict.ACCEPTED),
        (Verdict.REJECTED, Verdict.CORRECTED),
        (Verdict.REJECTED, Verdict.ADDED),
        (Verdict.ADDED, Verdict.ADDED),
        (Verdict.ADDED, Verdict.REJECTED),
    }
)
