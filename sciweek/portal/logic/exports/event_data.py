"""schema.org Event as JSON-LD, for search engines: a data block, which the Content-Security-Policy lets stand."""

import json
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from sciweek.activities.states import Mode
from sciweek.base.text import plain
from sciweek.portal.logic.exports.session import ExportSession

_SCHEMA = "https://schema.org"
_MODES = {
    Mode.ONSITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.BOTH: "MixedEventAttendanceMode",
}
# What would end the block, or begin a comment in it, is written as JSON escapes, which mean the same.
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def event_data(session: ExportSession, zone: str) -> dict[str, Any]:
    """The session as an Event."""
    here = ZoneInfo(zone)
    found: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "Event",
        "@id": f"urn:uuid:{session.uid}",
        "name": session.full_name,
        **_dates(session, here),
        "eventStatus": f"{_SCHEMA}/{'EventCancelled' if session.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{_SCHEMA}/{_MODES.get(Mode(session.mode), _MODES[Mode.ONSITE])}",
        "location": _location(session),
        "inLanguage": "zh-CN",
        "url": session.url,
        "description": "\n".join(session.paragraphs),
        "organizer": [{"@type": "Organization", "name": name} for name in session.hosts],
        "performer": [{"@type": "Person", "name": name} for name in session.speakers],
        "image": [session.picture_url] if session.picture_url else [],
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def json_block(*data: dict[str, Any]) -> SafeString:
    """The inside of `<script type="application/ld+json">`; nothing that people typed can end it."""
    whole = data[0] if len(data) == 1 else list(data)
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return SafeString(text.translate(_UNSAFE))


def _dates(session: ExportSession, here: ZoneInfo) -> dict[str, str]:
    begin, end = session.starts_at.astimezone(here), session.ends_at.astimezone(here)
    if session.is_all_day and begin.time() == end.time() == time() and end > begin:
        return {
            "startDate": begin.date().isoformat(),
            "endDate": (end.date() - timedelta(days=1)).isoformat(),
        }
    dates = {"startDate": begin.isoformat(timespec="seconds")}
    # What has no known end has none here either.
    return dates | ({"endDate": end.isoformat(timespec="seconds")} if end > begin else {})


def _location(session: ExportSession) -> Any:
    online = {"@type": "VirtualLocation", "url": session.link or session.url}
    if session.is_online:
        return online
    place: dict[str, Any] = {"@type": "Place", "name": plain(session.where)}
    if session.address:
        place["address"] = {
            "@type": "PostalAddress",
            "streetAddress": session.address,
            "addressCountry": "CN",
        }
    if session.latitude is not None and session.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": round(session.latitude, 6),
            "longitude": round(session.longitude, 6),
        }
    return [place, online] if session.mode == Mode.BOTH and session.link else place
