from django.db import models

from sciweek.activities.models import Activity
from sciweek.activities.states import Mode
from sciweek.base import retention
from sciweek.programme.states import Change, RunKind, SessionState
from sciweek.venues.models import Room, Venue
from sciweek.week.owned import Named, Versioned, WeekOwned


class Run(Named, Versioned, WeekOwned):
    """How sessions of one activity belong together."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RunKind, default=RunKind.SINGLE)
    # What the sessions were made by (`logic.rules.Rule` as JSON); empty for a single one.
    rule = models.JSONField(default=dict, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=RunKind.values), name="programme_run_known_kind"
            ),
        )

    def __str__(self) -> str:
        return str(self.activity)


class Shown(models.Model):
    """What the public reads of a session: shared by the working copy and its frozen ones."""

    # Where it differs from the activity's name: “第二场”, “高年级场”.
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Days of an exhibition and whole days have hours too (opening hours); this only says how to print them.
    is_all_day = models.BooleanField(default=False)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ONSITE)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")
    # Where no venue is on record.
    place = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=500, blank=True)
    # Names as they are announced: lecturers, guides.
    speakers = models.JSONField(default=list, blank=True)
    # People who may come; None: not limited, or nobody has said.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    state_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Session(Named, Versioned, Shown, WeekOwned):
    """One time at which people can come: the working copy."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="sessions")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")

    class Meta(WeekOwned.Meta):
        ordering = ("starts_at", "id")
        indexes = (
            models.Index(fields=("week", "starts_at", "id"), name="programme_by_time"),
            models.Index(fields=("week", "venue", "starts_at"), name="programme_by_venue"),
            models.Index(fields=("activity", "starts_at"), name="programme_by_activity"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="programme_session_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SessionState.values), name="programme_session_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(room__isnull=True) | models.Q(venue__isnull=False),
                name="programme_session_room_has_venue",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SessionState.CANCELLED) | ~models.Q(state_reason=""),
                name="programme_session_cancelled_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.title or str(self.activity)


class Release(Named, WeekOwned):
    """A frozen version of the programme. Never changed; a mistake is mended by the next one."""

    number = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("week", "number"), name="programme_release_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class ReleasedSession(Shown, WeekOwned):
    """A session as one release shows it. `code` and `uid` are the session's own, so that addresses last."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="sessions")
    session = models.ForeignKey(Session, models.PROTECT, related_name="released")
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    uid = models.UUIDField()
    # Against the release before; empty: as it was.
    change = models.CharField(max_length=10, choices=Change, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("starts_at", "id")
        indexes = (
            models.Index(fields=("release", "starts_at", "id"), name="programme_released_by_time"),
            models.Index(fields=("release", "activity"), name="programme_released_by_activity"),
        )
        constraints = (
            models.UniqueConstraint(fields=("release", "session"), name="programme_released_once"),
        )

    def __str__(self) -> str:
        return self.title or str(self.activity)


retention.keep(Session, ("speakers",), since="the office takes them out")
retention.keep(
    ReleasedSession, ("speakers",), since="the edition is founded: what was announced stays on record"
)
retention.keep(
    Release, ("released_by",), since="the edition is founded: who answers for a release stays on record"
)
