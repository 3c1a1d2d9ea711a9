"""Two at the same moment: all have looked before the first of them writes."""

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from django.db import connection, connections

PATIENCE = 60  # seconds


def together(table: str, *acts: Callable[[], Any]) -> list[Any]:
    """What each act answered, or the error that it ended with.

    On PostgreSQL each waits, before its first change of the table, for all others to come as far: nothing that it has
    looked at shows what they will write. On SQLite one writes after the other, whatever they do.
    """
    barrier = threading.Barrier(len(acts))
    came: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            with connection.execute_wrapper(_Meeting(table, barrier)):
                came[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 - told to the test, which says what may come
            came[number] = error
            barrier.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=copy_context().run, args=(run, number)) for number in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(PATIENCE)
    assert not any(one.is_alive() for one in threads)
    return came


class _Meeting:
    """Holds the first change of the table until the others are there."""

    def __init__(self, table: str, barrier: threading.Barrier) -> None:
        self.changes = tuple(f'{word} "{table}"' for word in ("INSERT INTO", "UPDATE", "DELETE FROM"))
        self.barrier = barrier
        self.has_met = connection.vendor == "sqlite"

    def __call__(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if not self.has_met and sql.startswith(self.changes):
            self.has_met = True
            self.barrier.wait(PATIENCE)
        return execute(sql, *given)
