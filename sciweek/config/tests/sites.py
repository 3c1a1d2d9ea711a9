"""Running copies of the product for tests: the same command as `make run`, on a port that the server itself tells."""

import contextlib
import fcntl
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

START = 120.0  # seconds in which the demo week must be loaded on a busy machine


@dataclass(frozen=True)
class Site:
    """`url` has no slash at its end."""

    url: str
    data: Path
    database_url: str

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `sciweek WORDS` on this site's data."""
        return subprocess.run(
            [sys.executable, "-m", "sciweek.config.cli", *words],
            env=_environment(self.data, self.database_url),
            capture_output=True,
            text=True,
            check=False,
            timeout=START,
        )


class DemoSites:
    """Sites of one test process. The demo week is loaded by whichever process comes first."""

    def __init__(self, template: Path, base: Path, server: str) -> None:
        self.template = template
        self.base = base
        self.server = server
        self._numbers = itertools.count(1)
        self._databases: list[str] = []

    @contextlib.contextmanager
    def running(self) -> Iterator[Site]:
        """A site with the demo week, on data of its own."""
        with (self.template.parent / "demo.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (self.template / "complete").exists():
                self._load()
            data = self.base / f"site{next(self._numbers)}"
            shutil.copytree(self.template, data)
            url = self._copy_database(data.name)
        with _serving(data, url) as site:
            yield site

    def close(self) -> None:
        """Drop the databases that were made."""
        for name in self._databases:
            self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _load(self) -> None:
        shutil.rmtree(self.template, ignore_errors=True)
        self.template.mkdir(parents=True)
        if self.server:
            self._sql('DROP DATABASE IF EXISTS "sciweek_demo" WITH (FORCE)')
            self._sql('CREATE DATABASE "sciweek_demo"')
        with _serving(self.template, self._named("sciweek_demo")):
            pass
        (self.template / "complete").touch()

    def _copy_database(self, name: str) -> str:
        if not self.server:
            return ""
        mine = f"sciweek_{os.getpid()}_{name}"
        self._sql(f'CREATE DATABASE "{mine}" TEMPLATE "sciweek_demo"')
        self._databases.append(mine)
        return self._named(mine)

    def _named(self, database: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{database}").geturl() if self.server else ""

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self._named("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def _serving(data: Path, database_url: str) -> Iterator[Site]:
    """The server on that data folder; it ends with the context, or with this process."""
    (data / "run.json").unlink(missing_ok=True)
    output = data / "serve.out"
    with output.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "sciweek.config.cli", "serve", "--port", "0", "--stop-with-parent"],
            env=_environment(data, database_url),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Site(_address(data, process, output), data, database_url)
    finally:
        process.terminate()
        process.wait(30)


def _address(data: Path, process: subprocess.Popen[bytes], output: Path) -> str:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(FileNotFoundError):
            return str(json.loads((data / "run.json").read_text(encoding="utf-8"))["url"]).rstrip("/")
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{output.read_text(encoding='utf-8')}")


def _environment(data: Path, database_url: str) -> dict[str, str]:
    mine = {"DATA": str(data), "DATABASE_URL": database_url, "HOST": "127.0.0.1", "WORKERS": "1"}
    outer = {name: value for name, value in os.environ.items() if not name.startswith("SCIWEEK_")}
    return outer | {f"SCIWEEK_{name}": value for name, value in mine.items()}
