from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from sciweek.base import clock
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.committee.actions import set_bodies, take_part
from sciweek.committee.tests.cast import Cast, make_cast
from sciweek.dispatch import actions
from sciweek.dispatch.actions import drafting, templates
from sciweek.dispatch.logic.frames import problems_of, text_template
from sciweek.dispatch.models import Paper, Template
from sciweek.dispatch.queries.making import make_paper
from sciweek.dispatch.tests.offices import (
    BUREAU,
    PUBLICITY,
    SOCIETY,
    TODAY,
    docx,
    drafted,
    edited,
    furnish,
    with_macro,
)
from sciweek.files.models import StoredFile
from sciweek.files.queries import read_bytes
from sciweek.logbook.models import Entry
from sciweek.papers.logic.lines import text_of
from sciweek.week.actions import edit_week

KINDS = ("notice", "plan_notice", "letter", "report")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drafted_from_the_week(house: Cast, kind: str) -> None:
    paper = drafted(house, kind)
    assert paper.draft_file is not None
    assert "科技活动周" in paper.title
    assert paper.draft_text.splitlines() == text_of(read_bytes(paper.draft_file))
    assert "临江区科技活动周" in paper.draft_text


def test_what_is_left_empty_takes_what_the_kind_usually_has(house: Cast) -> None:
    notice, letter, report = drafted(house), drafted(house, "letter"), drafted(house, "report")
    assert (notice.title, notice.issuers) == (
        "关于举办2027年临江区科技活动周的通知",
        [BUREAU, PUBLICITY, SOCIETY],
    )
    assert notice.annexes == ["filing_form", "return_form"]
    assert (letter.issuers, letter.addressees) == ([BUREAU], "云栖街道办事处，青山科普教育基地")
    assert (report.issuers, report.addressees) == ([BUREAU], "云川市科技活动周组委会")


def test_a_letter_to_one_unit_names_no_other(house: Cast) -> None:
    letter = drafted(house, "letter", unit=house.unit, reply_by=date(2027, 4, 20))
    assert letter.addressees == "云栖街道办事处"
    assert "青山" not in letter.draft_text
    assert "请于4月20日前" in letter.draft_text


def test_the_same_press_twice_makes_one_paper(house: Cast) -> None:
    key = uuid4()
    first, second = drafted(house, request_uid=key), drafted(house, request_uid=key)
    assert first.pk == second.pk
    assert Paper.objects.count() == 1


def test_an_inner_section_never_issues_a_paper(house: Cast) -> None:
    with pytest.raises(Refused) as refused:
        drafted(house, issuers=["区科技局业务科"])
    assert "“区科技局业务科”不是组委会成员单位" in refused.value.fields["issuers"]
    with pytest.raises(Refused) as nobody:
        drafted(house, issuers=[])
    assert "请选发文机关" in nobody.value.fields["issuers"]
    assert not Paper.objects.exists()


def test_a_body_that_has_left_the_committee_cannot_send_its_draft_for_signing(house: Cast) -> None:
    paper = drafted(house)
    set_bodies(house.actor("office"), house.week, [BUREAU])
    with pytest.raises(Refused) as refused:
        actions.send_for_signing(house.actor("office"), paper)
    assert PUBLICITY in refused.value.fields["issuers"]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"title": "长" * 201}, "title", "最多 200 个字，现在有 201 个"),
        ({"annexes": ["filing"]}, "annexes", "这类发文不带这个附件"),
        ({"annexes": ["../../etc/passwd"]}, "annexes", "这类发文不带这个附件"),
        ({"reply_by": date(27, 4, 20)}, "reply_by", "没有这样的年份"),
        ({"addressees": "各" * 2001}, "addressees", "最多 2000 个字"),
        ({"copies_to": "市" * 301}, "copies_to", "最多 300 个字"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    house: Cast, values: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        drafted(house, **values)
    assert words in refused.value.fields[field]


def test_only_a_letter_goes_to_one_unit_and_only_to_one_that_owes(house: Cast) -> None:
    with pytest.raises(Refused) as wrong_kind:
        drafted(house, "notice", unit=house.unit)
    assert "只有函" in wrong_kind.value.fields["unit"]
    with pytest.raises(Refused) as owes_nothing:
        drafted(house, "letter", unit=house.foreign_unit)
    assert "不用发函" in str(owes_nothing.value)


def test_a_paper_that_the_week_lacks_something_for_says_what(house: Cast) -> None:
    office = house.actor("office")
    edit_week(office, house.week, seen_version=None, parent_body="")
    house.week.refresh_from_db()
    with pytest.raises(Refused) as no_one_above:
        drafted(house, "report")
    assert "还没有写上级主管机关" in str(no_one_above.value)
    set_bodies(office, house.week, [])
    for kind in KINDS:
        with pytest.raises(Refused) as no_body:
            drafted(house, kind)
        assert "没有单位可以发文" in str(no_body.value)


def test_the_names_of_rare_characters_and_signs_of_markup_stand_as_they_are(house: Cast) -> None:
    paper = drafted(house, title="关于玥喆堃<b>&“科普”😀的通知", copies_to="=HYPERLINK(1)")
    assert "关于玥喆堃<b>&“科普”😀的通知" in paper.draft_text.replace("\n", "")


@pytest.mark.parametrize("who", ["publicity", "auditor"])
def test_publicity_and_auditor_read_and_change_nothing(house: Cast, who: str) -> None:
    paper, actor = drafted(house), house.actor(who)
    with pytest.raises(Forbidden):
        actions.draft_paper(actor, house.week, kind="notice")
    for act in (actions.send_for_signing, actions.set_paper_aside, actions.redraft_paper):
        with pytest.raises(Forbidden):
            act(actor, paper)
    with pytest.raises(Forbidden):
        actions.edit_paper(actor, paper, title="另一个")
    with pytest.raises(Forbidden):
        actions.hand_in_draft(actor, paper, name="稿.docx", data=docx("一"))


@pytest.mark.parametrize("who", ["liaison", "link", "stranger", "citizen"])
def test_for_everybody_else_there_is_no_paper(house: Cast, who: str) -> None:
    paper = drafted(house)
    for act in (actions.send_for_signing, actions.redraft_paper):
        with pytest.raises(OutOfSight):
            act(house.actor(who), paper)


def test_an_edit_writes_the_draft_anew(house: Cast) -> None:
    office, paper = house.actor("office"), drafted(house)
    saved = actions.edit_paper(office, paper, addressees="各街道办事处：", issuers=[BUREAU])
    assert saved.addressees == "各街道办事处"
    assert "各街道办事处：" in saved.draft_text
    assert saved.version > paper.version - 1
    emptied = actions.edit_paper(office, saved, addressees="")
    assert emptied.addressees.startswith("云栖街道办事处")


def test_of_two_edits_at_once_the_second_is_told_and_sees_both(house: Cast) -> None:
    office, paper = house.actor("office"), drafted(house)
    actions.edit_paper(office, Paper.objects.get(pk=paper.pk), title="甲的标题", seen_version=paper.version)
    mine = Paper.objects.get(pk=paper.pk)
    with pytest.raises(Conflict) as conflict:
        actions.edit_paper(office, mine, title="乙的标题", seen_version=paper.version)
    assert (conflict.value.mine["title"], conflict.value.theirs["title"]) == ("乙的标题", "甲的标题")
    assert "江办 改过" in str(conflict.value)
    again = Paper.objects.get(pk=paper.pk)
    actions.edit_paper(office, again, title="乙的标题", seen_version=conflict.value.version)
    assert Paper.objects.get().title == "乙的标题"


def test_a_draft_that_somebody_sent_meanwhile_is_not_changed(house: Cast) -> None:
    office, paper = house.actor("office"), drafted(house)
    stale = Paper.objects.get(pk=paper.pk)
    actions.send_for_signing(office, paper)
    acts: tuple[Callable[[], Paper], ...] = (
        lambda: actions.edit_paper(office, stale, title="晚了一步"),
        lambda: actions.redraft_paper(office, stale),
        lambda: actions.hand_in_draft(office, stale, name="稿.docx", data=docx("晚了一步")),
    )
    for act in acts:
        stale.refresh_from_db(fields=["version"])
        with pytest.raises(Refused) as refused:
            act()
        assert "刚刚已经送签" in str(refused.value)
    assert "晚了一步" not in Paper.objects.get().draft_text


def test_sending_what_another_has_changed_since_is_refused(house: Cast) -> None:
    office, paper = house.actor("office"), drafted(house)
    seen = paper.version
    actions.edit_paper(office, paper, title="换了标题")
    with pytest.raises(Conflict):
        actions.send_for_signing(office, Paper.objects.get(), seen_version=seen)


def test_the_offices_own_version_takes_the_drafts_place(house: Cast) -> None:
    office, paper = house.actor("office"), drafted(house)
    before = paper.draft_file
    mine = actions.hand_in_draft(
        office, paper, name="改过.docx", data=edited(paper, "现将有关事项通知如下", "请认真落实")
    )
    assert mine.is_edited
    assert "请认真落实" in mine.draft_text
    assert "现将有关事项通知如下" in mine.composed_text
    assert mine.preview_file is None
    assert before is not None
    assert StoredFile.objects.filter(pk=before.pk).exists()
    with pytest.raises(Refused) as refused:
        actions.edit_paper(office, mine, title="又改")
    assert "请接着在 Word 里改" in str(refused.value)


def test_a_redraft_takes_up_what_is_new_and_keeps_the_replaced_file(house: Cast) -> None:
    office = house.actor("office")
    paper = actions.hand_in_draft(office, drafted(house), name="改过.docx", data=docx("只有一句。"))
    replaced = paper.draft_file
    edit_week(office, house.week, seen_version=None, theme="新的主题")
    again = actions.redraft_paper(office, Paper.objects.get())
    assert "新的主题" in again.draft_text
    assert not again.is_edited
    assert replaced is not None
    assert StoredFile.objects.filter(pk=replaced.pk).exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "请选 Word 的 .docx 文件"),
        (b"MZ\x90\x00 not a paper", "请选 Word 的 .docx 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old word", "请选 Word 的 .docx 文件"),
        (docx(""), "没有文字"),
        (with_macro(docx("一句话")), "文件带宏"),
        (docx("一句话")[:600], "请选 Word 的 .docx 文件"),
    ],
    ids=["empty", "program", "old word", "no words", "macro", "cut off"],
)
def test_what_is_no_word_file_is_refused_beside_the_field(house: Cast, data: bytes, words: str) -> None:
    paper = drafted(house)
    with pytest.raises(Refused) as refused:
        actions.hand_in_draft(house.actor("office"), paper, name="稿.docx", data=data)
    assert words in refused.value.fields["file"]
    assert not Paper.objects.get().is_edited


def test_the_log_says_who_drafted_and_holds_no_text(house: Cast) -> None:
    paper = drafted(house)
    actions.hand_in_draft(house.actor("office"), paper, name="改.docx", data=docx("联系人电话0890-6120099"))
    lines = Entry.objects.filter(object_id=paper.pk, kind="dispatch.paper")
    assert set(lines.values_list("verb", "actor_name")) == {
        ("draft_paper", "江办"),
        ("hand_in_draft", "江办"),
    }
    assert "6120099" not in str(list(lines.values_list("changes", flat=True)))


def test_the_walls_hold_between_regions(house: Cast) -> None:
    paper = drafted(house)
    take_part(house.actor("office"), house.week, [house.unit])
    with pytest.raises(OutOfSight):
        actions.edit_paper(house.actor("stranger"), paper, title="邻区")


def test_while_a_paper_is_written_or_a_template_is_read_others_can_write(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite an open transaction lets nobody else write, and Word files take their time."""
    held: dict[str, bool] = {}

    def watched(name: str, works: Callable[..., Any]) -> Callable[..., Any]:
        def works_on(*given: Any) -> Any:
            held[name] = connection.in_atomic_block
            return works(*given)

        return works_on

    monkeypatch.setattr(drafting, "make_paper", watched("paper", make_paper))
    monkeypatch.setattr(templates, "problems_of", watched("template", problems_of))
    house = make_cast()
    with house.inside(), clock.standing_at(TODAY):
        office, uid = furnish(house), uuid4()
        papers = {drafted(house, request_uid=uid).pk for _press in range(2)}
        form: dict[str, Any] = {"kind": "notice", "name": "模板.docx", "data": text_template("notice")}
        kept = {
            actions.upload_template(office, house.region, request_uid=uid, **form).pk for _press in range(2)
        }
        assert (held, len(papers), len(kept)) == ({"paper": False, "template": False}, 1, 1)
        assert (Paper.objects.count(), Template.objects.count()) == (1, 1)
