"""Hostile and broken files: a clear refusal, never a stack trace, never more than ten seconds or 300 MB."""

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.base.tests.working import worked
from sciweek.notice.logic.intake import (
    Extracted,
    Unreadable,
    extract,
    extract_path,
    limits,
    ocr,
    office,
    opening,
)
from sciweek.notice.logic.intake.outcome import REFUSALS, REMARKS

from .intake_samples import (
    NOTICE,
    OLE2,
    compound,
    encrypted_pdf,
    notice_docx,
    ofd,
    ofd_text,
    page_of,
    paragraph,
    pdf,
    scanned_pdf,
    word,
    zipped,
)

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def _without_optional_parts() -> Iterator[None]:
    """Scans and old formats are refused here, whether or not the optional parts are installed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ocr, "installed", lambda: False)
        patched.setattr(office, "installed", lambda: None)
        yield


def outcome(data: bytes, filename: str = "") -> Extracted | Unreadable:
    """What comes back; anything but a text or a refusal fails the test by itself."""
    try:
        return extract(data, filename)
    except Unreadable as refusal:
        return refusal


def code_of(data: bytes, filename: str = "") -> str:
    found = outcome(data, filename)
    assert isinstance(found, Unreadable)
    assert str(found).endswith("。")
    assert "{" not in str(found)
    return found.code


def heavy_docx() -> bytes:
    """As much XML as one part may hold."""
    return word("".join(paragraph(f"{number}各单位要高度重视，加强领导。") for number in range(115_000)))


def billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return word(paragraph("x").replace("x", "&l9;"), head=f'<!DOCTYPE d [<!ENTITY l0 "lol">{levels}]>')


def test_an_empty_file_is_refused() -> None:
    assert code_of(b"") == "empty"


def test_a_file_of_a_hundred_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.docx"
    with large.open("wb") as file:
        file.truncate(100 * MEGABYTE)
    with pytest.raises(Unreadable) as refusal:
        extract_path(large)
    assert refusal.value.code == "too_large"
    assert refusal.value.params == {"size": 100, "limit": 20}
    assert code_of(bytes(limits.MAX_BYTES + 1)) == "too_large"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract_path(tmp_path)
    assert refusal.value.code == "unknown_format"


def test_a_file_on_disk_is_read(tmp_path: Path) -> None:
    place = tmp_path / "通知.docx"
    place.write_bytes(notice_docx())
    assert extract_path(place).text == NOTICE


@pytest.mark.parametrize(
    ("data", "name", "media"),
    [
        (notice_docx(), "通知.pdf", "docx"),
        (pdf([page_of([(0, "通知正文")])]), "通知.docx", "pdf"),
        (NOTICE.encode(), "通知.docx", "txt"),
        ("<html><p>通知</p>".encode(), "通知.doc", "html"),
        (ofd([ofd_text(30, 40, "通知正文")]), "通知.pdf", "ofd"),
    ],
)
def test_a_wrong_ending_is_remarked_and_the_content_read(data: bytes, name: str, media: str) -> None:
    found = extract(data, name)
    assert found.media == media
    assert [remark.code for remark in found.remarks] == ["wrong_ending"]
    assert media in str(found.remarks[0])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word("", bomb="0" * (99 * MEGABYTE)), "archive_bomb"),
        (zipped({"[Content_Types].xml": "", **{f"word/{n}.xml": "" for n in range(5_001)}}), "archive_bomb"),
        (word(paragraph("字" * 10), **{f"p{n}": "0" * (12 * MEGABYTE) for n in range(9)}), "archive_bomb"),
        (billion_laughs(), "xml_bomb"),
        (word(paragraph("x"), head='<!DOCTYPE d SYSTEM "file:///etc/passwd">'), "xml_bomb"),
        (ofd([""], members={"OFD.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d/>'}), "xml_bomb"),
        (word("<w:p>" * 300 + "</w:p>" * 300), "broken"),
        (word(paragraph("字" * (6 * MEGABYTE))), "archive_bomb"),
        (encrypted_pdf(), "encrypted"),
        (compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (compound("WordDocument", encrypted=True), "encrypted"),
        (compound("Workbook"), "unknown_format"),
        (compound("PowerPoint Document"), "unknown_format"),
        (scanned_pdf(), "scanned_no_ocr"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "scanned_no_ocr"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "scanned_no_ocr"),
        (zipped({"a.docx": notice_docx()}), "unknown_format"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "unknown_format"),
        (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "unknown_format"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}),
            "unknown_format",
        ),
        (b"Rar!\x1a\x07\x00", "unknown_format"),
        (b"MIME-Version: 1.0\r\n", "unknown_format"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "unknown_format"),
    ],
)
def test_a_hostile_or_foreign_file_is_refused_by_name(data: bytes, code: str) -> None:
    began = worked()
    assert code_of(data) == code
    assert worked() - began < 10


def test_names_that_climb_out_of_the_archive_are_only_names() -> None:
    members = {"../../etc/cron.d/x": "evil", "/abs.xml": "evil", "..\\..\\x": "evil"}
    with zipfile.ZipFile(io.BytesIO(notice_docx())) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    assert extract(zipped({**members, **kept})).text == NOTICE
    rels = kept["_rels/.rels"].replace(b"word/document.xml", b"../../../../etc/passwd")
    assert extract(zipped({**kept, "_rels/.rels": rels})).text == NOTICE


def test_an_encrypted_zip_member_is_refused_as_encrypted() -> None:
    data = bytearray(notice_docx())
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    assert code_of(bytes(data)) == "encrypted"


def test_a_size_that_an_archive_lies_about_does_no_harm() -> None:
    data = bytearray(word(paragraph("字"), bomb="0" * (50 * MEGABYTE)))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    assert isinstance(outcome(bytes(data)), Extracted | Unreadable)


@pytest.mark.parametrize("tenths", range(10))
@pytest.mark.parametrize(
    "make", [notice_docx, lambda: pdf([page_of([(0, NOTICE[:20])])]), lambda: ofd([ofd_text(9, 9, "字")])]
)
def test_a_file_cut_off_anywhere_is_refused_or_read(make: Callable[[], bytes], tenths: int) -> None:
    whole = make()
    assert isinstance(outcome(whole[: len(whole) * tenths // 10]), Extracted | Unreadable)


MAGIC = [
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    OLE2,
    b"{\\rtf1 ",
    b"<html>",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"RIFF",
    b"",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.sampled_from(MAGIC), rest=st.binary(max_size=3000))
def test_random_bytes_behind_any_magic_give_a_text_or_a_refusal(start: bytes, rest: bytes) -> None:
    outcome(start + rest)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.floats(0, 1),
    noise=st.binary(min_size=1, max_size=20),
    kind=st.sampled_from(["docx", "pdf", "ofd"]),
)
def test_a_file_with_damaged_bytes_gives_a_text_or_a_refusal(place: float, noise: bytes, kind: str) -> None:
    data = {
        "docx": notice_docx(),
        "pdf": pdf([page_of([(0, "通知正文")])]),
        "ofd": ofd([ofd_text(9, 9, "通知")]),
    }[kind]
    at = int(place * len(data))
    outcome(data[:at] + noise + data[at + len(noise) :])


def test_the_largest_parts_that_are_read_stay_within_memory_and_time() -> None:
    """Peak memory of one reading child, measured by the system for a process of its own."""
    heavy = heavy_docx()
    assert len(heavy) < limits.MAX_BYTES
    probe = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'sciweek.notice.logic.intake.child', *sys.argv[1:], 'docx'],"
        " stdin=sys.stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_maxrss, used.ru_utime + used.ru_stime)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, str(limits.PARSE_SECONDS), str(limits.PARSE_MEMORY), "100000000"],
        input=heavy,
        capture_output=True,
        check=True,
    )
    kilobytes, seconds = done.stdout.split()
    assert int(kilobytes) * 1024 < 300 * MEGABYTE
    assert float(seconds) < 10
    outcome(heavy)


def test_a_child_that_wants_too_much_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PARSE_MEMORY", 60 * MEGABYTE)
    assert code_of(heavy_docx()) in {"too_large", "broken"}


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = pdf([page_of([(0, f"{line}{NOTICE[:24]}") for line in range(25)])] * limits.MAX_PAGES)
    monkeypatch.setattr(limits, "PARSE_SECONDS", 1)
    assert code_of(slow) == "timeout"


def test_a_child_that_dies_is_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert code_of(notice_docx()) == "broken"


def test_every_message_fills_its_places_and_says_what_to_do() -> None:
    for code, message in REFUSALS.values():
        assert code in {
            "empty", "too_large", "unknown_format", "archive_bomb", "xml_bomb", "encrypted", "scanned_no_ocr", "broken",
            "needs_libreoffice", "conversion_failed", "timeout", "no_text",
        }  # fmt: skip
        assert "请" in message
        assert "！" not in message
    assert all("！" not in message for message in REMARKS.values())


def test_an_installed_recognition_part_is_asked_for_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second child gets the wider limits; without the part it stays a refusal and never a crash."""
    asked: list[bool] = []
    real = opening._asked

    def noted(media: str, data: bytes, *, with_ocr: bool) -> dict:
        asked.append(with_ocr)
        return (
            {"text": "识别的文字", "pages": 1, "doubtful": True, "remarks": [["ocr", {}]]}
            if with_ocr
            else real(media, data, with_ocr=False)
        )

    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(opening, "_asked", noted)
    found = extract(scanned_pdf())
    assert (found.text, found.doubtful, asked) == ("识别的文字", True, [False, True])
