"""schedule.xml and schedule.json by the rules of the schemas of voc/schedule, written down here in our own words."""

import json
import re
from collections import Counter
from datetime import date, datetime
from typing import Any

import jsonschema
import pytest
from lxml import etree

from sciweek.activities.tests.places import at
from sciweek.portal.logic.exports.schedule import (
    ScheduleHead,
    acronym_of,
    schedule_json,
    schedule_xml,
)
from sciweek.portal.logic.exports.session import ExportSession
from sciweek.portal.tests.exported import joined, make_session, many_sessions

DAYS = tuple(date(2027, 5, day) for day in range(22, 30))
HEAD = ScheduleHead(
    acronym="linjiang_2027",
    title="2027年云川市临江区科技活动周",
    version="3",
    product="0.1.0",
    url="https://week.linjiang.example/w/linjiang-2027/programme/schedule.xml",
    site="https://week.linjiang.example/w/linjiang-2027/",
    zone="Asia/Shanghai",
    days=DAYS,
)
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
GUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SLUG = r"[a-z0-9_]{4,}-[a-z0-9_-]{4,}"
# Of an event in the XML: what must stand, what may.
MUST = {"room", "title", "type", "date", "start", "duration", "abstract", "track"}
MAY = {"subtitle", "slug", "persons", "language", "description", "links", "url"}


def text(pattern: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^(?:{pattern})$", **more}


EVENT = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "abstract", "date", "duration", "guid", "id", "language", "links", "persons", "room", "slug", "start",
        "subtitle", "title", "track", "type", "url",
    ],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "guid": text(GUID),
        "code": text("[A-Z0-9]+"),
        "date": text(MOMENT),
        "start": text(r"([01]\d|2[0-3]):[0-5]\d"),
        "end": text(MOMENT),
        "duration": text(r"\d{1,2}:\d\d"),
        "slug": text(SLUG),
        "url": {"type": "string", "format": "uri"},
        **{
            name: {"type": "string"}
            for name in ("room", "title", "subtitle", "track", "type", "language", "abstract", "description")
        },
        "persons": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "links": {"type": "array", "items": {"type": "object", "required": ["url"]}},
    },
}  # fmt: skip
DAY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["index", "date", "day_start", "day_end", "rooms"],
    "properties": {
        "index": {"type": "integer"},
        "date": text(r"\d{4}-\d\d-\d\d"),
        "day_start": text(MOMENT),
        "day_end": text(MOMENT),
        "rooms": {"type": "object", "additionalProperties": {"type": "array", "items": EVENT}},
    },
}
RULES = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schedule"],
    "properties": {
        "$schema": {"type": "string"},
        "generator": {"type": "object"},
        "schedule": {
            "type": "object",
            "required": ["version", "conference"],
            "not": {"required": ["rooms"]},
            "properties": {
                "version": {"type": "string"},
                "conference": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": [
                        "title",
                        "acronym",
                        "days",
                        "daysCount",
                        "start",
                        "end",
                        "timeslot_duration",
                    ],
                    "properties": {
                        "acronym": text("[a-z0-9_-][a-z0-9_]{3,}"),
                        "title": {"type": "string"},
                        "start": text(r"\d{4}-\d\d-\d\d"),
                        "end": text(r"\d{4}-\d\d-\d\d"),
                        "daysCount": {"type": "integer"},
                        "timeslot_duration": text(r"\d\d:\d\d"),
                        "time_zone_name": text("[A-Z][a-z]+/[A-Z][a-z]+"),
                        "url": {"type": "string", "format": "uri"},
                        "rooms": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["name", "guid"],
                                "properties": {"name": {"type": "string"}, "guid": text(GUID)},
                            },
                        },
                        "days": {"type": "array", "items": DAY},
                    },
                },
            },
        },
    },
}


def xml_of(sessions: list[ExportSession], head: ScheduleHead = HEAD) -> etree._Element:
    root = etree.fromstring(joined(schedule_xml(head, sessions)))
    check_xml(root)
    return root


def json_of(sessions: list[ExportSession], head: ScheduleHead = HEAD) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(joined(schedule_json(head, sessions)))
    jsonschema.validate(found, RULES, format_checker=jsonschema.FormatChecker())
    return found


def check_xml(root: etree._Element) -> None:
    """What the XSD asks: order, names, patterns, and that nothing that must be unique stands twice."""
    assert re.fullmatch(
        "generator( url)? version conference( day)+", " ".join(str(each.tag) for each in root)
    )
    days = root.findall("day")
    assert [day.get("index") for day in days] == [str(number) for number in range(1, len(days) + 1)]
    for day in days:
        for side in ("start", "end"):
            assert re.fullmatch(MOMENT, day.get(side) or "")
        names = [room.get("name") for room in day.findall("room")]
        assert len(names) == len(set(names))
        for room in day.findall("room"):
            assert re.fullmatch(GUID, room.get("guid") or "")
            assert all(event.findtext("room") == room.get("name") for event in room)
    events = root.findall("day/room/event")
    for event in events:
        tags = Counter(str(each.tag) for each in event)
        assert set(tags) >= MUST
        assert set(tags) <= MUST | MAY
        assert set(tags.values()) == {1}
        assert set(event.keys()) == {"id", "guid"}
        assert int(event.get("id") or 0) > 0
        assert re.fullmatch(GUID, event.get("guid") or "")
        assert re.fullmatch(MOMENT, event.findtext("date") or "")
        assert re.fullmatch(r"\d{1,2}:\d\d", event.findtext("duration") or "")
        assert re.fullmatch(SLUG, event.findtext("slug") or "")
        assert re.fullmatch("https?://.*", event.findtext("url") or "https://")
    for once in ("id", "guid"):
        values = [event.get(once) for event in events]
        assert len(values) == len(set(values))
    slugs = [event.findtext("slug") for event in events]
    assert len(slugs) == len(set(slugs))


def test_a_session_stands_under_its_day_and_its_room() -> None:
    root = xml_of([make_session(speakers=("柳老师",), link="https://live.example/1", mode="both")])
    [event] = root.findall("day/room/event")
    [day] = [day for day in root.findall("day") if day.findall("room")]
    assert (day.get("index"), day.get("date")) == ("4", "2027-05-25")
    assert (day.get("start"), day.get("end")) == ("2027-05-25T00:00:00+08:00", "2027-05-26T00:00:00+08:00")
    assert {each.tag: each.text for each in event if len(each) == 0 and each.text} == {
        "room": "临江自来水厂 · 沉淀池",
        "title": "一滴水的九道关",
        "type": "open",
        "date": "2027-05-25T14:00:00+08:00",
        "start": "14:00",
        "duration": "01:30",
        "abstract": "跟着水走一遍。\n雨天照常。",
        "slug": "linjiang_2027-43333333",
        "track": "科普基地开放日",
        "language": "zh",
        "description": (
            "跟着水走一遍。\n雨天照常。\n主讲：柳老师\n主办：区科学技术局\n可直接入场\n线上地址：https://live.example/1"
        ),
        "url": "https://week.linjiang.example/w/linjiang-2027/sessions/43333333/",
    }
    assert event.findtext("persons/person") == "柳老师"
    assert event.findall("links/link")[0].get("href") == "https://live.example/1"


def test_both_formats_hold_the_same() -> None:
    sessions = many_sessions(300)
    root, found = xml_of(sessions), json_of(sessions)
    conference = found["schedule"]["conference"]
    events = [event for day in conference["days"] for room in day["rooms"].values() for event in room]
    assert [event["guid"] for event in events] == [
        each.get("guid") for each in root.findall("day/room/event")
    ]
    assert sorted(event["guid"] for event in events) == sorted(str(each.uid) for each in sessions)
    assert len(conference["rooms"]) == 7
    assert conference["daysCount"] == len(conference["days"]) == 8


def test_what_people_typed_does_not_break_the_file() -> None:
    odd = make_session(
        name='<b>&amp;"水"]]>\x00\ud800', title="\x1b第二场", room="a<b>&'\"", speakers=("x\x00<y>",)
    )
    [event] = xml_of([odd]).findall("day/room/event")
    assert event.findtext("title") == '<b>&amp;"水"]]> · 第二场'
    assert event.findtext("persons/person") == "x<y>"
    [day] = [day for day in json_of([odd])["schedule"]["conference"]["days"] if day["rooms"]]
    assert list(day["rooms"]) == ["临江自来水厂 · a<b>&'\""]


def test_what_is_longer_than_99_hours_is_told_as_the_longest() -> None:
    [event] = xml_of([make_session(ends_at=at(29, 23))]).findall("day/room/event")
    assert event.findtext("duration") == "99:59"


def test_a_programme_without_sessions_is_a_schedule_too() -> None:
    head = ScheduleHead(**{name: getattr(HEAD, name) for name in HEAD.__slots__} | {"days": DAYS[:1]})
    assert len(xml_of([], head).findall("day")) == 1
    assert json_of([], head)["schedule"]["conference"]["rooms"] == []


def test_what_is_shown_again_while_it_is_read_stops_nothing() -> None:
    head = ScheduleHead(**{name: getattr(HEAD, name) for name in HEAD.__slots__} | {"days": DAYS[3:]})
    early = make_session(1, starts_at=at(22, 9), ends_at=at(22, 10))
    assert [each.get("id") for each in xml_of([early, make_session(2)], head).findall("day/room/event")] == [
        "2"
    ]


@pytest.mark.parametrize(
    ("slug", "acronym"),
    [("linjiang-2027", "linjiang_2027"), ("lj", "week_lj"), ("A B-c", "a_b_c"), ("", "week")],
)
def test_names_for_machines_are_ascii(slug: str, acronym: str) -> None:
    assert acronym_of(slug) == acronym


def test_moments_can_be_read_back() -> None:
    [event] = xml_of([make_session()]).findall("day/room/event")
    assert datetime.fromisoformat(event.findtext("date") or "") == at(25, 14)
