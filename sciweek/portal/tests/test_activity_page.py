"""One activity, as a citizen reads it."""

from datetime import date
from typing import Any

import pytest

from sciweek.activities.actions import add_series, cancel_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at
from sciweek.portal.tests.stage import Stage, standing, words
from sciweek.week.actions import archive_week, create_week, open_week


def facts(stage: Stage, activity: Activity) -> list[str]:
    return [words(each) for each in stage.page(f"/activities/{activity.code}/").cssselect(".row dd")]


def test_it_says_when_where_for_whom_and_how(stage: Stage) -> None:
    activity = stage.publish(
        "一滴水的九道关",
        summary="跟着水走一遍。\n雨天照常。",
        place="临江自来水厂",
        address="滨江路 88 号",
        audience=["family"],
        age_from=6,
        entry_note="可直接入场",
        hosts=["区科学技术局"],
        organisers=["临江自来水厂"],
        contact_name="王老师",
        contact_phone="0890-6120188",
    )
    assert facts(stage, activity) == [
        "5月25日（周二）下午14:00–15:30",
        "临江自来水厂（滨江路 88 号）",
        "亲子，6 岁以上",
        "可直接入场",
    ]
    tree = stage.page(f"/activities/{activity.code}/")
    assert words(tree.cssselect("h1")[0]) == "一滴水的九道关"
    assert words(tree.cssselect(".badge-now")[0]) == "正在进行"
    assert [words(each) for each in tree.cssselect(".pairs dd")] == [
        "区科学技术局", "临江自来水厂", "王老师0890-6120188",
    ]  # fmt: skip
    assert tree.cssselect(".pairs a")[0].get("href") == "tel:+868906120188"
    assert tree.cssselect("meta[name=description]")[0].get("content").startswith("5月25日（周二）下午14:00")
    assert tree.cssselect("link[rel=canonical]")[0].get("href") == (
        f"/w/{stage.place.week.slug}/activities/{activity.code}/"
    )


@pytest.mark.parametrize(
    ("times", "when"),
    [
        ({"starts_at": at(25, 0), "ends_at": at(26, 0), "is_all_day": True}, "5月25日（周二），全天"),
        ({"starts_at": at(23, 0), "ends_at": at(29, 0), "is_all_day": True}, "5月23日—28日"),
        ({"starts_at": at(23, 9), "ends_at": at(28, 17)}, "5月23日—28日，09:00–17:00"),
        ({"starts_at": at(25, 19)}, "5月25日（周二）晚上19:00"),
    ],
)
def test_times_are_said_as_a_notice_says_them(stage: Stage, times: dict[str, Any], when: str) -> None:
    assert facts(stage, stage.publish("一场", **times))[0] == when


def test_an_online_activity_leads_to_its_page(stage: Stage) -> None:
    activity = stage.publish("线上答题", kind="quiz", mode="online", link="https://quiz.linjiang.example/a")
    link = stage.page(f"/activities/{activity.code}/").cssselect(".rows a")[0]
    assert (link.get("href"), link.get("rel")) == ("https://quiz.linjiang.example/a", "noopener nofollow")


def test_a_cancelled_one_says_why_and_offers_no_link(stage: Stage) -> None:
    activity = stage.publish("线上答题", mode="online", link="https://quiz.linjiang.example/a")
    with stage.place.inside():
        cancel_activity(stage.place.office, activity, why="系统检修，改期另行通知。")
    tree = stage.page(f"/activities/{activity.code}/")
    assert words(tree.cssselect(".message-error")[0]) == "这场活动取消了。系统检修，改期另行通知。"
    assert not tree.cssselect(".rows a")


def test_when_it_is_over_it_says_so(stage: Stage) -> None:
    activity = stage.publish("水厂开放日")
    with standing(25, 15, 30):
        tree = stage.page(f"/activities/{activity.code}/")
    assert words(tree.cssselect(".badge")[0]) == "已结束"


def test_others_of_the_series_stand_beside_it_nearest_first(stage: Stage) -> None:
    with stage.place.inside():
        series = add_series(stage.place.office, stage.place.week, name="基地开放", kind="open")
    shown = stage.publish("第二场", at(24, 9), series=series)
    stage.publish("第一场", at(23, 9), series=series)
    stage.publish("第三场", at(25, 9), series=series)
    stage.publish("别的讲座", at(24, 10), kind="lecture")
    tree = stage.page(f"/activities/{shown.code}/")
    assert [words(each) for each in tree.cssselect(".act-beside a")] == ["第一场", "第三场"]


def test_a_code_read_aloud_in_small_letters_is_understood(stage: Stage) -> None:
    activity = stage.publish("水厂开放日")
    answer = stage.get(f"/activities/{activity.code.lower()}/")
    assert answer.status_code in (200, 302)
    if activity.code.lower() != activity.code:
        assert answer["Location"] == f"/activities/{activity.code}/"


def test_an_unknown_code_is_not_found(stage: Stage) -> None:
    for code in ("34679ACD", "x", "%00", "..", "🤖"):
        assert stage.get(f"/activities/{code}/").status_code == 404


def test_an_old_poster_leads_to_its_own_edition(stage: Stage) -> None:
    activity = stage.publish("水厂开放日")
    office = stage.place.office
    with stage.place.inside():
        archive_week(office, stage.place.week)
    coming = create_week(
        office, stage.place.region, title="2028年科技活动周",
        starts_on=date(2028, 5, 20), ends_on=date(2028, 5, 27),
    )  # fmt: skip
    open_week(office, coming)
    with standing(31, 9):
        answer = stage.get(f"/activities/{activity.code}/")
    assert answer["Location"] == f"/w/{stage.place.week.slug}/activities/{activity.code}/"
    assert stage.get(answer["Location"]).status_code == 200
