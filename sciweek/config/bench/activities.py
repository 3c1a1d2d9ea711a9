"""`activities.import`: 1,000 activities from an .xlsx file to drafts, read, judged, agreed to and saved, against 5 s.

`activities.board`: the server's time for the office's board of these 1,000, against 150 ms.

Both are measured in a process of their own, one after the other, by the same actions and pages as any office uses.
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
BOARD_LIMIT = 0.15  # seconds


@lru_cache(maxsize=1)
def _seen() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder:
        settings = environment(
            Path(folder), demo="false", log_level="WARNING", staff_second_factor="off", debug="false"
        )
        words = [sys.executable, "-m", "sciweek.config.bench.office"]
        printed = subprocess.run(words, env=settings, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


def measure_import() -> Figure:
    """Everything that the server does between the upload and the last draft; `words` counts the words of progress."""
    seen = _seen()
    return Figure("activities.import", seen["import"]["total"], "s", IMPORT_LIMIT, "<= 1", seen["import"])


def measure_board() -> Figure:
    """The least of some rounds of the board as it opens (100 rows of 1,000); all rows and the polling are told beside."""
    seen = _seen()
    return Figure("activities.board", seen["board"]["first"], "s", BOARD_LIMIT, "<= 1", seen["board"])
