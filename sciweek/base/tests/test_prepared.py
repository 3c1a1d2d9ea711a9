"""Statements that stand in the way of a rush keep their plan."""

import pytest
from django.db import connection

from sciweek.base.prepared import row_of

KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 41 + %'"


@pytest.mark.django_db
def test_a_statement_executed_here_keeps_its_plan_where_the_database_keeps_plans() -> None:
    for number in (1, 2):
        assert row_of("SELECT 41 + %s", [number]) == (41 + number,)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(KEPT)
            assert cursor.fetchone() == (1,)
