"""The columns of the usual 活动一览表 and 重点活动备案表, by the headings that units give them."""

from django.utils.translation import gettext_lazy as _

from sciweek.activities.states import Audience, Kind, Mode
from sciweek.sheets.logic.columns import Column

KIND = "activities.list"
TITLE = _("活动一览表")
NOTE = (
    "一行一场活动。带*的必填，其余能填多少填多少；“填报单位”写全称或简称。\n"
    "时间写成“5月25日上午9:00-11:30”或“5月22日至28日”。几个单位用顿号隔开。列的先后可以换，不用的列可以删。"
)
# What is written for readers of the file stays Chinese, whatever language the page is in: it goes to units.
KIND_WORDS = {
    Kind.OPEN: "开放",
    Kind.LECTURE: "讲座",
    Kind.SHOW: "展演",
    Kind.CAMPUS: "进校园",
    Kind.CONTEST: "竞赛",
    Kind.CALL: "征集",
    Kind.QUIZ: "答题",
    Kind.CEREMONY: "仪式",
    Kind.HANDBOOK: "宣传资料",
    Kind.PROMOTION: "宣传推广",
    Kind.OTHER: "其他",
}
MODE_WORDS = {Mode.ONSITE: "线下", Mode.ONLINE: "线上", Mode.BOTH: "线上线下结合"}
AUDIENCE_WORDS = {
    Audience.FAMILY: "亲子",
    Audience.PRIMARY: "小学生",
    Audience.MIDDLE: "中学生",
    Audience.STUDENT: "大学生",
    Audience.SENIOR: "老年人",
    Audience.FARMER: "农民",
    Audience.WORKER: "职工",
    Audience.OFFICIAL: "公务人员",
}

COLUMNS = (
    Column(
        "name", "活动名称",
        ("名称", "项目名称", "活动项目", "活动项目名称", "重点活动名称", "重点活动", "活动主题", "项目", "活动内容名称"),
        required=True, width=30, example="一滴水的九道关", hint="最多 120 个字",
    ),
    Column(
        "kind", "活动类别", ("类别", "活动类型", "类型", "活动形式", "形式"),
        kind="choice", choices=tuple(KIND_WORDS.values()), width=10, example="开放",
    ),
    Column(
        "series", "所属系列", ("系列", "系列活动", "系列活动名称", "所属系列活动", "所属板块", "板块"),
        width=18, hint="通知附件里的系列活动，不属于哪个就空着",
    ),
    Column(
        "unit", "填报单位",
        ("报送单位", "申报单位", "上报单位", "填表单位", "单位名称", "单位", "责任单位", "申报单位名称"),
        width=18, example="云栖街道办事处", hint="写全称或简称；联络员导入自己单位的可以空着",
    ),
    Column(
        "hosts", "主办单位", ("主办", "主办方", "举办单位", "组织单位"),
        kind="lines", width=20, example="区水务局、区科技局", hint="几个单位用顿号隔开",
    ),
    Column("organisers", "承办单位", ("承办", "承办方"), kind="lines", width=20, example="临江自来水厂"),
    Column("co_organisers", "协办单位", ("协办", "协办方", "支持单位", "配合单位"), kind="lines", width=16),
    Column(
        "when", "活动时间",
        ("时间", "举办时间", "时间安排", "活动日期及时间", "日期及时间", "日期时间", "活动起止时间", "起止时间"),
        kind="moment", width=26, example="5月25日（周二）下午2:00-3:30",
        hint="写成“5月25日上午9:00-11:30”“5月22日至28日”；没有年份的算活动周那年",
    ),
    Column("day", "活动日期", ("日期", "举办日期", "开始日期"), kind="moment", width=12),
    Column("last_day", "结束日期", ("最后一天", "截止日期"), kind="date", width=12),
    Column("start", "开始时间", ("开始", "起始时间"), kind="time", width=9),
    Column("end", "结束时间", ("结束", "截止时间", "终止时间"), kind="time", width=9),
    Column("place", "地点", ("活动地点", "举办地点", "场所", "活动场所", "场地"), width=20, example="临江自来水厂"),
    Column("address", "地址", ("详细地址", "活动地址", "地点详址"), width=24, example="青石路 18 号"),
    Column(
        "mode", "参加方式", ("活动方式", "线上线下", "线上/线下", "举办方式", "方式"),
        kind="choice", choices=tuple(MODE_WORDS.values()), width=12, example="线下",
    ),
    Column(
        "link", "线上链接", ("链接", "网址", "直播链接", "线上地址", "活动链接", "直播地址"),
        width=24, hint="以 https:// 或 http:// 开头",
    ),
    Column(
        "audience", "面向人群",
        ("参加对象", "参与对象", "参与人群", "面向对象", "活动对象", "服务对象", "受众", "受众人群", "对象"),
        kind="lines", width=14, example="亲子、小学生", hint="不限就空着",
    ),
    Column("ages", "年龄", ("年龄范围", "适合年龄", "适宜年龄", "年龄段"), width=10, example="6-12岁", hint="不限就空着"),
    Column(
        "expected", "预计人数",
        ("预计参加人数", "预计参与人数", "预计规模", "参加人数", "参与人数", "人数", "规模", "活动规模", "预期人数"),
        kind="number", width=9, example="60",
    ),
    Column(
        "summary", "内容简介",
        ("活动内容", "活动简介", "主要内容", "活动主要内容", "活动内容简介", "内容", "简介", "内容及形式", "活动概况"),
        width=40, example="跟着一滴水走完取水、沉淀、过滤、消毒九道关。",
    ),
    Column("entry_note", "入场方式", ("怎么入场", "报名方式", "预约方式", "参与方式", "入场要求"), width=16, example="可直接入场"),
    Column(
        "contact_name", "联系人",
        ("负责人", "活动负责人", "项目负责人", "现场联系人", "联系人姓名", "负责人姓名"), width=10, example="王老师",
    ),
    Column(
        "contact_phone", "联系电话", ("电话", "联系方式", "手机", "联系人电话", "手机号码", "负责人电话"),
        width=16, example="0890-6120018",
    ),
    Column(
        "code", "编号", ("活动编号", "系统编号"), width=11,
        hint="由系统给出；改已有的活动时留着它，新活动空着",
    ),
)  # fmt: skip
HEADINGS = {column.name: column.heading for column in COLUMNS}
# Each table has one time in words, read back as it was written; days and hours apart are only read.
WRITTEN = tuple(column for column in COLUMNS if column.name not in ("day", "last_day", "start", "end"))
