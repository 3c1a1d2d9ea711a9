"""Each rule of GB/T 9704-2012 broken in turn: it is found, and nothing else is said of a paper that keeps to it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.base.errors import Refused
from sciweek.papers.logic.blocks import Block, Column, Heading, Para, TableBlock
from sciweek.papers.logic.merging import merge_template, write_docx
from sciweek.papers.logic.official import Annex, OfficialPaper, PaperKind, Plan
from sciweek.papers.logic.ooxml import element, paragraph
from sciweek.papers.logic.page_check import check_page
from sciweek.papers.logic.skeletons import builtin_template
from sciweek.papers.tests.samples import (
    KINDS,
    RARE,
    THREE,
    changed,
    find,
    paper,
    say,
    with_body,
    written,
)

TABLE = TableBlock((Column("序号"), Column("名称", 3)), (("1", "讲座"),), note="注：以当日通知为准。")


def found(data: bytes) -> str:
    return "\n".join(check_page(data))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stamped", [True, False])
@pytest.mark.parametrize("issuers", [THREE[:1], THREE], ids=["one", "three"])
def test_what_is_written_keeps_to_the_standard(kind: str, stamped: bool, issuers: tuple[str, ...]) -> None:
    assert check_page(written(kind, stamped=stamped, issuers=issuers)) == []
    assert check_page(written(kind, stamped=stamped, issuers=issuers, is_draft=False, head_text="")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_merged_with_the_products_own_template_keeps_to_it(kind: str) -> None:
    template = changed(builtin_template(kind), lambda document: None)
    assert check_page(merge_template(template, paper(kind))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_without_number_date_and_addressee_is_a_draft_not_a_fault(kind: str) -> None:
    assert (
        check_page(
            write_docx(OfficialPaper(kind=PaperKind(kind), issuers=THREE[:1], title="关于有关事项的通知"))
        )
        == []
    )


def test_a_plan_under_the_label_of_an_annex_keeps_to_it() -> None:
    plan = Plan("2028年实施方案", (Heading(1, "时间"), Para("五月。"), TABLE), as_annex=True)
    assert check_page(written("plan_notice", plan=plan)) == []


Words = st.text(alphabet="科学技术活动周开放实验室居民12〔〕《》（）", min_size=1, max_size=80).map(
    lambda text: "请" + text
)
Blocks = st.lists(
    st.one_of(
        st.builds(Para, Words),
        st.builds(Heading, st.just(1), Words),
        st.builds(lambda text: Heading(1, "请看。", then=text), Words),
        st.just(TABLE),
        st.just(replace(TABLE, landscape=True, title="表一")),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    body=Blocks,
    annexes=st.lists(st.builds(Annex, Words, Blocks.map(tuple)), max_size=3),
    issuers=st.lists(st.sampled_from([*THREE, f"临江区{RARE}学会"]), min_size=1, max_size=5, unique=True),
    stamped=st.booleans(),
)
def test_whatever_a_paper_says_its_looks_keep_to_the_standard(
    kind: str, body: list[Block], annexes: list[Annex], issuers: list[str], stamped: bool
) -> None:
    data = written(
        kind, body=tuple(body), annexes=tuple(annexes), issuers=tuple(issuers), stamped=stamped, plan=None
    )
    assert check_page(data) == []


def margin(document: Any) -> None:
    document.sections[0].left_margin = Mm(31.7)


def letter_paper(document: Any) -> None:
    document.sections[0].page_height = Mm(279)


def turned_wrongly(document: Any) -> None:
    document.sections[1].top_margin = Mm(37)


def one_sided(document: Any) -> None:
    document.settings.odd_and_even_pages_header_footer = False


def number_at_left(document: Any) -> None:
    for each in document.sections[0].footer._element.iter(qn("w:jc")):
        each.set(qn("w:val"), "left")


def number_bare(document: Any) -> None:
    for each in document.sections[0].footer._element.iter(qn("w:t")):
        each.text = (each.text or "").replace("—", "")


def number_large(document: Any) -> None:
    for each in document.sections[0].footer.paragraphs[0].runs:
        each.font.size = Pt(16)


def number_gone(document: Any) -> None:
    document.sections[0].even_page_footer.paragraphs[0].clear()


def number_low(document: Any) -> None:
    document.sections[0].footer_distance = Mm(8)


def no_number_on_the_first(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = True


PAGES: list[tuple[Callable[[Any], None], str]] = [
    (margin, "左页边距应为 28 mm，现为 31.7 mm"),
    (letter_paper, "用纸应为 A4"),
    (turned_wrongly, "第 2 节：上页边距应为 28 mm，现为 37 mm"),
    (one_sided, "单页居右、双页居左"),
    (number_at_left, "单页页码应居右空一字"),
    (number_bare, "单页页码左右应各放一条一字线"),
    (number_large, "单页页码应为四号半角宋体"),
    (number_gone, "双页没有页码"),
    (number_low, "页码应距版心下边缘 7 mm"),
    (no_number_on_the_first, "首页也应编排页码"),
]


@pytest.mark.parametrize(("change", "words"), PAGES, ids=[change.__name__ for change, _words in PAGES])
def test_a_page_that_departs_is_found(change: Callable[[Any], None], words: str) -> None:
    assert words in found(changed(written("notice"), change))


def look(words: str, **values: str) -> Callable[[Any], None]:
    """Give the paragraph with these words another font, size, place or distance."""
    of_runs = {"size": "sz", "colour": "color", "closer": "spacing"}
    of_lines = {
        "jc": lambda value: element("jc", val=value),
        "ind": lambda value: element("ind", firstLine=value),
        "spacing": lambda value: element("spacing", line=value, lineRule="exact"),
        "pageBreakBefore": lambda value: element("pageBreakBefore", val=value),
    }

    def put(properties: Any, made: Any) -> None:
        for each in properties.findall(made.tag):
            properties.remove(each)
        properties.append(made)

    def change(document: Any) -> None:
        node = find(document, words)
        for name, value in values.items():
            if name in of_lines:
                put(node.get_or_add_pPr(), of_lines[name](value))
                continue
            made = element(of_runs[name], val=value) if name in of_runs else element("rFonts", eastAsia=value)
            for run in node.iter(qn("w:r")):
                put(run.get_or_add_rPr(), deepcopy(made))

    return change


def words(old: str, new: str) -> Callable[[Any], None]:
    return lambda document: say(find(document, old), new)


def gone(old: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        node = find(document, old)
        node.getparent().remove(node)

    return change


def no_blank_above(old: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        above = find(document, old).getprevious()
        above.getparent().remove(above)

    return change


def no_rule(document: Any) -> None:
    for each in document.styles.element.iter(qn("w:pBdr")):
        each.getparent().remove(each)


def black_rule(document: Any) -> None:
    for each in document.styles.element.iter(qn("w:bottom")):
        each.set(qn("w:color"), "000000")


def no_lines_in_the_imprint(document: Any) -> None:
    table = next(find(document, "抄送：").iterancestors(qn("w:tbl")))
    table.tblPr.remove(table.tblPr.find(qn("w:tblBorders")))


HEAD, NUMBER, TITLE, TO = "科学技术局文件", "临科字〔2028〕9号", "关于举办2028年", "各街道科技服务站"
BODY, ANNEX, DATE, NOTE = "按照全市统一安排", "附件：1.", "2028年4月12日", "（联系人"
BREACHES: list[tuple[Callable[[Any], None], str]] = [
    (gone(HEAD), "缺少发文机关标志"),
    (look(HEAD, font="黑体"), "发文机关标志应为小标宋体"),
    (look(HEAD, jc="left"), "发文机关标志应居中"),
    (no_blank_above(HEAD), "上边缘至版心上边缘应为 35 mm"),
    (gone(NUMBER), "缺少发文字号"),
    (words(NUMBER, "临科字[2028]9号"), "六角括号"),
    (words(NUMBER, "临科字【2028】9号"), "六角括号"),
    (words(NUMBER, "临科字（2028）9号"), "六角括号"),
    (words(NUMBER, "临科字〔2028〕第9号"), "不加“第”字"),
    (words(NUMBER, "临科字〔2028〕09号"), "不编虚位"),
    (words(NUMBER, "临科字〔28〕9号"), "年份应标全称"),
    (look(NUMBER, size="28"), "发文字号应为三号仿宋体"),
    (look(NUMBER, jc="left"), "发文字号应居中"),
    (no_blank_above(NUMBER), "发文机关标志下空二行的位置，现空 1 行"),
    (no_rule, "缺少红色分隔线"),
    (black_rule, "分隔线应为红色"),
    (look(TITLE, font="黑体"), "标题应为二号小标宋体"),
    (look(TITLE, size="36"), "标题应为二号小标宋体"),
    (look(TITLE, jc="left"), "标题应居中"),
    (words(TITLE, "一、关于举办科技活动周的通知"), "标题前不加序号"),
    (words(TITLE, "关于举办科技活动周的通知。"), "标题末尾不加标点"),
    (no_blank_above(TITLE), "红色分隔线下空二行的位置，现空 1 行"),
    (words(TO, "各街道科技服务站、区直有关部门"), "主送机关后应标全角冒号"),
    (words(TO, "各街道科技服务站、区直有关部门:"), "主送机关后应标全角冒号"),
    (look(TO, ind="640"), "主送机关应居左顶格"),
    (look(BODY, font="宋体"), "正文应为三号仿宋体"),
    (look(BODY, size="28"), "正文应为三号仿宋体"),
    (look(BODY, ind="0"), "左空二字"),
    (look(BODY, spacing="600"), "每页应排 22 行"),
    (look(BODY, closer="0"), "每行应排 28 个字"),
    (look("一、时间与主题", font="仿宋_GB2312"), "第1层标题“一、”应为三号黑体"),
    (look("（一）时间", font="黑体"), "第2层标题“（一）”应为三号楷体"),
    (look("1.讲好身边的科学", font="楷体_GB2312"), "第3层标题“1.”应为三号仿宋体"),
    (look("（1）校园里", size="30"), "第4层标题“（1）”应为三号仿宋体"),
    (words("二、主要活动", "三、主要活动"), "标题序号不连续：此处应为“二、”"),
    (words("（二）主题", "（三）主题"), "标题序号不连续：此处应为“（二）”"),
    (words("2.让孩子动手", "3.让孩子动手。"), "标题序号不连续：此处应为“2.”"),
    (words("（一）时间", "1.时间"), "标题层次跳级：“一、”之下应先用“（一）”"),
    (words(ANNEX, "附件:1.2028年临江区科技活动周活动安排表"), "“附件”后应标全角冒号"),
    (words(ANNEX, "附件：1.2028年临江区科技活动周活动安排表。"), "附件名称后不加标点"),
    (words(ANNEX, "附件：1、2028年临江区科技活动周活动安排表"), "顺序号应为“1.”"),
    (words("2.重点活动备案表", "3.重点活动备案表"), "顺序号应为“2.”"),
    (words("2.重点活动备案表", "2.重点活动一览表"), "与附件说明的“重点活动一览表”不一致"),
    (gone("2.重点活动备案表"), "附件说明列了 1 个附件，正文之后有 2 个"),
    (no_blank_above(ANNEX), "附件说明应在正文下空一行编排"),
    (look("附件1", font="仿宋_GB2312"), "附件标记应为三号黑体"),
    (look("附件2", ind="640"), "附件标记应顶格"),
    (words("附件2", "附件二"), "附件标记应为“附件2”"),
    (words("附件2", "附件2："), "附件标记后不加标点"),
    (words("附件2", "附件3"), "附件标记应为“附件2”"),
    (lambda document: find(document, "附件2").addnext(paragraph("Normal")), "编排在版心第三行"),
    (gone(DATE), "缺少成文日期"),
    (words(DATE, "2028年04月12日"), "不编虚位"),
    (words(DATE, "二〇二八年四月十二日"), "成文日期应用阿拉伯数字"),
    (words(DATE, "28年4月12日"), "成文日期的年份应标全称"),
    (words(DATE, "2028年4月31日"), "没有这一天"),
    (look(DATE, jc="center"), "署名和成文日期的位置不对"),
    (words(NOTE, "(联系人：何清)"), "附注应用全角圆括号"),
    (look(NOTE, ind="0"), "附注应居左空二字"),
    (look("抄送：", size="32"), "版记应为四号仿宋体"),
    (words("抄送：", "抄送：云川市科学技术局"), "最后一个抄送机关后应标句号"),
    (words("抄送：", "抄送:云川市科学技术局。"), "“抄送”后应标全角冒号"),
    (words("2028年4月12日印发", "云川市临江区科学技术局办公室 2028年04月12日印发"), "印发日期应用阿拉伯数字"),
    (no_lines_in_the_imprint, "版记应有与版心等宽的分隔线"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"), BREACHES, ids=[f"{at}-{each[1]}" for at, each in enumerate(BREACHES)]
)
def test_a_departure_is_found(change: Callable[[Any], None], sentence: str) -> None:
    assert sentence in found(changed(written("notice"), change))


LETTERS: list[tuple[Callable[[Any], None], str]] = [
    (look("临科函〔2028〕17号", jc="center"), "应顶格居版心右边缘"),
    (lambda document: document.sections[0].first_page_header._element.clear(), "缺少发文机关标志"),
    (
        lambda document: document.sections[0].first_page_footer._element.clear(),
        "信函首页下方应印一条红色双线",
    ),
    (lambda document: setattr(document.sections[0], "header_distance", Mm(15)), "至上页边应为 30 mm"),
]


@pytest.mark.parametrize(("change", "sentence"), LETTERS, ids=[each[1] for each in LETTERS])
def test_a_letter_has_rules_of_its_own(change: Callable[[Any], None], sentence: str) -> None:
    assert sentence in found(changed(written("letter"), change))


REPORTS: list[tuple[Callable[[Any], None], str]] = [
    (look("临科报〔2028〕3号", jc="center"), "上行文的发文字号应居左空一字"),
    (words("签发人", "　临科报〔2028〕3号"), "上行文应标注签发人"),
    (words("签发人", "临科报〔2028〕3号　签发人:沈玥"), "“签发人”后应为全角冒号"),
]


@pytest.mark.parametrize(("change", "sentence"), REPORTS, ids=[each[1] for each in REPORTS])
def test_a_report_names_its_signer(change: Callable[[Any], None], sentence: str) -> None:
    assert sentence in found(changed(written("report"), change))


def test_an_annex_begins_on_a_new_page() -> None:
    annexes = (Annex("名单", (Para("一份。"),)), Annex("说明", (Para("两份。"),)))
    assert "附件应另面编排" in found(
        changed(written("notice", annexes=annexes), look("附件2", pageBreakBefore="0"))
    )


def test_what_follows_the_imprint_is_found() -> None:
    data = changed(
        written("notice"),
        lambda document: document.element.body.sectPr.addprevious(paragraph("GwBody", "完")),
    )
    assert "版记应置于公文最后一面" in found(data)


def test_a_table_by_itself_needs_no_red_head() -> None:
    def keep_the_annex(document: Any) -> None:
        body = document.element.body
        label = find(document, "附件2")
        for node in list(body):
            if node is label:
                break
            body.remove(node)
        imprint = next(find(document, "抄送：").iterancestors(qn("w:tbl")))
        body.remove(imprint)

    assert check_page(changed(written("notice"), keep_the_annex)) == []


def test_the_paragraph_is_named_and_the_same_trouble_told_once() -> None:
    def all_small(document: Any) -> None:
        for style in document.styles.element.iter(qn("w:style")):
            if style.get(qn("w:styleId")) == "GwBody":
                for size in style.iter(qn("w:sz")):
                    size.set(qn("w:val"), "28")

    lines = [
        each for each in check_page(changed(written("notice"), all_small)) if "正文应为三号仿宋体" in each
    ]
    assert len(lines) == 1
    assert lines[0].startswith("第 11 段“按照全市统一安排")
    assert "段：正文应为三号仿宋体。" in lines[0]


def test_a_files_grid_of_lines_counts_as_well() -> None:
    def by_grid(document: Any) -> None:
        for each in document.styles.element.iter(qn("w:spacing")):
            each.attrib.pop(qn("w:line"), None)
            each.attrib.pop(qn("w:lineRule"), None)
            each.attrib.pop(qn("w:val"), None)
        for section in document.sections:
            section._sectPr.append(element("docGrid", type="linesAndChars", linePitch=579, charSpace=-849))

    said = found(changed(written("notice"), by_grid))
    assert "22 行" not in said
    assert "28 个字" not in said


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        check_page(data)


def test_measures_that_are_no_numbers_do_no_harm() -> None:
    data = with_body(
        written("notice"),
        '<w:p><w:pPr><w:ind w:left="1e999" w:firstLine="nan"/><w:spacing w:line="-1"/></w:pPr>'
        '<w:r><w:rPr><w:sz w:val="abc"/><w:color w:val="#1"/></w:rPr><w:t>十十、一</w:t></w:r></w:p>',
    )
    assert check_page(data) == []


BLANKS = "　" * 300_000
NINES = "9" * 300_000


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("〔2028〕9号", f"临科字〔{BLANKS}次"),
        ("〔2028〕9号", f"临科字〔2028〕{BLANKS}{NINES}次"),
        ("〔2028〕9号", f"次{BLANKS}签发人"),
        ("2028年4月12日", f"2028年{BLANKS}次"),
        ("2028年4月12日", f"2028年4月{BLANKS}次"),
        ("附件2", f"附件{BLANKS}次"),
    ],
    ids=["year", "number", "signer", "month", "day", "annex"],
)
def test_a_run_of_blanks_that_leads_nowhere_is_gone_through_once(words: str, instead: str) -> None:
    """A pattern that backtracks would not come back from this."""
    assert check_page(changed(written("notice"), lambda document: say(find(document, words), instead)))
