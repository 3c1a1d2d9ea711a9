import argparse
import io
from pathlib import Path

import pytest
from docx import Document

from sciweek.committee.actions import set_bodies
from sciweek.committee.tests.cast import Cast
from sciweek.dispatch.commands import register
from sciweek.dispatch.models import Paper
from sciweek.dispatch.tests.offices import EXE_AS_PDF
from sciweek.papers.logic.lines import text_of
from sciweek.sheets.logic.reading import read_tables

PAPERS = ("notice", "plan_notice", "letter", "report")
TABLES = ("arrangements", "filing", "contacts", "return_form")


def paper(*words: str) -> int:
    """`sciweek paper WORDS` on the data of the test."""
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    args = parser.parse_args(["paper", *words])
    return int(args.run(args))


@pytest.mark.parametrize("kind", [*PAPERS, *TABLES])
def test_every_kind_is_written_as_word(
    house: Cast, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "文.docx"
    assert paper("write", kind, "--week", house.week.slug, "--out", str(out)) == 0
    assert "科技活动周" in "\n".join(text_of(out.read_bytes()))
    assert str(out) in capsys.readouterr().out
    assert not Paper.objects.exists()


@pytest.mark.parametrize("kind", TABLES)
def test_tables_are_written_as_excel(house: Cast, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "表.XLSX"
    assert paper("write", kind, "--week", house.week.slug, "--out", str(out)) == 0
    assert read_tables(out.read_bytes(), "表.xlsx")


@pytest.mark.parametrize("kind", ["letter", "return_form"])
def test_previews_are_written_as_pdf(house: Cast, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "预览.pdf"
    assert paper("write", kind, "--week", house.week.slug, "--out", str(out)) == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_draft_is_marked_and_a_table_is_not(house: Cast, tmp_path: Path) -> None:
    for kind, marked in (("notice", True), ("arrangements", False)):
        out = tmp_path / f"{kind}.docx"
        paper("write", kind, "--week", house.week.slug, "--out", str(out))
        header = Document(io.BytesIO(out.read_bytes())).sections[0].header
        assert ("草稿" in "".join(one.text for one in header.paragraphs)) == marked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("notice", "--out", "{tmp}/x.xlsx"), "written as .docx or .pdf"),
        (("notice", "--out", "{tmp}/x"), "written as .docx or .pdf"),
        (("notice", "--out", "{tmp}"), "written as .docx or .pdf"),
        (("filing", "--out", "{tmp}/x.txt"), ".docx or .pdf or .xlsx"),
        (("notice", "--out", "{tmp}/none/x.docx"), "There is no folder"),
        (("notice", "--week", "none-2027", "--out", "{tmp}/x.docx"), "There is no edition “none-2027”"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_left(
    house: Cast, tmp_path: Path, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert paper("write", *(word.format(tmp=tmp_path) for word in words)) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_kind_that_is_none_is_told_with_those_that_are(
    house: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        paper("write", "poster", "--out", str(tmp_path / "x.docx"))
    assert left.value.code == 2
    assert "return_form" in capsys.readouterr().err


def test_a_week_that_lacks_something_is_told_in_words(
    house: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_bodies(house.actor("office"), house.week, [])
    assert paper("write", "notice", "--week", house.week.slug, "--out", str(tmp_path / "x.docx")) == 2
    assert "没有单位可以发文" in capsys.readouterr().err


def test_without_any_week_it_says_so(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert paper("write", "notice", "--out", str(tmp_path / "x.docx")) == 2
    assert "There is no edition yet" in capsys.readouterr().err


@pytest.mark.parametrize("kind", PAPERS)
def test_what_is_written_departs_from_nothing(house: Cast, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "文.docx"
    paper("write", kind, "--week", house.week.slug, "--out", str(out))
    assert paper("check", str(out)) == 0


def test_a_plain_word_file_departs_and_what_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = tmp_path / "随手.docx"
    document = Document()
    document.add_paragraph("关于举办科技活动周的通知")
    document.save(str(plain))
    assert paper("check", str(plain)) == 1
    assert capsys.readouterr().out.strip()


def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "文.docx"
    broken.write_bytes(EXE_AS_PDF)
    for words in (str(broken), str(tmp_path / "none.docx"), str(tmp_path)):
        assert paper("check", words) == 2
        assert capsys.readouterr().err.strip()
