"""Dates and hours as the notices write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from sciweek.look import dates

ZONE = "Asia/Shanghai"


def at(day: int, hour: int, minute: int = 0, month: int = 5, year: int = 2023) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (at(27, 9), "5月27日（周六）上午9:00", "Sat 27 May, 9:00"),
        (at(27, 12, 30), "5月27日（周六）中午12:30", "Sat 27 May, 12:30"),
        (at(28, 14), "5月28日（周日）下午14:00", "Sun 28 May, 14:00"),
        (at(28, 18, 5), "5月28日（周日）晚上18:05", "Sun 28 May, 18:05"),
        (datetime(2023, 5, 26, 17, 30, tzinfo=UTC), "5月27日（周六）凌晨1:30", "Sat 27 May, 1:30"),
    ],
)
def test_a_moment_in_both_languages(moment: datetime, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert dates.moment_words(moment, ZONE) == chinese
    with override("en"):
        assert dates.moment_words(moment, ZONE) == english


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "chinese", "english"),
    [
        (at(27, 9, 30), at(27, 11), "5月27日（周六）上午9:30–11:00", "Sat 27 May, 9:30–11:00"),
        (at(27, 9, 30), None, "5月27日（周六）上午9:30", "Sat 27 May, 9:30"),
        (at(27, 21, 30), at(28, 1), "5月27日（周六）晚上21:30–次日1:00", "Sat 27 May, 21:30–1:00 next day"),
        (at(27, 20), at(28, 0), "5月27日（周六）晚上20:00–24:00", "Sat 27 May, 20:00–24:00"),
        (at(27, 9), at(28, 8), "5月27日—28日", "27 May – 28 May"),
        (at(23, 9), at(28, 17), "5月23日—28日", "23 May – 28 May"),
        (at(23, 0), at(29, 0), "5月23日—28日", "23 May – 28 May"),
        (at(27, 0), at(28, 0), "5月27日（周六）", "Sat 27 May"),
        (at(30, 9), at(2, 17, month=6), "5月30日—6月2日", "30 May – 2 Jun"),
        (
            at(30, 9, month=12),
            at(2, 17, month=1, year=2024),
            "2023年12月30日—2024年1月2日",
            "30 Dec 2023 – 2 Jan 2024",
        ),
    ],
)
def test_a_range_says_what_is_shared_once(
    starts_at: datetime, ends_at: datetime | None, chinese: str, english: str
) -> None:
    with override("zh-hans"):
        assert dates.range_words(starts_at, ends_at, ZONE) == chinese
    with override("en"):
        assert dates.range_words(starts_at, ends_at, ZONE) == english


def test_the_days_of_a_week_carry_the_year_once() -> None:
    with override("zh-hans"):
        words = dates.days_words(date(2027, 5, 22), date(2027, 5, 29), year=True)
        assert words == "2027年5月22日（周六）—29日（周六）"
        assert dates.days_words(date(2027, 5, 22), date(2027, 5, 22)) == "5月22日（周六）"


def test_lists_under_a_day_show_hours_alone() -> None:
    assert dates.clock_words(at(27, 9), at(27, 11), ZONE) == "09:00–11:00"
    assert dates.clock_words(at(27, 9), at(28, 11), ZONE) == "09:00"
    assert dates.clock_words(at(27, 9), None, ZONE) == "09:00"
    assert dates.clock_words(at(27, 21, 30), at(28, 1), ZONE) == "21:30–次日1:00"
    assert dates.clock_words(at(27, 20), at(28, 0), ZONE) == "20:00–24:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        dates.local(at(22, 9).replace(tzinfo=None), ZONE)
