from dataclasses import dataclass

from sciweek.base.facts import Fact, Gate


@dataclass(frozen=True)
class PersonErased(Fact):
    person_id: int


@dataclass(frozen=True)
class ErasingPerson(Gate):
    person_id: int
