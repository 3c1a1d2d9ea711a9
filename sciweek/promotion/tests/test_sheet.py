"""验收单 as it is printed: what it says, and that it stands on its pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sciweek.papers.tests.rendering import pdf_by_office, sheets_of
from sciweek.promotion.logic.frozen import Result, Signer, Terms
from sciweek.promotion.logic.sheet import Accepted, acceptance_docx

TERMS = Terms(
    "公交站台科普海报",
    "临江青禾文化传媒有限公司",
    contract_no="临宣采〔2027〕3号",
    price="28000.00",
    signed_on="2027-05-01",
    ends_on="2027-06-20",
    unit="中共云川市临江区委宣传部",
)
RESULTS = (
    Result("a", "站台灯箱海报", "块", "30.00", "30.00", "2027-05-19", "2027-05-20", "accepted"),
    Result("b", "活动折页", "册", "3000.00", "", "2026-12-20", "", "waived", "改为电子版，从价款里扣除"),
)


def sheet(**values: Any) -> Accepted:
    given: dict[str, Any] = {
        "edition": "2027年临江区科技活动周",
        "terms": TERMS,
        "results": RESULTS,
        "people": (Signer("何工", "区科技局办公室"), Signer("陶老师")),
        "accepted_on": date(2027, 5, 30),
        "verdict": "remarks",
        "remarks": "云栖路两个站画面起泡，更换后补照片。",
    } | values
    return Accepted(**given)


@pytest.mark.office
def test_the_sheet_says_all_and_fits_its_pages(tmp_path: Path) -> None:
    pages = sheets_of(pdf_by_office(acceptance_docx(sheet()), tmp_path))
    words = "".join(row.words for page in pages for row in page.rows)
    for said in (
        "宣传服务验收单",
        "28,000.00元",
        "30块",
        "3,000",
        "（迟交）",
        "2026年12",
        "基本合格",
        "何工",
        "签字",
        "（盖章）",
    ):
        assert said in words, said
    assert len(pages) <= 2
    assert all(row.right < page.width - 20 for page in pages for row in page.rows)


def test_equal_acceptances_are_equal_files_and_a_reopened_one_says_so() -> None:
    assert acceptance_docx(sheet()) == acceptance_docx(sheet())
    assert acceptance_docx(sheet(is_reopened=True)) != acceptance_docx(sheet())
