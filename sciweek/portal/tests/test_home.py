"""The first page before, during and after the week."""

from datetime import date

import pytest
from django.test import Client
from lxml import html

from sciweek.activities.actions import add_series, cancel_activity
from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.base.actor import system
from sciweek.committee.actions import ContactLine, set_bodies, set_contacts
from sciweek.portal.tests.stage import Stage, standing, words
from sciweek.week.actions import found_region


def heads(stage: Stage, path: str = "/") -> list[str]:
    return [words(each) for each in stage.page(path).cssselect("main h2, main h3")]


def test_before_any_edition_the_page_says_what_to_do(db: None) -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "还没有公开的活动周" in answer.content.decode()
    assert "设置网址" in answer.content.decode()
    found_region(system("tests"), slug="linjiang", name="临江区", short_name="临江")
    page = html.document_fromstring(Client().get("/").content.decode())
    assert "登录工作台" in words(page.cssselect("main")[0])
    assert page.cssselect('main a[href="/desk/"]')


def test_during_the_week_it_shows_what_is_on_and_what_comes(stage: Stage) -> None:
    stage.publish("水厂开放日")
    stage.publish("水稻三十年", at(25, 16), at(25, 17))
    stage.publish("早上的讲座", at(25, 9), at(25, 10))
    stage.publish("明天的讲座", at(26, 9), at(26, 10))
    tree = stage.page("/")
    lists = [[words(name) for name in each.cssselect("h4")] for each in tree.cssselect(".activity-list")]
    assert lists == [["水厂开放日"], ["水稻三十年"]]
    assert [words(each) for each in tree.cssselect("h3.subhead")] == ["正在进行", "接下来"]
    assert "4 场活动" in words(tree.cssselect(".theme-note")[0])
    today = tree.cssselect("[aria-current=date]")
    assert [each.get("aria-label") for each in today] == ["5月25日（周二），今天，3 场"]


def test_what_lasts_for_days_does_not_push_aside_what_is_on(stage: Stage) -> None:
    stage.publish("微视频征集", at(1, 0), at(31, 0), kind="call", is_all_day=True, mode="online")
    stage.publish("水厂开放日")
    tree = stage.page("/")
    assert [words(each) for each in tree.cssselect("h3.subhead")] == ["正在进行", "全天和连着几天的"]
    assert "至5月30日" in words(tree.cssselect(".activity-list")[1])


def test_when_today_is_done_it_leads_on_to_the_next_day(stage: Stage) -> None:
    stage.publish("水厂开放日")
    stage.publish("明天的讲座", at(26, 9), at(26, 10))
    with standing(25, 21):
        tree = stage.page("/")
    assert words(tree.cssselect(".empty-title")[0]) == "今天的活动都结束了。"
    assert tree.cssselect(".empty a")[0].get("href") == "/activities/?day=2027-05-26"


def test_before_the_week_it_shows_the_opening_first(stage: Stage) -> None:
    stage.publish("早场讲座", at(22, 8), at(22, 9))
    stage.publish("启动仪式", at(22, 9), at(22, 10), kind="ceremony")
    with standing(18, 10):
        tree = stage.page("/")
    assert [words(each) for each in tree.cssselect(".activity-name")] == ["启动仪式", "早场讲座"]
    assert "还有 4 天开幕" in words(tree.cssselect(".theme-note")[0])


def test_after_the_week_the_curtain_never_falls(stage: Stage) -> None:
    stage.publish("水厂开放日")
    stage.publish("每月开放", clock.moment(date(2027, 6, 5), at(1, 9).time(), "UTC"), None)
    with stage.place.inside():
        add_series(stage.place.office, stage.place.week, name="大篷车下乡", kind="campus", runs_all_year=True)
        add_series(
            stage.place.office, stage.place.week, name="科普月", kind="other",
            starts_on=date(2027, 9, 1), ends_on=date(2027, 9, 30),
        )  # fmt: skip
    with standing(30, 10):
        tree = stage.page("/")
    assert words(tree.cssselect("main h2")[0]) == "周后不落幕"
    lines = [words(each) for each in tree.cssselect(".coming-when")]
    assert lines == ["6月5日（周六）", "9月1日—30日", "全年"]
    assert not tree.cssselect(".activity-name")


def test_a_cancelled_activity_is_not_announced(stage: Stage) -> None:
    activity = stage.publish("水厂开放日")
    with stage.place.inside():
        cancel_activity(stage.place.office, activity, why="检修。")
    assert "水厂开放日" not in stage.get("/").content.decode()


def test_only_contacts_meant_for_the_public_are_shown(stage: Stage) -> None:
    with stage.place.inside():
        set_bodies(stage.place.office, stage.place.week, ["区科学技术局", "区科学技术协会"])
        set_contacts(
            stage.place.office,
            stage.place.week,
            [
                ContactLine("咨询", "", "0890-6120101", "", True),
                ContactLine("值班", "某某", "13900001234", "", False),
            ],
        )
    text = stage.get("/").content.decode()
    assert "0890-6120101" in text
    assert "区科学技术协会" in text
    assert "13900001234" not in text


@pytest.mark.parametrize(("path", "language"), [("/", "zh-Hans-CN"), ("/en/", "en")])
def test_the_address_decides_the_language_and_leads_to_the_other(
    stage: Stage, path: str, language: str
) -> None:
    tree = stage.page(path)
    assert tree.get("lang") == language
    other = tree.cssselect(".portal-tools a[hreflang]")[0].get("href")
    assert other == {"/": "/en/", "/en/": "/"}[path]


def test_the_language_link_keeps_the_page_and_its_filters(stage: Stage) -> None:
    stage.publish("水厂开放日")
    tree = stage.page("/activities/?kind=open&utm_source=group")
    assert tree.cssselect(".portal-tools a[hreflang]")[0].get("href") == "/en/activities/?kind=open"
    assert "Tue 25 May" in stage.get("/en/activities/").content.decode()


def test_links_stay_in_the_edition_by_which_one_came(stage: Stage) -> None:
    stage.publish("水厂开放日")
    slug = stage.place.week.slug
    tree = stage.page(f"/w/{slug}/")
    inner = {each.get("href").split("?")[0] for each in tree.cssselect("main a, .portal-nav a")}
    assert inner
    assert all(href.startswith(f"/w/{slug}/") for href in inner)


def test_an_edition_longer_than_the_ribbon_still_has_one(stage: Stage) -> None:
    from sciweek.week.actions import edit_week
    from sciweek.week.models import Week

    with stage.place.inside():
        week = Week.objects.get(pk=stage.place.week.pk)
        edit_week(stage.place.office, week, seen_version=week.version, ends_on=date(2027, 6, 20))
    with standing(30, 10):
        days = stage.page("/").cssselect(".ribbon-day")
    assert len(days) == 14


def test_what_outlasts_the_week_is_named_until_it_ends(stage: Stage) -> None:
    stage.publish("水厂开放日")
    stage.publish(
        "水的展览",
        at(23, 0),
        clock.moment(date(2027, 7, 1), clock.MIDNIGHT, "Asia/Shanghai"),
        is_all_day=True,
    )
    for day in (25, 30):
        with standing(day, 10):
            tree = stage.page("/")
        assert [words(each) for each in tree.cssselect(".coming-when")] == ["至6月30日"]
    assert "周后接着办" in words(tree.cssselect(".theme-note")[0])
