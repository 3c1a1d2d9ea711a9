"""The door of the API: tokens, rights, walls, refusals, paging, limits."""

import re
import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pydantic import BaseModel, TypeAdapter

from sciweek.activities.actions import add_activity, edit_activity
from sciweek.activities.models import Activity
from sciweek.base import clock, scope
from sciweek.base.rest.limits import WINDOWS
from sciweek.committee.actions import end_role, revoke_token
from sciweek.committee.models import ApiToken, Membership
from sciweek.committee.tests.cast import Cast, system_in
from sciweek.config.tests.programs import Program, program
from sciweek.week.actions import create_week

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _fresh_windows() -> None:
    """A rolled-back test leaves numbers of tokens that the next one has again."""
    WINDOWS.clear()


def activities(cast: Cast) -> str:
    return f"/weeks/{cast.week.slug}/activities"


def enter(cast: Cast, name: str = "云栖科普集市", **values: Any) -> Activity:
    with cast.inside():
        return add_activity(
            cast.actor("liaison"), cast.week, name=name, kind="lecture", unit=cast.unit, **values
        )


# --- who comes in ---


def told(shape: type) -> str:
    """What a shape is, whatever room it stands in."""
    return str(TypeAdapter(shape).json_schema())


def test_no_two_shapes_share_a_name() -> None:
    """OpenAPI keeps one shape under each name: of two that differ, the later would describe both."""
    named: dict[str, set[str]] = defaultdict(set)
    for name, module in list(sys.modules.items()):
        if re.fullmatch(r"sciweek\.\w+\.api(\.\w+)*", name):
            for found in vars(module).values():
                if isinstance(found, type) and issubclass(found, BaseModel | Enum):
                    named[found.__name__].add(told(found))
    assert {name: found for name, found in named.items() if len(found) > 1} == {}


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


# --- rights and walls ---


def test_a_right_that_the_token_lacks_is_named(cast: Cast) -> None:
    reader = program(cast, "office", "activities:read")
    refused = reader.ask("POST", activities(cast), {"name": "科普集市", "kind": "lecture"})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert "activities:write" in refused.json()["detail"]
    assert reader.ask("GET", "/units").status_code == 403


def test_to_write_includes_to_read(cast: Cast) -> None:
    assert program(cast, "office", "activities:write").get(activities(cast))["total"] == 0


def test_all_rights_do_not_make_an_auditor_an_office(cast: Cast) -> None:
    refused = program(cast, "auditor").ask("POST", activities(cast), {"name": "科普集市", "kind": "lecture"})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_another_region_does_not_exist(cast: Cast) -> None:
    office, stranger = program(cast, "office"), program(cast, "stranger")
    row = enter(cast)
    assert office.ask("GET", f"/weeks/{cast.other_week.slug}/activities").status_code == 404
    assert stranger.ask("GET", f"{activities(cast)}/{row.code}").status_code == 404
    assert stranger.ask("GET", f"/units/{cast.unit.code}").status_code == 404
    assert [unit["name"] for unit in stranger.get("/units")["items"]] == ["河西街道办事处"]


def test_a_token_of_one_edition_sees_no_other(cast: Cast) -> None:
    with cast.inside():
        later = create_week(
            system_in(cast.region),
            cast.region,
            title="2028年临江区科技活动周",
            starts_on=cast.week.starts_on + timedelta(days=364),
            ends_on=cast.week.ends_on + timedelta(days=364),
        )
    bound = program(cast, "office", week=cast.week)
    assert bound.ask("GET", f"/weeks/{later.slug}").status_code == 404
    assert [week["slug"] for week in bound.get("/weeks")["items"]] == [cast.week.slug]
    assert bound.get("/me")["week"] == cast.week.slug
    refused = bound.ask("POST", "/units", {"name": "新街道", "kind": "street"})
    assert (refused.status_code, refused.json()["code"]) == (403, "week_token")


def test_a_liaison_sees_the_own_unit_alone(cast: Cast) -> None:
    row = enter(cast)
    other = program(cast, "other_liaison")
    assert other.get(activities(cast))["items"] == []
    assert other.ask("GET", f"{activities(cast)}/{row.code}").status_code == 404
    assert other.ask("POST", f"{activities(cast)}/{row.code}/submit", {}).status_code == 404


def test_contacts_are_masked_without_the_right_to_them(cast: Cast) -> None:
    row = enter(cast, contact_name="云小联", contact_phone="13900001234")
    path = f"{activities(cast)}/{row.code}"
    seen = program(cast, "office", "activities:read").get(path)
    assert (seen["contact_phone"], seen["contact_is_masked"]) == ("···1234", True)
    whole = program(cast, "office", "activities:read", "contacts:read").get(path)
    assert (whole["contact_phone"], whole["contact_is_masked"]) == ("13900001234", False)
    audit = program(cast, "auditor", "activities:read", "contacts:read").get(path)
    assert audit["contact_phone"] == "···1234"


# --- refusals ---


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


# --- writing ---


def test_the_same_key_acts_once(cast: Cast) -> None:
    office, key = program(cast, "office"), {"Idempotency-Key": str(uuid4())}
    body = {"name": "科普集市", "kind": "lecture"}
    first = office.post(activities(cast), body, status=201, **key)
    again = office.post(activities(cast), body, status=201, **key)
    assert first == again
    assert office.get(activities(cast))["total"] == 1
    assert office.ask("POST", activities(cast), body, **{"Idempotency-Key": "no-uuid"}).status_code == 422


def test_a_lost_update_shows_both_sides_and_who(cast: Cast) -> None:
    row = enter(cast, place="文化站")
    path, liaison = f"{activities(cast)}/{row.code}", program(cast, "liaison")
    seen = liaison.get(path)["version"]
    with cast.inside():
        edit_activity(cast.actor("office"), row, seen_version=seen, place="临江广场")
    answer = liaison.ask("PATCH", path, {"seen_version": seen, "place": "文化站二楼"})
    said = answer.json()
    assert (answer.status_code, said["code"], said["who"]) == (409, "conflict", "江办")
    assert (said["mine"]["place"], said["theirs"]["place"]) == ("文化站二楼", "临江广场")
    saved = liaison.ask("PATCH", path, {"seen_version": said["version"], "place": "文化站二楼"})
    assert saved.json()["place"] == "文化站二楼"


def test_an_activity_goes_its_whole_way(cast: Cast) -> None:
    liaison, office = program(cast, "liaison"), program(cast, "office")
    made = liaison.post(
        activities(cast),
        {
            "name": "云栖科普集市",
            "kind": "show",
            "unit": cast.unit.code,
            "starts_at": "2027-05-22T09:00:00+08:00",
            "ends_at": "2027-05-22T11:00:00+08:00",
        },
        status=201,
    )
    path = f"{activities(cast)}/{made['code']}"
    assert liaison.post(f"{path}/submit")["state"] == "submitted"
    back = office.post(f"{path}/return", {"marks": {"place": "请写地点"}})
    assert (back["state"], back["marks"]) == ("returned", {"place": "请写地点"})
    liaison.ask("PATCH", path, {"seen_version": back["version"], "place": "云栖文化站"})
    liaison.post(f"{path}/submit")
    assert office.post(f"{path}/approve")["state"] == "approved"
    refused = office.post(f"{path}/publish", status=422)
    assert (refused["code"], list(refused["fields"])) == ("opinion_missing", ["opinion"])
    judged = liaison.post(f"{path}/opinion", {"verdict": "open", "basis": "街道5月6日审查"})
    assert judged["opinion"] == "open"
    shown = office.post(f"{path}/publish")
    assert (shown["state"], shown["starts_at"]) == ("published", "2027-05-22T09:00:00+08:00")
    assert liaison.get(f"{path}/history")[0]["verb"] == "publish_activity"
    assert liaison.get(f"{path}/opinions")[0]["reviewer"] == "云栖街道办事处"
    with clock.standing_at(datetime(2027, 5, 22, 6, tzinfo=UTC)):
        assert office.ask("POST", f"{path}/hold", {}).status_code == 401  # the token has long expired


def test_a_bulk_act_says_what_stayed_and_why(cast: Cast) -> None:
    good, bare = (
        enter(cast, starts_at=datetime(2027, 5, 22, 1, tzinfo=UTC), place="云栖文化站"),
        enter(cast, "讲座"),
    )
    said = program(cast, "office").post(
        f"/weeks/{cast.week.slug}/bulk/activities/publish",
        {"codes": [good.code, bare.code, "NNNNNNNN"], "basis": "组委会办公室5月6日审查"},
    )
    assert said["done"] == [good.code]
    assert {one["code"]: one["reason_code"] for one in said["left"]} == {
        bare.code: "incomplete",
        "NNNNNNNN": "not_found",
    }


def test_a_unit_hands_in_a_file_and_the_office_reads_it(cast: Cast) -> None:
    office, liaison = program(cast, "office"), program(cast, "liaison")
    duty = office.post(
        f"/weeks/{cast.week.slug}/duties",
        {"what": "活动备案表", "due_on": "2027-05-07", "addressees": [{"unit": cast.unit.code}]},
        status=201,
    )
    assert duty["due_at"] == "2027-05-08T00:00:00+08:00"
    owed = liaison.get(f"/weeks/{cast.week.slug}/hand-ins")["items"][0]
    path = f"/weeks/{cast.week.slug}/hand-ins/{owed['code']}"
    sent = liaison.send(
        f"{path}/hand-in", {"note": "一场", "files": [SimpleUploadedFile("备案表.txt", "一场".encode())]}
    )
    assert (sent.status_code, sent.json()["state"]) == (200, "handed")
    file = sent.json()["files"][0]
    assert file["name"] == "备案表.txt"
    got = office.ask("GET", f"{path}/files/{file['code']}")
    assert (got.content.decode(), got["Content-Type"]) == ("一场", "application/octet-stream")
    assert program(cast, "other_liaison").ask("GET", f"{path}/files/{file['code']}").status_code == 404
    assert office.post(f"{path}/accept")["state"] == "accepted"


def test_a_unit_signs_for_the_notice(cast: Cast) -> None:
    liaison = program(cast, "liaison")
    path = f"/weeks/{cast.week.slug}/participations"
    assert [one["received_at"] for one in liaison.get(path)["items"]] == [None]
    assert liaison.post(f"{path}/{cast.unit.code}/receipt")["received_at"]
    assert program(cast, "office").get(f"{path}?received=true")["total"] == 1


# --- reading lists ---


def test_lists_come_in_pages_that_lead_to_the_next(cast: Cast) -> None:
    for number in range(5):
        enter(cast, f"讲座 {number}", starts_at=datetime(2027, 5, 22, number, tzinfo=UTC))
    office = program(cast, "office")
    path, names, page = f"{activities(cast)}?limit=2&q=讲座", [], {}
    while path:
        page = office.get(path)
        assert page["total"] == 5
        names += [one["name"] for one in page["items"]]
        path = (page["next"] or "").removeprefix("/api/v1")
    assert names == [f"讲座 {number}" for number in range(5)]
    assert office.get(f"{activities(cast)}?page=99")["items"] == []
    assert office.ask("GET", f"{activities(cast)}?limit=201").status_code == 422


def test_activities_are_filtered(cast: Cast) -> None:
    early = enter(cast, "讲座", starts_at=datetime(2027, 5, 22, 1, tzinfo=UTC))
    moment = clock.now() + HOUR
    with clock.standing_at(moment):
        late = enter(cast, "集市", starts_at=datetime(2027, 5, 23, 1, tzinfo=UTC))
    office = program(cast, "office")

    def codes(**query: str) -> list[str]:
        answer = office.client.get(
            f"/api/v1{activities(cast)}", query, headers={"Authorization": f"Bearer {office.secret}"}
        )
        return [one["code"] for one in answer.json()["items"]]

    assert codes(day="2027-05-22") == [early.code]
    assert codes(unit=cast.unit.code) == [early.code, late.code]
    assert codes(unit="NNNNNNNN") == []
    assert codes(state="published") == []
    assert codes(changed_since=moment.isoformat()) == [late.code]
    plus = (moment.replace(microsecond=0)).isoformat()
    path = f"{activities(cast)}?changed_since={plus}"  # with the plus sign as careless programs send it
    assert [one["code"] for one in office.get(path)["items"]] == [late.code]


def test_a_page_takes_the_same_queries_however_long_it_is(cast: Cast, django_assert_num_queries: Any) -> None:
    office = program(cast, "office")
    office.get("/me")
    enter(cast)
    with django_assert_num_queries(5):  # token, roles, the week, count, rows
        office.get(activities(cast))
    for number in range(40):
        enter(cast, f"讲座 {number}")
    with django_assert_num_queries(5):
        assert len(office.get(activities(cast))["items"]) == 41


# --- limits ---


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
    office = program(cast, "office")
    office.get("/me")
    with django_assert_num_queries(2 * 9):
        for _ in range(9):
            office.get("/me")


def test_guessing_is_slowed_but_stops_nobody_behind_the_same_address(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_API_RATE_UNKNOWN = 2
    office = program(cast, "office")
    assert [Program("x").ask("GET", "/me").status_code for _ in range(3)] == [401, 401, 429]
    assert office.ask("GET", "/me").status_code == 200


# --- the document ---


def test_the_openapi_document_is_open_and_whole(client: Client) -> None:
    said = client.get(reverse("api:openapi-json"))
    assert said.status_code == 200
    whole = said.json()
    assert whole["openapi"].startswith("3.1")
    for path, methods in whole["paths"].items():
        for method, one in methods.items():
            where = f"{method} {path}"
            assert one["security"] == [{"Bearer": []}], where
            assert {"401", "403", "404", "422", "429"} <= set(one["responses"]), where
            assert one["summary"], where
            assert one["operationId"].count("_") >= 1, where


def test_no_database_id_leaves_the_house(client: Client) -> None:
    whole = client.get(reverse("api:openapi-json")).json()
    for name, shape in whole["components"]["schemas"].items():
        fields = shape.get("properties", {})
        assert not {"id", "pk"} & fields.keys(), name
        assert not [field for field in fields if field.endswith("_id")], name
