"""The preview shows what the Word file says, where Word shows it."""

import io
import resource
import threading
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from sciweek.base.errors import Refused
from sciweek.papers.logic import preview
from sciweek.papers.logic.blocks import Column, Heading, Para, TableBlock
from sciweek.papers.logic.lines import text_of
from sciweek.papers.logic.official import Annex
from sciweek.papers.logic.page_check import check_page
from sciweek.papers.logic.preview import preview_pdf
from sciweek.papers.logic.preview_child import face
from sciweek.papers.tests.rendering import sheets_of
from sciweek.papers.tests.samples import KINDS, RARE, THREE, changed, part, repacked, with_body, written

GRID = (Para("科" * 26 + "学" * 28 * 60),)


def bare(text: str) -> str:
    return "".join(text.split())


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return bare("".join(document[at].get_textpage().get_text_bounded() for at in range(len(document))))


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_the_file_stands_in_the_preview(kind: str) -> None:
    data = written(kind)
    shown = words_of(preview_pdf(data))
    for line in text_of(data):
        for cell in line.split(" | "):
            assert bare(cell) in shown, cell


def test_a_page_holds_22_lines_of_28_characters() -> None:
    pages = sheets_of(preview_pdf(written("notice", body=GRID, annexes=(), is_draft=False)))
    full = [row for row in pages[1].rows if row.words.strip("科学") == ""]
    assert len(full) == 22
    assert {len(row.words) for row in full} == {28}
    assert full[0].left == pytest.approx(28, abs=0.5)
    assert full[0].right == pytest.approx(184, abs=1)
    assert full[-1].top - full[0].top == pytest.approx(21 * 28.95 * 25.4 / 72, abs=0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_numbered_at_their_outer_edge(kind: str) -> None:
    for number, page in enumerate(sheets_of(preview_pdf(written(kind))), 1):
        found = [row for row in page.rows if row.words == f"—{number}—"]
        if kind == "letter" and number == 1:
            assert found == []
            continue
        (row,) = found
        assert row.left > page.width / 2 if number % 2 else row.right < page.width / 2


def test_the_parts_of_a_notice_stand_in_their_places() -> None:
    pages = sheets_of(preview_pdf(written("notice")))
    first = {row.words: row for row in pages[0].rows}
    assert first["草稿"].right == pytest.approx(184, abs=1.5)
    head = first["云川市临江区科学技术局文件"]
    assert (head.left + head.right) / 2 == pytest.approx(28 + 78, abs=1)
    assert head.top == pytest.approx(37 + 35 + 6, abs=4)
    assert [round(pages[2].width), round(pages[2].height)] == [297, 210]
    imprint = next(row for row in pages[-1].rows if row.words.startswith("抄送："))
    assert pages[-1].height - imprint.top == pytest.approx(35 + 15, abs=3)


@pytest.mark.parametrize("lines", range(4, 13))
def test_the_page_of_the_signature_holds_words_of_the_text_whether_or_not_annexes_are_named(
    lines: int,
) -> None:
    for annexes in ((), (Annex("安排表", (Para("见网站"),)), Annex("备案表", (Para("见网站"),)))):
        data = written("notice", body=(*[Para("科学" * 12)] * lines,), annexes=annexes, stamped=True)
        (page,) = (
            page
            for page in sheets_of(preview_pdf(data))
            if any(row.words == "云川市临江区科学技术局" for row in page.rows)
        )
        assert any(row.words.strip("科学") == "" for row in page.rows), len(annexes)


def test_a_high_header_pushes_the_text_down_as_in_word() -> None:
    def raise_header(document: Any) -> None:
        document.sections[0].header.add_paragraph("云川市临江区")
        document.sections[0].header.add_paragraph("科学技术局")

    data = written("notice", body=GRID, annexes=(), is_draft=False)
    plain, pushed = sheets_of(preview_pdf(data))[2], sheets_of(preview_pdf(changed(data, raise_header)))[2]
    top = next(row.top for row in plain.rows if row.words.strip("学") == "")
    assert next(row.top for row in pushed.rows if row.words.strip("学") == "") > top + 5


def test_three_issuers_stand_below_one_another_with_the_word_beside_the_middle_one() -> None:
    rows = sheets_of(preview_pdf(written("notice", issuers=THREE)))[0].rows
    names = [row for row in rows if row.words.removesuffix("文件") in THREE]
    assert [row.words for row in names[:3]] == [THREE[0], THREE[1] + "文件", THREE[2]]


def test_no_word_is_read_as_a_command_of_the_typesetter() -> None:
    words = '#panic("x") #read("preview.typ") *粗* _斜_ $x^2$ `a` = 标题 @甲 <乙> // 丙 /* 丁 */ \\ [戊] {己} ~ -- "庚"'
    data = written("notice", title=words, body=(Para(words), Heading(1, words)), number=words, annexes=())
    shown = words_of(preview_pdf(data))
    assert shown.count(bare(words)) >= 2
    assert bare(words[:20]) in shown


def test_rare_characters_of_names_have_a_shape() -> None:
    nobody = "\ue123"
    page = pypdfium2.PdfDocument(
        preview_pdf(written("notice", body=tuple(Para(sign * 3) for sign in nobody + RARE), annexes=()))
    )
    shapes: dict[str, Image.Image] = {}
    for at in range(len(page)):
        text = page[at].get_textpage()
        picture = page[at].render(scale=4).to_pil().convert("L")
        for place in range(text.count_chars()):
            sign = text.get_text_range(place, 1)
            if sign in nobody + RARE and sign not in shapes:
                left, bottom, right, top = (each * 4 for each in text.get_charbox(place, loose=True))
                high = page[at].get_height() * 4
                shapes[sign] = picture.crop(
                    (int(left), int(high - top), int(right), int(high - bottom))
                ).resize((48, 48))
    assert set(RARE) <= set(shapes)
    # What no font has is drawn as a box; nothing of a name may look like it.
    for sign in RARE:
        assert ImageStat.Stat(shapes[sign]).mean[0] < 250, sign
        assert ImageStat.Stat(ImageChops.difference(shapes[sign], shapes[nobody])).mean[0] > 10, sign


def test_the_same_file_gives_the_same_pages() -> None:
    data = written("report")
    assert preview_pdf(data) == preview_pdf(data)


def test_two_previews_at_once_do_not_mix() -> None:
    files = {kind: written(kind) for kind in KINDS}
    alone = {kind: words_of(preview_pdf(data)) for kind, data in files.items()}
    together: dict[str, str] = {}

    def show(kind: str) -> None:
        together[kind] = words_of(preview_pdf(files[kind]))

    threads = [threading.Thread(target=show, args=(kind,)) for kind in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_a_table_of_a_thousand_rows_is_set_and_its_head_repeated() -> None:
    columns = (
        Column("序号", 0.6),
        Column("活动名称", 3, "left"),
        Column("时间", 2),
        Column("地点", 2),
        Column("联系人"),
    )
    rows = tuple((str(n), f"第{n}场", "5月20日", "清江广场", "玥喆堃") for n in range(1, 1001))
    data = written("notice", annexes=(Annex("安排表", (TableBlock(columns, rows, landscape=True),)),))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    shown = words_of(preview_pdf(data))
    assert "第1000场" in shown
    assert shown.count("活动名称") > 20
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 20


HOSTILE = {
    "tables inside tables": "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60,
    "a cell that spans everything": '<w:tbl><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid><w:tr><w:tc><w:tcPr>'
    '<w:gridSpan w:val="1e999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    "measures that are no numbers": '<w:p><w:pPr><w:spacing w:line="1e999" w:lineRule="exact"/><w:ind w:left="nan"/>'
    '</w:pPr><w:r><w:rPr><w:sz w:val="-3"/></w:rPr><w:t>一</w:t></w:r></w:p>',
    "a row without cells": "<w:tbl><w:tr/></w:tbl>",
    "a table without rows": "<w:tbl/>",
    "a field that never ends": '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>',
    "a section inside": "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>",
    "a circle of styles": '<w:p><w:pPr><w:pStyle w:val="nowhere"/></w:pPr></w:p>',
}


@pytest.mark.parametrize("xml", HOSTILE.values(), ids=HOSTILE)
def test_a_damaged_file_ends_in_pages_or_in_words(xml: str) -> None:
    assert outcome(with_body(written("notice"), xml)) in ("pages", "no_preview", "not_word")


def outcome(data: bytes) -> str:
    try:
        made = preview_pdf(data)
    except Refused as refused:
        return refused.code
    return "pages" if made.startswith(b"%PDF-") else "nothing"


def test_a_page_of_no_size_is_refused() -> None:
    data = written("notice")
    body = (
        part(data, "word/document.xml")
        .replace(b'w:w="11906"', b'w:w="-5"')
        .replace(b'w:w="16838"', b'w:w="x"')
    )
    with pytest.raises(Refused) as refused:
        preview_pdf(repacked(data, {"word/document.xml": body}))
    assert refused.value.code == "no_preview"


def test_what_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "MAX_PARTS", 50)
    with pytest.raises(Refused) as refused:
        preview_pdf(written("notice"))
    assert refused.value.code == "too_long"


def test_the_typesetter_is_stopped_at_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "SECONDS", 1)
    with pytest.raises(Refused) as refused:
        preview_pdf(with_body(written("notice"), "<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>" * 15_000))
    assert refused.value.code == "too_long"


def test_the_offices_own_fonts_are_used_first(settings: Any, tmp_path: Path) -> None:
    own = frozenset({"FangSong_GB2312", "Noto Serif SC", "Noto Sans SC"})
    assert face("仿宋_GB2312", own)["families"][0] == "FangSong_GB2312"
    assert face("仿宋_GB2312", frozenset())["families"][0] == "Noto Serif SC"
    folder = tmp_path / "fonts"
    folder.mkdir()
    source = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
    (folder / "own.otf").write_bytes(source.read_bytes())
    settings.DATA = tmp_path
    assert preview_pdf(written("letter")).startswith(b"%PDF-")


def test_a_draft_is_marked_on_every_page_and_a_clean_copy_on_none() -> None:
    for is_draft in (True, False):
        for page in sheets_of(preview_pdf(written("notice", is_draft=is_draft))):
            assert any(row.words == "草稿" for row in page.rows) is is_draft


def test_a_picture_is_left_out_not_refused() -> None:
    data = changed(written("notice"), lambda document: document.add_picture(io.BytesIO(picture())))
    assert preview_pdf(data).startswith(b"%PDF-")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stamped", [True, False])
@pytest.mark.parametrize("head_text", ["文件", ""])
def test_a_joint_name_longer_than_a_line_stays_between_the_margins(
    kind: str, stamped: bool, head_text: str
) -> None:
    issuers = ("云川市临江区人民政府科学技术与工业信息化和数字经济发展改革工作委员会", *THREE[1:])
    data = written(kind, issuers=issuers, stamped=stamped, head_text=head_text, annexes=(), is_draft=False)
    assert check_page(data) == []
    for sheet in sheets_of(preview_pdf(data)):
        for row in sheet.rows:
            assert row.left > 27, row.words
            # A full stop may hang over the edge.
            assert row.right < sheet.width - 22, row.words
