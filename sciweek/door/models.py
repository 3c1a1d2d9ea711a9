from uuid import UUID

from django.db import models

from sciweek.base import clock, retention
from sciweek.booking.models import Booking
from sciweek.door.states import Flag, How
from sciweek.programme.models import Session
from sciweek.week.owned import Named, Versioned, WeekOwned

LONGEST_LABEL = 40


class Door(Versioned, WeekOwned):
    """Whether people are counted at a session's door. Without a row they are not: counting is a choice.

    Its row is the lock under which arrivals of the session are taken in.
    """

    session = models.OneToOneField(Session, models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=True)

    class Meta(WeekOwned.Meta):
        ordering = ("session_id",)

    def __str__(self) -> str:
        return str(self.session)


class DoorPass(Named, WeekOwned):
    """验票链接: a link by which a volunteer counts at the doors of some sessions, without an account."""

    # Where the volunteer stands: 东门.
    label = models.CharField(max_length=LONGEST_LABEL)
    token_digest = models.CharField(max_length=64, unique=True)
    valid_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and clock.now() < self.valid_until


class PassSession(WeekOwned):
    """One session at whose door a pass counts."""

    door_pass = models.ForeignKey(DoorPass, models.CASCADE, related_name="lines")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+")

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("door_pass", "session"), name="door_pass_session_once"),
        )

    def __str__(self) -> str:
        return str(self.session)


class Arrival(WeekOwned):
    """People who went in, at one moment, with one booking or none. Never changed: a correction is a negative row."""

    # Made by the phone: sent twice, it is taken in once.
    uid: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="+")
    people = models.SmallIntegerField()
    # Of a ticket that belongs to no booking of this session.
    shown_code = models.CharField(max_length=8, blank=True)
    how = models.CharField(max_length=8, choices=How)
    flag = models.CharField(max_length=10, choices=Flag, default=Flag.OK)
    # By the phone's own clock; by a clock that was set right; when it reached us.
    scanned_at = models.DateTimeField()
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now, editable=False)
    # None: counted at the desk.
    door_pass = models.ForeignKey(DoorPass, models.PROTECT, null=True, blank=True, related_name="+")
    # A random word of the phone, by which two of them are told apart.
    device = models.CharField(max_length=32, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("week", "uid"), name="door_arrival_once"),
            models.CheckConstraint(
                condition=models.Q(people__gte=-1000, people__lte=1000) & ~models.Q(people=0),
                name="door_arrival_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(how__in=How.values, flag__in=Flag.values), name="door_arrival_known_words"
            ),
            models.CheckConstraint(
                condition=~models.Q(how=How.WALK_IN) | models.Q(booking__isnull=True),
                name="door_arrival_walks_in_alone",
            ),
        )
        indexes = (
            models.Index(fields=("session", "booking"), name="door_arrival_by_booking"),
            models.Index(fields=("booking",), name="door_arrival_of_booking"),
        )

    def __str__(self) -> str:
        return f"{self.people:+d}"


retention.keep(DoorPass, ("made_by",), since="the edition is founded: who answers for a link stays on record")
retention.keep(DoorPass, ("label",), since="the link has ended", days=90)
