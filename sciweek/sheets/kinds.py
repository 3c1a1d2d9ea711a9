"""What can be imported: rooms above describe their tables here, in `<room>/sheet_kinds.py`, which is loaded at start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sciweek.base.actor import Actor
from sciweek.sheets.logic.columns import Column, Line
from sciweek.sheets.logic.verdicts import Saved, Verdict
from sciweek.week.models import Week

# Called with how many lines are done of how many; may raise to stop the work.
Tick = Callable[[int, int], None]
Judge = Callable[[Actor, Week | None, Sequence[Line], Tick], list[Verdict]]
Save = Callable[[Actor, Week | None, Sequence[Line], Tick], Saved]


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A table that a room takes in.

    `permission` is asked of the week, or of the region when the table belongs to none. `judge` says of each line
    what would become of it and writes nothing; `save` writes all lines or, by raising `Refused`, none: it runs
    inside one transaction. Lines that `judge` called wrong never reach `save`. `note` stands over the template;
    `choices` gives its drop-down lists that only the database knows, by the column's name.
    """

    name: str
    title: Any
    columns: Sequence[Column]
    permission: str
    judge: Judge
    save: Save
    note: str = ""
    choices: Callable[[Week | None], Mapping[str, Sequence[str]]] | None = None


_kinds: dict[str, SheetKind] = {}


def register(kind: SheetKind) -> SheetKind:
    """Make a kind known under its name (`room.thing`)."""
    known = _kinds.get(kind.name)
    if known is not None and known.judge is not kind.judge:
        raise RuntimeError(f"sheet kind {kind.name} is registered twice")
    _kinds[kind.name] = kind
    return kind


def kind_of(name: str) -> SheetKind:
    """The kind of that name; an unknown one is a programming error."""
    return _kinds[name]


def kinds() -> tuple[SheetKind, ...]:
    return tuple(_kinds[name] for name in sorted(_kinds))
