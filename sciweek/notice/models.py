from django.db import models
from django.utils.translation import gettext as _

from sciweek.notice.states import NoticeRole, NoticeState, Verdict
from sciweek.week.owned import Named, RegionOwned, Versioned

# The name under which pasted text is kept as a file.
PASTED_NAME = "pasted.txt"


class Notice(Named, Versioned, RegionOwned):
    """An official paper handed to Sciweek, its text and what was made of it.

    The file itself is kept by `files` under this row's `uid`.
    """

    role = models.CharField(max_length=8, choices=NoticeRole, default=NoticeRole.OWN)
    file_name = models.CharField(max_length=200, blank=True)
    # SHA-256 of the bytes: the same file handed in again is recognised.
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    title = models.CharField(max_length=300, blank=True)
    media = models.CharField(max_length=10, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    # What the reader printed, without the text: findings start from it and never overwrite it.
    reading = models.JSONField(default=dict, blank=True)
    # What the file's reader had to say: [{"message": msgid, "params": {}}].
    remarks = models.JSONField(default=list, blank=True)
    # Why it could not be read: {"code", "message", "params"}.
    trouble = models.JSONField(default=dict, blank=True)
    # The choices made on the plan page so far, as the form sent them: {name: [values]}.
    plan = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=NoticeState, default=NoticeState.WAITING)
    # Whether its text is a page of the portal, once a week was made of it.
    is_public = models.BooleanField(default=False)
    # The finding looked at last, so that coming back opens there.
    selected = models.BigIntegerField(null=True, blank=True)
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
                condition=models.Q(role__in=NoticeRole.values), name="notice_notice_known_role"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NoticeState.USED) | models.Q(week_id__isnull=False),
                name="notice_notice_used_has_week",
            ),
        )

    def __str__(self) -> str:
        return self.title or self.source_words or self.code

    @property
    def source_words(self) -> str:
        """What it came as: the file's name, or that it was pasted."""
        return _("粘贴的全文") if self.file_name == PASTED_NAME else self.file_name


class Finding(Versioned, RegionOwned):
    """One thing found in a notice (or added by hand), with its evidence and the office's verdict."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="findings")
    # Order of first evidence in the text; what was added without evidence comes last.
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
    # What the last word replaced: {"verdict", "value"}; undo takes it back once.
    previous = models.JSONField(null=True)

    class Meta(RegionOwned.Meta):
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(verdict__in=Verdict.values), name="notice_finding_known_verdict"
            ),
            models.CheckConstraint(
                condition=~models.Q(pointer="") | models.Q(verdict__in=[Verdict.ADDED, Verdict.REJECTED]),
                name="notice_finding_by_hand_is_added",
            ),
            models.CheckConstraint(
                condition=models.Q(pointer="") | ~models.Q(verdict=Verdict.ADDED),
                name="notice_finding_read_is_not_added",
            ),
            models.UniqueConstraint(
                fields=("notice", "pointer"), condition=~models.Q(pointer=""), name="notice_finding_once"
            ),
        )

    def __str__(self) -> str:
        # Without the value: a contact's name and phone must not reach the log.
        return f"{self.field} {self.position}"

    @property
    def is_by_hand(self) -> bool:
        return not self.pointer
