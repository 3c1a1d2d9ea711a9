"""The working copy: sessions as they are planned, and what is wrong with them."""

from collections.abc import Container
from datetime import date
from typing import Any

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
# Of a session, all that a warning is reckoned from.
RECKONED = (
    "code", "state", "starts_at", "ends_at", "is_all_day", "mode", "venue_id", "room_id", "place", "link", "speakers",
    "capacity", "run__kind", "activity_id", "activity__state", "activity__starts_at", "activity__published_at",
    "activity__unit_id", "activity__unit__merged_into_id",
)  # fmt: skip
# What nobody comes to at an hour: works are sent in, questions answered, booklets printed.
WITHOUT_SESSIONS = (Kind.CALL, Kind.QUIZ, Kind.HANDBOOK, Kind.PROMOTION)


def sessions(actor: Actor) -> QuerySet[Session]:
    """The working copy as the actor may see it, by time."""
    return visible_sessions(actor).select_related(*JOINED)


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
    found = cautions_of(rows, week)
    seen = set(visible_sessions(actor).values_list("code", flat=True)) if found else set()
    return [one for one in found if not seen.isdisjoint(one.codes)]


def cautions_of(found: QuerySet[Session], week: Week) -> list[Caution]:
    """Warnings among the given sessions, in a flat number of queries: of each no more is read than they are reckoned
    from."""
    alone = _alone()
    rows = [_row(one, alone) for one in found.order_by("starts_at", "id").values(*RECKONED)]
    if not rows:
        return []
    start, end = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    closed = [
        Closed(one.venue_id, one.room_id, one.starts_at, one.ends_at, one.why)
        for one in closed_between(start, end)
    ]
    return warnings(rows, _houses(), closed, first_day=week.starts_on, last_day=week.ends_on, zone=week.zone)


def _alone() -> set[int]:
    """Activities with one session."""
    others = Session.objects.filter(activity=OuterRef("activity")).exclude(pk=OuterRef("pk"))
    return set(Session.objects.filter(~Exists(others)).order_by().values_list("activity_id", flat=True))


def _houses() -> dict[int, House]:
    halls: dict[int, dict[int, Hall]] = {}
    rooms = Room.objects.order_by().values_list("venue_id", "id", "name", "capacity", "is_active")
    for venue, room, name, capacity, is_active in rooms:
        halls.setdefault(venue, {})[room] = Hall(name, capacity, is_active)
    venues = Venue.objects.order_by().values_list("id", "name", "short_name", "is_active")
    return {
        venue: House(short_name or name, is_active, halls.get(venue, {}))
        for venue, name, short_name, is_active in venues
    }


def _row(one: dict[str, Any], alone: Container[int]) -> Row:
    state = one["activity__state"]
    was_public = state == ActivityState.CANCELLED and one["activity__published_at"] is not None
    return Row(
        code=one["code"],
        activity=one["activity_id"],
        kind=one["run__kind"],
        starts_at=one["starts_at"],
        ends_at=one["ends_at"],
        # A unit that was merged works on as its successor.
        unit=one["activity__unit__merged_into_id"] or one["activity__unit_id"],
        is_all_day=one["is_all_day"],
        mode=one["mode"],
        venue=one["venue_id"],
        room=one["room_id"],
        place=one["place"],
        link=one["link"],
        speakers=tuple(one["speakers"]),
        capacity=one["capacity"],
        is_cancelled=one["state"] == SessionState.CANCELLED or state == ActivityState.CANCELLED,
        is_public=state in SHOWN_STATES or was_public,
        announced_at=one["activity__starts_at"] if one["activity_id"] in alone else None,
    )
