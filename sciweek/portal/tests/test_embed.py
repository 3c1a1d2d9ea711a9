"""The list in the page of another site."""

from typing import Any

import pytest

from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.portal.tests.stage import Stage, words
from sciweek.portal.tests.test_exports import put, release


@pytest.fixture
def shown(stage: Stage) -> Stage:
    put(stage, stage.publish("<b>水怎样变清", kind="lecture"), title="第二场")
    put(stage, stage.publish("水厂开放日"), starts_at=at(24, 9), ends_at=at(24, 10))
    release(stage)
    return stage


def names(stage: Stage, query: str = "") -> list[str]:
    return [words(each) for each in stage.page(f"/programme/embed/{query}").cssselect(".embed-what a")]


def test_it_lists_what_is_not_over_and_leads_to_our_own_pages(shown: Stage) -> None:
    assert "<b>水怎样变清 · 第二场" in names(shown)
    assert "水厂开放日" in names(shown, "?day=2027-05-24")
    assert names(shown, "?kind=quiz") == []
    links = shown.page("/programme/embed/").cssselect("a")
    assert {link.get("target") for link in links} == {"_blank"}
    assert all((link.get("href") or "").startswith("http://testserver/") for link in links)


def test_an_empty_list_says_why_it_is_empty(stage: Stage) -> None:
    def nothing(query: str = "") -> str:
        return words(stage.page(f"/programme/embed/{query}").cssselect("main > p")[0])

    assert nothing() == "日程还没有发布。"
    put(stage, stage.publish("水怎样变清", kind="lecture"))
    release(stage)
    assert nothing("?kind=quiz") == "没有合这些条件的场次。"
    with clock.standing_at(at(29, 9)):
        assert nothing() == "这一届的场次都结束了。"


def test_it_is_framed_by_our_own_pages_alone_until_the_settings_name_others(
    shown: Stage, settings: Any
) -> None:
    answer = shown.get("/programme/embed/")
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"].split("; ")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    settings.SCIWEEK_EMBED_HOSTS = ["https://www.linjiang.example", "https://*.cloud.example"]
    answer = shown.get("/programme/embed/")
    assert "frame-ancestors 'self' https://www.linjiang.example https://*.cloud.example" in (
        answer["Content-Security-Policy"].split("; ")
    )
    assert "X-Frame-Options" not in answer
    assert shown.get("/programme/")["X-Frame-Options"] == "DENY"


def test_it_has_no_cookie_no_script_and_one_heading(shown: Stage) -> None:
    answer = shown.get("/programme/embed/")
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=2"
    tree = shown.page("/programme/embed/")
    assert len(tree.cssselect("h1")) == 1
    assert not tree.cssselect("script, [style], style")
