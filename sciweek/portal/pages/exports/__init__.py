"""The released programme for other machines and other people's sites."""

from sciweek.portal.pages.exports.calendars import programme_ics, session_ics
from sciweek.portal.pages.exports.embedded import programme_embed
from sciweek.portal.pages.exports.feeds import programme_feed
from sciweek.portal.pages.exports.schedules import programme_json, programme_xml

__all__ = [
    "programme_embed", "programme_feed", "programme_ics", "programme_json", "programme_xml", "session_ics",
]  # fmt: skip
