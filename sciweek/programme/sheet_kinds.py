"""The tables that this room takes in; loaded at start."""

from collections.abc import Mapping, Sequence

from sciweek.committee.queries import units
from sciweek.programme.actions.tables.judging import judge, save
from sciweek.programme.logic.table_columns import COLUMNS, KIND, NOTE, TITLE
from sciweek.sheets.kinds import SheetKind, register
from sciweek.venues.queries import venues_in_use
from sciweek.week.models import Week


def _choices(week: Week | None) -> Mapping[str, Sequence[str]]:
    """The lists that only the database knows: units, venues."""
    return {
        "unit": list(units().values_list("name", flat=True)),
        "venue": list(venues_in_use().values_list("name", flat=True)),
    }


SESSIONS = register(
    SheetKind(
        name=KIND,
        title=TITLE,
        columns=COLUMNS,
        permission="programme.run_session",
        judge=judge,
        save=save,
        note=NOTE,
        choices=_choices,
    )
)
