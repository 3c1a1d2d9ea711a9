"""What search engines are told, and that nothing which people typed ends the block that tells it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from sciweek.activities.actions import cancel_activity
from sciweek.activities.tests.places import at
from sciweek.portal.logic.exports.event_data import event_data, json_block
from sciweek.portal.tests.exported import judged_by_schema_dts, make_session
from sciweek.portal.tests.stage import Stage
from sciweek.portal.tests.test_exports import act, put, release

ZONE = "Asia/Shanghai"


def told(stage: Stage, path: str) -> Any:
    """The block of the page, as a search engine finds it."""
    [block] = stage.page(path).cssselect('script[type="application/ld+json"]')
    return json.loads(block.text or "")


def test_a_session_is_an_event_with_its_place_and_its_host() -> None:
    session = make_session(speakers=("柳老师",), picture_url="https://week.linjiang.example/files/K7M4/")
    assert event_data(session, ZONE) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"urn:uuid:{session.uid}",
        "name": "一滴水的九道关",
        "startDate": "2027-05-25T14:00:00+08:00",
        "endDate": "2027-05-25T15:30:00+08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "临江自来水厂 · 沉淀池",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "滨江路 88 号",
                "addressCountry": "CN",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 30.123456, "longitude": 120.5},
        },
        "inLanguage": "zh-CN",
        "url": session.url,
        "description": "跟着水走一遍。\n雨天照常。\n主讲：柳老师\n主办：区科学技术局\n可直接入场",
        "organizer": [{"@type": "Organization", "name": "区科学技术局"}],
        "performer": [{"@type": "Person", "name": "柳老师"}],
        "image": ["https://week.linjiang.example/files/K7M4/"],
    }


def test_online_mixed_and_cancelled_are_said_in_the_words_of_the_vocabulary() -> None:
    online = event_data(make_session(mode="online", link="https://live.example/", is_cancelled=True), ZONE)
    assert online["location"] == {"@type": "VirtualLocation", "url": "https://live.example/"}
    assert online["eventStatus"].endswith("/EventCancelled")
    mixed = event_data(make_session(mode="both", link="https://live.example/"), ZONE)
    assert [each["@type"] for each in mixed["location"]] == ["Place", "VirtualLocation"]


@pytest.mark.parametrize(
    ("ends_at", "whole", "dates"),
    [
        (at(26, 0), True, ("2027-05-25", "2027-05-25")),
        (at(29, 0), True, ("2027-05-25", "2027-05-28")),
        (at(25, 0), False, ("2027-05-25T00:00:00+08:00", None)),
    ],
)
def test_whole_days_have_no_hours_and_an_unknown_end_is_not_invented(
    ends_at: Any, whole: bool, dates: tuple[str, str | None]
) -> None:
    data = event_data(make_session(starts_at=at(25, 0), ends_at=ends_at, is_all_day=whole), ZONE)
    assert (data["startDate"], data.get("endDate")) == dates


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--<script>", "a & b < c\u2028"])
def test_no_name_ends_the_block(name: str) -> None:
    block = json_block(event_data(make_session(name=name), ZONE))
    assert not set("<>&\u2028") & set(block)
    tree = html.document_fromstring(f'<body><script type="application/ld+json">{block}</script>')
    [script] = tree.cssselect("script")
    assert json.loads(script.text or "")["name"] == name


def test_the_page_of_a_session_tells_it(stage: Stage) -> None:
    session = put(stage, stage.publish("</script>水怎样变清"), title="第二场")
    release(stage)
    data = told(stage, f"/sessions/{session.code}/")
    assert data["name"] == "</script>水怎样变清 · 第二场"
    assert data["location"]["name"] == "文化广场"
    assert data["url"] == f"/w/{stage.place.week.slug}/sessions/{session.code}/"


def test_the_page_of_an_activity_tells_itself_or_its_sessions(stage: Stage) -> None:
    activity = stage.publish("水怎样变清", address="滨江路 88 号")
    path = f"/activities/{activity.code}/"
    assert told(stage, path)["@id"] == f"urn:uuid:{activity.uid}"
    assert told(stage, path)["location"]["address"]["streetAddress"] == "滨江路 88 号"
    put(stage, activity, title="第二场")
    put(stage, activity, title="第三场", starts_at=at(27, 9), ends_at=at(27, 10))
    release(stage)
    names = [each["name"] for each in told(stage, path)]
    assert names[-2:] == ["水怎样变清 · 第二场", "水怎样变清 · 第三场"]
    with stage.place.inside():
        activity.refresh_from_db()
    act(stage, cancel_activity, activity, why="停水")
    assert {each["eventStatus"] for each in told(stage, path)} == {"https://schema.org/EventCancelled"}


def events_of(stage: Stage, path: str) -> list[Any]:
    found = told(stage, path)
    return found if isinstance(found, list) else [found]


def test_what_pages_tell_is_an_event_by_the_types_of_schema_dts(stage: Stage, tmp_path: Path) -> None:
    known = stage.publish(
        "水怎样变清", address="滨江路 88 号", summary="看一滴水走完九道关。", hosts=["区科学技术局"]
    )
    session = put(stage, known, title="第二场", speakers=["柳老师"])
    online = stage.publish("云上直播", mode="online", link="https://live.example/", place="", address="")
    release(stage)
    found = [
        event
        for path in (
            f"/activities/{known.code}/",
            f"/activities/{online.code}/",
            f"/sessions/{session.code}/",
        )
        for event in events_of(stage, path)
    ]
    act(stage, cancel_activity, known, why="停水")
    found += events_of(stage, f"/activities/{known.code}/")
    written = [
        event_data(make_session(**values), ZONE)
        for values in (
            {"speakers": ("柳老师",), "picture_url": "https://week.linjiang.example/files/K7M4/"},
            {"mode": "both", "link": "https://live.example/"},
            {"starts_at": at(25, 0), "ends_at": at(29, 0), "is_all_day": True, "hosts": ()},
        )
    ]
    assert judged_by_schema_dts(map(json_block, [*found, *written]), tmp_path) == ""


WRONG: tuple[dict[str, Any], ...] = (
    {"startdate": "2027-05-25"},
    {"startDate": 20270525},
    {"eventStatus": "cancelled"},
    {"eventAttendanceMode": "https://schema.org/OnsiteEventAttendanceMode"},
    {"location": {"@type": "Plaza", "name": "文化广场"}},
    {"organizer": {"@type": "Organization", "title": "区科学技术局"}},
    {"@type": "Session"},
)


def test_the_types_know_a_wrong_event(tmp_path: Path) -> None:
    right = event_data(make_session(), ZONE)
    said = judged_by_schema_dts(
        [json_block(one) for one in (right, *(right | wrong for wrong in WRONG))], tmp_path
    )
    # One event a line, the first below the import.
    blamed = {int(line) for line in re.findall(r"^events\.ts\((\d+),\d+\): error", said, re.MULTILINE)}
    assert blamed == set(range(3, 3 + len(WRONG)))
