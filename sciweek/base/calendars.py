"""The words of iCalendar (RFC 5545): what rooms that write calendars share."""

import re
from datetime import UTC, datetime

from sciweek.base.text import plain

MOST_OCTETS = 75
_SPECIAL = re.compile(r"[\\;,\n]")
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def utc(moment: datetime) -> str:
    """A moment as a DATE-TIME."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A TEXT value."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], plain(text))


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no sign is cut in two."""
    data = line.encode()
    if len(data) <= MOST_OCTETS:
        return data + b"\r\n"
    pieces = []
    at, room = 0, MOST_OCTETS
    while len(data) - at > room:
        end = at + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[at:end])
        at, room = end, MOST_OCTETS - 1  # the space before it counts
    pieces.append(data[at:])
    return b"\r\n ".join(pieces) + b"\r\n"
