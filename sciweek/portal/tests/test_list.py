"""The list: filters, search, paging, what happens with odd addresses."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import add_series, cancel_activity
from sciweek.activities.tests.places import at
from sciweek.portal.cache import PAGES
from sciweek.portal.tests.stage import Stage, standing, words
from sciweek.week.actions import edit_week
from sciweek.week.models import Week

LIST = "/activities/"


@pytest.fixture
def varied(stage: Stage) -> Stage:
    """Four activities that differ in everything that can be asked for."""
    units = stage.place.units
    with stage.place.inside():
        series = add_series(stage.place.office, stage.place.week, name="基地开放", kind="open")
    stage.publish("一滴水的九道关", at(23, 9), at(23, 11), place="临江自来水厂", unit=units[2], series=series)
    stage.publish(
        "机器人来上课", at(25, 14), at(25, 15), kind="campus", place="实验小学", unit=units[1],
        audience=["primary", "middle"],
    )  # fmt: skip
    stage.publish("AI 会不会认错猫", at(25, 16), at(25, 17), kind="lecture", audience=["senior"])
    stage.publish("100% 甜的秘密_糖", at(27, 10), at(27, 11), kind="show", unit=units[0])
    return stage


def found(stage: Stage, **asked: str) -> list[str]:
    return stage.names(f"{LIST}?{urlencode(asked)}")


def test_without_a_wish_everything_is_there_in_order_of_time(varied: Stage) -> None:
    assert found(varied) == ["一滴水的九道关", "机器人来上课", "AI 会不会认错猫", "100% 甜的秘密_糖"]
    heads = [words(each) for each in varied.page(LIST).cssselect(".list-body h2")]
    assert heads == ["5月23日（周日）", "5月25日（周二）", "5月27日（周四）"]


def test_by_day(varied: Stage) -> None:
    assert found(varied, day="2027-05-25") == ["机器人来上课", "AI 会不会认错猫"]


def test_by_kind_unit_series_and_month(varied: Stage) -> None:
    assert found(varied, kind="lecture") == ["AI 会不会认错猫"]
    assert found(varied, unit=varied.place.units[1].code) == ["机器人来上课"]
    assert found(varied, series="1") == ["一滴水的九道关"]
    assert len(found(varied, month="2027-05")) == 4
    assert found(varied, month="2027-06") == []


def test_by_audience_where_no_audience_means_everybody(varied: Stage) -> None:
    assert found(varied, audience="primary") == ["一滴水的九道关", "机器人来上课", "100% 甜的秘密_糖"]


def test_what_is_over_can_be_left_out(varied: Stage) -> None:
    assert found(varied, when="ahead") == ["机器人来上课", "AI 会不会认错猫", "100% 甜的秘密_糖"]


def test_filters_hold_together(varied: Stage) -> None:
    assert found(varied, day="2027-05-25", kind="campus", q="机器") == ["机器人来上课"]
    assert found(varied, day="2027-05-23", kind="campus") == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("水厂", ["一滴水的九道关"]),
        ("教育", ["机器人来上课"]),
        ("ai会", ["AI 会不会认错猫"]),
        ("ＡＩ", ["AI 会不会认错猫"]),
        ("机器 小学", ["机器人来上课"]),
        ("机器 水厂", []),
        ("100%", ["100% 甜的秘密_糖"]),
        ("%", ["100% 甜的秘密_糖"]),
        ("_", ["100% 甜的秘密_糖"]),
        ("水_厂", []),
        ("\\", []),
        ("'; --", []),
        ("🤖", []),
        ("a\x00b", []),
        ("水" * 300, []),
    ],
)
def test_two_signs_are_enough_and_none_is_special(varied: Stage, words: str, names: list[str]) -> None:
    assert found(varied, q=words) == names


def test_a_search_keeps_what_was_typed_and_leads_on(varied: Stage) -> None:
    tree = varied.page(f"{LIST}?{urlencode({'q': '恐龙', 'day': '2027-05-25'})}")
    assert tree.cssselect("input[name=q]")[0].value == "恐龙"
    assert words(tree.cssselect(".empty-title")[0]) == "没有找到“恐龙”。"
    ways = [each.get("href") for each in tree.cssselect(".empty a")]
    assert f"{LIST}?{urlencode({'q': '恐龙'})}" in ways
    assert LIST in ways


def test_an_empty_day_leads_to_the_days_beside_it(varied: Stage) -> None:
    tree = varied.page(f"{LIST}?day=2027-05-24")
    assert words(tree.cssselect(".empty-title")[0]) == "这一天还没有活动。"
    ways = [words(each) for each in tree.cssselect(".empty a")]
    assert ways == ["5月23日（周日） 1 场", "5月25日（周二） 2 场", "看全部活动"]


@pytest.mark.parametrize(
    "query",
    [
        "day=tomorrow",
        "page=0",
        "page=x",
        "kind=%00",
        "unit=%F0%9F%A4%96",
        "day=2027-02-30",
        "series=99999999999",
    ],
)
def test_an_odd_address_is_answered_calmly(varied: Stage, query: str) -> None:
    tree = varied.page(f"{LIST}?{query}")
    assert "读不懂的筛选" in words(tree.cssselect(".message")[0])
    assert len(tree.cssselect(".activity-name")) == 4


def test_chosen_filters_are_chips_that_lead_back(varied: Stage) -> None:
    tree = varied.page(f"{LIST}?day=2027-05-25&kind=campus")
    chips = {words(each): each.get("href") for each in tree.cssselect(".chips a")}
    assert chips == {
        "5月25日（周二）": f"{LIST}?kind=campus",
        "进校园": f"{LIST}?day=2027-05-25",
    }


def test_kinds_count_what_the_other_filters_leave(varied: Stage) -> None:
    tree = varied.page(f"{LIST}?day=2027-05-25&kind=campus")
    cells = {words(each) for each in tree.cssselect(".kind-grid a")}
    assert cells == {"讲座 1", "进校园 1"}


def test_fifty_to_a_page_with_the_filters_kept(stage: Stage) -> None:
    stage.fill(120)
    tree = stage.page(f"{LIST}?kind=lecture&page=2")
    assert len(tree.cssselect(".activity")) == 50
    assert tree.cssselect("a[rel=next]")[0].get("href") == "?kind=lecture&page=3"
    assert len(stage.names(f"{LIST}?page=3")) == 20
    assert len(stage.names(f"{LIST}?page=999")) == 20


def test_a_cancelled_activity_stays_and_says_so(varied: Stage) -> None:
    activity = varied.publish("取消的一场", at(26, 9), at(26, 10))
    with varied.place.inside():
        cancel_activity(varied.place.office, activity, why="场地检修。")
    tree = varied.page(f"{LIST}?day=2027-05-26")
    assert words(tree.cssselect(".badge-error")[0]) == "已取消"


def test_what_lasts_for_days_stands_last_on_each_of_its_days(varied: Stage) -> None:
    varied.publish("微视频征集", at(1, 0), at(31, 0), kind="call", is_all_day=True, mode="online")
    assert found(varied, day="2027-05-27") == ["100% 甜的秘密_糖", "微视频征集"]
    assert found(varied, day="2027-05-30") == ["微视频征集"]
    assert found(varied, day="2027-05-31") == []


def test_a_thousand_activities_ask_the_database_no_more_than_one(stage: Stage) -> None:
    stage.fill(1)
    with CaptureQueriesContext(connection) as few:
        assert len(stage.names(LIST)) == 1
    stage.fill(999)
    PAGES.clear()
    with CaptureQueriesContext(connection) as many:
        assert len(stage.names(LIST)) == 50
    assert len(many) == len(few) <= 12


def test_the_list_never_opens_sealed_contacts(stage: Stage) -> None:
    stage.publish("水厂开放日", contact_name="王老师", contact_phone="0890-6120188")
    with CaptureQueriesContext(connection) as asked:
        stage.names(LIST)
    assert not any("contact_phone" in each["sql"] for each in asked.captured_queries)


def test_marks_follow_the_clock(varied: Stage) -> None:
    def marks() -> list[str]:
        return [words(each) for each in varied.page(LIST).cssselect(".activity-note")]

    assert marks() == ["已结束", "正在进行"]
    with standing(25, 15, 1):
        assert marks() == ["已结束", "已结束"]


def test_every_day_of_a_science_month_can_be_asked_for(stage: Stage) -> None:
    with stage.place.inside():
        week = Week.objects.get(pk=stage.place.week.pk)
        edit_week(stage.place.office, week, seen_version=week.version, ends_on=date(2027, 6, 20))
    days = [each.get("value") for each in stage.page(LIST).cssselect("select[name=day] option")]
    assert days == ["", *(str(date(2027, 5, 22) + timedelta(days=n)) for n in range(30))]
    asked = stage.page(f"{LIST}?day=2027-06-12").cssselect(".ribbon-day.is-picked")
    assert [words(each).split()[0] for each in asked]
