"""A request comes whole or is none; a file is weighed before it is read."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from sciweek.base.answers import BodyLimit
from sciweek.base.errors import Refused
from sciweek.base.uploads import contents

FORM = {
    "note": "一式两份",
    "first": SimpleUploadedFile("甲.txt", b"first" * 20_000),
    "second": SimpleUploadedFile("乙.txt", b"second"),
}


def request(*, cut: int, media: str = "") -> HttpRequest:
    """A form with two files whose last `cut` bytes never come."""
    for file in (FORM["first"], FORM["second"]):
        assert isinstance(file, SimpleUploadedFile)
        file.seek(0)
    made = RequestFactory().post("/", FORM)
    body = made.body
    came = io.BytesIO(body[: len(body) - cut])
    more = {"CONTENT_TYPE": media} if media else {}
    return WSGIRequest(made.META | {"wsgi.input": came, "CONTENT_LENGTH": str(len(body))} | more)


def files(asked: HttpRequest) -> Any:
    note, came = asked.POST["note"], asked.FILES
    return (note, *(b"".join(came.getlist(name)[0].chunks()) for name in ("first", "second")))


def body(asked: HttpRequest) -> Any:
    return len(asked.body)


def lines(asked: HttpRequest) -> Any:
    return sum(map(len, asked))


def through(asked: HttpRequest, page: Callable[[HttpRequest], Any]) -> Any:
    found: list[Any] = []

    def answer(asked: HttpRequest) -> HttpResponse:
        found.append(page(asked))
        return HttpResponse()

    BodyLimit(answer)(asked)
    return found[0]


@pytest.mark.parametrize("page", [files, body, lines])
@pytest.mark.parametrize("cut", [1, 30, 60_000])
def test_what_broke_off_is_no_form_with_half_of_its_files(
    page: Callable[[HttpRequest], Any], cut: int
) -> None:
    asked = request(cut=cut, media="" if page is files else "text/plain")
    with pytest.raises(BadRequest):
        through(asked, page)


def test_what_comes_whole_is_read_in_every_way() -> None:
    assert through(request(cut=0), files) == ("一式两份", b"first" * 20_000, b"second")
    length = through(request(cut=0), body)
    assert length > 100_000
    assert through(request(cut=0, media="text/plain"), lines) == length
    assert through(RequestFactory().get("/"), body) == 0


def test_a_file_that_is_larger_than_may_be_kept_is_refused_before_it_is_read(settings: Settings) -> None:
    settings.SCIWEEK_UPLOAD_LIMIT = 5
    assert contents(SimpleUploadedFile("甲.txt", b"12345"), "scan") == b"12345"
    large = SimpleUploadedFile("甲.txt", b"123456")
    with pytest.raises(Refused) as refused:
        contents(large, "scan")
    assert refused.value.fields.keys() == {"scan"}
    assert large.tell() == 0
