"""The columns of 外出科普一览表."""

from sciweek.sheets.logic.columns import Column

COLUMNS = (
    Column("state", "状态", width=9),
    Column("unit", "申请单位", width=20),
    Column("kind", "形式", width=11),
    Column("outing", "项目", width=22),
    Column("host", "承办单位", width=20),
    Column("day", "日期", kind="date", width=12),
    Column("start", "开始", width=8),
    Column("end", "结束", width=8),
    Column("where", "地点", width=18),
    Column("address", "地址", width=22),
    Column("people", "申请人数", kind="number", width=9),
    Column("came", "实到人数", kind="number", width=9),
    Column("contact", "联系人及电话", width=20),
    Column("leader", "带队人及电话", width=20),
    Column("plate", "车牌", width=11),
    Column("days", "想要的日子", width=24),
    Column("reason", "原因", width=20),
)
