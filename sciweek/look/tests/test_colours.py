"""Contrast and the two themes, reckoned from tokens.css itself."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static/look/tokens.css").read_text(encoding="utf-8")
BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
DECLARATION = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6});")
TEXT = ("ink", "ink2", "ink3", "now", "info", "good", "attention", "error")
GROUNDS = ("ground", "paper", "sunk")
WASHES = ("now", "info", "good", "attention", "error")
KINDS = ("lecture", "open", "campus", "contest", "show", "call", "ceremony", "quiz")


def blocks(selector: str) -> list[dict[str, str]]:
    found = []
    for match in BLOCK.finditer(TOKENS):
        head = match[1].split("*/")[-1].strip()
        if selector in head and "--ground" in match[2]:
            found.append({name.removeprefix("--"): value for name, value in DECLARATION.findall(match[2])})
    return found


LIGHT = blocks('[data-theme="light"]')[0]
DARK = blocks('[data-theme="dark"]')[0]
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_dark_colours_stand_twice_and_are_equal() -> None:
    (by_system,) = blocks(':root:not([data-theme="light"])')
    assert by_system == DARK
    assert set(LIGHT) == set(DARK)


@THEMES
@pytest.mark.parametrize("text", TEXT)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_colour_reads_on_every_ground(theme: dict[str, str], text: str, ground: str) -> None:
    assert ratio(theme[text], theme[ground]) >= 4.5


@THEMES
@pytest.mark.parametrize("name", WASHES)
def test_every_text_colour_reads_on_its_own_wash(theme: dict[str, str], name: str) -> None:
    assert ratio(theme[name], theme[f"{name}-wash"]) >= 4.69
    assert ratio(theme["ink"], theme[f"{name}-wash"]) >= 7


@THEMES
def test_words_on_filled_blocks_read(theme: dict[str, str]) -> None:
    assert ratio(theme["on-now"], theme["now-fill"]) >= 4.5
    assert ratio(theme["on-ink"], theme["ink"]) >= 4.5
    assert ratio(theme["ink2"], theme["info-wash"]) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["ground", "paper"])
def test_controls_and_threads_are_seen(theme: dict[str, str], ground: str) -> None:
    for name in ("edge-control", "thread-past", "info", "now-fill", *(f"k-{kind}" for kind in KINDS)):
        assert ratio(theme[name], theme[ground]) >= 3, name
