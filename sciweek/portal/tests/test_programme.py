"""The programme: what its list shows, how it is narrowed, that it grows without asking more."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import cancel_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at
from sciweek.portal.cache import PAGES
from sciweek.portal.tests.programmed import PROGRAMME, add_session, release
from sciweek.portal.tests.stage import Stage, standing, words
from sciweek.programme.actions import cancel_session
from sciweek.programme.models import ReleasedSession, Session


def found(stage: Stage, **asked: str) -> list[str]:
    return stage.names(f"{PROGRAMME}?{urlencode(asked)}")


def test_without_a_wish_everything_stands_in_order_of_time_and_an_exhibition_once(programmed: Stage) -> None:
    tree = programmed.page(PROGRAMME)
    assert [words(each) for each in tree.cssselect(".activity-name")] == [
        "海洋展",
        "机器人来上课 · 第一场",
        "AI 会不会认错猫",
        "科普集市",
        "机器人来上课 · 第二场",
    ]
    assert words(tree.cssselect(".line-days")[0]) == "开 5 天：5月23日—27日，每天09:00–17:00"
    assert words(tree.cssselect(".list-head [role=status]")[0]) == "5 项"


def test_on_a_day_each_session_of_that_day_stands(programmed: Stage) -> None:
    assert found(programmed, day="2027-05-26") == ["海洋展", "科普集市", "机器人来上课 · 第二场"]
    tree = programmed.page(f"{PROGRAMME}?day=2027-05-26")
    assert words(tree.cssselect(".list-head [role=status]")[0]) == "3 场"
    count = tree.cssselect(".ribbon-day.is-picked .ribbon-count-number")[0]
    assert words(count) == "3"


def test_by_kind_unit_people_and_age(programmed: Stage) -> None:
    robots = ["机器人来上课 · 第一场", "机器人来上课 · 第二场"]
    assert found(programmed, kind="campus") == robots
    assert found(programmed, unit=programmed.place.units[1].code) == robots
    assert len(found(programmed, audience="senior")) == 3
    assert len(found(programmed, age="8")) == 5
    assert len(found(programmed, age="70")) == 3


def test_by_street_and_venue_only_what_is_there(programmed: Stage) -> None:
    assert found(programmed, street=programmed.place.units[0].code) == ["海洋展", "AI 会不会认错猫"]
    school = programmed.page(f"{PROGRAMME}map/").xpath("//a[contains(@href, 'venue=')][text()='实验小学']")[0]
    assert programmed.names(school.get("href")) == ["机器人来上课 · 第一场", "机器人来上课 · 第二场"]


def test_by_the_hour_of_the_day(programmed: Stage) -> None:
    assert found(programmed, part="evening") == ["AI 会不会认错猫"]
    assert found(programmed, day="2027-05-26", part="morning") == [
        "海洋展",
        "科普集市",
        "机器人来上课 · 第二场",
    ]
    assert found(programmed, part="afternoon") == ["海洋展", "机器人来上课 · 第一场"]


@pytest.mark.parametrize("word", ["认错猫", "何小舟", "ai会"])
def test_a_word_is_found_in_name_and_speaker(programmed: Stage, word: str) -> None:
    assert found(programmed, q=word) == ["AI 会不会认错猫"]


def test_a_word_is_found_in_the_venue_and_the_title(programmed: Stage) -> None:
    assert found(programmed, q="实验小学") == ["机器人来上课 · 第一场", "机器人来上课 · 第二场"]
    assert found(programmed, q="第二场") == ["机器人来上课 · 第二场"]


def test_what_is_over_can_be_left_out_and_an_exhibition_stands_under_today(programmed: Stage) -> None:
    with standing(26, 10, 30):
        tree = programmed.page(f"{PROGRAMME}?when=ahead")
    assert [words(each) for each in tree.cssselect(".activity-name")] == [
        "海洋展",
        "科普集市",
        "机器人来上课 · 第二场",
    ]
    assert [words(each) for each in tree.cssselect(".list-body h2")] == ["5月26日（周三）"]


def test_a_cancelled_session_stays_with_its_reason_after_the_next_release(programmed: Stage) -> None:
    with programmed.place.inside():
        session = Session.objects.get(title="第二场")
        cancel_session(programmed.place.office, session, why="礼堂检修。", seen_version=session.version)
    assert not programmed.page(f"{PROGRAMME}?day=2027-05-26").cssselect(".badge-error")
    release(programmed)
    tree = programmed.page(f"{PROGRAMME}?day=2027-05-26")
    assert words(tree.cssselect(".badge-error")[0]) == "已取消"
    assert words(tree.cssselect(".line-reason")[0]) == "礼堂检修。"


def test_a_cancelled_day_does_not_stand_for_its_exhibition(programmed: Stage) -> None:
    with programmed.place.inside():
        first = Session.objects.filter(activity__name="海洋展").order_by("starts_at")[0]
        cancel_session(programmed.place.office, first, why="布展未完。", seen_version=first.version)
    release(programmed)
    tree = programmed.page(f"{PROGRAMME}?kind=open")
    assert not tree.cssselect(".badge-error")
    assert words(tree.cssselect(".line-days")[0]) == "开 4 天：5月24日—27日，每天09:00–17:00，5月23日取消"
    assert [words(each) for each in tree.cssselect(".list-body h2")] == ["5月24日（周一）"]


def test_a_cancelled_activity_takes_its_sessions_along_at_once(programmed: Stage) -> None:
    with programmed.place.inside():
        activity = Activity.objects.get(name="AI 会不会认错猫")
        cancel_activity(programmed.place.office, activity, why="讲者生病。")
    tree = programmed.page(f"{PROGRAMME}?kind=lecture")
    assert words(tree.cssselect(".line-reason")[0]) == "讲者生病。"


def test_before_a_release_the_list_of_activities_stands_in(stage: Stage) -> None:
    stage.publish("水厂开放日")
    assert stage.get(f"{PROGRAMME}?kind=open")["Location"] == "/activities/?kind=open"
    assert stage.get(f"{PROGRAMME}map/").status_code == 302
    assert "/programme/" not in stage.get("/").content.decode()


def test_the_home_page_counts_sessions_and_what_has_none(programmed: Stage) -> None:
    tree = programmed.page("/")
    assert "9 场活动" in words(tree.cssselect(".theme-note")[0])
    assert [words(each) for each in tree.cssselect("h4.activity-name")] == [
        "机器人来上课 · 第一场",
        "海洋展",
        "AI 会不会认错猫",
    ]
    day = tree.cssselect(".ribbon-day.is-now a")[0]
    assert day.get("href") == f"{PROGRAMME}?day=2027-05-25"


@pytest.mark.parametrize("query", ["", "?day=2027-05-26", "?when=ahead", "?street={street}", "?part=morning"])
def test_a_release_shows_at_the_next_request(programmed: Stage, query: str) -> None:
    address = PROGRAMME + query.format(street=programmed.place.units[0].code)
    before = programmed.get(address).content
    assert programmed.get(address).content == before
    with programmed.place.inside():
        activity = Activity.objects.get(name="科普集市")
    add_session(programmed, activity, at(26, 9), at(26, 10), title="开场")
    assert programmed.get(address).content == before
    release(programmed)
    assert programmed.get(address).content != before


def test_a_kept_page_of_the_programme_asks_only_for_numbers(programmed: Stage) -> None:
    programmed.get(PROGRAMME)
    with CaptureQueriesContext(connection) as asked:
        programmed.get(PROGRAMME)
    assert len(asked) == 1


def test_many_sessions_ask_the_database_no_more_than_few(programmed: Stage) -> None:
    PAGES.clear()
    with CaptureQueriesContext(connection) as few:
        assert len(programmed.names(PROGRAMME)) == 5
    multiply(programmed, 1000)
    PAGES.clear()
    with CaptureQueriesContext(connection) as many:
        assert len(programmed.names(PROGRAMME)) == 50
    assert len(many) <= len(few) <= 19


def test_pages_hold_every_line_once(programmed: Stage) -> None:
    multiply(programmed, 120)
    seen = []
    for number in (1, 2, 3):
        tree = programmed.page(f"{PROGRAMME}?page={number}")
        seen += [each.get("href") for each in tree.cssselect(".activity-name a")]
    assert len(seen) == len(set(seen)) == 125


def test_the_list_never_opens_sealed_contacts(programmed: Stage) -> None:
    PAGES.clear()
    with CaptureQueriesContext(connection) as asked:
        programmed.names(PROGRAMME)
    assert not any("contact_phone" in each["sql"] for each in asked.captured_queries)


@pytest.mark.parametrize(
    "query", ["day=x", "age=-1", "age=999", "part=night", "street=%F0%9F%A4%96", "view=3d", "page=0"]
)
def test_an_odd_address_is_answered_calmly(programmed: Stage, query: str) -> None:
    tree = programmed.page(f"{PROGRAMME}?{query}")
    assert "读不懂的筛选" in words(tree.cssselect(".message")[0])
    assert len(tree.cssselect(".activity-name")) == 5


def multiply(stage: Stage, count: int) -> None:
    """So many more sessions of one activity in the newest release, spread over the days."""
    with stage.place.inside():
        shown = ReleasedSession.objects.filter(activity__name="AI 会不会认错猫").order_by("-release__number")[
            0
        ]
        sessions = Session.objects.bulk_create(
            Session(
                week=stage.place.week,
                run_id=shown.run_id,
                activity_id=shown.activity_id,
                starts_at=at(22 + number % 8, 9 + number % 9),
                ends_at=at(22 + number % 8, 10 + number % 9),
            )
            for number in range(count)
        )
        ReleasedSession.objects.bulk_create(
            ReleasedSession(
                week=stage.place.week,
                release_id=shown.release_id,
                session=session,
                run_id=session.run_id,
                activity_id=session.activity_id,
                code=session.code,
                uid=session.uid,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
            )
            for session in sessions
        )
