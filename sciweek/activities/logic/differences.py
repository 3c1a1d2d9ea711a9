"""What changed between two texts, word by word. Pure; knows no database."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A Chinese sign is a word of its own; a number, a time or a Latin word stays whole.
WORD = re.compile(r"\d+(?:[:.]\d+)*|[A-Za-z]+|\s+|.", re.DOTALL)
# Two texts that share less than this are shown whole: a patchwork of single signs tells nothing.
ALIKE = 0.3
# Beyond this many words only beginning and end are compared.
MOST_WORDS = 3000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `is_changed` when the other text does not have it."""

    text: str
    is_changed: bool


def differences(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; put together again they are what they were."""
    a, b = WORD.findall(old), WORD.findall(new)
    if len(a) + len(b) > MOST_WORDS:
        return _by_ends(old, new)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if a and b and matcher.ratio() < ALIKE:
        return (Piece(old, True),), (Piece(new, True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        _add(left, "".join(a[a_from:a_to]), kind != "equal")
        _add(right, "".join(b[b_from:b_to]), kind != "equal")
    return tuple(left), tuple(right)


def _by_ends(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    end = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    sides = []
    for text in (old, new):
        pieces: list[Piece] = []
        _add(pieces, text[:start], False)
        _add(pieces, text[start : len(text) - end], True)
        _add(pieces, text[len(text) - end :], False)
        sides.append(tuple(pieces))
    return sides[0], sides[1]


def _add(pieces: list[Piece], text: str, is_changed: bool) -> None:
    if text:
        pieces.append(Piece(text, is_changed))
