from datetime import datetime

from django.db import models

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.base import clock, retention
from sciweek.base.sealing import SealedTextField
from sciweek.ceremonies.logic.seating import Hall
from sciweek.ceremonies.states import GuestKind, GuestState, Hand, Numbering
from sciweek.committee.models import Unit
from sciweek.programme.models import Session
from sciweek.programme.states import SessionState
from sciweek.week.owned import Named, Versioned, WeekOwned


class Ceremony(Named, Versioned, WeekOwned):
    """An occasion to which units are invited by places: an opening, a closing, an award. What it is, when and where, the
    activity says, or one session of it."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+")
    # Where it differs from the activity's name.
    title = models.CharField(max_length=120, blank=True)
    contact_name = SealedTextField()
    contact_phone = SealedTextField()
    reply_by = models.DateTimeField()
    # Replies after `reply_by` are taken, and marked.
    takes_late = models.BooleanField(default=False)
    assemble_at = models.DateTimeField(null=True, blank=True)
    dress = models.CharField(max_length=120, blank=True)
    notes = models.TextField(blank=True)
    # People the hall holds, where no room of a venue says so.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    # Units see the running order.
    is_released = models.BooleanField(default=False)
    # The hall, see `logic.seating.Hall`.
    rows = models.PositiveSmallIntegerField(default=0)
    seats = models.PositiveSmallIntegerField(default=0)
    stage_seats = models.PositiveSmallIntegerField(default=0)
    aisles = models.JSONField(default=list, blank=True)
    front_rows = models.JSONField(default=list, blank=True)
    kept_rows = models.JSONField(default=list, blank=True)
    hand = models.CharField(max_length=8, choices=Hand, default=Hand.LEFT)
    numbering = models.CharField(max_length=8, choices=Numbering, default=Numbering.STRAIGHT)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        verbose_name_plural = "ceremonies"
        constraints = (
            models.UniqueConstraint(
                fields=("activity",),
                condition=models.Q(session__isnull=True),
                name="ceremonies_one_for_an_activity",
            ),
            models.UniqueConstraint(fields=("activity", "session"), name="ceremonies_one_for_a_session"),
            models.CheckConstraint(condition=models.Q(hand__in=Hand.values), name="ceremonies_known_hand"),
            models.CheckConstraint(
                condition=models.Q(numbering__in=Numbering.values), name="ceremonies_known_numbering"
            ),
        )

    def __str__(self) -> str:
        return self.title or self.activity.name

    @property
    def starts_at(self) -> datetime | None:
        return self.session.starts_at if self.session is not None else self.activity.starts_at

    @property
    def ends_at(self) -> datetime | None:
        return self.session.ends_at if self.session is not None else self.activity.ends_at

    @property
    def place(self) -> str:
        """Where it is, in words."""
        session = self.session
        if session is None:
            return self.activity.place
        venue = session.venue.name if session.venue is not None else ""
        room = session.room.name if session.room is not None else ""
        return f"{venue}{room}" or session.place or self.activity.place

    @property
    def holds(self) -> int | None:
        """How many people may be in it; None when nobody has said."""
        if self.capacity is not None:
            return self.capacity
        room = self.session.room if self.session is not None else None
        return room.capacity if room is not None else None

    @property
    def is_off(self) -> bool:
        """Called off, with its activity or by itself."""
        session_off = self.session is not None and self.session.state == SessionState.CANCELLED
        return session_off or self.activity.state == ActivityState.CANCELLED

    def takes_replies(self, now: datetime | None = None) -> bool:
        """Whether units may still say who comes."""
        return not self.is_off and (self.takes_late or not self.is_late(now))

    def is_late(self, now: datetime | None = None) -> bool:
        return (now or clock.now()) > self.reply_by

    @property
    def hall(self) -> Hall:
        return Hall(
            rows=self.rows,
            seats=self.seats,
            stage=self.stage_seats,
            aisles=tuple(self.aisles),
            front=frozenset(self.front_rows),
            kept=frozenset(self.kept_rows),
            second_left=self.hand == Hand.LEFT,
            odd_even=self.numbering == Numbering.ODD_EVEN,
        )


class Slip(Named, Versioned, WeekOwned):
    """回执: one unit's answer who comes, within its places. There as soon as the unit has places."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="slips")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # The first answer; None: not answered yet.
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.CharField(max_length=60, blank=True)
    is_late = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("unit__sort_key", "id")
        constraints = (
            models.UniqueConstraint(fields=("ceremony", "unit"), name="ceremonies_slip_once_for_a_unit"),
        )

    def __str__(self) -> str:
        return f"{self.unit} · {self.ceremony}"


class Quota(Versioned, WeekOwned):
    """参会名额: how many of one kind of guest a unit may send."""

    slip = models.ForeignKey(Slip, models.CASCADE, related_name="quotas")
    kind = models.CharField(max_length=10, choices=GuestKind, default=GuestKind.REPRESENTATIVE)
    count = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=120, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("slip", "kind"), name="ceremonies_quota_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=GuestKind.values), name="ceremonies_quota_known_kind"
            ),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="ceremonies_quota_counts"),
        )

    def __str__(self) -> str:
        return f"{self.slip} · {self.get_kind_display()} {self.count}"


class Guest(Named, Versioned, WeekOwned):
    """One line of a reply slip. Once forgotten, its name is empty and it only counts."""

    PERSONAL = ("post", "phone_digest", "phone_last4")

    slip = models.ForeignKey(Slip, models.CASCADE, related_name="guests")
    kind = models.CharField(max_length=10, choices=GuestKind, default=GuestKind.REPRESENTATIVE)
    position = models.PositiveSmallIntegerField(default=0)
    name = SealedTextField()
    post = models.CharField(max_length=60, blank=True)
    phone = SealedTextField()
    phone_digest = models.CharField(max_length=64, blank=True)
    phone_last4 = models.CharField(max_length=4, blank=True)
    plate = SealedTextField()
    state = models.CharField(max_length=10, choices=GuestState, default=GuestState.COMING)
    on_stage = models.BooleanField(default=False)
    # Order among leaders; None: behind all that have one.
    rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=GuestKind.values), name="ceremonies_guest_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=GuestState.values), name="ceremonies_guest_known_state"
            ),
        )

    def __str__(self) -> str:
        return self.name or f"{self.slip} {self.position}"

    @property
    def log_name(self) -> str:
        return f"{self.slip} {self.position}"

    @property
    def is_coming(self) -> bool:
        return self.state == GuestState.COMING


class Item(Named, Versioned, WeekOwned):
    """One line of the running order (议程). When it begins follows from the lines before it."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=200, blank=True)
    prepares = models.CharField(max_length=120, blank=True)
    materials = models.CharField(max_length=200, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.what


class Seat(WeekOwned):
    """A seat that is taken: by a guest, or kept for a unit whose guests are not named yet."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="taken_seats")
    row = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    guest = models.OneToOneField(Guest, models.CASCADE, null=True, blank=True, related_name="seat")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # Set by hand: stays when everybody is seated anew.
    is_fixed = models.BooleanField(default=False)

    class Meta(WeekOwned.Meta):
        ordering = ("row", "place")
        constraints = (
            models.UniqueConstraint(fields=("ceremony", "row", "place"), name="ceremonies_seat_once"),
            models.CheckConstraint(
                condition=models.Q(guest__isnull=False) | models.Q(unit__isnull=False),
                name="ceremonies_seat_is_somebodys",
            ),
        )

    def __str__(self) -> str:
        return f"{self.row}-{self.place}"


GUESTS_KEPT = 30  # days
OVER = "the ceremony is over"
retention.keep(
    Guest, ("name", "post", "phone", "phone_digest", "phone_last4", "plate"), since=OVER, days=GUESTS_KEPT
)
retention.keep(Ceremony, ("contact_name", "contact_phone"), since=OVER, days=GUESTS_KEPT)
retention.keep(Slip, ("replied_by", "note"), since=OVER, days=GUESTS_KEPT)
retention.keep(Item, ("who", "prepares"), since="the office takes them out: a running order stays on record")
