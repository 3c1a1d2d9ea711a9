"""`programme.import`: 1,000 sessions from an .xlsx file into rooms, read, judged, agreed to and saved, against 5 s.

`programme.release`: freezing these 1,000 as the first version the public reads, warnings looked at, against 1 s.

`programme.board`: the server's time for the office's board of a day among them, against 150 ms.

All are measured in a process of their own, one after the other, by the same actions and pages as any office uses.
"""

import json
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from sciweek.config.bench.figure import Figure
from sciweek.config.running import environment

IMPORT_LIMIT = 5.0  # seconds
RELEASE_LIMIT = 1.0  # seconds
BOARD_LIMIT = 0.15  # seconds


@lru_cache(maxsize=1)
def _seen() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder:
        settings = environment(
            Path(folder), demo="false", log_level="WARNING", staff_second_factor="off", debug="false"
        )
        words = [sys.executable, "-m", "sciweek.config.bench.planned"]
        printed = subprocess.run(words, env=settings, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


def measure_import() -> Figure:
    """Everything that the server does between the upload and the last session."""
    seen = _seen()
    return Figure("programme.import", seen["import"]["total"], "s", IMPORT_LIMIT, "<= 1", seen["import"])


def measure_release() -> Figure:
    """The first release; beside it one with a single change, what the next would change, and all warnings."""
    seen = _seen()
    return Figure("programme.release", seen["release"]["first"], "s", RELEASE_LIMIT, "<= 1", seen["release"])


def measure_board() -> Figure:
    """The least of some rounds of the board as it opens: one day of 1,000 sessions by venue, with its warnings."""
    seen = _seen()
    return Figure("programme.board", seen["board"]["first"], "s", BOARD_LIMIT, "<= 1", seen["board"])
