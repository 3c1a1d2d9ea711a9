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
# Pairs of the same paragraph, or word, on both sides that are looked at in one comparison: a few seconds. A text that
# says one thing over and over has them by the thousand million; what is left then is shown as it is, unpaired.
MOST_LIKES = 8_000_000
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


class _Patience:
    """How many likes are still looked at."""

    def __init__(self) -> None:
        self.left = MOST_LIKES

    def has_for(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether these two may be compared; it is spent on them then."""
        likes = Counter(other)
        wanted = sum(likes[each] for each in one)
        if wanted > self.left:
            return False
        self.left -= wanted
        return True


def compared(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Rows from top to bottom; an unchanged paragraph stands on both sides."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    patience = _Patience()
    between = _between(before[head : len(before) - tail], after[head : len(after) - tail], patience)
    return [*_same(before[:head]), *between, *_same(before[len(before) - tail :])]


def _same(lines: Sequence[str]) -> list[Row]:
    return [Row((Piece(line),), (Piece(line),)) for line in lines]


def _between(before: Sequence[str], after: Sequence[str], patience: _Patience) -> list[Row]:
    """The rows of what stands between a common beginning and a common end."""
    if not patience.has_for(before, after):
        return _paired(before, after, patience)
    rows: list[Row] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            rows += _same(before[first:last])
        else:
            rows += _paired(before[first:last], after[start:end], patience)
    return rows


def folded(rows: Sequence[Row]) -> list[Row]:
    """The rows that differ, each with its neighbours."""
    near = {n + step for n, row in enumerate(rows) if row.kind != "same" for step in (-1, 0, 1)}
    return [row for n, row in enumerate(rows) if n in near]


def _paired(before: Sequence[str], after: Sequence[str], patience: _Patience) -> list[Row]:
    """A run of changed paragraphs: each old one beside the most similar new one, in order."""
    if len(before) > MOST_PAIRED or len(after) > MOST_PAIRED:
        return [Row(_whole(line), ()) for line in before] + [Row((), _whole(line)) for line in after]
    rows: list[Row] = []
    at = 0
    for line in before:
        best = _most_alike(line, after, at, patience)
        if best is None:
            rows.append(Row(_whole(line), ()))
            continue
        rows += [Row((), _whole(extra)) for extra in after[at:best]]
        rows.append(_words(line, after[best], patience))
        at = best + 1
    return rows + [Row((), _whole(extra)) for extra in after[at:]]


def _most_alike(line: str, after: Sequence[str], at: int, patience: _Patience) -> int | None:
    """The first of those from `at` on that is most like the line; None when none is like it."""
    best, most = None, ALIKE
    matcher = difflib.SequenceMatcher(None, "", line[:400], autojunk=False)
    for number in range(at, len(after)):
        matcher.set_seq1(after[number][:400])
        # Far quicker, and never less than what is looked for.
        if matcher.quick_ratio() < most or not patience.has_for(after[number][:400], line[:400]):
            continue
        alike = matcher.ratio()
        if alike > most or (best is None and alike == most):
            best, most = number, alike
    return best


def _whole(line: str) -> tuple[Piece, ...]:
    return (Piece(line, is_changed=True),)


def _words(before: str, after: str, patience: _Patience) -> Row:
    left, right = WORD.findall(before), WORD.findall(after)
    if len(left) + len(right) > MOST_WORDS or not patience.has_for(left, right):
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
