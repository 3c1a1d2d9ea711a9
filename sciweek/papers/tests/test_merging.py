"""A paper in the office's own template."""

from typing import Any

import pytest
from docx.oxml.ns import qn

from sciweek.base.errors import Refused
from sciweek.papers.logic.blocks import Column, Para, TableBlock
from sciweek.papers.logic.lines import text_of
from sciweek.papers.logic.merging import merge_template, write_docx
from sciweek.papers.logic.ooxml import element, paragraph
from sciweek.papers.logic.skeletons import builtin_template
from sciweek.papers.tests.samples import KINDS, changed, find, opened, paper

TEMPLATE = builtin_template("notice")


def with_line(words: str) -> bytes:
    return changed(
        TEMPLATE, lambda document: find(document, "{{落款}}").addprevious(paragraph("GwBody", words))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_products_template_gives_the_products_paper(kind: str) -> None:
    own = changed(builtin_template(kind), lambda document: None)
    assert text_of(merge_template(own, paper(kind))) == text_of(write_docx(paper(kind)))
    assert merge_template(builtin_template(kind), paper(kind)) == write_docx(paper(kind))


def test_the_offices_words_and_looks_stay() -> None:
    def restyle(document: Any) -> None:
        node = find(document, "{{标题}}")
        next(node.iter(qn("w:r"))).get_or_add_rPr().append(element("color", val="0000FF"))

    data = merge_template(changed(with_line("特别说明：{{标题}}，{{成文日期}}。"), restyle), paper())
    assert "特别说明：关于举办2028年云川市临江区科技活动周的通知，2028年4月12日。" in text_of(data)
    title = find(opened(data), "关于举办2028年")
    assert next(title.iter(qn("w:color"))).get(qn("w:val")) == "0000FF"


def test_a_field_cut_into_runs_is_filled_in_the_looks_of_its_first() -> None:
    def cut(document: Any) -> None:
        node = find(document, "{{主送机关}}")
        run = next(node.iter(qn("w:r")))
        run.getparent().remove(run)
        for piece, bold in (("{{主", True), ("送机", False), ("关}}：", False)):
            text = element("t")
            text.text = piece
            node.append(element("r", element("rPr", element("b") if bold else None), text))

    data = merge_template(changed(TEMPLATE, cut), paper())
    assert "各街道科技服务站、宣传科，区直有关部门，各中小学校：" in text_of(data)
    assert next(find(opened(data), "各街道科技服务站").iter(qn("w:r"))).rPr.find(qn("w:b")) is not None


def test_a_line_whose_fields_are_all_empty_goes_with_its_words() -> None:
    assert not any(
        "另附" in line for line in text_of(merge_template(with_line("另附：{{附注}}"), paper(note="")))
    )


def test_a_field_in_the_header_is_filled_on_every_page() -> None:
    template = changed(
        TEMPLATE, lambda document: document.sections[0].header.paragraphs[0].add_run("{{发文字号}}")
    )
    header = opened(merge_template(template, paper())).sections[0].header
    assert "临科字〔2028〕9号" in [each.text for each in header.paragraphs]


def test_fields_of_the_paper_itself_are_filled_by_words_and_by_blocks() -> None:
    table = TableBlock((Column("甲"),), (("一",),))
    made = paper(fields={"届次": "第九届"}, blocks={"名单": (Para("如下。"), table)})
    lines = text_of(
        merge_template(
            changed(
                with_line("{{名单}}"),
                lambda document: find(document, "{{落款}}").addprevious(paragraph("GwBody", "{{届次}}活动")),
            ),
            made,
        )
    )
    assert "第九届活动" in lines
    assert lines[lines.index("如下。") : lines.index("如下。") + 3] == ["如下。", "甲", "一"]


def test_what_stands_in_a_field_is_never_read_as_a_field() -> None:
    lines = text_of(merge_template(with_line("{{附注}}"), paper(note="{{标题}}", title="关于{{正文}}的通知")))
    assert "{{标题}}" in lines
    assert "关于{{正文}}的通知" in lines


def test_fields_in_cells_and_nested_tables_are_filled() -> None:
    def nest(document: Any) -> None:
        outer = document.add_table(1, 1)
        outer.cell(0, 0).add_table(1, 1).cell(0, 0).text = "{{成文日期}}"

    assert text_of(merge_template(changed(TEMPLATE, nest), paper())).count("2028年4月12日") == 2


def test_a_template_without_the_papers_styles_gets_them() -> None:
    def bare(document: Any) -> None:
        sheet = document.styles.element
        for style in list(sheet.findall(qn("w:style"))):
            if str(style.get(qn("w:styleId"))).startswith("Gw"):
                sheet.remove(style)

    data = merge_template(changed(TEMPLATE, bare), paper())
    assert "GwHeading1" in {style.get(qn("w:styleId")) for style in opened(data).styles.element}


def test_a_faulty_template_is_refused_with_all_its_faults() -> None:
    with pytest.raises(Refused) as refused:
        merge_template(with_line("{{标提}}和{{"), paper())
    assert refused.value.code == "template"
    assert "是不是想写“标题”" in str(refused.value.message)
    assert "大括号没有成对" in str(refused.value.message)
