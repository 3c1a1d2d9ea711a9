"""What departs, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from sciweek.papers.logic.page_check.reading import Line
from sciweek.papers.logic.template_text import where


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure: at a line, or at what `place` names, or of the whole paper."""

    words: str
    line: Line | None = None
    place: str = ""


def told(findings: Iterable[Finding]) -> list[str]:
    """As sentences, in their order; the same trouble of many paragraphs is told once, at the first of them."""
    by_words: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        by_words.setdefault((each.words, each.place), []).append(each)
    return [_sentence(same[0], len(same) - 1) for same in by_words.values()]


def _sentence(first: Finding, more: int) -> str:
    line = first.line
    place = first.place if line is None else where(line.part, line.number, line.text, line.node, more)
    return place + first.words
