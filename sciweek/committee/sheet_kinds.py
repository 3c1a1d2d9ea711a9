"""The tables that this room takes in."""

from django.utils.translation import gettext_lazy as _

from sciweek.committee.actions.unit_sheet import judge_units, save_units
from sciweek.committee.logic.unit_columns import NOTE, UNIT_COLUMNS
from sciweek.sheets.kinds import SheetKind, register

UNITS = register(
    SheetKind(
        name="committee.units",
        title=_("单位和联络员"),
        columns=UNIT_COLUMNS,
        permission="committee.run_units",
        judge=judge_units,
        save=save_units,
        note=NOTE,
    )
)
