"""The paper on the review page: paragraphs with what each one is, cut where evidence begins and ends."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Span = tuple[int, int]

CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、")
SECTION = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[:：]?$")
LONGEST_HEADING = 40
LEAF = 30  # paragraphs that the browser lays out, or skips, together


@dataclass(frozen=True, slots=True)
class Mark:
    """Evidence of a finding: where, whose, how it stands (accepted, open, doubtful, rejected)."""

    start: int
    end: int
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same evidence. `marks`: the innermost first; `begins`: whose number stands here."""

    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()

    @property
    def state(self) -> str:
        return self.marks[0].state

    @property
    def numbers(self) -> str:
        return " ".join(str(mark.number) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text. `kind`: title, centred, chapter, section, salutation, signature, annex or body."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Line:
    """A paragraph as shown."""

    start: int
    kind: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of the head and foot were found; without them a paragraph is told by its words alone."""

    title: Sequence[Span] = ()
    centred: Sequence[Span] = ()
    salutation: Sequence[Span] = ()
    issuers: Sequence[Span] = ()
    date: Sequence[Span] = ()


NOWHERE = Places()


def paragraphs(text: str, places: Places = NOWHERE) -> list[Paragraph]:
    """The lines of the text that hold anything, each with its kind."""
    found: list[Paragraph] = []
    at = 0
    title_at = min((start for start, _ in places.title), default=-1)
    for raw in text.split("\n"):
        start, end = at + len(raw) - len(raw.lstrip()), at + len(raw.rstrip())
        if end > start:
            found.append(Paragraph(start, end, _kind(text[start:end], (start, end), places, title_at)))
        at += len(raw) + 1
    return found


def _kind(words: str, span: Span, places: Places, title_at: int) -> str:
    if _mostly(span, places.title):
        return "title"
    if _mostly(span, places.centred):
        return "centred"
    if _mostly(span, places.issuers):
        return "centred" if span[0] <= title_at else "signature"
    if _mostly(span, places.date):
        return "signature"
    if _mostly(span, places.salutation):
        return "salutation"
    if ANNEX.fullmatch(words):
        return "annex"
    if CHAPTER.match(words) and len(words) <= LONGEST_HEADING:
        return "chapter"
    if SECTION.match(words) and len(words) <= LONGEST_HEADING and words[-1] not in "。；;":
        return "section"
    return "body"


def _mostly(span: Span, places: Sequence[Span]) -> bool:
    """Whether the places cover more than half of the paragraph."""
    covered = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in places)
    return covered * 2 > span[1] - span[0]


def leaves(text: str, found: Sequence[Paragraph], marks: Iterable[Mark]) -> list[list[Line]]:
    """The whole paper, cut at the ends of evidence, in leaves of some paragraphs. Time grows with length plus marks."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    lines: list[Line] = []
    running: list[Mark] = []
    upcoming = 0
    begun: set[int] = set()
    for paragraph in found:
        while upcoming < len(ordered) and ordered[upcoming].start < paragraph.end:
            running.append(ordered[upcoming])
            upcoming += 1
        running = [mark for mark in running if mark.end > paragraph.start]
        lines.append(_line(text, paragraph, running, begun))
    return [lines[at : at + LEAF] for at in range(0, len(lines), LEAF)]


def _line(text: str, paragraph: Paragraph, running: Sequence[Mark], begun: set[int]) -> Line:
    line = Line(paragraph.start, paragraph.kind)
    cuts = {paragraph.start, paragraph.end}
    for mark in running:
        cuts |= {max(mark.start, paragraph.start), min(mark.end, paragraph.end)}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        over = sorted(
            (mark for mark in running if mark.start < end and mark.end > start),
            key=lambda mark: (mark.end - mark.start, mark.number),
        )
        begins = tuple(mark for mark in over if mark.number not in begun)
        # A mark that covers two spans under one number begins once.
        once = tuple({mark.number: mark for mark in begins}.values())
        begun.update(mark.number for mark in once)
        line.pieces.append(Piece(text[start:end], tuple(over), once))
    return line


def merged(spans: Iterable[Sequence[int]], text: str) -> list[list[int]]:
    """Spans in order, those that overlap or have only blanks and stops between them made one."""
    out: list[list[int]] = []
    for start, end in sorted((int(span[0]), int(span[1])) for span in spans):
        if out and (start <= out[-1][1] or not text[out[-1][1] : start].strip(' \t\n\u3000，,、。；;：:“”"')):
            out[-1][1] = max(out[-1][1], end)
        elif end > start:
            out.append([start, end])
    return out
