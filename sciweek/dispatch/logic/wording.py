"""The words that papers have by themselves: every standing sentence of every kind, in this one place.

What stands in braces comes from the week. An office that wants other words keeps a Word template of its own.
"""

TITLES = {
    "notice": "关于举办{edition}的通知",
    "plan_notice": "关于印发《{edition}实施方案》的通知",
    "letter": "关于商请报送{edition}有关材料的函",
    "report_before": "关于{edition}筹备情况的报告",
    "report_during": "关于{edition}进展情况的报告",
    "report_after": "关于{edition}开展情况的报告",
    "plan": "{edition}实施方案",
    "arrangements": "{edition}活动安排表",
    "filing": "{edition}重点活动备案表",
    "contacts": "{edition}单位联络表",
    "filing_form": "重点活动备案表",
    "return_form": "科技活动周联络员回执",
    "correction": "关于更正《{old}》的通知",
}

# Names of the files that are kept, and a number whose last part is still to come.
DRAFT_FILE, PREVIEW_FILE = "{title}（草稿）.docx", "{title}（草稿预览）.pdf"
STROKES = str.maketrans("/\\", "／＼")
NUMBER_TO_COME = "{mark}〔{year}〕号"
REGION_WORDS, DISTRICT = "区县市旗州省", "区"
EVERYBODY = "公众"

# How a notice begins. `basis` names the higher papers; without them the sentence starts by itself.
BASIS = "根据{basis}要求，"
HOLD = "{bodies}定于{days}{together}举办{edition}。"
NOTICE_ASKS = "现将有关事项通知如下。"
PLAN_ASKS = "现将《{plan}》印发给你们，请结合实际认真组织实施。"
PLAN_BEGINS = "为做好{edition}各项工作，制定本方案。"
CORRECTS = "《{old}》（{number}）有关内容更正如下，此前所发以本件为准。"

TIME, THEME = "时间", "主题"
TIME_AND_THEME, ONLY_TIME = "时间与主题", "时间"
DIRECTIONS, ACTIVITIES, ORGANISATION = "主要内容", "主要活动", "组织领导"
HAND_IN, REQUIREMENTS, CONTACTS = "材料报送", "有关要求", "联系方式"
ALL_YEAR = "贯穿全年"

COMMITTEE = "{bodies}联合成立{edition}组委会，统筹协调各项工作。"
SINGLE_BODY = "{bodies}负责{edition}的统筹协调。"
OFFICE = "组委会办公室设在{office}，承担日常联络工作。"
SINGLE_OFFICE = "日常联络工作由{office}承担。"

DUE = "请{who}于{due}前将{what}报送{receiver}。"
WINDOW = "请{who}于{days}期间将{what}报送{receiver}。"
NOBODY_NAMED = "组委会办公室"

# 有关要求 of every notice: (heading, text).
STANDING = (
    ("压实工作责任", "各单位要明确负责人和联络员，结合实际细化安排，把各项活动办实办好。"),
    (
        "确保活动安全",
        "活动主办、承办单位要落实安全责任，制定安全方案和应急预案，合理核定参与人数；公开的内容和场所要事先做好保密审查。",
    ),
    (
        "切实减轻负担",
        "同一内容只报一次，不排名，不要求以打卡、截图、点赞等方式证明工作，不强制参与者签到。",
    ),
)

LETTER_BEGINS = "{edition}于{days}举办，{notice}对材料报送作了安排。"
LETTER_BEGINS_ALONE = "{edition}于{days}举办，各项材料正在汇总。"
LETTER_NOTICE = "《{title}》（{number}）"
LETTER_ASKS = "经核对，下列材料我单位尚未收齐，商请各单位对照办理："
LETTER_ASKS_ONE = "经核对，下列材料尚未收到，商请你单位办理："
LETTER_LATE = "{what}，应于{due}前报送{receiver}。"
LETTER_REPLY = "请于{reply_by}前按上述要求报送；已经报送的，请告知报送时间，不必重复报送。"
LETTER_REPLY_SOON = "请尽快按上述要求报送；已经报送的，请告知报送时间，不必重复报送。"
LETTER_ENDS = "专此函达，请予支持为盼。"
ASK_AT = "联系人："

REPORT_BEGINS = "{basis_words}现将{edition}有关情况报告如下。"
REPORT_BASIS = "按照{basis}要求，"
REPORT_WHAT, REPORT_ACTIVITIES, REPORT_PAPERS, REPORT_NEXT = (
    "总体安排",
    "活动组织情况",
    "材料报送情况",
    "下一步工作",
)
REPORT_WHEN = {
    "before": "{edition}定于{days}举办",
    "during": "{edition}于{days}举办，目前正在进行",
    "after": "{edition}已于{days}举办",
}
REPORT_THEME = "主题为“{theme}”"
REPORT_WHO = "共有{count}个单位参加"
REPORT_PLANNED = "截至{today}，已安排并公布活动{count}项{modes}。"
REPORT_BY_KIND = "按类别分：{kinds}。"
REPORT_HANDED = "{what}应报{total}个单位，已报{done}个；"
REPORT_NEXT_DUTY = "做好{what}的收集汇总，{due}前完成；"
REPORT_NEXT_LAST = {
    "before": "落实各项活动的场地、人员和安全措施，确保如期举办。",
    "during": "继续做好活动组织、安全保障和宣传工作。",
    "after": "汇总各单位总结材料，按要求上报工作总结。",
}
REPORT_ENDS = "特此报告。"

EMAIL = "电子邮箱：{email}"
FORM_ASKS = "请于{due}前将本{form}报送{receiver}。"
FORM_SIGN = ("填报单位（盖章）：", "填报日期：　　　　年　　月　　日")


def file_name(words: str, title: str) -> str:
    """The words with the title in them; a stroke in it, as in a date, would read as a folder."""
    return words.format(title=title.translate(STROKES))
