"""What people write in tables, read as they mean it."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest

from sciweek.activities.logic import table_words as words
from sciweek.activities.logic.likeness import similar
from sciweek.activities.logic.table_rows import age_words, time_words
from sciweek.activities.states import Kind
from sciweek.activities.tests.places import at
from sciweek.base.tests.working import worked
from sciweek.sheets.logic.moments import Unread

ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("said", "starts_at", "ends_at", "all_day"),
    [
        ("5月22日（周六）上午9:00—11:30", at(22, 9), at(22, 11, 30), False),
        ("5月22日下午2:00-4:30", at(22, 14), at(22, 16, 30), False),
        ("5月22日9时-11时30分", at(22, 9), at(22, 11, 30), False),
        ("5月22日至28日", at(22, 0), at(29, 0), True),
        ("5月22日（全天）", at(22, 0), at(23, 0), True),
        ("2027年5月22日（周六）-2027年5月28日（周五）", at(22, 0), at(29, 0), True),
        ("5月22日—28日 每天9:00-17:00", at(22, 9), at(28, 17), False),
        ("5月22日-28日上午9:00-下午5:00", at(22, 9), at(28, 17), False),
        ("2027年5月25日（周二）14:00-24:00", at(25, 14), at(26, 0), False),
        ("2027年5月25日（周二）20:00-2027年5月26日（周三）01:00", at(25, 20), at(26, 1), False),
        ("5月25日14:00", at(25, 14), None, False),
    ],
)
def test_a_time_in_words_is_the_time_that_was_meant(
    said: str, starts_at: datetime, ends_at: datetime | None, all_day: bool
) -> None:
    found = words.moments_of(words.span_in(said, 2027), ZONE)
    assert (found["starts_at"], found["ends_at"], found["is_all_day"]) == (starts_at, ends_at, all_day)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (at(25, 14), at(25, 15, 30)),
        (at(22, 0), at(29, 0)),
        (at(22, 0), at(23, 0)),
        (at(25, 20), at(26, 1)),
        (at(25, 14), at(26, 0)),
        (at(25, 14), None),
    ],
)
def test_a_time_that_the_table_writes_is_read_back_as_it_was(
    starts_at: datetime, ends_at: datetime | None
) -> None:
    found = words.moments_of(words.span_in(time_words(starts_at, ends_at, ZONE), 2031), ZONE)
    assert (found["starts_at"], found["ends_at"]) == (starts_at, ends_at)


@pytest.mark.parametrize("said", ["5月下旬", "活动周期间", "2月30日"])
def test_what_is_no_day_is_said_so(said: str) -> None:
    with pytest.raises(Unread):
        words.span_in(said, 2027)


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("6-12岁", (6, 12)),
        ("6～12周岁", (6, 12)),
        ("6岁至12岁", (6, 12)),
        ("6岁以上", (6, None)),
        ("18+", (18, None)),
        ("12周岁及以下", (None, 12)),
        ("不限", (None, None)),
        ("成人", (18, None)),
        (6.0, (6, 6)),
        (date(2027, 6, 12), (6, 12)),  # what Excel makes of 6-12
    ],
)
def test_ages_are_read_as_people_write_them(said: Any, ages: tuple[int | None, int | None]) -> None:
    assert words.ages_in(said) == ages


@pytest.mark.parametrize("blank", [" ", "\u3000", "\n", "-", "至"])
def test_a_cell_full_of_one_sign_keeps_nobody_waiting(blank: str) -> None:
    began = worked()
    for read in (words.ages_in, lambda said: words.span_in(said, 2027)):
        for said in (f"5月22日{blank * 10_000}x", f"6{blank * 10_000}x", blank * 10_000):
            with suppress(Unread):
                read(said)
    assert worked() - began < 1


def test_words_that_are_no_age_say_what_to_write() -> None:
    with pytest.raises(Unread, match="6-12岁"):
        words.ages_in("小朋友")


@pytest.mark.parametrize("ages", [(6, 12), (6, None), (None, 12), (6, 6), (None, None)])
def test_ages_that_the_table_writes_are_read_back(ages: tuple[int | None, int | None]) -> None:
    assert not age_words(*ages) or words.ages_in(age_words(*ages)) == ages


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("讲座", Kind.LECTURE),
        ("科普报告会", Kind.LECTURE),
        ("创新大赛", Kind.CONTEST),
        ("启动仪式", Kind.CEREMONY),
        ("座谈", None),
    ],
)
def test_a_kind_is_known_by_what_it_speaks_of(said: str, kind: Kind | None) -> None:
    assert words.kind_in(said) == kind


def test_audiences_are_known_and_the_strange_ones_told() -> None:
    assert words.audience_in(["中小学生", "家长", "社区居民", "亲子家庭"]) == (
        ["family", "primary", "middle"],
        ["家长"],
    )


def test_two_sessions_of_one_series_are_not_taken_for_one() -> None:
    assert similar("社区科普讲座", "2027年社区科普讲座活动")
    assert not similar("社区科普讲座第1场", "社区科普讲座第2场")
    assert not similar("基地开放（上午场）", "基地开放（下午场）")
