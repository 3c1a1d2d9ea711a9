"""PDF and OFD: lines, paragraphs and tables from characters at places."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest

from sciweek.base.tests.working import worked
from sciweek.notice.logic.intake import Extracted, Unreadable, extract, ocr
from sciweek.notice.logic.intake.cleaning import radicals_replaced
from sciweek.notice.logic.intake.grid import Rule, tables
from sciweek.notice.logic.intake.layout import Glyph, Page, text_of

from .intake_samples import (
    EDGE,
    NOTICE,
    SIZE,
    Drawn,
    encrypted_pdf,
    ofd,
    ofd_text,
    page_of,
    pdf,
    scanned_pdf,
    wrapped,
)


@pytest.fixture(autouse=True)
def _without_recognition() -> Iterator[None]:
    """Scans are refused here, whether or not the optional part is installed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ocr, "installed", lambda: False)
        yield


def typeset() -> list[tuple[int, str]]:
    return [line for text in NOTICE.split("\n") for line in wrapped(text, indent=2 if len(text) > 24 else 0)]


def read(data: bytes) -> Extracted:
    return extract(data)


def codes(found: Extracted) -> set[str]:
    return {remark.code for remark in found.remarks}


def code_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        extract(data)
    return refusal.value.code


def number(page: int) -> Drawn:
    return (300.0, 40.0, f"— {page} —")


def test_a_pdf_gives_its_paragraphs_back_whole() -> None:
    found = read(pdf([[*page_of(typeset()), number(1)]]))
    assert found.text == NOTICE
    assert (found.media, found.pages, found.doubtful, codes(found)) == (
        "pdf",
        1,
        False,
        {"running_lines_removed"},
    )


def test_an_ofd_gives_its_paragraphs_back_whole() -> None:
    content = "".join(
        ofd_text(30 + 2.8 * indent, 40 + 10 * at, text) for at, (indent, text) in enumerate(typeset())
    )
    found = read(ofd([content]))
    assert found.text == NOTICE
    assert (found.media, found.pages) == ("ofd", 1)


def test_an_ofd_without_a_namespace_prefix_is_read_too() -> None:
    assert (
        read(ofd([ofd_text(30, 40, "关于举办科技活动周的通知")], prefix="")).text
        == "关于举办科技活动周的通知"
    )


def test_an_ofd_template_and_its_transformed_text_are_placed() -> None:
    doubled = ofd_text(0, 0, "启动仪式", more=' CTM="2 0 0 2 0 0"')
    vertical = (
        '<ofd:TextObject Size="5" Boundary="20 100 5 40"><ofd:TextCode X="0" Y="5" DeltaX="g 1 0" DeltaY="g 1 9">'
        "上下</ofd:TextCode></ofd:TextObject>"
    )
    assert read(ofd([doubled + vertical])).text == "启动仪式\n上下"


def test_a_paragraph_that_runs_over_a_page_is_joined_without_page_numbers_and_headers() -> None:
    lines = [
        line
        for _ in range(6)
        for line in wrapped("各单位要高度重视，加强领导，精心组织，落实责任，" * 5 + "确保实效。")
    ]
    pages = [lines[start : start + 20] for start in range(0, len(lines), 20)]
    drawn = [
        [(EDGE, 760.0, "云川市科技活动周"), *page_of(page), number(at)]
        for at, page in enumerate(pages, start=1)
    ]
    drawn.append([(EDGE, 760.0, "云川市科技活动周"), (EDGE, 600.0, "完"), number(len(drawn) + 1)])
    found = read(pdf(drawn))
    paragraphs = found.text.split("\n")
    assert len(paragraphs) == 7
    assert all(each.startswith("各单位") and each.endswith("确保实效。") for each in paragraphs[:6])
    assert paragraphs[-1] == "完"
    assert "running_lines_removed" in codes(found)


def test_headings_and_list_items_are_never_joined() -> None:
    full = "一、举办全区科技活动周启动仪式并开展系列科普宣传活动项。"
    assert len(full) == 28
    drawn = page_of(
        [(0, full), (0, full.replace("一", "二")), (4, "缩进的一行"), (0, "区直各部门"), (8, "居中的标题")]
    )
    assert len(read(pdf([drawn])).text.split("\n")) == 5


def test_a_date_on_a_line_of_its_own_is_never_joined_to_the_signature() -> None:
    drawn = page_of(
        [(4, "云川市临江区科技活动周组织委员会办公室印发本通知（代章）"[:26]), (0, "2025年5月6日")]
    )
    assert len(read(pdf([drawn])).text.split("\n")) == 2


def test_a_ruled_table_in_a_pdf_becomes_rows_with_merged_cells_read_once() -> None:
    xs, ys = (80.0, 160.0, 320.0, 480.0), (700.0, 660.0, 600.0, 540.0)
    rules = [(xs[0], y, xs[-1], y) for y in ys if y != 600.0] + [(x, ys[0], x, ys[-1]) for x in xs]
    rules.append((xs[0], 600.0, xs[2], 600.0))
    text = [
        (86.0, 676.0, "序号"), (166.0, 676.0, "活动名称"), (326.0, 676.0, "主办单位"),
        (86.0, 640.0, "1"), (166.0, 640.0, "全区青少年机器人竞"), (166.0, 616.0, "赛展示"), (326.0, 596.0, "区科技局"),
        (86.0, 580.0, "2"), (166.0, 580.0, "科普讲座"),
        (80.0, 740.0, "附件：活动安排"), (80.0, 500.0, "以上安排如有变动另行通知。"),
    ]  # fmt: skip
    assert read(pdf([text], rules=rules)).text.split("\n") == [
        "附件：活动安排",
        "序号 | 活动名称 | 主办单位",
        "1 | 全区青少年机器人竞赛展示 | 区科技局",
        "2 | 科普讲座 |",
        "以上安排如有变动另行通知。",
    ]


def test_a_ruled_table_in_an_ofd_becomes_rows() -> None:
    def line(x0: float, y0: float, x1: float, y1: float) -> str:
        return (
            f'<ofd:PathObject Boundary="{x0} {y0} {x1 - x0 + 1} {y1 - y0 + 1}">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    frame = "".join(line(20, y, 150, y) for y in (50, 60, 70)) + "".join(
        line(x, 50, x, 70) for x in (20, 60, 150)
    )
    text = (
        ofd_text(22, 58, "日期")
        + ofd_text(62, 58, "活动")
        + ofd_text(22, 68, "5月24日")
        + ofd_text(62, 68, "启动仪式")
    )
    assert read(ofd([frame + text])).text == "日期 | 活动\n5月24日 | 启动仪式"


def test_a_single_frame_is_no_table() -> None:
    box = [Rule(0, 0, 100, 0), Rule(0, 50, 100, 50), Rule(0, 0, 0, 50), Rule(100, 0, 100, 50)]
    assert tables(box) == []


def test_the_gap_inside_a_two_character_name_stays() -> None:
    drawn = [(80.0, 700.0, "联系人：林"), (80.0 + 6.5 * SIZE, 700.0, "工"), (80.0 + 12 * SIZE, 700.0, "电话")]
    assert read(pdf([drawn])).text == "联系人：林 工  电话"


def test_recognised_pieces_side_by_side_stay_apart() -> None:
    page = Page(
        600,
        800,
        [Glyph("序号", 50, 50, 90, 70), Glyph("活动名称", 150, 51, 230, 71), Glyph("1", 50, 80, 60, 100)],
    )
    assert text_of([page])[0] == "序号  活动名称\n1"


def test_radicals_that_fonts_leave_behind_become_characters() -> None:
    assert radicals_replaced("5⽉24⽇⻓") == ("5月24日长", 3)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_upright(turned: int) -> None:
    assert read(pdf([page_of(typeset(), top=580.0)], turned=turned)).text == NOTICE


def test_a_scanned_page_among_pages_of_text_is_remarked() -> None:
    document = pypdfium2.PdfDocument(pdf([page_of(typeset())]))
    document.import_pages(pypdfium2.PdfDocument(scanned_pdf()))
    out = io.BytesIO()
    document.save(out)
    found = read(out.getvalue())
    assert found.text == NOTICE
    assert codes(found) == {"pages_not_read"}


def test_two_hundred_pages_are_read_within_the_limits() -> None:
    pages = [
        page_of(wrapped("各单位要高度重视，加强领导，精心组织，落实责任，确保实效。" * 20))
        for _ in range(200)
    ]
    data = pdf(pages)
    began = worked()
    found = read(data)
    assert worked() - began < 10
    assert found.pages == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (scanned_pdf(), "scanned_no_ocr"),
        (encrypted_pdf(), "encrypted"),
        (pdf([[]]), "no_text"),
        (pdf([page_of(typeset())])[:400], "broken"),
        (b"%PDF-1.7\nnothing behind the mark", "broken"),
        (pdf([[]] * 501), "too_large"),
        (pdf([[(80.0, 700.0, "\ue001\ue002\ue003\ue004\ue005")]]), "scanned_no_ocr"),
        (ofd([""]), "no_text"),
        (ofd(['<ofd:ImageObject ResourceID="3" Boundary="0 0 210 297"/>']), "scanned_no_ocr"),
        (ofd([""], members={"Doc_0/Encryptions.xml": "<a/>"}), "encrypted"),
        (ofd([""], members={"Doc_0/Document.xml": "<a>"}), "broken"),
        (
            ofd([], members={"OFD.xml": "<OFD><DocBody><DocRoot>../../etc/passwd</DocRoot></DocBody></OFD>"}),
            "broken",
        ),
    ],
)
def test_a_page_file_that_cannot_be_read_says_why(data: bytes, code: str) -> None:
    assert code_of(data) == code
