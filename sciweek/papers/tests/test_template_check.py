"""A template is checked before it is used: each fault with the paragraph where it stands."""

import io
import random
import tracemalloc
import zipfile
from typing import Any

import pytest
from docx.oxml.ns import qn

from sciweek.base.tests.lying import MEGABYTE, lying_zip
from sciweek.papers.logic.container import MAX_BYTES, MAX_MARKS
from sciweek.papers.logic.fields import Field, fields_of
from sciweek.papers.logic.ooxml import element, paragraph
from sciweek.papers.logic.skeletons import builtin_template
from sciweek.papers.logic.template_check import check_template
from sciweek.papers.tests.samples import KINDS, changed, find, part, repacked, say

TEMPLATE = builtin_template("notice")


def said(template: bytes, kind: str = "notice") -> str:
    return "\n".join(check_template(template, kind))


def with_line(words: str) -> bytes:
    return changed(
        TEMPLATE, lambda document: document.element.body.sectPr.addprevious(paragraph("GwBody", words))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_products_own_templates_are_fit_for_use(kind: str) -> None:
    assert check_template(builtin_template(kind), kind) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("{{标题", "大括号没有成对"),
        ("标题}}", "大括号没有成对"),
        ("{标题}", "两层半角大括号"),
        ("｛｛标题｝｝", "要用半角大括号"),
        ("{{}} 空", "字段没有写完整"),
        ("{{标提}}", "没有“标提”这个字段，是不是想写“标题”"),
        ("{{完全不相干的东西}}", "没有“完全不相干的东西”这个字段。"),
        ("见{{正文}}", "“正文”会换成好几段，要单独占一段"),
    ],
)
def test_a_broken_field_is_named_with_its_paragraph(words: str, sentence: str) -> None:
    found = said(with_line(words))
    assert sentence in found
    assert f"段“{words}" in found


def test_a_missing_field_is_asked_for() -> None:
    def without(document: Any) -> None:
        node = find(document, "{{正文}}")
        node.getparent().remove(node)

    assert "缺少“正文”" in said(changed(TEMPLATE, without))


def test_a_date_of_ones_own_stands_in_for_the_signature() -> None:
    template = changed(TEMPLATE, lambda document: say(find(document, "{{落款}}"), "{{成文日期}}"))
    assert check_template(template, "notice") == []
    assert "缺少“落款”" in said(changed(TEMPLATE, lambda document: say(find(document, "{{落款}}"), "某局")))


def test_a_field_cut_into_runs_by_word_is_still_one() -> None:
    def cut(document: Any) -> None:
        node = find(document, "{{标题}}")
        run = next(node.iter(qn("w:r")))
        run.getparent().remove(run)
        for piece in ("{", "{标", "题}", "}"):
            text = element("t")
            text.text = piece
            node.append(element("r", text))

    assert check_template(changed(TEMPLATE, cut), "notice") == []


def test_a_field_in_a_header_is_seen_and_a_whole_text_there_refused() -> None:
    def put(words: str) -> bytes:
        return changed(TEMPLATE, lambda document: document.sections[0].header.paragraphs[0].add_run(words))

    assert check_template(put("{{标题}}"), "notice") == []
    assert "页眉第 1 段" in said(put("{{标提}}"))
    assert "“正文”不能放在页眉页脚里" in said(put("{{正文}}"))


def test_a_whole_text_in_a_cell_of_a_nested_table_is_refused() -> None:
    def nest(document: Any) -> None:
        outer = document.add_table(1, 1)
        inner = outer.cell(0, 0).add_table(1, 1)
        inner.cell(0, 0).text = "{{附件}}"

    assert "不能放在文本框或表格里" in said(changed(TEMPLATE, nest))


def test_changes_that_nobody_has_accepted_are_named() -> None:
    def insert(document: Any) -> None:
        find(document, "{{正文}}").addprevious(element("p", element("ins", element("r"), id=1, author="甲")))

    assert "没有接受的修订" in said(changed(TEMPLATE, insert))


def test_fields_of_the_caller_are_known() -> None:
    template = with_line("{{届次}}")
    assert "没有“届次”这个字段" in said(template)
    assert check_template(template, "notice", [Field("届次", "", "")]) == []


def test_a_field_of_another_kind_is_unknown() -> None:
    assert "签发人" in {field.name for field in fields_of("report")}
    assert "没有“签发人”这个字段" in said(with_line("{{签发人}}"))


def test_a_file_with_macros_is_refused() -> None:
    types = part(TEMPLATE, "[Content_Types].xml")
    macro = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "文件带宏" in said(repacked(TEMPLATE, {"[Content_Types].xml": macro}))
    assert "文件带宏" in said(repacked(TEMPLATE, {"word/vbaProject.bin": b"\0"}))


def test_what_is_no_word_file_is_refused() -> None:
    assert "这不是 Word 文件" in said(b"%PDF-1.7")
    assert "旧版 .doc 文件" in said(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert "这不是 Word 文件" in said(out.getvalue())
    assert "这不是 Word 文件" in said(TEMPLATE[: len(TEMPLATE) // 2])
    assert "这不是 Word 文件" in said(repacked(TEMPLATE, {"word/document.xml": b"<w:document"}))
    assert "超过 10 MB" in said(b"PK" + b"\0" * MAX_BYTES)


def test_a_file_packed_as_no_word_processor_does_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    broken = bytearray(out.getvalue())
    at = broken.index(b"word/document.xml") + 60
    broken[at : at + 20] = b"\xff" * 20
    assert "这不是 Word 文件" in said(out.getvalue())
    assert "这不是 Word 文件" in said(bytes(broken))


def test_a_header_that_is_no_header_is_passed_over() -> None:
    types = part(TEMPLATE, "[Content_Types].xml")
    relations = part(TEMPLATE, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="x9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"'
        b' Target="none.bin"/></Relationships>',
    )
    types = types.replace(b"</Types>", b'<Default Extension="bin" ContentType="a/b"/></Types>')
    parts = {
        "[Content_Types].xml": types,
        "word/_rels/document.xml.rels": relations,
        "word/none.bin": b"\0",
    }
    assert said(repacked(TEMPLATE, parts)) == ""


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    bomb = repacked(TEMPLATE, {"word/media/a.bin": b"\0" * 70_000_000})
    assert len(bomb) < 1_000_000
    assert "文件解开后过大" in said(bomb)
    body = part(TEMPLATE, "word/document.xml").replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 250_000)
    assert "文件解开后过大" in said(repacked(TEMPLATE, {"word/document.xml": body}))


@pytest.mark.parametrize("part", ["word/styles.xml", "word/other.bin"])
def test_elements_by_the_million_are_not_read_whatever_their_part_is_called(part: str) -> None:
    body = b"<w:a>" + b"<x/>" * (MAX_MARKS + 1) + b"</w:a>"
    noise = random.Random(7).randbytes(200_000)
    assert "文件解开后过大" in said(repacked(TEMPLATE, {part: body, "word/media/a.png": noise}))


def test_declared_entities_and_outside_parts_are_refused() -> None:
    body = part(TEMPLATE, "word/document.xml")
    head = body.index(b"<w:document")
    entity = body[:head] + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + body[head:]
    assert "不允许的声明" in said(repacked(TEMPLATE, {"word/document.xml": entity}))
    relations = part(TEMPLATE, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="x9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="http://example.invalid/a.dotm" TargetMode="External"/></Relationships>',
    )
    assert "连着外部模板" in said(repacked(TEMPLATE, {"word/_rels/document.xml.rels": relations}))


@pytest.mark.parametrize("liar", ["word/lie.xml", "word/media/lie.png"])
def test_a_part_that_lies_about_its_size_takes_no_more_memory_than_it_says(liar: str) -> None:
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # What the document names, the reader of Word files takes in.
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="x9" Type="http://example.invalid/lie" Target="/{liar}"/></Relationships>'.encode(),
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Default Extension="png" ContentType="image/png"/></Types>'
    )
    data = lying_zip(parts, liar, megabytes=200)
    tracemalloc.start()
    try:
        assert check_template(data, "notice") == []
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * MEGABYTE


def test_a_picture_under_a_password_is_refused() -> None:
    data = bytearray(repacked(TEMPLATE, {"word/media/locked.png": b"x"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert "已损坏" in said(bytes(data))


def test_a_field_that_never_ends_is_gone_through_once() -> None:
    """A pattern that backtracks would not come back from this."""
    assert "大括号没有成对" in said(with_line("{{ 标题" + " " * 1_000_000))
