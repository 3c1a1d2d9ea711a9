"""Released sessions, read a few hundred at a time and put into plain words."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import cast

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import TruncDate

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Mode
from sciweek.look.dates import as_zone
from sciweek.look.kinds import kind_look
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.exports.session import ExportSession
from sciweek.portal.pages.exports.answers import Asked
from sciweek.programme.models import ReleasedSession
from sciweek.programme.queries import released_sessions
from sciweek.programme.states import SessionState
from sciweek.venues.logic.positions import to_wgs84

BATCH = 500
_ANY_CODE = "34679ACD"

JOINED = ("release", "activity__unit", "activity__series", "venue", "room")
# What an export tells; the activity's sealed contact stays in the database.
READ = (
    *("session_id", "uid", "code", "title", "starts_at", "ends_at", "is_all_day", "mode", "place", "link"),
    *("speakers", "note", "state", "state_reason", "release__number", "release__released_at"),
    *(
        f"activity__{name}"
        for name in ("code", "name", "kind", "summary", "hosts", "organisers", "place", "address")
    ),
    *("activity__entry_note", "activity__state", "activity__state_reason"),
    *("activity__unit__name", "activity__series__name", "room__name", "room__uid"),
    *(
        f"venue__{name}"
        for name in ("name", "short_name", "uid", "address", "latitude", "longitude", "datum")
    ),
)
# Many sessions lie in few venues, and the way back from a Chinese map is long.
_wgs84 = lru_cache(maxsize=4096)(to_wgs84)

Rows = QuerySet[ReleasedSession]
# Number and moment of the release that last changed a session, by the session.
Changes = dict[int, tuple[int, datetime]]


def rows_of(visit: Visit) -> Rows:
    """What the newest release shows; nothing before there is one."""
    if visit.release is None:
        return ReleasedSession.objects.none()
    return released_sessions(visit.release).select_related(None).select_related(*JOINED).only(*READ)


def days_of(found: Rows, zone: str) -> tuple[date, ...]:
    """The local days on which something begins."""
    days = found.order_by().annotate(day=TruncDate("starts_at", tzinfo=as_zone(zone))).values_list("day")
    return tuple(sorted(day for (day,) in days.distinct()))


def export_sessions(asked: Asked, found: Rows) -> Iterator[ExportSession]:
    """The sessions in order of time. Between two reads nothing is held open; what a release shows does not move."""
    address = asked.address("session", code=_ANY_CODE)
    last: ReleasedSession | None = None
    found = found.order_by("starts_at", "id")
    while True:
        rest = found
        if last is not None:
            rest = found.filter(Q(starts_at__gt=last.starts_at) | Q(starts_at=last.starts_at, id__gt=last.pk))
        rows = list(rest[:BATCH])
        changes = changes_of(rows)
        for row in rows:
            yield export_session(row, changes, address.replace(_ANY_CODE, row.code))
        if len(rows) < BATCH:
            return
        last = rows[-1]


def changes_of(rows: Sequence[ReleasedSession]) -> Changes:
    """By which release each session last became what it is."""
    if not rows:
        return {}
    found = (
        ReleasedSession.objects.filter(session__in={row.session_id for row in rows})
        .exclude(change="")
        .filter(release__number__lte=rows[0].release.number)
        .order_by()
        .values_list("session_id")
        .annotate(Max("release__number"), Max("release__released_at"))
    )
    return {session: (number, at) for session, number, at in found}


def export_session(
    row: ReleasedSession, changes: Changes, url: str, *, picture_url: str = ""
) -> ExportSession:
    activity, venue = row.activity, row.venue
    # As in the lists: without a place of its own a session takes place where its activity does.
    place = row.place or ("" if row.mode == Mode.ONLINE else activity.place)
    position = None
    if venue is not None and venue.latitude is not None and venue.longitude is not None:
        position = _wgs84(venue.latitude, venue.longitude, venue.datum)
    release = row.release
    number, changed_at = changes.get(row.session_id) or (release.number, release.released_at)
    kind_words = str(kind_look(activity.kind).label)
    stopped = activity.state == ActivityState.CANCELLED
    return ExportSession(
        number=row.session_id,
        uid=row.uid,
        code=row.code,
        name=activity.name,
        title=row.title,
        kind=kind_look(activity.kind).key,
        kind_words=kind_words,
        track=activity.series.name if activity.series else kind_words,
        summary=activity.summary,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_all_day=row.is_all_day,
        mode=row.mode,
        venue=venue.name if venue else "",
        venue_uid=venue.uid if venue else None,
        room=row.room.name if row.room else "",
        room_uid=row.room.uid if row.room else None,
        place=place,
        address=venue.address if venue else activity.address if place == activity.place else "",
        latitude=position[0] if position else None,
        longitude=position[1] if position else None,
        link=row.link,
        speakers=tuple(row.speakers),
        hosts=hosts_of(activity),
        entry_note=activity.entry_note,
        note=row.note,
        is_cancelled=stopped or row.state == SessionState.CANCELLED,
        reason=row.state_reason or (activity.state_reason if stopped else ""),
        url=url,
        picture_url=picture_url,
        release_number=number,
        changed_at=changed_at,
    )


def hosts_of(activity: Activity) -> tuple[str, ...]:
    """Who stands for it: hosts, else organisers, else the unit that entered it."""
    names = cast(list[str], activity.hosts or activity.organisers)
    return tuple(names) or ((activity.unit.name,) if activity.unit else ())
