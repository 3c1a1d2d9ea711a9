"""From the command to a server that answers.

`start.first`: on an empty data folder, with the demo week, against 12 s. `start.second`: on data that is there, against
3 s. Both start warm: another start before has read the programs from the disk.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sciweek.config.bench.figure import Figure
from sciweek.config.running import until_told

FIRST, SECOND = 12.0, 3.0  # seconds
PATIENCE = 120.0  # seconds, for a first start on a slow machine


def measure_first() -> Figure:
    """Start on an empty folder: tables, demo week, server."""
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder:
        _start(Path(folder) / "before")
        took, more = _start(Path(folder) / "data")
    return Figure("start.first", took, "s", FIRST, "<= 1", more)


def measure_second() -> Figure:
    """Start twice with the demo week; the first start makes the data."""
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder:
        _start(Path(folder) / "data")
        took, more = _start(Path(folder) / "data")
    return Figure("start.second", took, "s", SECOND, "<= 1", more)


def _start(data: Path) -> tuple[float, dict[str, float]]:
    """Seconds until the server wrote its report, and those that the processor worked; it is stopped again."""
    report, output = data / "run.json", data.with_suffix(".out")
    report.unlink(missing_ok=True)
    settings = {name: value for name, value in os.environ.items() if not name.startswith("SCIWEEK_")}
    words = [sys.executable, "-m", "sciweek.config.cli", "serve", "--port", "0", "--host", "127.0.0.1"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with output.open("w") as out:
        server = subprocess.Popen(
            words, env=settings | {"SCIWEEK_DATA": str(data)}, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        until_told(server, report, output, PATIENCE)
        took = time.perf_counter() - began
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, {"processor_seconds": round(worked, 2)}
