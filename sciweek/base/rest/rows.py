"""Rows by what a caller sent: the conditions of a list, one row by its code, codes inside a body."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from sciweek.base.errors import OutOfSight, Refused

Row = TypeVar("Row", bound=Model)


def narrowed(rows: QuerySet[Row], **asked: Any) -> QuerySet[Row]:
    """The rows under the conditions that were asked; None asks nothing."""
    return rows.filter(**{name: value for name, value in asked.items() if value is not None})


def the_row(rows: QuerySet[Row], code: str) -> Row:
    """The row with the code among those that the caller sees, or nothing there."""
    found = rows.filter(code=code).first()
    if found is None:
        raise OutOfSight(code)
    return found


def found_rows(values: Mapping[str, Any], finders: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    """The values with codes as rows; raises `Refused` on the field for a code that names nothing."""
    found, problems = dict(values), {}
    for name, find in finders.items():
        if found.get(name) is not None:
            found[name] = find(found[name])
            if found[name] is None:
                problems[name] = _("没有这一个。请核对编号。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    return found
