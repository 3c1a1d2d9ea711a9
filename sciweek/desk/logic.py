"""Which signs of a text a search has found: pure words."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sciweek.base.text import searchable

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of signs; `is_hit` when it is what was searched for."""

    text: str
    is_hit: bool = False


def search_words(text: str) -> tuple[str, ...]:
    """The words of a search as the columns are searched by; those that are nothing but spaces are left out."""
    words = (searchable(word) for word in text.split())
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """The text in pieces, with what the words found marked: by the same folding as the search itself."""
    folded, origin = _folded(text)
    hits = [False] * len(text)
    for word in words:
        for start in _places(folded, word):
            for index in range(origin[start], origin[start + len(word) - 1] + 1):
                hits[index] = True
    pieces: list[Piece] = []
    for sign, is_hit in zip(text, hits, strict=True):
        if pieces and pieces[-1].is_hit == is_hit:
            pieces[-1] = Piece(pieces[-1].text + sign, is_hit)
        else:
            pieces.append(Piece(sign, is_hit))
    return pieces


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is searched, and for each of its signs the place in the text that it came from."""
    signs: list[str] = []
    origin: list[int] = []
    for index, sign in enumerate(text):
        for folded in unicodedata.normalize("NFKC", sign).casefold():
            if not folded.isspace():
                signs.append(folded)
                origin.append(index)
    return "".join(signs), origin


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while word and at >= 0:
        yield at
        at = text.find(word, at + 1)
