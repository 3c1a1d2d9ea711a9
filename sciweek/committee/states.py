from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """Kinds of units, in the order in which a notice addresses them."""

    COMMITTEE = "committee", _("组委会成员单位")
    STREET = "street", _("街道乡镇")
    DEPARTMENT = "department", _("部门")
    SCHOOL = "school", _("学校")
    BASE = "base", _("科普基地")
    INSTITUTE = "institute", _("科研院所")
    MEDIA = "media", _("媒体")
    ENTERPRISE = "enterprise", _("企业")
    OTHER = "other", _("其他")


class Role(models.TextChoices):
    """What a person may be. Over the whole region: office, publicity, auditor. At one unit: liaison and its peers."""

    OFFICE = "office", _("办公室")
    PUBLICITY = "publicity", _("宣传审核")
    AUDITOR = "auditor", _("审计")
    LIAISON = "liaison", _("联络员")
    UNIT_PUBLICITY = "unit_publicity", _("宣传员")
    STATISTICS = "statistics", _("统计员")


REGION_ROLES = (Role.OFFICE, Role.PUBLICITY, Role.AUDITOR)
UNIT_ROLES = (Role.LIAISON, Role.UNIT_PUBLICITY, Role.STATISTICS)
# Roles that can be made to use a second factor by setting; a liaison is never asked for one.
STAFF_ROLES = REGION_ROLES
