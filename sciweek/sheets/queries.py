from django.db.models import QuerySet

from sciweek.sheets.models import Sheet
from sciweek.sheets.states import SheetState

LIGHT = ("lines", "verdicts")


def light(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Without the lines, which need unsealing: for lists and for progress."""
    return sheets.defer(*LIGHT)


def recent_sheets(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """The last few that were not given up, newest first."""
    return light(sheets.exclude(state=SheetState.DROPPED))[:8]
