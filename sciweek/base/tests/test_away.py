"""The database server is away for a moment: everybody is told to come again, in the form that they read."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.db.utils import ConnectionHandler
from django.test import Client

from sciweek.base.away import is_away


@pytest.fixture
def nobody_there(db: None, tmp_path: Path) -> OperationalError:
    """What Django raises when nobody listens."""
    nowhere = {"ENGINE": "django.db.backends.postgresql", "HOST": str(tmp_path), "NAME": "none"}
    with pytest.raises(OperationalError) as raised:
        ConnectionHandler({"default": nowhere})["default"].ensure_connection()
    return raised.value


@pytest.mark.parametrize("path", ["/", "/programme/", "/desk/", "/sign-in/login/", "/b/A39JKD4F/x/"])
def test_while_the_database_is_away_every_page_asks_to_come_again(
    path: str, nobody_there: OperationalError
) -> None:
    answer = ask_without_a_database(path, nobody_there)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "请过一分钟再来" in answer.content.decode()


def test_while_the_database_is_away_programs_are_told_when_to_come_again(
    nobody_there: OperationalError,
) -> None:
    answer = ask_without_a_database("/api/v1/weeks", nobody_there, Authorization="Bearer sw_none")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer.json()["code"] == "busy"


def ask_without_a_database(path: str, error: DatabaseError, **headers: str) -> Any:
    def refuse(*_statement: Any) -> Any:
        raise error

    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody-who-has-signed-in"
    with connection.execute_wrapper(refuse):
        return client.get(path, headers=headers)


def test_what_the_database_itself_refuses_is_a_fault_of_ours(db: None) -> None:
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert not is_away(raised.value)
    assert not is_away(ValueError())
    assert not is_away(None)


@pytest.mark.django_db(transaction=True)
def test_after_a_line_broke_the_next_request_has_a_new_one() -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/").status_code == 200
    if connection.vendor == "postgresql":
        given = connection.get_connection_params()
        with psycopg.connect(
            **{name: given[name] for name in ("dbname", "user", "host") if given.get(name)}
        ) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        assert client.get("/").status_code == 503
        connection.close_if_unusable_or_obsolete()  # as at the end of every request of a server
    assert client.get("/").status_code == 200
