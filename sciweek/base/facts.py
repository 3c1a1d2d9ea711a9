"""Facts told after, gates asked before: how rooms reach rooms that they may not import.

An action tells a frozen dataclass of ids; a table owned by `config.reactions` says which jobs follow. The jobs are
enqueued in the action's own transaction: the queue lives in the same database, so a crash can neither lose a fact
nor invent one. Gates come from the same table and answer with objections, before anything is changed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sciweek.base.errors import Refused


@dataclass(frozen=True)
class Fact:
    """Something that happened: ids only, in the past tense."""


@dataclass(frozen=True)
class Gate:
    """Something that is about to happen: ids only, as a gerund."""


Job = Any
Objections = Callable[[Any], Iterable[str]]

_reactions: dict[type[Fact], tuple[Job, ...]] = {}
_gates: dict[type[Gate], tuple[Objections, ...]] = {}


def install(
    reactions: Mapping[type[Fact], tuple[Job, ...]], gates: Mapping[type[Gate], tuple[Objections, ...]]
) -> None:
    """Take over the one table of the house (called once at start)."""
    _reactions.clear()
    _reactions.update(reactions)
    _gates.clear()
    _gates.update(gates)


def tell(fact: Fact) -> None:
    """Enqueue what follows from the fact. Call it inside the action's transaction, as its last step."""
    for job in _reactions.get(type(fact), ()):
        job.enqueue(**asdict(fact))


def ask(gate: Gate) -> None:
    """Raise `Refused` with the objections of the rooms that have a say."""
    objections = [text for answer in _gates.get(type(gate), ()) for text in answer(gate)]
    if objections:
        raise Refused("；".join(objections), code="gate")
