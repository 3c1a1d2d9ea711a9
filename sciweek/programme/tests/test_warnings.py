"""What is wrong with a programme, told from plain rows."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.base.tests.working import worked
from sciweek.programme.logic.warnings import (
    MOST_PARTNERS,
    Caution,
    Closed,
    Hall,
    House,
    Row,
    overlapping,
    warnings,
)
from sciweek.programme.states import RunKind, Worry

ZONE = "Asia/Shanghai"
VENUES = {
    1: House("区科技馆", rooms={11: Hall("报告厅", 100), 12: Hall("小教室", 30)}),
    2: House("市民广场"),
    3: House("老馆", is_active=False),
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 5, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def row(code: str = "A", **values: Any) -> Row:
    given: dict[str, Any] = {
        "activity": ord(code[0]),
        "kind": RunKind.SINGLE,
        "starts_at": at(25, 14),
        "ends_at": at(25, 16),
        "place": "街道文化中心",
    }
    return Row(code=code, **given | values)


def told(*rows: Row, closed: tuple[Closed, ...] = ()) -> list[Caution]:
    return warnings(rows, VENUES, closed, first_day=date(2027, 5, 22), last_day=date(2027, 5, 29), zone=ZONE)


def kinds(*rows: Row, closed: tuple[Closed, ...] = ()) -> list[str]:
    return [one.kind for one in told(*rows, closed=closed)]


def test_a_sound_session_is_no_worry() -> None:
    assert told(row()) == []


@pytest.mark.parametrize(
    ("values", "kind", "stops"),
    [
        ({"place": ""}, Worry.NOWHERE, True),
        ({"mode": "online"}, Worry.NO_LINK, True),
        ({"venue": 3}, Worry.RETIRED, True),
        ({"venue": 1, "room": 12, "capacity": 31}, Worry.TOO_MANY_SEATS, True),
        ({"is_public": False}, Worry.NOT_PUBLIC, False),
        ({"ends_at": at(26, 0, 30)}, Worry.PAST_MIDNIGHT, False),
        ({"starts_at": at(20, 9), "ends_at": at(20, 10)}, Worry.OUTSIDE_WEEK, False),
        ({"announced_at": at(25, 13)}, Worry.OTHER_TIME, False),
    ],
)
def test_each_worry_is_told_and_some_hold_a_release_back(
    values: dict[str, Any], kind: str, stops: bool
) -> None:
    [one] = told(row(**values))
    assert (one.kind, one.codes, one.stops) == (kind, ("A",), stops)


@pytest.mark.parametrize(
    "values",
    [
        {"ends_at": at(26, 0)},
        {"venue": 1, "room": 12, "capacity": 30},
        {"venue": 1, "room": 12, "capacity": None},
        {"is_cancelled": True, "place": "", "venue": 3},
        {"mode": "online", "place": "", "link": "https://live.example/1"},
    ],
)
def test_what_is_as_it_should_be_is_not_told(values: dict[str, Any]) -> None:
    assert told(row(**values)) == []


def test_a_closed_venue_and_a_closed_room() -> None:
    inside = row(venue=1, room=11)
    assert kinds(inside, closed=(Closed(1, None, at(25, 15), at(25, 18)),)) == [Worry.CLOSED]
    assert kinds(inside, closed=(Closed(1, 11, at(25, 15), at(25, 18)),)) == [Worry.CLOSED]
    assert kinds(inside, closed=(Closed(1, 12, at(25, 15), at(25, 18)),)) == []
    assert kinds(inside, closed=(Closed(1, None, at(25, 16), at(25, 18)),)) == []
    assert kinds(inside, closed=(Closed(2, None, at(25, 15), at(25, 18)),)) == []


def test_two_activities_in_one_room() -> None:
    later = row("B", venue=1, room=11, starts_at=at(25, 15), ends_at=at(25, 17))
    [one] = told(row(venue=1, room=11), later)
    assert (one.kind, one.codes, one.words["where"]) == (Worry.ROOM_TAKEN, ("A", "B"), "区科技馆报告厅")


def test_one_after_the_other_is_no_clash_nor_is_the_room_beside_it() -> None:
    after = row("B", venue=1, room=11, starts_at=at(25, 16), ends_at=at(25, 17))
    beside = row("C", venue=1, room=12)
    assert told(row(venue=1, room=11), after, beside) == []


def test_sessions_of_one_activity_may_share_a_room() -> None:
    assert told(row("A1", venue=1, room=11), row("A2", venue=1, room=11)) == []


def test_a_venue_without_rooms_is_only_a_word() -> None:
    [one] = told(row(venue=2), row("B", venue=2))
    assert (one.kind, one.stops) == (Worry.VENUE_TAKEN, False)
    assert told(row(venue=1), row("B", venue=1)) == []


def test_a_speaker_in_two_places() -> None:
    here = row(speakers=("林教授",))
    assert kinds(here, row("B", speakers=("林教授",), place="另一处")) == [Worry.SPEAKER_TWICE]
    assert kinds(here, row("B", speakers=("林教授",))) == []


def test_a_unit_in_two_places_but_not_at_its_exhibition() -> None:
    here = row(unit=7)
    assert kinds(here, row("B", unit=7, place="另一处")) == [Worry.UNIT_TWICE]
    assert kinds(here, row("B", unit=7, place="另一处", kind=RunKind.EXHIBITION)) == []
    assert kinds(here, row("B", unit=8, place="另一处")) == []


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(0, 3)), max_size=14)


@given(spans)
def test_who_clashes_is_found_as_by_looking_at_every_pair(made: list[tuple[int, int, int]]) -> None:
    rows = sorted(
        (
            row(
                f"{chr(65 + group)}{number}",
                starts_at=at(25, 0) + timedelta(minutes=start),
                ends_at=at(25, 0) + timedelta(minutes=start + length),
            )
            for number, (start, length, group) in enumerate(made)
        ),
        key=lambda one: one.starts_at,
    )
    every = {
        (one.code, other.code)
        for number, one in enumerate(rows)
        for other in rows[number + 1 :]
        if one.activity != other.activity and other.starts_at < one.ends_at
    }
    found = [(one.code, other.code) for one, other in overlapping(rows, apart=lambda one: one.activity)]
    assert set(found) <= every
    assert len(found) == len(set(found))
    for one in rows:
        partners = sum(other == one.code for _code, other in every)
        assert sum(other == one.code for _code, other in found) == min(partners, MOST_PARTNERS)


@pytest.mark.parametrize("crowd", [1, 500])
def test_ten_thousand_sessions_are_told_in_a_second(crowd: int) -> None:
    """Spread over rooms, and all of them in a few at once."""
    venues = {n: House(f"场地{n}", rooms={n: Hall("厅", 50)}) for n in range(10_000 // crowd)}
    rows = [
        Row(
            code=f"{n:05}",
            activity=n,
            kind=RunKind.SINGLE,
            starts_at=at(22, 8) + timedelta(minutes=15 * (n % 700)),
            ends_at=at(22, 8) + timedelta(minutes=15 * (n % 700) + 90),
            venue=n % len(venues),
            room=n % len(venues),
            unit=n % 40,
            speakers=(f"讲师{n % 300}",),
        )
        for n in range(10_000)
    ]
    started = worked()
    warnings(rows, venues, (), first_day=date(2027, 5, 22), last_day=date(2027, 5, 29), zone=ZONE)
    assert worked() - started < 1
