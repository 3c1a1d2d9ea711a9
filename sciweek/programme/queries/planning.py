"""The working copy: sessions as they are planned, and what is wrong with them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from sciweek.activities.models import Activity
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import SHOWN_STATES, ActivityState, Kind
from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.programme.logic.warnings import Caution, Closed, Hall, House, Row, warnings
from sciweek.programme.models import ReleasedSession, Session
from sciweek.programme.rules import visible_sessions
from sciweek.programme.states import SessionState
from sciweek.venues.models import Room, Venue
from sciweek.venues.queries import closed_between
from sciweek.week.models import Week

JOINED = ("run", "activity__unit", "activity__series", "venue", "room")
# Of an activity, what neither a warning nor a release reads.
LONG_FIELDS = (
    "summary", "hosts", "organisers", "co_organisers", "audience", "marks", "entry_note", "contact_name",
    "contact_phone", "search_text",
)  # fmt: skip
# What nobody comes to at an hour: works are sent in, questions answered, booklets printed.
WITHOUT_SESSIONS = (Kind.CALL, Kind.QUIZ, Kind.HANDBOOK, Kind.PROMOTION)


def sessions(actor: Actor) -> QuerySet[Session]:
    """The working copy as the actor may see it, by time."""
    return visible_sessions(actor).select_related(*JOINED)


def plain(found: QuerySet[Session]) -> QuerySet[Session]:
    """Many sessions by time, with what is reckoned from each; units and places are fetched once, not with each."""
    joined = found.select_related("run", "activity").defer(*(f"activity__{name}" for name in LONG_FIELDS))
    return joined.prefetch_related("activity__unit", "venue", "room").order_by("starts_at", "id")


def on_day(found: QuerySet[Session], day: date, zone: str) -> QuerySet[Session]:
    """Those that take place on the local day, if only in part."""
    start, end = clock.moment(day, clock.MIDNIGHT, zone), clock.end_of(day, zone)
    return found.filter(starts_at__lt=end, ends_at__gt=start)


def was_released(session: Session) -> bool:
    """Whether the public has ever read of it: then it is cancelled, not dropped."""
    return ReleasedSession.objects.filter(session=session).exists()


def activities_without_sessions(actor: Actor) -> QuerySet[Activity]:
    """What has a time, or could have one, and takes place at no session yet."""
    found = visible_activities(actor).exclude(kind__in=WITHOUT_SESSIONS)
    found = found.exclude(state=ActivityState.CANCELLED)
    planned = Exists(Session.objects.filter(activity=OuterRef("pk")))
    return found.filter(~planned).select_related("unit", "week").order_by("starts_at", "id")


def cautions(actor: Actor, week: Week, *, day: date | None = None) -> list[Caution]:
    """What to warn the actor of, on one day or the whole week.

    Reckoned over everybody's sessions: a hall may be taken by a unit that the actor does not see. Such a partner is
    named by its code only.
    """
    rows = Session.objects.all()
    rows = on_day(rows, day, week.zone) if day is not None else rows
    found = cautions_of(plain(rows), week)
    seen = set(visible_sessions(actor).values_list("code", flat=True)) if found else set()
    return [one for one in found if not seen.isdisjoint(one.codes)]


def cautions_of(rows: Iterable[Session], week: Week) -> list[Caution]:
    """Warnings among the given sessions (`plain`), in a flat number of queries."""
    found = list(rows)
    if not found:
        return []
    start, end = min(row.starts_at for row in found), max(row.ends_at for row in found)
    closed = [
        Closed(one.venue_id, one.room_id, one.starts_at, one.ends_at, one.why)
        for one in closed_between(start, end)
    ]
    alone = _alone()
    reckoned = [_row(row, is_alone=row.activity_id in alone) for row in found]
    return warnings(
        reckoned, _houses(), closed, first_day=week.starts_on, last_day=week.ends_on, zone=week.zone
    )


def _alone() -> set[int]:
    """Activities with one session."""
    others = Session.objects.filter(activity=OuterRef("activity")).exclude(pk=OuterRef("pk"))
    return set(Session.objects.filter(~Exists(others)).order_by().values_list("activity_id", flat=True))


def _houses() -> dict[int, House]:
    halls: dict[int, dict[int, Hall]] = {}
    for room in Room.objects.all():
        halls.setdefault(room.venue_id, {})[room.pk] = Hall(room.name, room.capacity, room.is_active)
    return {
        venue.pk: House(venue.label, venue.is_active, halls.get(venue.pk, {}))
        for venue in Venue.objects.all()
    }


def _row(row: Session, *, is_alone: bool) -> Row:
    activity = row.activity
    was_public = activity.state == ActivityState.CANCELLED and activity.published_at is not None
    return Row(
        code=row.code,
        name=str(row),
        activity=row.activity_id,
        run=row.run_id,
        kind=row.run.kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        # A unit that was merged works on as its successor.
        unit=(activity.unit.merged_into_id or activity.unit_id) if activity.unit else None,
        is_all_day=row.is_all_day,
        mode=row.mode,
        venue=row.venue_id,
        room=row.room_id,
        place=row.place,
        link=row.link,
        speakers=tuple(row.speakers),
        capacity=row.capacity,
        is_cancelled=row.state == SessionState.CANCELLED or activity.state == ActivityState.CANCELLED,
        is_public=activity.state in SHOWN_STATES or was_public,
        announced_at=activity.starts_at if is_alone else None,
    )
