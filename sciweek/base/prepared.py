"""Statements written by hand, for the few that stand in the way of a rush.

Django sends its statements as finished text, and PostgreSQL reads and plans each anew. Through this door it keeps the
plan for as long as the connection lives.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

# A connection that answered just now is not asked once more whether it is there.
BELIEVED_FOR = 1.0  # seconds


@dataclass(slots=True)
class _Line:
    cursor: "psycopg.Cursor[tuple[Any, ...]]"
    answered_at: float = 0.0


_lines: "WeakKeyDictionary[psycopg.Connection[Any], _Line]" = WeakKeyDictionary()


def row_of(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row that the statement answers, with `%s` for each value; the same on both databases."""
    database = connections[DEFAULT_DB_ALIAS]
    if _is_plain(database):
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
    return _executed(database, statement, values).fetchone()


def rows_changed(statement: str, values: Sequence[Any]) -> int:
    """How many rows the statement changed."""
    database = connections[DEFAULT_DB_ALIAS]
    if _is_plain(database):
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    return _executed(database, statement, values).rowcount


def _is_plain(database: Any) -> bool:
    """Whether statements go by Django's own door: where queries are counted or shown they are counted there."""
    return database.vendor != "postgresql" or database.queries_logged


def _executed(database: Any, statement: str, values: Sequence[Any]) -> "psycopg.Cursor[tuple[Any, ...]]":
    now = time.monotonic()
    line = _lines.get(database.connection) if database.connection is not None else None
    if line is not None and now - line.answered_at < BELIEVED_FOR:
        database.health_check_done = True
    database.close_if_health_check_failed()
    database.ensure_connection()
    if line is None or line.cursor.connection is not database.connection:
        line = _lines[database.connection] = _Line(psycopg.Cursor(database.connection))
    with database.wrap_database_errors:
        line.cursor.execute(statement, values, prepare=True)
    line.answered_at = now
    return line.cursor
