"""The real `sciweek serve`, on data folders of its own: what happens when it ends, however it ends."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from sciweek.committee.tests.test_begin import GIVEN
from sciweek.config.running import STARTED, environment


class Started:
    """A server under test, in a process group of its own like one from a terminal."""

    def __init__(self, data: Path, *words: str, **settings: str) -> None:
        self.data = data
        self.settings = environment(data, demo="false", workers="1", **settings)
        self.output = data / "out"
        self._report = data / "run.json"
        self._report.unlink(missing_ok=True)  # a server that was killed leaves its own
        with self.output.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sciweek.config.cli", "serve", *words],
                env=self.settings,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.report: dict[str, Any] = {}
        self.family: set[int] = set()

    def is_told_of(self) -> None:
        """Wait until the server says where it answers, or ends."""
        until(lambda: self._report.exists() or self.process.poll() is not None)
        self.report = json.loads(self._report.read_text()) if self._report.exists() else {}
        self.family = descendants(self.process.pid)

    def answer(self, path: str = "-/ping") -> bytes:
        with urllib.request.urlopen(self.report["url"] + path, timeout=STARTED) as response:
            body: bytes = response.read()
        return body


def until(done: Callable[[], object]) -> None:
    """Wait for it; how long it takes is the machine's affair, and only what never comes is a fault."""
    deadline = time.monotonic() + STARTED
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def descendants(pid: int) -> set[int]:
    """Everything below the process now; what ends while we look has nothing below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return set()
    return {int(child) for child in children}.union(*(descendants(int(child)) for child in children))


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}/status").exists() and " Z " not in stat(pid)}


def stat(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text()
    return " Z "


@pytest.fixture
def start(installation: Path) -> Iterator[Callable[..., Started]]:
    """Start a server on the installation; whatever still runs at the end is killed."""
    started = []

    def make(*words: str, is_waited_for: bool = True, **settings: str) -> Started:
        server = Started(installation, *(words or ("--port", "0")), **settings)
        started.append(server)
        if is_waited_for:
            server.is_told_of()
        return server

    yield make
    for server in started:
        for pid in alive({server.process.pid, *server.family}):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.process.wait()


def test_web_server_workers_and_tick_run_under_one_process(start: Callable[..., Started]) -> None:
    server = start()
    assert server.answer() == b"ok"
    assert len(server.family) == 5  # web and its one worker, quick, long, tick


def begin_path(server: Started) -> str:
    """Where it says that it is set up."""
    address = next(word for word in server.output.read_text().split() if "/begin/" in word)
    return urlsplit(address).path


def test_an_empty_installation_says_where_it_is_set_up(start: Callable[..., Started]) -> None:
    server = start()
    until(lambda: "/begin/" in server.output.read_text())
    path = begin_path(server)
    assert "开始使用" in server.answer(path.lstrip("/")).decode()


@pytest.mark.parametrize("names", ["week.example.org,www.example.org", ".example.org"])
def test_behind_a_proxy_it_answers_to_the_public_name_alone_and_says_that_it_runs(
    names: str, start: Callable[..., Started]
) -> None:
    site = "https://week.example.org"
    server = start(allowed_hosts=names, plain_lan="false", site_url=site, log_level="WARNING")
    assert server.report
    assert f"{site}/begin/" in server.output.read_text()
    asked = urllib.request.Request(
        server.report["url"], headers={"Host": "week.example.org", "X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(asked, timeout=STARTED) as response:
        assert "还没有公开的活动周" in response.read().decode()
    with pytest.raises(urllib.error.HTTPError, match="400"):
        server.answer("sign-in/login/")
    assert "Traceback" not in (server.data / "sciweek.log").read_text()


def test_behind_a_proxy_forms_of_the_public_site_are_taken_and_cookies_ask_for_tls(
    start: Callable[..., Started],
) -> None:
    host = "week.example.org"
    server = start(allowed_hosts=host, plain_lan="false", site_url=f"https://{host}")
    path = begin_path(server)
    proxied = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}

    def asked(method: str, body: str = "", **more: str) -> tuple[http.client.HTTPResponse, str]:
        line = http.client.HTTPConnection("127.0.0.1", server.report["port"], timeout=STARTED)
        with closing(line):
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            line.request(method, path, body, proxied | kind | more)
            answer = line.getresponse()
            return answer, answer.read().decode()

    page, text = asked("GET")
    cookie = page.headers["Set-Cookie"]
    assert "; Secure" in cookie
    token = text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    held = {"Cookie": cookie.partition(";")[0], "Referer": f"https://{host}{path}"}
    body = urlencode(GIVEN | {"csrfmiddlewaretoken": token})
    for origin in ("https://elsewhere.example.org", f"http://{host}"):
        assert asked("POST", body, Origin=origin, **held)[0].status == 403
    done, _text = asked("POST", body, Origin=f"https://{host}", **held)
    assert (done.status, done.headers["Location"]) == (302, "/desk/")
    assert all("; Secure" in one for one in done.headers.get_all("Set-Cookie") or [""])
    assert asked("GET")[0].status == 410


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_leaves_nothing_running(
    number: signal.Signals, start: Callable[..., Started]
) -> None:
    server = start()
    server.process.send_signal(number)
    assert server.process.wait(STARTED) == 0, server.output.read_text()
    assert not alive(server.family)
    assert not (server.data / "run.json").exists()


def test_killed_outright_it_leaves_no_orphan(start: Callable[..., Started]) -> None:
    server = start()
    server.process.kill()
    server.process.wait(STARTED)
    until(lambda: not alive(server.family))
    assert start().answer() == b"ok"


def test_a_child_that_dies_is_started_again(start: Callable[..., Started]) -> None:
    server = start()
    for pid in server.family:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(alive(descendants(server.process.pid))) == 5 and not alive(server.family))
    server.family = descendants(server.process.pid)

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return server.answer() == b"ok"
        return False

    until(answers)


def test_a_web_server_that_dies_before_it_answers_is_told_of_when_it_answers(
    start: Callable[..., Started],
) -> None:
    server = start(is_waited_for=False)
    until(lambda: descendants(server.process.pid))
    for pid in descendants(server.process.pid):
        os.kill(pid, signal.SIGKILL)
    server.is_told_of()
    assert server.answer() == b"ok"


def test_a_second_server_on_the_same_data_is_refused_with_the_address_of_the_first(
    start: Callable[..., Started],
) -> None:
    first = start()
    second = subprocess.run(
        [sys.executable, "-m", "sciweek.config.cli", "serve"],
        env=first.settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=STARTED,
    )
    assert second.returncode == 1
    assert first.report["url"] in second.stderr
    assert first.answer() == b"ok"
    assert (first.data / "run.json").exists()


def test_a_taken_port_is_said_plainly_and_another_is_used(start: Callable[..., Started]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = start("--port", str(port))
        assert server.report["port"] != port
        until(lambda: f"Port {port} is taken" in server.output.read_text())
        assert server.answer() == b"ok"


def test_behind_a_proxy_no_other_port_is_used(start: Callable[..., Started]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = start("--port", str(port), plain_lan="false", is_waited_for=False)
        assert server.process.wait(STARTED) == 1
        assert f"Port {port} is taken" in server.output.read_text()


def test_it_stops_when_the_process_that_started_it_is_gone(installation: Path) -> None:
    script = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-m', 'sciweek.config.cli', 'serve', '--port', '0', '--stop-with-parent'])\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], env=environment(installation, demo="false", workers="1")
    )
    report = installation / "run.json"
    until(report.exists)
    server = json.loads(report.read_text())["pid"]
    family = {server, *descendants(server)}
    parent.kill()
    parent.wait()
    until(lambda: not alive(family))


def test_debug_is_never_on_and_an_unknown_address_shows_no_inside(start: Callable[..., Started]) -> None:
    server = start(log_level="ERROR")
    with pytest.raises(urllib.error.HTTPError) as raised:
        server.answer("no-such-page-anywhere/")
    assert raised.value.code == 404
    page = raised.value.read().decode()
    assert "Traceback" not in page
    assert "urlpatterns" not in page
