from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.base.states import Move


class DutyKind(models.TextChoices):
    """What is handed in: decides the word on the button, not the rules."""

    PLAN = "plan", _("方案")
    FORM = "form", _("表格")
    LIST = "list", _("名单")
    ENTRY = "entry", _("推荐报名")
    SUMMARY = "summary", _("总结")
    RECEIPT = "receipt", _("签收")
    OTHER = "other", _("其他")


class HandInState(models.TextChoices):
    """Where one unit stands with one duty; open, late and due today are computed from the clock."""

    OPEN = "open", _("未交")
    HANDED = "handed", _("待看")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已交")
    WAIVED = "waived", _("不需要")


# What a unit still has to do something about.
OWED = (HandInState.OPEN, HandInState.RETURNED)

HAND_IN_MOVES = {
    (HandInState.OPEN, HandInState.HANDED): Move("duties.hand_in"),
    (HandInState.RETURNED, HandInState.HANDED): Move("duties.hand_in"),
    (HandInState.HANDED, HandInState.ACCEPTED): Move("duties.run_duties"),
    (HandInState.HANDED, HandInState.RETURNED): Move("duties.run_duties", needs_reason=True),
    (HandInState.ACCEPTED, HandInState.RETURNED): Move("duties.run_duties", needs_reason=True),
    (HandInState.OPEN, HandInState.WAIVED): Move("duties.run_duties"),
    (HandInState.WAIVED, HandInState.OPEN): Move("duties.run_duties"),
}
