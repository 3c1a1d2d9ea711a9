"""To whom papers go: the body or the address behind 报送, 提交, 发送."""

import re

from sciweek.notice.logic.source import CJK, Span

_TO = re.compile(
    rf"(?:(?:报送|上报|报备|呈报|送交|送达|提交|递交|上交|交由|发送|发电子邮件|发邮件|传真|寄送|邮寄|反馈|汇总"
    rf"|回传|报名|返回|回复|发|报|送|交|寄)(?:一份)?(?:[后或和并及、])?){{1,3}}(?:至|到"
    rf"|给|往|由)?(?:报|送)?(?P<to>(?![后或和并由以其为了时电材纸至到给相有告名])(?:我[局委会校院处部]"
    rf"|[{CJK}“”·]{{1,40}}?(?:办公室|办公厅|组委会|领导小组|委员会|科协|科委|学会|协会|局|厅|部"
    rf"|处|科|室|中心|办|委|会|院|馆|站|所|团委|秘书处"
    rf"|系)(?![技学普协研员门公计理局工]))(?:[(][{CJK}]{{1,14}}[)])?(?:[{CJK}]{{0,12}}(?:处|科(?!普)|室"
    rf"|股|办|部|中心|办公室))?)"
)


_TO_MAIL = re.compile(
    r"(?:至|到|给|往|发|报)(?P<to>[^,。;:]{0,16}?(?:邮箱"
    r"|信箱)\s*[:]?\s*[(]?\s*[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{3,50})"
)


def receiver_in(view: str, start: int, end: int, *, direct: bool = False) -> Span | None:
    """Where papers are to go, in view[start:end]; with `direct` only right at the start."""
    mail = None if direct else _TO_MAIL.search(view, start, end)
    match = _TO.match(view, start, end) if direct else _TO.search(view, start, end)
    if (
        match
        and re.search(r"以下|材料|资料|总结|方案|表|活动|作品|情况|名单", match["to"][:8])
        and not re.search(r"组委会$|办公室$|领导小组$|委员会$|科协$|局$|秘书处$", match["to"])
    ):
        match = None
    if match:
        stop = re.search(r"备案|汇总|审核|审批|统一|统计|整理|留存", match["to"])
        stop_at = match.start("to") + stop.start() if stop else match.end("to")
        return match.start("to"), stop_at
    if mail:
        return mail.start("to"), mail.end("to")
    return None
