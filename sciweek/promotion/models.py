from datetime import date

from django.db import models

from sciweek.activities.models import Activity
from sciweek.base import retention
from sciweek.base.sealing import SealedTextField
from sciweek.committee.models import Unit
from sciweek.promotion.states import OWED, AcceptanceVerdict, DeliverableState, ServiceState
from sciweek.week.owned import Named, Versioned, WeekOwned


class Service(Named, Versioned, WeekOwned):
    """宣传服务: something that a body of the committee bought from a contractor for the edition's promotion."""

    title = models.CharField(max_length=200)
    contractor = models.CharField(max_length=120)
    # Whom to call at the contractor's.
    contact_name = SealedTextField()
    contact_phone = SealedTextField()
    contract_no = models.CharField(max_length=60, blank=True)
    # None: nobody said; 0: for nothing.
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # The body that bought it and answers for it.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # The line of the annex that it serves.
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ServiceState, default=ServiceState.RUNNING)
    state_reason = models.TextField(blank=True)
    # Since when nobody needs to call the contractor any more; None while somebody may.
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=ServiceState.values), name="promotion_service_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(price__isnull=True) | models.Q(price__gte=0),
                name="promotion_service_price_not_below_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="promotion_service_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Deliverable(Named, Versioned, WeekOwned):
    """交付物: one thing that the contract asks for, how many of it, until when, and what became of it."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="deliverables")
    position = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(max_length=200)
    # None: nobody said how many.
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    counted_in = models.CharField(max_length=12, blank=True)
    due_on = models.DateField()
    # Where people see it: a paper, a channel, a stop; and its address there, once it has one.
    appears_in = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=DeliverableState, default=DeliverableState.DUE)
    # Why it came back, or why it is not asked for any more.
    state_reason = models.TextField(blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    delivered_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    delivery_note = models.TextField(blank=True)
    # Addresses where the thing can be seen; files belong to `uid`.
    evidence = models.JSONField(default=list, blank=True)
    # When its unit was last written to because it is overdue; None: never.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(WeekOwned.Meta):
        ordering = ("due_on", "position", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=DeliverableState.values),
                name="promotion_deliverable_known_state",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gt=0),
                name="promotion_deliverable_amount_above_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(delivered_amount__isnull=True) | models.Q(delivered_amount__gte=0),
                name="promotion_deliverable_delivered_not_below_zero",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[DeliverableState.DELIVERED, DeliverableState.ACCEPTED])
                | models.Q(delivered_on__isnull=False),
                name="promotion_deliverable_delivered_has_day",
            ),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def falls_short(self) -> bool:
        """Whether less came than was asked for."""
        return (
            self.amount is not None
            and self.delivered_amount is not None
            and self.delivered_amount < self.amount
        )

    def is_overdue(self, today: date) -> bool:
        return self.is_owed and today > self.due_on

    @property
    def came_late(self) -> bool:
        return self.delivered_on is not None and self.delivered_on > self.due_on


class Acceptance(Named, WeekOwned):
    """验收: who inspected the service, when, and what they say; what they saw is frozen. The one that was not reopened
    stands."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="acceptances")
    number = models.PositiveSmallIntegerField()
    accepted_on = models.DateField()
    verdict = models.CharField(max_length=8, choices=AcceptanceVerdict)
    remarks = models.TextField(blank=True)
    # `logic.frozen`: who inspected, the contract, and each deliverable as it was.
    people = models.JSONField(default=list)
    terms = models.JSONField(default=dict)
    results = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.CharField(max_length=60, blank=True)
    reopened_why = models.TextField(blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("service", "number"), name="promotion_acceptance_one_per_number"),
            models.UniqueConstraint(
                fields=("service",),
                condition=models.Q(reopened_at__isnull=True),
                name="promotion_acceptance_one_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=AcceptanceVerdict.values),
                name="promotion_acceptance_known_verdict",
            ),
        )

    def __str__(self) -> str:
        return f"{self.service} {self.get_verdict_display()}"

    @property
    def stands(self) -> bool:
        return self.reopened_at is None


CONTACTS_KEPT = 365  # days
retention.keep(
    Service,
    ("contact_name", "contact_phone"),
    since="the service was accepted or set aside",
    days=CONTACTS_KEPT,
)
retention.keep(
    Acceptance,
    ("people", "recorded_by", "reopened_by"),
    since="the edition is erased; who accepted stays with the record of what was paid for",
)
