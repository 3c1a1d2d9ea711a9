from django.db import models
from django.utils.translation import gettext_lazy as _


class Datum(models.TextChoices):
    """What a latitude and longitude are measured against."""

    WGS84 = "wgs84", _("GPS（WGS-84）")
    GCJ02 = "gcj02", _("高德、腾讯（GCJ-02）")
    BD09 = "bd09", _("百度（BD-09）")
