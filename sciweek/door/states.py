from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class How(models.TextChoices):
    """How somebody was counted."""

    QR = "qr", _("扫码")
    SEARCH = "search", _("查找")
    WALK_IN = "walk_in", _("没有预约，直接来")


class Flag(models.TextChoices):
    """What is doubtful about people who are inside already: told to the office, never refused afterwards."""

    OK = "ok", pgettext_lazy("arrival", "没有疑问")
    # Everybody of the booking had come: the same ticket at two phones, or twice.
    DOUBLE = "double", _("重复到场")
    OVER = "over", _("比预约的人多")
    CANCELLED = "cancelled", _("预约已取消或没有席位")
    OLD = "old", _("出示的是旧票")
    UNKNOWN = "unknown", _("没有这个预约")


class Verdict(models.TextChoices):
    """What a ticket is worth at this door now. `judge.js` knows the same words by their values."""

    ADMIT = "admit", _("可以入场")
    PARTLY = "partly", _("还有人没到")
    # Signed by us, but not on the list that this phone has.
    PROVISIONAL = "provisional", _("先放行，联网后核对")
    ALREADY = "already", _("已经到齐")
    OLD = "old", _("旧票，已换新票")
    CANCELLED = "cancelled", _("没有席位")
    OTHER_SESSION = "other_session", _("是另一场的票")
    ELSEWHERE = "elsewhere", _("不是这里的票")
    EXPIRED = "expired", _("过期的票")
    FORGED = "forged", _("不是本系统的票")


ADMITTING = (Verdict.ADMIT, Verdict.PARTLY, Verdict.PROVISIONAL)
"""People go in without another thought."""
AGAINST_ADVICE = (Verdict.ALREADY, Verdict.OLD)
"""A volunteer may still let people in; they are marked."""


class Became(models.TextChoices):
    """What became of one line that a phone sent."""

    KEPT = "kept", _("已记下")
    KNOWN = "known", _("以前已记下")
    REFUSED = "refused", _("没有记下")
