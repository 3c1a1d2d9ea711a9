"""What sessions and releases look like on the wire."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy
from pydantic import Field

from sciweek.activities.states import Mode
from sciweek.base.rest import (
    WHOLE,
    ApiRequest,
    Body,
    Choice,
    Code,
    Day,
    Hour,
    Line,
    Moment,
    Names,
    Out,
    Room,
    Seen,
    found_rows,
    local,
    the_row,
)
from sciweek.programme.logic.hours import Hours, Times
from sciweek.programme.logic.rules import Rule
from sciweek.programme.models import Release, Session
from sciweek.programme.queries import sessions
from sciweek.programme.states import Change, RunKind, SessionState, Worry
from sciweek.venues.models import Room as VenueRoom
from sciweek.venues.models import Venue

rest = Room("programme", gettext_lazy("场次和日程"))
SEES = "programme.see_programme"

People = Annotated[int, Field(ge=1, le=1_000_000), WHOLE]
Minutes = Annotated[int, Field(ge=0, le=1440), WHOLE]
# Monday is 0.
Weekday = Annotated[int, Field(ge=0, le=6), WHOLE]


class SessionOut(Out):
    """One session of the working copy. `activity`, `unit`, `run`, `venue` and `room` are codes."""

    code: str
    uid: UUID
    activity: str
    activity_name: str
    unit: str | None
    run: str
    run_kind: RunKind
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_all_day: bool
    mode: Mode
    venue: str | None
    venue_name: str
    room: str | None
    room_name: str
    place: str
    link: str
    speakers: list[str]
    capacity: int | None
    note: str
    state: SessionState
    state_reason: str
    version: int


class RunOut(Out):
    """How the sessions belong together, and the sessions themselves."""

    code: str
    kind: RunKind
    activity: str
    sessions: list[SessionOut]


class ReleaseOut(Out):
    """A version of the programme; `changes` counts what it did, against the one before."""

    number: int
    released_at: datetime | None
    released_by: str
    note: str
    changes: dict[Change, int]


class PendingOut(Out):
    """What the next release would do to one session: `fields` read otherwise than in the newest version."""

    session: str
    activity: str
    activity_name: str
    change: Change
    fields: list[str]


class WarningOut(Out):
    """What is wrong, or odd, with sessions; `stops`: as long as it is so, no release is made."""

    kind: Worry
    title: str
    sessions: list[str]
    stops: bool


class SessionFields(Body):
    """What may be said of a session; a room alone names its venue too."""

    title: Line = ""
    is_all_day: bool = False
    mode: Annotated[Mode | None, Choice] = None
    venue: Code | None = None
    room: Code | None = None
    place: Line | None = None
    link: Line | None = None
    speakers: Names = []
    capacity: People | None = None
    note: Line = ""


class SpanIn(Body):
    """From when to when on one day, on the clock of the edition; `next_day`: it ends after midnight."""

    start: Hour
    end: Hour
    next_day: bool = False


Spans = Annotated[list[SpanIn], Field(max_length=48)]


class WeekdayHours(Body):
    """A weekday whose hours differ."""

    weekday: Weekday
    times: Spans


class RuleIn(Body):
    """By what rule sessions are made; no weekdays means every day. `every_minutes` cuts each span into entries."""

    kind: Annotated[RunKind, Choice]
    first_day: Day
    last_day: Day
    times: Spans
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = []
    weekday_times: Annotated[list[WeekdayHours], Field(max_length=7)] = []
    every_minutes: Minutes | None = None
    gap_minutes: Minutes = 0
    skip_days: Annotated[list[Day], Field(max_length=370)] = []

    def rule(self) -> Rule:
        return Rule(
            kind=self.kind,
            first_day=self.first_day,
            last_day=self.last_day,
            times=_times(self.times),
            weekdays=tuple(self.weekdays),
            weekday_times=tuple((one.weekday, _times(one.times)) for one in self.weekday_times),
            every_minutes=self.every_minutes,
            gap_minutes=self.gap_minutes,
            skip_days=tuple(self.skip_days),
        )


def _times(spans: list[SpanIn]) -> Times:
    return tuple(
        Hours(time.fromisoformat(one.start), time.fromisoformat(one.end), one.next_day) for one in spans
    )


class NewSessions(SessionFields):
    """One session (`starts_at`, `ends_at`) or many by a `rule`. What is left out is taken from the activity."""

    activity: Code
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    rule: RuleIn | None = None


class SessionChange(SessionFields):
    """What to change; what is left out stays."""

    seen_version: Seen
    starts_at: Moment | None = None
    ends_at: Moment | None = None


class SessionMove(Body):
    """Where it goes: another time (it keeps its length), another venue or room; what is left out stays."""

    seen_version: Seen
    starts_at: Moment | None = None
    venue: Code | None = None
    room: Code | None = None


class NewRelease(Body):
    """`seen_number`: the version on which the changes were looked at, 0 before the first."""

    note: Line = ""
    seen_number: Seen | None = None


def the_session(request: ApiRequest, code: str) -> Session:
    """The session that the actor may see, or nothing there."""
    return the_row(sessions(request.actor), code)


def again(request: ApiRequest, row: Session) -> SessionOut:
    """The session as it stands after a change."""
    return session_out(request, the_session(request, row.code))


PLAIN = (
    "code", "uid", "title", "is_all_day", "mode", "place", "link", "speakers", "capacity", "note", "state",
    "state_reason", "version",
)  # fmt: skip


def session_out(request: ApiRequest, row: Session) -> SessionOut:
    zone, unit = request.week.zone, row.activity.unit
    plain = {name: getattr(row, name) for name in PLAIN}
    return SessionOut.model_validate(
        plain
        | {
            "activity": row.activity.code,
            "activity_name": row.activity.name,
            "unit": unit.code if unit else None,
            "run": row.run.code,
            "run_kind": row.run.kind,
            "starts_at": local(row.starts_at, zone),
            "ends_at": local(row.ends_at, zone),
            "venue": row.venue.code if row.venue else None,
            "venue_name": row.venue.name if row.venue else "",
            "room": row.room.code if row.room else None,
            "room_name": row.room.name if row.room else "",
        }
    )


def release_out(row: Release, zone: str, counts: Mapping[str, int]) -> ReleaseOut:
    return ReleaseOut(
        number=row.number,
        released_at=local(row.released_at, zone),
        released_by=row.released_by,
        note=row.note,
        changes={Change(change): count for change, count in counts.items()},
    )


def placed(given: dict[str, Any]) -> dict[str, Any]:
    """The values with venue and room as rows; raises `Refused` on the field for one that is not there."""
    return found_rows(
        given,
        {
            "venue": lambda code: Venue.objects.filter(code=code).first(),
            "room": lambda code: VenueRoom.objects.select_related("venue").filter(code=code).first(),
        },
    )
