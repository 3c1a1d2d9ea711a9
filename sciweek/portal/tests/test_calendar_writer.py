"""The calendar as others read it: by the library icalendar and by ical.js."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.activities.tests.places import at
from sciweek.base.calendars import escaped, folded
from sciweek.base.tests.node import read_by_ical_js
from sciweek.portal.logic.exports.calendar import CalendarHead, calendar, zone_lines
from sciweek.portal.tests.exported import joined, make_session, many_sessions, read_events

HEAD = CalendarHead(
    name="2027年云川市临江区科技活动周；全部",
    description="走近科学，点亮生活",
    source="https://week.linjiang.example/w/linjiang-2027/programme.ics",
    product="0.1.0",
    zone="Asia/Shanghai",
    first=date(2027, 5, 22),
    last=date(2027, 5, 29),
)
HARD = '逗号,分号;反斜杠\\引号"冒号:\n第二行 🧪\r\n第三行\x00\x0b' + "很长的一行，要折起来" * 12


def test_both_readers_find_what_was_written() -> None:
    hard = make_session(2, name=HARD, summary=HARD, starts_at=at(26, 9), ends_at=at(26, 11), release_number=3)
    text = joined(calendar(HEAD, [make_session(), hard]))
    [first, second] = read_events(text)
    assert first["summary"] == "一滴水的九道关"
    assert first.decoded("dtstart") == datetime(2027, 5, 25, 14, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert first.decoded("dtend") - first.decoded("dtstart") == timedelta(minutes=90)
    assert (first["geo"].latitude, first["geo"].longitude) == (30.123456, 120.5)
    assert first["location"] == "临江自来水厂 · 沉淀池（滨江路 88 号）"
    assert str(first["url"]).startswith("https://week.linjiang.example/w/linjiang-2027/sessions/")
    assert (first["status"], first["sequence"], second["sequence"]) == ("CONFIRMED", 1, 3)
    clean = HARD.replace("\r\n", "\n").replace("\x00", "").replace("\x0b", "")
    assert second["summary"] == clean
    read = read_by_ical_js(text)
    assert read["name"] == HEAD.name
    assert [each["name"] for each in read["events"]] == ["一滴水的九道关", clean]
    assert read["events"][0] == {
        "uid": str(make_session().uid),
        "name": "一滴水的九道关",
        "where": "临江自来水厂 · 沉淀池（滨江路 88 号）",
        "about": "跟着水走一遍。\n雨天照常。\n主办：区科学技术局\n可直接入场",
        "start": "2027-05-25T06:00:00.000Z",
        "end": "2027-05-25T07:30:00.000Z",
        "sequence": 1,
        "status": "CONFIRMED",
    }


def test_no_line_is_longer_than_75_octets_and_every_line_ends_as_it_should() -> None:
    text = joined(calendar(HEAD, [make_session(name=HARD, summary=HARD * 20)]))
    lines = text.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # no sign is cut in two


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    line = folded(f"SUMMARY:{escaped(text)}")
    assert max(map(len, line.split(b"\r\n"))) <= 75
    unfolded = line.replace(b"\r\n ", b"").decode().removesuffix("\r\n")
    back, rest = "", iter(unfolded.removeprefix("SUMMARY:"))
    for sign in rest:
        back += {"n": "\n"}.get(follows := next(rest), follows) if sign == "\\" else sign
    assert escaped(back) == escaped(text)


def test_a_cancelled_session_stays_and_says_why() -> None:
    text = joined(
        calendar(HEAD, [make_session(is_cancelled=True, reason="设备检修", link="https://x.example/")])
    )
    [event] = read_events(text)
    assert event["status"] == "CANCELLED"
    assert event["description"].startswith("设备检修\n")
    assert "https://x.example/" not in event["description"]


def test_a_whole_day_has_no_hours_and_opening_hours_are_kept() -> None:
    whole = make_session(1, is_all_day=True, starts_at=at(25, 0), ends_at=at(26, 0))
    hours = make_session(2, is_all_day=True, starts_at=at(26, 9), ends_at=at(26, 17))
    [first, second] = read_events(joined(calendar(HEAD, [whole, hours])))
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2027, 5, 25), date(2027, 5, 26))
    assert second.decoded("dtstart").hour == 9


def test_where_nothing_is_known_nothing_is_said() -> None:
    bare = make_session(
        venue="", room="", address="", latitude=None, longitude=None, summary="", hosts=(), entry_note="", url="/s/A/"
    )  # fmt: skip
    [event] = read_events(joined(calendar(HEAD, [bare])))
    assert {"LOCATION", "GEO", "DESCRIPTION", "URL"}.isdisjoint(event)


def test_an_empty_calendar_is_one_too() -> None:
    assert read_by_ical_js(joined(calendar(HEAD, [])))["events"] == []


def test_a_thousand_sessions_are_read_back() -> None:
    sessions = many_sessions(1000)
    read = read_by_ical_js(joined(calendar(HEAD, sessions)))
    assert [each["uid"] for each in read["events"]] == [str(each.uid) for each in sessions]


@pytest.mark.parametrize(
    ("zone", "parts"),
    [("Asia/Shanghai", 1), ("Asia/Urumqi", 1), ("Europe/Berlin", 5), ("America/New_York", 5)],
)
def test_a_zone_is_described_as_it_is(zone: str, parts: int) -> None:
    lines = zone_lines(zone, date(2027, 5, 22), date(2027, 5, 29))
    assert sum(line.startswith("TZOFFSETTO") for line in lines) == parts
    read: Any = icalendar.Timezone.from_ical("\r\n".join(lines))
    described = read.to_tz()
    for month in range(1, 13):
        moment = datetime.combine(date(2027, month, 15), time(12))
        assert described.utcoffset(moment) == ZoneInfo(zone).utcoffset(moment)
