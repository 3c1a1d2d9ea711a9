"""Fields that several groups of rooms have."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "count": _("条数"),
    "state": _("状态"),
    "name": _("名称"),
    "title": _("名称"),
    "starts_on": _("开始"),
    "ends_on": _("结束"),
    "starts_at": _("开始"),
    "ends_at": _("结束"),
    "place": _("地点"),
    "address": _("地址"),
    "kind": _("类别"),
    "unit": _("单位"),
    "note": _("说明"),
    "state_reason": _("原因"),
    "is_active": _("启用"),
    "trouble": _("上次的结果"),
    "phone": _("电话"),
    "phone_digest": _("电话"),
    "phone_last4": _("电话末四位"),
    "position": _("次序"),
    "week": _("活动周"),
    "week_id": _("活动周"),
    "why": _("原因"),
}
