"""The notice as a page that reads well: its head, its title, its lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from sciweek.notice.logic.sheet import Line


@dataclass(frozen=True, slots=True)
class Paper:
    """`above` stands over the title (bodies, document number); `title` may have several lines."""

    above: tuple[str, ...]
    title: tuple[str, ...]
    lines: tuple[Line, ...]


def paper_of(lines: Sequence[Line]) -> Paper:
    """The lines, parted at the first run of title lines."""
    first = next((at for at, line in enumerate(lines) if line.kind == "title"), None)
    if first is None:
        return Paper((), (), tuple(lines))
    last = first
    while last < len(lines) and lines[last].kind == "title":
        last += 1
    return Paper(
        above=tuple(line.text for line in lines[:first]),
        title=tuple(line.text for line in lines[first:last]),
        lines=tuple(lines[last:]),
    )
