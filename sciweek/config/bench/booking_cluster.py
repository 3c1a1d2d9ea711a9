"""A PostgreSQL cluster as it comes, in a folder of its own: every commit waits for the disk, as in use.

PostgreSQL refuses to run as root, so root starts it as `postgres` or `nobody`.
"""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# 200 clients of pgbench, and Sciweek beside them. All else as PostgreSQL comes: fsync and synchronous_commit are on.
CONNECTIONS = 260
PATIENCE = 30.0  # seconds


@dataclass(frozen=True)
class Cluster:
    """Reached by a socket in `folder`."""

    folder: Path
    programs: Path
    process: int

    @property
    def url(self) -> str:
        return f"postgres://sciweek@/postgres?host={self.folder}"

    def program(self, name: str, *words: str) -> str:
        """What one of PostgreSQL's programs prints, run against this cluster."""
        where = ["-h", str(self.folder), "-U", "sciweek"]
        done = subprocess.run(
            [str(self.programs / name), *where, *words, "postgres"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def sql(self, statement: str) -> list[list[str]]:
        """The rows that a statement answers."""
        printed = self.program("psql", "-qAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", statement)
        return [line.split("\t") for line in printed.splitlines()]


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """A fresh cluster as long as the context lasts."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="sciweek-bench-pg-"))
    switch: list[str] = []
    if os.geteuid() == 0:
        user = _first_user("postgres", "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        switch = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    folder.chmod(0o755)
    try:
        made = f"-D {folder}/data -U sciweek -A trust -E UTF8 --locale=C.UTF-8".split()
        subprocess.run(
            [*switch, str(programs / "initdb"), *made], check=True, capture_output=True, cwd=folder
        )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "unix_socket_permissions": "0777",
            "max_connections": str(CONNECTIONS),
        }
        words = [*switch, str(programs / "postgres"), "-D", f"{folder}/data"]
        for name, value in options.items():
            words += ["-c", f"{name}={value}"]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
        try:
            _wait(programs, folder)
            yield Cluster(folder, programs, server.pid)
        finally:
            server.send_signal(signal.SIGINT)  # the fast way: nobody waits for clients to leave
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(programs: Path, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    ready = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
    while subprocess.run(ready, check=False).returncode:
        if time.monotonic() > deadline:
            raise RuntimeError((folder / "log").read_text()[-2000:])
        time.sleep(0.1)


def _programs() -> Path:
    """Where the newest of Debian's PostgreSQL keeps its programs, or the one on the path."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folders.sort(key=lambda folder: [int(number) for number in re.findall(r"\d+", str(folder))])
    found = folders[-1] / "initdb" if folders else shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is not installed")
    return Path(found).resolve().parent


def _first_user(*names: str) -> pwd.struct_passwd:
    for name in names:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError(f"none of the users {', '.join(names)} exists to run it as")
