from uuid import UUID

from django.db import models

from sciweek.base import retention
from sciweek.base.sealing import SealedTextField
from sciweek.committee.models import Unit
from sciweek.people.models import Person
from sciweek.post.models.places import Group, Webhook
from sciweek.post.states import ChannelKind, MessageState, Occasion, Outcome
from sciweek.week.models import Week
from sciweek.week.owned import Named, RegionOwned, Versioned

LONGEST_SUBJECT = 150
ADDRESSES_KEPT, TEXTS_KEPT = 90, 365  # days


class Message(Named, Versioned, RegionOwned):
    """One text for one recipient by one channel, and what became of it.

    Behind the region's wall, not the week's: what tests a robot or invites to the region belongs to no edition.
    """

    # None: of the region, not of one edition.
    week = models.ForeignKey(Week, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=10, choices=ChannelKind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="messages")
    hook = models.ForeignKey(Webhook, models.PROTECT, null=True, blank=True, related_name="deliveries")
    to_name = models.CharField(max_length=120)
    # Of groups and webhooks the address stands with them, and counts as it is at the moment of sending.
    address = SealedTextField()
    address_shown = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    # Sealed: an invitation's text holds its link.
    body = SealedTextField()
    occasion = models.CharField(max_length=12, choices=Occasion, default=Occasion.GENERAL)
    about_uid: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True, blank=True)
    # Says what makes two messages the same one: nobody gets it twice.
    once_key = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.DRAFT)
    # Why it may ring in quiet hours.
    urgent_why = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # Tries since it was queued; all that ever were stand in its attempts.
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("region", "once_key"), name="post_message_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=MessageState.values), name="post_message_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=ChannelKind.values), name="post_message_known_channel"
            ),
        )
        indexes = (
            models.Index(fields=("state", "next_try_at"), name="post_message_due"),
            models.Index(fields=("region", "week", "state"), name="post_message_outbox"),
            models.Index(fields=("about_uid",), name="post_message_about"),
        )

    def __str__(self) -> str:
        return self.subject or self.get_occasion_display()

    @property
    def log_name(self) -> str:
        return f"{self.to_name}：{self}"


class Attempt(RegionOwned):
    """One try to send a message. Written before the network is touched, closed after."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    # SMTP's or HTTP's.
    answer_code = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("message", "number"), name="post_attempt_one_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.message} {self.number}"


retention.keep(Message, ("address", "address_shown"), since="its fate is settled", days=ADDRESSES_KEPT)
retention.keep(Message, ("body",), since="its fate is settled", days=TEXTS_KEPT)
