"""The kind that an activity's name proposes."""

import re

KINDS = (
    "open",
    "lecture",
    "show",
    "campus",
    "contest",
    "call",
    "quiz",
    "ceremony",
    "handbook",
    "promotion",
    "other",
)

_RULES: tuple[tuple[str, str, str], ...] = (
    ("ceremony", r"启动|开幕|闭幕|仪式|颁奖|表彰|授牌|揭牌|发布会|首发", "名称含启动、开幕、仪式等字样"),
    ("quiz", r"答题|竞答|问答|知识竞赛|知识测试|网上竞赛|网络竞赛", "名称含答题、知识竞赛等字样"),
    ("call", r"征集|推荐|遴选|征文|征稿|评选|评比", "名称含征集、推荐、评选等字样"),
    ("contest", r"大赛|竞赛|比赛|联赛|挑战赛|擂台|赛$|杯|讲、比|科技节", "名称含大赛、竞赛等字样"),
    ("handbook", r"手册|读本|折页|图书|书籍|宣传册|挂图|资料|送书", "名称含手册、图书等字样"),
    ("campus", r"校园|进学校|中小学|学校|幼儿园|少年宫|开学第一课", "名称含校园、学校等字样"),
    ("open", r"开放|参观|走进|探馆|研学|打卡", "名称含开放、参观等字样"),
    (
        "lecture",
        r"讲座|报告|讲堂|论坛|宣讲|课堂|培训|讲解|沙龙|座谈|科普课|演讲|研讨|公开课",
        "名称含讲座、报告、培训等字样",
    ),
    (
        "show",
        r"展|演|秀|嘉年华|之夜|电影|放映|体验|游园|灯会|晚会|直播|市集|博览|实验",
        "名称含展览、展演、体验等字样",
    ),
    (
        "promotion",
        (
            r"宣传|推广|服务|咨询|下乡|义诊|进社区|进农村|进企业|进乡村|进机关|六进|大篷车|科普行|志愿"
            r"|赶集|大集|进万家|惠民|普及|普法"
        ),
        "名称含宣传、服务、下乡等字样",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern), reason) for kind, pattern, reason in _RULES)


def propose(name: str) -> tuple[str, str] | None:
    """The proposed kind with what made the reader propose it; None where the name does not tell."""
    for kind, pattern, reason in _COMPILED:
        if pattern.search(name):
            return kind, reason
    return ("other", "名称未指明类别") if re.search(r"活动|行动|周|日", name) else None
