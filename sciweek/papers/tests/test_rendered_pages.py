"""LibreOffice opens what is written and shows the pages of GB/T 9704-2012."""

from pathlib import Path

import pytest

from sciweek.papers.logic.blocks import Para
from sciweek.papers.tests.rendering import Sheet, pdf_by_office, sheets_of
from sciweek.papers.tests.samples import KINDS, THREE, written

pytestmark = pytest.mark.office

LONG = (Para("科" * 26 + "学" * 28 * 60),)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_full_page_has_22_lines_of_28_characters(kind: str, tmp_path: Path) -> None:
    pages = sheets_of(pdf_by_office(written(kind, body=LONG, plan=None, annexes=()), tmp_path))
    full = [row for row in pages[2].rows if row.words.strip("科学") == ""]
    assert len(full) == 22
    assert {len(row.words) for row in full} == {28}
    assert full[0].left == pytest.approx(28, abs=0.5)
    assert full[-1].top - full[0].top == pytest.approx(21 * 28.95 * 25.4 / 72, abs=0.5)


def test_pages_are_numbered_at_their_outer_edge_and_wide_tables_turned(kind: str, tmp_path: Path) -> None:
    pages = sheets_of(pdf_by_office(written(kind), tmp_path))
    for number, page in enumerate(pages, 1):
        found = [row for row in page.rows if row.words == f"—{number}—"]
        if kind == "letter" and number == 1:
            assert found == []
            continue
        (row,) = found
        assert (row.left > page.width / 2) is bool(number % 2)
    turned = [page for page in pages if page.width > page.height]
    assert [_has(page, "活动安排表") or _has(page, "一览表") for page in turned] == (
        [] if kind == "letter" else [True]
    )


def test_a_red_head_of_three_and_their_places_for_seals(tmp_path: Path) -> None:
    pages = sheets_of(pdf_by_office(written("notice", issuers=THREE), tmp_path))
    head = [row.words for row in pages[0].rows if row.words.removesuffix("文件") in THREE]
    assert head == [THREE[0], THREE[1] + "文件", THREE[2]]
    signed = [
        row.words
        for page in pages[1:]
        for row in page.rows
        if THREE[0] in row.words and THREE[1] in row.words
    ]
    assert signed == [THREE[0] + THREE[1]]


def _has(page: Sheet, words: str) -> bool:
    return any(words in row.words for row in page.rows)
