"""The tables that this room takes in; loaded at start."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.sheets.kinds import SheetKind, register
from sciweek.venues.actions.tables import judge_venues, save_venues
from sciweek.venues.logic.venue_columns import NOTE, VENUE_COLUMNS
from sciweek.week.models import Week


def _choices(week: Week | None) -> Mapping[str, Sequence[str]]:
    """The lists that only the database knows."""
    return {
        "street": list(units().filter(kind=UnitKind.STREET).values_list("name", flat=True)),
        "unit": list(units().values_list("name", flat=True)),
    }


VENUES = register(
    SheetKind(
        name="venues.venues",
        title=_("场地和厅室"),
        columns=VENUE_COLUMNS,
        permission="venues.run_venues",
        judge=judge_venues,
        save=save_venues,
        note=NOTE,
        choices=_choices,
    )
)
