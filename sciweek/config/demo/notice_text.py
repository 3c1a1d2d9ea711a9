"""What the demo district's notice says: the words and their place, not their look."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sciweek.config.demo.days import Days

ISSUERS = ("云川市临江区科学技术局", "中共云川市临江区委宣传部", "云川市临江区科学技术协会")
THEME = "走近科学 点亮生活"
ADDRESSEES = "各街道科技服务站、宣传科、科协，区直有关部门，各中小学校，各科普基地："
OFFICE = "区科技活动周组委会办公室"
SERIES = (
    "科普基地开放活动",
    "科研机构开放日活动",
    "科普报告进社区系列讲座",
    "科普大篷车进校园系列活动",
    "科学实验展演汇演",
    "青少年机器人与创新大赛",
    "科普讲解大赛",
    "优秀科普作品征集推荐活动",
    "优秀科普微视频征集评选活动",
    "《科普法》《科技进步法》在线答题活动",
    "科普及法治宣传手册",
    "临江科普宣传及科技惠民服务",
)
WEEKDAYS = "一二三四五六日"


class Style(StrEnum):
    """The parts of an official document (GB/T 9704) that look different."""

    HEAD = "head"
    NUMBER = "number"
    TITLE = "title"
    ADDRESSEE = "addressee"
    BODY = "body"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_2_RUN_IN = "level_2_run_in"
    ANNEX_NOTE = "annex_note"
    SIGNATURE = "signature"
    DATE = "date"
    ANNEX = "annex"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph; with a run-in heading, `heading` stands in its own face before the text."""

    style: Style
    text: str = ""
    heading: str = ""


def title(days: Days) -> str:
    """The title, broken where the paper breaks it."""
    return f"关于印发《{days.start.year}年云川市临江区科技活动周\n实施方案》的通知"


def doc_no(days: Days) -> str:
    return f"临科字〔{days.issued.year}〕9号"


def ceremony(days: Days) -> str:
    """The name of the opening, first line of the annex."""
    return f"{days.start.year}年云川市暨临江区科技活动周启动仪式"


def full(day: date) -> str:
    """2027年5月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def notice(days: Days) -> list[Block]:
    """The whole paper, top to bottom."""
    return [*_letter(days), *_plan(days), *_annex(days)]


def _short(day: date, days: Days) -> str:
    """Month and day as papers write them; the year is said where it is not the year of the notice."""
    return f"{day.month}月{day.day}日" if day.year == days.issued.year else full(day)


def _weekday(day: date) -> str:
    return f"（星期{WEEKDAYS[day.weekday()]}）"


def _letter(days: Days) -> list[Block]:
    year = days.start.year
    last = f"{days.end.day}日" if days.end.month == days.start.month else _until(days)
    return [
        *(Block(Style.HEAD, issuer) for issuer in ISSUERS),
        Block(Style.NUMBER, doc_no(days)),
        Block(Style.TITLE, title(days)),
        Block(Style.ADDRESSEE, ADDRESSEES),
        Block(
            Style.BODY,
            f"根据《科技部 中央宣传部 中国科协关于举办{year}年全国科技活动周的通知》（国科函才〔{year}〕41号）"
            f"和《云川市科学技术局 中共云川市委宣传部 云川市科学技术协会关于举办{year}年云川科技活动周的通知》"
            f"（云科发〔{year}〕18号）要求，区科技局、区委宣传部、区科协定于{full(days.start)}至{last}"
            f"共同举办{year}年临江区科技活动周。",
        ),
        Block(
            Style.BODY,
            f"现将《{year}年云川市临江区科技活动周实施方案》印发给你们，请结合本单位实际安排好人员和场地，"
            "把活动办到居民身边。",
        ),
        Block(Style.BODY, "联系方式："),
        Block(Style.BODY, "区科技局业务科　何　工　0890-6120027"),
        Block(Style.BODY, "区委宣传部宣传科　陶老师　0890-6120036"),
        Block(Style.BODY, "区科协普及部　罗老师　0890-6120045"),
        Block(Style.BLANK),
        Block(Style.ANNEX_NOTE, f"附件：1.{year}年云川市临江区科技活动周实施方案"),
        Block(Style.ANNEX_NOTE, "　　　2.科技活动周系列活动主要安排"),
        Block(Style.BLANK),
        *(Block(Style.SIGNATURE, issuer) for issuer in ISSUERS),
        Block(Style.DATE, full(days.issued)),
    ]


def _until(days: Days) -> str:
    day = days.end
    return f"{day.month}月{day.day}日" if day.year == days.start.year else full(day)


def _plan(days: Days) -> list[Block]:
    return [
        Block(Style.ANNEX, "附件1"),
        Block(Style.TITLE, f"{days.start.year}年云川市临江区科技活动周\n实施方案"),
        *_what(days),
        *_how(days),
    ]


def _what(days: Days) -> list[Block]:
    return [
        Block(Style.LEVEL_1, "一、时间与主题"),
        Block(
            Style.LEVEL_2_RUN_IN,
            f"{full(days.start)}{_weekday(days.start)}至{_until(days)}{_weekday(days.end)}。",
            "（一）时间：",
        ),
        Block(Style.LEVEL_2_RUN_IN, f"{THEME}。", "（二）主题："),
        Block(Style.LEVEL_1, "二、主要内容"),
        Block(
            Style.LEVEL_2_RUN_IN,
            "请科技工作者讲自己的研究、自己的失败和坚持，让青少年知道答案是怎样一步步找到的。",
            "（一）讲好科学家的故事。",
        ),
        Block(
            Style.LEVEL_2_RUN_IN,
            "水厂、湿地、实验田、实验室、图书馆向居民开门，看得见设备，问得到专家，动得了手。",
            "（二）打开身边的科学大门。",
        ),
        Block(
            Style.LEVEL_2_RUN_IN,
            "围绕防灾减灾、用药安全、食品安全、农业技术和反诈防骗，把讲座、咨询和体验送进社区、村庄和校园。",
            "（三）把科学送到家门口。",
        ),
        Block(
            Style.LEVEL_2_RUN_IN,
            "线上线下一起办，周后每月还有开放日，让科技活动周不落幕。",
            "（四）让活动周不落幕。",
        ),
        Block(Style.LEVEL_1, "三、主要活动"),
        Block(Style.LEVEL_2, f"（一）{ceremony(days)}"),
        Block(Style.BODY, f"时间：{_short(days.start, days)}{_weekday(days.start)}上午9:00"),
        Block(Style.BODY, "地点：临江区文化中心广场"),
        Block(Style.BODY, "主办单位：市科技局、市委宣传部、市科协"),
        Block(Style.BODY, "承办单位：临江区人民政府、云川师范学院"),
        Block(Style.BODY, "协办单位：区融媒体中心、云川江湾智能装备有限公司"),
        Block(Style.LEVEL_2, "（二）科学实验展演汇演"),
        Block(Style.BODY, f"时间：{_short(days.end, days)}{_weekday(days.end)}下午2:00"),
        Block(Style.BODY, "地点：区青少年科技馆"),
        Block(Style.BODY, "主办单位：区科技局、区教育局"),
        Block(Style.BODY, "承办单位：区青少年科技馆"),
        Block(
            Style.BODY,
            "（三）各街道、区直有关部门结合工作实际，举办内容实在、方便居民参加的群众性科技活动。",
        ),
        Block(
            Style.BODY,
            "（四）区科技局、区委宣传部、区科协举办贯穿全年的系列科普活动，包括科普基地开放活动、科普讲解大赛、"
            "优秀科普微视频征集评选活动等，主要安排见附件2。",
        ),
    ]


def _how(days: Days) -> list[Block]:
    return [
        Block(Style.LEVEL_1, "四、组织领导"),
        Block(
            Style.BODY,
            "区科技局、区委宣传部、区科协联合成立全区科技活动周组委会。组委会办公室设在区科技局业务科，"
            "负责日常联络。",
        ),
        Block(Style.LEVEL_1, "五、宣传报道"),
        Block(
            Style.BODY,
            "区委宣传部组织区融媒体中心集中报道，各单位可以提供线索。宣传材料以电子版为主，不要求专门制作展板和横幅。",
        ),
        Block(Style.LEVEL_1, "六、有关要求"),
        Block(
            Style.LEVEL_2_RUN_IN,
            "每场现场活动都要有安全负责人和应急预案，涉密场所和设备不得列入开放范围。"
            f"请于{_short(days.plans_due, days)}前将《活动安全方案及应急预案》报送{OFFICE}。",
            "（一）周密安排，确保安全。",
        ),
        Block(
            Style.LEVEL_2_RUN_IN,
            f"请各单位于{_short(days.lists_due, days)}17:00前将《联络员名单》报送{OFFICE}。"
            f"请各单位于{_short(days.lists_due, days)}17:00前将《重点活动备案表》报送{OFFICE}。"
            "同一内容只报一次，不排名，不强制签到，不要求以截图、照片证明工作。",
            "（二）简化报送，减轻负担。",
        ),
        Block(
            Style.LEVEL_2_RUN_IN,
            f"请各街道、各中小学校于{_short(days.works_due, days)}前将《优秀科普作品推荐表》报送区科协普及部。"
            f"请各单位于{full(days.videos_open)}至{full(days.videos_due)}期间将推荐的科普微视频作品报送{OFFICE}。",
            "（三）广泛发动，推荐作品。",
        ),
        Block(
            Style.LEVEL_2_RUN_IN,
            f"请各单位于{_short(days.figures_due, days)}前将《科技活动周情况统计表》报送{OFFICE}。"
            f"请各单位于{_short(days.summary_due, days)}前将总结报告及照片、影像资料报送{OFFICE}。",
            "（四）认真总结，及时反馈。",
        ),
        Block(Style.BLANK),
        Block(Style.BODY, "联 系 人：何　工　0890-6120027"),
        Block(Style.BODY, "电子邮箱：kjhdz@linjiang.example"),
    ]


def _annex(days: Days) -> list[Block]:
    return [
        Block(Style.ANNEX, "附件2"),
        Block(Style.TITLE, "科技活动周系列活动主要安排"),
        Block(Style.BODY, "按照方案，全区系列活动安排如下："),
        *(Block(Style.BODY, f"{n}.{name}") for n, name in enumerate((ceremony(days), *SERIES), 1)),
    ]
