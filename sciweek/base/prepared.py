"""Statements written by hand, for the few that stand in the way of a rush.

Django sends its statements as finished text, and PostgreSQL reads and plans each anew. Through this door it keeps the
plan for as long as the connection lives.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def executed(statement: str, values: Sequence[Any]) -> Iterator[Any]:
    """The cursor on which the statement was executed, with `%s` for each value; the same on both databases."""
    database = connections[DEFAULT_DB_ALIAS]
    # Where queries are counted or shown they go by the door that counts them.
    if database.vendor != "postgresql" or database.queries_logged:
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            yield cursor
        return
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors, psycopg.Cursor(database.connection) as cursor:
        cursor.execute(statement, values, prepare=True)
        yield cursor
