from django.db import models

from sciweek.base import retention
from sciweek.logbook.logic import ALGORITHMS


class Entry(models.Model):
    """Who moved what, when and why. Append-only: plain ids, so that it outlives what it tells of."""

    at = models.DateTimeField(db_index=True)
    region_id = models.BigIntegerField(null=True)
    week_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)
    via = models.CharField(max_length=16)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    object_name = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    # The number of the batch that it was sealed in. Not a range of ids: on PostgreSQL a lower id may be committed later.
    seal = models.BigIntegerField(null=True, editable=False)

    class Meta:
        indexes = (
            models.Index(fields=("seal", "id"), name="logbook_entry_seal"),
            models.Index(fields=("kind", "object_id", "id"), name="logbook_entry_object"),
            models.Index(fields=("week_id", "id"), name="logbook_entry_week"),
        )
        constraints = (models.CheckConstraint(condition=~models.Q(verb=""), name="logbook_entry_has_verb"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.object_name}"


class Seal(models.Model):
    """A batch of entries, made fast: its digest covers them and the digest of the seal before."""

    number = models.BigIntegerField(unique=True)
    algorithm = models.CharField(max_length=8, choices=[(name, name) for name in ALGORITHMS])
    count = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(number__gte=1, count__gte=1), name="logbook_seal_counts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class Proof(models.Model):
    """That the log was verified, and what came of it: `kind` is empty when all was whole."""

    at = models.DateTimeField()
    seals = models.BigIntegerField()
    entries = models.BigIntegerField()
    kind = models.CharField(max_length=20, blank=True)
    number = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.words or f"{self.entries} entries in {self.seals} seals"

    @property
    def is_whole(self) -> bool:
        return not self.kind


class Receipt(models.Model):
    """That a form or API write was carried out once: pressing twice finds the first result."""

    actor = models.CharField(max_length=60)
    request_uid = models.UUIDField()
    verb = models.CharField(max_length=60)
    result_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("actor", "request_uid", "verb"), name="logbook_receipt_once"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.request_uid}"


# The lines themselves stay at least six months; the name in them goes when the person is erased.
retention.keep(Entry, ("actor_name", "object_name"), since="the person is erased")
