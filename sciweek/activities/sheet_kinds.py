"""The tables that this room takes in; loaded at start."""

from collections.abc import Mapping, Sequence

from sciweek.activities.actions.tables.judging import judge, save
from sciweek.activities.logic.table_columns import COLUMNS, KIND, NOTE, TITLE
from sciweek.activities.queries import series
from sciweek.committee.queries import units
from sciweek.sheets.kinds import SheetKind, register
from sciweek.week.models import Week


def _choices(week: Week | None) -> Mapping[str, Sequence[str]]:
    """The lists that only the database knows: series of the annex, units."""
    return {
        "series": list(series().values_list("name", flat=True)),
        "unit": list(units().values_list("name", flat=True)),
    }


ACTIVITIES = register(
    SheetKind(
        name=KIND,
        title=TITLE,
        columns=COLUMNS,
        permission="activities.enter_activity",
        judge=judge,
        save=save,
        note=NOTE,
        choices=_choices,
    )
)
