from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.ceremonies.logic.seating import STAGE, Hall, Place, Sitter, arrange, by_rank, from_the_middle


@pytest.mark.parametrize(
    ("width", "left_first", "places"),
    [
        (1, True, [1]),
        (5, True, [3, 2, 4, 1, 5]),
        (5, False, [3, 4, 2, 5, 1]),
        (4, True, [3, 2, 4, 1]),
        (4, False, [2, 3, 1, 4]),
    ],
)
def test_ranks_go_out_from_the_middle_by_turns(width: int, left_first: bool, places: list[int]) -> None:
    assert from_the_middle(width, left_first=left_first) == places


def test_the_second_sits_at_the_first_ones_left_hand_on_the_stage_as_in_the_hall() -> None:
    hall = Hall(rows=1, seats=5, stage=5, second_left=True)
    # The picture is the audience's: who looks at them has the left hand at its right.
    assert [place for _row, place in by_rank(hall, STAGE)][:3] == [3, 4, 2]
    assert [place for _row, place in by_rank(hall, 1)][:3] == [3, 2, 4]


def test_seats_are_numbered_along_the_row_or_from_its_middle() -> None:
    straight, halves = Hall(rows=1, seats=6), Hall(rows=1, seats=6, odd_even=True)
    assert [straight.label((1, n)) for n in range(1, 7)] == [1, 2, 3, 4, 5, 6]
    assert [halves.label((1, n)) for n in range(1, 7)] == [5, 3, 1, 2, 4, 6]
    assert [Hall(rows=1, seats=5, odd_even=True).label((1, n)) for n in range(1, 6)] == [5, 3, 1, 2, 4]


def test_leaders_sit_in_the_front_by_rank_and_units_behind_them_in_blocks() -> None:
    hall = Hall(rows=3, seats=4, front=frozenset({1}))
    sitters = [
        Sitter("chief", "A", is_leader=True, rank=1),
        *(Sitter(f"a{n}", "A") for n in range(3)),
        Sitter("deputy", "B", is_leader=True, rank=2),
        *(Sitter(f"b{n}", "B") for n in range(2)),
    ]
    plan = arrange(hall, sitters)
    assert plan.seats[1, 3] == "chief"
    assert plan.seats[1, 2] == "deputy"
    assert [plan.seats[2, n] for n in (1, 2, 3)] == ["a0", "a1", "a2"]
    assert [plan.seats[3, n] for n in (1, 2)] == ["b0", "b1"]  # one seat of row 2 is no room for two
    assert plan.left_over == []


def test_who_finds_no_seat_on_the_stage_sits_in_front_and_then_with_the_unit() -> None:
    hall = Hall(rows=2, seats=2, stage=1, front=frozenset({1}))
    plan = arrange(hall, [Sitter(n, "A", on_stage=True, rank=n) for n in range(1, 6)])
    assert plan.seats[0, 1] == 1
    assert {plan.seats[1, 1], plan.seats[1, 2]} == {2, 3}
    assert {plan.seats[2, 1], plan.seats[2, 2]} == {4, 5}


@st.composite
def halls(draw: st.DrawFn) -> Hall:
    rows, seats = draw(st.integers(1, 8)), draw(st.integers(1, 9))
    numbers = st.frozensets(st.integers(1, rows), max_size=rows)
    front = draw(numbers)
    return Hall(
        rows=rows,
        seats=seats,
        stage=draw(st.integers(0, 6)),
        front=front,
        kept=draw(numbers) - front,
        second_left=draw(st.booleans()),
        odd_even=draw(st.booleans()),
    )


@st.composite
def crowds(draw: st.DrawFn) -> list[Sitter]:
    sizes = draw(st.lists(st.integers(1, 9), max_size=8))
    found = []
    for group, size in enumerate(sizes):
        for n in range(size):
            leads = draw(st.booleans()) and n == 0
            found.append(
                Sitter(
                    (group, n),
                    group,
                    on_stage=leads and draw(st.booleans()),
                    is_leader=leads,
                    rank=draw(st.none() | st.integers(1, 5)) if leads else None,
                )
            )
    return found


@given(halls(), crowds(), st.data())
def test_everybody_has_one_seat_or_is_named_and_what_is_fixed_stays(
    hall: Hall, crowd: list[Sitter], data: st.DataObject
) -> None:
    places = hall.places()
    keys = [one.key for one in crowd]
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True, max_size=min(3, len(keys))))
    fixed: dict[Place, object] = dict(zip(chosen, keys, strict=False))
    plan = arrange(hall, crowd, fixed)
    seated = list(plan.seats.values())
    assert len(seated) == len(set(seated))
    assert sorted(map(str, [*seated, *plan.left_over])) == sorted(map(str, keys))
    assert all(hall.holds(place) for place in plan.seats)
    assert all(plan.seats[place] == key for place, key in fixed.items())
    assert not any(row in hall.kept for row, _n in plan.seats.keys() - fixed.keys())
    if plan.left_over:  # nobody stands while a seat is free where units sit
        assert all((row, n) in plan.seats for row in hall.open_rows() for n in range(1, hall.seats + 1))


@given(halls(), crowds())
def test_a_unit_that_fits_into_one_row_is_not_torn(hall: Hall, crowd: list[Sitter]) -> None:
    plain = [Sitter(one.key, one.group) for one in crowd]
    plan = arrange(hall, plain)
    where: dict[object, list[Place]] = defaultdict(list)
    for place, key in plan.seats.items():
        where[next(one.group for one in plain if one.key == key)].append(place)
    free = dict.fromkeys(hall.open_rows(), hall.seats)
    for group in dict.fromkeys(one.group for one in plain):
        size = sum(one.group == group for one in plain)
        fits = any(room >= size for room in free.values())
        taken = sorted(where[group])
        if fits:
            rows = {row for row, _n in taken}
            assert len(rows) == 1
            assert [n for _row, n in taken] == list(range(taken[0][1], taken[0][1] + size))
        for row, _n in taken:
            free[row] -= 1
        if not fits:
            break  # from here on gaps stand inside rows, and a count of seats is no run of them


@given(halls())
def test_the_numbers_of_a_row_are_one_to_its_width(hall: Hall) -> None:
    for row in range(1, hall.rows + 1):
        assert sorted(hall.label((row, n)) for n in range(1, hall.seats + 1)) == list(
            range(1, hall.seats + 1)
        )
