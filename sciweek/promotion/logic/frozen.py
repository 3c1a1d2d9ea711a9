"""What an acceptance keeps of the contract and of each deliverable, as plain words and numbers: later edits leave it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Signer:
    """One of those who inspected: the name and the post that the person held then."""

    name: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The contract as it was when it was inspected; days as 2027-05-22, the price as text, empty: nobody said."""

    title: str
    contractor: str
    contract_no: str = ""
    price: str = ""
    signed_on: str = ""
    starts_on: str = ""
    ends_on: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One deliverable as it was: amounts as text, empty: nobody said; `state` is accepted or waived."""

    code: str
    what: str
    counted_in: str
    wanted: str
    delivered: str
    due_on: str
    delivered_on: str
    state: str
    why: str = ""

    @property
    def is_late(self) -> bool:
        return bool(self.delivered_on) and self.delivered_on > self.due_on


def plain(one: Any) -> dict[str, Any]:
    """As the row keeps it."""
    return asdict(one)


def signers(rows: Sequence[Mapping[str, Any]]) -> list[Signer]:
    return [Signer(**row) for row in rows]


def results(rows: Sequence[Mapping[str, Any]]) -> list[Result]:
    return [Result(**row) for row in rows]


def read_signers(text: str) -> list[Signer]:
    """People as somebody writes them, one a line: the name, then the post behind a comma, a 、 or a space."""
    found = []
    for line in text.translate(dict.fromkeys(map(ord, "，,、；;"), " ")).splitlines():
        name, _space, post = " ".join(line.split()).partition(" ")
        if name:
            found.append(Signer(name, post))
    return found


def written_signers(people: Sequence[Signer]) -> str:
    """The other way round, as the field shows them."""
    return "\n".join(f"{one.name}，{one.post}" if one.post else one.name for one in people)
