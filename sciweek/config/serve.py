"""`sciweek serve`: one process that prepares the data, then starts and watches web server, workers and tick.

It loads Django once and forks: the children share that memory and are there at once. They stand in process groups of
their own, so that Ctrl-C reaches this process alone, which then ends them in order.
"""

import contextlib
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

from django.conf import settings

from sciweek.config import listening
from sciweek.config.environment import Environment
from sciweek.config.lifeline import Lifeline, die_with_parent
from sciweek.config.prepare import NotReady, WaysIn, prepare

GRACE = 6.0  # seconds in which a child may finish what it has in hand
PAUSE = 0.05  # seconds between two looks whether the web server answers already
CALM = 10.0  # a child that ran this long may be started again at once
CRASHES = 5  # starts in a row, each dead before CALM, after which we give up


@dataclass
class Child:
    """A part of the house that runs in a process of its own, and is started again when it dies."""

    name: str
    work: Callable[[], None]
    process: BaseProcess | None = None
    started: float = 0.0
    crashes: int = 0
    next_start: float = field(default=0.0)


def serve(env: Environment, *, stop_with_parent: bool = False) -> int:
    """Run until told to stop; returns the exit code."""
    if stop_with_parent:
        die_with_parent(signal.SIGTERM, os.getppid())
    began = time.monotonic()
    multiprocessing.set_start_method("fork", force=True)
    try:
        with prepare(env) as ways, _place(env) as place, _report(env) as report:
            # What jobs write to people holds addresses that work from their machines, not only from this one.
            settings.SCIWEEK_OWN_URL = listening.addresses(place)[:2][-1].rstrip("/")
            house = House(env, place)
            house.start()
            # A web server that dies before it answers is started again like a later one, so we may be late, not silent.
            if house.watch(until=partial(listening.answers, place, _own_name(env))):
                _say_hello(env, place, ways, time.monotonic() - began)
                report(place)
                house.watch()
            return house.end()
    except (NotReady, listening.NoPort) as reason:
        print(reason, file=sys.stderr)
        return 1


class House:
    """The children, from start to end."""

    def __init__(self, env: Environment, place: listening.Place) -> None:
        from sciweek.config import web, workers

        self.lifeline = Lifeline()
        self.stopping = False
        self.failed = False
        self._bell, self._cord = os.pipe()
        self.children = [Child("web", partial(web.run, place, env.web_workers))]
        self.children += [Child(queue, partial(workers.run_worker, queue)) for queue in workers.QUEUES]
        self.children += [Child("tick", workers.run_tick)]

    def start(self) -> None:
        """Start every child; from here on a signal asks to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        for child in self.children:
            self._start(child)

    def watch(self, until: Callable[[], bool] | None = None) -> bool:
        """Start again what dies, until that is true or somebody wishes us to stop; whether it has become true."""
        while not self.stopping:
            if until is not None and until():
                return True
            self._start_what_is_due()
            sentinels = [child.process.sentinel for child in self.children if child.process]
            wait([*sentinels, self._bell], timeout=1.0 if until is None else PAUSE)
            for child in self.children:
                if child.process and not child.process.is_alive() and not self.stopping:
                    self._mourn(child)
        return False

    def _asked_to_stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True
        os.write(self._cord, b"!")

    def _start(self, child: Child) -> None:
        child.process = multiprocessing.get_context("fork").Process(
            target=self._live, args=(child.work,), name=child.name
        )
        child.started = time.monotonic()
        child.process.start()

    def _live(self, work: Callable[[], None]) -> None:
        """In the child: its own process group, the signals as they were, bound to the parent's life."""
        os.setpgid(0, 0)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        self.lifeline.hold()
        work()

    def _start_what_is_due(self) -> None:
        for child in self.children:
            if child.process is None and time.monotonic() >= child.next_start:
                self._start(child)

    def _mourn(self, child: Child) -> None:
        """A child has died by itself: start it again soon, or give up when the web server keeps dying."""
        if child.process is None:
            return
        code = child.process.exitcode
        child.process.close()
        child.process = None
        child.crashes = 0 if time.monotonic() - child.started > CALM else child.crashes + 1
        child.next_start = time.monotonic() + min(2.0**child.crashes - 1, 30.0)
        print(f"{child.name} ended unexpectedly (exit code {code}); starting it again", file=sys.stderr)
        if child.name == "web" and child.crashes >= CRASHES:
            print("The web server cannot stay up; see sciweek.log in the data folder.", file=sys.stderr)
            self.failed = self.stopping = True

    def end(self) -> int:
        """Ask the children to finish; after the grace end them. Returns the exit code.

        A task cut off is taken up at the next start.
        """
        living = [child.process for child in self.children if child.process]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in living:
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
        return 1 if self.failed else 0


def _place(env: Environment) -> contextlib.AbstractContextManager[listening.Place]:
    """The port that was asked for; on a local network one beside it does as well, behind a proxy nobody would find it."""
    searched = listening.SEARCHED if env.plain_lan else 1
    return listening.reserve(env.host, env.port, searched=searched)


def _own_name(env: Environment) -> str:
    """A host name that requests may carry: of `.example.org` the bare one."""
    name = next(iter(env.allowed_hosts), "*")
    return "localhost" if name == "*" else name.removeprefix(".")


@contextlib.contextmanager
def _report(env: Environment) -> Iterator[Callable[[listening.Place], None]]:
    """Tells other programs where we answer: `run.json` in the data folder, there as long as we are."""
    file, partial = env.path("run.json"), env.path("run.json.part")

    def write(place: listening.Place) -> None:
        text = {"pid": os.getpid(), "port": place.port, "url": f"http://127.0.0.1:{place.port}/"}
        partial.write_text(json.dumps(text), encoding="utf-8")
        partial.rename(file)

    file.unlink(missing_ok=True)
    try:
        yield write
    finally:
        file.unlink(missing_ok=True)


def _say_hello(env: Environment, place: listening.Place, ways: WaysIn, took: float) -> None:
    lines = ["", f"Sciweek is running (ready in {took:.1f} s)."]
    if place.wanted and place.port != place.wanted:
        lines.append(f"Port {place.wanted} is taken by another program, so this is port {place.port}.")
    addresses = listening.addresses(place)
    lines += ["", *(f"    {address}" for address in addresses), ""]
    if ways.demo:
        lines.append("Demo sign-ins (login, password, role):")
        lines += [f"    {one.login:<14} {one.password:<20} {one.role}" for one in ways.demo]
        lines.append("")
    if ways.begin:
        lines.append("Nobody can sign in yet. Name your district and open the office's first account here:")
        sites = [env.site_url] if env.site_url else addresses
        lines += ["", *(f"    {site.rstrip('/')}{ways.begin}" for site in sites), ""]
    lines.append(f"Data: {env.data}   Stop: Ctrl-C")
    print("\n".join(lines), flush=True)
