"""The table of venues: one row a venue, or a room of one."""

from sciweek.sheets.logic.columns import Column
from sciweek.venues.states import Datum

# The file is for units and stays Chinese, whatever language the page is in.
DATUMS = {
    "GPS": str(Datum.WGS84),
    "高德、腾讯": str(Datum.GCJ02),
    "百度": str(Datum.BD09),
}
DATUM_NAMES = {datum: word for word, datum in DATUMS.items()}
# What others write for the same.
DATUM_WORDS = DATUMS | {
    "WGS84": str(Datum.WGS84),
    "WGS-84": str(Datum.WGS84),
    "天地图": str(Datum.WGS84),
    "GCJ02": str(Datum.GCJ02),
    "GCJ-02": str(Datum.GCJ02),
    "高德": str(Datum.GCJ02),
    "腾讯": str(Datum.GCJ02),
    "火星坐标": str(Datum.GCJ02),
    "BD09": str(Datum.BD09),
    "BD-09": str(Datum.BD09),
}
# A cell that says so empties what is there; an empty one leaves it as it is.
NOTHING = frozenset({"无", "—", "-", "/"})
NOTE = "带 * 的列要填。一行一个场地，或一间厅室：厅室行写上场地名称就够了。“例”那一行不会导入。留空的格子不改原有内容，写“无”清空。"

VENUE_COLUMNS = (
    Column(
        "name",
        "场地名称",
        ("场地", "场馆", "场馆名称", "活动场地", "场所", "场所名称", "地点", "地点名称"),
        required=True,
        width=26,
        example="临江区科技馆",
    ),
    Column("short_name", "场地简称", ("简称",), width=14, example="区科技馆", hint="窄栏里用。"),
    Column(
        "street",
        "所在街道",
        ("街道", "街镇", "乡镇", "所属街道", "街道乡镇"),
        width=16,
        example="云栖街道",
        hint="写全称或简称。",
    ),
    Column(
        "unit",
        "管理单位",
        ("所属单位", "产权单位", "单位", "单位名称"),
        width=24,
        hint="写全称或简称。它的联络员也能改这个场地。",
    ),
    Column("address", "地址", ("详细地址", "场地地址"), width=30, example="滨江路18号"),
    Column(
        "position",
        "位置",
        ("坐标", "经纬度", "地图链接", "定位", "定位链接"),
        width=28,
        example="31.216500, 121.437200",
        hint="地图链接，或“纬度, 经度”。",
    ),
    Column(
        "datum",
        "坐标系",
        ("坐标系统",),
        kind="choice",
        choices=tuple(DATUMS),
        width=12,
        example="GPS",
        hint="写经纬度时从哪里来。链接不用写。",
    ),
    Column("access_notes", "无障碍", ("无障碍设施",), width=24, example="东门有坡道，有电梯"),
    Column(
        "directions", "怎么到达", ("交通", "交通路线", "乘车路线"), width=24, example="地铁2号线滨江站3口"
    ),
    Column(
        "room",
        "厅室",
        ("厅室名称", "教室", "会议室", "房间", "展厅"),
        width=18,
        example="一楼报告厅",
        hint="不写就是整个场地。",
    ),
    Column(
        "capacity",
        "容纳人数",
        ("可容纳", "容量", "座位数", "可容纳人数"),
        kind="number",
        width=10,
        example="200",
    ),
    Column("notes", "厅室说明", ("厅室备注",), width=20),
    Column("in_use", "在用", ("是否在用", "启用"), kind="yes_no", width=8, hint="写了厅室就是说这间厅室。"),
    Column(
        "code",
        "场地编号",
        ("场地代码",),
        width=12,
        hint="导出时自带，按它认场地，改了名称也认得。新场地不填。",
    ),
)
HEADINGS = {column.name: column.heading for column in VENUE_COLUMNS}
# Columns that speak of the venue itself.
OF_VENUE = ("short_name", "address", "access_notes", "directions")
