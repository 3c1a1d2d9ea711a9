"""The columns of the 场次表: one line for each session."""

from django.utils.translation import gettext_lazy as _

from sciweek.sheets.logic.columns import Column

KIND = "programme.sessions"
TITLE = _("场次表")
# What is written for readers of the file stays Chinese, whatever language the page is in: it goes to units.
NOTE = (
    "一行一场。“活动编号”或者“活动名称”写一个；日期写成“5月25日”，几点写成“14:00”，整天的不写几点。\n"
    "场地写登记过的全称或简称；没有登记的照写，按地点记。列的先后可以换，不用的列可以删。"
)
# What empties a cell's field, and midnight at the end of a day, as people write them.
NOTHING = ("无", "不限", "没有")
MIDNIGHT_WORDS = ("24:00", "24:0", "24点")
COLUMNS = (
    Column(
        "activity", "活动编号", ("活动代码", "所属活动编号"), width=11,
        hint="活动一览表里的编号；写了它，名称可以空着",
    ),
    Column(
        "name", "活动名称", ("活动", "名称", "所属活动", "项目名称"),
        width=30, example="一滴水的九道关", hint="写活动一览表里的名称；重名的写编号",
    ),
    Column("unit", "填报单位", ("单位", "报送单位", "责任单位"), width=18, example="云栖街道办事处", hint="重名的活动靠它区分"),
    Column("title", "场次名称", ("场次", "这一场的名称", "场次标题"), width=16, example="高年级场", hint="和活动名称不同才写"),
    Column("day", "日期", ("活动日期", "举办日期", "场次日期", "开始日期"), required=True, kind="date", width=14, example="5月25日"),
    Column("start", "开始", ("开始时间", "几点开始", "起始时间"), kind="time", width=9, example="14:00"),
    Column("end", "结束", ("结束时间", "几点结束", "终止时间"), kind="time", width=9, example="15:30"),
    Column("last_day", "结束日期", ("最后一天",), kind="date", width=12, hint="过了半夜还不结束的才写"),
    Column("venue", "场地", ("活动场地", "地点", "活动地点", "举办地点", "场馆"), width=20, example="区科技馆"),
    Column("room", "厅室", ("厅", "教室", "房间", "具体位置"), width=14, example="报告厅"),
    Column(
        "speakers", "主讲人", ("主讲", "讲解", "讲解人", "授课人", "主讲、讲解"),
        kind="lines", width=16, hint="几位用顿号隔开",
    ),
    Column("capacity", "人数", ("名额", "最多人数", "容纳人数", "限额"), kind="number", width=8, example="80", hint="最多多少人；不限就空着"),
    Column("note", "备注", ("提示", "说明", "温馨提示"), width=24, example="请提前十分钟到"),
    Column("code", "场次编号", (), width=11, hint="由系统给出；改已有的场次时留着它，新场次空着"),
)  # fmt: skip
HEADINGS = {column.name: column.heading for column in COLUMNS}
