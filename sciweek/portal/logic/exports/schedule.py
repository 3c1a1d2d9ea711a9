"""schedule.xml and schedule.json, as conference apps, info screens and recorders read them (c3voc, frab, pretalx).

What the schemas of voc/schedule ask beyond their elements: names of machines in ASCII (a Chinese title makes none, so
slugs are made of codes), ids, guids and slugs once only, lengths of at most two digits of hours, moments with an offset.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from sciweek.base import clock
from sciweek.base.text import plain
from sciweek.portal.logic.exports.session import ExportSession

SCHEMA = "https://c3voc.de/schedule/schema.json"
LONGEST = timedelta(hours=99, minutes=59)
SLOT = "00:15"
SOMEWHERE = "—"


@dataclass(frozen=True, slots=True)
class ScheduleHead:
    """`days` are those that have a session (or the first of the edition), in order; `version` is the release."""

    acronym: str
    title: str
    version: str
    product: str
    url: str
    site: str
    zone: str
    days: tuple[date, ...]


def acronym_of(slug: str) -> str:
    """The edition's short name as both schemas take it: small letters, digits, low lines, four at least."""
    name = re.sub(r"[^a-z0-9]+", "_", slug.lower()).strip("_")
    return name if len(name) >= 4 else f"week_{name}".strip("_")


def slug_of(acronym: str, code: str) -> str:
    return f"{acronym}-{code.lower()}"


def length_words(session: ExportSession) -> str:
    """hh:mm. One session a day keeps all of them short; what is longer all the same is told as the longest."""
    minutes = min(session.ends_at - session.starts_at, LONGEST) // timedelta(minutes=1)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def schedule_xml(head: ScheduleHead, sessions: Iterable[ExportSession]) -> Iterator[bytes]:
    """The XML; of the sessions, in order of time, no more than one day is in memory."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<schedule>\n'
    generator = etree.Element("generator", name="Sciweek", version=head.product)
    yield etree.tostring(generator, encoding="utf-8") + b"\n"
    if _is_web(head.url):
        yield _element("url", head.url)
    yield _element("version", head.version)
    conference = etree.Element("conference")
    for name, text in _conference(head):
        if text:
            etree.SubElement(conference, name).text = text
    yield etree.tostring(conference, encoding="utf-8") + b"\n"
    for number, (day, found) in enumerate(_by_day(head, sessions), 1):
        start, end = _bounds(day, head.zone)
        yield f'<day index="{number}" date="{day}" start="{start}" end="{end}">\n'.encode()
        for where, here in by_room(found):
            room = etree.Element("room", name=where, guid=str(here[0].where_uid))
            room.extend(_event(head, session) for session in here)
            yield etree.tostring(room, encoding="utf-8") + b"\n"
        yield b"</day>\n"
    yield b"</schedule>\n"


def schedule_json(head: ScheduleHead, sessions: Iterable[ExportSession]) -> Iterator[bytes]:
    """The JSON; the rooms stand behind the days, because only then all of them are known."""
    opening = {
        "acronym": head.acronym,
        "title": plain(head.title),
        "start": head.days[0].isoformat(),
        "end": head.days[-1].isoformat(),
        "daysCount": len(head.days),
        "timeslot_duration": SLOT,
        "time_zone_name": head.zone,
    } | ({"url": head.site} if _is_web(head.site) else {})
    rooms: dict[str, str] = {}
    yield (
        f'{{"$schema":{_json(SCHEMA)},"generator":{_json({"name": "Sciweek", "version": head.product})},'
        f'"schedule":{{"version":{_json(head.version)},"conference":{_json(opening)[:-1]},"days":['
    ).encode()
    for number, (day, found) in enumerate(_by_day(head, sessions), 1):
        start, end = _bounds(day, head.zone)
        facts = {"index": number, "date": day.isoformat(), "day_start": start, "day_end": end}
        yield f'{"," if number > 1 else ""}{_json(facts)[:-1]},"rooms":{{'.encode()
        for at, (where, here) in enumerate(by_room(found)):
            rooms.setdefault(where, str(here[0].where_uid))
            events = ",".join(_json(_facts(head, session)) for session in here)
            yield f"{',' if at else ''}{_json(where)}:[{events}]".encode()
        yield b"}}"
    named = [{"name": name, "guid": guid} for name, guid in rooms.items()]
    yield f'],"rooms":{_json(named)}}}}}}}\n'.encode()


def by_room(sessions: Iterable[ExportSession]) -> list[tuple[str, list[ExportSession]]]:
    """The sessions of a day under their rooms, each room once, in order of name."""
    rooms: dict[str, list[ExportSession]] = {}
    for session in sessions:
        rooms.setdefault(plain(session.where) or SOMEWHERE, []).append(session)
    return sorted(rooms.items())


def _by_day(
    head: ScheduleHead, sessions: Iterable[ExportSession]
) -> Iterator[tuple[date, Iterable[ExportSession]]]:
    """Every day of the head with its sessions. Both come from one release; only what is withdrawn may differ."""
    here = ZoneInfo(head.zone)
    groups = groupby(sessions, key=lambda session: session.starts_at.astimezone(here).date())
    held: tuple[date, Iterable[ExportSession]] | None = next(groups, None)
    for day in head.days:
        while held is not None and held[0] < day:  # shown again since the days were counted
            held = next(groups, None)
        if held is not None and held[0] == day:
            yield day, list(held[1])
            held = next(groups, None)
        else:
            yield day, ()


def _conference(head: ScheduleHead) -> list[tuple[str, str]]:
    return [
        ("acronym", head.acronym),
        ("title", plain(head.title)),
        ("start", head.days[0].isoformat()),
        ("end", head.days[-1].isoformat()),
        ("days", str(len(head.days))),
        ("timeslot_duration", SLOT),
        ("url", head.site if _is_web(head.site) else ""),
        ("time_zone_name", head.zone),
    ]


def _event(head: ScheduleHead, session: ExportSession) -> Any:
    facts = _facts(head, session)
    event = etree.Element("event", id=str(session.number), guid=str(session.uid))
    for name in (
        "room",
        "title",
        "subtitle",
        "type",
        "date",
        "start",
        "duration",
        "abstract",
        "slug",
        "track",
    ):
        etree.SubElement(event, name).text = facts[name]
    persons = etree.SubElement(event, "persons")
    for speaker in facts["persons"]:
        etree.SubElement(persons, "person").text = speaker["name"]
    for name in ("language", "description", "url"):
        if facts.get(name):
            etree.SubElement(event, name).text = facts[name]
    links = etree.SubElement(event, "links")
    for link in facts["links"]:
        etree.SubElement(links, "link", href=link["url"]).text = link["title"]
    return event


def _facts(head: ScheduleHead, session: ExportSession) -> dict[str, Any]:
    here = ZoneInfo(head.zone)
    begin = session.starts_at.astimezone(here)
    facts: dict[str, Any] = {
        "id": session.number,
        "guid": str(session.uid),
        "code": session.code,
        "date": begin.isoformat(timespec="seconds"),
        "start": f"{begin:%H:%M}",
        "end": session.ends_at.astimezone(here).isoformat(timespec="seconds"),
        "duration": length_words(session),
        "room": plain(session.where) or SOMEWHERE,
        "slug": slug_of(head.acronym, session.code),
        "title": plain(session.full_name),
        "subtitle": plain(session.note),
        "track": plain(session.track),
        "type": session.kind,
        "language": "zh",
        "abstract": plain(session.summary),
        "description": plain("\n".join(session.paragraphs)),
        "persons": [{"name": plain(name)} for name in session.speakers],
        "links": [{"url": session.link, "title": plain(session.name)}] if _is_web(session.link) else [],
    }
    # The JSON schema wants it always; without a host of its own the installation can only say the path.
    facts["url"] = session.url
    return facts


def _bounds(day: date, zone: str) -> tuple[str, str]:
    begin: datetime = clock.moment(day, clock.MIDNIGHT, zone).astimezone(ZoneInfo(zone))
    end = clock.end_of(day, zone).astimezone(ZoneInfo(zone))
    return begin.isoformat(timespec="seconds"), end.isoformat(timespec="seconds")


def _element(name: str, text: str) -> bytes:
    element = etree.Element(name)
    element.text = text
    return etree.tostring(element, encoding="utf-8") + b"\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))
