"""The columns of the 申请表: one line for each wish."""

from django.utils.translation import gettext_lazy as _

from sciweek.outreach.states import Need
from sciweek.sheets.logic.columns import Column

KIND = "outreach.wishes"
TITLE = _("外出科普申请表")
# What is written for readers of the file stays Chinese, whatever language the page is in: it goes to units.
NOTE = (
    "一行一份申请。日子写成“5月25日上午”“5月25日下午”，只写日子就是全天；最多写三个，最想要的在前。\n"
    "单位、项目、日子和“哪些人”都相同的算同一份：再导入一次只更新它，不会多出一份。留空的格子不改原有内容。"
)
# What stands for no outing in particular.
ANY_OUTING = ("都可以", "不限", "随便", "听安排", "无")
NOTHING = ("无", "没有")
NEED_NAMES = {
    "电源": Need.POWER, "室内场地": Need.HALL, "室外空地": Need.OPEN_SPACE, "停车位": Need.PARKING, "水源": Need.WATER,
    "投影": Need.PROJECTOR, "音响话筒": Need.SOUND, "网络": Need.NETWORK, "桌椅": Need.TABLES, "两名帮手": Need.HELPERS,
}  # fmt: skip
# What others write for the same.
NEED_WORDS = NEED_NAMES | {
    "用电": Need.POWER, "礼堂": Need.HALL, "教室": Need.HALL, "操场": Need.OPEN_SPACE, "空地": Need.OPEN_SPACE,
    "停车": Need.PARKING, "用水": Need.WATER, "投影仪": Need.PROJECTOR, "大屏": Need.PROJECTOR, "音响": Need.SOUND,
    "话筒": Need.SOUND, "麦克风": Need.SOUND, "桌子": Need.TABLES, "帮手": Need.HELPERS, "志愿者": Need.HELPERS,
}  # fmt: skip
DAYS = ("day_1", "day_2", "day_3")
COLUMNS = (
    Column("unit", "申请单位", ("单位", "单位名称", "学校", "社区", "申请学校"), width=20, example="望江小学", hint="单位名单里的全称或简称"),
    Column(
        "outing", "想要的项目", ("项目", "项目名称", "申请项目", "外出项目"),
        width=20, example="会跳舞的水", hint="外出项目的名称；都可以就空着，由办公室安排",
    ),
    Column("host", "承办单位", ("项目单位", "主办单位"), width=18, hint="有几个项目同名时才写"),
    Column(
        "day_1", "最想要的日子", ("日期", "日子", "想要的日子", "希望日期", "第一个日子", "时间"),
        required=True, width=16, example="5月25日上午",
    ),
    Column("day_2", "第二个日子", ("备选日期", "第二日期", "备选日子"), width=16, example="5月26日"),
    Column("day_3", "第三个日子", ("第三日期",), width=16),
    Column("start", "最早几点", ("最早开始", "几点以后"), kind="time", width=10, hint="课间、放学有要求才填"),
    Column("end", "最晚到几点", ("最晚结束", "几点以前"), kind="time", width=10),
    Column(
        "place", "地点", ("场地", "活动地点", "举办地点", "具体地点"),
        width=18, example="望江小学操场", hint="登记过的场地写全称或简称；没有登记的照写",
    ),
    Column("address", "地址", ("详细地址",), width=22, example="滨江路 12 号", hint="路名和门牌号，司机要用"),
    Column("street", "所在街道乡镇", ("街道", "街道乡镇", "所在街道"), width=16, hint="跟场地或者单位走的不写"),
    Column(
        "people", "人数", ("大约多少人", "预计人数", "参加人数", "申请人数"),
        required=True, kind="number", width=8, example="120",
    ),
    Column("people_note", "哪些人", ("参加对象", "对象", "年级"), width=16, example="四年级三个班"),
    Column("has", "我们有", ("具备条件", "现场条件", "条件"), kind="lines", width=20, example="电源、停车位", hint="可以写：" + "、".join(NEED_NAMES)),
    Column("remarks", "其他要说的", ("备注", "说明", "其他"), width=22),
    Column("contact_name", "联系人", ("联系人姓名",), required=True, width=10, example="秦老师", hint="当天在场的人"),
    Column(
        "phone", "联系电话", ("电话", "手机", "联系人电话", "手机号"),
        required=True, width=15, example="139 0000 0001", hint="当天司机打这个电话",
    ),
)  # fmt: skip
HEADINGS = {column.name: column.heading for column in COLUMNS}
