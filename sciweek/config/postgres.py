"""A private PostgreSQL for tests and measurements, in a folder of its own: reached by a socket in it, so that there is no
port to choose and nobody else's data near.

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

PATIENCE = 30.0  # seconds for starting, and for stopping
# Quick, and lost when the machine stops.
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """`folder` holds its socket, its data and its log; `process` is the id of the server."""

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


def installed_programs() -> Path | None:
    """The folder of initdb and postgres: the newest of Debian's, or the one on the path."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folders.sort(key=lambda folder: [int(number) for number in re.findall(r"\d+", str(folder))])
    if folders:
        return folders[-1]
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextlib.contextmanager
def cluster(*, is_durable: bool, connections: int) -> Iterator[Cluster]:
    """A fresh cluster as long as the context lasts.

    `is_durable`: every commit waits for the disk, as PostgreSQL comes and as in use. Raises `OSError` when it is not
    installed or does not start.
    """
    programs = installed_programs()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="sciweek-pg-"))
    try:
        switch = _as_another_user(folder)
        made = f"-D {folder}/data -U sciweek -A trust -E UTF8 --locale=C.UTF-8".split()
        if not is_durable:
            made.append("--no-sync")
        words = [*switch, str(programs / "initdb"), *made]
        done = subprocess.run(words, check=False, capture_output=True, text=True, cwd=folder)
        if done.returncode:
            raise OSError(done.stderr.strip()[-2000:])
        options = {"max_connections": str(connections)} | ({} if is_durable else _CARELESS)
        with _running(folder, switch, programs, options) as process:
            yield Cluster(folder, programs, process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_another_user(folder: Path) -> list[str]:
    """The words before a command that root gives to the user who owns the folder then; none for anybody else."""
    folder.chmod(0o755)
    if os.geteuid():
        return []
    user = _first_user("postgres", "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _first_user(*names: str) -> pwd.struct_passwd:
    for name in names:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise OSError(f"none of the users {', '.join(names)} exists to run PostgreSQL as")


@contextlib.contextmanager
def _running(folder: Path, switch: list[str], programs: Path, options: dict[str, str]) -> Iterator[int]:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "unix_socket_permissions": "0777",
    } | options
    words = [*switch, str(programs / "postgres"), "-D", f"{folder}/data"]
    for name, value in options.items():
        words += ["-c", f"{name}={value}"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        _wait(server, folder, programs)
        yield server.pid
    finally:
        server.send_signal(signal.SIGINT)  # the fast way: nobody waits for clients to leave
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(server: subprocess.Popen[bytes], folder: Path, programs: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    ready = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise OSError((folder / "log").read_text()[-2000:])
        time.sleep(0.1)
