"""Drawings are the same for the same seed and true to their numbers."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.look import drawings, vendor


def test_a_cover_is_always_the_same_for_the_same_id_and_differs_between_ids() -> None:
    assert drawings.cover_svg("a1", "open") == drawings.cover_svg("a1", "open")
    assert drawings.cover_svg("a1", "open") != drawings.cover_svg("a2", "open")


@given(st.text(min_size=1, max_size=12), st.integers(2, 120))
def test_a_wave_stays_between_its_bounds(seed: str, threads: int) -> None:
    lengths = drawings.wave(seed, threads, 14, 96)
    assert len(lengths) == threads
    assert all(14 <= length <= 96 for length in lengths)


@given(st.integers(1, 3000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_neither_the_last_free_seat_nor_the_first_taken_one_disappears(seats: tuple[int, int]) -> None:
    taken, total = seats
    drawing = drawings.seats_svg(taken, total)
    short, free = (path.count("M") for path in re.findall(r'd="([^"]*)"', drawing))
    assert short + free == min(total, drawings.MOST_SEATS)
    assert bool(short) == bool(taken)
    assert bool(free) == (taken < total)
    if total <= drawings.MOST_SEATS:
        assert short == taken


@pytest.mark.parametrize(
    ("done", "total", "share"), [(0, 0, "0%"), (5, 4, "100%"), (-1, 4, "0%"), (1, 3, "33.33%")]
)
def test_progress_is_never_more_than_full(done: int, total: int, share: str) -> None:
    assert f'x2="{share}"' in drawings.filled_svg(done, total)


def test_a_qr_code_is_drawn_with_a_quiet_edge_and_a_name() -> None:
    drawing = drawings.qr_svg("https://week.linjiang.example/t/K7M4Q2", "二维码")
    (size,) = (int(side) for side in re.findall(r'viewBox="0 0 (\d+)', drawing))
    code = drawing.rpartition('d="')[2]
    assert 'aria-label="二维码"' in drawing
    assert min(int(x) for x in re.findall(r"M(\d+) \d+h", code)) == 2
    assert max(int(y) for y in re.findall(r"M\d+ (\d+)h", code)) == size - 3


def test_browser_libraries_are_copied_and_a_missing_one_is_named(tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    with pytest.raises(FileNotFoundError, match=r"htmx\.min\.js is missing"):
        vendor.copy_libraries(tmp_path / "node_modules", target)
    for source in vendor.LIBRARIES.values():
        path = tmp_path / "node_modules" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("library")
    vendor.copy_libraries(tmp_path / "node_modules", target)
    assert vendor.missing_libraries(target) == []


def test_pages_ask_only_for_what_running_fetches() -> None:
    """Set-up for running leaves out what only tests read."""
    root = Path(__file__).parents[3]
    running = json.loads((root / "package.json").read_text())["dependencies"]
    named = {
        "/".join(source.split("/")[: 2 if source.startswith("@") else 1])
        for source in vendor.LIBRARIES.values()
    }
    assert named == set(running)
    assert "--omit=dev" in (root / "scripts/setup").read_text()
