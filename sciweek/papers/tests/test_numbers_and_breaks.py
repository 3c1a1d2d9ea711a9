"""Numbers of headings, dates, and where titles break."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.papers.logic.blocks import Block, Heading, Title
from sciweek.papers.logic.breaks import title_lines, width_of
from sciweek.papers.logic.numbering import (
    NUMBERS,
    chinese,
    date_text,
    number_text,
    numbered,
    value_of,
    year_of_number,
)
from sciweek.papers.logic.typesetting import TITLE_ROOM


@given(st.integers(1, 99), st.integers(1, 4))
def test_a_number_is_read_back_as_it_was_written(number: int, level: int) -> None:
    found = NUMBERS[level - 1].fullmatch(number_text(level, number))
    assert found is not None
    assert value_of(found["n"]) == number
    assert value_of(chinese(number)) == number


@pytest.mark.parametrize("numeral", ["十十", "一十十", "二十十三"])
def test_what_is_no_numeral_is_nothing(numeral: str) -> None:
    assert value_of(numeral) == 0


def test_a_title_begins_to_count_anew() -> None:
    blocks: list[Block] = [Heading(1, "甲"), Heading(1, "乙"), Title("方案"), Heading(1, "丙")]
    assert [each.number for each in numbered(blocks) if isinstance(each, Heading)] == ["一、", "二、", "一、"]


def test_dates_and_years_are_written_in_full() -> None:
    assert date_text(dt.date(2028, 4, 2)) == "2028年4月2日"
    assert year_of_number("临科字〔2028〕9号") == 2028
    assert year_of_number("临科字[2028]9号") is None


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于举办科技活动周的通知", ["关于举办科技活动周的通知"]),
        (
            "关于举办2028年云川市临江区科技活动周的通知",
            ["关于举办2028年云川市", "临江区科技活动周的通知"],
        ),
        ("上一行\n下一行", ["上一行", "下一行"]),
    ],
)
def test_a_title_breaks_between_words(title: str, lines: list[str]) -> None:
    assert title_lines(title, TITLE_ROOM) == lines


@given(st.text(alphabet="关于举办2028年临江区科技活动周实验室《开放》的通知ab", max_size=90))
def test_no_sign_of_a_title_is_lost_and_no_line_is_too_long(title: str) -> None:
    lines = title_lines(title, TITLE_ROOM)
    assert "".join(lines) == title
    assert all(width_of(line) <= TITLE_ROOM for line in lines)
