"""Bookings over HTTP, by the whole of Sciweek as it is served, on PostgreSQL that waits for the disk at each commit.

`booking.hot`: 200 clients on one session, against `pgbench` with the same row work on one row of the same tables.
`booking.thousand`: the same over 1,000 sessions and rows. `booking.p99`: how long a booking takes at half of the hot
load, in an open loop. `booking.sold_out`: "it is full" for 200 clients, against bookings. `booking.waiting_page`: what
5,000 browsers ask of the server while they wait for an opening, against what it answers. `booking.sqlite`: told only.

Both sides share the machine with the client and with whatever else runs there, in turns; of several rounds the best of
each side counts, and all are told. On a busy machine the scheduler favours `pgbench`, which is 200 processes, over
Sciweek, which is six. So the processor time of one booking stands beside (`cpu_ms`: client, server and database
together), which others on the machine touch less; `cpu_ratio` is what the ratio of the rates comes to when there are
none. Forms carry no child, each another phone; the limit per network is off.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from sciweek.config.bench.booking_cpu import spent
from sciweek.config.bench.booking_load import Wish
from sciweek.config.bench.booking_peer import CLIENTS, Peer, peer
from sciweek.config.bench.figure import Figure
from sciweek.config.postgres import Cluster, cluster
from sciweek.config.running import command, environment, running

ROUNDS = 3
SECONDS = 5.0
WARM = 1.0
PASSES = 5
P99_LIMIT = 0.15  # seconds
BROWSERS = 5000
# What `portal/opening.js` waits between two questions in the last two minutes, at the mean.
BETWEEN = 11.0  # seconds
# 200 clients of pgbench, and Sciweek beside them. All else as PostgreSQL comes.
CONNECTIONS = 260
# More than all rounds together can take: a quick `pgbench` alone empties the largest hall that Sciweek knows.
_ROOMY = "UPDATE booking_pool SET capacity = 100000000"
# The last session, down to one free seat.
_FULL = "UPDATE booking_pool SET capacity = taken + 1 WHERE id = (SELECT max(id) FROM booking_pool)"
_numbers = count(0, 1_000_000)


@dataclass
class Stage:
    """A server with 1,000 sessions that can be booked."""

    url: str
    codes: list[str]
    pools: list[int]
    sealed_name: str
    # Sciweek and PostgreSQL.
    processes: tuple[int, ...]

    def cpu(self) -> float:
        """Processor seconds that these, and clients that have ended, have used until now."""
        clients = resource.getrusage(resource.RUSAGE_CHILDREN)
        return clients.ru_utime + clients.ru_stime + sum(map(spent, self.processes))

    def rush(self, **values: Any) -> dict[str, Any]:
        """What came of some seconds of load, from a process of its own."""
        given = {"seconds": SECONDS, "warm": WARM, "clients": CLIENTS, "first_number": next(_numbers)}
        wish = Wish(url=self.url, **(given | values))
        words = [sys.executable, "-m", "sciweek.config.bench.booking_load", json.dumps(asdict(wish))]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def booked(self, codes: list[str], **values: Any) -> tuple[float, dict[str, Any]]:
        """Confirmed bookings a second; anything but a booking is an error here."""
        seen = self.rush(codes=codes, **values)
        if seen["answers"].keys() - {"303"}:
            raise RuntimeError(f"not all were booked: {seen['answers']}")
        return seen["answers"].get("303", 0) / seen["seconds"], seen


@dataclass
class Rounds:
    """What each side did in every round."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    our_cpu: list[float] = field(default_factory=list)
    their_cpu: list[float] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        return {
            "ours": [round(one, 1) for one in self.ours],
            "pgbench": [round(one, 1) for one in self.theirs],
            "cpu_ms": [round(one * 1000, 2) for one in self.our_cpu],
            "pgbench_cpu_ms": [round(one * 1000, 2) for one in self.their_cpu],
        }

    @property
    def cpu_ratio(self) -> float:
        return round(min(self.their_cpu) / min(self.our_cpu), 3)

    def go(self, stage: Stage, others: Peer, script: Path, codes: list[str]) -> dict[str, Any]:
        """One round: the peer, then we."""
        began = stage.cpu()
        rate, done = others.rate(script, SECONDS)
        self.theirs.append(rate)
        self.their_cpu.append((stage.cpu() - began) / done)
        began = stage.cpu()
        rate, seen = stage.booked(codes)
        self.ours.append(rate)
        self.our_cpu.append((stage.cpu() - began) / seen["sent"])
        return seen


@contextmanager
def staged(folder: Path, database: Cluster | None) -> Iterator[Stage]:
    """Sciweek as it is served, on that database or on SQLite."""
    settings = environment(
        folder,
        demo="false",
        log_level="WARNING",
        booking_rate_network="0",
        database_url=database.url if database else "",
    )
    maker = [sys.executable, "-m", "sciweek.config.bench.booking_made"]
    made = subprocess.run(maker, env=settings, check=True, capture_output=True, text=True).stdout
    told = json.loads(made.splitlines()[-1])
    codes, pools = zip(*told["sessions"], strict=True)
    with running(folder, settings) as url:
        server = json.loads((folder / "run.json").read_text(encoding="utf-8"))["pid"]
        processes = (server, *((database.process,) if database else ()))
        stage = Stage(url, list(codes), list(pools), told["sealed_name"], processes)
        asked = 0
        while asked < PASSES * len(stage.codes):  # every worker knows every session
            asked += stage.booked(stage.codes)[1]["sent"]
        yield stage
    doctor = command(["doctor"], settings)
    if doctor.returncode:
        raise RuntimeError(doctor.stdout[-2000:])


@lru_cache(maxsize=1)
def _seen() -> dict[str, Any]:
    """Everything on PostgreSQL, in one run."""
    hot, thousand, sold_out = Rounds(), Rounds(), []
    with (
        cluster(is_durable=True, connections=CONNECTIONS) as database,
        tempfile.TemporaryDirectory(prefix="sciweek-bench-") as name,
    ):
        folder = Path(name)
        with staged(folder, database) as stage:
            others = peer(database, folder, stage.pools[:-1], stage.sealed_name)
            one, many, full = stage.codes[:1], stage.codes[:-1], stage.codes[-1:]
            database.sql(_ROOMY)
            database.sql(_FULL)
            few = []
            for _round in range(ROUNDS):
                hot.go(stage, others, others.hot, one)
                last = thousand.go(stage, others, others.thousand, many)
                few.append(others.rate(others.hot, SECONDS, clients=4)[0])
                sold_out.append(_refused(stage, full))
                _say(hot=hot.told(), thousand=thousand.told(), few=few, sold_out=sold_out)
            # Twice as many connections as answers are under way: the client holds nothing back.
            waits = [stage.booked(one, rate=max(hot.ours) / 2, seconds=8.0)[1] for _round in range(ROUNDS)]
            _say(waits=[(one["p50"], one["p99"], one["rates"]) for one in waits])
            polls = stage.rush(path=f"/sessions/{stage.codes[1]}/opening/")
            forms = stage.rush(path=f"/sessions/{stage.codes[1]}/book/")
    return {
        "hot": hot,
        "thousand": thousand,
        "few": few,
        "sold_out": sold_out,
        "waits": waits,
        "polls": polls["rates"]["200"],
        "forms": forms["rates"]["200"],
        "client_cpu": last["client_cpu"],
        "load": [round(one, 1) for one in os.getloadavg()],
    }


def _say(**seen: Any) -> None:
    """The run is long: what is known so far goes to whoever watches."""
    print(json.dumps(seen), os.getloadavg()[0], file=sys.stderr, flush=True)


def _refused(stage: Stage, codes: list[str]) -> tuple[float, float]:
    began = stage.cpu()
    seen = stage.rush(codes=codes)
    if seen["answers"].keys() - {"422"}:
        raise RuntimeError(f"not all were refused: {seen['answers']}")
    return seen["answers"].get("422", 0) / seen["seconds"], (stage.cpu() - began) / seen["sent"]


def _against_peer(name: str, rounds: Rounds, goal: str, **more: Any) -> Figure:
    told = {"rounds": rounds.told(), "client_cpu": _seen()["client_cpu"], "load": _seen()["load"]}
    told["cpu_ratio"] = rounds.cpu_ratio
    return Figure(name, max(rounds.ours), "bookings/s", max(rounds.theirs), goal, told | more)


def measure_hot() -> Figure:
    """`few`: pgbench with no more clients than Sciweek has connections, which do not stand in each other's way."""
    few = [round(one, 1) for one in _seen()["few"]]
    return _against_peer("booking.hot", _seen()["hot"], ">= 0.7", pgbench_4_clients=few)


def measure_thousand() -> Figure:
    return _against_peer("booking.thousand", _seen()["thousand"], ">= 0.35")


def measure_p99() -> Figure:
    best = min(_seen()["waits"], key=lambda one: one["p99"])
    told = {
        "rounds": [{name: one[name] for name in ("p50", "p99", "max", "rates")} for one in _seen()["waits"]]
    }
    return Figure("booking.p99", best["p99"], "s", P99_LIMIT, "<= 1", told | {"load": _seen()["load"]})


def measure_sold_out() -> Figure:
    rates = [rate for rate, _cpu in _seen()["sold_out"]]
    told = {
        "rounds": [round(one, 1) for one in rates],
        "cpu_ms": [round(cpu * 1000, 2) for _rate, cpu in _seen()["sold_out"]],
        "load": _seen()["load"],
    }
    return Figure("booking.sold_out", max(rates), "answers/s", max(_seen()["hot"].ours), ">= 1", told)


def measure_waiting_page() -> Figure:
    """The share of what the server can answer; in the second of the opening all of them ask for the form."""
    needed = BROWSERS / BETWEEN
    told = {
        "form_rate": _seen()["forms"],
        "all_have_the_form_after": round(BROWSERS / _seen()["forms"], 2),
        "load": _seen()["load"],
    }
    return Figure("booking.waiting_page", needed, "polls/s", _seen()["polls"], "<= 0.5", told)


def measure_sqlite() -> Figure:
    """Told beside what a thousand families want who come within a minute."""
    hot, many = [], []
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder, staged(Path(folder), None) as stage:
        for _round in range(ROUNDS):
            hot.append(stage.booked(stage.codes[:1])[0])
            many.append(stage.booked(stage.codes)[0])
    told = {"hot": [round(one, 1) for one in hot], "thousand": [round(one, 1) for one in many]}
    return Figure(
        "booking.sqlite", max(hot), "bookings/s", 1000 / 60, ">= 1", told | {"load": list(os.getloadavg())}
    )
