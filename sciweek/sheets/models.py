import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from sciweek.base import retention
from sciweek.base.sealing import SealedTextField
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.lines import lines_from, lines_kept
from sciweek.sheets.logic.verdicts import Verdict
from sciweek.sheets.states import SheetState
from sciweek.week.owned import Named, RegionOwned


class Sheet(Named, RegionOwned):
    """A table handed in to be imported: its lines, what would become of each, what became of them.

    Lines and verdicts may name people: they are sealed, and forgotten a week after the table came.
    """

    # A plain id: what belongs to no edition (units) has none.
    week_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    # Which sheet of the file, its headings by column, headings that nobody knows, columns that are not there.
    table = models.JSONField(default=dict)
    lines = SealedTextField()
    verdicts = SealedTextField()
    # How many lines of each outcome, for lists of tables.
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.READ)
    # Whether only the lines without a problem are imported: the user's choice.
    only_good = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Rows that would no longer do what the preview showed.
    moved_on = models.JSONField(default=list)
    trouble = models.CharField(max_length=500, blank=True)
    # Who handed it in, with the roles at the moment of agreeing: the job acts as this person.
    actor = models.JSONField(default=dict)
    created_by = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=SheetState.values), name="sheets_sheet_known_state"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_forgotten(self) -> bool:
        return not self.lines

    def read_lines(self) -> list[Line]:
        """The lines as they were read; none when they are forgotten."""
        return lines_from(json.loads(self.lines)) if self.lines else []

    def keep_lines(self, lines: Sequence[Line]) -> None:
        self.lines = json.dumps(lines_kept(lines), ensure_ascii=False)

    def read_verdicts(self) -> list[Verdict]:
        return [Verdict.of(one) for one in json.loads(self.verdicts)] if self.verdicts else []

    def keep_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Seal the verdicts and count their outcomes."""
        kept = list(verdicts)
        self.verdicts = json.dumps([one.as_dict() for one in kept], ensure_ascii=False)
        counts: dict[str, Any] = {"new": 0, "changed": 0, "same": 0, "wrong": 0}
        for one in kept:
            counts[one.outcome] += 1
        self.counts = counts

    @property
    def judged(self) -> int:
        """How many lines have a verdict; `total` may be fewer while only the good ones are imported."""
        return sum(self.counts.get(word, 0) for word in ("new", "changed", "same", "wrong"))

    @property
    def good(self) -> int:
        """How many lines have no problem."""
        return sum(self.counts.get(word, 0) for word in ("new", "changed", "same"))

    @property
    def would_write(self) -> int:
        return int(self.counts.get("new", 0) + self.counts.get("changed", 0))


LINES_KEPT = 7  # days
retention.keep(
    Sheet,
    ("lines", "verdicts", "created_by", "actor", "trouble"),
    since="the table was handed in",
    days=LINES_KEPT,
)
