from django.db import models

from sciweek.base import retention
from sciweek.committee.models import Unit
from sciweek.dispatch.states import PaperKind, PaperState
from sciweek.files.models import StoredFile
from sciweek.week.owned import Named, RegionOwned, Versioned, WeekOwned


class Paper(Named, Versioned, WeekOwned):
    """An official paper of the week: a draft, then what came back of it, frozen."""

    kind = models.CharField(max_length=12, choices=PaperKind)
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.DRAFT)
    title = models.CharField(max_length=200)
    # Full names of committee bodies, the lead body first.
    issuers = models.JSONField(default=list)
    addressees = models.TextField(blank=True)
    # 机关代字, such as 临科字: the draft prints it with room for the number.
    doc_mark = models.CharField(max_length=30, blank=True)
    annexes = models.JSONField(default=list, blank=True)
    labels_plan = models.BooleanField(default=True)
    copies_to = models.CharField(max_length=300, blank=True)
    # A letter's: until when an answer is asked for, and the one unit that it goes to (none: all that owe something).
    reply_by = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # One paragraph a line: what Sciweek wrote last, and what the draft says now.
    composed_text = models.TextField(blank=True)
    draft_text = models.TextField(blank=True)
    draft_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    preview_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    preview_failed = models.BooleanField(default=False)
    # The office has handed in its own version of the draft.
    is_edited = models.BooleanField(default=False)
    drafted_at = models.DateTimeField(null=True, blank=True)
    # What came back. A report prints its signer, so that a draft may name one too.
    signer = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issued_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    final_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    issued_text = models.TextField(blank=True)
    # The issued paper that this one puts right.
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(WeekOwned.Meta):
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=PaperKind.values), name="dispatch_paper_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PaperState.values), name="dispatch_paper_known_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PaperState.ISSUED)
                | (
                    ~models.Q(number="")
                    & models.Q(issued_on__isnull=False)
                    & models.Q(issued_file__isnull=False)
                ),
                name="dispatch_paper_issued_is_whole",
            ),
            models.UniqueConstraint(
                fields=("week", "number"), condition=~models.Q(number=""), name="dispatch_paper_number_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Template(Versioned, Named, RegionOwned):
    """The office's own Word template of a kind; used only when its check found nothing."""

    kind = models.CharField(max_length=12, choices=PaperKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    problems = models.JSONField(default=list, blank=True)
    is_used = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=60, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=PaperKind.values), name="dispatch_template_known_kind"
            ),
            models.UniqueConstraint(
                fields=("region", "kind"),
                condition=models.Q(is_used=True),
                name="dispatch_template_one_used",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.file.name}）"


retention.keep(
    Paper, ("signer",), since="never: an issued paper and who signed it are kept as the archive keeps them"
)
retention.keep(Template, ("created_by",), since="the template is dropped from the archive")
