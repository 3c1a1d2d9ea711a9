"""Signature, date and remark."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sciweek.papers.logic.breaks import width_of
from sciweek.papers.logic.measures import CHARACTER, SIZE_3, TEXT_WIDTH
from sciweek.papers.logic.page_check.findings import Finding
from sciweek.papers.logic.page_check.opening import faces
from sciweek.papers.logic.page_check.reading import File, Line
from sciweek.papers.logic.page_check.roles import DATE, Paper

_LINE = TEXT_WIDTH / 20 / CHARACTER
_NEAR = 0.7
"""Characters by which a place may be off: Word's own widths are not known here."""


def signing(file: File, paper: Paper) -> Iterator[Finding]:
    """发文机关署名, 成文日期 and 附注."""
    line = paper.date
    if line is None:
        yield Finding(_("缺少成文日期。"))
        return
    yield from _date_form(line)
    yield from faces([*paper.signature, line], "仿宋", SIZE_3, _("发文机关署名和成文日期应为三号仿宋体。"))
    yield from _places(paper, line)
    top = paper.signature[0] if paper.signature else line
    above = file.lines[top.number - 2] if top.number > 1 else None
    if above is not None and not above.empty and not above.look.rules and above in paper.body:
        yield Finding(_("署名应在正文（或附件说明）下空一行以上编排。"), top)
    yield from _remark(paper)


def _date_form(line: Line) -> Iterator[Finding]:
    found = DATE.fullmatch(line.words)
    parts = [found[name] for name in ("year", "month", "day")] if found else []
    if not any(parts):
        return
    if not all(part and part.isascii() for part in parts if part is not None):
        yield Finding(_("成文日期应用阿拉伯数字。"), line)
        return
    year, month, day = (part or "" for part in parts)
    if year and len(year) != 4:
        yield Finding(_("成文日期的年份应标全称。"), line)
    if month.startswith("0") or day.startswith("0"):
        yield Finding(_("成文日期的月、日不编虚位，1不编为01。"), line)
    elif year and month and day and len(year) == 4 and not _is_day(int(year), int(month), int(day)):
        yield Finding(_("没有这一天，请核对成文日期。"), line)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _span(line: Line) -> tuple[float, float] | None:
    """Where the last words of a line begin and end, in characters from the left; nothing when that cannot be told."""
    look = line.look
    room = _LINE - look.right / CHARACTER
    if "\t" in line.text:
        parts = line.text.split("\t")
        if len(parts) - 1 > len(look.tabs):
            return None
        kind, at = look.tabs[len(parts) - 2]
        wide, stop = width_of(parts[-1].strip()), at / CHARACTER
        start = {"center": stop - wide / 2, "right": stop - wide}.get(kind, stop)
        return start, start + wide
    text = line.text.rstrip("\n")
    wide, lead = width_of(text), width_of(text) - width_of(text.lstrip())
    if look.align == "right":
        start = room - wide
    elif look.align == "center":
        left = (look.left + look.first) / CHARACTER
        start = left + (room - left - wide) / 2
    else:
        start = (look.left + look.first) / CHARACTER
    trail = wide - width_of(text.rstrip())
    return start + lead, start + wide - trail


def _places(paper: Paper, date: Line) -> Iterator[Finding]:
    """With a seal: date four characters from the right, the name centred over it. Without: the name two characters
    from the right, the date beginning two characters right of it."""
    span = _span(date)
    name = _span(paper.signature[-1]) if paper.signature else None
    if span is None or (paper.signature and name is None):
        return
    at_right = _LINE - span[1]
    blank = not any(sign.isdecimal() for sign in date.words)
    if name is None or width_of(paper.signature[-1].words) + 2 > _LINE:
        if at_right < 2 - _NEAR:
            yield Finding(_("成文日期应右空四字（加盖印章）或右空二字以上（不加盖印章）编排。"), date)
        return
    near = _NEAR + (2 if blank else 0)
    sealed = at_right > 4 - near and abs(sum(name) - sum(span)) / 2 < near
    plain = _LINE - name[1] > 2 - near and abs(span[0] - name[0] - 2) < near
    if not sealed and not plain:
        yield Finding(
            _(
                "署名和成文日期的位置不对：加盖印章的，成文日期右空四字，署名居中压在其上；不加盖印章的，署名右空二字，成文日期首字比署名首字右移二字。"
            ),
            date,
        )


def _remark(paper: Paper) -> Iterator[Finding]:
    line = paper.remark
    if line is None:
        return
    if not (line.words.startswith("（") and line.words.endswith("）")):
        yield Finding(_("附注应用全角圆括号括入。"), line)
    spaces = len(line.text) - len(line.text.lstrip("　"))
    if not 1.7 <= (line.look.left + line.look.first) / CHARACTER + spaces <= 2.3:
        yield Finding(_("附注应居左空二字编排在成文日期下一行。"), line)
    yield from faces([line], "仿宋", SIZE_3, _("附注应为三号仿宋体。"))
