"""Where a title breaks: lines of about one length, words whole, the shape of a trapezoid or a diamond.

A dictionary is not needed: most of a title is a chain of words that all such titles share, and what is left is broken
only when nothing better is near.
"""

import math
import re
from functools import cache

_WORDS = (
    "关于 举办 举行 开展 组织 做好 印发 转发 报送 征集 推荐 申报 召开 协助 商请 进一步 加强 推进 贯彻落实 有关 工作 事项 情况 "
    "科技活动周 科技周 科普日 科普月 科普周 活动周 活动 科学技术 科学技术协会 科学技术局 科技局 科协 科技 科普 科学 技术 "
    "组织委员会 组委会 联席会议 办公室 委员会 领导小组 人民政府 办公厅 宣传部 教育局 教育 体育 卫生 健康 生态环境 农业农村 农村 文化 "
    "旅游 广播 电视 新闻 出版 总工会 共青团 妇女联合会 联合会 协会 学会 街道 办事处 社区 乡镇 学校 大学 学院 中学 小学 "
    "实施方案 工作方案 活动方案 方案 主要 重点 安排 安排表 备案表 一览表 联络表 回执 总结 报告 请示 通知 通告 公告 意见 的函 "
    "复函 启动仪式 仪式 大赛 竞赛 讲解 比赛 展览 讲座 青少年 创新 机器人 作品 微视频 志愿者 志愿服务 基地 开放日 开放 全国 全省 "
    "全市 全区 自治区 年度 系列 主题 宣传 服务 人员 单位 部门 名单 网络 安全 应急 法律 知识 居民 群众 公众 素质 纲要 行动 计划 "
    "发展 改革 工业 信息化 数字 经济 产业 开发区 管理 自治县 自治州 财政局 公安局 中国共产党 中共 委员 市委 区委 县委"
).split()
_BY_LENGTH = sorted({*_WORDS}, key=len, reverse=True)
_WHOLE = re.compile(
    r"《[^《》]{1,14}》|“[^“”]{1,10}”|\d+(?:[.:：]\d+)*(?:年度|年|月|日|届|号|周年|次|批|%)?|[A-Za-z][A-Za-z0-9.\-]*|"
    r"的(?:通知|函|报告|请示|意见|方案|公告|通告|复函|批复)$|" + "|".join(map(re.escape, _BY_LENGTH))
)
_NOT_FIRST = frozenset("》”’）〉】、，。：；！？的了和与及等化性们区县市省局部委会处科室站所院校")
_NOT_LAST = frozenset("《“‘（〈【第和与及或对为在将")
_ENDS_A_NAME = frozenset("省市区县州旗镇乡局部会委院校站所室科处》”）、，：；")
_INSIDE_WORD = 6.0
_SHARED = {"关于": 0.0, "印发": 0.5, "举办": 0.5, "开展": 0.5, "转发": 0.5}


def width_of(text: str) -> float:
    """The width in characters: Latin letters, digits and half-width signs count half."""
    return sum(0.5 if ord(sign) < 0x2E80 and sign not in "“”‘’—…·" else 1.0 for sign in text)


def title_lines(title: str, room: float) -> list[str]:
    """The title in lines of at most `room` characters; a line break in the title itself is kept.

    Characters that belong together are torn only when one piece alone is longer than a line.
    """
    lines: list[str] = []
    for part in title.split("\n"):
        lines += _lines(part.strip(), room)
    return lines or [""]


def _lines(text: str, room: float) -> list[str]:
    if width_of(text) <= room:
        return [text]
    pieces = [cut for piece in _pieces(text) for cut in _cut(piece, room)]
    fewest = math.ceil(width_of(text) / room)
    for count in range(fewest, fewest + 3):
        found = _best(tuple(pieces), count, room)
        if found:
            return found
    return _filled(pieces, room)


def _pieces(text: str) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(text):
        found = _WHOLE.match(text, at)
        end = found.end() if found else at + 1
        out.append(text[at:end])
        at = end
    return out


def _cut(piece: str, room: float) -> list[str]:
    if width_of(piece) <= room:
        return [piece]
    size = int(room)
    return [piece[at : at + size] for at in range(0, len(piece), size)]


def _between(before: str, after: str) -> float:
    """How bad it is to break between two pieces; infinite where it must not be."""
    if after[0] in "》”’）〉】、，。：；！？" or before[-1] in "《“‘（〈【":
        return math.inf
    cost = _SHARED.get(before, 1.0)
    if after[0] in _NOT_FIRST and not (len(after) > 1 and after.startswith("的")):
        cost += _INSIDE_WORD
    if before[-1] in _NOT_LAST and len(before) == 1:
        cost += _INSIDE_WORD
    if len(before) == 1 and before not in _ENDS_A_NAME:
        cost += _INSIDE_WORD
    elif len(before) == 1 or (len(after) == 1 and before not in _SHARED and not before.endswith("年")):
        cost += 1
    return cost


def _best(pieces: tuple[str, ...], count: int, room: float) -> list[str]:
    """The division into exactly `count` lines that costs least, or nothing."""

    @cache
    def rest(at: int, left: int) -> tuple[tuple[float, tuple[str, ...]], ...]:
        if left == 1:
            line = "".join(pieces[at:])
            return ((0.0, (line,)),) if line and width_of(line) <= room else ()
        found: list[tuple[float, tuple[str, ...]]] = []
        for end in range(at + 1, len(pieces)):
            line = "".join(pieces[at:end])
            if width_of(line) > room:
                break
            cost = _between(pieces[end - 1], pieces[end])
            if cost < math.inf:
                found += [(cost + more, (line, *lines)) for more, lines in rest(end, left - 1)]
        return tuple(sorted(found, key=lambda each: each[0] + _shape(each[1]))[:40])

    candidates = rest(0, count)
    return list(min(candidates, key=lambda each: each[0] + _shape(each[1]))[1]) if candidates else []


def _shape(lines: tuple[str, ...]) -> float:
    """Uneven lines cost; so does an hourglass, whose middle is the shortest, and a stub at the end."""
    widths = [width_of(line) for line in lines]
    mean = sum(widths) / len(widths)
    cost = sum((width - mean) ** 2 for width in widths) / 4
    if len(widths) > 2 and min(widths[1:-1]) < min(widths[0], widths[-1]):
        cost += 8
    if len(widths) > 1 and len(set(widths)) == 1:
        cost += 0.5
    return cost + (10 if widths[-1] < 4 else 0)


def _filled(pieces: list[str], room: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and width_of(lines[-1] + piece) > room:
            lines.append("")
        lines[-1] += piece
    return lines
