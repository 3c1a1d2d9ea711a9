"""Sciweek started from another program, for tests and measurements: on a port that the server itself tells."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

STARTED = 180.0  # seconds in which the demo week must be loaded, on a busy machine too


def environment(data: Path, **settings: str) -> dict[str, str]:
    """This process's environment with these settings of Sciweek and no others."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("SCIWEEK_")}
    mine = {"data": str(data), "host": "127.0.0.1"} | settings
    return outer | {f"SCIWEEK_{name.upper()}": value for name, value in mine.items()}


def command(
    words: list[str], settings: Mapping[str, str], within: float = STARTED
) -> subprocess.CompletedProcess[str]:
    """Run `sciweek WORDS` in that environment and give what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "sciweek.config.cli", *words],
        env=dict(settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=within,
    )


@contextlib.contextmanager
def running(data: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """`sciweek serve` on that data folder; yields its address without a slash at the end.

    The server ends with the context, or with this process, however that ends.
    """
    report, output = data / "run.json", data / "serve.out"
    report.unlink(missing_ok=True)
    with output.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "sciweek.config.cli", "serve", "--port", "0", "--stop-with-parent"],
            env=dict(settings),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        until_told(process, report, output)
        yield str(json.loads(report.read_text(encoding="utf-8"))["url"]).rstrip("/")
    finally:
        process.terminate()
        process.wait(30)


def until_told(process: subprocess.Popen[bytes], report: Path, output: Path, within: float = STARTED) -> None:
    """Wait until the server writes its report.

    RuntimeError when it ends before, or is too late: with the reason, and what it has written to `output`.
    """
    deadline = time.monotonic() + within
    while not report.exists():
        code = process.poll()
        if code is not None or time.monotonic() > deadline:
            why = f"is not there after {within:.0f} s" if code is None else f"ended with code {code}"
            raise RuntimeError(f"the server {why}:\n{output.read_text(encoding='utf-8')}")
        time.sleep(0.02)
