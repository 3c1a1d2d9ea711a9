"""Sessions and activities told to search engines, in the head of their pages."""

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.look.kinds import kind_look
from sciweek.portal import queries
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.exports.event_data import event_data, json_block
from sciweek.portal.logic.exports.session import ExportSession
from sciweek.portal.pages.exports.rows import export_session, hosts_of, rows_of
from sciweek.programme.models import ReleasedSession

MOST_SESSIONS = 20


def session_block(visit: Visit, row: ReleasedSession) -> SafeString:
    return json_block(event_data(_session(visit, row, _picture_url(row.activity)), visit.zone))


def activity_block(visit: Visit, activity: Activity) -> SafeString:
    """Each of its sessions, or the activity itself while it has none; empty where there is no time to tell."""
    picture_url = _picture_url(activity)
    rows = rows_of(visit).filter(activity=activity).order_by("starts_at", "id")[:MOST_SESSIONS]
    found = [_session(visit, row, picture_url) for row in rows]
    if not found and activity.starts_at is not None:
        found = [_itself(visit, activity, picture_url)]
    return json_block(*(event_data(each, visit.zone) for each in found)) if found else SafeString()


def _session(visit: Visit, row: ReleasedSession, picture_url: str) -> ExportSession:
    url = visit.lasting_address("session", code=row.code)
    return export_session(row, {}, url, picture_url=picture_url)


def _itself(visit: Visit, activity: Activity, picture_url: str) -> ExportSession:
    starts_at = activity.starts_at or visit.now
    cancelled = activity.state == ActivityState.CANCELLED
    return ExportSession(
        number=activity.pk,
        uid=activity.uid,
        code=activity.code,
        name=activity.name,
        title="",
        kind=activity.kind,
        kind_words=str(kind_look(activity.kind).label),
        track="",
        summary=activity.summary,
        starts_at=starts_at,
        # Without an end nothing is said of it.
        ends_at=activity.ends_at or starts_at,
        is_all_day=activity.is_all_day,
        mode=activity.mode,
        venue="",
        venue_uid=None,
        room="",
        room_uid=None,
        place=activity.place,
        address=activity.address,
        latitude=None,
        longitude=None,
        link=activity.link,
        speakers=(),
        hosts=hosts_of(activity),
        entry_note=activity.entry_note,
        note="",
        is_cancelled=cancelled,
        reason=activity.state_reason if cancelled else "",
        url=visit.lasting_address("activity", code=activity.code),
        picture_url=picture_url,
        release_number=0,
        changed_at=visit.now,
    )


def _picture_url(activity: Activity) -> str:
    picture = queries.picture_of(activity)
    return (
        settings.SCIWEEK_SITE_URL + reverse("files:public", kwargs={"code": picture.code}) if picture else ""
    )
