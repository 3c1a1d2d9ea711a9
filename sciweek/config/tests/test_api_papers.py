"""Official papers over the API: what the operations answer beyond who may call them."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from sciweek.base import clock
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import Program, program
from sciweek.dispatch.models import Paper
from sciweek.dispatch.tests.offices import BUREAU, NUMBER, PUBLICITY, SCAN, edited, furnish


@pytest.fixture
def office(cast: Cast) -> Iterator[Program]:
    """A program of the office on 12 April 2027, with a week that papers can be made of."""
    with clock.standing_at(datetime(2027, 4, 12, 9, tzinfo=ZoneInfo("Asia/Shanghai"))):
        with cast.inside():
            furnish(cast)
        yield program(cast, "office")


@pytest.fixture
def papers(cast: Cast) -> str:
    return f"/weeks/{cast.week.slug}/papers"


def test_a_paper_is_drafted_once_for_one_key_and_stands_in_the_list(office: Program, papers: str) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    body = {"kind": "notice", "doc_mark": "临科字"}
    first = office.post(papers, body, status=201, **key)
    second = office.post(papers, body, status=201, **key)
    assert first["code"] == second["code"]
    assert (first["state"], first["files"], first["annexes"]) == (
        "draft",
        ["draft"],
        ["filing_form", "return_form"],
    )
    office.post(papers, {"kind": "letter"}, status=201)
    assert [one["kind"] for one in office.get(papers)["items"]] == ["letter", "notice"]
    assert office.get(f"{papers}?kind=letter")["total"] == 1
    assert office.get(f"{papers}?state=issued")["total"] == 0
    assert office.get(f"{papers}?changed_since=2027-04-13T00:00:00%2B08:00")["total"] == 0


def test_an_inner_section_issues_nothing_by_this_door_either(office: Program, papers: str) -> None:
    told = office.post(papers, {"kind": "notice", "issuers": ["区科技局业务科"]}, status=422)
    assert "不是组委会成员单位" in told["fields"]["issuers"]
    assert office.get(papers)["total"] == 0


def test_the_second_of_two_edits_is_a_conflict_with_both_values(office: Program, papers: str) -> None:
    made = office.post(papers, {"kind": "notice"}, status=201)
    change = {"seen_version": made["version"], "issuers": [BUREAU, PUBLICITY]}
    path = f"{papers}/{made['code']}"
    assert office.ask("PATCH", path, change).json()["issuers"] == [BUREAU, PUBLICITY]
    answer = office.ask("PATCH", path, change | {"issuers": [BUREAU]})
    assert answer.status_code == 409
    assert answer.json()["theirs"]["issuers"] == [BUREAU, PUBLICITY]


def test_a_paper_goes_out_and_comes_back(cast: Cast, office: Program, papers: str) -> None:
    made = office.post(papers, {"kind": "notice"}, status=201)
    path = f"{papers}/{made['code']}"
    sent = office.post(f"{path}/send", {"seen_version": made["version"]})
    with cast.inside():
        final = edited(Paper.objects.get(), "现将有关事项通知如下", "现就有关事项通知如下")
    parts = {
        "number": "临科字[2027]第9号",
        "signer": "沈玥",
        "issued_on": "2027-04-12",
        "seen_version": str(sent["version"]),
        "scan": SimpleUploadedFile("盖章件.pdf", SCAN),
        "final": SimpleUploadedFile("定稿.docx", final),
    }
    issued = office.send(f"{path}/issue", parts).json()
    assert (issued["state"], issued["number"], issued["files"]) == (
        "issued",
        NUMBER,
        ["draft", "issued", "final"],
    )
    words = office.get(f"{path}/text")
    assert "现将有关事项" in words["draft"]
    assert "现就有关事项" in words["issued"]
    file = office.ask("GET", f"{path}/files/issued")
    assert (file.content, file.headers["Content-Disposition"]) == (SCAN, "attachment")
    assert office.ask("GET", f"{path}/files/preview").status_code == 404
    assert office.ask("PATCH", path, {"seen_version": issued["version"], "title": "事后"}).status_code == 422


def test_words_and_files_want_the_right_to_see_contacts(cast: Cast, office: Program, papers: str) -> None:
    made = office.post(papers, {"kind": "notice"}, status=201)
    reader = program(cast, "office", "papers:read")
    assert reader.get(f"{papers}/{made['code']}")["title"] == made["title"]
    for rest in ("text", "files/draft"):
        answer = reader.ask("GET", f"{papers}/{made['code']}/{rest}")
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert reader.ask("POST", papers, {"kind": "notice"}).status_code == 403


@pytest.mark.parametrize("field", ["unit", "corrects"])
def test_a_code_that_names_nothing_is_said_beside_its_field(office: Program, papers: str, field: str) -> None:
    told = office.post(papers, {"kind": "letter", field: "ZZZZZZZZ"}, status=422)
    assert field in told["fields"]


@pytest.mark.parametrize("count", [3, 12])
@pytest.mark.usefixtures("one_minute")
def test_the_list_asks_a_flat_number_of_queries(
    office: Program, papers: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        office.post(papers, {"kind": "letter", "title": f"第{number}份函"}, status=201)
    office.get(papers)
    with django_assert_num_queries(5):
        office.get(papers)
