"""Pages kept whole: the same for everybody, never older than the last change."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import edit_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.portal import cache
from sciweek.portal.cache import PAGES, KeptWhole, Pages
from sciweek.portal.tests.stage import Stage, standing
from sciweek.week.actions import edit_week
from sciweek.week.models import Week

PATHS = ("/", "/activities/", "/weeks/")


def test_a_kept_page_asks_the_database_once_and_only_for_numbers(stage: Stage) -> None:
    stage.publish("水厂开放日")
    first = stage.get("/activities/")
    with CaptureQueriesContext(connection) as asked:
        second = stage.get("/activities/")
    assert len(asked) == 1
    assert "revision" in asked.captured_queries[0]["sql"]
    assert second.content == first.content


@pytest.mark.parametrize("path", PATHS)
def test_nobody_is_given_a_cookie_and_nothing_differs_by_visitor(stage: Stage, path: str) -> None:
    stage.publish("水厂开放日")
    known = Client()
    known.force_login(stage.place.people["office"])
    mine = known.get(path)
    for answer in (stage.get(path), stage.get(path), mine):
        assert not answer.cookies
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Cache-Control"] == "public, max-age=2"
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert answer.content == mine.content
    assert "sessionid" not in stage.client.cookies


@pytest.mark.parametrize("path", ["/", "/activities/", "/en/activities/", "/activities/?day=2027-05-25"])
def test_a_change_shows_at_the_next_request(stage: Stage, path: str) -> None:
    activity = stage.publish("水厂开放日")
    assert "水厂开放日" in stage.get(path).content.decode()
    with stage.place.inside():
        fresh = Activity.objects.get(pk=activity.pk)
        edit_activity(
            stage.place.office,
            fresh,
            seen_version=fresh.version,
            name="净水厂开放日",
            basis="只改了名称，已重审",
            reviewer="区科技局",
        )
    assert "净水厂开放日" in stage.get(path).content.decode()
    stage.publish("水厂夜游", at(25, 19), at(25, 20))
    assert "水厂夜游" in stage.get(path).content.decode()


def test_a_change_of_the_edition_shows_in_the_list_of_editions(stage: Stage) -> None:
    stage.get("/weeks/")
    with stage.place.inside():
        week = Week.objects.get(pk=stage.place.week.pk)
        edit_week(stage.place.office, week, seen_version=week.version, theme="走近科学 点亮生活")
    assert "走近科学" in stage.get("/weeks/").content.decode()


def test_a_change_while_a_page_is_made_is_not_lost(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.publish("水厂开放日")
    packed = cache._packed

    def slow(*words: Any) -> object:
        page = packed(*words)
        monkeypatch.setattr(cache, "_packed", packed)
        stage.publish("后来的一场", at(25, 16), at(25, 17))
        return page

    monkeypatch.setattr(cache, "_packed", slow)
    assert "后来的一场" not in stage.get("/activities/").content.decode()
    assert "后来的一场" in stage.get("/activities/").content.decode()


def test_the_clock_alone_makes_a_page_old(stage: Stage) -> None:
    stage.publish("水厂开放日")
    assert "正在进行" in stage.get("/").content.decode()
    with standing(25, 15, 30):
        assert "正在进行" not in stage.get("/").content.decode()
    with standing(26, 0):
        assert "5月26日（周三），今天" in stage.get("/").content.decode()
    assert "正在进行" in stage.get("/").content.decode()


def test_unknown_words_in_an_address_share_one_page(stage: Stage) -> None:
    stage.publish("水厂开放日")
    plain = stage.get("/activities/?kind=open").content
    for number in range(20):
        assert stage.get(f"/activities/?utm_source=g{number}&kind=open").content == plain
        stage.get(f"/?from=group{number}&day=2027-05-2{number % 8 + 1}")
    assert len(PAGES) == 2


@pytest.mark.parametrize("query", ["q=水厂", "day=odd", "page=99", "day=2030-01-01", "unit=34679ACD"])
def test_what_could_fill_the_memory_is_not_kept(stage: Stage, query: str) -> None:
    stage.publish("水厂开放日")
    answer = stage.get(f"/activities/?{query}", **{"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == "gzip"
    assert len(PAGES) == 0


def test_bodies_come_zipped_to_who_can_read_them(stage: Stage) -> None:
    stage.publish("水厂开放日")
    plain = stage.get("/activities/")
    zipped = stage.get("/activities/", **{"accept-encoding": "gzip, deflate"})
    assert "Content-Encoding" not in plain
    assert gzip.decompress(zipped.content) == plain.content
    assert int(zipped["Content-Length"]) == len(zipped.content) < len(plain.content) / 2


def test_who_has_the_page_is_told_so(stage: Stage) -> None:
    tag = stage.get("/activities/")["ETag"]
    again = stage.get("/activities/", **{"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    stage.publish("水厂开放日")
    assert stage.get("/activities/", **{"if-none-match": tag}).status_code == 200


def test_head_says_the_same_without_a_body(stage: Stage) -> None:
    size = stage.get("/activities/")["Content-Length"]
    answer = stage.client.head("/activities/")
    assert (answer.status_code, answer.content, answer["Content-Length"]) == (200, b"", size)


def test_only_found_pages_are_kept(stage: Stage) -> None:
    assert stage.get("/activities/34679ACD/").status_code == 404
    assert stage.get("/w/nowhere/").status_code == 404
    assert stage.client.post("/activities/").status_code in (200, 403, 405)
    assert len(PAGES) == 0


def test_the_space_is_bounded_and_the_least_used_page_goes_first() -> None:
    now = clock.now()
    rests_on = KeptWhole(1, (1,), now, now + timedelta(minutes=1))

    def page(size: int) -> cache._Kept:
        return cache._Kept(rests_on, b"x" * size, b"", '"t"', "zh")

    pages = Pages(most_bytes=5000)
    for key in ("a", "b", "c"):
        pages.put(key, page(1000))
    pages.get("a")
    pages.put("d", page(1000))
    assert [pages.get(key) is not None for key in "abcd"] == [True, False, True, True]
    pages.put("huge", page(9000))
    assert pages.get("huge") is None
    assert pages.bytes <= 5000
    pages.clear()
    assert pages.bytes == len(pages) == 0


@pytest.mark.parametrize("path", ["/", "/weeks/"])
def test_the_words_of_one_visitor_stay_out_of_the_page_of_the_next(stage: Stage, path: str) -> None:
    spelt = stage.get(f"{path}?q=kid&kind=open").content.decode()
    kept = stage.get(path).content.decode()
    assert spelt == kept
    assert "q=kid" not in kept
