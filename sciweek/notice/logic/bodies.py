"""Names of offices, societies, schools and firms as they stand in official papers."""

import re

from sciweek.notice.logic.source import CJK, Span

_ENDINGS = (
    "局 厅 部 委员会 委 办公室 办公厅 办 协会 科协 学会 研究会 联合会 商会 政府 党委 党组 "
    "宣传部 组织部 统战部 中心 大学 学院 学校 中学 小学 高中 幼儿园 "
    "研究院 科学院 医院 法院 检察院 分院 院 研究所 事务所 派出所 所 站 司 处 科 股 集团 公司 "
    "企业 团委 工会 妇联 工商联 总工会 领导小组 工作组 组委会 "
    "管委会 党工委 办事处 银行 出版社 报社 杂志社 通讯社 社 医疗队 联盟 基金会 专班 指挥部 "
    "联席会议 室 支队 大队 总队 电视台 台 博物馆 科技馆 图书馆 文化馆 "
    "展览馆 体育馆 馆 公园 植物园 动物园 科技园 产业园 园区 基地 分局 支局 教委 科委 经信委 "
    "发改委 卫健委 兵团 军区 党校 书院 工委 纲要办 秘书处 分会 总会 "
    "共青团 青联 学联 文联 社科联 残联 侨联 农办 编办 电影公司 实验室 高新区 开发区 系 "
    "团总支 学生会 研究生会 俱乐部 志愿者协会"
).split()
ENDING = re.compile(
    "(?:" + "|".join(sorted(map(re.escape, _ENDINGS), key=len, reverse=True)) + r")(?:\([^()]{1,12}\))?$"
)
_SEAL = re.compile(r"[(](?:[^()]{0,20}(?:代章|代|章|盖章|印章|公章))[)]|[(]此[^()]{1,20}[)]")
_NOT_IN_NAME = re.compile(
    r"[。,:;?!@|/《》\n]|--|网站|信息网|关于|转发|举办|通知|开展|现将|根据|按照|为了|特此|要求|要"
    r"|请|应(?!急|用)|将|前|各有关|各相关|报送|负责|组织实施|联系|附件|以下|如下|参加|广大|认真|进一步"
)
_PLACE = r"(?:[\u4e00-\u9fff]{2,6}?(?:自治区|自治州|省|市|县|区|旗|州))"
_CENTRAL = (
    "科学技术部 科技部 中央宣传部 中共中央宣传部 中宣部 中国科学技术协会 中国科协 教育部 "
    "工业和信息化部 工信部 国家民委 公安部 民政部 司法部 财政部 人力资源社会保障部 人社部 "
    "自然资源部 "
    "生态环境部 住房城乡建设部 交通运输部 水利部 农业农村部 农业部 商务部 文化和旅游部 "
    "文化部 国家卫生健康委 国家卫生计生委 卫生健康委 卫生部 应急管理部 国资委 海关总署 "
    "市场监管总局 广电总局 体育总局 "
    "中国科学院 中科院 中国社科院 中国工程院 中国气象局 国家林草局 国家国防科工局 国防科工局 "
    "国家知识产权局 国家文物局 共青团中央 全国总工会 全国妇联 中国地震局 中央网信办 "
    "中央文明办 中央军委科技委 "
    "国家自然科学基金委 国家能源局 国家航天局 国家海洋局 国家粮食局 国家粮食和物资储备局 "
    "国家中医药局 全国工商联 环境保护部 国土资源部 铁道部 建设部 人事部 国家发展改革委 "
    "国家环保总局"
).split()
_START = re.compile(
    "(?:中共|中国|中央|国家|全国|共青团|"
    + "|".join(map(re.escape, sorted(_CENTRAL, key=len, reverse=True)))
    + (
        rf"|{_PLACE}(?=[\u4e00-\u9fff])"
        rf"|[省市区县校院](?=[科委教卫农文人总妇发财直工民生应气公住自交水林商体司审统医广新团社经环规城知食药地]))"
    )
)
_STRONG_END = re.compile(
    r"(?:局|厅|部|委员会|委|协会|科协|学会|联合会|办公室|办公厅|政府|总工会|妇联|团委|大学"
    r"|学院|中心|署|中央|领导小组|组委会|文明办|网信办|兵团)$"
)


def unsealed(name: str) -> str:
    """The name without a seal note: (代章), (盖章)."""
    return _SEAL.sub("", name).strip()


def is_body(name: str) -> bool:
    """Whether a piece of text can be the name of an office, school, society or firm."""
    name = unsealed(name).replace(" ", "")
    if (
        not 2 <= len(name) <= 42
        or _NOT_IN_NAME.search(name)
        or name.count("(") != name.count(")")
        or re.search(r"\d号", name)
    ):
        return False
    return (
        bool(ENDING.search(name))
        and bool(re.match(rf"[{CJK}A-Z“\"(]", name))
        and not re.match(r"[各本该全]", name)
    )


def split_names(text: str, offset: int = 0) -> list[Span]:
    """Ranges of the single names in a run of names: by signs between them, else by their own grammar.

    "科技部中央宣传部中国科协" has no sign: a name ends on a strong ending (局, 部, 协会 …) where what
    follows begins like a name (中国 …, the same place again, 市委 …).
    """
    spans: list[Span] = []
    for match in re.finditer(r"[^、,;/\n\t ]+", text):
        spans += _split_unspaced(match[0], offset + match.start())
    return spans


def _split_unspaced(text: str, offset: int) -> list[Span]:
    place = re.match(_PLACE, text)
    again = place[0] if place else None
    spans: list[Span] = []
    start = 0
    for at in range(3, len(text) - 1):
        if at - start < 3 or not _STRONG_END.search(text[max(start, at - 5) : at]):
            continue
        rest = text[at:]
        opens = _START.match(rest)
        if (again and rest.startswith(again)) or (
            opens and not rest.startswith(("科技园", "中心", "市场", "区域", "省级", "市级", "区级", "县级"))
        ):
            tail = text[start:at]
            if opens and not (again and rest.startswith(again)) and not ENDING.search(rest):
                continue
            if tail.endswith("委") and rest.startswith(("宣传部", "组织部", "办公室", "员会")):
                continue
            if tail.endswith("部") and rest.startswith(("门", "长")):
                continue
            spans.append((offset + start, offset + at))
            start = at
    spans.append((offset + start, offset + len(text)))
    return spans


def all_bodies(text: str) -> bool:
    """Whether a text is the name of one body or a run of several."""
    text = unsealed(text)
    spans = split_names(text)
    return bool(spans) and (is_body(text) or all(is_body(text[a:b]) for a, b in spans))
