"""The table of replies: one line a guest."""

from sciweek.ceremonies.states import GuestKind, GuestState
from sciweek.sheets.logic.columns import Column

# The file is for units and stays Chinese, whatever language the page is in.
KINDS = {
    "领导": str(GuestKind.LEADER),
    "代表": str(GuestKind.REPRESENTATIVE),
    "专家": str(GuestKind.EXPERT),
    "学生": str(GuestKind.STUDENT),
    "媒体": str(GuestKind.MEDIA),
    "其他": str(GuestKind.OTHER),
}
KIND_NAMES = {kind: word for word, kind in KINDS.items()}
# What others write for the same.
KIND_WORDS = KINDS | {
    "嘉宾": str(GuestKind.LEADER),
    "参会代表": str(GuestKind.REPRESENTATIVE),
    "干部": str(GuestKind.REPRESENTATIVE),
    "教师": str(GuestKind.REPRESENTATIVE),
    "记者": str(GuestKind.MEDIA),
}
STATES = {
    "参加": str(GuestState.COMING),
    "请假": str(GuestState.EXCUSED),
    "换人": str(GuestState.REPLACED),
}
STATE_NAMES = {state: word for word, state in STATES.items()}
STATE_WORDS = STATES | {
    "是": str(GuestState.COMING),
    "来": str(GuestState.COMING),
    "否": str(GuestState.EXCUSED),
    "不参加": str(GuestState.EXCUSED),
}
NOTE = "带 * 的列要填。一行一位来宾，用不完的行空着，“例”那一行不会导入。留空的格子不改原有内容。同名的算同一位。"
NAME = "ceremonies.replies"

REPLY_COLUMNS = (
    Column(
        "ceremony",
        "仪式",
        ("活动", "活动名称", "会议", "会议名称"),
        width=24,
        hint="只办一个仪式时可以不写。",
    ),
    Column(
        "unit",
        "单位",
        ("单位名称", "参会单位", "所在单位", "工作单位", "单位全称"),
        required=True,
        width=26,
        example="云栖街道办事处",
        hint="写全称或简称。",
    ),
    Column(
        "kind",
        "身份",
        ("类别", "参会身份"),
        kind="choice",
        choices=tuple(KINDS),
        width=10,
        example="代表",
        hint="不写就是代表。",
    ),
    Column("name", "姓名", ("参会人员", "参会人", "来宾姓名"), width=14, example="李明"),
    Column("post", "职务", ("职务职称", "职称", "单位职务"), width=20, example="科技服务站站长"),
    Column(
        "phone",
        "手机",
        ("电话", "联系电话", "手机号", "手机号码", "联系方式"),
        width=16,
        example="13900000000",
    ),
    Column("plate", "车牌", ("车牌号", "车牌号码", "车号"), width=14, example="京A12345"),
    Column(
        "state",
        "来不来",
        ("是否参加", "参加情况", "备注情况"),
        kind="choice",
        choices=tuple(STATES),
        width=10,
        example="参加",
        hint="不写就是参加。",
    ),
)
HEADINGS = {column.name: column.heading for column in REPLY_COLUMNS}
