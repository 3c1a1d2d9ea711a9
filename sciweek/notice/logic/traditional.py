"""Traditional characters beside their simplified forms, one to one, for matching only.

A notice in traditional characters is read by the same grammar: the reader looks at a folded view and quotes the
text as it was given. The forms come from OpenCC.
"""

from functools import lru_cache
from typing import Any

# Signs that every notice has and that only traditional writing uses: a text without them is left alone, and
# OpenCC is not even loaded.
_TELLING = frozenset("關舉辦單區學會與對為開動時間題內報點組織聯繫電話發黨縣鄉鎮國務員機實項節覽講")


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def to_simplified(text: str) -> dict[int, int]:
    """A translation table for the traditional characters of this text; empty for a simplified one."""
    used = set(text)
    if used.isdisjoint(_TELLING):
        return {}
    convert = _converter().convert
    table: dict[int, int] = {}
    for sign in used:
        if "\u3400" <= sign <= "\u9fff":
            plain = convert(sign)
            if plain != sign and len(plain) == 1:
                table[ord(sign)] = ord(plain)
    return table
