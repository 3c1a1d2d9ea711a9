import argparse
import os
import time
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciweek.base import clock
from sciweek.base.errors import OutOfSight, Refused
from sciweek.committee.tests.cast import Cast
from sciweek.files import actions, queries
from sciweek.files.actions import forget_leftovers, keep_file, show_files
from sciweek.files.commands import register
from sciweek.files.invariants import invariants
from sciweek.files.logic import media_type_of, safe_name
from sciweek.files.models import StoredFile
from sciweek.files.pages import send_file
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
    ("name", "told", "media"),
    [
        ("盖章件.PDF", "text/html", "application/pdf"),
        ("通知.pdf.gz", "", "application/octet-stream"),
        ("data:image/png,x.html", "image/png", "text/html"),
        ("盖章件.ofd", "application/ofd", "application/ofd"),
        ("盖章件.ofd", "application/ofd\nSet-Cookie: a=b", "application/octet-stream"),
        ("盖章件.ofd", "application/\0", "application/octet-stream"),
        ("盖章件.ofd", "a" * 200, "application/octet-stream"),
        ("没有后缀", "", "application/octet-stream"),
    ],
)
def test_a_files_type_is_told_by_its_ending_else_by_who_sent_it_if_it_is_one(
    name: str, told: str, media: str
) -> None:
    assert media_type_of(name, told) == media


def test_a_pdf_is_shown_where_a_viewer_starts_and_nothing_else_without_a_sandbox(cast: Cast) -> None:
    paper, words = send_file(kept(cast, b"%PDF-1.7", name="盖章件.pdf")), send_file(kept(cast))
    for answer in (paper, words):
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "sandbox" not in paper.headers["Content-Security-Policy"]
    assert "sandbox" in words.headers["Content-Security-Policy"]


def test_nobody_reaches_a_private_file_by_the_public_address(cast: Cast) -> None:
    stored = kept(cast)
    where = reverse("files:public", kwargs={"code": stored.code})
    assert cast.client("office").get(where).status_code == 404
    with cast.inside():
        show_files(cast.actor("office"), [stored.pk], visibility="public")
    answer = cast.client("citizen").get(where)
    assert body(answer) == b"words"
    assert file_by_code(stored.code) == stored


def test_a_page_that_somebody_uploads_never_runs_as_a_page_of_the_site(cast: Cast) -> None:
    answer = send_file(kept(cast, b"<script>alert(1)</script>", name="notice.html", media_type="text/html"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_doctor_misses_bytes_that_are_gone(cast: Cast) -> None:
    stored = kept(cast)
    check = next(one.check for one in invariants() if one.name == "files.bytes_are_there")
    assert list(check()) == []
    path_of(stored).unlink()
    assert [stored.code in line for line in check()] == [True]
    with pytest.raises(OutOfSight):
        send_file(stored)


def left(media: Path, name: str, *, days: int) -> Path:
    """Bytes that no file has."""
    path = media / name[-2:] / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"left over")
    long_ago = time.time() - days * 86400
    os.utime(path, (long_ago, long_ago))
    return path


def test_bytes_that_no_file_has_are_told_by_the_doctor_and_deleted_by_the_command(
    cast: Cast, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = kept(cast)
    os.utime(path_of(stored), (0, 0))
    old = [left(media, f"{word}ab", days=31) for word in ("c" * 62, ".part-x", ".gone-" + "d" * 62)]
    fresh = left(media, f"{'e' * 62}ab", days=29)
    check = next(one.check for one in invariants() if one.name == "files.bytes_have_a_file")
    assert len(list(check())) == 3
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    args = parser.parse_args(["files", "sweep"])
    assert args.run(args) == 0
    assert "Deleted: 3" in capsys.readouterr().out
    assert not any(path.exists() for path in old)
    assert fresh.exists()
    assert read_bytes(stored) == b"words"
    assert list(check()) == []


def test_bytes_that_somebody_hands_in_while_they_are_swept_stay(
    cast: Cast, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes lay there for long without a file."""
    stored = kept(cast)
    StoredFile.objects.over_the_wall("base.doctor").filter(pk=stored.pk).update(erased_at=clock.now())
    os.utime(path_of(stored), (0, 0))
    real = queries.leftovers

    def meanwhile(before: datetime) -> list[Path]:
        found = list(real(before))
        assert found == [path_of(stored)]
        kept(cast)
        return found

    monkeypatch.setattr(actions, "leftovers", meanwhile)
    assert forget_leftovers() == 0
    assert read_bytes(stored) == b"words"
    assert [path.name for path in media.rglob("*") if path.is_file()] == [stored.sha256]
