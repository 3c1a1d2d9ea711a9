"""Drawings made of threads: covers, tickets, bars, seats. Every one is an SVG without inline style."""

import hashlib
import math
from collections.abc import Iterator
from functools import lru_cache

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sciweek.look.kinds import kind_look

MOST_SEATS = 40
"""To this many seats one thread is one seat; beyond it the threads show the share."""


def seeded(seed: str) -> Iterator[float]:
    """Numbers in 0..1 that are always the same for the same seed, on every machine."""
    block = 0
    while True:
        digest = hashlib.sha256(f"{seed}:{block}".encode()).digest()
        for place in range(0, len(digest), 2):
            yield int.from_bytes(digest[place : place + 2]) / 65535
        block += 1


def wave(seed: str, threads: int, low: float, high: float) -> list[int]:
    """Lengths of threads that hang in a calm wave between `low` and `high`."""
    numbers = seeded(seed)
    parts = [(1.0, 1.2 + next(numbers)), (0.55, 2.4 + 1.6 * next(numbers)), (0.25, 5 + 3 * next(numbers))]
    phases = [next(numbers) * math.tau for _ in parts]
    heights = [
        sum(
            size * math.sin(phase + turns * math.tau * at / threads)
            for (size, turns), phase in zip(parts, phases, strict=True)
        )
        for at in range(threads)
    ]
    bottom, top = min(heights), max(heights)
    return [round(low + (high - low) * (height - bottom) / ((top - bottom) or 1)) for height in heights]


@lru_cache(maxsize=512)
def cover_svg(seed: str, kind: str) -> SafeString:
    """The cover of an activity without a photo: a wave of threads and a few beads, seeded by its id."""
    lengths = wave(f"cover {seed}", 80, 14, 96)
    threads = "".join(f"M{8 * at + 4} 0V{length}" for at, length in enumerate(lengths))
    numbers = seeded(f"beads {seed}")
    beads = ""
    for stretch in range(10):
        at = stretch * 8 + 1 + int(next(numbers) * 6)
        if next(numbers) < 0.75:
            x, y = 8 * at + 4, min(lengths[at] + 9, 106)
            beads += f"M{x} {y - 4}l4 6.5a4.6 4.6 0 1 1-8 0z"
    return format_html(
        '<svg class="cover k-{}" viewBox="0 0 640 120" preserveAspectRatio="xMidYMin slice" aria-hidden="true">'
        '<path class="cover-threads" d="{}"/><path class="cover-beads" d="{}"/></svg>',
        kind_look(kind).key,
        threads,
        beads,
    )


def fringe_svg(seed: str, kind: str) -> SafeString:
    """The short pattern on a ticket, made from its code so that two tickets differ at a glance."""
    lengths = wave(f"fringe {seed}", 84, 10, 36)
    path = "".join(f"M{7 * at + 3} 0V{length}" for at, length in enumerate(lengths))
    return format_html(
        '<svg class="fringe k-{}" viewBox="0 0 588 40" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="{}"/></svg>',
        kind_look(kind).key,
        path,
    )


def filled_svg(done: float, total: float, css: str = "") -> SafeString:
    """Threads that fill from the left: of progress and of bars. Nothing done shows nothing; all but one is not full."""
    share = 0.0 if total <= 0 else min(max(done / total, 0), 1)
    return format_html(
        '<svg class="filling{}" aria-hidden="true" focusable="false"><line x1="0" x2="{}%" y1="50%" y2="50%"/></svg>',
        f" {css}" if css else "",
        f"{100 * share:.2f}".rstrip("0").rstrip("."),
    )


def seats_svg(taken: int, total: int) -> SafeString:
    """One thread per seat: taken ones short, free ones long."""
    threads = min(total, MOST_SEATS)
    short = taken
    if total > MOST_SEATS:
        # Rounded so that neither the last free seat nor the first taken one disappears.
        short = round(threads * taken / total)
        short = max(short, 1) if taken else short
        short = min(short, threads - 1) if taken < total else threads
    gone = "".join(f"M{10 * at + 5} 0V8" for at in range(short))
    free = "".join(f"M{10 * at + 5} 0V18" for at in range(short, threads))
    return format_html(
        '<svg class="seats-threads" viewBox="0 0 {} 18" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="is-taken" d="{}"/><path class="is-free" d="{}"/></svg>',
        10 * max(threads, 1),
        gone,
        free,
    )


@lru_cache(maxsize=256)
def qr_svg(text: str, label: str) -> SafeString:
    """A QR code, always ink on white; medium error correction, as phones read it from a wet poster."""
    code = segno.make(text, error="m", micro=False)
    quiet = 2
    rows = [list(row) for row in code.matrix]
    size = len(rows) + 2 * quiet
    path = "".join(_dark_runs(rows, quiet))
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#14212b" d="{2}"/></svg>',
        size,
        label,
        path,
    )


def _dark_runs(rows: list[list[int]], quiet: int) -> Iterator[str]:
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            end = x
            while end < len(row) and row[end]:
                end += 1
            yield f"M{x + quiet} {y + quiet}h{end - x}v1h-{end - x}z"
            x = end
