"""What other machines fetch: the newest release, by anybody, once only by whoever keeps it."""

import gzip
import json
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from sciweek.activities.actions import cancel_activity, withdraw_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at, make_place
from sciweek.base.tests.node import read_by_ical_js
from sciweek.portal.pages.exports import feeds
from sciweek.portal.tests.exported import read_events
from sciweek.portal.tests.stage import Stage, standing
from sciweek.portal.tests.test_schedule_writer import RULES, check_xml
from sciweek.programme.actions import add_sessions, cancel_session, move_session, release_programme
from sciweek.programme.models import Release, ReleasedSession, Run, Session
from sciweek.programme.states import Change
from sciweek.venues.actions import add_room, add_venue
from sciweek.week.actions import open_week

PATHS = ("programme.ics", "programme/schedule.xml", "programme/schedule.json", "programme/feed.atom")
HOST = "http://testserver"


def put(stage: Stage, activity: Activity, **values: Any) -> Session:
    """One more session of the activity; without times on the 26th, 9:00 to 10:30."""
    with stage.place.inside():
        given = {"starts_at": at(26, 9), "ends_at": at(26, 10, 30)} | values
        return add_sessions(stage.place.office, activity, **given).sessions.get()


def act(stage: Stage, do: Callable[..., Any], *words: Any, **values: Any) -> Any:
    with stage.place.inside():
        return do(stage.place.office, *words, **values)


def release(stage: Stage) -> Release:
    found: Release = act(stage, release_programme, stage.place.week)
    return found


def body(stage: Stage, path: str, **headers: str) -> bytes:
    answer = stage.get(path, **headers)
    assert answer.status_code == 200, path
    whole: bytes = answer.getvalue()
    return whole


def events(stage: Stage, path: str = "/programme.ics") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_by_ical_js(body(stage, path))["events"]
    return found


def fill(stage: Stage, count: int) -> None:
    """A released programme of so many sessions of one activity."""
    activity = stage.publish("一千场")
    with stage.place.inside():
        week = stage.place.week
        run = Run.objects.create(week=week, activity=activity)
        version = Release.objects.create(week=week, number=1, released_at=at(20, 9))
        shared = {"week": week, "run": run, "activity": activity}
        sessions = Session.objects.bulk_create(
            Session(
                starts_at=at(22, 8) + timedelta(minutes=at_),
                ends_at=at(22, 9) + timedelta(minutes=at_),
                **shared,
            )
            for at_ in range(count)
        )
        ReleasedSession.objects.bulk_create(
            ReleasedSession(
                release=version, session=each, code=each.code, uid=each.uid, change=Change.NEW,
                starts_at=each.starts_at, ends_at=each.ends_at, place=f"{each.pk % 9} 号厅", **shared,
            )
            for each in sessions
        )  # fmt: skip


@pytest.fixture
def shown(stage: Stage) -> tuple[Stage, Session]:
    """A session in a hall with a position of a Chinese map, released; another one was left unreleased after it."""
    region, office = stage.place.region, stage.place.office
    activity = stage.publish("水怎样变清", summary="看一滴水走完九道关。", hosts=["区科学技术局"])
    with stage.place.inside():
        venue = add_venue(
            office, region, name="区科技馆", address="学府路 6 号", latitude="30.250000", longitude="120.160000",
            datum="gcj02", street=stage.place.units[0],
        )  # fmt: skip
        room = add_room(office, venue, name="报告厅", capacity=120)
    session = put(stage, activity, venue=venue, room=room, title="第二场", speakers=["柳老师"])
    release(stage)
    put(stage, activity, starts_at=at(27, 9), ends_at=at(27, 10))
    return stage, session


def test_the_calendar_tells_what_was_released_and_nothing_else(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    [event] = [each for each in events(stage) if "第二场" in each["name"]]
    assert event == {
        "uid": str(session.uid),
        "name": "水怎样变清 · 第二场",
        "where": "区科技馆 · 报告厅（学府路 6 号）",
        "about": "看一滴水走完九道关。\n主讲：柳老师\n主办：区科学技术局",
        "start": "2027-05-26T01:00:00.000Z",
        "end": "2027-05-26T02:30:00.000Z",
        "sequence": 1,
        "status": "CONFIRMED",
    }
    assert not any(each["start"].startswith("2027-05-27") for each in events(stage))
    [read] = [
        each for each in read_events(body(stage, "/programme.ics"))
        if each["uid"] == str(session.uid)
    ]  # fmt: skip
    # Against GCJ-02 it would stand half a kilometre further in the south-east.
    assert read["geo"].latitude == pytest.approx(30.2524, abs=0.001)
    assert read["geo"].longitude == pytest.approx(120.1553, abs=0.001)
    assert read["url"] == f"{HOST}/w/{stage.place.week.slug}/sessions/{session.code}/"


def test_the_number_of_a_session_moves_only_with_the_session(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    release(stage)
    assert {each["name"]: each["sequence"] for each in events(stage) if each["uid"] == str(session.uid)} == {
        "水怎样变清 · 第二场": 1
    }
    with stage.place.inside():
        fresh = Session.objects.get(pk=session.pk)
        move_session(stage.place.office, fresh, starts_at=at(26, 15), seen_version=fresh.version)
    release(stage)
    [event] = [each for each in events(stage) if each["uid"] == str(session.uid)]
    assert (event["sequence"], event["start"]) == (3, "2027-05-26T07:00:00.000Z")


def test_what_is_cancelled_stays_in_calendars_and_leaves_schedules(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    with stage.place.inside():
        fresh = Session.objects.get(pk=session.pk)
        cancel_session(stage.place.office, fresh, why="设备检修", seen_version=fresh.version)
    release(stage)
    [event] = [each for each in events(stage) if each["uid"] == str(session.uid)]
    assert (event["status"], event["about"].split("\n")[0]) == ("CANCELLED", "设备检修")
    assert str(session.uid) not in body(stage, "/programme/schedule.xml").decode()


def test_a_cancelled_activity_cancels_its_sessions_at_once(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    act(stage, cancel_activity, _activity(stage, session), why="停水")
    assert {each["status"] for each in events(stage)} == {"CANCELLED"}


def test_a_withdrawn_activity_is_gone_at_once_and_the_tag_with_it(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    tags = {path: stage.get(f"/{path}")["ETag"] for path in PATHS}
    act(stage, withdraw_activity, _activity(stage, session), why="还要改。")
    for path in PATHS:
        answer = stage.get(f"/{path}", **{"if-none-match": tags[path]})
        assert answer.status_code == 200
        assert "水怎样变清" not in answer.getvalue().decode()


def _activity(stage: Stage, session: Session) -> Activity:
    with stage.place.inside():
        return Activity.objects.get(pk=session.activity_id)


def test_the_words_of_the_list_choose_for_the_calendar_too(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    put(stage, stage.publish("星空讲座", kind="lecture"), starts_at=at(28, 19), ends_at=at(28, 20))
    release(stage)
    unit = stage.place.units[0]

    def names(query: str) -> set[str]:
        return {each["name"] for each in events(stage, f"/programme.ics?{query}")}

    assert names("kind=lecture") == {"星空讲座"}
    assert names("day=2027-05-26") == {"水怎样变清 · 第二场"}
    assert names("q=柳老师") == names(f"street={unit.code}") == {"水怎样变清 · 第二场"}
    assert names(f"codes={session.code.lower()},34679ACD") == {"水怎样变清 · 第二场"}
    with standing(27, 12):
        assert "水怎样变清 · 第二场" not in names("when=ahead")
    starred = read_by_ical_js(body(stage, f"/programme.ics?codes={session.code}"))
    assert starred["name"].endswith("：我选的场次")


def test_one_session_comes_by_itself(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    answer = stage.get(f"/w/{stage.place.week.slug}/sessions/{session.code}/session.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'inline; filename="{session.code.lower()}.ics"'
    assert len(read_by_ical_js(answer.getvalue())["events"]) == 1
    assert stage.get("/sessions/34679ACD/session.ics").status_code == 404


def test_schedules_keep_their_rules(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    root = etree.fromstring(body(stage, "/programme/schedule.xml"))
    check_xml(root)
    [event] = [each for each in root.findall("day/room/event") if each.get("guid") == str(session.uid)]
    assert event.findtext("room") == "区科技馆 · 报告厅"
    found = json.loads(body(stage, "/programme/schedule.json"))
    jsonschema.validate(found, RULES, format_checker=jsonschema.FormatChecker())
    assert found["schedule"]["version"] == "1"


def test_the_feed_tells_what_each_release_changed(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    with stage.place.inside():
        fresh = Session.objects.get(pk=session.pk)
        cancel_session(stage.place.office, fresh, why="设备<检修>", seen_version=fresh.version)
    newest = release(stage)
    root = etree.fromstring(body(stage, "/programme/feed.atom"))
    atom = {"a": "http://www.w3.org/2005/Atom"}

    def text(path: str) -> list[str]:
        found = root.xpath(path, namespaces=atom)
        assert isinstance(found, list)
        return [str(each) for each in found]

    ids = text("/a:feed/a:id/text()") + text("//a:entry/a:id/text()")
    assert ids == [f"urn:uuid:{stage.place.week.uid}", f"urn:uuid:{newest.uid}", *ids[2:]]
    assert len(set(ids)) == 3
    assert text("//a:entry/a:title/text()")[0] == "第 2 版日程：新增 1，取消 1"
    assert text("/a:feed/a:link[@rel='self']/@href") == [f"{HOST}/programme/feed.atom"]
    told = text("//a:entry/a:content/text()")[0]
    assert "取消 <a href=" in told
    assert "设备&lt;检修&gt;" in told
    for moment in text("//a:updated/text()"):
        assert moment.endswith("+08:00")


def test_of_very_many_changes_the_feed_tells_the_first_of_each_release(
    shown: tuple[Stage, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, session = shown
    monkeypatch.setattr(feeds, "MOST_CHANGES", 2)
    with stage.place.inside():
        activity = session.activity
    for day in (27, 25, 26):
        put(stage, activity, starts_at=at(day, 9), ends_at=at(day, 10))
    release(stage)
    root = etree.fromstring(body(stage, "/programme/feed.atom"))
    newest, _first = [str(one.text) for one in root.iter("{http://www.w3.org/2005/Atom}content")]
    assert newest.count("<li>") == 2
    assert "5月25日" in newest
    assert "5月26日" in newest
    assert "另有 2 场有变动。" in newest  # one is the fixture's


@pytest.mark.parametrize("path", PATHS)
def test_anybody_may_fetch_it_and_nobody_is_given_a_cookie(shown: tuple[Stage, Session], path: str) -> None:
    stage, _session = shown
    known = Client()
    known.force_login(stage.place.people["office"])
    answer, mine = stage.get(f"/{path}"), known.get(f"/{path}")
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=2"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer["Vary"]
    assert answer.getvalue() == mine.getvalue()
    zipped = stage.get(f"/{path}", **{"accept-encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.getvalue()) == body(stage, f"/{path}")
    head = stage.client.head(f"/{path}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_is_told_so_before_a_row_is_read(shown: tuple[Stage, Session], path: str) -> None:
    stage, _session = shown
    answer = stage.get(f"/{path}")
    assert answer["Last-Modified"]
    with CaptureQueriesContext(connection) as asked:
        again = stage.get(f"/{path}", **{"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not any("programme_releasedsession" in each["sql"] for each in asked.captured_queries)
    release(stage)
    assert stage.get(f"/{path}", **{"if-none-match": answer["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_words_that_nobody_reads_make_no_other_answer(shown: tuple[Stage, Session], path: str) -> None:
    stage, _session = shown
    assert stage.get(f"/{path}?utm_source=x")["ETag"] == stage.get(f"/{path}")["ETag"]


@pytest.mark.parametrize("path", PATHS)
def test_before_the_first_release_there_is_an_empty_one(stage: Stage, path: str) -> None:
    stage.publish("水厂开放日")
    answer = stage.get(f"/{path}")
    assert answer.status_code == 200
    assert "水厂开放日" not in answer.getvalue().decode()
    if path.endswith("xml"):
        check_xml(etree.fromstring(body(stage, f"/{path}")))


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_without_an_edition_there_is_nothing(path: str) -> None:
    make_place()
    assert Client().get(f"/{path}").status_code == 404
    assert Client().get(f"/w/nowhere/{path}").status_code == 404


def test_another_edition_stays_behind_its_wall(shown: tuple[Stage, Session]) -> None:
    stage, session = shown
    other = make_place("hexi", "云川市河西区")
    with other.inside():
        open_week(other.office, other.week)
    for path in PATHS:
        assert "水怎样变清" not in body(stage, f"/w/{other.week.slug}/{path}").decode()
    assert stage.get(f"/w/{other.week.slug}/sessions/{session.code}/session.ics").status_code == 404


@pytest.mark.parametrize("path", PATHS[:3])
def test_more_sessions_ask_for_batches_not_for_rows(stage: Stage, path: str) -> None:
    fill(stage, 1200)
    with CaptureQueriesContext(connection) as asked:
        whole = body(stage, f"/{path}")
    assert whole.decode().count("一千场") >= 1200
    assert len(asked) < 20


def test_sessions_do_not_stand_in_memory_together(stage: Stage) -> None:
    """Twice as many need no more: each step forgets the one before."""

    def most_held(count: int) -> int:
        answer = stage.get(f"/programme.ics?day=2027-05-{22 if count < 1000 else 23}")
        tracemalloc.start()
        size = sum(len(piece) for piece in answer)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size > 200 * count
        return peak

    fill(stage, 960 + 1440)
    first = most_held(700)
    assert most_held(1400) < 1.3 * first
