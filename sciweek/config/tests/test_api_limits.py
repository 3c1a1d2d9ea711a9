"""How much a program may ask."""

from datetime import UTC, datetime
from typing import Any

from sciweek.base import clock
from sciweek.base.rest.limits import WINDOWS
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import Program, program


def test_a_busy_token_is_told_when_to_come_back(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_API_RATE = 3
    office, liaison = program(cast, "office"), program(cast, "liaison")
    with clock.standing_at(datetime(2027, 5, 1, 1, 0, 10, tzinfo=UTC)):
        office, liaison = program(cast, "office"), program(cast, "liaison")
        left = [office.ask("GET", "/me")["RateLimit-Remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        refused = office.ask("GET", "/me")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
        assert refused["Retry-After"] == "50"
        assert liaison.ask("GET", "/me").status_code == 200
    with clock.standing_at(datetime(2027, 5, 1, 1, 1, 0, tzinfo=UTC)):
        assert office.ask("GET", "/me").status_code == 200


def test_all_processes_share_the_limit(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_API_RATE = 3
    with clock.standing_at(datetime(2027, 5, 1, 1, tzinfo=UTC)):
        office = program(cast, "office")
        for _ in range(3):
            office.get("/me")
            WINDOWS.clear()  # the next request comes to another process
        assert office.ask("GET", "/me").status_code == 429


def test_a_large_limit_is_written_in_shares(
    cast: Cast, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.SCIWEEK_API_RATE = 200
    with clock.standing_at(datetime(2027, 5, 1, 1, tzinfo=UTC)):
        office = program(cast, "office")
        office.get("/me")
        with django_assert_num_queries(2 * 9):
            for _ in range(9):
                office.get("/me")


def test_guessing_is_slowed_but_stops_nobody_behind_the_same_address(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_API_RATE_UNKNOWN = 2
    with clock.standing_at(datetime(2027, 5, 1, 1, tzinfo=UTC)):
        office = program(cast, "office")
        assert [Program("x").ask("GET", "/me").status_code for _ in range(3)] == [401, 401, 429]
        assert office.ask("GET", "/me").status_code == 200
