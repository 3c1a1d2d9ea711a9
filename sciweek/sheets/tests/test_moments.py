"""Days, hours, numbers and words as people type them."""

import contextlib
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.base.tests.working import worked
from sciweek.sheets.logic.cells import Cell, Value
from sciweek.sheets.logic.columns import Column, Line
from sciweek.sheets.logic.moments import Span, Unread, read_day, read_hour, read_span
from sciweek.sheets.logic.values import LineReading

DAY = date(2027, 5, 22)


@pytest.mark.parametrize(
    "value",
    [
        "2027年5月22日",
        "2027.5.22",
        "2027-05-22",
        "2027/5/22",
        "2027 年 5 月 22 日（周六）",
        "２０２７年５月２２日星期六",
        "20270522",
        20270522,
        "46529",
        46529,
        46529.375,
        "5月22日",
        "5月22号",
        "5.22",
        DAY,
        datetime.fromisoformat("2027-05-22 09:00"),
    ],
)
def test_a_day_is_read_in_every_usual_way(value: Value) -> None:
    assert read_day(value, year=2027) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "22/5/2027",
        "05-22-27",
        "2027年2月30日",
        "五月下旬",
        "待定",
        5.22,
        3,
        True,
        None,
        "1927年5月22日",
        "𐩀𐩁𐩂𐩃𐩀",
        float("nan"),
    ],
)
def test_what_is_no_day_is_a_problem(value: Value) -> None:
    with pytest.raises(Unread):
        read_day(value, year=2027)


def test_a_day_without_its_year_needs_one() -> None:
    with pytest.raises(Unread, match="年份"):
        read_day("5月22日")


def test_a_weekday_that_does_not_fit_is_asked_about() -> None:
    with pytest.raises(Unread, match="周六"):
        read_day("2027年5月22日（周五）")


@pytest.mark.parametrize(
    ("value", "hour"),
    [
        ("9:00", time(9)),
        ("9：30", time(9, 30)),
        ("上午9时", time(9)),
        ("下午2点半", time(14, 30)),
        ("14时05分", time(14, 5)),
        ("晚上7:00", time(19)),
        ("12:00:00", time(12)),
        (0.375, time(9)),
        (time(9, 30), time(9, 30)),
    ],
)
def test_an_hour_is_read_in_every_usual_way(value: Value, hour: time) -> None:
    assert read_hour(value) == hour


@pytest.mark.parametrize("value", ["全天", "25:00", "9:75", 9, None])
def test_what_is_no_hour_is_a_problem(value: Value) -> None:
    with pytest.raises(Unread):
        read_hour(value)


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("2027年5月22日上午9:00-11:30", Span(DAY, time(9), None, time(11, 30))),
        ("5月22日（周六）下午2:00—4:30", Span(DAY, time(14), None, time(16, 30))),
        ("5月22日上午9:00至下午4:00", Span(DAY, time(9), None, time(16))),
        ("2027.5.22 14:00~16:00", Span(DAY, time(14), None, time(16))),
        ("5月22日至24日", Span(DAY, None, date(2027, 5, 24), None)),
        ("5月22日-5月24日", Span(DAY, None, date(2027, 5, 24), None)),
        ("2027-05-22 9:00 至 2027-05-23 17:00", Span(DAY, time(9), date(2027, 5, 23), time(17))),
        ("5月22日", Span(DAY)),
        ("5月22日上午", Span(DAY)),
    ],
)
def test_a_span_is_read_in_every_usual_way(words: str, span: Span) -> None:
    assert read_span(words, year=2027) == span


def test_two_times_in_one_cell_are_a_problem() -> None:
    with pytest.raises(Unread, match="不止一个"):
        read_span("5月22日9:00、5月23日9:00", year=2027)


@pytest.mark.parametrize("read", [read_day, read_hour, read_span])
def test_a_cell_full_of_blanks_keeps_nobody_waiting(read: Callable[[Value], object]) -> None:
    began = worked()
    for blank in (" ", "\u3000", "\n"):
        with contextlib.suppress(Unread):
            read("2027年5月22日" + blank * 10_000 + "整天")
    assert worked() - began < 0.3


@given(st.text(max_size=40))
def test_any_words_are_a_day_or_a_problem(words: str) -> None:
    for read in (read_day, read_hour, read_span):
        try:
            read(words)
        except Unread:
            continue


COLUMNS = (
    Column("name", "名称", required=True),
    Column("number", "人数"),
    Column("on", "日期"),
    Column("kind", "类别"),
    Column("part", "参加"),
)


def reading(**values: Any) -> LineReading:
    cells = {name: Cell(value, f"{chr(65 + at)}14") for at, (name, value) in enumerate(values.items())}
    return LineReading(Line(14, cells), COLUMNS)


def test_every_problem_names_its_cell_and_its_heading() -> None:
    line = reading(name="", number="很多", on="某天", kind="什么", part="也许")
    line.text("name")
    line.number("number")
    line.day("on")
    line.choice("kind", {"讲座": "lecture"})
    line.yes_no("part")
    assert [(one.address, one.heading) for one in line.problems] == [
        ("A14", "名称"),
        ("B14", "人数"),
        ("C14", "日期"),
        ("D14", "类别"),
        ("E14", "参加"),
    ]


@pytest.mark.parametrize(
    ("value", "number"), [("约120人", 120), ("1,200", 1200), (80.0, 80), ("３００人次", 300)]
)
def test_numbers_are_read_with_their_words(value: Value, number: int) -> None:
    assert reading(number=value).number("number") == number


def test_a_value_that_excel_could_not_reckon_is_a_problem() -> None:
    line = reading(name="#REF!")
    assert line.text("name") == ""
    assert "公式" in line.problems[0].text


def test_long_names_are_counted_and_rare_characters_kept() -> None:
    line = reading(name="玥喆堃𠮷🎈" * 40)
    assert line.text("name", most=120) == "玥喆堃𠮷🎈" * 40
    assert "200" in line.problems[0].text
