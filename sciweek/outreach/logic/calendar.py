"""A visit for a calendar (RFC 5545); times in UTC, so that no zone need be described."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

MOST_OCTETS = 75
_SPECIAL = re.compile(r"[\\;,\n]")
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


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
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{_utc(event.changed_at)}",
            f"SEQUENCE:{event.sequence}",
            f"DTSTART:{_utc(event.starts_at)}",
            f"DTEND:{_utc(event.ends_at)}",
            f"SUMMARY:{_text(event.name)}",
            *([f"LOCATION:{_text(event.place)}"] if event.place else []),
            *([f"DESCRIPTION:{_text(event.words)}"] if event.words else []),
            "END:VEVENT",
        ]
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], _CONTROLS.sub("", words))


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no sign is cut in two."""
    pieces, piece, room = [], b"", MOST_OCTETS
    for sign in line:
        data = sign.encode()
        if len(piece) + len(data) > room:
            pieces.append(piece)
            piece, room = b"", MOST_OCTETS - 1  # the space before it counts
        piece += data
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
