from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.base.states import Move


class Level(models.TextChoices):
    """Levels of the committee that runs the week."""

    NATION = "nation", _("全国")
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    DISTRICT = "district", _("区县")
    INSTITUTION = "institution", _("单位")


class WeekState(models.TextChoices):
    """What people decide about an edition; what the calendar decides (before, during, after) is computed."""

    DRAFT = "draft", _("筹备中")
    OPEN = "open", _("已公开")
    ARCHIVED = "archived", _("已归档")


class Moment(models.TextChoices):
    """Where today stands to the edition."""

    BEFORE = "before", _("开幕前")
    DURING = "during", _("进行中")
    AFTER = "after", _("周后")


WEEK_MOVES = {
    (WeekState.DRAFT, WeekState.OPEN): Move("week.run"),
    (WeekState.OPEN, WeekState.DRAFT): Move("week.run", needs_reason=True),
    (WeekState.OPEN, WeekState.ARCHIVED): Move("week.run"),
    (WeekState.ARCHIVED, WeekState.OPEN): Move("week.run", needs_reason=True),
}
