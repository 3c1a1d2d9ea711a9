"""The text: its type, its lines, and the numbers of its headings."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from sciweek.papers.logic.measures import CHARACTERS, LINES, SIZE_3, TEXT_HEIGHT, TEXT_WIDTH
from sciweek.papers.logic.numbering import NUMBERS, number_text, value_of
from sciweek.papers.logic.page_check.findings import Finding
from sciweek.papers.logic.page_check.opening import faces, is_chinese
from sciweek.papers.logic.page_check.reading import File, Line
from sciweek.papers.logic.page_check.roles import Paper
from sciweek.papers.logic.page_check.typefaces import is_face

_FACES = ("黑体", "楷体", "仿宋", "仿宋")
_LEVELS = ("一、", "（一）", "1.", "（1）")
_ENDS = "。：；！？"
_INDENT = (28.0, 36.0)
"""Two characters in points, with and without what is taken from their distance."""


def text(_file: File, paper: Paper) -> Iterator[Finding]:
    """The main text, then each annex and plan by itself: numbers begin anew there."""
    yield from _lines(paper.body, is_main=paper.is_whole)
    yield from _order(paper.body)
    for part in paper.parts:
        lines = [line for line in part.lines if line not in part.title]
        yield from _lines(lines, is_main=False)
        yield from _order(lines)


def level_of(line: Line) -> int:
    """The level of a numbered heading, 0 for other lines."""
    return next((level for level, number in enumerate(NUMBERS, 1) if number.match(line.words)), 0)


def _lines(lines: Sequence[Line], *, is_main: bool) -> Iterator[Finding]:
    small = False
    for line in lines:
        if line.empty:
            small = False
            continue
        # A note below a table has the table's type.
        small = (line.after_table or small) and all(look.size < SIZE_3 - 1 for _words, look in line.runs)
        if small or line.look.align not in ("both", "left", "distribute") or line.look.frame:
            continue
        yield from _type(line)
        yield from _distances(line)
        if is_main and not _is_indented(line):
            yield Finding(_("正文每个自然段应左空二字，回行顶格。"), line)


def _type(line: Line) -> Iterator[Finding]:
    if line.numbered_by_word:
        return
    level = level_of(line)
    if not level and line.look.outline is not None and line.look.outline < len(_FACES):
        level = line.look.outline + 1
    if not level:
        yield from faces([line], "仿宋", SIZE_3, _("正文应为三号仿宋体。"))
        return
    face = _FACES[level - 1]
    words = _("第%(level)d层标题“%(form)s”应为三号%(face)s。") % {
        "level": level,
        "form": _LEVELS[level - 1],
        "face": face if face.endswith("体") else f"{face}体",
    }
    leads = True
    for run, look in line.runs:
        if not run.strip():
            continue
        right = is_face(look.font, face) or (not leads and is_face(look.font, "仿宋"))
        if abs(look.size - SIZE_3) > 0.2 or (is_chinese(run) and not right):
            yield Finding(words, line)
            return
        leads = leads and not any(sign in _ENDS for sign in run)


def _distances(line: Line) -> Iterator[Finding]:
    pitch = line.look.pitch
    if pitch is None and line.look.multiple == 1:
        pitch = line.grid.pitch
    if pitch is None or int(TEXT_HEIGHT / 20 / pitch) != LINES:
        yield Finding(_("每页应排 22 行：行距应为固定值 28.95 磅左右。"), line)
    room = TEXT_WIDTH / 20
    for words, look in line.runs:
        closer = look.closer or line.grid.closer or 0.0
        character = look.size + closer
        if (
            is_chinese(words)
            and abs(look.size - SIZE_3) < 0.2
            and int(room / character + 0.001) != CHARACTERS
        ):
            yield Finding(_("每行应排 28 个字：三号字的间距应紧缩 0.25 磅左右。"), line)
            return


def _is_indented(line: Line) -> bool:
    spaces = len(line.text) - len(line.text.lstrip("　"))
    reach = line.look.first + spaces * SIZE_3
    return _INDENT[0] <= reach <= _INDENT[1] and abs(line.look.left) < 4


def _order(lines: Sequence[Line]) -> Iterator[Finding]:
    """Numbers in order: none left out, no level skipped. A list in the text may begin anew at 1."""
    counts = [0, 0, 0, 0]
    last = 0
    for line in lines:
        level = level_of(line)
        if not level or line.numbered_by_word:
            continue
        found = NUMBERS[level - 1].match(line.words)
        value = value_of(found["n"]) if found else 0
        above = next((at for at in range(level - 1, 0, -1) if counts[at - 1]), 0)
        if last and above and level > above + 1:
            yield Finding(
                _("标题层次跳级：“%(above)s”之下应先用“%(next)s”。")
                % {"above": _LEVELS[above - 1], "next": _LEVELS[above]},
                line,
            )
        expected = counts[level - 1] + 1
        if value != expected and not (value == 1 and level > 2):
            yield Finding(
                _("标题序号不连续：此处应为“%(number)s”。") % {"number": number_text(level, expected)}, line
            )
        counts[level - 1] = value
        counts[level:] = [0] * (len(counts) - level)
        last = level
