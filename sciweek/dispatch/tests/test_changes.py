from sciweek.base.tests.working import worked
from sciweek.committee.tests.cast import Cast
from sciweek.dispatch.logic.changes import Piece, compared, folded
from sciweek.dispatch.queries.papers import changes_of
from sciweek.dispatch.tests.offices import drafted, edited, issued, upload

OLD = ["关于举办的通知", "各街道：", "定于5月22日举办。", "特此通知。"]


def said(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{one.text}]" if one.is_changed else one.text for one in pieces)


def test_the_same_text_has_no_changed_row() -> None:
    assert {row.kind for row in compared(OLD, OLD)} == {"same"}
    assert compared([], []) == []


def test_a_number_that_changed_is_marked_as_a_whole() -> None:
    rows = compared(OLD, [*OLD[:2], "定于5月23日举办。", OLD[3]])
    changed = next(row for row in rows if row.kind == "changed")
    assert (said(changed.before), said(changed.after)) == ("定于5月[22]日举办。", "定于5月[23]日举办。")


def test_the_same_line_ten_thousand_times_is_not_compared_with_each_of_its_likes() -> None:
    began = worked()
    rows = compared(["首行", *["附件"] * 20_000, "甲"], ["附件", *["附件"] * 20_000, "乙"])
    assert {row.kind for row in rows} == {"removed", "added"}
    rows = compared(["附件"] * 20_000 + ["甲方案"], ["附件"] * 20_000 + ["乙方案"])
    assert [row.kind for row in rows].count("changed") == 1
    assert worked() - began < 3


def test_paragraphs_that_came_and_went_stand_alone() -> None:
    rows = compared(OLD, [*OLD[:3], "联系人：何工。", OLD[3]])
    assert [row.kind for row in rows] == ["same", "same", "same", "added", "same"]
    assert [row.kind for row in compared(OLD, OLD[:3])] == ["same", "same", "same", "removed"]


def test_a_changed_paragraph_is_paired_with_the_one_it_came_from() -> None:
    rows = compared(
        ["一、时间", "请于5月7日前报送备案表。"], ["一、时间", "前言一句。", "请于5月10日前报送备案表。"]
    )
    assert [row.kind for row in rows] == ["same", "added", "changed"]


def test_folded_rows_keep_their_neighbours() -> None:
    text = [f"第{n}段话。" for n in range(20)]
    rows = folded(compared(text, [*text[:10], "完全另外的内容", *text[11:]]))
    assert len(rows) < 6
    assert {row.kind for row in rows} > {"same"}


def test_nothing_is_lost_on_either_side() -> None:
    new = [OLD[0], "各街道、各学校：", "定于6月1日举办，欢迎参加。", "新的一段。"]
    rows = compared(OLD, new)
    assert ["".join(one.text for one in row.before) for row in rows if row.before] == OLD
    assert ["".join(one.text for one in row.after) for row in rows if row.after] == new


def test_a_thousand_paragraphs_and_a_giant_one_are_compared_in_time() -> None:
    began = worked()
    compared([f"第{n}项，甲" for n in range(1000)], [f"第{n}项，乙" for n in range(1000)])
    compared(["字" * 20_000], ["文" * 20_000])
    assert worked() - began < 10


def test_paragraphs_of_one_sign_over_and_over_are_compared_in_time() -> None:
    began = worked()
    old = ["啊" * 200 + str(number) + "啊" * 200 for number in range(60)]
    rows = compared(old, ["啊" * 199 + str(number) + "吧" + "啊" * 200 for number in range(60)])
    assert ["".join(one.text for one in row.before) for row in rows if row.before] == old
    compared(["啊" * 2900 + "甲"] * 20, ["啊" * 2899 + "乙"] * 20)
    assert worked() - began < 15


def test_draft_and_issued_text_stand_side_by_side(house: Cast) -> None:
    paper = drafted(house)
    final = edited(paper, "现将有关事项通知如下", "现就有关事项通知如下")
    back = issued(house, paper, final=upload("定稿.docx", final))
    changed = [row for row in changes_of(back) if row.kind != "same"]
    assert len(changed) == 1
    assert "[就]有关事项" in said(changed[0].after)
