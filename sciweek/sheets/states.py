from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetState(models.TextChoices):
    """The life of a table that was handed in."""

    READ = "read", _("等您决定")
    APPLYING = "applying", _("正在导入")
    APPLIED = "applied", _("已导入")
    FAILED = "failed", _("没有导入")
    DROPPED = "dropped", _("已放弃")
