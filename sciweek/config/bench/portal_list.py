"""`portal.list`: the first page of a list of 1,000 activities, anonymous and warm, against a trivial view of the same
server in the same run. The page made anew each time (`uncached`) is told beside."""

import http.client
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from sciweek.config.bench import load
from sciweek.config.bench.figure import Figure
from sciweek.config.running import environment, running

ROUNDS = 3
SECONDS = 3.0
LIST = "/activities/"
UNCACHED = f"/activities/?q={quote('科学')}"  # free text is never kept; every activity has these signs


def measure() -> Figure:
    """Rounds of trivial view and list in turn, so that both meet the same machine; the medians count."""
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder:
        settings = environment(Path(folder), demo="false", log_level="WARNING")
        subprocess.run([sys.executable, "-m", "sciweek.config.bench.thousand"], env=settings, check=True)
        with running(Path(folder), settings) as url:
            size = _warm(url.removeprefix("http://"))
            trivial, warm = [], []
            for _ in range(ROUNDS):
                trivial.append(load.rate(f"{url}/-/ping", SECONDS))
                warm.append(load.rate(url + LIST, SECONDS))
            uncached = load.rate(url + UNCACHED, SECONDS)
    value, limit = statistics.median(warm), statistics.median(trivial)
    more = {
        "uncached": round(uncached, 1),
        "uncached_ratio": round(uncached / limit, 4),
        "page_bytes": size,
        "rounds": {"trivial": [round(one) for one in trivial], "list": [round(one) for one in warm]},
        "client": f"{load.client()}, {load.CONNECTIONS} connections",
    }
    return Figure("portal.list", value, "req/s", limit, ">= 0.25", more)


def _warm(place: str) -> int:
    """Ask for each page a few times, so that every worker has it; the size of the list in bytes."""
    size = 0
    for path in ("/-/ping", LIST) * 12:
        # A connection of its own for each request: the workers share the port.
        connection = http.client.HTTPConnection(place, timeout=30)
        connection.request("GET", path)
        size = len(connection.getresponse().read())
        connection.close()
    return size
