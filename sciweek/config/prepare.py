"""What must be true before Sciweek serves: one server on the data, tables as the code wants them, a first week."""

import contextlib
import fcntl
import gc
import json
import os
import time
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from sciweek.config import demo
from sciweek.config.environment import Environment

MANIFEST = "staticfiles.json"  # where Django writes under which name each static file was collected


class NotReady(RuntimeError):
    """Sciweek cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class WaysIn:
    """How somebody gets in who has just started Sciweek."""

    demo: list[demo.SignIn]
    begin: str  # path of the page that sets up an empty installation; empty when there is nothing to set up


@contextlib.contextmanager
def prepare(env: Environment) -> Iterator[WaysIn]:
    """Hold the data folder and leave Django loaded, the database current.

    Whatever asks the database does so here: no connection may be open when children are forked.
    """
    env.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(env):
        start_django()
        bring_up_to_date()
        collect_if_missing()
        if env.demo and (env.path("demo.loading").exists() or demo.is_wanted()):
            load_demo(env)
        ways = WaysIn(sign_ins(env), begin_path())
        from django.db import connections

        from sciweek.config import web

        web.preload()
        connections.close_all()
        gc.freeze()  # what is loaded now stays shared with the forked children
        # Answers leave few rings behind; looking for them as often as Python does by itself took a twenty-fifth of the time.
        gc.set_threshold(50_000, 20, 100)
        yield ways


def start_django() -> None:
    """Set Django up with Sciweek's settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sciweek.config.settings")
    django.setup()


def bring_up_to_date(*, say: Callable[[str], None] = print) -> None:
    """Create or change the tables as the code wants them."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise NotReady(f"The database cannot be reached: {error}") from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def collect_if_missing() -> None:
    """Collect the static files unless set-up has done so."""
    from django.conf import settings

    if not (Path(settings.STATIC_ROOT) / MANIFEST).exists():
        collect()


def collect() -> None:
    """Copy the static files under names that carry their hash, compressed beside.

    What the last collection named stays beside the new: pages that are open or kept ask for it, and so does a server
    that still runs.
    """
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    before = set(_hashed(root).values())
    # Copied anew, all of them: packages are unpacked with times of long ago, by which nothing would seem newer.
    _keep_only(root, before)
    call_command("collectstatic", verbosity=0, interactive=False)
    now = _hashed(root)
    _keep_only(root, before | now.keys() | set(now.values()))


def _hashed(root: Path) -> dict[str, str]:
    """The names that files were collected under, by their own; empty when there was no collection, or half of one."""
    try:
        named: dict[str, str] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["paths"]
    except (OSError, ValueError, KeyError):
        return {}
    return named


def _keep_only(root: Path, names: Set[str]) -> None:
    for file in root.rglob("*"):
        name = file.relative_to(root).as_posix()
        if file.is_file() and name != MANIFEST and name.removesuffix(".gz").removesuffix(".br") not in names:
            file.unlink()


def load_demo(env: Environment) -> None:
    """Load the demo week. A start that was cut off in the middle is taken up again by the next one."""
    began = time.monotonic()
    print("Loading the demo week …", flush=True)
    env.path("demo.loading").touch()
    _keep_prints(env, demo.prints() if demo.load() else set())
    env.path("demo.loading").unlink()
    print(f"The demo week is loaded ({time.monotonic() - began:.0f} s).", flush=True)


def sign_ins(env: Environment) -> list[demo.SignIn]:
    """The sign-ins of the demo week, when it is what this installation shows.

    `demo` in the data folder says so, and keeps by their prints which passwords are known to be the demo's.
    """
    file = env.path("demo")
    if not file.exists():
        return []
    known = set(file.read_text(encoding="ascii").split())
    table = demo.sign_ins(known)
    now = demo.prints([one.login for one in table])
    if now != known:
        _keep_prints(env, now)
    return table


def begin_path() -> str:
    """Where an empty installation is set up; empty once there is a region."""
    from django.urls import reverse

    from sciweek.committee.actions.beginning import begin_token, has_begun

    return "" if has_begun() else reverse("doors:begin", kwargs={"token": begin_token()})


def _keep_prints(env: Environment, prints: set[str]) -> None:
    env.path("demo").write_text("\n".join(sorted(prints)), encoding="ascii")


@contextlib.contextmanager
def alone(env: Environment) -> Iterator[None]:
    """One server at a time on a data folder; the lock goes with the process and its children, however they end."""
    with env.path("lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotReady(f"Sciweek already runs on {env.data}{_where(env)}.") from None
        try:
            yield
        finally:
            # Children hold it too: one that was killed and is not quite gone must not refuse the next server.
            fcntl.flock(lock, fcntl.LOCK_UN)


def _where(env: Environment) -> str:
    try:
        report = json.loads(env.path("run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return f": {report['url']} (process {report['pid']})"
