"""Which line of a paper is what: found by what stands in it and where, so that a fault in its looks is seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sciweek.papers.logic.measures import SIZE_2
from sciweek.papers.logic.page_check.reading import File, Line
from sciweek.papers.logic.page_check.typefaces import is_face

# No run of blanks or digits is given back once it is taken (*+): what stands behind never begins with its like, and
# a run of a hundred thousand that leads nowhere is gone through once.
NUMBER = re.compile(
    r"(?P<mark>[^〔\[【［（(\s]{0,24})\s*+(?P<open>[〔\[【［（(])\s*+(?P<year>\d*+)\s*+(?P<close>[〕\]】］）)])"
    r"\s*+(?P<ordinal>第?)\s*+(?P<number>\d*+)\s*+号"
)
"""发文字号 in right and wrong forms, or the room that is left for it."""
SIGNERS = re.compile(r"(?<!\s)\s*+签发人[:：].*|\t.*", re.DOTALL)
DATE = re.compile(
    r"(?P<year>[\d〇○零一二三四五六七八九]{2,4})?\s*+年\s*+(?P<month>[\d一二三四五六七八九十]{1,3})?\s*+月"
    r"\s*+(?P<day>[\d一二三四五六七八九十]{1,3})?\s*+日"
)
ANNEX_NOTE = re.compile(r"附\s*+件\s*+(?P<colon>[:：])\s*+(?P<first>\S.*)", re.DOTALL)
ANNEX_LABEL = re.compile(
    r"附\s*+件\s*+(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*+(?P<end>[:：.、]?)"
)
ANNEX_ITEM = re.compile(r"(?P<number>\d{1,2})(?P<point>[.．、])")
IMPRINT = re.compile(r"(抄送|抄报|主送|分送)[\s　]*[:：]|.*印[发制]$", re.DOTALL)
_BODIES = re.compile(
    r".*(局|委|办|部|处|科|站|院|校|部门|单位|学校|中心|政府|办公室|公司|街道|乡镇|协会|会|所|基地|媒体)[:：]"
)
_OPENING = 16
"""Lines within which number and title are looked for."""
_FAR = 100
"""Points from the left at which no text begins."""


@dataclass(slots=True)
class Part:
    """An annex or a printed plan: its label, its title, its lines and its own annex note."""

    label: Line | None = None
    title: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    note: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    """The parts of a paper, each with its lines; empty where the file has none."""

    head: list[Line] = field(default_factory=list)
    is_letter: bool = False
    number: Line | None = None
    between: list[Line] = field(default_factory=list)
    """All lines from the head to the title, empty ones too."""
    title: list[Line] = field(default_factory=list)
    addressee: Line | None = None
    body: list[Line] = field(default_factory=list)
    annex_note: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    date: Line | None = None
    remark: Line | None = None
    parts: list[Part] = field(default_factory=list)
    imprint: list[Line] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """An official paper, not a table by itself."""
        return bool(self.head or self.number or self.addressee)


def roles_of(file: File) -> Paper:
    """The parts, found from the top down."""
    paper = Paper()
    paper.imprint = _imprint(file.lines)
    own = {line.number for line in paper.imprint}
    _head(file, paper)
    top = [line for line in file.lines if line.top and line.number not in own]
    start = 1 + max((at for at, line in enumerate(top) if line in paper.head), default=-1)
    if paper.head and not start:
        # The head stands in a table or in the header of the page.
        last = max((line.number for line in paper.head if line.part == "body"), default=0)
        start = next((at for at, line in enumerate(top) if line.number > last), len(top))
    rest = _title(top, start, paper)
    _main(rest, paper)
    return paper


def _imprint(lines: Sequence[Line]) -> list[Line]:
    """版记: what stands last in the file."""
    found: list[Line] = []
    for line in reversed(lines):
        if line.empty:
            continue
        if not IMPRINT.match(line.words) or len(found) == 4:
            break
        found.insert(0, line)
    return found


def _head(file: File, paper: Paper) -> None:
    for line in file.lines:
        if line.red and not NUMBER.fullmatch(line.words):
            paper.head.append(line)
        elif paper.head and line.top and not line.empty:
            break
    in_header = [line for line in file.header if line.red]
    if in_header and not paper.head:
        paper.head, paper.is_letter = in_header, True


def _title(top: Sequence[Line], start: int, paper: Paper) -> Sequence[Line]:
    """Number and title; what follows them."""
    opening = [at for at in range(start, len(top)) if not top[at].empty][:_OPENING]
    number = next((at for at in opening if NUMBER.fullmatch(SIGNERS.sub("", top[at].words))), None)
    if number is not None:
        paper.number = top[number]
    after = [at for at in opening if number is None or at > number]
    after = [at for at in after if "签发人" not in top[at].text]
    if not after:
        paper.between = list(top[start:])
        return []
    first = after[0]
    known = number is not None or bool(paper.head)
    end = first
    if top[first].words.endswith(("：", ":")) and not is_title(top[first]):
        # What follows the number is the addressee already.
        paper.between = list(top[start:first])
        return top[first:]
    if known or is_title(top[first]):
        end = first + 1
        while end < len(top) and is_title(top[end]):
            end += 1
        paper.title = list(top[first:end])
    paper.between = list(top[start:first]) if known else []
    return top[end:]


def is_title(line: Line) -> bool:
    """Looks like a title: centred, in its size or its type."""
    if line.empty or line.look.align != "center" or not line.runs or line.red:
        return False
    return any(look.size >= SIZE_2 - 2 or is_face(look.font, "小标宋") for _words, look in line.runs)


def _main(rest: Sequence[Line], paper: Paper) -> None:
    lines = list(rest)
    first = next((at for at, line in enumerate(lines) if not line.empty), len(lines))
    if first < len(lines) and (paper.number or paper.head) and _is_addressee(lines[first]):
        paper.addressee = lines[first]
    if not paper.is_whole:
        paper.parts = _parts(lines, Part(title=paper.title))
        paper.title = []
        return
    body = lines[first + 1 :] if paper.addressee else lines
    label = next((at for at, line in enumerate(body) if _is_label(line)), len(body))
    title = next((at for at, line in enumerate(body) if is_title(line)), len(body))
    found = _date(body[: min(label, title)])
    found = _date(body[:label]) if found is None else found
    end = min(label, title) if found is None or found < title else label
    main = body[:end]
    paper.parts = _parts(body[end:], None)
    _close(main, found, paper)


def _is_addressee(line: Line) -> bool:
    words = line.words
    if line.look.align not in ("both", "left") or _is_label(line):
        return False
    flush = abs(line.look.first) < 4 and abs(line.look.left) < 4 and not line.text.startswith("　")
    if flush:
        return words[-1] not in "。！？；" and not re.match("[一二三四五六七八九十]{1,3}、|（", words)
    return bool(_BODIES.fullmatch(words))


def _is_label(line: Line) -> bool:
    return bool(ANNEX_LABEL.fullmatch(line.words)) and line.look.align != "right"


def _date(lines: Sequence[Line]) -> int | None:
    found = [at for at, line in enumerate(lines) if DATE.fullmatch(line.words)]
    return found[-1] if found else None


def _close(main: Sequence[Line], date: int | None, paper: Paper) -> None:
    """What stands below the text: annex note, signature, date, remark."""
    before = list(main if date is None else main[:date])
    if date is not None:
        paper.date = main[date]
        after = [line for line in main[date + 1 :] if not line.empty]
        if after and after[0].words[0] in "(（":
            paper.remark = after.pop(0)
        paper.body = after
        while before and not before[-1].empty and _is_signature(before[-1]):
            paper.signature.insert(0, before.pop())
        before = [line for line in before if line.empty or not _is_signature(line)]
    note = next((at for at, line in enumerate(before) if ANNEX_NOTE.fullmatch(line.words)), None)
    if note is not None:
        before, paper.annex_note = _note(before, note)
    paper.body = before + paper.body


def _is_signature(line: Line) -> bool:
    """Stands at the right, and is no sentence."""
    stops = any(kind in ("center", "right") for kind, _at in line.look.tabs)
    at_right = line.look.align == "right" or line.look.left + line.look.first > _FAR
    at_right = at_right or (line.text.startswith("\t") and stops)
    blank = len(line.text) - len(line.text.lstrip("　 "))
    return (at_right or blank > 6) and not ANNEX_NOTE.fullmatch(line.words)


def _note(lines: Sequence[Line], at: int) -> tuple[list[Line], list[Line]]:
    end = at + 1
    while end < len(lines) and (lines[end].empty or ANNEX_ITEM.match(lines[end].words)):
        end += 1
    note = [line for line in lines[at:end] if not line.empty]
    return [*lines[:at], *lines[end:]], note


def _parts(lines: Sequence[Line], first: Part | None) -> list[Part]:
    parts = [first] if first else []
    for line in lines:
        if _is_label(line):
            parts.append(Part(label=line))
        elif is_title(line) and (not parts or _has_text(parts[-1])):
            parts.append(Part(title=[line]))
        elif is_title(line) and all(each.empty for each in parts[-1].lines):
            parts[-1].title.append(line)
            parts[-1].lines.append(line)
        else:
            if not parts:
                parts.append(Part())
            parts[-1].lines.append(line)
    for part in parts:
        note = next((at for at, line in enumerate(part.lines) if ANNEX_NOTE.fullmatch(line.words)), None)
        if note is not None:
            part.lines, part.note = _note(part.lines, note)
    return parts


def _has_text(part: Part) -> bool:
    return any(not line.empty and line not in part.title for line in part.lines)
