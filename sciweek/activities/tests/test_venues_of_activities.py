"""Places that activities name become venues and rooms by a tick."""

import re
from typing import Any

from sciweek.activities.actions import add_activity, cancel_activity
from sciweek.activities.pages.places import proposals
from sciweek.activities.tests.places import at, make_public
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.models import Entry
from sciweek.venues.actions import add_venue
from sciweek.venues.models import Room, Venue

PAGE = "/desk/w/linjiang-2027/activities/places/"


def entered(cast: Cast, place: str, address: str = "", number: int = 0, **values: Any) -> Any:
    return add_activity(
        cast.actor("office"),
        cast.week,
        name=f"活动{number}{place}",
        kind="lecture",
        place=place,
        address=address,
        **values,
    )


def test_a_place_is_proposed_once_with_the_address_that_most_give(in_week: Cast) -> None:
    for number, address in enumerate(("滨江路18号", "滨江路 20 号", "滨江路18号", "")):
        entered(in_week, "区科技馆" if number else "区 科技馆", address, number)
    entered(in_week, "云栖街道文化中心", "云栖路16号")
    first, second = proposals()
    assert (first.name, first.address, first.activities, first.is_ticked) == (
        "区 科技馆",
        "滨江路18号",
        4,
        True,
    )
    assert (second.street, first.street) == (in_week.unit, None)


def test_what_is_a_venue_already_is_not_proposed_and_what_may_be_one_is_not_ticked(in_week: Cast) -> None:
    add_venue(in_week.actor("office"), in_week.region, name="临江区科技馆", short_name="区科技馆")
    for place in ("临江区 科技馆", "区科技馆", "临江区科技馆东侧", ""):
        entered(in_week, place)
    (only,) = proposals()
    assert (only.name, only.like, only.is_ticked) == ("临江区科技馆东侧", "临江区科技馆", False)


def test_cancelled_activities_propose_nothing(in_week: Cast) -> None:
    row = entered(in_week, "临江广场", starts_at=at(22, 9), ends_at=at(22, 10))
    make_public(in_week.actor("office"), row)
    row.refresh_from_db()
    cancel_activity(in_week.actor("office"), row, why="下雨")
    assert proposals() == []


def test_what_follows_a_venues_name_is_a_room_of_it(in_week: Cast) -> None:
    for place in ("区图书馆", "区图书馆古籍修复室", "区图书馆一楼", "云栖中学", "云栖中学附属小学"):
        entered(in_week, place, "" if place.startswith("区") else "云栖路1号")
    found = {one.name: (one.inside, one.room) for one in proposals()}
    assert found["区图书馆古籍修复室"] == ("区图书馆", "古籍修复室")
    assert found["区图书馆一楼"] == ("区图书馆", "一楼")
    assert found["云栖中学附属小学"] == ("", "")
    client = in_week.client("office")
    text = client.get(PAGE).content.decode()
    assert "“区图书馆”里的厅室“古籍修复室”" in text
    keys = re.findall(r'name="key" value="([^"]+)"', text)
    answer = client.post(PAGE, {"key": keys}, follow=True)
    assert "已加上 3 个场地、2 间厅室" in answer.content.decode()
    assert set(Room.objects.values_list("venue__name", "name")) == {
        ("区图书馆", "古籍修复室"),
        ("区图书馆", "一楼"),
    }
    assert Entry.objects.filter(verb__in=("add_venue", "add_room")).count() == 5
    assert proposals() == []


def test_a_room_without_its_venue_becomes_a_venue_of_its_own(in_week: Cast) -> None:
    for place in ("区图书馆", "区图书馆报告厅"):
        entered(in_week, place)
    in_week.client("office").post(PAGE, {"key": ["区图书馆报告厅"]})
    assert list(Venue.objects.values_list("name", flat=True)) == ["区图书馆报告厅"]


def test_nothing_ticked_and_things_that_are_not_there_make_nothing(in_week: Cast) -> None:
    entered(in_week, "临江广场")
    client = in_week.client("office")
    for sent in ({}, {"key": ["<b>", "没有的地方"]}):
        answer = client.post(PAGE, sent)
        assert answer.status_code == 422
        assert "先勾选要加的场地" in answer.content.decode()
    assert not Venue.objects.exists()
    client.post(PAGE, {"key": ["临江广场"]})
    client.post(PAGE, {"key": ["临江广场"]})
    assert Venue.objects.count() == 1
