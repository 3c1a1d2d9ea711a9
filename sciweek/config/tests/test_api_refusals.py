"""How the API says no."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import Program, activities, program
from sciweek.config.tests.walk import NOTICE


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("PUT", "/me", 405), ("GET", "/units/%00", 422), ("GET", "", 404)],
)
def test_no_page_ever_stands_below_the_api(cast: Cast, method: str, path: str, status: int) -> None:
    answer = program(cast, "office").ask(method, path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "code", "detail", "fields"}
    if status == 405:
        assert answer["Allow"] == "GET"


def test_addresses_outside_the_version_are_problems_too(client: Client) -> None:
    for path in ("/api", "/api/", "/api/v2/weeks", "/api/v1/openapi.yaml"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_what_does_not_fit_is_said_by_field(cast: Cast) -> None:
    body = {"name": 3, "starts_at": "2027-05-22", "colour": "red", "audience": ["cats"]}
    refused = program(cast, "office").ask("POST", activities(cast), body)
    said = refused.json()
    assert (refused.status_code, said["code"]) == (422, "invalid_input")
    assert set(said["fields"]) == {"name", "starts_at", "colour", "audience.0"}
    assert "family | primary" in said["fields"]["audience.0"]


def test_what_makes_no_sense_is_said_as_on_the_page(cast: Cast) -> None:
    body = {
        "name": "科普集市",
        "kind": "lecture",
        "starts_at": "2027-05-22T11:00:00+08:00",
        "ends_at": "2027-05-22T09:00:00+08:00",
    }
    said = program(cast, "office").post(activities(cast), body, status=422)
    assert said["code"] == "invalid"
    assert said["fields"] == {"ends_at": "结束早于开始。请核对两个时间。"}


def test_words_come_in_the_asked_language_and_codes_stay(cast: Cast) -> None:
    chinese = Program("x").ask("GET", "/me").json()
    english = Program("x").ask("GET", "/me", **{"Accept-Language": "en"})
    assert english["Content-Language"] == "en"
    assert english.json()["code"] == chinese["code"]
    assert "令牌" in chinese["detail"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "bad_json"),
        ('{"name": NaN}', "application/json", 400, "bad_json"),
        ('{"name": "\\ud800"}', "application/json", 400, "bad_json"),
        ('{"name": "x", "name": "y"}', "application/json", 400, "bad_json"),
        ("[" * 100_000, "application/json", 400, "bad_json"),
        ("name=x", "application/x-www-form-urlencoded", 415, "wrong_media_type"),
        ("x" * (6 * 1024 * 1024), "application/json", 413, "too_large"),
        ("[]", "application/json", 422, "invalid_input"),
        ("", "application/json", 422, "invalid_input"),
    ],
)
def test_bodies_that_cannot_be_read(cast: Cast, body: str, kind: str, status: int, code: str) -> None:
    office = program(cast, "office")
    answer = office.client.generic(
        "POST",
        f"/api/v1{activities(cast)}",
        data=body,
        content_type=kind,
        headers={"Authorization": f"Bearer {office.secret}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_of_what_is_said_twice_none_is_taken(cast: Cast) -> None:
    office = program(cast, "office")
    path = f"{activities(cast)}/ACDE4679/picture"
    for refused in (
        office.ask("GET", f"{activities(cast)}?q=a&q=b"),
        office.send(path, {"basis": ["x", "y"], "picture": SimpleUploadedFile("a.png", b"x")}),
        office.send(path, {"basis": "x", "picture": [SimpleUploadedFile("a.png", b"x")] * 2}),
    ):
        said = refused.json()
        assert (refused.status_code, said["code"]) == (422, "invalid_input")
        assert list(said["fields"].values()) == ["这一项只能有一个。"]


def test_a_word_that_the_operation_does_not_know_is_refused_and_named(cast: Cast) -> None:
    office, lecture = program(cast, "office"), {"name": "讲座", "kind": "lecture", "unit": cast.unit.code}
    for refused in (
        office.ask("GET", f"{activities(cast)}?limti=5&page=1&of="),
        office.ask("GET", f"/units/{cast.unit.code}?limti=5&of="),
        office.ask("POST", f"{activities(cast)}?limti=5&of=", lecture),
    ):
        said = refused.json()
        assert (refused.status_code, said["code"]) == (422, "invalid_input")
        assert said["fields"] == {"limti": "没有这一项。", "of": "没有这一项。"}
    assert office.get(activities(cast))["total"] == 0


def test_a_part_of_a_form_that_the_operation_does_not_know_is_refused_and_named(cast: Cast) -> None:
    office, scan = program(cast, "office"), SimpleUploadedFile("a.txt", NOTICE)
    for parts in ({"rloe": "own"}, {"scan": SimpleUploadedFile("b.txt", b"x")}):
        refused = office.send("/notices", parts | {"role": "own", "file": scan})
        said = refused.json()
        assert (refused.status_code, said["code"]) == (422, "invalid_input")
        assert said["fields"] == dict.fromkeys(parts.keys() - {"role"}, "没有这一项。")
        scan.seek(0)
    assert office.get("/notices")["total"] == 0
    assert office.send("/notices", {"role": "own", "file": scan}).status_code == 201


def test_a_body_larger_than_any_form_is_refused_unread_by_pages_and_programs(
    cast: Cast, settings: Settings
) -> None:
    settings.SCIWEEK_UPLOAD_LIMIT = 1024
    body: Any = {"CONTENT_LENGTH": str(12 * 1024 + 5 * 1024 * 1024 + 1), "wsgi.input": Unread()}
    answer = cast.client("office").post("/desk/units/new/", **body)
    assert answer.status_code == 413
    assert "太大" in answer.content.decode()
    office = program(cast, "office")
    headers = {"Authorization": f"Bearer {office.secret}"}
    answer = office.client.post(
        f"/api/v1{activities(cast)}", content_type="application/json", headers=headers, **body
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


class Unread:
    """A body that nobody may touch."""

    def read(self, *_sizes: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def test_a_fault_is_a_problem_and_gives_nothing_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr("sciweek.committee.bearer.actor_for", broken)
    office = Program("x", client=Client(raise_request_exception=False))
    assert office.ask("GET", "/me").status_code == 401
    office = Program(program(cast, "office").secret, client=Client(raise_request_exception=False))
    answer = office.ask("GET", "/me")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert "secret of the house" not in answer.content.decode()
