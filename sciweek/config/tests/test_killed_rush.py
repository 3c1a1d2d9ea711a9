"""A web worker is killed outright in the middle of a rush, twice: no confirmed booking is lost, no seat either."""

import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from sciweek.config.running import STARTED, command, environment, running
from sciweek.config.tests.test_serve import alive, descendants, until

SEATS, PARTY = 80, 2
CLIENTS = 6
# After so many confirmed bookings a worker dies.
DEATHS = (6, 14)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Iterator[dict[str, str]]:
    """Of a server on data of its own, on whichever database the tests run."""
    server = database_url
    name = f"sciweek_rush_{os.getpid()}"
    url = urlsplit(server)._replace(path=f"/{name}").geturl() if server else ""
    if server:
        _sql(server, f'CREATE DATABASE "{name}"')
    yield environment(tmp_path, demo="false", workers="2", booking_rate_network="0", database_url=url)
    if server:
        _sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _sql(server: str, statement: str) -> None:
    with psycopg.connect(urlsplit(server)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(statement)


class Crowd:
    """People who send a form, and send the same one again while nobody answers."""

    def __init__(self, url: str, code: str) -> None:
        self.place = urlsplit(url).netloc
        self.path = f"/sessions/{code}/book/"
        self.numbers = itertools.count(1)
        # What they were told: the addresses of their bookings, one for each form.
        self.confirmed: list[str] = []
        self.repeated = 0
        self.is_over = threading.Event()

    def one(self) -> str:
        """The address of a booking, or "" when the session is full."""
        number = next(self.numbers)
        form = {
            "adults": PARTY,
            "name": "林小满",
            "phone": f"1390001{number:04d}",
            "request_uid": str(uuid.uuid4()),
        }
        while True:
            try:
                status, where = self._send(urlencode(form))
            except (OSError, http.client.HTTPException):
                self.repeated += 1
                continue
            if status == 303:
                self.confirmed.append(where)
                return where
            assert status == 422
            return ""

    def _send(self, body: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.place, timeout=STARTED)
        try:
            connection.request("POST", self.path, body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()

    def has(self, count: int) -> bool:
        return len(self.confirmed) >= count

    def rush(self) -> None:
        while not self.is_over.is_set() and self.one():
            pass


def is_dead(pid: int) -> bool:
    return not alive({pid})


def web_workers(data: Path) -> set[int]:
    """The processes below the web server, which is the only child that has some."""
    server = int(json.loads((data / "run.json").read_text())["pid"])
    children = descendants(server)
    return {pid for child in children for pid in descendants(child)}


def test_a_worker_killed_in_a_rush_takes_no_seat_and_no_booking_along(
    settings: dict[str, str], tmp_path: Path
) -> None:
    maker = [sys.executable, "-m", "sciweek.config.bench.booking_made", "1", str(SEATS)]
    made = subprocess.run(maker, env=settings, check=True, capture_output=True, text=True).stdout
    [[code, _pool]] = json.loads(made.splitlines()[-1])["sessions"]
    with running(tmp_path, settings) as url:
        crowd = Crowd(url, code)
        clients = [threading.Thread(target=crowd.rush) for _number in range(CLIENTS)]
        for one in clients:
            one.start()
        for deaths in DEATHS:
            until(partial(crowd.has, deaths))
            victim = min(web_workers(tmp_path))
            os.kill(victim, signal.SIGKILL)
            until(partial(is_dead, victim))
        until(partial(crowd.has, DEATHS[-1] + CLIENTS))
        crowd.is_over.set()
        for one in clients:
            one.join(STARTED)
        assert not any(one.is_alive() for one in clients)
        # Every seat can still be had, to the last one.
        while crowd.one():
            pass
        assert len(set(crowd.confirmed)) == len(crowd.confirmed) == SEATS // PARTY
        for where in crowd.confirmed:
            connection = http.client.HTTPConnection(crowd.place, timeout=STARTED)
            connection.request("GET", where)
            assert connection.getresponse().status == 200
            connection.close()
    doctor = command(["doctor"], settings)
    assert doctor.returncode == 0, doctor.stdout
