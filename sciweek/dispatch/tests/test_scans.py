from pathlib import Path

import pytest

from sciweek.base.tests.lying import long_list
from sciweek.base.tests.working import worked
from sciweek.dispatch.logic import scans
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
        (long_list(20_000), ""),
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
        "endless list",
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


def pdf(content: bytes, *, pages: int = 1, means: bytes = b"") -> bytes:
    """A PDF of pages with this content; `means` says of its letters which signs they stand for."""
    tree = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/MediaBox[0 0 600 800]>>"
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        b"1 begincodespacerange <00> <FF> endcodespacerange " + means + b" endcmap end end"
    )
    kids = b" ".join(b"%d 0 R" % number for number in range(7, 7 + pages))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"null",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
        *[tree] * pages,
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.7\n" + body + b"trailer <</Root 1 0 R>>\n%%EOF"


LINE = b"BT /F 10 Tf 9 9 Td (please hand in the list by May) Tj ET"


def test_signs_that_no_keyboard_types_are_left_out_of_the_text() -> None:
    odd = b"3 beginbfchar <41> <0000> <42> <D800> <43> <202E> endbfchar"
    lines = text_layer(pdf(LINE.replace(b"please", b"pAlBeCase"), means=odd))
    assert lines == ["please hand in the list by May"]


def test_what_is_longer_than_any_paper_is_not_read_by_halves() -> None:
    assert text_layer(pdf(LINE, pages=scans.MOST_PAGES)) is not None
    assert text_layer(pdf(LINE, pages=scans.MOST_PAGES + 1)) is None
    small = b"".join(b"BT /F 1 Tf 9 %d Td (%s) Tj ET " % (at, b"May" * 250) for at in range(700))
    assert text_layer(pdf(small)) is None


def test_very_many_lines_become_one_paragraph_in_one_pass() -> None:
    began = worked()
    [paragraph] = paragraphs(["这一行写到了边"] * 70_000)
    assert len(paragraph) == 490_000
    assert worked() - began < 5


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
