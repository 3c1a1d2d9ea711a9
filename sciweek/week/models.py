from datetime import date

from django.db import models

from sciweek.base import clock
from sciweek.base.ids import new_uid
from sciweek.week.owned import Versioned, WeekOwned
from sciweek.week.states import Level, Moment, WeekState


class Region(Versioned):
    """A district, city, province or institution with its own committee: the tenant."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20)
    level = models.CharField(max_length=12, choices=Level, default=Level.DISTRICT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    parent_name = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    area_code = models.CharField(max_length=4, blank=True)
    is_default = models.BooleanField(default=False)
    allows_personal_links = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("is_default",), condition=models.Q(is_default=True), name="week_region_one_default"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Week(Versioned):
    """One edition of the science week (or month) of a region."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="weeks")
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    level = models.CharField(max_length=12, choices=Level, default=Level.DISTRICT)
    parent_body = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=WeekState, default=WeekState.DRAFT)
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    office_name = models.CharField(max_length=120, blank=True)
    # Moves with every change that the public may see: the key under which whole pages are cached.
    revision = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="week_week_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=WeekState.values), name="week_week_known_state"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> int:
        """Number of days, the last one included."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def today(self) -> date:
        return clock.today(self.zone)

    @property
    def moment(self) -> Moment:
        """Where today stands to the week."""
        if self.today < self.starts_on:
            return Moment.BEFORE
        return Moment.DURING if self.today <= self.ends_on else Moment.AFTER


class Direction(WeekOwned):
    """One line of 主要内容: what the edition is to bring to people."""

    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300)
    text = models.TextField(blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("week", "position"), name="week_direction_one_per_position"),
        )

    def __str__(self) -> str:
        return self.heading


class Basis(WeekOwned):
    """A document of a higher body that the edition rests on."""

    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300, blank=True)
    doc_no = models.CharField(max_length=80, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("week", "position"), name="week_basis_one_per_position"),
        )

    def __str__(self) -> str:
        return f"{self.title}{self.doc_no}"
