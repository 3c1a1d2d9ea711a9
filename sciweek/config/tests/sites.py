"""Running copies of the product for tests: the same command as `make run`, on a port that the server itself tells."""

import contextlib
import fcntl
import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from sciweek.config.running import command, environment, running


@dataclass(frozen=True)
class Site:
    """`url` has no slash at its end."""

    url: str
    data: Path
    database_url: str

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `sciweek WORDS` on this site's data."""
        return command(list(words), _settings(self.data, self.database_url))

    def told(self, module: str, call: str) -> Any:
        """What a call of the module's, made by a process of this site, gives back; by way of JSON."""
        program = f"import json; from {module} import *; print(json.dumps({call}))"
        done = self.command("django", "shell", "-v", "0", "-c", program)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


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
    settings = _settings(data, database_url)
    with running(data, settings) as url:
        yield Site(url, data, database_url)


def _settings(data: Path, database_url: str) -> dict[str, str]:
    return environment(data, database_url=database_url, workers="1")
