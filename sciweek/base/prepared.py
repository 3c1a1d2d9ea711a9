"""Statements written by hand, for the few that stand in the way of a rush.

Django sends its statements as finished text, and PostgreSQL reads and plans each anew. Through this door it keeps the
plan for as long as the connection lives, and libpq is spoken to directly (`psycopg.pq`): five such statements make a
booking, and psycopg's cursors would take longer over them than PostgreSQL does.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import errors, pq

# A connection that answered just now is not asked once more whether it is there.
BELIEVED_FOR = 1.0  # seconds

_WRITTEN: dict[type, Callable[[Any], bytes]] = {
    bool: lambda value: b"t" if value else b"f",
    int: lambda value: b"%d" % value,
    bytes: bytes,
    psycopg.Binary: lambda value: bytes(value.obj),
    datetime: lambda value: value.isoformat().encode("ascii"),
    UUID: lambda value: value.bytes,
}
# Sent in PostgreSQL's own form, not as text.
_AS_THEY_ARE = frozenset((bytes, psycopg.Binary, UUID))
# Object ids of PostgreSQL's own types, which never change: bool, int8, int2, int4.
_READ: dict[int, Callable[[bytes], Any]] = {16: b"t".__eq__, 20: int, 21: int, 23: int}
_names = count()


@dataclass(slots=True)
class _Line:
    """What a connection keeps for us."""

    names: dict[str, bytes] = field(default_factory=dict)
    answered_at: float = 0.0


_lines: "WeakKeyDictionary[psycopg.Connection[Any], _Line]" = WeakKeyDictionary()


def row_of(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row that the statement answers, with `%s` for each value; the same on both databases.

    It may answer whole numbers and truth values.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if _is_plain(database):
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
    result = _executed(database, statement, values)
    if not result.ntuples:
        return None
    found = ((result.get_value(0, place), result.ftype(place)) for place in range(result.nfields))
    return tuple(None if value is None else _READ[kind](value) for value, kind in found)


def rows_changed(statement: str, values: Sequence[Any]) -> int:
    """How many rows the statement changed."""
    database = connections[DEFAULT_DB_ALIAS]
    if _is_plain(database):
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    return _executed(database, statement, values).command_tuples or 0


def _is_plain(database: Any) -> bool:
    """Whether statements go by Django's own door: where queries are counted or shown they are counted there."""
    return database.vendor != "postgresql" or database.queries_logged


def _executed(database: Any, statement: str, values: Sequence[Any]) -> pq.abc.PGresult:
    now = time.monotonic()
    line = _lines.get(database.connection) if database.connection is not None else None
    if line is not None and now - line.answered_at < BELIEVED_FOR:
        database.health_check_done = True
    database.close_if_health_check_failed()
    database.ensure_connection()
    connection = database.connection
    line = _lines.setdefault(connection, _Line())
    with database.wrap_database_errors:
        if not connection.autocommit and connection.pgconn.transaction_status == pq.TransactionStatus.IDLE:
            _checked(connection.pgconn.exec_(b"BEGIN"))
        name = line.names.get(statement)
        if name is None:
            name = b"sciweek_%d" % next(_names)
            _checked(connection.pgconn.prepare(name, _numbered(statement)))
            line.names[statement] = name
        result = _checked(
            connection.pgconn.exec_prepared(
                name,
                [_written(value) for value in values],
                [type(value) in _AS_THEY_ARE for value in values],
            )
        )
    line.answered_at = now
    return result


def _written(value: Any) -> bytes | None:
    # Words of a state are of many types, all of them text.
    return None if value is None else _WRITTEN.get(type(value), _written_text)(value)


def _written_text(value: str) -> bytes:
    text = value.encode()
    if 0 in text:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return text


def _numbered(statement: str) -> bytes:
    """With `$1`, `$2` … for each `%s`."""
    numbers = count(1)
    return re.sub("%s", lambda _match: f"${next(numbers)}", statement).encode()


def _checked(result: pq.abc.PGresult) -> pq.abc.PGresult:
    """The result, unless it is an error."""
    if result.status in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        return result
    state, said = (
        result.error_field(pq.DiagnosticField.SQLSTATE),
        result.error_message.decode(errors="replace"),
    )
    try:
        raise errors.lookup((state or b"").decode())(said)
    except KeyError:
        raise psycopg.OperationalError(said) from None
