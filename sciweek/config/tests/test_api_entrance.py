"""Who comes in at the API: tokens, and what ends them."""

from datetime import timedelta
from typing import Any

import pytest

from sciweek.base import clock, scope
from sciweek.committee.actions import end_role, revoke_token
from sciweek.committee.models import ApiToken, Membership
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import Program, activities, program


def test_a_program_is_told_who_it_acts_as(cast: Cast) -> None:
    said = program(cast, "liaison", "activities:write").get("/me")
    assert said["name"] == "云小联"
    assert said["region"] == "linjiang"
    assert said["roles"] == []
    assert said["unit_roles"] == [{"unit": cast.unit.code, "roles": ["liaison"]}]
    assert said["scopes"] == ["activities:write"]


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Bearer sw_nobody", "Basic b2ZmaWNlOng=", "Bearer a\0b"]
)
def test_without_a_token_that_opens_there_is_nothing(cast: Cast, given: str) -> None:
    answer = Program().ask("GET", "/me", Authorization=given)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    assert answer.json()["code"] == "unauthorised"


def test_a_session_opens_nothing_here(cast: Cast) -> None:
    assert cast.client("office").get("/api/v1/me").status_code == 401


def test_nobody_gets_a_cookie(cast: Cast) -> None:
    answer = program(cast, "office").ask("GET", "/me")
    assert not answer.cookies


def test_a_token_expires(cast: Cast) -> None:
    office = program(cast, "office", days=1)
    assert office.ask("GET", "/me").status_code == 200
    with clock.standing_at(clock.now() + timedelta(days=1, minutes=1)):
        assert office.ask("GET", "/me").status_code == 401


def test_a_token_can_be_closed(cast: Cast) -> None:
    office = program(cast, "office")
    with scope.entered(cast.region.pk):
        assert office.token is not None
        revoke_token(cast.actor("office"), office.token)
    assert office.ask("GET", "/me").status_code == 401


def test_a_token_dies_with_the_role_of_its_person(cast: Cast) -> None:
    liaison = program(cast, "liaison")
    with cast.inside():
        end_role(cast.actor("office"), Membership.objects.get(person=cast.people["liaison"]))
    assert liaison.ask("GET", "/me").status_code == 401


def test_a_token_dies_with_its_persons_account(cast: Cast) -> None:
    liaison = program(cast, "liaison")
    person = cast.people["liaison"]
    person.is_active = False
    person.save()
    assert liaison.ask("GET", "/me").status_code == 401


def test_staff_who_owe_a_second_factor_are_stopped_here_too(cast: Cast, settings: Any) -> None:
    office, liaison = program(cast, "office"), program(cast, "liaison")
    settings.SCIWEEK_STAFF_SECOND_FACTOR = True
    refused = office.ask("GET", "/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor")
    assert liaison.ask("GET", "/me").status_code == 200


def test_a_temporary_password_must_be_changed_first(cast: Cast) -> None:
    liaison = program(cast, "liaison")
    person = cast.people["liaison"]
    person.must_change_password = True
    person.save()
    assert liaison.ask("GET", "/me").json()["code"] == "password"


def test_when_it_was_used_is_noted_but_not_with_every_reading(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    office = program(cast, "office")
    office.get("/me")
    with scope.entered(cast.region.pk):
        first = ApiToken.objects.get().last_used_at
    assert first is not None
    with django_assert_num_queries(2):  # the token and the roles
        office.get("/me")
    with scope.entered(cast.region.pk):
        assert ApiToken.objects.get().last_used_at == first


def test_the_log_says_that_a_program_did_it(cast: Cast) -> None:
    office = program(cast, "office")
    office.post(activities(cast), {"name": "科普集市", "kind": "lecture"}, status=201)
    line = office.get(f"/weeks/{cast.week.slug}/log?verb=add_activity")["items"][0]
    assert (line["who"], line["via"], line["thing"]) == ("江办", "api", "科普集市")
