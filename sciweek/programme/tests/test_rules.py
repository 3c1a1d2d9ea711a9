"""Sessions by rule: what stands on the wall clock, in every zone and on the nights when clocks are put on."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.base.errors import Refused
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import MOST, Rule, sessions_of
from sciweek.programme.logic.spans import spans_of
from sciweek.programme.states import RunKind

SHANGHAI = "Asia/Shanghai"
ZONES = (SHANGHAI, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")


def rule(**values: Any) -> Rule:
    given: dict[str, Any] = {
        "kind": RunKind.REPEAT,
        "first_day": date(2027, 5, 22),
        "last_day": date(2027, 5, 29),
        "times": (Hours(time(9), time(10, 30)),),
    }
    return Rule(**given | values)


def told(made: list[tuple[datetime, datetime]], zone: str = SHANGHAI) -> list[str]:
    return [
        f"{start.astimezone(ZoneInfo(zone)):%m-%d %H:%M}-{end.astimezone(ZoneInfo(zone)):%H:%M}"
        for start, end in made
    ]


def test_weekdays_and_several_hours_a_day_without_the_days_left_out() -> None:
    made = sessions_of(
        rule(
            weekdays=(5, 6),
            times=(Hours(time(9), time(10)), Hours(time(14), time(15))),
            skip_days=(date(2027, 5, 23),),
        ),
        SHANGHAI,
    )
    assert told(made) == ["05-22 09:00-10:00", "05-22 14:00-15:00", "05-29 09:00-10:00", "05-29 14:00-15:00"]


def test_entries_every_half_hour_with_a_gap() -> None:
    made = sessions_of(
        rule(
            kind=RunKind.SLOTS,
            last_day=date(2027, 5, 22),
            times=(Hours(time(9), time(11)),),
            every_minutes=30,
            gap_minutes=10,
        ),
        SHANGHAI,
    )
    assert told(made) == ["05-22 09:00-09:30", "05-22 09:40-10:10", "05-22 10:20-10:50"]


def test_an_exhibition_is_one_session_a_day_with_its_own_hours_on_sundays() -> None:
    made = sessions_of(
        rule(
            kind=RunKind.EXHIBITION,
            last_day=date(2027, 5, 24),
            times=(Hours(time(9), time(17)),),
            weekday_times=((6, (Hours(time(13), time(17)),)),),
        ),
        SHANGHAI,
    )
    assert told(made) == ["05-22 09:00-17:00", "05-23 13:00-17:00", "05-24 09:00-17:00"]


def test_an_evening_may_end_at_midnight() -> None:
    made = sessions_of(rule(last_day=date(2027, 5, 22), times=(Hours(time(20), time(0)),)), SHANGHAI)
    assert made == [(datetime(2027, 5, 22, 12, tzinfo=UTC), datetime(2027, 5, 22, 16, tzinfo=UTC))]


def test_a_night_under_the_stars_says_that_it_ends_the_next_day() -> None:
    night = Hours(time(22), time(1), next_day=True)
    made = sessions_of(rule(last_day=date(2027, 5, 22), times=(night,)), SHANGHAI)
    assert told(made) == ["05-22 22:00-01:00"]
    assert made[0][1] - made[0][0] == timedelta(hours=3)


def test_an_end_before_the_start_is_not_taken_for_the_next_day() -> None:
    """14:00 to 13:00 is a slip of the hand: 23 hours are what nobody meant."""
    for end in (time(13), time(14)):
        with pytest.raises(Refused) as refusal:
            sessions_of(rule(times=(Hours(time(9), time(10)), Hours(time(14), end))), SHANGHAI)
        assert set(refusal.value.fields) == {"times"}
        assert f"14:00 到 {end:%H:%M}" in refusal.value.fields["times"]


def test_rules_that_were_kept_before_nights_were_said_mean_what_they_meant() -> None:
    kept = rule(times=(Hours(time(22), time(1), next_day=True), Hours(time(9), time(10)))).to_json()
    kept["times"] = [["22:00", "01:00"], ["09:00", "10:00"]]
    assert Rule.from_json(kept).times == (
        Hours(time(22), time(1), next_day=True),
        Hours(time(9), time(10)),
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last_day": date(2027, 5, 21)}, "last_day"),
        ({"last_day": date(2028, 6, 1)}, "last_day"),
        ({"first_day": date(27, 5, 22)}, "first_day"),
        ({"times": ()}, "times"),
        ({"times": (Hours(time(9), time(9)),)}, "times"),
        ({"kind": "single"}, "kind"),
        ({"kind": RunKind.SLOTS}, "every_minutes"),
        ({"every_minutes": 1}, "every_minutes"),
        ({"gap_minutes": -1}, "gap_minutes"),
        ({"weekdays": (7,)}, "weekdays"),
        ({"weekdays": (0,), "last_day": date(2027, 5, 23)}, "last_day"),
        ({"every_minutes": 5, "times": (Hours(time(0), time(23, 59)),), "kind": RunKind.SLOTS}, "last_day"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        sessions_of(rule(**values), SHANGHAI)
    assert set(refusal.value.fields) == {field}


minutes = st.times().map(lambda one: one.replace(second=0, microsecond=0, tzinfo=None, fold=0))
hours = st.builds(Hours, minutes, minutes, st.booleans())
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))
spans = st.lists(hours, min_size=1, max_size=3).map(tuple)
rules = st.builds(
    lambda first, length, **values: Rule(first_day=first, last_day=first + timedelta(days=length), **values),
    days,
    st.integers(0, 30),
    kind=st.sampled_from([RunKind.REPEAT, RunKind.COURSE, RunKind.EXHIBITION]),
    times=spans,
    weekdays=st.lists(st.integers(0, 6), unique=True).map(tuple),
    weekday_times=st.lists(st.tuples(st.integers(0, 6), spans), max_size=2).map(tuple),
    every_minutes=st.none() | st.integers(5, 300),
    gap_minutes=st.integers(0, 60),
    skip_days=st.lists(days, max_size=3).map(tuple),
)


@given(rules, st.sampled_from(ZONES))
def test_whatever_the_rule_sessions_are_sound(one: Rule, zone: str) -> None:
    """In order, none twice, never more than the bound, each ending after it starts and on a wanted day."""
    try:
        made = sessions_of(one, zone)
    except Refused:
        return
    assert made == sorted(set(made))
    assert 0 < len(made) <= MOST
    wanted = set(one.days())
    for start, end in made:
        assert start < end
        day = start.astimezone(ZoneInfo(zone)).date()
        # What goes on past midnight may have entries on the next day.
        assert day in wanted or day - timedelta(days=1) in wanted
        # Without a word that it ends the next day nothing goes on past midnight.
        if not any(hours.next_day for hours in one.times_on(day)) and day in wanted:
            last = (end - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
            assert last == day


@given(rules)
def test_a_rule_goes_into_the_database_and_back(one: Rule) -> None:
    assert Rule.from_json(one.to_json()) == one


@given(rules, st.sampled_from(ZONES))
def test_the_clock_on_the_wall_shows_what_was_written(one: Rule, zone: str) -> None:
    """But for hours that the clocks leap over, a session starts at one of the hours of its day."""
    if one.every_minutes is not None:
        return
    try:
        made = sessions_of(one, zone)
    except Refused:
        return
    for start, _end in made:
        wall = start.astimezone(ZoneInfo(zone))
        written = {hours[0] for hours in one.times_on(wall.date())}
        leapt = any(
            wall.replace(tzinfo=None) != datetime.combine(wall.date(), hour)
            and datetime.combine(wall.date(), hour, ZoneInfo(zone)).astimezone(UTC) == start
            for hour in written
        )
        assert wall.time() in written or leapt


def test_hours_that_the_clocks_leap_over_keep_their_length() -> None:
    leap = rule(
        first_day=date(2027, 3, 28), last_day=date(2027, 3, 28), times=(Hours(time(2, 30), time(3, 15)),)
    )
    [(start, end)] = sessions_of(leap, "Europe/Berlin")
    assert end - start == timedelta(minutes=45)


def moment(day: int, hour: int = 0) -> datetime:
    return datetime(2027, 5, day, hour, tzinfo=ZoneInfo(SHANGHAI))


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "is_all_day", "kind", "count"),
    [
        (moment(25, 14), moment(25, 16), False, RunKind.SINGLE, 1),
        (moment(25, 14), None, False, RunKind.SINGLE, 1),
        (moment(25), moment(26), True, RunKind.SINGLE, 1),
        (moment(25, 20), moment(26, 2), False, RunKind.SINGLE, 1),
        (moment(25, 20), moment(26), False, RunKind.SINGLE, 1),
        (moment(22, 9), moment(29, 17), False, RunKind.EXHIBITION, 8),
        (moment(22), moment(30), True, RunKind.EXHIBITION, 8),
        (moment(22), None, True, RunKind.SINGLE, 1),
    ],
)
def test_an_activity_of_several_days_is_one_session_on_each(
    starts_at: datetime, ends_at: datetime | None, is_all_day: bool, kind: str, count: int
) -> None:
    found = spans_of(starts_at, ends_at, is_all_day=is_all_day, zone=SHANGHAI)
    assert (found.kind, len(found.times)) == (kind, count)
    assert found.times[0][0] == starts_at
    if ends_at is not None:
        assert found.times[-1][1] == ends_at
    assert all(end - start <= timedelta(days=1) for start, end in found.times)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [(moment(25, 14), moment(27, 13)), (moment(25, 20), moment(27, 1)), (moment(25, 14), moment(26, 14))],
)
def test_of_days_whose_hours_would_go_through_the_night_somebody_says_the_hours(
    starts_at: datetime, ends_at: datetime
) -> None:
    """From 14:00 to 13:00 two days later nobody knows when one can come; sessions would outlast the activity."""
    with pytest.raises(Refused, match="每天几点到几点"):
        spans_of(starts_at, ends_at, is_all_day=False, zone=SHANGHAI)


def test_what_runs_all_year_is_no_exhibition() -> None:
    with pytest.raises(Refused, match="哪些天可以来"):
        spans_of(moment(1), moment(1) + timedelta(days=200), is_all_day=True, zone=SHANGHAI)
