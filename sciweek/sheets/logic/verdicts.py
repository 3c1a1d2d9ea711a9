"""What would become of each line, and what became of all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from sciweek.base.errors import Refused

Outcome = Literal["new", "changed", "same", "wrong"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one cell; an `address` of "" means the whole line."""

    address: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one line: `number` is its row in the file, `changes` maps a heading to (from, to) in words."""

    number: int
    name: str
    outcome: Outcome
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "number": self.number,
            "name": self.name,
            "outcome": self.outcome,
            "changes": {heading: list(pair) for heading, pair in self.changes.items()},
            "problems": [[one.address, one.heading, one.text] for one in self.problems],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Verdict":
        """The counterpart of `as_dict`."""
        return cls(
            number=kept["number"],
            name=kept["name"],
            outcome=kept["outcome"],
            changes={heading: (pair[0], pair[1]) for heading, pair in kept["changes"].items()},
            problems=tuple(Problem(*one) for one in kept["problems"]),
        )


def refuse_wrong(verdicts: Iterable[Verdict]) -> None:
    """Before anything is saved: raises `Refused` with the first line that is wrong."""
    wrong = next((one for one in verdicts if one.outcome == "wrong"), None)
    if wrong is not None:
        words = {"number": wrong.number, "why": wrong.problems[0].text}
        raise Refused(_("第 %(number)d 行：%(why)s") % words, code="invalid")


@dataclass(frozen=True, slots=True)
class Saved:
    """How many lines made something new, changed something, changed nothing.

    `codes` are the public codes of what was made or changed, by which a room shows just these afterwards.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    codes: tuple[str, ...] = ()
