from datetime import date
from zoneinfo import ZoneInfo

from django.db import models

from sciweek.activities.states import SHOWN_STATES, ActivityState, Kind, Mode, Verdict
from sciweek.base import retention
from sciweek.base.sealing import SealedTextField
from sciweek.base.text import searchable
from sciweek.committee.models import Unit
from sciweek.files.models import StoredFile
from sciweek.week.owned import Named, Versioned, WeekOwned


class Series(Versioned, WeekOwned):
    """A line of the notice's annex: the committee's own data, pointing to a kind.

    It belongs to the edition even when its dates lie outside the week (贯穿全年的系列活动).
    """

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    runs_all_year = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    hosts = models.JSONField(default=list, blank=True)
    organisers = models.JSONField(default=list, blank=True)
    co_organisers = models.JSONField(default=list, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("position",)
        verbose_name_plural = "series"
        constraints = (
            models.UniqueConstraint(fields=("week", "position"), name="activities_series_one_per_position"),
            models.UniqueConstraint(fields=("week", "name"), name="activities_series_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="activities_series_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="activities_series_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Activity(Named, Versioned, WeekOwned):
    """One thing that people can come to: what, by whom, when, where, for whom."""

    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="activities")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    hosts = models.JSONField(default=list, blank=True)
    organisers = models.JSONField(default=list, blank=True)
    co_organisers = models.JSONField(default=list, blank=True)
    # Aware UTC. An all-day activity runs from local midnight of its first day to local midnight after its last.
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_all_day = models.BooleanField(default=False)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ONSITE)
    place = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    audience = models.JSONField(default=list, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    expected = models.PositiveIntegerField(null=True, blank=True)
    entry_note = models.CharField(max_length=120, blank=True)
    contact_name = SealedTextField()
    contact_phone = SealedTextField()
    state = models.CharField(max_length=10, choices=ActivityState, default=ActivityState.DRAFT)
    state_reason = models.TextField(blank=True)
    # What the office wants corrected, by field: {"place": "写到门牌号"}. Empty once it is handed in again.
    marks = models.JSONField(default=dict, blank=True)
    # The verdict of the newest `Opinion` that still fits the text; empty when there is none.
    opinion = models.CharField(max_length=8, choices=Verdict, blank=True)
    picture = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    picture_alt = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(editable=False)

    class Meta(WeekOwned.Meta):
        ordering = ("starts_at", "id")
        verbose_name_plural = "activities"
        indexes = (
            models.Index(fields=("week", "state", "starts_at", "id"), name="activities_by_time"),
            models.Index(fields=("week", "unit"), name="activities_by_unit"),
            models.Index(fields=("week", "opinion", "state"), name="activities_by_opinion"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=ActivityState.values), name="activities_activity_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="activities_activity_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="activities_activity_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=SHOWN_STATES) | models.Q(starts_at__isnull=False),
                name="activities_activity_public_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(opinion__in=["", *Verdict.values]),
                name="activities_activity_known_opinion",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=SHOWN_STATES) | models.Q(opinion=Verdict.OPEN),
                name="activities_activity_shown_is_open",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def derive(self) -> list[str]:
        """Bring the derived columns up to date; returns their names."""
        self.search_text = searchable(
            self.name, self.place, self.address, self.unit.name if self.unit else "", *self.hosts
        )
        return ["search_text"]

    def first_day(self, zone: str) -> date | None:
        return self.starts_at.astimezone(ZoneInfo(zone)).date() if self.starts_at else None

    @property
    def is_shown(self) -> bool:
        """Whether it takes place before everybody's eyes."""
        return self.state in SHOWN_STATES

    @property
    def is_public(self) -> bool:
        """Whether the public reads of it: it is shown, or was until it was called off (`queries.public_activities`)."""
        called_off = self.state == ActivityState.CANCELLED and self.published_at is not None
        return self.is_shown or called_off


class Opinion(WeekOwned):
    """One 保密审查 opinion on one activity, as somebody gave it: what, by whom, on what basis. Never changed.

    Whoever records it is in the log; `reviewer` is who answers for it, in words (a unit, or a person there).
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="opinions")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reviewer = models.CharField(max_length=120)
    basis = models.CharField(max_length=300)
    # The version of the activity whose words were reviewed.
    of_version = models.PositiveIntegerField()
    given_at = models.DateTimeField()

    class Meta(WeekOwned.Meta):
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(verdict__in=Verdict.values), name="activities_opinion_known_verdict"
            ),
            models.CheckConstraint(
                condition=~models.Q(reviewer="") & ~models.Q(basis=""), name="activities_opinion_has_basis"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}（{self.reviewer}）"


class ToldApart(WeekOwned):
    """That two activities which look alike are two. Who said so is in the log."""

    first = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    second = models.ForeignKey(Activity, models.CASCADE, related_name="+")

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="activities_told_apart_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="activities_told_apart_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


retention.keep(Activity, ("contact_name", "contact_phone"), since="the office takes them out")
retention.keep(
    Opinion, ("reviewer",), since="the edition is founded: who answers for a publication stays on record"
)
