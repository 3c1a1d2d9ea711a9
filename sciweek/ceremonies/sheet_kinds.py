"""The tables that this room takes in; loaded at start."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from sciweek.ceremonies.actions.tables import judge_replies, save_replies
from sciweek.ceremonies.logic.reply_columns import NAME, NOTE, REPLY_COLUMNS
from sciweek.ceremonies.models import Slip
from sciweek.sheets.kinds import SheetKind, register
from sciweek.week.models import Week


def _choices(week: Week | None) -> Mapping[str, Sequence[str]]:
    """The lists that only the database knows."""
    slips = Slip.objects.select_related("unit", "ceremony__activity").order_by("unit__sort_key", "id")
    return {
        "ceremony": list(dict.fromkeys(str(slip.ceremony) for slip in slips)),
        "unit": list(dict.fromkeys(slip.unit.name for slip in slips)),
    }


REPLIES = register(
    SheetKind(
        name=NAME,
        title=_("参会回执"),
        columns=REPLY_COLUMNS,
        permission="ceremonies.run_ceremony",
        judge=judge_replies,
        save=save_replies,
        note=NOTE,
        choices=_choices,
    )
)
