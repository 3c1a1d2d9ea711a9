"""The geometry of the ribbon: what must hold for any week."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.look.kinds import KIND_LOOKS
from sciweek.look.ribbon import (
    DEPTH,
    MOST_THREADS,
    SHORTEST,
    SIDE,
    WIDTH,
    Moment,
    Ribbon,
    Thread,
    build_ribbon,
)

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2027, 5, 22)
KINDS = st.sampled_from([*KIND_LOOKS, "unheard-of"])


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)


@st.composite
def some_threads(draw: st.DrawFn) -> list[Thread]:
    threads = []
    for _ in range(draw(st.integers(0, 90))):
        begin = datetime(2027, 5, 20, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 18 * 1440)))
        length = draw(st.none() | st.integers(-60, 3 * 1440))
        ends_at = None if length is None else begin + timedelta(minutes=length)
        threads.append(Thread(begin, ends_at, draw(KINDS), published=draw(st.booleans())))
    return threads


def week(
    threads: list[Thread], *, days: int = 8, now: datetime | None = None, later: list[Thread] | None = None
) -> Ribbon:
    return build_ribbon(
        zone=ZONE,
        starts_on=FIRST,
        ends_on=FIRST + timedelta(days=days - 1),
        now=now or at(25, 14, 36),
        threads=threads,
        later=later or [],
        months=8,
        link=lambda day: f"/{day}",
    )


@given(some_threads(), st.integers(1, 14))
def test_threads_hang_inside_their_day_and_inside_the_scale(threads: list[Thread], days: int) -> None:
    ribbon = week(threads, days=days)
    assert len(ribbon.days) == days
    for day in ribbon.days:
        for hang in day.hangs:
            assert SIDE <= hang.x <= WIDTH - SIDE
            assert SHORTEST <= hang.depth <= DEPTH


@given(some_threads())
def test_threads_of_a_day_are_sorted_by_their_end_and_never_share_a_place(threads: list[Thread]) -> None:
    for day in week(threads).days:
        assert [hang.depth for hang in day.hangs] == sorted(hang.depth for hang in day.hangs)
        assert all(left.x < right.x for left, right in pairwise(day.hangs))


@given(some_threads())
def test_lines_stand_for_exactly_as_many_activities_as_the_count_says(threads: list[Thread]) -> None:
    ribbon = week(threads)
    for day in ribbon.days:
        assert sum(hang.stands_for for hang in day.hangs) == day.count
        assert len(day.hangs) <= MOST_THREADS
        assert all(hang.stands_for <= ribbon.per_thread for hang in day.hangs)


@given(st.integers(0, 700))
def test_past_24_a_day_one_line_stands_for_2_or_5_or_more(count: int) -> None:
    ribbon = week([Thread(at(25, 9), at(25, 10 + number % 9), "open") for number in range(count)])
    expected = next(step for step in (1, 2, 5, 10, 20, 50) if -(-count // step) <= 24)
    assert ribbon.per_thread == expected
    assert len(ribbon.days[3].hangs) == -(-count // expected)


def test_a_line_that_stands_for_several_never_mixes_kinds_or_drafts() -> None:
    threads = [Thread(at(25, 9), at(25, 12), kind) for kind in ("open", "lecture", "show") for _ in range(11)]
    threads += [Thread(at(25, 9), at(25, 12), "open", published=False) for _ in range(3)]
    ribbon = week(threads)
    lines: dict[str, int] = {}
    for hang in ribbon.days[3].hangs:
        lines[hang.css] = lines.get(hang.css, 0) + hang.stands_for
    assert ribbon.per_thread == 2
    assert lines == {"k-open": 11, "k-lecture": 11, "k-show": 11, "is-draft": 3}


def test_a_thread_ends_at_its_hour_on_the_scale_of_the_zone() -> None:
    # 04:00 UTC is noon in Shanghai: a third of the way down, 240 of 780 minutes.
    begins = datetime(2027, 5, 25, 1, tzinfo=UTC)
    ribbon = week([Thread(begins, begins + timedelta(hours=3), "open")])
    assert ribbon.days[3].hangs[0].depth == 240
    assert ribbon.days[3].strokes[0].path == "M500 0V240"


def test_what_lasts_several_days_hangs_in_each_and_an_end_at_midnight_belongs_to_the_day_before() -> None:
    ribbon = week([Thread(at(23, 14), at(26, 0), "open"), Thread(at(28, 20), at(29, 10, 30), "show")])
    assert [day.count for day in ribbon.days] == [0, 1, 1, 1, 0, 0, 1, 1]
    assert [day.hangs[0].depth for day in ribbon.days if day.hangs] == [DEPTH, DEPTH, DEPTH, DEPTH, 150]


def test_a_whole_day_hangs_full_length_on_its_days_only() -> None:
    ribbon = week([Thread.whole_days(date(2027, 5, 24), date(2027, 5, 25), ZONE, "open")])
    assert [day.count for day in ribbon.days] == [0, 0, 1, 1, 0, 0, 0, 0]


def test_an_unknown_end_hangs_to_the_start_and_nothing_is_invented() -> None:
    assert week([Thread(at(25, 15), None, "open")]).days[3].hangs[0].depth == 7 * 60


@pytest.mark.parametrize(
    ("now", "moment", "seal"),
    [
        (at(12, 10), Moment.BEFORE, []),
        (at(22, 0), Moment.DURING, [0]),
        (at(29, 23, 59), Moment.DURING, [7]),
        (at(6, 10, month=7), Moment.AFTER, []),
    ],
)
def test_the_seal_stands_on_today_only_during_the_week(
    now: datetime, moment: Moment, seal: list[int]
) -> None:
    ribbon = week([], now=now)
    assert ribbon.moment is moment
    assert [place for place, day in enumerate(ribbon.days) if day.is_now] == seal


def test_after_the_week_the_seal_moves_to_the_month_even_the_one_in_which_the_week_ended() -> None:
    ribbon = week([], now=at(6, 10, month=7))
    assert [month.first.month for month in ribbon.months if month.is_now] == [7]
    assert ribbon.months[0].first == date(2027, 6, 1)
    tail = week([], now=at(30, 10))
    assert [month.first for month in tail.months if month.is_now] == [date(2027, 5, 1)]


def test_months_hold_what_begins_after_the_last_day() -> None:
    later = [
        Thread(at(29, 10), at(29, 11), "open"),
        Thread(at(5, 10, month=6), at(5, 12, month=6), "open"),
        Thread(at(5, 10, month=1) + timedelta(days=365), None, "open"),
    ]
    ribbon = week([], later=later)
    assert [month.count for month in ribbon.months] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert ribbon.months[-1].first == date(2028, 1, 1)


def test_the_now_line_is_drawn_within_the_scale_only() -> None:
    assert week([], now=at(25, 14, 36)).days[3].now_depth == 396
    assert week([], now=at(25, 7, 59)).days[3].now_depth is None
    assert week([], now=at(25, 21, 1)).days[3].now_depth is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(12, 10), at(13, 0)),
        (at(25, 5), at(25, 8)),
        (at(25, 14, 36), at(25, 14, 37)),
        (at(25, 22), at(26, 0)),
    ],
)
def test_the_ribbon_says_until_when_it_is_true(now: datetime, until: datetime) -> None:
    assert week([], now=now).true_until == until


@pytest.mark.parametrize("days", [0, 15])
def test_a_week_has_1_to_14_days(days: int) -> None:
    with pytest.raises(ValueError, match="1 to 14"):
        week([], days=days)
