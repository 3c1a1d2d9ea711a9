from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.committee.tests.cast import Cast
from sciweek.dispatch import actions
from sciweek.dispatch.invariants import invariants
from sciweek.dispatch.logic.numbers import is_number, tidied
from sciweek.dispatch.models import Paper
from sciweek.dispatch.queries.papers import issued_notice
from sciweek.dispatch.tests.offices import (
    EXE_AS_PDF,
    NUMBER,
    SCAN,
    docx,
    drafted,
    edited,
    issued,
    ofd,
    stamped_pdf,
    upload,
    with_macro,
)
from sciweek.files.models import StoredFile
from sciweek.files.queries import read_bytes


def test_a_paper_goes_out_comes_back_and_is_frozen(house: Cast) -> None:
    office = house.actor("office")
    sent = actions.send_for_signing(office, drafted(house, doc_mark="临科字"))
    back = issued(house, sent)
    assert (back.state, back.number, back.signer, back.issued_on) == (
        "issued",
        NUMBER,
        "沈玥",
        date(2027, 4, 12),
    )
    assert back.issued_file is not None
    assert read_bytes(back.issued_file) == SCAN
    acts: tuple[Callable[[], Paper], ...] = (
        lambda: actions.edit_paper(office, back, title="事后改"),
        lambda: actions.redraft_paper(office, back),
        lambda: actions.hand_in_draft(office, back, name="稿.docx", data=docx("事后改")),
        lambda: actions.take_paper_back(office, back),
        lambda: actions.set_paper_aside(office, back),
        lambda: issued(house, back, number="临科字〔2027〕10号"),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert Paper.objects.get().number == NUMBER


def test_a_sent_paper_is_still_until_it_is_taken_back(house: Cast) -> None:
    office = house.actor("office")
    sent = actions.send_for_signing(office, drafted(house))
    with pytest.raises(Refused) as refused:
        actions.edit_paper(office, sent, title="送签后改")
    assert "只有草稿可以改" in str(refused.value)
    back = actions.take_paper_back(office, sent)
    assert actions.edit_paper(office, back, title="退回后改").title == "退回后改"


def test_a_paper_set_aside_can_be_taken_up_again(house: Cast) -> None:
    office = house.actor("office")
    aside = actions.set_paper_aside(office, drafted(house))
    with pytest.raises(Refused):
        issued(house, aside)
    assert actions.take_up_paper(office, aside).state == "draft"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"number": ""}, "number", "请写成“临科字〔2027〕9号”"),
        ({"number": "9号"}, "number", "请写成"),
        ({"number": "临科字〔27〕9号"}, "number", "年份四位"),
        ({"number": "临科字〔2027〕号"}, "number", "请写成"),
        ({"signer": " \u200b"}, "signer", "请写签发人"),
        ({"issued_on": None}, "issued_on", "请写成文日期"),
        ({"issued_on": date(2027, 4, 13)}, "issued_on", "不能晚于今天"),
        ({"issued_on": date(27, 4, 12)}, "issued_on", "成文日期"),
        ({"scan": None}, "scan", "请选盖章后的 PDF 或 OFD 文件"),
        ({"scan": upload("盖章件.pdf", EXE_AS_PDF)}, "scan", "请选 PDF 或 OFD 文件"),
        ({"scan": upload("盖章件.pdf", b"")}, "scan", "请选 PDF 或 OFD 文件"),
        ({"scan": upload("盖章件.pdf", docx("一"))}, "scan", "Word 稿请放在下面一栏"),
        ({"final": upload("定稿.docx", SCAN)}, "final", "请选 Word 的 .docx 文件"),
        ({"final": upload("定稿.docx", with_macro(docx("一")))}, "final", "文件带宏"),
    ],
)
def test_a_record_that_is_not_whole_is_refused_beside_its_field(
    house: Cast, values: dict[str, Any], field: str, words: str
) -> None:
    paper = drafted(house)
    with pytest.raises(Refused) as refused:
        issued(house, paper, **values)
    assert words in refused.value.fields[field]
    fresh = Paper.objects.get()
    assert (fresh.state, fresh.number, fresh.issued_file) == ("draft", "", None)


@pytest.mark.parametrize(
    "typed",
    [
        "临科字[2027]9号",
        "临科字【2027】第9号",
        "临科字（2027） 09 号",
        "临科字〔2027〕9号",
        "临科字［2027］9号",
        "\u202e临\u200b科字〔２０２７〕９号",
    ],
)
def test_a_number_is_kept_as_the_standard_writes_it(typed: str) -> None:
    assert tidied(typed) == NUMBER
    assert is_number(tidied(typed))


@pytest.mark.parametrize(
    "typed", ["临科字〔2027〕٩号", "临科字〔2027〕9", "临科字〔2027〕100000号", "〔2027〕9号"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert not is_number(tidied(typed))


def test_nothing_is_kept_of_a_file_for_a_paper_that_is_no_longer_open(house: Cast) -> None:
    aside = actions.set_paper_aside(house.actor("office"), drafted(house))
    kept = StoredFile.objects.count(), sum(1 for _path in media_files())
    with pytest.raises(Refused) as refused:
        issued(house, aside)
    assert "已搁置" in str(refused.value)
    assert (StoredFile.objects.count(), sum(1 for _path in media_files())) == kept


def media_files() -> Iterator[Path]:
    return (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_a_number_is_used_once_in_a_week(house: Cast) -> None:
    issued(house, drafted(house))
    second = drafted(house, "letter")
    with pytest.raises(Refused) as refused:
        issued(house, second, number="临科字[2027]第09号")
    assert "已经登记在另一份文上" in refused.value.fields["number"]


def test_an_ofd_is_taken_and_the_final_word_file_gives_the_text(house: Cast) -> None:
    paper = drafted(house)
    final = upload("定稿.docx", edited(paper, "现将有关事项通知如下", "现就有关事项通知如下"))
    back = issued(house, paper, scan=upload("盖章件.ofd", ofd()), final=final)
    assert "现就有关事项通知如下" in back.issued_text
    assert back.final_file is not None


def test_a_scan_alone_leaves_the_text_unknown(house: Cast) -> None:
    assert issued(house, drafted(house)).issued_text == ""


def test_pasted_words_stand_in_where_the_scan_has_none(house: Cast) -> None:
    back = issued(house, drafted(house), text="\r\n关于举办的通知\r\n\r\n\u200b各单位：\r\n")
    assert back.issued_text == "关于举办的通知\n各单位："


def test_the_text_layer_of_a_stamped_pdf_is_read(house: Cast) -> None:
    paper = drafted(house, annexes=[])
    assert paper.draft_file is not None
    back = issued(house, paper, scan=upload("盖章件.pdf", stamped_pdf(read_bytes(paper.draft_file))))
    assert "关于举办2027年临江区科技活动周的通知" in "".join(back.issued_text.split())


def test_of_two_who_record_at_once_the_second_is_told(house: Cast) -> None:
    paper = actions.send_for_signing(house.actor("office"), drafted(house))
    stale = Paper.objects.get()
    actions.take_paper_back(house.actor("office"), paper)
    with pytest.raises(Conflict):
        issued(house, stale, seen_version=stale.version)


def test_a_correction_names_the_issued_paper_and_goes_first(house: Cast) -> None:
    old = issued(house, drafted(house))
    fresh = drafted(house, corrects=old)
    assert fresh.title == "关于更正《关于举办2027年临江区科技活动周的通知》的通知"
    assert f"《{old.title}》（{NUMBER}）有关内容更正如下" in fresh.draft_text
    assert issued_notice() == old
    back = issued(house, fresh, number="临科字〔2027〕10号")
    assert issued_notice() == back


def test_only_an_issued_paper_of_the_same_kind_is_corrected(house: Cast) -> None:
    draft = drafted(house)
    with pytest.raises(Refused):
        drafted(house, corrects=draft)
    old = issued(house, draft)
    with pytest.raises(Refused):
        drafted(house, "letter", corrects=old)


def test_a_letter_names_the_notice_that_was_issued(house: Cast) -> None:
    issued(house, drafted(house))
    letter = drafted(house, "letter")
    assert f"《关于举办2027年临江区科技活动周的通知》（{NUMBER}）对材料报送作了安排" in letter.draft_text


@pytest.mark.parametrize(
    ("who", "error"), [("publicity", Forbidden), ("auditor", Forbidden), ("liaison", OutOfSight)]
)
def test_only_the_office_records_what_came_back(house: Cast, who: str, error: type[Exception]) -> None:
    paper = drafted(house)
    with pytest.raises(error):
        actions.record_issue(
            house.actor(who),
            paper,
            number=NUMBER,
            signer="沈玥",
            issued_on=date(2027, 4, 12),
            scan=upload("盖章件.pdf", SCAN),
        )


def test_the_doctor_finds_nothing_in_what_actions_made(house: Cast) -> None:
    old = issued(house, drafted(house))
    drafted(house, corrects=old)
    assert [list(one.check()) for one in invariants()] == [[], [], [], []]


def test_the_doctor_finds_what_no_action_could_have_made(house: Cast) -> None:
    old, other = issued(house, drafted(house)), drafted(house, "letter")
    Paper.objects.filter(pk=old.pk).update(signer="")
    Paper.objects.filter(pk=other.pk).update(number="临科函〔2027〕1号", corrects=other)
    found = [line for one in invariants() for line in one.check()]
    assert len(found) == 3
    assert any(old.code in line for line in found)
