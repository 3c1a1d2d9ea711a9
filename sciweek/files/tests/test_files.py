from pathlib import Path
from uuid import uuid4

import pytest
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciweek.base.errors import Refused
from sciweek.committee.tests.cast import Cast
from sciweek.files.actions import keep_file, show_file
from sciweek.files.invariants import invariants
from sciweek.files.logic import safe_name
from sciweek.files.models import StoredFile
from sciweek.files.queries import file_by_code, files_of, path_of, read_bytes


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def kept(cast: Cast, data: bytes = b"words", name: str = "名单.txt", **more: str) -> StoredFile:
    with cast.inside():
        return keep_file(cast.actor("office"), owner_uid=uuid4(), name=name, data=data, **more)


def body(answer: HttpResponseBase) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)
    return answer.getvalue()


def test_a_file_comes_back_as_it_came(cast: Cast) -> None:
    stored = kept(cast, b"\x00\xff words")
    assert read_bytes(stored) == b"\x00\xff words"
    assert stored.visibility == "private"
    with cast.inside():
        assert list(files_of(stored.owner_uid)) == [stored]


def test_the_same_bytes_lie_on_disk_once(cast: Cast, media: Path) -> None:
    first, second = kept(cast), kept(cast, name="又一份.txt")
    assert path_of(first) == path_of(second)
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_an_empty_and_a_too_large_file_are_refused(cast: Cast, settings: Settings) -> None:
    settings.SCIWEEK_UPLOAD_LIMIT = 4
    for data, code in ((b"", "empty"), (b"12345", "too_large")):
        with pytest.raises(Refused) as refusal:
            kept(cast, data)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\表\\名单.xlsx", "名单.xlsx"),
        ("a\nb\u202ecod.exe", "a bcod.exe"),
        ("", "file"),
        ("…/..", "file"),
        ("长" * 300 + ".docx", "长" * 175 + ".docx"),
    ],
)
def test_a_name_is_one_clean_line(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("office", 200),
        ("publicity", 200),
        ("auditor", 200),
        ("liaison", 404),
        ("stranger", 404),
        ("link", 404),
    ],
)
def test_a_private_file_is_for_the_regions_own_roles(cast: Cast, who: str, status: int) -> None:
    stored = kept(cast)
    assert cast.client(who).get(reverse("files:desk", kwargs={"code": stored.code})).status_code == status


def test_nobody_reaches_a_private_file_by_the_public_address(cast: Cast) -> None:
    stored = kept(cast)
    where = reverse("files:public", kwargs={"code": stored.code})
    assert cast.client("office").get(where).status_code == 404
    with cast.inside():
        show_file(cast.actor("office"), stored, visibility="public")
    answer = cast.client("citizen").get(where)
    assert body(answer) == b"words"
    assert file_by_code(stored.code) == stored


def test_a_page_that_somebody_uploads_never_runs_as_a_page_of_the_site(cast: Cast) -> None:
    stored = kept(cast, b"<script>alert(1)</script>", name="notice.html", media_type="text/html")
    answer = cast.client("office").get(reverse("files:desk", kwargs={"code": stored.code}))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_doctor_misses_bytes_that_are_gone(cast: Cast) -> None:
    stored = kept(cast)
    check = next(one.check for one in invariants() if one.name == "files.bytes_are_there")
    assert list(check()) == []
    path_of(stored).unlink()
    assert [stored.code in line for line in check()] == [True]
    assert cast.client("office").get(reverse("files:desk", kwargs={"code": stored.code})).status_code == 404
