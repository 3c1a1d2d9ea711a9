"""What the database undid because another was quicker is done once more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from sciweek.base.answers import RefusalMiddleware
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.overtaken import MORE_TRIES


def answered(page: Callable[[HttpRequest], HttpResponse], **posted: Any) -> HttpResponse | None:
    """What the browser gets from a page that has just been overtaken; None: the fault goes on."""
    request = RequestFactory().post("/", posted)
    request.resolver_match = ResolverMatch(page, (), {})
    for _name, files in request.FILES.lists():
        for file in files:
            file.read()
    return RefusalMiddleware(page).process_exception(request, ObjectDoesNotExist("gone meanwhile"))


def test_the_second_look_answers_and_reads_files_from_their_beginning() -> None:
    paper = SimpleUploadedFile("备案表.txt", b"one line")
    answer = answered(lambda request: HttpResponse(request.FILES.getlist("paper")[0].read()), paper=paper)
    assert answer is not None
    assert answer.content == b"one line"


@pytest.mark.parametrize(("raised", "status"), [(Refused("已经有了"), 422), (OutOfSight("row"), 404)])
def test_what_the_second_look_refuses_is_said_like_any_refusal(raised: Exception, status: int) -> None:
    def page(_request: HttpRequest) -> HttpResponse:
        raise raised

    answer = answered(page)
    assert answer is not None
    assert answer.status_code == status


def test_what_only_the_second_look_finds_missing_is_missing() -> None:
    def page(_request: HttpRequest) -> HttpResponse:
        raise Http404

    with pytest.raises(Http404):
        answered(page)


def test_a_fault_of_ours_comes_again_and_is_raised() -> None:
    looks = []

    def page(_request: HttpRequest) -> HttpResponse:
        looks.append(1)
        raise ObjectDoesNotExist("never there")

    with pytest.raises(ObjectDoesNotExist, match="never there"):
        answered(page)
    assert len(looks) == MORE_TRIES


def test_what_no_other_person_can_cause_is_not_tried_again() -> None:
    def page(_request: HttpRequest) -> HttpResponse:
        raise AssertionError("looked again")

    request = RequestFactory().post("/")
    request.resolver_match = ResolverMatch(page, (), {})
    for error in (ValueError("a fault"), IntegrityError("a check of ours")):
        assert RefusalMiddleware(page).process_exception(request, error) is None
