"""The tables of a test process, copied from a template that is made once: on SQLite for all runs until what the tables
come from changes, on PostgreSQL for all processes of a run.
"""

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection

from sciweek.config.environment import PACKAGE
from sciweek.config.prepare import bring_up_to_date

TEMPLATE = "test_sciweek_template"


@contextlib.contextmanager
def own_tables(cache: Path, process: str) -> Iterator[None]:
    """Let Django stand on tables of this process alone. `cache` is a folder that stays from run to run."""
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "sqlite":
            name = _copied_file(cache)
        else:
            name = _copied_database(f"test_sciweek_{process}")
    _stand_on(name)
    yield
    connection.close()
    if connection.vendor != "sqlite":  # the file goes with the folder of the process
        _sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def made_from(package: Path = PACKAGE) -> str:
    """A digest of everything that says what the tables look like."""
    files = [
        package.parent / "requirements.lock",
        package / "config/settings.py",
        package / "config/prepare.py",
    ]
    for part in ("migrations/*.py", "models.py", "models/*.py"):
        files += sorted(package.glob(f"*/{part}"))
    whole = sha256()
    for file in files:
        whole.update(f"{file.relative_to(package.parent)}\n".encode() + file.read_bytes())
    return whole.hexdigest()


def _copied_file(cache: Path) -> str:
    template = cache / f"{made_from()}.sqlite3"
    if not template.exists():
        for old in cache.glob("*.sqlite3*"):
            old.unlink()
        _make(str(cache / "part.sqlite3"))
        (cache / "part.sqlite3").rename(template)
    name: str = settings.DATABASES["default"]["TEST"]["NAME"]
    shutil.copyfile(template, name)
    return name


def _copied_database(name: str) -> str:
    digest = made_from()
    known = _sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        TEMPLATE,
        answers=True,
    )
    if known != digest:
        _sql(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)')
        _sql(f'CREATE DATABASE "{TEMPLATE}"')
        _make(TEMPLATE)
        _sql(f"COMMENT ON DATABASE \"{TEMPLATE}\" IS '{digest}'")
    _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _sql(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    return name


def _make(name: str) -> None:
    _stand_on(name)
    bring_up_to_date(say=lambda _line: None)
    connection.close()


def _stand_on(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _sql(statement: str, *values: str, answers: bool = False) -> str | None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, values or None)
        row = cursor.fetchone() if answers else None
    return row[0] if row else None
