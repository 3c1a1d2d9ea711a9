"""Old formats through LibreOffice, and pictures through an engine: with the part and without."""

import io
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from sciweek.notice.logic.intake import Unreadable, extract, limits, office
from sciweek.notice.logic.intake.layout import Glyph
from sciweek.notice.logic.intake.ocr import read_picture, read_pictures
from sciweek.notice.logic.intake.pdf import read_pdf

from .intake_samples import compound, scanned_pdf

RTF = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\f0\u36890?\u30693?\par 2025\par}"


def ends(pid: int) -> bool:
    """Whether the process is gone, or goes within a few seconds: what was killed takes a moment to die."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with os.fdopen(process):
        return bool(select.select([process], [], [], 5)[0])


def picture(marks: list[tuple[int, int]]) -> bytes:
    """A white page with black blocks where words would stand."""
    page = Image.new("L", (400, 300), 255)
    for x, y in marks:
        ImageDraw.Draw(page).rectangle((x, y, x + 59, y + 19), fill=0)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def block_engine(data: bytes) -> list[Glyph]:
    """A real, very small recogniser: it finds black blocks of 60 by 20 and calls each 通知."""
    page = Image.open(io.BytesIO(data)).convert("L")
    places = [(x, y) for y in range(0, page.height - 19, 20) for x in range(0, page.width - 59, 20)]
    return [
        Glyph("通知", x, y, x + 60, y + 20)
        for x, y in places
        if page.crop((x, y, x + 60, y + 20)).getextrema() == (0, 0)
    ]


@pytest.mark.parametrize(
    ("data", "name", "ending"),
    [
        (compound("WordDocument"), "a.doc", "doc"),
        (compound("WordDocument"), "a.wps", "wps"),
        (RTF, "a.rtf", "rtf"),
    ],
)
def test_without_libreoffice_an_old_format_says_what_to_do(
    data: bytes, name: str, ending: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable) as refusal:
        extract(data, name)
    assert refusal.value.code == "needs_libreoffice"
    assert f".{ending}" in str(refusal.value)
    assert "另存为 .docx" in str(refusal.value)


def program(folder: Path, source: str) -> None:
    """Puts a program named soffice on a search path of its own."""
    script = folder / "soffice"
    script.write_text(f"#!{sys.executable}\n{source}", "utf-8")
    script.chmod(0o755)


def test_a_converter_that_hangs_is_stopped_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "child"
    program(
        tmp_path,
        "import subprocess, sys, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid))\n"
        "child.wait()\n",
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("PATH", str(tmp_path))
    # Long enough for the program to have started its child, however busy the machine is.
    monkeypatch.setattr(limits, "CONVERT_PATIENCE", 5)
    with pytest.raises(Unreadable) as refusal:
        extract(RTF)
    assert refusal.value.code == "timeout"
    assert ends(int(note.read_text()))
    assert list(scratch.iterdir()) == []


def test_a_converter_that_reckons_without_end_is_stopped_by_its_processor_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "while True:\n    pass\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(limits, "CONVERT_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(Unreadable) as refusal:
        extract(RTF)
    assert refusal.value.code == "timeout"
    assert time.monotonic() - began < limits.CONVERT_PATIENCE


def test_a_converter_that_swells_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "import signal\nheld = b'x' * 80_000_000\nsignal.pause()\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(limits, "CONVERT_MEMORY", 60_000_000)
    with pytest.raises(Unreadable) as refusal:
        extract(RTF)
    assert refusal.value.code == "conversion_failed"


@pytest.mark.parametrize("source", ["raise SystemExit(3)", "pass"])
def test_a_converter_that_makes_nothing_is_a_refusal(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, source)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable) as refusal:
        extract(compound("WordDocument"), "旧.doc")
    assert refusal.value.code == "conversion_failed"


@pytest.mark.office
def test_an_rtf_is_read_through_libreoffice() -> None:
    found = extract(RTF, "通知.rtf")
    assert (found.text.strip(), found.media) == ("通知\n2025", "rtf")
    assert [remark.code for remark in found.remarks] == ["converted"]


@pytest.mark.office
def test_a_doc_made_by_libreoffice_is_read_through_it(tmp_path: Path) -> None:
    (tmp_path / "old.rtf").write_bytes(RTF)
    command = [
        office.installed() or "soffice",
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
    ]
    subprocess.run(
        [*command, "--convert-to", "doc", "--outdir", str(tmp_path), str(tmp_path / "old.rtf")],
        check=True,
        capture_output=True,
    )
    found = extract((tmp_path / "old.doc").read_bytes(), "old.doc")
    assert (found.text.strip(), found.media) == ("通知\n2025", "doc")


@pytest.mark.office
@pytest.mark.parametrize(
    "data", [compound("WordDocument"), RTF[: len(RTF) // 2], b"{\\rtf1 " + bytes(range(256)) * 20]
)
def test_a_damaged_old_file_is_a_text_or_a_refusal(data: bytes) -> None:
    code = None
    try:
        assert extract(data, "旧.doc").text.strip()
    except Unreadable as refusal:
        code = refusal.code
    assert code in {None, "conversion_failed", "no_text", "timeout", "broken"}


def test_a_picture_is_read_line_by_line_by_an_engine() -> None:
    text, remarks = read_picture(picture([(20, 40), (200, 40), (20, 120)]), block_engine)
    assert text == "通知  通知\n通知"
    assert [remark.code for remark in remarks] == ["ocr"]


def test_several_pictures_are_pages_and_only_so_many_are_read() -> None:
    text, remarks = read_pictures([picture([(20, 40)])] * (limits.OCR_PAGES + 1), block_engine)
    assert text.count("通知") == limits.OCR_PAGES
    assert [remark.code for remark in remarks] == ["ocr", "ocr_pages_limited"]


def test_a_scanned_pdf_is_rendered_for_the_engine_and_marked_doubtful() -> None:
    def engine(data: bytes) -> list[Glyph]:
        size = Image.open(io.BytesIO(data)).size
        return [Glyph("扫描的通知", 100, 100, size[0] / 2, 140), Glyph("完", 100, 200, 140, 240)]

    text, pages, doubtful, remarks = read_pdf(scanned_pdf(2), engine)
    assert (text, pages, doubtful) == ("扫描的通知\n完\n扫描的通知\n完", 2, True)
    assert [remark.code for remark in remarks] == ["ocr"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x89PNG\r\n\x1a\nnothing", "broken"), (picture([]), "no_text")],
)
def test_a_picture_that_gives_nothing_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_picture(data, block_engine)
    assert refusal.value.code == code


def test_a_picture_of_too_many_pixels_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PIXELS", 1000)
    with pytest.raises(Unreadable) as refusal:
        read_picture(picture([(20, 40)]), block_engine)
    assert refusal.value.code == "too_large"
