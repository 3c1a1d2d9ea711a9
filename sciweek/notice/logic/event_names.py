"""What names an activity, and what is only a slogan or a plain heading."""

import re

from sciweek.notice.logic.layout import Layout, Para
from sciweek.notice.logic.source import CJK, Span

EVENT = re.compile(
    r"仪式|启动式|开幕式|大赛|竞赛|比赛|赛$|讲座|报告会|报告团|论坛|展览|展示|展演|汇演|巡展"
    r"|[展秀]$|展销|开放日|开放周|开放活动|向社会开放|咨询|培训|讲解|答题|征集|推荐|评选|演讲"
    r"|进校园|进社区|进农村|进企业|进学校|进乡村|下乡|大集|科技节|嘉年华|之夜|游园|体验|观摩"
    r"|参观|直播|讲堂|课堂|研学|沙龙|座谈会|座谈|发布会|对接会|推介会|交流会|交流活动|展播"
    r"|放映|电影"
    r"|宣传周|宣传月|宣传日|活动$|行动$|手册|义诊|志愿服务|大会|表彰|推广服务|服务$|讲、比"
    r"|竞答|问答|路演|科普行|大篷车|会$|进万家|送.{1,12}到|工程$|宣传$|宣讲|晚会|活动[)”》]?$"
    r"|科普剧|科普秀|市集|集市|灯会|实践|交流$|巡回|巡讲|日$|培训班|班$|赶集|宣传栏"
)


SLOGAN = re.compile(
    r"^(?:要)?(?:突出|深入(?:宣传|贯彻|学习|推进|实施)|大力(?:弘扬|宣传|推进|普及)|弘扬|聚焦"
    r"|营造|加强|强化|推进|推动|注重|宣传(?:贯彻|普及|党|习)|宣传(?!活动|周|栏|手册)|学习|贯彻"
    r"|紧扣|围绕|提升|优化|落实|坚持|完善|健全|普及|展示(?!活动)|引导|鼓励|倡导|充分|进一步"
    r"|全面|切实|认真|高度|激发|助力|在全社会|创新|服务|支持|动员|发挥|做好|统筹|精心|严格"
    r"|明确|提高|扩大|把握|构建|打造(?!.{0,10}活动)|报备|规范|确保|积极(?!开展|组织|举办)"
    r"|广泛(?!开展|组织|举办))"
)


GENERIC = re.compile(
    r"各具特色|形式多样|丰富多彩|群众性科技|特色(?:鲜明|科普活动|活动)|内容丰富|结合(?:各自"
    r"|实际|本)|多种形式|自行|其他活动$|有关活动$|相关活动$|各类活动$|系列活动$"
)


_LEAD = re.compile(
    r"^(?:[,、 ]|积极|认真|广泛|深入|大力|精心|切实|继续|集中|统一|联合|共同|同步|具体|主要"
    r"|及时|适时|牵头|承办|面向[^,]{1,10}?|将|要|应|可|拟)*"
    r"(?:组织开展好?|组织举办|组织参加|组织实施|组织召开|开展好?|举办好?|举行|召开|办好|组织好"
    r"|做好|实施|承办|主办|启动(?!仪式|式|会)|参加|进行|安排(?!表)|播放)(?:一批|一次|一场|一期"
    r"|一系列|系列|各种|各类|相关|好|了|以[“\"][^”\"]{2,40}[”\"]为主题的)*"
)


_QUANTITY = re.compile(
    r"^(?:不少于|至少)?(?:[一二两三四五六七八九十\d]+[场次项期个批](?:以上|左右)?的?|一系列"
    r"|各种|各类|相关|有关|形式多样的|丰富多彩的|各具特色的|内容丰富、|以下|本届|今年的?)+"
)


_VERB = re.compile(
    r"(?:组织开展|组织举办|组织参加|开展|举办|举行|召开|安排|组织|播放|放映|发放|编印|开设"
    r"|进行|参加|承办)(?!单位|方案|形式|机构|领导|工作方案|实施)"
)


PLAIN_HEADING = re.compile(
    r"^(?:科技周|科技活动周|活动周|科普日|本届|我[市县区省校院]|全[市县区省校院]"
    r"|[\u4e00-\u9fff]{2,4}[市县区省])?(?:\d{4}年)?(?:[\u4e00-\u9fff]{0,8}(?:科技活动周|科技周"
    r"|科普日|科普月))?(?:的)?(?:期间)?(?:主要|重点|重大|重要|特色|主场|系列|示范|专题|主题"
    r"|活动|具体|工作|相关|各项|组织|日程|时间|全[市县区省校]"
    r"|[市县区省校]级)*(?:活动)?(?:的)?(?:主要)?(?:内容|及日程安排|和日程安排|与日程安排|安排"
    r"|项目|形式|方式|日程|计划|设置|名称|流程|板块|一览表?|清单|及安排|及分工|与安排|任务"
    r"|活动|要求|和形式|和要求|及要求|议程|及时间安排|组织|表)*$"
)


DETAIL = re.compile(
    r"(?:[\[]?(?P<time>(?:活动|举办|举行)?(?:时间|日期))|(?P<place>(?:活动|举办|主会场)?地点"
    r"|地址)|(?P<hosts>(?:主办|指导|牵头|责任|负责)(?:单位|部门)?|主办方)"
    r"|(?P<organisers>承办(?:单位|部门)?|实施单位|承办方)|(?P<co>(?:协办|支持|配合|参与"
    r"|参加)(?:单位|部门)?|协办方)|(?P<other>(?:活动)?(?:内容|形式|对象|主题|要求|规模|简介)"
    r"|联系人|联系电话|联系方式|参加人员|参加对象|电话|(?:项目)?负责人|(?:负责|指导"
    r"|辅导)(?:教师|老师)|主讲人?|流程|责任人))[\]]?:"
)


def stripped(view: str, start: int, end: int) -> Span:
    while start < end and view[start] in " ,、:;。.·-":
        start += 1
    while end > start and view[end - 1] in " ,、:;。.!":
        end -= 1
    tail = re.search(
        r"[(](?:见|详见|附件|具体|时间|主办|承办|责任|牵头|[^()]{0,10}(?:\d月|单位|局|办|委|科协"
        r"|负责|牵头|[)]$))[^()]{0,40}[)]?$|(?:等|如下|等等)$",
        view[start:end],
    ) or re.search(r"(?:--?|[,(])[^-,。()]{2,24}(?:负责|牵头|承办|主办)[)]?$", view[start:end])
    if tail and tail.start() > 2:
        end = start + tail.start()
    while end > start and view[end - 1] in " ,、:;。":
        end -= 1
    return start, end


def short_name(view: str, start: int, end: int) -> Span:
    """A heading without the verb in front: 开展人才交流活动 → 人才交流活动."""
    start, end = stripped(view, start, end)
    lead = _LEAD.match(view[start:end])
    if lead and lead.end() and end - start - lead.end() >= 3:
        rest = view[start + lead.end() : end]
        if EVENT.search(rest):
            start += lead.end()
    amount = _QUANTITY.match(view[start:end])
    if amount and end - start - amount.end() >= 4:
        start += amount.end()
    return stripped(view, start, end)


def event_in_sentence(view: str, start: int, end: int) -> Span | None:
    """The event that a sentence orders: its object behind 举办, 开展, 组织 … in the last clause with one."""
    end = min(end, start + 300)
    stop = re.search(r"[。;!]", view[start:end])
    end = start + stop.start() if stop else end
    titled = re.search(
        r"《[^《》]{2,60}》[^,。;《》]{0,10}(?:讲座|报告会|报告|论坛|宣讲|培训|展览|展|活动|讲堂)",
        view[start:end],
    )
    if titled:
        return start + titled.start(), start + titled.end()
    best: Span | None = None
    for clause in re.finditer(r"[^,:]+", view[start:end]):
        verbs = list(_VERB.finditer(clause[0]))
        for verb in reversed(verbs):
            a, b = short_name(view, start + clause.start() + verb.end(), start + clause.end())
            text = view[a:b]
            if verb[0] == "组织" and not EVENT.search(text):
                continue
            if verb[0] == "组织":
                moved = re.match(rf"[{CJK}]{{2,12}}?(?=送|到|赴|参观|走进|深入)", text)
                a = a + moved.end() if moved else a
            if 3 <= b - a <= 60 and (EVENT.search(view[a:b]) or verb[0] in {"安排", "举办", "放映", "播放"}):
                best = (a, b)
                break
    return best


# What is told of an event before its verb or behind a comma is no part of its name:
# 五月十四日上午在广场举行开幕式,…; 组织专家送科技下乡,为农民….
_ORDERED = re.compile(
    r"(?:(?:20\d\d年)?[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日[^,。;]{0,30}?(?:举行|举办|召开)[^,。;]{3,40}"
    r"|(?:组织|举办|举行|召开|开展)[^,。;“”《》()]{3,30}(?=,))"
)


def name_of(layout: Layout, para: Para) -> tuple[Span, bool] | None:
    """The name an item gives its activity, and whether it is named like an event."""
    view = layout.view
    start = para.body
    end = para.heading_end or min(para.end, start + 400)
    text = view[start:end]
    inline = DETAIL.search(view, start, min(para.end, start + 120))
    if inline and 3 < inline.start() - start < 60 and (para.heading_end is None or inline.start() < end):
        end = inline.start()
        text = view[start:end]
    led = re.search(r"[,]?(?:由|以)[^,。]{2,30}?(?:牵头|负责|主办|承办|组织)", text)
    if led and led.start() > 3:
        end = start + led.start()
        text = view[start:end]
    heading_like = para.heading_end is not None or len(text) <= 44
    subject = re.match(
        r"[^,。;]{2,40}?(?:要(?!闻|素)|特?邀请|组织(?!委|部|工|领)|负责|牵头|安排|举办|开展|联合|在[^,]{1,12}期间)",
        text,
    )
    lead = _LEAD.match(text)
    commanded = (
        subject is not None and (lead is None or not lead.end()) and (len(text) > 24 or "要" in subject[0])
    )
    if heading_like and not commanded:
        ordered = _ORDERED.match(text)
        told = event_in_sentence(view, start, start + ordered.end()) if ordered else None
        if told and EVENT.search(view[slice(*told)]):
            return told, True
        a, b = short_name(view, start, end)
        if not 2 <= b - a <= 60:
            return None
        return (a, b), bool(EVENT.search(view[a:b]))
    found = event_in_sentence(view, start, para.end)
    if found:
        return found, True
    return None


_STRONG = re.compile(
    r"仪式|大赛|竞赛|比赛|讲座|报告会|论坛|展览|展演|汇演|展$|开放日|开放活动|咨询|培训班|答题"
    r"|征集|评选|进校园|进社区|进农村|进企业|下乡|科技节|嘉年华|之夜|讲堂|科普行|大篷车|发布会"
    r"|推荐活动|宣传活动|系列活动|主题活动"
)


def strong(text: str) -> bool:
    return bool(_STRONG.search(text))
