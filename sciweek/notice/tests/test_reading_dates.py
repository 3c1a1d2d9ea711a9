"""Dates, clocks and numerals as papers write them."""

import datetime as dt

import pytest

from sciweek.notice.logic.dates import Calendar, clock_time, find, weekday_differs
from sciweek.notice.logic.numerals import number, year
from sciweek.notice.logic.source import fold

ISSUED_2020 = Calendar(issued=dt.date(2020, 4, 20))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2020年5月16日", "2020-05-16", "2020-05-16"),
        ("２０２０年５月１６日", "2020-05-16", "2020-05-16"),
        ("2020 年 5 月 16 日-22 日", "2020-05-16", "2020-05-22"),
        ("5月16日—22日", "2020-05-16", "2020-05-22"),
        ("5月30—6月6日", "2020-05-30", "2020-06-06"),
        ("5月16日（星期六）至5月22日（星期五）", "2020-05-16", "2020-05-22"),
        ("自5月16日起至22日止", "2020-05-16", "2020-05-22"),
        ("12月28日至1月3日", "2020-12-28", "2021-01-03"),
        ("2020.5.16-5.22", "2020-05-16", "2020-05-22"),
        ("2020-05-16", "2020-05-16", "2020-05-16"),
        ("二〇二〇年五月十六日", "2020-05-16", "2020-05-16"),
        ("二O二O年五月十六日", "2020-05-16", "2020-05-16"),
        ("5月16日15日", "2020-05-16", "2020-05-15"),
    ],
)
def test_a_date_is_read_in_every_form(written: str, first: str, last: str) -> None:
    stretch = next(find(fold(written).view))
    begin, finish = ISSUED_2020.resolve_stretch(stretch)
    assert (begin.iso, finish.iso) == (first, last)


@pytest.mark.parametrize(
    "written",
    ["农历五月十五日", "农历4月15日至18日", "阴历二〇二〇年五月十五日", "农历2020年五月十五日至十八日"],
)
def test_a_day_of_the_moon_is_none_of_the_sun(written: str) -> None:
    assert list(find(fold(written).view)) == []
    assert [s.first.day for s in find(fold(f"{written}（6月7日）").view)] == [7]


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("5月16日9时至11时30分", "9时至11时30分"),
        ("5月16日上午9点-下午4点半", "上午9点-下午4点半"),
        ("5月16日至17日每天9:00-17:00", "9:00-17:00"),
        ("5月16日24:30", None),
        ("5月16日9时至5月18日17时", "9时"),
    ],
)
def test_hours_behind_a_day_are_its_own(written: str, clock: str | None) -> None:
    stretch = next(find(fold(written).view))
    assert (stretch.first.clock or stretch.final.clock) == clock


def test_a_day_that_does_not_exist_has_no_date_and_says_so() -> None:
    resolved = ISSUED_2020.resolve(next(find("2月30日")).first)
    assert resolved.iso is None
    assert resolved.impossible
    assert resolved.doubt == "2020年2月30日并不存在"


def test_a_date_without_any_year_stays_open() -> None:
    assert Calendar().resolve(next(find("5月16日")).first).iso is None


def test_a_paper_s_own_date_comes_before_its_title() -> None:
    known = Calendar(issued=dt.date(2007, 11, 21), title_year=2008)
    assert known.resolve(next(find("12月10日")).first).iso == "2007-12-10"
    assert known.resolve(next(find("1月10日")).first).iso == "2008-01-10"


def test_a_posting_date_is_believed_least_and_doubted() -> None:
    resolved = Calendar(posted=dt.date(2016, 5, 10)).resolve(next(find("5月16日")).first)
    assert resolved.iso == "2016-05-16"
    assert resolved.doubt


def test_a_wrong_weekday_is_told() -> None:
    point = next(find("2020年5月16日(星期日)")).first
    assert weekday_differs(point, dt.date(2020, 5, 16)) == "六"
    assert weekday_differs(point, dt.date(2020, 5, 17)) is None


@pytest.mark.parametrize(
    ("part", "day"), [("5月底", "2020-05-31"), ("6月上旬", "2020-06-10"), ("2月下旬", "2020-02-29")]
)
def test_a_part_of_a_month_ends_on_its_last_day_with_a_doubt(part: str, day: str) -> None:
    resolved = ISSUED_2020.last_of_part(next(find(part)).first)
    assert resolved.iso == day
    assert resolved.doubt


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("下午5时", "17:00"),
        ("17:00", "17:00"),
        ("5点半", "05:30"),
        ("下午5点半", "17:30"),
        ("上午12时", "12:00"),
        ("中午1点", "13:00"),
        ("下班前", "下班前"),
        ("24时", "24:00"),
        ("晚12点", "24:00"),
        ("晚上12:30", "晚上12:30"),
        ("凌晨12点", "00:00"),
    ],
)
def test_a_clock_is_read(written: str, meant: str) -> None:
    assert clock_time(written) == meant


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("三", 3), ("十", 10), ("二十三", 23), ("廿七", 27), ("12", 12), ("③", 3), ("好", None), ("", None)],
)
def test_a_numeral_is_read(numeral: str, value: int | None) -> None:
    assert number(numeral) == value


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("二00七", 2007), ("二○二三", 2023), ("2016", 2016), ("3016", None), ("二零一六", 2016)],
)
def test_a_year_is_read(numeral: str, value: int | None) -> None:
    assert year(numeral) == value
