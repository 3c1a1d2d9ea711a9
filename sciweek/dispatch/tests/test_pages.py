from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from sciweek.committee.actions import set_bodies
from sciweek.committee.tests.cast import Cast
from sciweek.dispatch import actions
from sciweek.dispatch.jobs import make_preview
from sciweek.dispatch.logic.frames import text_template
from sciweek.dispatch.models import Paper, Template
from sciweek.dispatch.tests.offices import (
    BUREAU,
    EXE_AS_PDF,
    NUMBER,
    SCAN,
    SOCIETY,
    docx,
    drafted,
    edited,
    issued,
    ofd,
    upload,
    with_macro,
)
from sciweek.files.queries import path_of
from sciweek.week.actions import edit_week

KINDS = ("notice", "plan_notice", "letter", "report")


def desk(cast: Cast, rest: str) -> str:
    return f"/desk/w/{cast.week.slug}/papers/{rest}"


def text(answer: Any) -> str:
    return answer.content.decode()


def form(**values: Any) -> dict[str, Any]:
    return {
        "request_uid": str(uuid4()),
        "title": "关于举办2027年临江区科技活动周的通知",
        "issuers": [BUREAU, SOCIETY],
        "addressees": "各街道办事处，区直有关部门",
        "doc_mark": "临科字",
        "annexes": ["return_form"],
        "copies_to": "云川市科学技术局",
    } | values


def record(**values: Any) -> dict[str, Any]:
    return {
        "request_uid": str(uuid4()),
        "number": NUMBER,
        "signer": "沈玥",
        "issued_on": "2027-04-12",
        "scan": SimpleUploadedFile("盖章件.pdf", SCAN),
    } | values


@pytest.fixture
def office(house: Cast) -> Client:
    return house.client("office")


def test_a_notice_goes_its_whole_way_over_the_pages(house: Cast, office: Client) -> None:
    answer = office.post(desk(house, "new/notice/"), form())
    paper = Paper.objects.get()
    assert answer.headers["Location"] == desk(house, f"{paper.code}/")
    assert paper.issuers == [BUREAU, SOCIETY]
    page = text(office.get(desk(house, f"{paper.code}/")))
    assert "预览正在生成" in page
    make_preview.call(house.region.pk, house.week.pk, paper.pk)
    paper.refresh_from_db()
    page = text(office.get(desk(house, f"{paper.code}/")))
    assert 'alt="第 1 页"' in page
    picture = office.get(desk(house, f"{paper.code}/page/1"))
    assert (picture.headers["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert office.get(desk(house, f"{paper.code}/page/99")).status_code == 404
    office.post(desk(house, f"{paper.code}/move/"), {"to": "send", "seen_version": paper.version})
    assert "已送签" in text(office.get(desk(house, "")))
    answer = office.post(desk(house, f"{paper.code}/issue/"), record())
    assert answer.headers["Location"] == desk(house, f"{paper.code}/")
    page = text(office.get(desk(house, f"{paper.code}/")))
    assert NUMBER in page
    assert "拟更正" in page
    stamped: Any = office.get(desk(house, f"{paper.code}/file/issued"))
    assert stamped.getvalue() == SCAN


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_form_filled_with_what_it_usually_has(
    house: Cast, office: Client, kind: str
) -> None:
    page = text(office.get(desk(house, f"new/{kind}/")))
    assert "2027年临江区科技活动周" in page
    assert page.count('name="issuers"') == 3
    assert ('name="labels_plan"' in page) == (kind == "plan_notice")
    assert ('name="reply_by"' in page) == (kind == "letter")
    assert ('name="signer"' in page) == (kind == "report")


def test_what_the_week_lacks_is_said_with_the_way_to_it(house: Cast, office: Client) -> None:
    set_bodies(house.actor("office"), house.week, [])
    assert "没有单位可以发文" in text(office.get(desk(house, "")))
    page = text(office.get(desk(house, "new/notice/")))
    assert "没有单位可以发文" in page
    assert f"/desk/w/{house.week.slug}/committee/" in page
    assert "<textarea" not in page
    assert "没有单位可以发文" in text(office.post(desk(house, "new/notice/"), form()))
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"issuers": ["区科技局业务科"]}, "区科技局业务科"),
        ({"issuers": []}, "请选发文机关"),
        ({"title": ""}, "这个字段是必填项"),
        ({"title": "长" * 201}, "200"),
        ({"annexes": ["filing"]}, "filing"),
        ({"addressees": "街" * 2001}, "最多 2000 个字"),
    ],
)
def test_after_a_refusal_everything_typed_is_still_there(
    house: Cast, office: Client, values: dict[str, Any], words: str
) -> None:
    answer = office.post(desk(house, "new/notice/"), form(doc_mark="临科<b>字", **values))
    page = text(answer)
    assert answer.status_code == 422
    assert words in page
    assert "临科&lt;b&gt;字" in page
    assert "云川市科学技术局" in page
    assert not Paper.objects.exists()


def test_the_form_sent_twice_drafts_one_paper(house: Cast, office: Client) -> None:
    sent = form()
    first, second = (office.post(desk(house, "new/notice/"), sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Paper.objects.count() == 1


def test_a_letter_offers_only_units_that_owe_something(house: Cast, office: Client) -> None:
    page = text(office.get(desk(house, "new/letter/")))
    assert "云栖街道办事处" in page
    answer = office.post(
        desk(house, "new/letter/"), form(unit=house.unit.pk, addressees="", reply_by="2027-04-20", annexes=[])
    )
    assert answer.status_code == 302
    assert Paper.objects.get().addressees == "云栖街道办事处"
    foreign = office.post(desk(house, "new/letter/"), form(unit=house.foreign_unit.pk, annexes=[]))
    assert foreign.status_code == 422


def test_of_two_people_the_second_sees_what_the_first_wrote(house: Cast, office: Client) -> None:
    paper = drafted(house)
    sent = form(seen_version=paper.version)
    office.post(desk(house, f"{paper.code}/edit/"), sent | {"title": "甲写的标题", "annexes": []})
    answer = office.post(
        desk(house, f"{paper.code}/edit/"), sent | {"title": "乙写的标题", "addressees": "各学校"}
    )
    page = text(answer)
    assert answer.status_code == 422
    assert "江办 改过这一条" in page
    assert "对方写的是：甲写的标题" in page
    assert 'value="乙写的标题"' in page
    assert "各学校" in page
    again = sent | {"title": "乙写的标题", "seen_version": Paper.objects.get().version}
    assert office.post(desk(house, f"{paper.code}/edit/"), again).status_code == 302
    assert Paper.objects.get().title == "乙写的标题"


def test_a_conflict_speaks_of_annexes_by_their_names(house: Cast, office: Client) -> None:
    paper = drafted(house, annexes=["arrangements"])
    actions.edit_paper(house.actor("office"), paper, title="甲写的标题")
    page = text(office.post(desk(house, f"{paper.code}/edit/"), form(seen_version=paper.version)))
    assert "对方写的是：活动安排表" in page


def test_a_press_on_what_another_changed_meanwhile_is_refused(house: Cast, office: Client) -> None:
    paper = drafted(house)
    seen = paper.version
    actions.edit_paper(house.actor("office"), paper, title="换了标题")
    for rest, values in (("move/", {"to": "send"}), ("redraft/", {})):
        page = text(
            office.post(desk(house, f"{paper.code}/{rest}"), values | {"seen_version": seen}, follow=True)
        )
        assert "江办 改过这一条" in page
    assert Paper.objects.get().state == "draft"


@pytest.mark.parametrize("state", ["sent", "issued", "set_aside"])
def test_what_is_no_draft_offers_no_change_and_takes_none(house: Cast, office: Client, state: str) -> None:
    paper, actor = drafted(house), house.actor("office")
    match state:
        case "sent":
            actions.send_for_signing(actor, paper)
        case "set_aside":
            actions.set_paper_aside(actor, paper)
        case _:
            issued(house, paper)
    page = text(office.get(desk(house, f"{paper.code}/")))
    assert "改栏目" not in page
    assert office.get(desk(house, f"{paper.code}/edit/")).status_code == 302
    answer = office.post(desk(house, f"{paper.code}/edit/"), form(title="晚了一步"))
    assert answer.status_code == 422
    assert "只有草稿可以改" in text(answer)
    assert "晚了一步" in text(answer)
    handed = office.post(
        desk(house, f"{paper.code}/draft/"), {"file": SimpleUploadedFile("稿.docx", docx("晚了一步"))}
    )
    assert handed.status_code == 422
    assert "只有草稿可以改" in text(handed)
    assert office.get(desk(house, f"{paper.code}/changes/")).status_code == (
        200 if state == "issued" else 404
    )
    assert "只有草稿可以重新生成" in text(office.get(desk(house, f"{paper.code}/redraft/")))
    assert Paper.objects.get().title != "晚了一步"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"number": "", "signer": "沈玥", "issued_on": ""}, "请写成文日期"),
        ({"number": "临科字〔27〕9号"}, "年份四位"),
        ({"issued_on": "明天"}, "有效的日期"),
        ({"issued_on": "2027-05-01"}, "不能晚于今天"),
        ({"scan": ""}, "请选盖章后的 PDF 或 OFD 文件"),
        ({"scan": SimpleUploadedFile("盖章件.pdf", EXE_AS_PDF)}, "请选 PDF 或 OFD 文件"),
        ({"scan": SimpleUploadedFile("盖章件.pdf", b"")}, "请选 PDF 或 OFD 文件"),
        ({"final": SimpleUploadedFile("定稿.docx", with_macro(docx("一")))}, "文件带宏"),
    ],
)
def test_a_record_that_is_not_whole_keeps_what_was_typed(
    house: Cast, office: Client, values: dict[str, Any], words: str
) -> None:
    for one in values.values():
        if isinstance(one, SimpleUploadedFile):
            one.seek(0)
    paper = drafted(house)
    answer = office.post(desk(house, f"{paper.code}/issue/"), record(text="粘贴的全文", **values))
    page = text(answer)
    assert answer.status_code == 422
    assert words in page
    assert 'value="沈玥"' in page
    assert "粘贴的全文" in page
    assert Paper.objects.get().state == "draft"


def test_a_press_is_refused_in_words_alone_where_there_is_no_field(house: Cast, office: Client) -> None:
    paper = drafted(house)
    set_bodies(house.actor("office"), house.week, [SOCIETY])
    page = text(office.post(desk(house, f"{paper.code}/move/"), {"to": "send"}, follow=True))
    assert f"“{BUREAU}”不是组委会成员单位" in page
    assert "issuers:" not in page


def test_each_of_two_files_that_are_too_large_is_named_at_its_own_field(
    house: Cast, office: Client, settings: Settings
) -> None:
    settings.SCIWEEK_UPLOAD_LIMIT = 100
    paper = drafted_with_limit(house, settings)
    final = SimpleUploadedFile("定稿.docx", docx("一"))
    answer = office.post(desk(house, f"{paper.code}/issue/"), record(final=final))
    assert answer.context["form"].errors["final"] == ["文件超过 0 MB 的上限。"]
    assert "scan" not in answer.context["form"].errors


def drafted_with_limit(house: Cast, settings: Settings) -> Paper:
    limit, settings.SCIWEEK_UPLOAD_LIMIT = settings.SCIWEEK_UPLOAD_LIMIT, 25 * 1024 * 1024
    paper = drafted(house)
    settings.SCIWEEK_UPLOAD_LIMIT = limit
    return paper


def test_files_that_were_not_restored_are_said_or_not_there_and_break_no_page(
    house: Cast, office: Client
) -> None:
    paper = drafted(house)
    make_preview.call(house.region.pk, house.week.pk, paper.pk)
    paper.refresh_from_db()
    template = actions.use_template(
        house.actor("office"),
        actions.upload_template(
            house.actor("office"), house.region, kind="notice", name="模板.docx", data=text_template("notice")
        ),
    )
    assert paper.preview_file is not None
    for stored in (paper.preview_file, template.file):
        path_of(stored).unlink()
    for rest in (f"{paper.code}/page/1", f"{paper.code}/file/preview"):
        assert office.get(desk(house, rest)).status_code == 404
    own = f"/desk/papers/templates/{template.code}/"
    assert "不在服务器上了" in text(office.get(own))
    assert "不在服务器上了" in text(office.post(f"{own}move/", {"to": "use"}, follow=True))
    answer = office.post(desk(house, "new/notice/"), form())
    assert answer.status_code == 422
    assert "模板文件“模板.docx”不在服务器上了" in text(answer)


def test_a_title_with_a_stroke_is_the_name_of_its_files_as_a_whole(house: Cast) -> None:
    paper = drafted(house, title="关于5/22启动仪式的通知")
    make_preview.call(house.region.pk, house.week.pk, paper.pk)
    paper.refresh_from_db()
    assert paper.draft_file is not None
    assert paper.preview_file is not None
    assert paper.draft_file.name == "关于5／22启动仪式的通知（草稿）.docx"
    assert paper.preview_file.name == "关于5／22启动仪式的通知（草稿预览）.pdf"


def test_nobody_waits_for_a_preview_that_cannot_be_kept(
    house: Cast, office: Client, settings: Settings
) -> None:
    paper = drafted(house)
    settings.SCIWEEK_UPLOAD_LIMIT = 100
    make_preview.call(house.region.pk, house.week.pk, paper.pk)
    page = text(office.get(desk(house, f"{paper.code}/")))
    assert "这份 Word 稿排不出预览" in page
    assert "预览正在生成" not in page


def test_a_number_in_square_brackets_is_put_right_and_twice_is_refused(house: Cast, office: Client) -> None:
    first, second = drafted(house), drafted(house, "letter")
    office.post(desk(house, f"{first.code}/issue/"), record(number="临科字[2027]第9号"))
    first.refresh_from_db()
    assert first.number == NUMBER
    answer = office.post(desk(house, f"{second.code}/issue/"), record(number="临科字【2027】9号"))
    assert answer.status_code == 422
    assert "已经登记在另一份文上" in text(answer)


def test_after_an_ofd_with_its_final_text_the_changes_are_shown(house: Cast, office: Client) -> None:
    paper = drafted(house)
    sent = record(
        scan=SimpleUploadedFile("盖章件.ofd", ofd()),
        final=SimpleUploadedFile("定稿.docx", edited(paper, "现将有关事项通知如下", "现就有关事项通知如下")),
    )
    answer = office.post(desk(house, f"{paper.code}/issue/"), sent)
    assert answer.headers["Location"] == desk(house, f"{paper.code}/changes/")
    folded_page = text(office.get(answer.headers["Location"]))
    assert "<ins>就</ins>" in folded_page
    assert "<del>将</del>" in folded_page
    assert "1 段不同" in folded_page
    assert len(text(office.get(answer.headers["Location"] + "?all"))) > len(folded_page)


def test_without_words_on_the_scan_the_page_says_so(house: Cast, office: Client) -> None:
    paper = issued(house, drafted(house))
    assert "没有可读的文字" in text(office.get(desk(house, f"{paper.code}/")))
    assert "没有可读的文字" in text(office.get(desk(house, f"{paper.code}/changes/")))


def test_a_redraft_shows_what_would_change_and_does_it(house: Cast, office: Client) -> None:
    paper = drafted(house)
    assert "不用重新生成" in text(office.get(desk(house, f"{paper.code}/redraft/")))
    edit_week(house.actor("office"), house.week, seen_version=None, theme="新的主题")
    assert "<ins>新" in text(office.get(desk(house, f"{paper.code}/redraft/")))
    office.post(desk(house, f"{paper.code}/redraft/"), {"seen_version": paper.version})
    assert "新的主题" in Paper.objects.get().draft_text


def test_a_redraft_that_lacks_something_says_what(house: Cast, office: Client) -> None:
    paper = drafted(house, "report")
    edit_week(house.actor("office"), house.week, seen_version=None, parent_body="")
    page = text(office.get(desk(house, f"{paper.code}/redraft/")))
    assert "还没有写上级主管机关" in page
    assert "重新生成</button>" not in page


def test_a_wrong_file_for_the_draft_is_refused_on_the_papers_page(house: Cast, office: Client) -> None:
    paper = drafted(house)
    answer = office.post(
        desk(house, f"{paper.code}/draft/"), {"file": SimpleUploadedFile("稿.docx", EXE_AS_PDF)}
    )
    assert answer.status_code == 422
    assert "请选 Word 的 .docx 文件" in text(answer)


def test_a_draft_that_cannot_be_set_says_so(house: Cast, office: Client) -> None:
    paper = drafted(house)
    Paper.objects.filter(pk=paper.pk).update(preview_failed=True)
    assert "排不出预览" in text(office.get(desk(house, f"{paper.code}/")))


def test_publicity_reads_papers_and_sees_no_button(house: Cast) -> None:
    paper, reader = drafted(house), house.client("publicity")
    page = text(reader.get(desk(house, f"{paper.code}/")))
    assert "登记送签" not in page
    assert "拟一份文" not in text(reader.get(desk(house, "")))
    assert reader.post(desk(house, f"{paper.code}/move/"), {"to": "send"}).status_code == 403
    for kind in ("filing", "contacts"):
        assert reader.get(desk(house, f"tables/{kind}.xlsx")).status_code == 404
    assert reader.get(desk(house, "tables/arrangements.docx")).status_code == 200


def test_for_a_liaison_there_are_no_papers(house: Cast) -> None:
    paper, liaison = drafted(house), house.client("liaison")
    for rest in ("", "new/notice/", f"{paper.code}/", f"{paper.code}/file/draft", "tables/arrangements.xlsx"):
        assert liaison.get(desk(house, rest)).status_code == 404


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@pytest.mark.parametrize("kind", ["arrangements", "filing", "contacts", "return_form"])
def test_tables_come_under_their_chinese_name(house: Cast, office: Client, kind: str, ending: str) -> None:
    answer = office.get(desk(house, f"tables/{kind}.{ending}"))
    assert answer.content[:2] == b"PK"
    assert f".{ending}" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("rest", ["tables/secret.docx", "tables/notice.xlsx", "new/poster/", "ABCDEFGH/"])
def test_what_is_not_there_is_not_found(house: Cast, office: Client, rest: str) -> None:
    assert office.get(desk(house, rest)).status_code == 404


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_asks_a_flat_number_of_queries(
    house: Cast, office: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    template = drafted(house)
    for number in range(count):
        template.pk, template.uid, template.code = None, uuid4(), f"PAPER{number:03d}"
        template._state.adding = True
        template.save()
    office.get(desk(house, ""))
    with django_assert_num_queries(16):
        page = text(office.get(desk(house, "")))
    assert page.count("PAPER0") == count


def test_the_list_shows_papers_by_the_page(
    house: Cast, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sciweek.dispatch.pages.papers.PER_PAGE", 1)
    older, newer = drafted(house), drafted(house)
    first, second = text(office.get(desk(house, ""))), text(office.get(desk(house, "?page=2")))
    assert newer.code in first
    assert older.code not in first
    assert 'href="?page=2"' in first
    assert older.code in second


def handed_in(cast: Cast, office: Client, data: bytes, **values: Any) -> Any:
    sent = {"request_uid": str(uuid4()), "kind": "notice", "file": SimpleUploadedFile("模板.docx", data)}
    return office.post("/desk/papers/templates/", sent | values)


def test_a_template_is_handed_in_looked_at_used_and_dropped(house: Cast, office: Client) -> None:
    answer = handed_in(house, office, text_template("notice"))
    template = Template.objects.get()
    assert answer.headers["Location"] == f"/desk/papers/templates/{template.code}/"
    page = text(office.get(answer.headers["Location"]))
    assert "可以启用" in page
    assert 'alt="第 1 页"' in page
    assert office.get(f"/desk/papers/templates/{template.code}/page/1").headers["Content-Type"] == "image/png"
    assert office.get(f"/desk/papers/templates/{template.code}/file/example").content[:5] == b"%PDF-"
    office.post(f"/desk/papers/templates/{template.code}/move/", {"to": "use"})
    assert "使用中" in text(office.get("/desk/papers/templates/"))
    office.post(f"/desk/papers/templates/{template.code}/move/", {"to": "drop"})
    assert "使用中" not in text(office.get("/desk/papers/templates/"))


def test_a_broken_template_shows_its_problems_and_cannot_be_used(house: Cast, office: Client) -> None:
    answer = handed_in(
        house, office, docx("{{标题}}", "{{主送机光}}：", "{{正文}}", "{{附件说明}}", "{{附件}}", "{{落款}}")
    )
    page = text(office.get(answer.headers["Location"]))
    assert "没有“主送机光”这个字段，是不是想写“主送机关”？" in page
    assert "启用</button>" not in page
    used = office.post(f"{answer.headers['Location']}move/", {"to": "use"}, follow=True)
    assert "模板还有问题" in text(used)
    assert office.get(f"{answer.headers['Location']}page/1").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [(EXE_AS_PDF, "请选 Word 的 .docx 文件"), (with_macro(text_template("notice")), "文件带宏")],
    ids=["program", "macro"],
)
def test_what_is_no_template_is_refused_beside_the_file(
    house: Cast, office: Client, data: bytes, words: str
) -> None:
    answer = handed_in(house, office, data, kind="letter")
    assert answer.status_code == 422
    assert words in text(answer)
    assert "checked" in text(answer)
    assert not Template.objects.exists()


def test_the_fields_stand_on_the_page_as_they_are_written(house: Cast, office: Client) -> None:
    page = text(office.get("/desk/papers/templates/"))
    assert "{{活动主题}}" in page
    assert "{{欠交材料}}" in page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("which", ["text", "frame"])
def test_the_products_templates_can_be_taken_along(
    house: Cast, office: Client, kind: str, which: str
) -> None:
    assert office.get(f"/desk/papers/templates/own/{kind}/{which}").content[:2] == b"PK"


def test_the_pages_speak_english_where_asked_and_papers_stay_chinese(house: Cast, office: Client) -> None:
    answer = office.post(f"/en{desk(house, 'new/notice/')}", form(issuers=[BUREAU]))
    assert answer.status_code == 302
    assert "现将有关事项通知如下" in Paper.objects.get().draft_text


def test_a_correction_is_begun_from_the_issued_paper(house: Cast, office: Client) -> None:
    old = issued(house, drafted(house), scan=upload("盖章件.pdf", SCAN), issued_on=date(2027, 4, 12))
    page = text(office.get(desk(house, f"new/notice/?corrects={old.code}")))
    assert f"更正《{old.title}》（{NUMBER}）" in page
    office.post(desk(house, f"new/notice/?corrects={old.code}"), form(title=f"关于更正《{old.title}》的通知"))
    assert Paper.objects.filter(corrects=old).exists()
    assert "另有更正" in text(office.get(desk(house, f"{old.code}/")))
    assert NUMBER not in text(office.get(desk(house, "new/notice/?corrects=NOSUCHONE")))
