from typing import Any

import pytest

from sciweek.activities import jobs
from sciweek.activities.actions import add_activity, return_activities, return_activity, submit_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.people.models import Person
from sciweek.post.actions import send_message
from sciweek.post.models import Message
from sciweek.post.states import MessageState


def handed_in(place: Place, name: str = "天文开放夜", unit: int = 0) -> Activity:
    activity = add_activity(
        place.office, place.week, name=name, kind="open", unit=place.units[unit], starts_at=at(23, 9)
    )
    return submit_activity(place.office, activity)


def tell(place: Place, *activities: Activity) -> None:
    jobs.follow_returns.func(place.week.pk, [row.pk for row in activities])


def test_a_return_reaches_the_liaison_with_its_points(place: Place, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    Person.objects.filter(pk=place.people["liaison"].pk).update(email="yunqi@linjiang.example")
    with clock.standing_at(at(10, 10)):
        row = return_activity(place.office, handed_in(place), marks={"place": "写到门牌号"})
        tell(place, row)
        tell(place, row)
    message = Message.objects.get()
    assert (message.channel, message.state) == ("email", MessageState.QUEUED)
    assert message.subject == "“天文开放夜”要改一处"
    assert "写到门牌号" in message.body
    assert f"/activities/{row.code}/" in message.body


def test_many_returns_are_one_message_for_each_unit(place: Place) -> None:
    rows = [handed_in(place, f"活动{n}", n % 2) for n in range(8)]
    done, _left = return_activities(place.office, place.week, rows, why="请补联系人")
    tell(place, *done)
    by_unit = {row.to_name: row.body for row in Message.objects.all()}
    assert set(by_unit) == {"云栖街道办事处", "区教育局"}
    body = by_unit["云栖街道办事处"]
    assert "“活动0、活动2、活动4等 4 项”退回修改" in body
    assert "请补联系人" in body
    assert "?state=returned" in body


def test_a_second_return_is_news_again(place: Place) -> None:
    row = return_activity(place.office, handed_in(place), why="缺地址")
    tell(place, row)
    again = return_activity(place.office, submit_activity(place.office, row), why="缺时间")
    tell(place, again)
    assert [("缺地址" in one.body, "缺时间" in one.body) for one in Message.objects.order_by("pk")] == [
        (True, False),
        (False, True),
    ]


def test_what_was_handed_in_again_meanwhile_is_no_longer_told(place: Place, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    row = return_activity(place.office, handed_in(place), why="缺地址")
    with clock.standing_at(at(10, 10)):
        tell(place, row)
        submit_activity(place.office, row)
        tell(place, row)
    message = Message.objects.get()
    Message.objects.filter(pk=message.pk).update(channel="email", address="yunqi@linjiang.example")
    message.refresh_from_db()
    with pytest.raises(Refused, match="改好再交"):
        send_message(place.office, message)
