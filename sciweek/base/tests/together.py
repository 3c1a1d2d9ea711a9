"""Several at the same moment, each in a thread with a connection of its own; they keep the scope and the clock."""

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from django.db import connection, connections

from sciweek.base.errors import Refused

PATIENCE = 60  # seconds
Meet = Callable[[], Any]


def meeting(*acts: Callable[[Meet], Any]) -> list[Any]:
    """What each act answered, or the error that it ended with.

    Each is given what it calls where it wants to wait until all others have come as far.
    """
    have_met = threading.Event()
    barrier = threading.Barrier(len(acts), have_met.set, PATIENCE)
    came: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            came[number] = acts[number](barrier.wait)
        except Exception as error:  # noqa: BLE001 - told to the test, which says what may come
            came[number] = error
            if not have_met.is_set():
                barrier.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=copy_context().run, args=(run, number)) for number in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(2 * PATIENCE)
    assert not any(one.is_alive() for one in threads)
    return came


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answered, or its error; all begin at the same moment."""

    def met(act: Callable[[], Any]) -> Callable[[Meet], Any]:
        def begun(meet: Meet) -> Any:
            meet()
            return act()

        return begun

    return meeting(*map(met, acts))


def together(table: str, *acts: Callable[[], Any]) -> list[Any]:
    """What each act answered, or its error; all have looked before the first of them writes.

    On PostgreSQL each waits, before its first change of the table, for all others to come as far: nothing that it has
    looked at shows what they will write. On SQLite one writes after the other, whatever they do.
    """

    def met(act: Callable[[], Any]) -> Callable[[Meet], Any]:
        def held(meet: Meet) -> Any:
            with connection.execute_wrapper(_Held(table, meet)):
                return act()

        return held

    return meeting(*map(met, acts))


def codes(answers: list[Any]) -> list[Any]:
    """The answers with its code in place of each refusal."""
    return [one.code if isinstance(one, Refused) else one for one in answers]


class _Held:
    """Holds the first change of the table until the others are there."""

    def __init__(self, table: str, meet: Meet) -> None:
        self.changes = tuple(f'{word} "{table}"' for word in ("INSERT INTO", "UPDATE", "DELETE FROM"))
        self.meet = meet
        self.has_met = connection.vendor == "sqlite"

    def __call__(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if not self.has_met and sql.startswith(self.changes):
            self.has_met = True
            self.meet()
        return execute(sql, *given)
