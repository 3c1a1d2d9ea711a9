"""The tables of units: the list with the people who act for them, and how far the notice has come."""

import re

from sciweek.committee.states import UnitKind
from sciweek.sheets.logic.columns import Column

# The file is for units and stays Chinese, whatever language the page is in.
KINDS = {
    "组委会成员单位": UnitKind.COMMITTEE,
    "街道乡镇": UnitKind.STREET,
    "部门": UnitKind.DEPARTMENT,
    "学校": UnitKind.SCHOOL,
    "科普基地": UnitKind.BASE,
    "科研院所": UnitKind.INSTITUTE,
    "媒体": UnitKind.MEDIA,
    "企业": UnitKind.ENTERPRISE,
    "其他": UnitKind.OTHER,
}
KIND_NAMES = {str(kind): word for word, kind in KINDS.items()}
# What other offices write for the same kinds.
KIND_WORDS = {word: str(kind) for word, kind in KINDS.items()} | {
    "成员单位": "committee",
    "组委会": "committee",
    "街道": "street",
    "街镇": "street",
    "乡镇": "street",
    "镇街": "street",
    "委办局": "department",
    "机关": "department",
    "区直部门": "department",
    "中小学": "school",
    "高校": "school",
    "基地": "base",
    "场馆": "base",
    "科研机构": "institute",
    "院所": "institute",
    "新闻媒体": "media",
    "公司": "enterprise",
}
# A cell that says so empties what is there; an empty one leaves it as it is.
NOTHING = frozenset({"无", "—", "-", "/"})
TAKES_PART = "是"
# 0890-6120118 转 3: kept as it is written; what stands before must be a number.
EXTENSION = re.compile(r"\s*(转|分机)\s*\d{1,6}$")
NOTE = "带 * 的列要填。一行一个单位；“例”那一行不会导入。留空的格子不改原有内容，写“无”清空。"

UNIT_COLUMNS = (
    Column(
        "name",
        "单位全称",
        ("单位名称", "单位", "名称", "全称", "成员单位", "部门", "单位部门"),
        required=True,
        width=30,
        example="云栖街道办事处",
    ),
    Column(
        "short_name",
        "简称",
        ("单位简称",),
        width=14,
        example="云栖街道",
        hint="窄栏里用。留空不改，写“无”清空。",
    ),
    Column(
        "kind",
        "类别",
        ("单位类别", "单位性质", "类型", "单位类型"),
        kind="choice",
        choices=tuple(KINDS),
        width=14,
        example="街道乡镇",
        hint="新单位要写。",
    ),
    Column(
        "parent",
        "上级单位",
        ("主管单位", "主管部门", "隶属单位", "上级"),
        width=24,
        hint="写全称或简称。可以是本表里的单位，先后不限。",
    ),
    Column(
        "posts",
        "内设岗位",
        ("内部岗位", "内设机构", "科室"),
        kind="lines",
        width=20,
        example="科技服务站、宣传科",
        hint="通知里点名的部门，用顿号隔开。",
    ),
    Column(
        "position",
        "排序",
        ("次序", "顺序", "排列次序"),
        kind="number",
        width=8,
        example="1",
        hint="同类中的次序。不填排在最后。",
    ),
    Column(
        "liaison",
        "联络员姓名",
        ("联络员", "联系人", "联系人姓名", "姓名"),
        width=14,
        example="林见鹿",
        hint="还没有账号的，导入时备好邀请链接，不会自动开账号。",
    ),
    Column(
        "phone",
        "联络员手机",
        ("手机", "手机号", "手机号码", "联系电话", "电话", "联络员电话", "联系方式"),
        width=16,
        example="13900000101",
        hint="加密保存，邀请过期 30 天后清空。",
    ),
    Column(
        "email",
        "联络员邮箱",
        ("邮箱", "电子邮箱", "电子邮件", "email", "e-mail", "联系邮箱"),
        width=26,
        example="yunqi@linjiang.example",
        hint="用来发邀请。",
    ),
    Column(
        "login",
        "登录名",
        ("账号", "联络员账号"),
        width=14,
        hint="已有账号的人，写登录名就给他联络员的角色。",
    ),
    Column(
        "takes_part",
        "参加本届",
        ("是否参加", "本届参加", "是否参加本届"),
        kind="yes_no",
        width=10,
        example="是",
        hint="没有这一列时，表里的单位都参加。",
    ),
    Column(
        "code",
        "单位代码",
        ("代码",),
        width=12,
        hint="导出时自带，按它认单位，改了名称也认得。新单位不填。",
    ),
)

RECEIPT_COLUMNS = (
    Column("unit", "单位", width=30),
    Column("liaisons", "联络员", width=16),
    Column("invited", "邀请发出", width=20),
    Column("opened", "已打开", width=20),
    Column("signed_in", "最近登录", width=20),
    Column("received", "已签收", width=20),
)
