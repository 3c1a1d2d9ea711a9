"""iCalendar (RFC 5545), written piece by piece.

Written here and not by the library `icalendar`: it builds a tree of objects for each event, which costs eight times as
long (a third of a millisecond: three seconds of a processor for 10,000 sessions, at an address that anybody may ask).
The tests read everything back with that library and with ical.js, which nobody here wrote.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sciweek.base.calendars import escaped, folded, utc
from sciweek.portal.logic.exports.session import ExportSession

END = b"END:VCALENDAR\r\n"
ASK_AGAIN = "PT1H"


@dataclass(frozen=True, slots=True)
class CalendarHead:
    """What stands above the events. `first` and `last` bound the days for which the zone is described.

    `is_cancelled`: none of them takes place, and whoever has them takes them out.
    """

    name: str
    description: str
    source: str
    product: str
    zone: str
    first: date
    last: date
    is_cancelled: bool = False


def calendar(head: CalendarHead, sessions: Iterable[ExportSession]) -> Iterator[bytes]:
    """The whole calendar; never more of it in memory than one event."""
    yield opening(head)
    for session in sessions:
        yield event(session, head.zone)
    yield END


def opening(head: CalendarHead) -> bytes:
    name, description = escaped(head.name), escaped(head.description)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Sciweek//{head.product}//ZH",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if head.is_cancelled else 'PUBLISH'}",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{description}",
        f"X-WR-CALDESC:{description}",
        f"X-WR-TIMEZONE:{head.zone}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{ASK_AGAIN}",
        f"X-PUBLISHED-TTL:{ASK_AGAIN}",
        *([f"SOURCE;VALUE=URI:{head.source}"] if head.source else []),
        *zone_lines(head.zone, head.first, head.last),
    ]
    return b"".join(folded(line) for line in lines)


def event(session: ExportSession, zone: str) -> bytes:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{session.uid}",
        f"DTSTAMP:{utc(session.changed_at)}",
        f"LAST-MODIFIED:{utc(session.changed_at)}",
        f"SEQUENCE:{session.release_number}",
        *_times(session, zone),
        f"SUMMARY:{escaped(session.full_name)}",
        f"STATUS:{_status(session)}",
        f"CATEGORIES:{escaped(session.kind_words)}",
    ]
    place = session.where + (
        f"（{session.address}）" if session.where and session.address else session.address
    )
    if place:
        lines.append(f"LOCATION:{escaped(place)}")
    if session.latitude is not None and session.longitude is not None:
        lines.append(f"GEO:{session.latitude:.6f};{session.longitude:.6f}")
    if session.url.startswith(("http://", "https://")):
        lines.append(f"URL:{session.url}")
    if session.paragraphs:
        lines.append(f"DESCRIPTION:{escaped(chr(10).join(session.paragraphs))}")
    lines.append("END:VEVENT")
    return b"".join(folded(line) for line in lines)


def _status(session: ExportSession) -> str:
    if session.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if session.is_tentative else "CONFIRMED"


def _times(session: ExportSession, zone: str) -> list[str]:
    here = ZoneInfo(zone)
    begin, end = session.starts_at.astimezone(here), session.ends_at.astimezone(here)
    if session.is_all_day and begin.time() == end.time() == time():
        return [f"DTSTART;VALUE=DATE:{begin:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
    return [f"DTSTART;TZID={zone}:{begin:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}"]


@lru_cache(maxsize=64)
def zone_lines(zone: str, first: date, last: date) -> tuple[str, ...]:
    """VTIMEZONE for the days in question, from the system's own knowledge of the zone."""
    here = ZoneInfo(zone)
    # A year of air on both sides, so that a reader finds a rule before the first event.
    begin = datetime.combine(first - timedelta(days=366), time(), UTC)
    end = datetime.combine(last + timedelta(days=366), time(), UTC)
    start = begin.astimezone(here)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    lines += _observance("19700101T000000", start.utcoffset(), start)
    before = begin
    while before < end:
        after = before + timedelta(days=1)
        if before.astimezone(here).utcoffset() != after.astimezone(here).utcoffset():
            change = _change_between(before, after, here)
            old = before.astimezone(here).utcoffset()
            wall = change.astimezone(UTC) + (old or timedelta())
            lines += _observance(f"{wall:%Y%m%dT%H%M%S}", old, change.astimezone(here))
        before = after
    lines.append("END:VTIMEZONE")
    return tuple(lines)


def _change_between(before: datetime, after: datetime, here: ZoneInfo) -> datetime:
    """The first second with the new offset."""
    old = before.astimezone(here).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(here).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _observance(wall: str, old: timedelta | None, since: datetime) -> list[str]:
    kind = "DAYLIGHT" if since.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{wall}",
        f"TZOFFSETFROM:{_offset(old)}",
        f"TZOFFSETTO:{_offset(since.utcoffset())}",
        f"TZNAME:{since.tzname()}",
        f"END:{kind}",
    ]


def _offset(offset: timedelta | None) -> str:
    minutes = int((offset or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
