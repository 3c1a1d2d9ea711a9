"""How a text changed, side by side: paragraphs paired, and in each pair the words that differ."""

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# A number or a Latin word is one word; of Chinese each character is one.
WORD = re.compile(r"[0-9]+(?:[.:][0-9]+)*|[A-Za-z]+|\s+|.", re.DOTALL)
ALIKE = 0.45  # below this share of common words two paragraphs are different ones
MOST_WORDS = 6000  # beyond this a paragraph is compared as a whole
MOST_LIKES = 5_000_000  # pairs of the same paragraph on both sides; beyond this none is looked for
MOST_PAIRED = 60  # beyond this a run of changed paragraphs is paired in order


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `is_changed` when the other side does not have it here."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of paragraphs; a side that has none is empty."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def kind(self) -> str:
        """same, changed, added or removed."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        return "changed" if any(piece.is_changed for piece in (*self.before, *self.after)) else "same"


def compared(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Rows from top to bottom; an unchanged paragraph stands on both sides."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    between = _between(before[head : len(before) - tail], after[head : len(after) - tail])
    return [*_same(before[:head]), *between, *_same(before[len(before) - tail :])]


def _same(lines: Sequence[str]) -> list[Row]:
    return [Row((Piece(line),), (Piece(line),)) for line in lines]


def _between(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """The rows of what stands between a common beginning and a common end."""
    likes = Counter(after)
    if sum(likes[line] for line in before) > MOST_LIKES:
        return _paired(before, after)
    rows: list[Row] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            rows += _same(before[first:last])
        else:
            rows += _paired(before[first:last], after[start:end])
    return rows


def folded(rows: Sequence[Row]) -> list[Row]:
    """The rows that differ, each with its neighbours."""
    near = {n + step for n, row in enumerate(rows) if row.kind != "same" for step in (-1, 0, 1)}
    return [row for n, row in enumerate(rows) if n in near]


def _paired(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """A run of changed paragraphs: each old one beside the most similar new one, in order."""
    if len(before) > MOST_PAIRED or len(after) > MOST_PAIRED:
        return [Row(_whole(line), ()) for line in before] + [Row((), _whole(line)) for line in after]
    rows: list[Row] = []
    at = 0
    for line in before:
        best = max(range(at, len(after)), key=lambda n: (_alike(line, after[n]), -n), default=None)
        if best is None or _alike(line, after[best]) < ALIKE:
            rows.append(Row(_whole(line), ()))
            continue
        rows += [Row((), _whole(extra)) for extra in after[at:best]]
        rows.append(_words(line, after[best]))
        at = best + 1
    return rows + [Row((), _whole(extra)) for extra in after[at:]]


def _whole(line: str) -> tuple[Piece, ...]:
    return (Piece(line, is_changed=True),)


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one[:400], other[:400], autojunk=False).ratio()


def _words(before: str, after: str) -> Row:
    left, right = WORD.findall(before), WORD.findall(after)
    if len(left) + len(right) > MOST_WORDS:
        return Row(_whole(before), _whole(after))
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, first, last, start, end in difflib.SequenceMatcher(
        None, left, right, autojunk=False
    ).get_opcodes():
        changed = tag != "equal"
        if last > first:
            old.append(Piece("".join(left[first:last]), changed))
        if end > start:
            new.append(Piece("".join(right[start:end]), changed))
    return Row(tuple(old), tuple(new))
