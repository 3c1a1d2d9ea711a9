"""`start.second`: from the command to a server that answers, on data that is there, against 5 s."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sciweek.config.bench.figure import Figure

LIMIT = 5.0  # seconds
PATIENCE = 120.0  # seconds, for a first start on a slow machine


def measure() -> Figure:
    """Start twice with the demo week; the first start makes the data and is told beside."""
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder:
        first, second = (_start(Path(folder)) for _ in range(2))
    return Figure("start.second", second, "s", LIMIT, "<= 1", {"first_seconds": round(first, 2)})


def _start(data: Path) -> float:
    """Seconds until the server wrote its report; it is stopped again."""
    report = data / "run.json"
    report.unlink(missing_ok=True)
    settings = {name: value for name, value in os.environ.items() if not name.startswith("SCIWEEK_")}
    words = [sys.executable, "-m", "sciweek.config.cli", "serve", "--port", "0", "--host", "127.0.0.1"]
    began = time.perf_counter()
    server = subprocess.Popen(
        words,
        env=settings | {"SCIWEEK_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not report.exists():
            if server.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError("the server did not start")
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
