"""Word files as Word shows them."""

import io

import docx
import pytest

from sciweek.notice.logic.intake import Unreadable, extract, ocr
from sciweek.notice.logic.intake.numbering import chinese_number, number_as

from .intake_samples import NOTICE as NOTICE_TEXT
from .intake_samples import (
    level,
    notice_docx,
    numbered,
    paragraph,
    part,
    run,
    table,
    word,
    zipped,
)


def lines(body: str, **parts: str) -> list[str]:
    return extract(word(body, **parts)).text.split("\n")


def codes(body: str, **parts: str) -> set[str]:
    return {remark.code for remark in extract(word(body, **parts)).remarks}


def test_a_notice_comes_out_as_it_was_written() -> None:
    found = extract(notice_docx(), "通知.docx")
    assert found.text == NOTICE_TEXT
    assert (found.media, found.pages, found.doubtful, found.remarks) == ("docx", None, False, ())


def test_a_file_made_by_python_docx_is_read_with_its_tables_in_order() -> None:
    made = docx.Document()
    made.add_paragraph("附件")
    grid = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        [*grid.rows[0].cells, *grid.rows[1].cells], ["序号", "活动", "1", "科普讲座"], strict=True
    ):
        cell.text = text
    made.add_paragraph("联系人：林工")
    out = io.BytesIO()
    made.save(out)
    assert extract(out.getvalue()).text.split("\n") == ["附件", "序号 | 活动", "1 | 科普讲座", "联系人：林工"]


def test_merged_cells_are_read_once_and_keep_their_columns() -> None:
    first = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("区科技局")
    again = "<w:tcPr><w:vMerge/></w:tcPr>" + paragraph("区科技局")
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("主要活动")
    assert lines(table([[wide], [first, paragraph("启动仪式")], [again, paragraph("科普\n讲座")]])) == [
        "主要活动",
        "区科技局 | 启动仪式",
        " | 科普 讲座",
    ]


def test_list_numbers_are_rendered_in_the_forms_notices_use() -> None:
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "chineseCounting", "%1、")
        + level(1, "japaneseCounting", "（%2）")
        + level(2, "decimal", "%3.")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
        + level(0, "decimalEnclosedCircleChinese", "%1")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
    )
    body = (
        numbered("活动主题", 1)
        + numbered("主要内容", 1)
        + numbered("启动仪式", 1, 1)
        + numbered("2025年5月24日举行", 1, 2)
        + numbered("科普讲座", 1, 1)
        + numbered("第一场", 1, 2)
        + numbered("有关要求", 1)
        + numbered("另一份清单", 2)
        + numbered("分项", 2, 1)
        + numbered("不编号", 0)
    )
    assert lines(body, numbering=numbering) == [
        "一、活动主题",
        "二、主要内容",
        "（一）启动仪式",
        "1. 2025年5月24日举行",
        "（二）科普讲座",
        "1. 第一场",
        "三、有关要求",
        "①另一份清单",
        "1.1 分项",
        "不编号",
    ]


def test_list_numbers_that_come_from_a_style_are_rendered_and_restart_where_told() -> None:
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="4">'
        + level(0, "ideographDigital", "第%1章", '<w:pStyle w:val="H1"/>')
        + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="4"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
    )
    styles = part(
        "styles",
        '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Mine"><w:basedOn w:val="H1"/></w:style>',
    )
    body = (
        paragraph("总则", '<w:pStyle w:val="H1"/>')
        + paragraph("组织", '<w:pStyle w:val="Mine"/>')
        + numbered("重来", 8)
        + numbered("接着", 8)
    )
    assert lines(body, numbering=numbering, styles=styles) == [
        "第一章总则",
        "第二章组织",
        "第一章重来",
        "第二章接着",
    ]


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 13, "子"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 1, "⒈"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 14, "xiv"),
        ("bullet", 1, ""),
        ("somethingNew", 5, "5"),
        ("chineseCounting", 123456, "123456"),
    ],
)
def test_a_number_is_written_in_words_number_formats(form: str, number: int, shown: str) -> None:
    assert number_as(form, number) == shown


def test_chinese_numbers_skip_zeros_as_spoken() -> None:
    assert [chinese_number(each) for each in (11, 20, 110, 1010, 1001)] == [
        "十一",
        "二十",
        "一百一十",
        "一千零一十",
        "一千零一",
    ]


def test_tracked_insertions_are_read_and_deletions_left_out_with_a_remark() -> None:
    body = (
        "<w:p>" + run("5月") + f"<w:ins>{run('24')}</w:ins>"
        "<w:del><w:r><w:delText>23</w:delText></w:r></w:del>" + run("日") + "</w:p>"
    )
    assert lines(body) == ["5月24日"]
    assert codes(body) == {"tracked_changes"}


def test_paragraphs_joined_by_a_tracked_deletion_are_one() -> None:
    deleted_mark = "<w:rPr><w:del/></w:rPr>"
    assert lines(paragraph("活动时间为", deleted_mark) + paragraph("5月24日")) == ["活动时间为5月24日"]


def test_hidden_text_is_left_out_with_a_remark() -> None:
    styles = part("styles", '<w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>')
    body = (
        "<w:p>" + run("看得见") + run("直接隐藏", "<w:vanish/>") + run("样式隐藏", '<w:rStyle w:val="Ghost"/>')
        + run("没有隐藏", '<w:rStyle w:val="Ghost"/><w:vanish w:val="0"/>') + "</w:p>"
    )  # fmt: skip
    assert lines(body, styles=styles) == ["看得见没有隐藏"]
    assert codes(body, styles=styles) == {"hidden_text"}


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    inside = f"<w:txbxContent>{paragraph('云川市临江区科学技术局文件')}</w:txbxContent>"
    box = (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert lines(box + paragraph("关于举办科技活动周的通知")) == [
        "云川市临江区科学技术局文件",
        "关于举办科技活动周的通知",
    ]


def test_only_a_header_with_the_red_head_is_read() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rheader1"/></w:sectPr>'
    red = part("hdr", paragraph("云川市临江区科学技术局文件"))
    running = part("hdr", paragraph("内部资料"))
    assert lines(paragraph("通知") + section, header1=red) == ["云川市临江区科学技术局文件", "通知"]
    assert lines(paragraph("通知") + section, header1=running) == ["通知"]


def test_footnotes_follow_at_the_end() -> None:
    notes = part("footnotes", f'<w:footnote w:id="2">{paragraph("以当天通知为准。")}</w:footnote>')
    body = "<w:p>" + run("5月24日") + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + paragraph("落款")
    assert lines(body, footnotes=notes) == ["5月24日", "落款", "以当天通知为准。"]


def test_breaks_tabs_and_field_results_are_text_and_field_codes_are_not() -> None:
    body = (
        "<w:p><w:r><w:t>实施</w:t><w:br/><w:t>方案</w:t><w:tab/><w:instrText>DATE</w:instrText><w:t>的通知</w:t>"
        "<w:noBreakHyphen/></w:r></w:p>"
    )
    assert lines(body) == ["实施", "方案\t的通知-"]


def test_an_embedded_document_and_a_picture_are_only_remarked() -> None:
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>'
    assert codes('<w:altChunk r:id="rafchunk"/>' + picture + paragraph("通知")) == {
        "embedded_not_read",
        "pictures_not_read",
    }


def test_content_controls_are_looked_into() -> None:
    assert lines(f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('通知')}</w:sdtContent></w:sdt>") == ["通知"]


def test_a_word_file_of_pictures_alone_counts_as_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    with pytest.raises(Unreadable) as refusal:
        extract(word('<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>'))
    assert refusal.value.code == "scanned_no_ocr"


def test_a_word_file_without_text_says_so() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(word(paragraph("  ")))
    assert refusal.value.code == "no_text"


def test_a_package_without_a_document_is_broken() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(zipped({"[Content_Types].xml": "<Types/>", "word/other.xml": "<a/>"}))
    assert refusal.value.code == "broken"
