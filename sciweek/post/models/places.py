from django.db import models

from sciweek.base import retention
from sciweek.base.sealing import SealedTextField
from sciweek.committee.models import Unit
from sciweek.post.states import ROBOTS
from sciweek.week.owned import Named, RegionOwned, Versioned


class Group(Named, Versioned, RegionOwned):
    """群: a chat group with a robot, of all units or of one."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=[(one.value, one.label) for one in ROBOTS])
    # Whoever has the address can speak in the group.
    address = SealedTextField()
    secret = SealedTextField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta(RegionOwned.Meta):
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("region", "name"), name="post_group_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in ROBOTS]), name="post_group_known_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Webhook(Named, Versioned, RegionOwned):
    """Where another program wants to be told of events."""

    name = models.CharField(max_length=60)
    address = models.CharField(max_length=500)
    secret = SealedTextField()
    events = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    # Switched off by itself after a day of failures; empty when a person did it.
    paused_at = models.DateTimeField(null=True, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("region", "name"), name="post_webhook_name_once"),)

    def __str__(self) -> str:
        return self.name


retention.keep(Group, ("address", "secret"), since="the office takes the robot out")
retention.keep(Webhook, ("secret",), since="the office takes the address out")
