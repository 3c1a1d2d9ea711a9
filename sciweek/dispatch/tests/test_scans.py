from pathlib import Path

import pytest

from sciweek.dispatch.logic.scans import kind_of, paragraphs, text_layer
from sciweek.dispatch.tests.offices import EXE_AS_PDF, SCAN, docx, ofd, stamped_pdf, zipped

LINES = [
    "各街道办事处：",
    "为做好科技活动周各项工作，现将有关事项通知如下，请各单位结合实",
    "际认真组织实施。",
    "一、时间",
    "5月22日至29日。",
]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (SCAN, "pdf"),
        (b"\n\n" + SCAN, "pdf"),
        (ofd(), "ofd"),
        (docx("一句话"), "docx"),
        (EXE_AS_PDF, ""),
        (b"", ""),
        (b"PK\x03\x04 broken", ""),
        (zipped({"xl/workbook.xml": "<x/>"}), ""),
        (b"<html>%PDF-1.7", ""),
        (docx("一句话").replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"), ""),
    ],
    ids=[
        "pdf",
        "blank lines first",
        "ofd",
        "word",
        "program",
        "empty",
        "cut off",
        "excel",
        "web page",
        "zip of the future",
    ],
)
def test_a_file_is_what_its_bytes_say(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_the_reading_child_gets_none_of_the_servers_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"open({str(tmp_path / 'seen')!r}, 'w')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert text_layer(stamped_pdf(docx("请各单位认真组织实施，如期报送材料，并做好科技活动周各项工作。")))
    assert not (tmp_path / "seen").exists()


def test_the_words_of_a_printed_paper_are_read_without_its_page_numbers() -> None:
    lines = text_layer(
        stamped_pdf(docx("关于举办临江区科技活动周的通知，请各单位认真组织实施，如期报送材料。"))
    )
    assert lines is not None
    assert "临江区科技活动周" in "".join(lines)


@pytest.mark.parametrize(
    "data", [SCAN, b"%PDF-1.7 nothing more", b"%PDF-" + b"\xff" * 5000], ids=["picture", "cut off", "noise"]
)
def test_a_pdf_without_words_or_broken_gives_none(data: bytes) -> None:
    assert text_layer(data) is None


def test_lines_become_paragraphs_again() -> None:
    assert paragraphs(LINES) == [
        "各街道办事处：",
        "为做好科技活动周各项工作，现将有关事项通知如下，请各单位结合实际认真组织实施。",
        "一、时间",
        "5月22日至29日。",
    ]
    assert paragraphs([]) == []


def test_the_drafts_paragraphs_tell_where_one_begins() -> None:
    full = [
        "请于5月7日前将备案表报送组委会办公室，逾期不再受理并请说明原因。",
        "请于5月10日前将名单报送组委会办公室。",
    ]
    assert len(paragraphs(full)) == 1
    assert paragraphs(full, known=["请于5月10日前将名单报送。"]) == full
