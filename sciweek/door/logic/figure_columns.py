"""The columns of the 到场人数表. What is written for readers of the file stays Chinese: it goes to units."""

from django.utils.translation import gettext_lazy as _

from sciweek.sheets.logic.columns import Column

TITLE = _("到场人数表")
COLUMNS = (
    Column("activity", "活动", width=30),
    Column("unit", "填报单位", width=20),
    Column("day", "日期", kind="date", width=14),
    Column("hours", "时间", width=14),
    Column("where", "地点", width=20),
    Column("capacity", "最多人数", kind="number", width=10),
    Column("booked_bookings", "预约（单）", kind="number", width=11),
    Column("booked_people", "预约（人）", kind="number", width=11),
    Column("came_bookings", "已到（单）", kind="number", width=11),
    Column("came", "已到（人次）", kind="number", width=12),
    Column("walked_in", "直接来（人次）", kind="number", width=13),
    Column("person_times", "到场合计（人次）", kind="number", width=14),
)
