"""Red head, number, rule, title and addressee."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from django.utils.translation import gettext as _

from sciweek.papers.logic.measures import CHARACTER, LETTER_RULE, SIZE_2, SIZE_3, TEXT_WIDTH
from sciweek.papers.logic.numbering import NUMBERS
from sciweek.papers.logic.page_check.findings import Finding
from sciweek.papers.logic.page_check.reading import File, Line, is_red, part_lines
from sciweek.papers.logic.page_check.roles import NUMBER, SIGNERS, Paper
from sciweek.papers.logic.page_check.typefaces import is_face

_MM = 72 / 25.4
_HEAD_DROP, _LETTER_DROP = 35.0, 30.0
_NEAR = 3.0
"""Millimetres by which a head may stand off: its place in its line is reckoned, not seen."""


def opening(file: File, paper: Paper) -> Iterator[Finding]:
    """What stands above the text of an official paper."""
    if not paper.is_whole:
        yield from _title_looks(paper.parts[0].title if paper.parts else [])
        return
    yield from _head(file, paper)
    yield from _number(paper)
    yield from _signers(paper)
    yield from _rule(file, paper)
    yield from _title(paper)
    yield from _addressee(paper)


def _head(file: File, paper: Paper) -> Iterator[Finding]:
    if not paper.head:
        yield Finding(_("缺少发文机关标志：应为红色小标宋体，居中排在首页上部。"))
        return
    for line in paper.head:
        if any(words.strip() and not is_face(look.font, "小标宋") for words, look in line.runs):
            yield Finding(_("发文机关标志应为小标宋体。"), line)
        if any(words.strip() and not is_red(look.colour) for words, look in line.runs):
            yield Finding(_("发文机关标志应全部为红色。"), line)
        if line.top and line.look.align != "center" and line.look.align != "distribute":
            yield Finding(_("发文机关标志应居中。"), line)
    first = paper.head[0]
    if paper.is_letter:
        wanted, found = _LETTER_DROP, _header_drop(file, first)
    else:
        wanted, found = _HEAD_DROP, _drop(file, first)
    if found is not None and abs(found - wanted) > _NEAR:
        words = (
            _("信函的发文机关标志上边缘至上页边应为 30 mm，现约 %(found)d mm。")
            if paper.is_letter
            else _("发文机关标志上边缘至版心上边缘应为 35 mm，现约 %(found)d mm。")
        )
        yield Finding(words % {"found": round(found)}, first)


def _drop(file: File, first: Line) -> float | None:
    """Millimetres from the top of the text to the head; nothing when something drawn stands above."""
    height = 0.0
    for line in file.lines:
        if line is first:
            return (height + line.look.before + _air(line)) / _MM
        if line.drawn or line.look.frame or line.number > first.number:
            return None
        height += line.look.before + _pitch(line) + line.look.after
    return None


def _header_drop(file: File, first: Line) -> float | None:
    height = float(file.document.sections[0].header_distance.pt)
    for line in file.header:
        if line is first:
            return (height + line.look.before + _air(line)) / _MM
        height += 0 if line.look.frame else line.look.before + _pitch(line) + line.look.after
    return None


def _pitch(line: Line) -> float:
    return line.look.pitch or line.grid.pitch or _size(line) * 1.3 * line.look.multiple


def _size(line: Line) -> float:
    return max((look.size for _words, look in line.runs), default=SIZE_3)


def _air(line: Line) -> float:
    """What a line leaves above its characters."""
    return max(0.0, (_pitch(line) - _size(line)) / 2)


def _number(paper: Paper) -> Iterator[Finding]:
    line = paper.number
    if line is None:
        yield Finding(_("缺少发文字号：应排在标题之上，如“临科字〔2028〕9号”；还没有编号的，留出位置。"))
        return
    found = NUMBER.fullmatch(SIGNERS.sub("", line.words))
    if found is None:
        return
    if found["open"] != "〔" or found["close"] != "〕":
        yield Finding(_("发文字号的年份应用六角括号“〔〕”括入。"), line)
    if found["year"] and len(found["year"]) != 4:
        yield Finding(_("发文字号的年份应标全称，用四位阿拉伯数字。"), line)
    if found["ordinal"]:
        yield Finding(_("发文字号的顺序号不加“第”字。"), line)
    if found["number"].startswith("0"):
        yield Finding(_("发文字号的顺序号不编虚位，1不编为01。"), line)
    number = replace(line, runs=tuple(takewhile(lambda each: "\t" not in each[0], line.runs)))
    yield from faces([number], "仿宋", SIZE_3, _("发文字号应为三号仿宋体。"))
    yield from _number_place(line, paper)


def _number_place(line: Line, paper: Paper) -> Iterator[Finding]:
    align = line.look.align
    if paper.is_letter:
        if align != "right":
            yield Finding(_("信函的发文字号应顶格居版心右边缘。"), line)
    elif _is_upward(paper):
        if align not in ("both", "left") or abs(line.look.left + line.look.first - CHARACTER) > 4:
            yield Finding(_("上行文的发文字号应居左空一字。"), line)
    elif align != "center":
        yield Finding(_("发文字号应居中。"), line)
    blank = _blank_before(paper.between, line)
    if paper.head and not paper.is_letter and blank != 2 and not _signers_of(paper):
        yield Finding(
            _("发文字号应排在发文机关标志下空二行的位置，现空 %(lines)d 行。") % {"lines": blank}, line
        )


def _blank_before(between: Sequence[Line], line: Line) -> int:
    blank = 0
    for each in between:
        if each is line:
            break
        blank = blank + 1 if each.empty else 0
    return blank


def _signers_of(paper: Paper) -> list[Line]:
    return [line for line in paper.between if "签发人" in line.text]


def _is_upward(paper: Paper) -> bool:
    title = "".join("".join(line.words.split()) for line in paper.title)
    return bool(_signers_of(paper)) or (title.endswith(("的报告", "的请示")) and not paper.is_letter)


def _signers(paper: Paper) -> Iterator[Finding]:
    if not _is_upward(paper):
        return
    lines = _signers_of(paper)
    if not lines:
        yield Finding(
            _("上行文应标注签发人：“签发人”三字后加全角冒号和姓名，与发文字号同处一行。"), paper.number
        )
    for line in lines:
        words = line.text.partition("签发人")[2]
        if not words.startswith("："):
            yield Finding(_("“签发人”后应为全角冒号。"), line)
        names = words[1:].strip()
        if names and any(
            text.strip() and text.strip() in names and not is_face(look.font, "楷体")
            for text, look in line.runs[-1:]
        ):
            yield Finding(_("签发人姓名应为三号楷体。"), line)


def _rule(file: File, paper: Paper) -> Iterator[Finding]:
    """The red rule between number and title; a letter's two double ones stand in the header and the footer."""
    if not paper.head:
        return
    if paper.is_letter:
        first = file.document.sections[0]
        feet = part_lines(first.first_page_footer, file, "footer")
        for lines, words in (
            (file.header, _("信函首页发文机关标志下应印一条红色双线（上粗下细），长 170 mm。")),
            (feet, _("信函首页下方应印一条红色双线（上细下粗），长 170 mm。")),
        ):
            if not any(_is_double(line) or line.drawn for line in lines):
                yield Finding(words)
        return
    rules = [
        (line, rule)
        for line in (*paper.head, *paper.between)
        for side, rule in line.look.rules.items()
        if side in ("top", "bottom") and rule[0] != "none"
    ]
    if not rules:
        if not any(line.drawn for line in paper.between):
            yield Finding(_("缺少红色分隔线：发文字号之下应印一条与版心等宽的红色分隔线。"), paper.number)
        return
    line, rule = rules[-1]
    if not is_red(rule[3]):
        yield Finding(_("发文字号之下的分隔线应为红色。"), line)
    if abs(line.look.right) > 4 or abs(min(line.look.left, line.look.left + line.look.first)) > 4:
        yield Finding(_("红色分隔线应与版心等宽。"), line)


def _is_double(line: Line) -> bool:
    wide = TEXT_WIDTH / 20 - line.look.left - line.look.right
    return any(
        is_red(rule[3])
        and ("thick" in rule[0].lower() or rule[0] == "double")
        and abs(wide - LETTER_RULE / 20) < 9
        for rule in line.look.rules.values()
    )


def _title(paper: Paper) -> Iterator[Finding]:
    if not paper.title:
        yield Finding(_("缺少标题。"))
        return
    yield from _title_looks(paper.title)
    above = [line for line in paper.between if not line.empty]
    if not above and not paper.is_letter:
        return
    blank = 0
    for line in reversed(paper.between):
        if not line.empty:
            break
        blank += not line.look.rules
    if blank != 2:
        yield Finding(
            _("标题应排在红色分隔线下空二行的位置，现空 %(lines)d 行。") % {"lines": blank}, paper.title[0]
        )


def _title_looks(lines: Sequence[Line]) -> Iterator[Finding]:
    return title_looks(lines, _("标题"))


def title_looks(lines: Sequence[Line], what: str) -> Iterator[Finding]:
    """A title is set in 二号小标宋体, centred and without number or full stop."""
    for line in lines:
        if line.look.align != "center":
            yield Finding(_("%(what)s应居中。") % {"what": what}, line)
        yield from faces([line], "小标宋", SIZE_2, _("%(what)s应为二号小标宋体。") % {"what": what})
    if not lines:
        return
    if any(number.match(lines[0].words) for number in NUMBERS):
        yield Finding(_("%(what)s前不加序号。") % {"what": what}, lines[0])
    if lines[-1].words.endswith(("。", "；", "，")):
        yield Finding(_("%(what)s末尾不加标点。") % {"what": what}, lines[-1])


def faces(lines: Sequence[Line], face: str, size: float, words: str) -> Iterator[Finding]:
    """Lines whose Chinese words are in another type, or in another size."""
    for line in lines:
        if any(
            text.strip()
            and (abs(look.size - size) > 0.2 or (is_chinese(text) and not is_face(look.font, face)))
            for text, look in line.runs
        ):
            yield Finding(words, line)


def is_chinese(text: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" or sign >= "\U00020000" for sign in text)


def _addressee(paper: Paper) -> Iterator[Finding]:
    line = paper.addressee
    if line is None:
        return
    if not line.words.endswith("："):
        yield Finding(_("主送机关后应标全角冒号。"), line)
    if abs(line.look.first) > 4 or abs(line.look.left) > 4 or line.text.startswith(("　", " ")):
        yield Finding(_("主送机关应居左顶格。"), line)
    yield from faces([line], "仿宋", SIZE_3, _("主送机关应为三号仿宋体。"))
