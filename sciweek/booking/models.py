from uuid import UUID

from django.db import models

from sciweek.base import retention
from sciweek.base.sealing import SealedTextField
from sciweek.booking.logic.fullness import least_seats
from sciweek.booking.logic.languages import site_language
from sciweek.booking.logic.parties import Party
from sciweek.booking.states import LIVE, Admission, BookingState, Choice, News, Passing, Reached, Way
from sciweek.programme.models import Run, Session
from sciweek.week.owned import Named, Versioned, WeekOwned

LONGEST_NAME = 60


class Policy(Versioned, WeekOwned):
    """What holds for all bookings of an edition; without a row its defaults do."""

    # Places that one phone may hold or wait for at a time, in sessions that are still to come; None: no limit.
    most_places = models.PositiveSmallIntegerField(null=True, blank=True, default=12)
    # Personal data goes so many days after the last session that somebody booked.
    erase_after_days = models.PositiveSmallIntegerField(default=30)

    class Meta(WeekOwned.Meta):
        constraints = (models.UniqueConstraint(fields=("week",), name="booking_policy_once"),)

    def __str__(self) -> str:
        return str(self.week)


class ConsentText(WeekOwned):
    """What a guardian agrees to. Never changed: another wording is another number."""

    number = models.PositiveSmallIntegerField()
    guardian = models.TextField()
    # What a school says instead, which has asked the guardians of its pupils.
    school = models.TextField()
    photo = models.TextField()
    made_at = models.DateTimeField()

    class Meta(WeekOwned.Meta):
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("week", "number"), name="booking_consent_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class Terms(Versioned, WeekOwned):
    """How one books the sessions of a run: they share everything but their seats."""

    # Goes with a run that is dropped; where anybody has booked, the bookings hold it.
    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    admission = models.CharField(max_length=10, choices=Admission, default=Admission.PARTY)
    # The host's switch: off, nobody books by oneself.
    is_on = models.BooleanField(default=True)
    # None: as soon as the programme shows the session.
    opens_at = models.DateTimeField(null=True, blank=True)
    # Minutes before the session starts (a course: its first one).
    closes_before = models.PositiveIntegerField(default=0)
    # People of one party or group, those without a seat included.
    smallest = models.PositiveSmallIntegerField(default=1)
    largest = models.PositiveSmallIntegerField(default=5)
    small_need_seats = models.BooleanField(default=True)
    choice = models.CharField(max_length=10, choices=Choice, default=Choice.FIRST)
    has_waiting = models.BooleanField(default=True)
    passing = models.CharField(max_length=10, choices=Passing, default=Passing.FITTING)
    # How long an offered seat is held.
    offer_minutes = models.PositiveIntegerField(default=240)
    # Whoever stayed away so often cannot book here; None: no such rule.
    most_no_shows = models.PositiveSmallIntegerField(null=True, blank=True)
    # `logic.questions.Question` as JSON.
    questions = models.JSONField(default=list, blank=True)
    # Hosts that admit by identity card do so in a system of their own; Sciweek takes no number.
    visitor_url = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("run",), name="booking_terms_once_a_run"),
            models.CheckConstraint(
                condition=models.Q(admission__in=Admission.values), name="booking_terms_known_admission"
            ),
            models.CheckConstraint(
                condition=models.Q(smallest__gte=1, largest__gte=models.F("smallest")),
                name="booking_terms_party_bounds",
            ),
            models.CheckConstraint(
                condition=models.Q(passing__in=Passing.values, choice__in=Choice.values),
                name="booking_terms_known_rules",
            ),
        )

    def __str__(self) -> str:
        return str(self.run)

    @property
    def is_group(self) -> bool:
        return self.admission == Admission.GROUP

    @property
    def least_seats(self) -> int:
        """Seats without which nobody can book."""
        return least_seats(
            admission=self.admission,
            choice=self.choice,
            smallest=self.smallest,
            small_need_seats=self.small_need_seats,
        )


class Pool(Named, Versioned, WeekOwned):
    """Seats that are counted together: of one session, of a whole course, or shared by sessions.

    `taken` and `waiting` are counted here, so that one guarded update takes seats; `actions.seats` alone writes them.
    """

    # None: shared by sessions, under its name.
    terms = models.ForeignKey(Terms, models.CASCADE, null=True, blank=True, related_name="pools")
    # None, with terms: all dates of a course.
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    # Beside its own seats it takes some of these (a bus, sets for an experiment).
    shared = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="sharers")
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    # Bookings on the waiting list, not people.
    waiting = models.PositiveIntegerField(default=0)
    is_closed = models.BooleanField(default=False)
    # Whether somebody counts at the door: only then can anybody have stayed away.
    has_door = models.BooleanField(default=False)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("capacity")), name="booking_pool_never_one_too_many"
            ),
            models.UniqueConstraint(
                fields=("session",),
                condition=models.Q(session__isnull=False),
                name="booking_pool_one_a_session",
            ),
            models.UniqueConstraint(
                fields=("terms",),
                condition=models.Q(session__isnull=True, terms__isnull=False),
                name="booking_pool_one_a_course",
            ),
            models.CheckConstraint(
                condition=models.Q(terms__isnull=False)
                | (models.Q(session__isnull=True) & ~models.Q(name="")),
                name="booking_pool_shared_has_name",
            ),
            models.CheckConstraint(
                condition=models.Q(shared__isnull=True) | models.Q(terms__isnull=False),
                name="booking_pool_shares_one_deep",
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.session or self.terms)

    @property
    def free(self) -> int:
        return self.capacity - self.taken


class Contact(WeekOwned):
    """Somebody without an account, known by the phone. The name is not unique and stands with each booking."""

    phone = SealedTextField()
    # Of an erased contact a random one, so that the number can come again.
    phone_digest = models.CharField(max_length=64)
    phone_last4 = models.CharField(max_length=4, blank=True)
    # Bookings ever made: 1 says that there is nothing to add up.
    made = models.PositiveIntegerField(default=1)
    erased_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = ("phone_digest", "phone_last4")

    class Meta(WeekOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=("week", "phone_digest"), name="booking_contact_one_a_phone"),
        )
        indexes = (models.Index(fields=("week", "phone_last4"), name="booking_contact_last4"),)

    def __str__(self) -> str:
        return f"···{self.phone_last4}"


class Booking(Named, Versioned, WeekOwned):
    """One party's or school group's seats. The row is its own log of being made, and its own outbox."""

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="bookings")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=10, choices=BookingState, default=BookingState.CONFIRMED)
    # Seats that it holds or waits for.
    places = models.PositiveIntegerField()
    adults = models.PositiveSmallIntegerField(default=0)
    # 14 to 17, 6 to 13, under 6 years.
    teens = models.PositiveSmallIntegerField(default=0)
    children = models.PositiveSmallIntegerField(default=0)
    small = models.PositiveSmallIntegerField(default=0)
    # Of a school group.
    pupils = models.PositiveSmallIntegerField(default=0)
    school = models.CharField(max_length=80, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    name = SealedTextField()
    # Answers to the host's questions, JSON by the question's key.
    answers = SealedTextField()
    consent = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, related_name="+")
    consent_at = models.DateTimeField(null=True, blank=True)
    # None: not asked.
    photo_consent = models.BooleanField(null=True, blank=True)
    # The phone was proven by a code.
    is_proven = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    # In which it was booked, and the booker is written to; one of `settings.LANGUAGES`.
    language = models.CharField(max_length=10, default=site_language)
    # The place in the queue: the time at which it began to wait.
    queued_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # People who came; counted at the door.
    arrived = models.PositiveIntegerField(default=0)
    # Moves when the link is passed on, and when what the ticket says changes: what was given out before stops working.
    link_serial = models.PositiveSmallIntegerField(default=1)
    ticket_serial = models.PositiveSmallIntegerField(default=1)
    # What is still to be told; a job makes it a `Telling`.
    news = models.CharField(max_length=12, choices=News, blank=True)
    request_uid: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    # What a host writes to one party may say anything about it: the log, which nobody can empty, has only that there
    # was a reason.
    PERSONAL = ("reason",)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=BookingState.values), name="booking_booking_known_state"
            ),
            # A second press, a second tab; a school's classes are told apart by their grade, as long as it is known.
            models.UniqueConstraint(
                fields=("contact", "pool", "grade"),
                condition=models.Q(state__in=LIVE, erased_at__isnull=True),
                name="booking_booking_one_live",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=BookingState.OFFERED) | models.Q(offered_until__isnull=False),
                name="booking_booking_offer_ends",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=BookingState.WAITING) | models.Q(queued_at__isnull=False),
                name="booking_booking_waits_since",
            ),
        )
        indexes = (
            models.Index(fields=("pool", "state", "queued_at", "id"), name="booking_by_pool"),
            models.Index(fields=("week",), condition=~models.Q(news=""), name="booking_with_news"),
            models.Index(
                fields=("offered_until",),
                condition=models.Q(state=BookingState.OFFERED),
                name="booking_offers",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def was_queued(self) -> bool:
        """Whether what lapsed waited for a seat; else for the host to choose."""
        return self.queued_at is not None

    @property
    def party(self) -> Party:
        return Party(self.adults, self.teens, self.children, self.small, self.pupils)


class Telling(WeekOwned):
    """One thing that one booker is to be told: by SMS, or by a call that somebody ticks off."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="tellings")
    news = models.CharField(max_length=12, choices=News)
    way = models.CharField(max_length=6, choices=Way)
    # Without the booking's link: only what is sent has that.
    text = models.TextField()
    # May ring in quiet hours: whoever waits for the morning sets out in vain.
    is_urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    # Of a session's end: the state of the booking that it ended.
    ended = models.CharField(max_length=10, choices=BookingState, blank=True)
    # Of the text message (`post.Message.uid`).
    message_uid: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True, blank=True)
    reached = models.CharField(max_length=14, choices=Reached, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=60, blank=True)
    # Says what makes two of them the same one (a release, say); a repeated job adds nothing.
    once_key = models.CharField(max_length=100)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("booking", "once_key"), name="booking_telling_once"),)
        indexes = (models.Index(fields=("week", "way", "done_at"), name="booking_telling_open"),)

    def __str__(self) -> str:
        return str(self.get_news_display())


_AFTER = "the last session that the phone booked is over (the edition's own number of days)"
retention.keep(Contact, ("phone", "phone_digest", "phone_last4"), since=_AFTER, days=30)
retention.keep(Booking, ("name", "answers", "school", "grade", "reason"), since=_AFTER, days=30)
retention.keep(Telling, ("text",), since=_AFTER, days=30)
retention.keep(Telling, ("done_by",), since="the edition is founded: who answers for a call stays on record")
