"""A visit for a calendar (RFC 5545); times in UTC, so that no zone need be described."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sciweek.base.calendars import escaped, folded, utc


@dataclass(frozen=True, slots=True)
class Event:
    """One visit."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int
    name: str
    place: str = ""
    words: str = ""


def calendar(name: str, events: Iterable[Event]) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sciweek//outreach//ZH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{utc(event.changed_at)}",
            f"SEQUENCE:{event.sequence}",
            f"DTSTART:{utc(event.starts_at)}",
            f"DTEND:{utc(event.ends_at)}",
            f"SUMMARY:{escaped(event.name)}",
            *([f"LOCATION:{escaped(event.place)}"] if event.place else []),
            *([f"DESCRIPTION:{escaped(event.words)}"] if event.words else []),
            "END:VEVENT",
        ]
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])
