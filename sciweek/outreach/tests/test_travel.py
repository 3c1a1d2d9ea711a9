"""Crews, roads and places of a day, over everything that Hypothesis thinks of."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.outreach.logic.calendar import Event, calendar
from sciweek.outreach.logic.parts import fits_part, part_words
from sciweek.outreach.logic.route import back_at, legs
from sciweek.outreach.logic.travel import (
    Point,
    Trip,
    clash,
    free_crew,
    is_tight,
    least_minutes,
    same_crew,
    usual_minutes,
)
from sciweek.outreach.logic.warnings import Offer, fitting, free_place
from sciweek.outreach.states import Part

DAY = date(2027, 5, 25)
ZONE = "Asia/Shanghai"
NEAR, FAR = (30.18, 119.42), (30.48, 119.42)
points = st.none() | st.tuples(st.floats(30, 30.5), st.floats(119, 119.5))


def when(minutes: int) -> datetime:
    """So many minutes after 8 o'clock in Shanghai."""
    return datetime(2027, 5, 25, 0, tzinfo=UTC) + timedelta(minutes=minutes)


def trip(start: int, end: int, point: Point | None = None, *, setup: int = 0) -> Trip:
    """A visit between two minutes of the day."""
    wait = timedelta(minutes=setup)
    return Trip(f"{start}-{end}", "某校", 1, 1, when(start), when(end), wait, point)


@st.composite
def trips(draw: st.DrawFn) -> Trip:
    start = draw(st.integers(0, 500))
    return Trip(
        key=f"{draw(st.integers(0, 10**8)):08d}",
        name="某校",
        outing=draw(st.integers(1, 2)),
        crew=1,
        starts_at=when(start),
        ends_at=when(start + draw(st.integers(1, 200))),
        setup=timedelta(minutes=draw(st.integers(0, 60))),
        point=draw(points),
        plate=draw(st.sampled_from(["", "a", "b"])),
    )


def test_a_part_of_a_day_is_set_apart_from_it_where_the_language_asks_for_it() -> None:
    assert part_words(DAY, Part.MORNING) == "5月25日（周二）上午"
    with translation.override("en"):
        assert part_words(DAY, Part.MORNING) == "Tue 25 May, Morning"
        assert part_words(DAY, Part.HOURS) == "Tue 25 May"


@settings(deadline=None)
@given(trips(), trips())
def test_whether_two_visits_clash_does_not_hang_on_their_order(one: Trip, other: Trip) -> None:
    assert clash(one, other) == clash(other, one)
    assert is_tight(one, other) == is_tight(other, one)
    assert same_crew(one, other) == same_crew(other, one)
    assert not (clash(one, other) and is_tight(one, other))


@settings(deadline=None)
@given(trips(), trips())
def test_two_visits_at_one_moment_always_clash(one: Trip, other: Trip) -> None:
    if one.arrives_at < other.ends_at and other.arrives_at < one.ends_at:
        assert clash(one, other)


@settings(deadline=None)
@given(st.lists(trips(), max_size=12), st.integers(1, 3))
def test_crews_that_are_given_out_as_they_are_free_are_never_in_two_places(
    found: list[Trip], crews: int
) -> None:
    sent: list[Trip] = []
    for one in found:
        crew = free_crew(one, sent, crews)
        if crew is not None:
            assert 1 <= crew <= crews
            sent.append(
                Trip(one.key, one.name, one.outing, crew, one.starts_at, one.ends_at, one.setup, one.point)
            )
    for at, one in enumerate(sent):
        for other in sent[at + 1 :]:
            assert not (same_crew(one, other) and clash(one, other))


@settings(deadline=None)
@given(points, points)
def test_the_usual_pace_is_never_faster_than_the_fastest(one: Point | None, other: Point | None) -> None:
    usual = usual_minutes(one, other)
    assert usual is None or usual >= least_minutes(one, other) or usual == 0
    assert (usual is None) == (one is None or other is None)


def test_a_road_that_nobody_makes_in_the_gap_is_a_clash_and_a_short_gap_is_tight() -> None:
    first = trip(0, 60, NEAR)
    assert clash(first, trip(80, 120, FAR))
    assert is_tight(first, trip(120, 160, FAR))
    assert not is_tight(first, trip(240, 300, FAR))
    assert not clash(first, trip(60, 120, NEAR))


offers = st.lists(
    st.builds(
        lambda key, start, length, visits, taken: Offer(
            key, DAY, time(start), time(min(start + length, 23)), visits, taken
        ),
        st.integers(1, 50),
        st.integers(7, 15),
        st.integers(1, 7),
        st.integers(1, 3),
        st.integers(0, 3),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(offers, st.integers(0, 600), st.integers(1, 240))
def test_a_visit_takes_a_free_place_in_which_it_lies_or_none(
    found: list[Offer], start: int, length: int
) -> None:
    place, is_offered = free_place(found, when(start), when(start + length), ZONE)
    inside = fitting(found, when(start), when(start + length), ZONE)
    assert is_offered == bool(inside)
    if place is None:
        assert all(not one.free for one in inside)
    else:
        assert place in inside
        assert place.free > 0


def test_the_narrowest_place_is_taken_first_so_that_the_wide_one_is_left() -> None:
    wide, narrow = Offer(1, DAY, time(8), time(18), 1), Offer(2, DAY, time(8), time(12), 1)
    assert free_place([wide, narrow], when(60), when(120), ZONE) == (narrow, True)


def test_a_visit_past_midnight_lies_in_no_day() -> None:
    assert fitting([Offer(1, DAY, time(0), time(23, 59), 1)], when(15 * 60), when(17 * 60), ZONE) == []


def test_morning_ends_at_noon_and_a_whole_day_takes_any_hour() -> None:
    assert fits_part(Part.MORNING, time(9), time(12))
    assert not fits_part(Part.MORNING, time(9), time(12, 1))
    assert not fits_part(Part.AFTERNOON, time(11, 59), time(13))
    assert fits_part(Part.WHOLE, time(11), time(13))


@settings(deadline=None)
@given(st.lists(trips(), max_size=8), points)
def test_a_day_s_stops_stand_in_the_order_of_time_and_one_leaves_in_time(
    found: list[Trip], base: Point | None
) -> None:
    stops = legs(found, base)
    assert [one.trip.starts_at for one in stops] == sorted(one.starts_at for one in found)
    for one in stops:
        assert one.leave_at is None or one.leave_at <= one.arrive_at <= one.trip.starts_at
    home = back_at(found, base)
    assert home is None or home >= max(one.ends_at for one in found)


def test_one_leaves_the_base_for_the_first_stop_and_each_stop_for_the_next() -> None:
    first, second = trip(60, 120, NEAR, setup=30), trip(300, 360, FAR)
    stops = legs([second, first], NEAR)
    assert (stops[0].minutes, stops[0].leave_at) == (0, when(30))
    assert stops[1].minutes is not None
    assert stops[1].minutes > 60
    assert legs([first], None)[0].leave_at is None


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_a_calendar_line_is_never_longer_than_75_octets_and_never_broken_by_what_was_typed(
    name: str, place: str
) -> None:
    data = calendar("行程", [Event("u", when(0), when(60), when(0), 1, name, place)])
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert lines[-1] == b""
    assert [line for line in lines if line.startswith(b"BEGIN:")] == [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"]
    data.decode()
