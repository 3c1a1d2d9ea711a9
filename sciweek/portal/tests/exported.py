"""Invented sessions for the writers, and readers that nobody here wrote."""

import json
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import icalendar
import playwright

from sciweek.activities.tests.places import at
from sciweek.base.ids import ALPHABET
from sciweek.portal.logic.exports.session import ExportSession

RELEASED = datetime(2027, 5, 10, 1, 2, 3, tzinfo=UTC)


def code_of(number: int) -> str:
    signs = []
    for _ in range(8):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def make_session(number: int = 1, **values: Any) -> ExportSession:
    code = code_of(number)
    given: dict[str, Any] = {
        "number": number,
        "uid": uuid5(NAMESPACE_URL, f"session:{number}"),
        "code": code,
        "name": "一滴水的九道关",
        "title": "",
        "kind": "open",
        "kind_words": "开放",
        "track": "科普基地开放日",
        "summary": "跟着水走一遍。\n雨天照常。",
        "starts_at": at(25, 14),
        "ends_at": at(25, 15, 30),
        "is_all_day": False,
        "mode": "onsite",
        "venue": "临江自来水厂",
        "venue_uid": uuid5(NAMESPACE_URL, "venue"),
        "room": "沉淀池",
        "room_uid": uuid5(NAMESPACE_URL, "room"),
        "place": "",
        "address": "滨江路 88 号",
        "latitude": 30.123456,
        "longitude": 120.5,
        "link": "",
        "speakers": (),
        "hosts": ("区科学技术局",),
        "entry_note": "可直接入场",
        "note": "",
        "is_cancelled": False,
        "reason": "",
        "url": f"https://week.linjiang.example/w/linjiang-2027/sessions/{code}/",
        "picture_url": "",
        "release_number": 1,
        "changed_at": RELEASED,
    }
    return ExportSession(**given | values)


def many_sessions(count: int) -> list[ExportSession]:
    """Sessions of eight days, in order of time, in seven halls."""
    return [
        make_session(
            number,
            starts_at=at(22, 9) + timedelta(minutes=number * 10_800 // count),
            ends_at=at(22, 10) + timedelta(minutes=number * 10_800 // count),
            room=f"{number % 7} 号厅",
            room_uid=uuid5(NAMESPACE_URL, f"hall:{number % 7}"),
        )
        for number in range(1, count + 1)
    ]


_READ = """
const ICAL = require(process.argv[1]);
const text = require("node:fs").readFileSync(0, "utf8");
const calendar = new ICAL.Component(ICAL.parse(text));
const zone = calendar.getFirstSubcomponent("vtimezone");
if (zone) ICAL.TimezoneService.register(zone);
const events = calendar.getAllSubcomponents("vevent").map((each) => {
  const event = new ICAL.Event(each);
  return {
    uid: event.uid, name: event.summary, where: event.location, about: event.description,
    start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(),
    sequence: event.sequence, status: each.getFirstPropertyValue("status"),
  };
});
console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("x-wr-calname"), events }));
"""


def read_by_ical_js(calendar: bytes) -> dict[str, Any]:
    """The calendar as ical.js reads it, which is in Thunderbird: by the node that comes with Playwright."""
    node = Path(playwright.__file__).parent / "driver" / "node"
    library = Path(__file__).parents[3] / "node_modules/ical.js/dist/ical.es5.cjs"
    done = subprocess.run(
        [str(node), "-e", _READ, str(library)],
        input=calendar,
        capture_output=True,
        check=True,
        env={"TZ": "UTC"},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def read_events(calendar: bytes) -> list[Any]:
    """The events as the library icalendar reads them, with all their properties."""
    return list(icalendar.Calendar.from_ical(calendar).walk("VEVENT"))


def joined(pieces: Iterable[bytes]) -> bytes:
    return b"".join(pieces)
