"""Invented sessions for the writers, and readers that nobody here wrote."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import icalendar

from sciweek.activities.tests.places import at
from sciweek.base.ids import ALPHABET
from sciweek.base.tests.node import MODULES, run_node
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


_TYPED = """\
import type {{ Event, WithContext }} from "schema-dts";
{constants}
"""
_RULES = {
    "compilerOptions": {
        "strict": True, "noEmit": True, "skipLibCheck": True, "types": [], "lib": ["es2022"], "module": "esnext",
        "moduleResolution": "bundler",
    },
    "files": ["events.ts"],
}  # fmt: skip


def judged_by_schema_dts(events: Iterable[str], where: Path) -> str:
    """What TypeScript says of JSON-LD blocks, each as an Event of schema-dts (Google's types of schema.org); "" if right."""
    constants = [
        f"export const event{number}: WithContext<Event> = {text};" for number, text in enumerate(events)
    ]
    (where / "events.ts").write_text(_TYPED.format(constants="\n".join(constants)), encoding="utf-8")
    (where / "tsconfig.json").write_text(json.dumps(_RULES), encoding="utf-8")
    if not (where / "node_modules").exists():
        (where / "node_modules").symlink_to(MODULES)
    done = run_node(str(MODULES / "typescript/bin/tsc"), "--pretty", "false", where=where)
    assert done.returncode in (0, 2), done.stderr.decode()
    return done.stdout.decode()


def read_events(calendar: bytes) -> list[Any]:
    """The events as the library icalendar reads them, with all their properties."""
    return list(icalendar.Calendar.from_ical(calendar).walk("VEVENT"))


def joined(pieces: Iterable[bytes]) -> bytes:
    return b"".join(pieces)
