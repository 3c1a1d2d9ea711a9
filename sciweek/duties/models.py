from datetime import datetime

from django.db import models

from sciweek.base import clock
from sciweek.committee.models import Unit
from sciweek.duties.logic import DAYS_AFTER, DAYS_BEFORE
from sciweek.duties.states import DutyKind, HandInState
from sciweek.week.owned import Named, Versioned, WeekOwned


class Duty(Named, Versioned, WeekOwned):
    """Something that units hand in by a time."""

    position = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(max_length=300)
    short_name = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=DutyKind, default=DutyKind.OTHER)
    opens_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    due_time = models.TimeField(null=True, blank=True)
    receiver = models.CharField(max_length=120, blank=True)
    # What the higher body asks for: one's own date must not lie after it.
    outer_limit = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("due_on", "position", "id")
        verbose_name_plural = "duties"
        constraints = (
            models.UniqueConstraint(fields=("week", "what", "due_on"), name="duties_duty_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=DutyKind.values), name="duties_duty_known_kind"
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.what

    @property
    def due_at(self) -> datetime:
        """The moment after which it is late; a date without an hour lasts until the next local midnight."""
        if self.due_time is None:
            return clock.end_of(self.due_on, self.week.zone)
        return clock.moment(self.due_on, self.due_time, self.week.zone)


class HandIn(Versioned, Named, WeekOwned):
    """One unit's part in one duty."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="hand_ins")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # The posts inside the unit that the notice names: 科技服务站, 宣传科.
    posts = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=HandInState, default=HandInState.OPEN)
    handed_at = models.DateTimeField(null=True, blank=True)
    handed_by = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    office_note = models.TextField(blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("unit__sort_key", "id")
        constraints = (
            models.UniqueConstraint(fields=("duty", "unit"), name="duties_hand_in_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=HandInState.values), name="duties_hand_in_known_state"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} · {self.duty}"


def _days_before() -> list[int]:
    return list(DAYS_BEFORE)


def _days_after() -> list[int]:
    return list(DAYS_AFTER)


class ReminderRule(Versioned, WeekOwned):
    """When units are reminded of what they owe; an edition without a row goes by the defaults."""

    days_before = models.JSONField(default=_days_before, blank=True)
    days_after = models.JSONField(default=_days_after, blank=True)
    # By rule; otherwise each reminder waits for a person's click.
    sends_itself = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta(WeekOwned.Meta):
        constraints = (models.UniqueConstraint(fields=("week",), name="duties_reminder_rule_once"),)

    def __str__(self) -> str:
        return f"{self.week}"
