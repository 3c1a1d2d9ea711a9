"""Every operation of the API fuzzed from its own OpenAPI: it never breaks, and answers only as it says it would.

Each request is taken back, so that every one finds the same town. The seed is fixed (but with `EXPLORE=1`): a failure is
found again.
"""

import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import Case, CheckContext, Response
from schemathesis.core.result import Err
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import ignored_auth

from sciweek.committee.tests.cast import Cast
from sciweek.config.api import document
from sciweek.config.tests.programs import ROOT, program, words_in, words_of
from sciweek.config.tests.test_api_rights import TABLE
from sciweek.config.wsgi import application

# Of each operation: a third with values that fit and things that are there, a third with things that are not, a third
# with values that do not fit. On PostgreSQL only what its own types and locks refuse is new, so fewer do. More, for
# somebody who has an hour: `EXAMPLES=300`.
EXAMPLES = int(os.environ.get("EXAMPLES", "0")) or (18 if connection.vendor == "sqlite" else 6)
ROLES = ("office", "liaison")
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            # What fits the schema may still make no sense (an end before its start): the action says so with 422,
            # and the check below holds that nothing else does.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]},
        }
    }
)


@cache
def operations() -> dict[str, APIOperation]:
    """Every operation by its name. Read when the first test asks, not by whoever only looks for tests."""
    schema = schemathesis.openapi.from_dict(document(), config=CONFIG)
    schema.app = application
    found = {}
    for one in schema.get_all_operations():
        if isinstance(one, Err):
            raise one.err()
        found[one.ok().label] = one.ok()
    return found


def is_telling(case: Case) -> bool:
    """Whether a request that is to be unfit is so: behind the question mark and in a form an empty value is never sent."""
    if case.meta is None or case.meta.generation.mode.is_positive:
        return True
    sent = list((case.query or {}).values())
    if case.media_type == "multipart/form-data" and isinstance(case.body, dict):
        sent += case.body.values()
    return all(value not in (None, [], {}) for value in sent)


def never_called_unfit(ctx: CheckContext, response: Response, case: Case) -> None:
    """What fits the schema is never answered with "does not fit the schema"."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    said = response.json()
    beyond = {"没有这样的年份。请写成 2027 这样的四位数。"}
    assert said["code"] != "invalid_input" or set(said["fields"].values()) <= beyond, said


@pytest.fixture(autouse=True)
def _bears_it(db: None, settings: Any) -> Iterator[None]:
    """No limit of requests; and called as a server calls it, Django would close the connection whose transaction is
    to be rolled back."""
    settings.SCIWEEK_API_RATE = 1_000_000
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def town(lasting_cast: Cast, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The words of addresses, and tokens of an office and a liaison."""
    secrets = {who: program(lasting_cast, who).secret for who in ROLES}
    return {"words": words_of(lasting_cast, known), "secrets": secrets}


def test_no_operation_is_left_out() -> None:
    assert set(operations()) == {in_full(name) for name in TABLE}


def in_full(name: str) -> str:
    """`GET /units` as the document calls it."""
    method, _space, path = name.partition(" ")
    return f"{method} {ROOT}{path}"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_operation_answers_as_it_says(name: str, town: dict[str, Any]) -> None:
    operation = operations()[in_full(name)]
    words = [one.name for one in operation.path_parameters]
    known = words_in(operation.path, town["words"])
    there = {name: known[name] for name in words}
    fits, unfit = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
    cases = [operation.as_strategy(fits, path_parameters=there), operation.as_strategy(fits)]
    if words or operation.query or operation.body or operation.headers:
        cases += [operation.as_strategy(unfit, path_parameters=there if operation.body else None)]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not os.environ.get("EXPLORE"),
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(cases), who=st.sampled_from(ROLES))
    def fuzz(case: Case, who: str) -> None:
        assume(is_telling(case))
        with transaction.atomic():
            headers = {"Authorization": f"Bearer {town['secrets'][who]}"}
            case.call_and_validate(
                headers=headers,
                additional_checks=[never_called_unfit],
                # `test_api_rights` asks each operation without a token, once and not at every example.
                excluded_checks=[ignored_auth],
            )
            transaction.set_rollback(True)

    fuzz()
