"""What a written paper consists of, kind by kind."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from docx.oxml.ns import qn

from sciweek.papers.logic.blocks import Blank, Column, FormBlock, Heading, PageBreak, Para, TableBlock, Title
from sciweek.papers.logic.lines import text_of
from sciweek.papers.logic.merging import write_docx
from sciweek.papers.logic.official import Annex, OfficialPaper, PaperKind, Plan
from sciweek.papers.tests.samples import KINDS, RARE, THREE, opened, part, written

ROWS = TableBlock(
    (Column("序号"), Column("名称", 3, "left")), (("1", "讲座\n展览"),), blank_rows=2, note="注：略。"
)


def styles_of(data: bytes) -> list[tuple[str, str]]:
    return [
        ((each.style.name or "").removeprefix("公文"), each.text)
        for each in opened(data).paragraphs
        if each.text.strip()
    ]


def test_a_notice_stands_in_the_order_of_the_standard() -> None:
    names = [name for name, _text in styles_of(written("notice"))]
    assert names[:5] == ["发文机关标志", "发文字号", "标题", "主送机关", "正文"]
    assert (
        names.index("附件说明")
        < names.index("发文机关署名")
        < names.index("成文日期")
        < names.index("附件标记")
    )
    assert text_of(written("notice"))[-2:] == [
        "抄送：云川市科学技术局，云川市科学技术协会。",
        "云川市临江区科学技术局办公室 2028年4月12日印发",
    ]


def test_a_letter_has_its_head_in_the_header_of_page_one_and_no_printing_office() -> None:
    document = opened(written("letter"))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert "云川市临江区科学技术局" in [each.text for each in section.first_page_header.paragraphs]
    assert not any(
        "PAGE" in (each.text or "") for each in section.first_page_footer._element.iter(qn("w:instrText"))
    )
    assert not any(line.endswith("印发") for line in text_of(written("letter")))


def test_a_long_name_stands_in_two_lines_of_the_head_broken_between_words() -> None:
    long = "云川市临江区科学技术普及工作联席会议办公室（临江区科学技术局）"
    data = written("notice", issuers=(long,))
    head = next(each for each in opened(data).paragraphs if each.text.endswith("文件"))
    assert head.text.replace("\n", "") == f"{long}文件"
    assert head.text.count("\n") == 1
    assert head.runs[0].font.size is not None
    assert head.runs[0].font.size.pt > 16


def test_a_report_names_its_signers_two_in_a_line_and_the_number_in_the_last() -> None:
    lines = text_of(written("report", signers=("沈玥", "何清", "白喆")))
    assert lines[1:3] == ["签发人：沈玥 何清", "临科报〔2028〕3号 白喆"]


@pytest.mark.parametrize("label", [True, False])
def test_a_printed_plan_follows_the_date_with_or_without_a_label(label: bool) -> None:
    plan = Plan("实施方案", (Heading(1, "时间"), Para("五月。")), as_annex=label)
    lines = text_of(written("plan_notice", plan=plan, annexes=(Annex("安排表", (ROWS,)),)))
    date = lines.index("2028年4月12日")
    assert lines.index("一、时间") > date
    assert ("附件：1.实施方案" in lines) is label
    assert ("附件1" in lines) is label
    assert (lines.index("附件：安排表") > date) if not label else ("2.安排表" in lines)


def test_issuers_without_a_seal_stand_below_one_another_and_with_one_in_rows() -> None:
    plain = text_of(written("notice", issuers=THREE, stamped=False))
    at = plain.index("2028年4月12日")
    assert plain[at - 3 : at] == list(THREE)
    sealed = text_of(written("notice", issuers=THREE, stamped=True))
    at = sealed.index("2028年4月12日")
    assert sealed[at - 2 : at] == [f"{THREE[0]} {THREE[1]}", THREE[2]]


def test_headings_count_on_by_themselves_and_take_a_given_number() -> None:
    body = (
        Heading(1, "甲"),
        Heading(2, "乙"),
        Heading(2, "丙"),
        Heading(1, "丁", number="五、"),
        Heading(1, "戊"),
        Heading(1, "己", number=None),
    )
    lines = text_of(written("notice", body=body, annexes=()))
    assert [line for line in lines if line[-1] in "甲乙丙丁戊己"] == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "五、丁",
        "六、戊",
        "己",
    ]


def test_a_heading_with_nothing_below_it_may_be_the_last_line_of_a_page() -> None:
    body = (Heading(1, "甲"), Heading(2, "乙"), Heading(2, "丙"), Heading(1, "丁"), Para("戊"))
    document = opened(written("notice", body=body, annexes=()))
    lines = [each for each in document.paragraphs if each.text and each.text[-1] in "甲乙丙丁"]
    assert [each.paragraph_format.keep_with_next for each in lines] == [None, False, False, None]


def test_a_heading_that_runs_on_changes_its_type_in_the_line() -> None:
    document = opened(written("notice", body=(Heading(2, "时间。", then="五月。"),), annexes=()))
    line = next(each for each in document.paragraphs if each.text == "（一）时间。五月。")
    fonts = [run._r.rPr.rFonts.get(qn("w:eastAsia")) if run._r.rPr is not None else None for run in line.runs]
    assert fonts == ["楷体_GB2312", None]


def test_a_table_repeats_its_head_tears_no_row_and_has_room_for_hand_writing() -> None:
    document = opened(written("notice", annexes=(Annex("表", (ROWS,)),)))
    table = document.tables[0]
    assert [len(row.cells) for row in table.rows] == [2, 2, 2, 2]
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
    assert table.cell(1, 1).text == "讲座\n展览"
    assert table.rows[2].height is not None


def test_a_form_that_is_signed_is_not_torn() -> None:
    form = FormBlock(((("意见", "合格"),), (("签字", ""), ("日期", "")), (("盖章", ""),)), is_whole=True)
    document = opened(written("notice", annexes=(Annex("表", (form,)),)))
    held = [
        {paragraph.paragraph_format.keep_with_next for cell in row.cells for paragraph in cell.paragraphs}
        for row in document.tables[0].rows
    ]
    assert held == [{True}, {True}, {None}]


def test_a_form_gives_every_row_the_same_width() -> None:
    block = FormBlock(((("名称", "甲"),), (("时间", ""), ("地点", ""))), title="登记表", lines={"名称": 3})
    document = opened(written("notice", annexes=(Annex("表", (block,)),)))
    table = document.tables[0]
    widths = [sum(int(each.get(qn("w:w"))) for each in row._tr.iter(qn("w:tcW"))) for row in table.rows]
    assert widths[0] == widths[1]


def test_an_annex_with_a_wide_table_turns_its_own_pages_only() -> None:
    wide = TableBlock(ROWS.columns, ROWS.rows, landscape=True)
    data = written("notice", annexes=(Annex("甲", (wide,)), Annex("乙", (wide,)), Annex("丙", (ROWS,))))
    shapes = [section.page_width > section.page_height for section in opened(data).sections]
    assert shapes == [False, True, False]
    middle = written("notice", body=(Para("前。"), wide, Para("后。")), annexes=())
    assert [section.page_width > section.page_height for section in opened(middle).sections] == [
        False,
        True,
        False,
    ]


def test_the_mark_of_a_draft_stands_in_every_header() -> None:
    for kind in KINDS:
        for section in opened(written(kind)).sections:
            for header in (section.header, section.even_page_header):
                assert any(each.text == "草稿" for each in header._element.iter(qn("w:t")))
        assert b"\xe8\x8d\x89\xe7\xa8\xbf" not in b"".join(_headers(written(kind, is_draft=False)))


def _headers(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist() if "header" in name]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_leaves_room_or_no_trace(kind: str) -> None:
    lines = text_of(
        write_docx(OfficialPaper(kind=PaperKind(kind), issuers=("临江区科技局",), title="关于某事的通知"))
    )
    assert any("〕" in line and "号" in line for line in lines)
    assert "年 月 日" in lines
    assert not any("{{" in line or line in ("：", "（）", "附件：") for line in lines)


def test_the_same_words_give_the_same_bytes() -> None:
    assert all(written(kind) == written(kind) for kind in KINDS)


def test_signs_that_no_file_may_hold_are_left_out_and_all_others_kept() -> None:
    words = f"<甲> & “乙” {RARE} 😀\x00\x0b\ud800"
    data = written("notice", body=(Para(words),), annexes=(), title="关于<某>&某的通知")
    lines = text_of(data)
    assert f"<甲> & “乙” {RARE} 😀" in lines
    assert "关于<某>&某的通知" in lines


def test_other_blocks_stand_where_they_are_put() -> None:
    body = (Para("前。"), Blank(2), PageBreak(), Title("一个标题"), Para("后。", indent=0, align="right"))
    data = written("notice", body=body, annexes=())
    assert part(data, "word/document.xml").count(b'<w:br w:type="page"/>') == 1
    lines: list[Any] = styles_of(data)
    assert ("标题", "一个标题") in lines


def test_a_stamped_paper_never_holds_a_picture_of_a_seal() -> None:
    data = written("notice", stamped=True, date=dt.date(2028, 4, 12))
    assert b"<w:drawing" not in part(data, "word/document.xml")
    assert b"<w:pict" not in part(data, "word/document.xml")
