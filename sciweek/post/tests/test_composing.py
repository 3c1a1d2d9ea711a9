from collections.abc import Callable
from typing import Any

import pytest

from sciweek.committee.actions import add_unit
from sciweek.committee.models import Unit
from sciweek.committee.states import UnitKind
from sciweek.committee.tests.cast import Cast
from sciweek.people.models import Person
from sciweek.post.actions import Composition, compose, withdraw_messages, write_composition
from sciweek.post.logic.wording import Text
from sciweek.post.models import Message
from sciweek.post.states import ChannelKind, MessageState
from sciweek.post.tests.listener import Heard
from sciweek.post.tests.town import letter, robot, to_liaison


def composed(cast: Cast, body: str = "{单位}：请交照片。", **values: Any) -> Composition:
    given: dict[str, Any] = {"channel": ChannelKind.COPY} | values
    units = given.pop("units", [cast.unit, cast.other_unit])
    return compose(cast.week, units, Text(given.pop("subject", "照片"), body), **given)


def test_every_unit_gets_its_own_words(in_week: Cast) -> None:
    made = composed(in_week, "{单位}（{简称}）：{活动周}请交照片。")
    assert made.problems == {}
    assert [sheet.body for sheet in made.sheets] == [
        "云栖街道办事处（云栖街道）：2027年临江区科技活动周请交照片。",
        "青山科普教育基地（青山科普教育基地）：2027年临江区科技活动周请交照片。",
    ]


def test_a_unit_without_an_address_gets_a_text_to_copy_or_nothing(in_week: Cast) -> None:
    to_liaison(in_week)
    made = composed(in_week, channel=ChannelKind.EMAIL)
    assert [(sheet.channel, sheet.to.unit) for sheet in made.sheets] == [
        (ChannelKind.EMAIL, in_week.unit),
        (ChannelKind.COPY, in_week.other_unit),
    ]
    assert made.without == [in_week.other_unit]
    made = composed(in_week, channel=ChannelKind.EMAIL, copy_rest=False)
    assert [sheet.to.unit for sheet in made.sheets] == [in_week.unit]


def test_an_address_that_the_way_cannot_use_is_none(in_week: Cast) -> None:
    to_liaison(in_week)
    Person.objects.filter(pk=in_week.people["liaison"].pk).update(phone="+868906120027", email="云栖")
    for channel in (ChannelKind.SMS, ChannelKind.EMAIL):
        made = composed(in_week, channel=channel, copy_rest=False)
        assert "都没有这种联系方式" in made.problems["units"]
        assert made.without == [in_week.unit, in_week.other_unit]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "请写正文"),
        (" \n ", "请写正文"),
        ("{单位}：\n\n{办公室}", "还没有写要说的话"),
        ("{单未}：请交照片。", "是不是“{单位}”"),
        ("{期限}前交。", "这里能用：{单位}"),
        ("{{单位}}请交照片。", ""),
        ("请交{照片。", ""),
        ("科" * 20_000, ""),
    ],
)
def test_what_is_wrong_with_the_words_is_said_at_the_words(in_week: Cast, body: str, words: str) -> None:
    problems = composed(in_week, body).problems
    assert list(problems) == (["body"] if words else [])
    assert words in problems.get("body", "")


def test_a_text_that_is_too_long_for_a_short_message_is_refused_before_the_preview(in_week: Cast) -> None:
    to_liaison(in_week)
    made = composed(in_week, "科" * 501, channel=ChannelKind.SMS)
    assert "最多 500 个字，现在有 501 个" in made.problems["body"]


def test_a_group_gets_one_text_and_knows_no_single_unit(in_week: Cast, heard: Heard) -> None:
    group = robot(in_week, heard.url)
    made = composed(in_week, "各单位：请交照片。", channel=group.kind, group=group, units=[])
    assert [(sheet.to.name, sheet.channel) for sheet in made.sheets] == [("联络员群", ChannelKind.WECOM)]
    assert made.problems == {}
    made = composed(in_week, channel=group.kind, group=group, units=[])
    assert "群里只发一条" in made.problems["body"]


def test_without_a_unit_a_way_or_a_group_nothing_is_made(in_week: Cast) -> None:
    assert "units" in composed(in_week, units=[]).problems
    assert "channel" in composed(in_week, channel="pigeon").problems
    assert "channel" in composed(in_week, channel=ChannelKind.WEBHOOK).problems
    assert "请选一个群" in composed(in_week, channel=ChannelKind.WECOM).problems["channel"]


def test_a_value_with_braces_is_not_filled_again(in_week: Cast) -> None:
    Unit.objects.filter(pk=in_week.unit.pk).update(name="{办公室}")
    in_week.unit.refresh_from_db()
    made = composed(in_week, "{单位}请交。", units=[in_week.unit])
    assert made.sheets[0].body == "{办公室}请交。"


def test_the_same_composition_twice_writes_nothing_new(in_week: Cast) -> None:
    office = in_week.actor("office")
    first = write_composition(office, in_week.week, composed(in_week))
    again = write_composition(office, in_week.week, composed(in_week))
    assert (len(first.new), len(again.new), len(again.known)) == (2, 0, 2)


def test_what_was_withdrawn_in_bulk_can_be_written_again(in_week: Cast) -> None:
    office = in_week.actor("office")
    first = write_composition(office, in_week.week, composed(in_week))
    withdraw_messages(office, first.new, why="")
    assert len(write_composition(office, in_week.week, composed(in_week)).new) == 2
    reminder = letter(in_week, key="remind:1", occasion="before")
    withdraw_messages(office, [reminder], why="")
    reminder.refresh_from_db()
    assert (reminder.once_key, reminder.state) == ("remind:1", MessageState.WITHDRAWN)


@pytest.mark.parametrize("count", [10, 200])
def test_many_units_take_a_flat_number_of_queries(
    in_week: Cast, count: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    office = in_week.actor("office")
    for number in range(count):
        add_unit(office, in_week.region, name=f"第{number}小学", kind=UnitKind.SCHOOL)
    units = Unit.objects.filter(kind=UnitKind.SCHOOL)
    with django_assert_max_num_queries(16):
        made = composed(in_week, channel=ChannelKind.EMAIL, units=units)
        assert len(write_composition(office, in_week.week, made).new) == count
    assert Message.objects.count() == count
