"""What the reader says about a paper, in the language of the page.

The reader writes Chinese, and so it is stored: reasons, doubts, warnings. The page puts it into its own language here.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

from sciweek.look.dates import WEEKDAYS_ZH, in_english

# Every sentence that the reader says as it stands; listed so that the catalogues have it.
SENTENCES = (
    # why an activity or a direction is one
    gettext_noop("“主要内容”一节的条目"),
    gettext_noop("“主要内容”一节的正文"),
    gettext_noop("活动安排表中的一行"),
    gettext_noop("以活动名称为标题的一节"),
    gettext_noop("活动一节中列举的活动"),
    gettext_noop("活动一节中单独成行"),
    gettext_noop("正文写明何时举行"),
    gettext_noop("“活动内容”之后写明的活动"),
    gettext_noop("附件活动清单中的一行"),
    gettext_noop("附件活动清单的条目"),
    gettext_noop("“安排如下”之后的条目"),
    gettext_noop("写在日期之后"),
    gettext_noop("活动的时间"),
    gettext_noop("“地点”之后写明"),
    gettext_noop("写在日期之后的地点"),
    gettext_noop("“主办单位”之后写明"),
    gettext_noop("“承办单位”之后写明"),
    gettext_noop("“协办单位”之后写明"),
    gettext_noop("要求一节的条目"),
    # why an activity is of its kind
    gettext_noop("名称含启动、开幕、仪式等字样"),
    gettext_noop("名称含答题、知识竞赛等字样"),
    gettext_noop("名称含征集、推荐、评选等字样"),
    gettext_noop("名称含大赛、竞赛等字样"),
    gettext_noop("名称含手册、图书等字样"),
    gettext_noop("名称含校园、学校等字样"),
    gettext_noop("名称含开放、参观等字样"),
    gettext_noop("名称含讲座、报告、培训等字样"),
    gettext_noop("名称含展览、展演、体验等字样"),
    gettext_noop("名称含宣传、服务、下乡等字样"),
    gettext_noop("名称未指明类别"),
    # contacts
    gettext_noop("写在联系人、电话之前的单位"),
    gettext_noop("紧接前文的报送单位"),
    gettext_noop("“联系人”之后或电话之前的姓名"),
    gettext_noop("“电话”之后或姓名之后的号码"),
    gettext_noop("电子邮箱地址"),
    gettext_noop("材料报送所用的邮箱，文中只有这一处联系人"),
    gettext_noop("邮箱写在报送要求里，请核对是否属于该联系人"),
    gettext_noop("邮箱地址不完整，请核对"),
    # days and years
    gettext_noop("年份取自成文日期"),
    gettext_noop("年份取自标题"),
    gettext_noop("年份取自正文"),
    gettext_noop("年份取自网页发布日期"),
    gettext_noop("早于成文日期半年以上，顺延一年"),
    gettext_noop("年份不是文中写明的，请核对"),
    gettext_noop("文中没有写明年份"),
    gettext_noop("日期不完整"),
    gettext_noop("日期写明"),
    gettext_noop("请核对原文"),
    # what is due
    gettext_noop("“…前”并要求报送或完成"),
    gettext_noop("“截止时间”之后写明"),
    gettext_noop("起止时间内办理"),
    gettext_noop("起止时间的开始一日"),
    gettext_noop("写在日期之后的时刻"),
    gettext_noop("从活动结束之日起推算"),
    gettext_noop("报送、提交等动词之后的单位"),
    gettext_noop("与时限同句写明"),
    gettext_noop("前一句写明的材料"),
    gettext_noop("上文写明的材料"),
    gettext_noop("“以下材料”之后逐项列出"),
    # the head of the paper
    gettext_noop("正文前以“关于…的通知”等形式单独成行"),
    gettext_noop("正文前单独成行的文件名"),
    gettext_noop("文首单独成行的文件名"),
    gettext_noop("标题中“关于”之前的发文机关"),
    gettext_noop("正文前单独写出的发文字号"),
    gettext_noop("“文号”一栏"),
    gettext_noop("正文前以冒号结尾的主送单位"),
    gettext_noop("落款署名"),
    gettext_noop("文首署名"),
    gettext_noop("文末单独成行的署名"),
    gettext_noop("落款处的成文日期"),
    gettext_noop("网页“发布机构”一栏"),
    gettext_noop("网页“成文日期”一栏"),
    gettext_noop("依据语句中书名号内的文件"),
    gettext_noop("紧跟在所依据文件之后的文号"),
    # the edition
    gettext_noop("“时间”一节写明"),
    gettext_noop("“时间：”之后写明"),
    gettext_noop("语句写明活动周于此期间举办"),
    gettext_noop("语句写明此期间为活动周"),
    gettext_noop("语句写明于此期间举办"),
    gettext_noop("语句写明于当日举办"),
    gettext_noop("“主题”一节写明"),
    gettext_noop("“主题：”之后写明"),
    gettext_noop("语句写明“主题为…”"),
    gettext_noop("语句写明“以…为主题”"),
    gettext_noop("语句写明“围绕…主题”"),
    gettext_noop("引号内的主题"),
    # what is odd
    gettext_noop("同一段文字出现两次"),
    gettext_noop("同一句话在一段中出现两次"),
    gettext_noop("结束日期早于开始日期"),
    gettext_noop("结束日期早于开始日期，请核对原文"),
    gettext_noop("截止日期早于成文日期，请核对原文"),
    gettext_noop("正文列出了附件，但文中没有附件内容"),
    gettext_noop("文末句子不完整，文本可能被截断"),
    gettext_noop("文末不完整，文本可能被截断"),
    gettext_noop("没有找到落款单位和成文日期，文本可能不完整"),
    gettext_noop("文中夹有注音，似为网页抓取所致，已略过注音阅读"),
    gettext_noop("没有可读的文字"),
    gettext_noop("文本过长，只读取了前面一部分"),
    gettext_noop("时限或活动多得不像一份通知，只读取了前面一部分"),
    gettext_noop("这段文字不像活动周通知，没有从中读取任何内容"),
)

# Sentences with something of the paper inside.
FORMS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"“(?P<heading>.{1,16})”一节的条目", gettext_noop("“%(heading)s”一节的条目")),
        (r"文中只写“(?P<day>[^”]+)”，没有写明哪一天", gettext_noop("文中只写“%(day)s”，没有写明哪一天")),
        (r"(?P<day>\d+年\d+月\d+日)并不存在", gettext_noop("%(day)s并不存在")),
        (
            r"按“(?P<phrase>[^”]+)”从活动周结束之日推算，请核对",
            gettext_noop("按“%(phrase)s”从活动周结束之日推算，请核对"),
        ),
        (
            r"原文写星期(?P<said>[一二三四五六日天])，而 (?P<day>\S+) 是星期(?P<real>[一二三四五六日])",
            gettext_noop("原文写星期%(said)s，而 %(day)s 是星期%(real)s"),
        ),
        (
            r"文中另有一处活动周时间：(?P<other>.+)，与 (?P<first>\S+) 至 (?P<last>\S+) 不一致",
            gettext_noop("文中另有一处活动周时间：%(other)s，与 %(first)s 至 %(last)s 不一致"),
        ),
        (
            r"正文列出了附件(?P<number>\d+)，但文中没有找到",
            gettext_noop("正文列出了附件%(number)s，但文中没有找到"),
        ),
        (r"附件(?P<number>\d+)没有在附件说明中列出", gettext_noop("附件%(number)s没有在附件说明中列出")),
    )
)
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_page_language(said: str) -> str:
    """The reader's words as the page says them. What is not known stays as it was said."""
    if not in_english():
        return said
    return "; ".join(_clause(clause) for clause in said.split("；"))


def _clause(clause: str) -> str:
    """One sentence, or several that the reader joined by commas."""
    words = _sentence(clause)
    if words is not None:
        return words
    for comma in reversed([match.start() for match in re.finditer("，", clause)]):
        head = _sentence(clause[:comma])
        if head is not None:
            return f"{head}, {_clause(clause[comma + 1 :])}"
    return clause


def _sentence(sentence: str) -> str | None:
    words = gettext(sentence)
    if words != sentence:
        return words
    for pattern, form in FORMS:
        found = pattern.fullmatch(sentence)
        if found:
            return gettext(form) % _filled(found.groupdict())
    return None


def _filled(groups: Mapping[str, str]) -> dict[str, str]:
    """Of the paper's own words weekdays and full dates are translated; the rest is quoted."""
    days = {sign: WEEKDAYS[position] for position, sign in enumerate(WEEKDAYS_ZH)} | {"天": "Sunday"}
    return {
        name: days.get(text, text) if name in {"said", "real"} else DATE.sub(_iso, text)
        for name, text in groups.items()
    }


def _iso(date: re.Match[str]) -> str:
    """A string: the day need not exist."""
    return f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}"
