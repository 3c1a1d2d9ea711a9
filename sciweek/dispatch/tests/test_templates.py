import io
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from docx import Document

from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.committee.tests.cast import Cast
from sciweek.dispatch import actions
from sciweek.dispatch.actions import templates as acting
from sciweek.dispatch.logic.examples import example_docx
from sciweek.dispatch.logic.frames import problems_of, text_template
from sciweek.dispatch.models import Template
from sciweek.dispatch.tests.offices import docx, drafted, with_macro, with_part
from sciweek.files.queries import read_bytes
from sciweek.papers.logic.lines import text_of
from sciweek.papers.logic.skeletons import builtin_template

KINDS = ("notice", "plan_notice", "letter", "report")


def changed(template: bytes, old: str, new: str) -> bytes:
    """The template with words of it changed."""
    document = Document(io.BytesIO(template))
    for paragraph in document.paragraphs:
        if old in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
            for run in paragraph.runs[1:]:
                run.text = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def handed_in(cast: Cast, data: bytes, kind: str = "notice") -> Template:
    return actions.upload_template(cast.actor("office"), cast.region, kind=kind, name="模板.docx", data=data)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("made", [text_template, builtin_template])
def test_the_products_own_templates_pass_their_check(kind: str, made: Callable[[str], bytes]) -> None:
    assert problems_of(made(kind), kind) == []
    assert "临江区科技活动周" in "\n".join(text_of(example_docx(made(kind), kind)))


def test_a_template_in_use_gives_its_words_to_new_papers(house: Cast) -> None:
    office = house.actor("office")
    mine = changed(text_template("notice"), "压实工作责任", "区里自己的要求")
    used = actions.use_template(office, handed_in(house, mine))
    paper = drafted(house)
    assert used.is_used
    assert "区里自己的要求" in paper.draft_text
    actions.drop_template(office, Template.objects.get())
    assert "区里自己的要求" not in drafted(house).draft_text


def test_one_template_of_a_kind_is_used_at_a_time(house: Cast) -> None:
    office = house.actor("office")
    first = actions.use_template(office, handed_in(house, text_template("notice")))
    second = actions.use_template(office, handed_in(house, builtin_template("notice")))
    letters = actions.use_template(office, handed_in(house, text_template("letter"), "letter"))
    assert set(Template.objects.filter(is_used=True)) == {second, letters}
    first.refresh_from_db()
    assert not first.is_used


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("{{活动主提}}", "没有“活动主提”这个字段，是不是想写“活动主题”？"),
        ("{{xyz}}", "没有“xyz”这个字段。"),
        ("{{活动主题}", "大括号没有成对"),
        ("｛｛活动主题｝｝", "字段要用半角大括号"),
        ("{活动主题}", "两层半角大括号"),
        ("{{正文}}和别的话", "“正文”会换成好几段，要单独占一段"),
        ("{{ __class__ }}", "没有“__class__”这个字段"),
    ],
)
def test_a_broken_field_is_named_with_its_paragraph_and_the_near_one(
    house: Cast, broken: str, words: str
) -> None:
    template = handed_in(house, changed(text_template("notice"), "{{活动主题}}", broken))
    problems = "\n".join(template.problems)
    assert words in problems
    assert "段" in problems.split("：")[0]
    with pytest.raises(Refused) as refused:
        actions.use_template(house.actor("office"), template)
    assert "模板还有问题" in str(refused.value)
    assert not Template.objects.get().is_used


def test_a_template_without_a_text_says_what_to_write(house: Cast) -> None:
    problems = handed_in(house, changed(builtin_template("notice"), "{{正文}}", "各单位请照办。")).problems
    assert any("没有正文" in one and "{{主要内容}}" in one for one in problems)


def test_a_template_without_a_needed_field_names_it(house: Cast) -> None:
    problems = handed_in(house, docx("{{标题}}", "{{正文}}")).problems
    assert any("缺少“附件”" in one for one in problems)
    assert any("缺少“落款”" in one for one in problems)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "请选 Word 的 .docx 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧的 .doc 请先在 Word 里另存为 .docx"),
        (b"MZ\x90\x00", "请选 Word 的 .docx 文件"),
        (with_macro(text_template("notice")), "文件带宏"),
        (with_part(text_template("notice"), "word/media/a.png", b"x" * 5 * 1024 * 1024), "超过 5 MB"),
    ],
    ids=["empty", "old word", "program", "macro", "large"],
)
def test_what_may_not_be_a_template_is_not_kept(house: Cast, data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        handed_in(house, data)
    assert words in refused.value.fields["file"]
    assert not Template.objects.exists()


def test_a_template_that_reads_well_and_breaks_when_it_is_written_with_is_unsound(house: Cast) -> None:
    """Its styles are called a picture: nothing notices before a paper is made."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(text_template("notice"))) as given, ZipFile(made, "w") as anew:
        for member in given.infolist():
            data = given.read(member)
            if member.filename == "[Content_Types].xml":
                data = data.replace(b"wordprocessingml.styles+xml", b"wordprocessingml.picture")
            anew.writestr(member, data)
    template = handed_in(house, made.getvalue())
    assert template.problems == ["这不是 Word 文件（.docx），或文件已损坏。"]
    page = house.client("office").get(f"/desk/papers/templates/{template.code}/")
    assert page.status_code == 200
    with pytest.raises(Refused):
        actions.use_template(house.actor("office"), template)


def test_a_template_of_no_kind_is_refused(house: Cast) -> None:
    with pytest.raises(Refused) as refused:
        handed_in(house, text_template("notice"), "poster")
    assert "kind" in refused.value.fields


def test_a_template_that_no_longer_fits_stops_no_other_paper(house: Cast) -> None:
    template = actions.use_template(house.actor("office"), handed_in(house, text_template("notice")))
    broken = handed_in(house, changed(text_template("notice"), "{{活动主题}}", "{{没有了}}"))
    Template.objects.filter(pk=template.pk).update(file=broken.file)
    with pytest.raises(Refused) as refused:
        drafted(house)
    assert "没有“没有了”这个字段" in str(refused.value)
    assert drafted(house, "letter").draft_file is not None


def test_a_template_that_is_found_unsound_is_used_no_longer(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = house.actor("office")
    used = actions.use_template(office, handed_in(house, text_template("notice")))
    monkeypatch.setattr(acting, "problems_of", lambda _data, _kind: ["没有“旧字段”这个字段。"])
    with pytest.raises(Refused):
        actions.use_template(office, used)
    used.refresh_from_db()
    assert (used.is_used, used.problems) == (False, ["没有“旧字段”这个字段。"])


def test_only_the_office_of_the_region_handles_templates(house: Cast) -> None:
    template = handed_in(house, text_template("notice"))
    for who, error in (("publicity", Forbidden), ("auditor", Forbidden), ("liaison", OutOfSight)):
        with pytest.raises(error):
            actions.use_template(house.actor(who), template)
    with pytest.raises(OutOfSight):
        actions.drop_template(house.actor("stranger"), template)


def test_the_template_is_kept_as_it_came(house: Cast) -> None:
    data = text_template("report")
    template = handed_in(house, data, "report")
    assert read_bytes(template.file) == data
    assert str(template) == "报告（模板.docx）"
