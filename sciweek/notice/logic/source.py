"""The text of a notice and the view of it that the grammar reads.

The view differs from the text: full-width signs are made half-width, traditional characters simplified,
invisible characters, sound notes of scrapers and stray spaces are left out. Each character of the view
knows its place in the text, so that whatever is found can be shown where it stands.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass

from sciweek.notice.logic.traditional import to_simplified

type Span = tuple[int, int]

CJK = "\u3400-\u9fff"


def _compatible() -> dict[int, int]:
    """One-to-one foldings: full-width and compatibility forms, brackets, dashes, spaces, line ends."""
    table: dict[int, int] = {}
    for start, stop in ((0xFF01, 0xFF5F), (0x2F00, 0x2FD6), (0xF900, 0xFB00), (0x2E80, 0x2EF4)):
        for code in range(start, stop):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1:
                table[code] = ord(plain)
    for signs, plain in (
        ("〔﹝【〖［\u301a", "["),
        ("〕﹞】〗］\u301b", "]"),
        ("—–―─−‐‑‒﹣﹘━", "-"),
        ("～〜∼˜∽", "~"),
        ("\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " "),
        ("\u000b\u000c\u0085\u2028\u2029", "\n"),
        ("「『„‟＂", "“"),
        ("」』", "”"),
        ("〈﹤", "<"),
        ("〉﹥", ">"),
        ("︰∶﹕", ":"),
        ("，﹐、"[:2], ","),
        ("﹔", ";"),
        ("．", "."),
        ("﹙", "("),
        ("﹚", ")"),
        ("〇Ο", "○"),
        ("‧・•∙⋅", "·"),
        ("｜│┃∣", "|"),
    ):
        table.update(dict.fromkeys(map(ord, signs), ord(plain)))
    return table


_TABLE = _compatible()
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ue000-\uf8ff]+"
)
# "學(xué)": some scrapers print a sound note behind every traditional character.
_SOUND_NOTE = re.compile(
    rf"(?<=[{CJK}])\((?=[a-z]{{0,5}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{{1,7}}\)"
)
_LINE_END_INSIDE = re.compile(rf"(?<=[{CJK}，、》《“”（）]) *\n\s*(?=[{CJK}，、》《“”（）])")
_NEUTRAL_NOTE = re.compile(r"(?<=[们么个着过])\((?:men|me|ge|zhe|guo|le|de)\)")
_SPACE_RUN = re.compile(r"(?<=[ \t]) +|(?<=\n)[ ]+| +(?=\n)|\A +| +\Z")
# Hard blanks that a page lost became question marks: "? ? ? ? 某市科技局", or a line of one alone.
_LOST_BLANKS = re.compile(r"(?<![^ \n])\?(?: +\?){2,}|(?<=\n)[ ]*\?[ ]*(?=\n)")
_DATE_SPACE = re.compile(
    r"(?<=\d) +(?=[年月日号时点届个项场前])|(?<=[年月日号第于至到]) +(?=\d)|(?<=\d) +(?=[-~])|(?<=[-~]) +(?=\d)"
    r"|(?<=[○一二三四五六七八九十]) +(?=[年月日])|(?<=[年月]) +(?=[○一二三四五六七八九十])"
    r"|(?<=[日号]) +(?=[-~前至到(])|(?<=\d) +(?=[至到] *\d)"
    r"|(?<=[日号][-~]) +"
)
_LABELS = (
    "联系人 联系电话 联系方式 联系地址 联系单位 联络人 联络员 电话 传真 手机 邮箱 电子邮箱 "
    "电子邮件 电子信箱 地址 邮编 邮政编码 通讯地址 通信地址 附件 附 "
    "时间 地点 主题 内容 主办单位 承办单位 协办单位 支持单位 指导单位 主办 承办 协办 "
    "活动时间 活动主题 活动地点 活动内容 主题词 抄送 主送 姓名 "
    "单位 职务 序号 名称 活动名称 活动项目 主要内容 备注 文号 索引号 关键词 体裁"
).split()
_LABEL_SPACE = re.compile(
    rf"(?<![{CJK}])(?:"
    + "|".join("[ ]{0,6}".join(label) for label in _LABELS if len(label) > 1)
    + r")(?=[ ]{0,4}(?:[:|(\n\d]|$))"
)
_MARK_SPACE = re.compile(r"(?<=\n)([一二三四五六七八九十]{1,3}) +(?=[、.])|(?<=\n)(\d{1,2}) +(?=[、.])")


@dataclass(frozen=True, slots=True)
class Source:
    """`text` as given (line ends made \\n) with its `view`; `place[i]` is where view[i] stands in text."""

    text: str
    view: str
    place: "array[int]"
    sound_notes: bool = False

    def span(self, start: int, end: int) -> Span:
        """The range of the text behind view[start:end], blanks at both ends left out."""
        while start < end and self.view[start].isspace():
            start += 1
        while end > start and self.view[end - 1].isspace():
            end -= 1
        if start >= end:
            at = self.place[start] if start < len(self.place) else len(self.text)
            return at, at
        return self.place[start], self.place[end - 1] + 1

    def say(self, start: int, end: int) -> str:
        """What stands in the text behind view[start:end], without what the view leaves out."""
        shown = "".join([self.text[self.place[i]] for i in range(start, end)])
        return re.sub(r"\s+", " ", _LINE_END_INSIDE.sub("", shown)).strip()

    def without(self, cuts: list[Span]) -> "Source":
        """The same source with ranges of the view left out; `cuts` are in order and apart."""
        if not cuts:
            return self
        kept: list[str] = []
        place = array("l")
        at = 0
        for start, end in cuts:
            kept.append(self.view[at:start])
            place.extend(self.place[at:start])
            at = end
        kept.append(self.view[at:])
        place.extend(self.place[at:])
        return Source(self.text, "".join(kept), place, self.sound_notes)

    def dropping(self, *patterns: re.Pattern[str]) -> "Source":
        source = self
        for pattern in patterns:
            source = source.without([m.span() for m in pattern.finditer(source.view)])
        return source


def _label_cuts(view: str) -> list[Span]:
    cuts: list[Span] = []
    for match in _LABEL_SPACE.finditer(view):
        if " " in match[0]:
            cuts += [(match.start() + i, match.start() + i + 1) for i, ch in enumerate(match[0]) if ch == " "]
    return cuts


def fold(given: str) -> Source:
    """The source of a text as it came: its lines still as they were."""
    text = given.replace("\r\n", "\n").replace("\r", "\n")
    view = text.translate(_TABLE)
    view = view.translate(to_simplified(view))
    source = Source(text, view, array("l", range(len(text))))
    source = source.dropping(_HIDDEN)
    noted = [m.span() for m in _SOUND_NOTE.finditer(source.view)]
    if len(noted) > 2:
        source = (
            Source(text, source.view, source.place, sound_notes=True).without(noted).dropping(_NEUTRAL_NOTE)
        )
    source = source.dropping(_LOST_BLANKS, _SPACE_RUN, _DATE_SPACE)
    source = source.without(_label_cuts(source.view))
    return source.dropping(_SPACE_RUN)
