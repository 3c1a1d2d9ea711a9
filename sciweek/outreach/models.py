from django.db import models

from sciweek.activities.models import Activity
from sciweek.base import retention
from sciweek.base.sealing import SealedTextField
from sciweek.committee.models import Unit
from sciweek.outreach.states import VISITED, OutingKind, Part, WishState
from sciweek.programme.models import Session
from sciweek.venues.models import Venue, living
from sciweek.week.owned import Named, Versioned, WeekOwned

MOST_CREWS = 20
# Days after the week for which anybody need be found again.
PEOPLE_KEPT = 180


class Outing(Named, Versioned, WeekOwned):
    """What a host offers to bring: a lecture, a show or a van that goes to schools and communities."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=OutingKind)
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    length_minutes = models.PositiveSmallIntegerField()
    setup_minutes = models.PositiveSmallIntegerField(default=0)
    # Members of `states.Need`; what they do not say stands in the note.
    needs = models.JSONField(default=list, blank=True)
    needs_note = models.CharField(max_length=200, blank=True)
    # Members of `activities.states.Audience`; grades and the like stand in the note.
    audience = models.JSONField(default=list, blank=True)
    audience_note = models.CharField(max_length=120, blank=True)
    # People that one visit takes; None: nobody has said.
    largest_audience = models.PositiveIntegerField(null=True, blank=True)
    # How many visits a day at most, all crews together, and how many crews go at the same time.
    visits_a_day = models.PositiveSmallIntegerField(default=1)
    crews = models.PositiveSmallIntegerField(default=1)
    # Where a trip starts; without it nobody can say when to leave for the first stop.
    base = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    # Its assigned visits are sessions of this activity.
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    # Counted up to make the links of drivers that were given out worthless.
    link_turn = models.PositiveIntegerField(default=1)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("week", "unit", "title"), name="outreach_outing_title_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OutingKind.values), name="outreach_outing_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(length_minutes__gt=0, visits_a_day__gt=0, crews__gt=0),
                name="outreach_outing_counts_sensible",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Reach(WeekOwned):
    """A street or town to which an outing goes. An outing without any goes everywhere."""

    outing = models.ForeignKey(Outing, models.CASCADE, related_name="reaches")
    street = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta(WeekOwned.Meta):
        ordering = ("street__sort_key", "id")
        constraints = (models.UniqueConstraint(fields=("outing", "street"), name="outreach_reach_once"),)

    def __str__(self) -> str:
        return str(self.street)


class OutingDay(Named, WeekOwned):
    """When an outing can be had: a day, or part of it, and for how many visits."""

    outing = models.ForeignKey(Outing, models.CASCADE, related_name="days")
    day = models.DateField()
    part = models.CharField(max_length=10, choices=Part)
    # On the clock of the edition; filled for every part, so that nothing has to know what a morning is.
    start_time = models.TimeField()
    end_time = models.TimeField()
    visits = models.PositiveSmallIntegerField(default=1)

    class Meta(WeekOwned.Meta):
        ordering = ("day", "start_time", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("outing", "day", "start_time", "end_time"), name="outreach_day_once"
            ),
            models.CheckConstraint(
                condition=models.Q(end_time__gt=models.F("start_time"), visits__gt=0),
                name="outreach_day_sensible",
            ),
        )

    def __str__(self) -> str:
        return f"{self.outing} {self.day}"


class Wish(Named, Versioned, WeekOwned):
    """A unit asks that somebody comes."""

    PERSONAL = ("contact_name",)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # None: whichever suits; the office decides then.
    outing = models.ForeignKey(Outing, models.PROTECT, null=True, blank=True, related_name="+")
    contact_name = SealedTextField()
    phone = SealedTextField()
    phone_digest = models.CharField(max_length=64, blank=True)
    phone_last4 = models.CharField(max_length=4, blank=True)
    # [["2027-05-25", "morning"], …], the dearest first.
    days = models.JSONField(default=list)
    # Within these hours, where it matters.
    start_time = models.TimeField(null=True, blank=True)
    end_time = models.TimeField(null=True, blank=True)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    # Where no venue is on record.
    place = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    street = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField()
    people_note = models.CharField(max_length=120, blank=True)
    # Members of `states.Need` that are there.
    has = models.JSONField(default=list, blank=True)
    remarks = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=WishState, default=WishState.ASKED)
    state_reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()

    class Meta(WeekOwned.Meta):
        ordering = ("asked_at", "id")
        indexes = (models.Index(fields=("week", "state", "asked_at"), name="outreach_wish_by_state"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=WishState.values), name="outreach_wish_known_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=WishState.DECLINED) | ~models.Q(state_reason=""),
                name="outreach_wish_declined_says_why",
            ),
            models.CheckConstraint(condition=models.Q(people__gt=0), name="outreach_wish_has_people"),
        )

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def its_visit(self) -> "Visit | None":
        """What it was assigned to, if it is."""
        return getattr(self, "visit", None) if self.state in VISITED else None

    @property
    def where(self) -> str:
        return self.venue.name if self.venue is not None else self.place

    @property
    def lies_in(self) -> Unit | None:
        """The street in which it is: a merged one's successor."""
        return living(self.street)


class Visit(Named, Versioned, WeekOwned):
    """A wish that is assigned to an outing, at a day and hours. The order on a day's route is that of time."""

    PERSONAL = ("leader_name",)

    wish = models.OneToOneField(Wish, models.PROTECT, related_name="visit")
    outing = models.ForeignKey(Outing, models.PROTECT, related_name="visits")
    # Whose place it takes; None: at a time that was not offered.
    day = models.ForeignKey(OutingDay, models.PROTECT, null=True, blank=True, related_name="assigned")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Which of the outing's crews goes, counted from 1.
    crew = models.PositiveSmallIntegerField(default=1)
    # Who is in charge of the trip.
    leader_name = SealedTextField()
    phone = SealedTextField()
    phone_digest = models.CharField(max_length=64, blank=True)
    phone_last4 = models.CharField(max_length=4, blank=True)
    plate = SealedTextField()
    plate_digest = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)
    # People who were there, once it is done; None: nobody has said.
    came = models.PositiveIntegerField(null=True, blank=True)
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(WeekOwned.Meta):
        ordering = ("starts_at", "id")
        indexes = (models.Index(fields=("outing", "starts_at"), name="outreach_visit_by_time"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at"), crew__gt=0),
                name="outreach_visit_sensible",
            ),
        )

    def __str__(self) -> str:
        return f"{self.outing}：{self.wish.unit}"


retention.keep(
    Wish, ("contact_name", "phone", "phone_digest", "phone_last4"), since="the week is over", days=PEOPLE_KEPT
)
retention.keep(
    Visit,
    ("leader_name", "phone", "phone_digest", "phone_last4", "plate", "plate_digest"),
    since="the week is over",
    days=PEOPLE_KEPT,
)
