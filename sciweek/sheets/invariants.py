"""States of tables that no action could have made."""

from collections.abc import Iterable
from datetime import timedelta

from sciweek.base import clock
from sciweek.base.invariants import Invariant
from sciweek.sheets.models import LINES_KEPT, Sheet
from sciweek.sheets.states import SheetState


def _kept_too_long() -> Iterable[str]:
    # The job that empties them runs once a day.
    late = clock.now() - timedelta(days=LINES_KEPT + 2)
    rows = Sheet.objects.over_the_wall("base.doctor").filter(created_at__lt=late).exclude(lines="")
    for pk in rows.exclude(state=SheetState.APPLYING).values_list("pk", flat=True):
        yield f"sheet {pk}: its lines should be forgotten by now"


def _stuck() -> Iterable[str]:
    late = clock.now() - timedelta(days=1)
    rows = Sheet.objects.over_the_wall("base.doctor").filter(state=SheetState.APPLYING, created_at__lt=late)
    for pk in rows.values_list("pk", flat=True):
        yield f"sheet {pk}: being imported for more than a day"


def invariants() -> list[Invariant]:
    return [
        Invariant("sheets.lines_are_forgotten", "Lines of tables are kept a week", _kept_too_long),
        Invariant("sheets.imports_end", "An import comes to an end", _stuck),
    ]
