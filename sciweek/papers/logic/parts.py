"""The parts of a paper around its text: red head, number, signature, plan, annexes and 版记."""

from collections.abc import Callable, Sequence
from typing import Any

from sciweek.papers.logic import styles
from sciweek.papers.logic.blocks import Block, TableBlock
from sciweek.papers.logic.breaks import title_lines, width_of
from sciweek.papers.logic.measures import CHARACTER, KAITI, SIZE_2, SIZE_4, TEXT_WIDTH, chars
from sciweek.papers.logic.numbering import date_text
from sciweek.papers.logic.official import Annex, OfficialPaper, PaperKind
from sciweek.papers.logic.ooxml import aligned, element, indent, paragraph, run, spacing, tabs
from sciweek.papers.logic.typesetting import LANDSCAPE, PORTRAIT, annex_note, blanks, title, typeset

_LARGEST_HEAD = 46.0
_LARGEST_JOINT_HEAD = 38.0
_SMALLEST_HEAD = 16.0
_HEAD_PITCH = 1.3
"""A line of the red head, in its type size."""
_ROOM = TEXT_WIDTH / 20
_LINE = TEXT_WIDTH / 20 / CHARACTER
"""Characters of the text's size in a line."""
_THICK, _THIN = 8, 6
"""The rules of the 版记, 0.35 and 0.25 mm, in eighths of a point."""
_SEAL_LINES = 3
"""Empty lines between two rows of names, so that seals of 42 mm neither cut nor touch one another."""


def head(paper: OfficialPaper) -> list[Any]:
    """发文机关标志: one name with 文件 in a line; joint: names below one another, 文件 at their right.

    A joint name that does not fit beside 文件 in the smallest type stands in several lines.
    """
    names = paper.head_names or paper.issuers
    if paper.kind == PaperKind.letter:
        names = names[:1]
    word = "" if paper.kind == PaperKind.letter else paper.head_text
    if len(names) == 1:
        return [_single_head(names[0] + word)]
    beside = width_of(word) + 1 if word else 0.4
    lines = [line for name in names for line in title_lines(name, _ROOM / _SMALLEST_HEAD - beside)]
    longest = max(map(width_of, lines))
    size = _fitted(longest + beside, _LARGEST_JOINT_HEAD)
    if not word:
        return [_head_line(line, size, "distribute", (_ROOM - longest * size) / 2) for line in lines]
    return [_joint_head(lines, word, size, longest)]


def _single_head(text: str) -> Any:
    """One line; a name that would become smaller than a title stands in two, broken between words."""
    size = _fitted(width_of(text) + 0.4, _LARGEST_HEAD)
    if size >= SIZE_2:
        return _head_line(text, size)
    lines = title_lines(text, width_of(text) / 2 + 3)
    return _head_line("\n".join(lines), _fitted(max(map(width_of, lines)) + 0.4, _LARGEST_HEAD))


def _fitted(characters: float, largest: float) -> float:
    """A type size in whole points at which so many characters stand in one line."""
    return max(_SMALLEST_HEAD, min(largest, float(int(_ROOM / characters))))


def _head_line(text: str, size: float, how: str = "", inset: float = 0) -> Any:
    side = round(inset * 20)
    return paragraph(
        styles.HEAD,
        run(text, size=size),
        spacing=spacing(size * _HEAD_PITCH),
        ind=indent(left=side, right=side) if side else None,
        jc=aligned(how) if how else None,
    )


def _joint_head(lines: Sequence[str], word: str, size: float, longest: float) -> Any:
    """A table without lines: a row with the names, and 文件 in the middle of their height."""
    left, right = round((longest + 0.2) * size * 20), round((width_of(word) + 0.2) * size * 20)

    def cell(width: int, *lines: Any) -> Any:
        margins = element("tcMar", element("left", w=0, type="dxa"), element("right", w=0, type="dxa"))
        look = element("tcPr", element("tcW", w=width, type="dxa"), margins, element("vAlign", val="center"))
        return element("tc", look, *lines)

    stacked = [_head_line(line, size, "distribute") for line in lines]
    gap = round(size * 0.5 * 20)
    look = element(
        "tblPr",
        element("tblW", w=left + gap + right, type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
    )
    grid = element("tblGrid", element("gridCol", w=left), element("gridCol", w=gap + right))
    row = element(
        "tr",
        element("trPr", element("cantSplit")),
        cell(left, *stacked),
        cell(gap + right, _head_line(word, size, "right")),
    )
    return element("tbl", look, grid, row)


def number_text(paper: OfficialPaper) -> str:
    """发文字号, or the room for it."""
    year = str(paper.date.year) if paper.date else "　　"
    return paper.number or f"　　〔{year}〕　号"


def number_and_signers(paper: OfficialPaper) -> list[Any]:
    """A paper that goes upward: number at left, 签发人 at right, two names a line, the number in the last line."""
    rows = [paper.signers[at : at + 2] for at in range(0, len(paper.signers), 2)] or [()]
    names = ["　".join(row) for row in rows]
    start = TEXT_WIDTH - chars(1 + 4 + max(map(width_of, names)))
    out = []
    for at, row in enumerate(names):
        last = at == len(names) - 1
        lead = run(number_text(paper)) if last else ""
        label = run("\t签发人：" if at == 0 else "\t　　　　")
        signers = run(row, font=KAITI) if row else ""
        out.append(
            paragraph(
                styles.NUMBER,
                lead,
                label,
                signers,
                ind=indent(first=chars(1)),
                jc=aligned("left"),
                tabs=tabs(("left", start)),
            )
        )
    return out


def signature(paper: OfficialPaper) -> list[Any]:
    """发文机关署名 and 成文日期 below an empty line."""
    names = [name for name in paper.signature or paper.issuers if name]
    date = date_text(paper.date) if paper.date else "　　年　月　日"
    if paper.stamped:
        lines = _stamped(names, date)
    else:
        lines = _unstamped(names, date)
    return [*_kept(blanks(2 if paper.stamped else 1)), *lines]


def _kept(lines: list[Any]) -> list[Any]:
    """Lines that stand on the page of what follows them."""
    for line in lines:
        line.pPr.insert(1, element("keepNext"))
    return lines


def _from_right(style: str, text: str, characters: float) -> Any:
    return paragraph(style, text, ind=indent(right=max(0, chars(characters))))


def _unstamped(names: Sequence[str], date: str) -> list[Any]:
    """Names two characters from the right; the date begins two characters right of the last name's beginning."""
    names = [line for name in names for line in title_lines(name, _LINE)]
    long = width_of(date)
    last = width_of(names[-1]) if names else 0.0
    date_at = max(2.0, last - long)
    name_at = max(2.0, long + 4 - last)
    lines = [_from_right(styles.SIGNATURE, name, 2) for name in names[:-1]]
    lines += [_from_right(styles.SIGNATURE, name, name_at) for name in names[-1:]]
    return [*lines, _from_right(styles.DATE, date, date_at)]


def _stamped(names: Sequence[str], date: str) -> list[Any]:
    """The date four characters from the right, the (last) name centred over it; joint names in rows."""
    long = width_of(date)
    written = [title_lines(name, _LINE) for name in names]
    widest = max((width_of(line) for lines in written for line in lines), default=0.0)
    at_right = max(4.0, (widest - long) / 2)
    if len(names) < 2:
        made = [
            _from_right(styles.SIGNATURE, line, at_right + (long - width_of(line)) / 2)
            for lines in written
            for line in lines
        ]
        return [*made, _from_right(styles.DATE, date, at_right)]
    centre = _LINE - at_right - long / 2
    # Where a name takes several lines, half of it leaves no room for a second one beside it.
    per_row = max(1, min(3, int((_LINE + 0.5) // (widest + 1))))
    step = (centre - widest / 2) / (per_row - 1) if per_row > 1 else 0.0
    out: list[Any] = []
    rest = written
    while rest:
        row, rest = rest[:per_row], rest[per_row:]
        stops = [("center", chars(centre - step * (len(row) - 1 - at))) for at in range(len(row))]
        if out:
            out += _kept(blanks(_SEAL_LINES))
        out += [
            paragraph(
                styles.SIGNATURE,
                "".join(f"\t{line}" for line in beside),
                tabs=tabs(*stops),
                jc=aligned("left"),
            )
            for beside in zip(*row, strict=True)
        ]
    return [*out, _from_right(styles.DATE, date, at_right)]


def annex_titles(paper: OfficialPaper) -> list[str]:
    """The titles that the annex note names, in order."""
    plan = [paper.plan.title] if paper.plan and paper.plan.as_annex else []
    return [title.replace("\n", "") for title in [*plan, *(annex.title for annex in paper.annexes)]]


def _note_below(paper: OfficialPaper) -> list[Any]:
    titles = annex_titles(paper)
    return [*blanks(1), *annex_note(titles)] if titles else []


def note_of_annexes(paper: OfficialPaper) -> list[Any]:
    """附件说明 one empty line below the text; a plan that is printed without a label names its annexes itself."""
    return [] if paper.plan and not paper.plan.as_annex else _note_below(paper)


def plan(paper: OfficialPaper) -> list[Any]:
    """What the notice prints: on a new page under its own title, or as the first annex."""
    if paper.plan is None:
        return []
    if paper.plan.as_annex:
        return _annex(Annex(paper.plan.title, paper.plan.blocks), 1, len(annex_titles(paper)))
    return [*title(paper.plan.title, new_page=True), *typeset(paper.plan.blocks), *_note_below(paper)]


def annexes(paper: OfficialPaper) -> list[Any]:
    """The annexes, each on a new page."""
    count = len(annex_titles(paper))
    first = count - len(paper.annexes) + 1
    return [each for at, annex in enumerate(paper.annexes) for each in _annex(annex, first + at, count)]


def _annex(annex: Annex, number: int, count: int) -> list[Any]:
    """Label at the top left, the title in the third line. An annex with a wide table is turned as a whole."""
    turned = any(_is_wide(block) for block in annex.blocks)
    label = paragraph(styles.ANNEX_LABEL, "附件" if count == 1 else f"附件{number}")
    made = [label, *blanks(1), *title(annex.title), *typeset(annex.blocks, turned=turned)]
    return [element(LANDSCAPE), *made, element(PORTRAIT)] if turned else made


def _is_wide(block: Block) -> bool:
    return isinstance(block, TableBlock) and block.landscape


def imprint(paper: OfficialPaper) -> list[Any]:
    """版记 at the foot of the last page: a table of one column, fixed at the bottom of the text area.

    A letter has neither rules nor printing office.
    """
    one = round(SIZE_4 * 20)
    lines: list[Any] = []
    if paper.copies_to:
        text = f"抄送：{paper.copies_to.rstrip('。')}。"
        lines.append(paragraph(styles.IMPRINT, text, ind=indent(left=one * 4, right=one, first=-one * 3)))
    if (paper.printed_by or paper.printed_on) and paper.kind != PaperKind.letter:
        printed = f"{date_text(paper.printed_on)}印发" if paper.printed_on else ""
        stops = tabs(("right", TEXT_WIDTH - one))
        ind = indent(left=one, right=one)
        lines.append(paragraph(styles.IMPRINT, f"{paper.printed_by}\t{printed}", tabs=stops, ind=ind))
    return [_foot(lines, ruled=paper.kind != PaperKind.letter)] if lines else []


def _foot(lines: Sequence[Any], *, ruled: bool) -> Any:
    rules = (("top", _THICK), ("bottom", _THICK), ("insideH", _THIN))
    sides = [element(side, val="single", sz=size, space=0, color="000000") for side, size in rules]
    margins = (element(side, w=0, type="dxa") for side in ("left", "right"))
    place = element(
        "tblpPr", leftFromText=0, rightFromText=0, vertAnchor="margin", horzAnchor="margin", tblpXSpec="left",
        tblpYSpec="bottom",
    )  # fmt: skip
    look = element(
        "tblPr",
        place,
        element("tblOverlap", val="never"),
        element("tblW", w=TEXT_WIDTH, type="dxa"),
        element("tblBorders", *sides) if ruled else None,
        element("tblLayout", type="fixed"),
        element("tblCellMar", *margins),
    )
    rows = [
        element(
            "tr",
            element("trPr", element("cantSplit")),
            element("tc", element("tcPr", element("tcW", w=TEXT_WIDTH, type="dxa")), line),
        )
        for line in lines
    ]
    return element("tbl", look, element("tblGrid", element("gridCol", w=TEXT_WIDTH)), *rows)


WRITERS: dict[str, Callable[[OfficialPaper], list[Any]]] = {
    "发文机关标志": head,
    "发文字号和签发人": number_and_signers,
    "正文": lambda paper: typeset(paper.body),
    "附件说明": note_of_annexes,
    "落款": signature,
    "印发内容": plan,
    "附件": annexes,
    "版记": imprint,
}
"""What stands for each block field."""
