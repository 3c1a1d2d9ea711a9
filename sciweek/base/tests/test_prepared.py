"""Statements that stand in the way of a rush keep their plan, and answer as Django's own would."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from sciweek.base.prepared import row_of, rows_changed

KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 41 + %'"
TABLE = "CREATE TABLE odd (id integer PRIMARY KEY, name varchar(20), seal bytea, at timestamptz, uid uuid, is_on boolean)"
ADD = "INSERT INTO odd (id, name, seal, at, uid, is_on) VALUES (%s, %s, %s, %s, %s, %s)"
AT, UID = datetime(2031, 5, 20, 9, 30, tzinfo=UTC), UUID("c0ffee00-0000-4000-8000-0000000000fd")


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


@pytest.mark.django_db
def test_a_statement_executed_here_keeps_its_plan_where_the_database_keeps_plans() -> None:
    for number in (1, 2):
        assert row_of("SELECT 41 + %s", [number]) == (41 + number,)
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(KEPT)
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_what_is_written_is_what_django_reads_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    at, uid = (AT, UID) if on_postgresql() else (str(AT), UID.hex)
    assert rows_changed(ADD, [1, "林’小满\n", b"\x00\xff", at, uid, True]) == 1
    assert rows_changed(ADD, [2, None, None, None, None, False]) == 1
    assert rows_changed("UPDATE odd SET is_on = %s WHERE id > %s", [True, 5]) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seal, at, uid, is_on FROM odd ORDER BY id")
        first, second = cursor.fetchall()
    assert (first[0], bytes(first[1]), first[2], first[3], bool(first[4])) == (
        "林’小满\n",
        b"\x00\xff",
        at,
        uid,
        True,
    )
    assert second[:4] == (None, None, None, None)
    assert row_of("SELECT id, is_on, is_on, NULL FROM odd WHERE id = %s", [1]) == (1, True, True, None)
    assert row_of("SELECT id FROM odd WHERE id = %s", [9]) is None


@pytest.mark.django_db
def test_what_the_database_refuses_is_the_error_that_django_knows() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    rows_changed(ADD, [1, "", None, None, None, True])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_changed(ADD, [1, "", None, None, None, True])
    if on_postgresql():
        for name in ("一" * 21, "nothing\0after"):
            with pytest.raises(DataError), transaction.atomic():
                rows_changed(ADD, [2, name, None, None, None, True])
    assert rows_changed(ADD, [2, "", None, None, None, True]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_leaves_nothing_and_the_plan_lives_on() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    try:
        for number in (1, 2):
            with transaction.atomic():
                assert rows_changed(ADD, [number, "", None, None, None, True]) == 1
                transaction.set_rollback(True)
        assert row_of("SELECT count(*) FROM odd", []) == (0,)
        rows_changed(ADD, [3, "", None, None, None, True])
        assert row_of("SELECT count(*) FROM odd", []) == (1,)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE odd")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_database_ended_is_a_plain_error_and_the_next_request_has_a_new_one() -> None:
    assert row_of("SELECT 1 + %s", [1]) == (2,)
    if on_postgresql():
        ended = connection.connection
        _end(ended.info.backend_pid)
        with pytest.raises(OperationalError):
            row_of("SELECT 1 + %s", [1])
        connection.close_if_unusable_or_obsolete()
        assert row_of("SELECT 1 + %s", [1]) == (2,)
        assert connection.connection is not ended


def _end(backend: int) -> None:
    """End a connection from another one."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    finally:
        other.close()
