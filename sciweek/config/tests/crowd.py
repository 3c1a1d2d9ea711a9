"""Many where there was one: every row that a test has made, made again several times over.

No room is named here, so that a model which comes later is crowded too.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import IntegrityError, models, transaction

from sciweek.base.ids import new_code
from sciweek.week.models import Region, Week

# The walls that the test stands in: what is made anew stands inside them too.
WALLS = (Region, Week)

Made = dict[tuple[type[models.Model], Any, int], models.Model]


def models_of_rooms() -> list[type[models.Model]]:
    """Those of Sciweek's rooms; whom others point to comes first, as the floors lie."""
    return [one for one in apps.get_models() if one.__module__.startswith("sciweek.")]


def rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """All of them, of every region and week."""
    return models.QuerySet(model)


def crowd(times: int) -> None:
    """Make every row that there is `times` times more.

    The third, sixth … of them belong to what is made anew with them (more activities have sessions), the others to what
    their pattern belongs to (one activity has more sessions), as far as constraints let them.
    """
    made: Made = {}
    for model in models_of_rooms():
        for pattern in list(rows_of(model).order_by("pk")):
            for number in range(1, times + 1):
                row = _another(pattern, number, made)
                if row is not None:
                    made[model, pattern.pk, number] = row


def _another(pattern: models.Model, number: int, made: Made) -> models.Model | None:
    """One more like it, or None where there can be only one."""
    for links in _ways_to_belong(pattern, number, made):
        for named_anew in (False, True):
            row = _like(pattern, number, links, named_anew)
            try:
                with transaction.atomic():
                    rows_of(type(row)).bulk_create([row])
            except IntegrityError:
                continue
            return row
    return None


def _ways_to_belong(pattern: models.Model, number: int, made: Made) -> Iterator[dict[str, Any]]:
    """Of a row that joins two, and may do so once, the first joins one of them to what is new, the second the other."""
    choices: dict[str, list[Any]] = {}
    for field in pattern._meta.concrete_fields:
        target, old = field.related_model, getattr(pattern, field.attname)
        if isinstance(target, type) and target not in WALLS and old is not None:
            anew = made.get((target, old, number))
            found = [old, anew.pk] if anew is not None else [old]
            choices[field.attname] = found if number % 3 else found[::-1]
    names = list(choices) if number % 3 != 2 else list(choices)[::-1]
    for picked in product(*(choices[name] for name in names)):
        yield dict(zip(names, picked, strict=True))


def _like(pattern: models.Model, number: int, links: dict[str, Any], named_anew: bool) -> models.Model:
    """A copy, unsaved; `named_anew`: also what is unique together with something else has another value."""
    fields = pattern._meta.concrete_fields
    together = {
        name
        for one in pattern._meta.constraints
        if isinstance(one, models.UniqueConstraint) and named_anew
        for name in one.fields
    }
    values = {field.attname: getattr(pattern, field.attname) for field in fields} | links
    for field in fields:
        if field.primary_key:
            del values[field.attname]
        elif not field.is_relation and not field.choices and (field.unique or field.name in together):
            values[field.attname] = _other_value(field, values[field.attname], number)
    return type(pattern)(**values)


def _other_value(field: Any, value: Any, number: int) -> Any:
    match value:
        case UUID():
            return uuid4()
        case str():
            return new_code() if field.name == "code" else f"{new_code()}{value}"[: field.max_length]
        case int() if not isinstance(value, bool):
            return value * 3 + number  # 1, 2, 3 become others, and others again the next time
        case datetime() | date():
            return value + timedelta(days=number)
    return value
