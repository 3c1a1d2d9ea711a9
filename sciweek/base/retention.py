"""What personal data is kept how long: one registry, filled where the models stand.

`keep` says it, `sciweek retention list` prints it, and a test holds every sealed field to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class Rule:
    """`days` counts from `since`; None keeps until that happens, whenever it does."""

    model: type[models.Model]
    fields: tuple[str, ...]
    since: str
    days: int | None

    @property
    def label(self) -> str:
        return str(self.model._meta.label)


_rules: list[Rule] = []


def keep(model: type[models.Model], fields: Iterable[str], *, since: str, days: int | None = None) -> None:
    """Say until when the personal fields of a model are kept.

    `since` names the moment in words ("the week is archived"); the fields are emptied `days` after it.
    """
    names = tuple(fields)
    for name in names:
        model._meta.get_field(name)  # raises for a field that is not there
    _rules.append(Rule(model, names, since, days))


def rules() -> tuple[Rule, ...]:
    return tuple(sorted(_rules, key=lambda rule: rule.label))


def covers(model: type[models.Model], field: str) -> bool:
    """Whether a rule speaks of the field."""
    return any(rule.model is model and field in rule.fields for rule in _rules)
