"""`portal.list` and `portal.programme`: the first page of a list of 1,000 activities or released sessions, anonymous
and warm, against a trivial view of the same server in the same run. The page made anew each time (`uncached`) is told
beside."""

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
PROGRAMME = "/programme/"
UNCACHED = f"?q={quote('科学')}"  # free text is never kept; every activity has these signs


def measure() -> Figure:
    """The list of activities."""
    return _measure("portal.list", LIST, ("thousand",))


def measure_programme() -> Figure:
    """The released programme with a session for each activity."""
    return _measure("portal.programme", PROGRAMME, ("thousand", "released"))


def _measure(name: str, path: str, makers: tuple[str, ...]) -> Figure:
    """Rounds of trivial view and list in turn, so that both meet the same machine; the medians count."""
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder:
        settings = environment(Path(folder), demo="false", log_level="WARNING")
        for maker in makers:
            subprocess.run([sys.executable, "-m", f"sciweek.config.bench.{maker}"], env=settings, check=True)
        with running(Path(folder), settings) as url:
            size = _warm(url.removeprefix("http://"), path)
            trivial, warm = [], []
            for _ in range(ROUNDS):
                trivial.append(load.rate(f"{url}/-/ping", SECONDS))
                warm.append(load.rate(url + path, SECONDS))
            uncached = load.rate(url + path + UNCACHED, SECONDS)
    value, limit = statistics.median(warm), statistics.median(trivial)
    more = {
        "uncached": round(uncached, 1),
        "uncached_ratio": round(uncached / limit, 4),
        "page_bytes": size,
        "rounds": {"trivial": [round(one) for one in trivial], "list": [round(one) for one in warm]},
        "client": f"{load.client()}, {load.CONNECTIONS} connections",
    }
    return Figure(name, value, "req/s", limit, ">= 0.25", more)


def _warm(place: str, listed: str) -> int:
    """Ask for each page a few times, so that every worker has it; the size of the list in bytes."""
    size = 0
    for path in ("/-/ping", listed) * 12:
        # A connection of its own for each request: the workers share the port.
        connection = http.client.HTTPConnection(place, timeout=30)
        connection.request("GET", path)
        size = len(connection.getresponse().read())
        connection.close()
    return size
