from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Private unless said otherwise."""

    PRIVATE = "private", _("不公开")
    PUBLIC = "public", _("公开")
