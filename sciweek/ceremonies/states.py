from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GuestKind(models.TextChoices):
    """As whom a unit's guests come; the office hands out places by it."""

    LEADER = "leader", _("领导")
    REPRESENTATIVE = "delegate", _("代表")
    EXPERT = "expert", _("专家")
    STUDENT = "student", _("学生")
    MEDIA = "media", _("媒体")
    OTHER = "other", _("其他")


class GuestState(models.TextChoices):
    """Whether a guest who was named comes. Only who comes takes a place."""

    COMING = "coming", pgettext_lazy("guest", "参加")
    EXCUSED = "excused", _("请假")
    # Somebody else of the unit comes in this guest's place, on a line of their own.
    REPLACED = "replaced", _("换人")


class Hand(models.TextChoices):
    """At which hand of the first guest the second one sits; the third sits at the other."""

    LEFT = "left", _("左手（国内会议惯例）")
    RIGHT = "right", _("右手（涉外惯例）")


class Numbering(models.TextChoices):
    """How the seats of a row are numbered in the hall."""

    STRAIGHT = "straight", _("从左到右 1、2、3")
    ODD_EVEN = "odd_even", _("中间起，单号在左、双号在右")
