"""The tables that this room takes in; loaded at start."""

from collections.abc import Mapping, Sequence

from sciweek.committee.queries import units
from sciweek.outreach.actions.tables.judging import judge, save
from sciweek.outreach.logic.wish_columns import COLUMNS, KIND, NOTE, TITLE
from sciweek.outreach.models import Outing
from sciweek.sheets.kinds import SheetKind, register
from sciweek.week.models import Week


def _choices(week: Week | None) -> Mapping[str, Sequence[str]]:
    """The lists that only the database knows: units, outings."""
    titles = Outing.objects.filter(is_active=True).values_list("title", flat=True)
    return {
        "unit": list(units().values_list("name", flat=True)),
        "outing": list(dict.fromkeys(titles)),
    }


WISHES = register(
    SheetKind(
        name=KIND,
        title=TITLE,
        columns=COLUMNS,
        permission="outreach.ask_visit",
        judge=judge,
        save=save,
        note=NOTE,
        choices=_choices,
    )
)
