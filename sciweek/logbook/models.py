from django.db import models

from sciweek.base import retention


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

    class Meta:
        indexes = (
            models.Index(fields=("kind", "object_id", "id"), name="logbook_entry_object"),
            models.Index(fields=("week_id", "id"), name="logbook_entry_week"),
        )
        constraints = (models.CheckConstraint(condition=~models.Q(verb=""), name="logbook_entry_has_verb"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.object_name}"


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
