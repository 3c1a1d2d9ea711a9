from django.db import models

from sciweek.notice.states import NoticeRole, NoticeState, Verdict
from sciweek.week.owned import Named, RegionOwned, Versioned


class Notice(Named, Versioned, RegionOwned):
    """An official paper handed to Sciweek, its text and what was made of it."""

    role = models.CharField(max_length=8, choices=NoticeRole, default=NoticeRole.OWN)
    file_name = models.CharField(max_length=200, blank=True)
    media = models.CharField(max_length=10, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    # What the reader printed, unchanged (reading.schema.json): findings start from it and never overwrite it.
    reading = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=NoticeState, default=NoticeState.WAITING)
    trouble = models.CharField(max_length=300, blank=True)
    selected = models.CharField(max_length=80, blank=True)
    week_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=60, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=NoticeState.values), name="notice_notice_known_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NoticeState.USED) | models.Q(week_id__isnull=False),
                name="notice_notice_used_has_week",
            ),
        )

    def __str__(self) -> str:
        return str(self.reading.get("title") or self.file_name or self.code)


class Finding(Versioned, RegionOwned):
    """One thing found in a notice (or added by hand), with its evidence and the office's verdict."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    # JSON pointer into the reading (/deadlines/0); empty for what was added by hand.
    pointer = models.CharField(max_length=80, blank=True)
    # The reading's field: title, week_start, deadlines, activities …
    field = models.CharField(max_length=20)
    # A string for scalars, an object for list items; `read_value` is what the reader said.
    value = models.JSONField(null=True)
    read_value = models.JSONField(null=True)
    # [[start, end), …] in Notice.text.
    evidence = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    doubt = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)

    class Meta(RegionOwned.Meta):
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(verdict__in=Verdict.values), name="notice_finding_known_verdict"
            ),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.value}"
