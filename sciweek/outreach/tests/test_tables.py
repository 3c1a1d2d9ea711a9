"""申请表 in: judged line by line, saved as one, the same file twice changes nothing."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.base.actor import Actor
from sciweek.base.tests.working import worked
from sciweek.committee.actions import add_unit, merge_unit
from sciweek.committee.states import UnitKind
from sciweek.logbook.models import Entry
from sciweek.outreach.actions import decline_wish, edit_wish, retire_outing
from sciweek.outreach.actions.tables.judging import judge
from sciweek.outreach.logic.wish_columns import COLUMNS, KIND, NEED_NAMES
from sciweek.outreach.logic.wish_rows import day_and_part
from sciweek.outreach.models import Wish
from sciweek.outreach.states import Need
from sciweek.outreach.tests.town import PHONE, Town, at
from sciweek.sheets.actions import apply_sheet, receive_sheet, work_through
from sciweek.sheets.logic.cells import Cell
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.reading import read_tables
from sciweek.sheets.logic.verdicts import Verdict
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.models import Sheet

LINE: dict[str, Any] = {
    "unit": "望江小学",
    "outing": "会跳舞的水",
    "day_1": "5月25日上午",
    "day_2": "2027年5月26日",
    "start": "9:00",
    "end": "11:30",
    "place": "望江小学操场",
    "address": "滨江路 12 号",
    "street": "云栖街道办事处",
    "people": "约120人",
    "people_note": "四年级三个班",
    "has": "电源、操场",
    "remarks": "请走南门",
    "contact_name": "秦老师",
    "phone": "139 0000 0001",
}


def receive(town: Town, actor: Actor, *lines: dict[str, Any]) -> Sheet:
    data = write_book("申请表", COLUMNS, lines)
    return receive_sheet(actor, town.cast.region, town.cast.week, kind=KIND, name="申请.xlsx", data=data)


def judged(town: Town, actor: Actor, *lines: dict[str, Any]) -> list[Verdict]:
    return receive(town, actor, *lines).read_verdicts()


def imported(town: Town, actor: Actor, *lines: dict[str, Any]) -> Sheet:
    return work_through(apply_sheet(actor, receive(town, actor, *lines)))


def test_a_line_becomes_a_wish_with_all_that_it_says(town: Town) -> None:
    outing = town.outing()
    assert imported(town, town.office, LINE).state == "applied"
    wish = Wish.objects.get()
    assert (wish.unit, wish.outing, wish.state) == (town.school, outing, "asked")
    assert wish.days == [["2027-05-25", "morning"], ["2027-05-26", "whole"]]
    assert (f"{wish.start_time:%H:%M}", f"{wish.end_time:%H:%M}") == ("09:00", "11:30")
    assert (wish.venue, wish.place, wish.address) == (None, "望江小学操场", "滨江路 12 号")
    assert (wish.people, wish.people_note, wish.has) == (120, "四年级三个班", ["power", "open_space"])
    assert (wish.contact_name, wish.phone, wish.phone_last4) == ("秦老师", f"+86{PHONE}", "0001")
    assert (wish.street, wish.remarks) == (town.cast.unit, "请走南门")
    assert Entry.objects.filter(verb="ask_visit").count() == 1


def test_the_same_file_twice_changes_nothing(town: Town) -> None:
    town.outing()
    town.venue("区科技馆", 30.2, 120.1)
    other = LINE | {"people_note": "五年级"}
    bare = {name: LINE[name] for name in ("unit", "day_1", "people", "contact_name", "phone")}
    bare |= {"place": "区科技馆", "outing": "都可以"}
    imported(town, town.office, LINE, other, bare)
    assert Wish.objects.count() == 3
    assert Wish.objects.get(outing=None).where == "区科技馆"
    before = list(Wish.objects.values_list("pk", "version"))
    assert [one.outcome for one in judged(town, town.office, LINE, other, bare)] == ["same"] * 3
    assert list(Wish.objects.values_list("pk", "version")) == before


def test_the_same_wish_twice_in_one_table_is_a_problem(town: Town) -> None:
    town.outing()
    first, second = judged(town, town.office, LINE, LINE)
    assert (first.outcome, second.outcome) == ("new", "wrong")
    assert "是同一份" in second.problems[0].text


def test_a_changed_line_says_from_what_to_what_and_blanks_leave_what_is_there(town: Town) -> None:
    town.outing()
    imported(town, town.office, LINE)
    changed = LINE | {
        "people": "90",
        "phone": "13900000002",
        "remarks": "",
        "place": "",
        "start": "",
        "has": "",
    }
    [verdict] = judged(town, town.office, changed)
    assert verdict.outcome == "changed"
    assert dict(verdict.changes) == {
        "人数": ("120", "90"),
        "联系电话": ("139 0000 0001", "139 0000 0002"),
    }
    assert imported(town, town.office, changed).state == "applied"
    wish = Wish.objects.get()
    assert (wish.people, wish.phone_last4, wish.remarks) == (90, "0002", "请走南门")
    assert (wish.place, wish.has) == ("望江小学操场", ["power", "open_space"])


def test_other_days_are_another_wish_and_that_is_said(town: Town) -> None:
    town.outing()
    imported(town, town.office, LINE)
    [verdict] = judged(town, town.office, LINE | {"day_1": "5月27日"})
    assert verdict.outcome == "new"
    assert [("已经申请过" in one.text, one.heading) for one in verdict.problems] == [(True, "申请单位")]


@pytest.mark.parametrize(
    ("line", "heading", "words"),
    [
        ({"unit": "没有的小学"}, "申请单位", "没有“没有的小学”"),
        ({"unit": "望江学校"}, "申请单位", "是不是“望江小学”"),
        ({"unit": ""}, "申请单位", "请写申请单位"),
        ({"outing": "会唱歌的水"}, "想要的项目", "是不是“会跳舞的水”"),
        ({"day_1": ""}, "最想要的日子", "没有填"),
        ({"day_1": "下周三上午"}, "最想要的日子", ""),
        ({"day_2": "5月32日"}, "第二个日子", ""),
        ({"end": "8:30"}, "最晚到几点", "结束要晚于开始"),
        ({"end": "中饭以后"}, "最晚到几点", ""),
        ({"place": ""}, "地点", "请选场地，或者写明在哪里"),
        ({"street": "没有的街道"}, "所在街道乡镇", "没有“没有的街道”"),
        ({"street": "望江小学"}, "所在街道乡镇", "没有“望江小学”"),
        ({"people": "很多"}, "人数", "没有认出数字"),
        ({"people": "0"}, "人数", "之间的数"),
        ({"contact_name": ""}, "联系人", "没有填"),
        ({"contact_name": "长" * 61}, "联系人", "最多 60 个字"),
        ({"phone": "打门房"}, "联系电话", "没有认出电话号码"),
        ({"remarks": "长" * 501}, "其他要说的", "最多 500 个字"),
        ({"address": "#REF!"}, "地址", "公式出错"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_saved(
    town: Town, line: dict[str, Any], heading: str, words: str
) -> None:
    town.outing()
    sheet = receive(town, town.office, LINE | {"people_note": "另一班"}, LINE | line)
    good, bad = sheet.read_verdicts()
    assert (good.outcome, bad.outcome) == ("new", "wrong")
    assert (bad.problems[0].heading, words in bad.problems[0].text) == (heading, True), bad
    column = next(index for index, one in enumerate(COLUMNS, 1) if one.heading == heading)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    # The first column of the file counts the lines.
    assert bad.problems[0].address == f"{letters[column]}{bad.number}"
    assert not Wish.objects.exists()


def test_everything_that_is_wrong_on_a_line_is_said_at_once(town: Town) -> None:
    town.outing()
    wrong = {"unit": "没有的", "day_1": "下周三", "people": "很多", "contact_name": "", "phone": "打门房"}
    [verdict] = judged(town, town.office, LINE | wrong)
    assert {one.heading for one in verdict.problems} == {
        "申请单位",
        "最想要的日子",
        "人数",
        "联系人",
        "联系电话",
    }


def test_a_day_outside_the_week_and_an_unknown_need_are_only_told(town: Town) -> None:
    town.outing()
    [verdict] = judged(town, town.office, LINE | {"day_2": "6月9日", "has": "电源、热气球"})
    assert verdict.outcome == "new"
    assert [one.heading for one in verdict.problems] == ["第二个日子", "我们有"]
    imported(town, town.office, LINE | {"has": "电源、热气球"})
    assert Wish.objects.get().has == ["power"]


@pytest.mark.parametrize(
    ("words", "day", "part"),
    [
        ("5月25日上午", "5月25日", "morning"),
        ("5月25日（下午）", "5月25日", "afternoon"),
        ("5月25日（周二） 全天 ", "5月25日（周二）", "whole"),
        ("5月25日\u3000下午\n", "5月25日", "afternoon"),
        ("5月25日（周二）", "5月25日（周二）", "whole"),
    ],
)
def test_a_day_and_its_part_are_read_from_one_cell(words: str, day: str, part: str) -> None:
    assert day_and_part(words) == (day, part)


def test_a_day_s_cell_full_of_nothing_keeps_nobody_waiting() -> None:
    began = worked()
    for filling in (" ", "(", "（ ", ")"):
        day_and_part(f"5月25日{filling * 5_000}上")
    assert worked() - began < 0.3


def test_every_need_has_a_word_in_the_table() -> None:
    assert set(NEED_NAMES.values()) == set(Need)


def test_outings_of_one_name_are_told_apart_by_their_host(town: Town) -> None:
    town.outing()
    other = town.outing(unit=town.school)
    [verdict] = judged(town, town.office, LINE)
    assert "有 2 个项目叫这个名称" in verdict.problems[0].text
    imported(town, town.office, LINE | {"host": "望江小学"})
    assert Wish.objects.get().outing == other


def test_a_stopped_outing_takes_no_new_wish_and_keeps_the_old_one(town: Town) -> None:
    outing = town.outing()
    imported(town, town.office, LINE)
    retire_outing(town.office, outing)
    old, new = judged(town, town.office, LINE, LINE | {"people_note": "五年级"})
    assert (old.outcome, new.outcome) == ("same", "wrong")
    assert (new.problems[0].heading, "已经停了" in new.problems[0].text) == ("想要的项目", True)


def test_a_liaison_imports_for_the_own_unit_alone(town: Town) -> None:
    town.outing()
    found = judged(
        town,
        town.teacher,
        LINE,
        LINE | {"unit": "", "people_note": "五年级"},
        LINE | {"unit": "云栖街道办事处"},
    )
    assert [one.outcome for one in found] == ["new", "new", "wrong"]
    assert "只能为自己的单位申请" in found[2].problems[0].text
    assert "只能为自己的单位申请" in judged(town, town.host, LINE)[0].problems[0].text


def test_what_is_arranged_is_not_moved_by_a_table_and_what_was_declined_stays_so(town: Town) -> None:
    outing = town.outing()
    imported(town, town.office, LINE)
    town.visit(outing, at(9), wish=Wish.objects.get())
    [phone] = judged(town, town.office, LINE | {"phone": "13900000002"})
    [place] = judged(town, town.office, LINE | {"place": "别处"})
    assert (phone.outcome, place.outcome) == ("changed", "wrong")
    assert (place.problems[0].heading, "已经安排好了" in place.problems[0].text) == ("地点", True)
    imported(town, town.office, LINE | {"people_note": "五年级"})
    wish = Wish.objects.get(people_note="五年级")
    decline_wish(town.office, wish, why="没有车了")
    [same] = judged(town, town.office, LINE | {"people_note": "五年级"})
    [other] = judged(town, town.office, LINE | {"people_note": "五年级", "people": "7"})
    assert (same.outcome, "已婉拒" in same.problems[0].text) == ("same", True)
    assert (other.outcome, "现在不能改" in other.problems[0].text) == ("wrong", True)


def test_a_wish_that_changed_meanwhile_stops_the_whole_import(town: Town) -> None:
    town.outing()
    imported(town, town.office, LINE)
    sheet = receive(town, town.office, LINE | {"people_note": "五年级"}, LINE | {"people": "90"})
    edit_wish(town.office, Wish.objects.get(), people=60)
    assert work_through(apply_sheet(town.office, sheet)).state == "failed"
    assert [wish.people for wish in Wish.objects.all()] == [60]


def test_a_merged_school_is_found_by_its_old_name(town: Town) -> None:
    town.outing()
    imported(town, town.office, LINE)
    successor = add_unit(town.office, town.cast.region, name="望江实验小学", kind=UnitKind.SCHOOL)
    merge_unit(town.office, town.school, into=successor)
    found = judged(town, town.office, LINE, LINE | {"unit": "望江实验小学", "people_note": "五年级"})
    assert [one.outcome for one in found] == ["same", "new"]


def test_dates_of_excel_count_as_whole_days(town: Town) -> None:
    town.outing()
    imported(town, town.office, LINE | {"day_1": date(2027, 5, 25), "day_2": "5月26日（下午）"})
    assert Wish.objects.get().days == [["2027-05-25", "whole"], ["2027-05-26", "afternoon"]]


def test_judging_asks_no_more_for_many_lines_than_for_few(town: Town) -> None:
    town.outing()
    judged(town, town.office, LINE)
    counts = []
    for count in (5, 150):
        lines = [
            Line(
                number,
                {
                    name: Cell(text, f"A{number}")
                    for name, text in (LINE | {"people_note": f"{number}班", "street": ""}).items()
                },
            )
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            found = judge(town.office, town.cast.week, lines, lambda done, total: None)
        assert {one.outcome for one in found} == {"new"}
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_judging_changes_asks_no_more_for_many_lines_than_for_few(town: Town) -> None:
    town.outing()
    lines = [LINE | {"people_note": f"{number}班"} for number in range(40)]
    imported(town, town.office, *lines)
    counts = []
    for count in (2, 40):
        changed = [
            Line(number, {name: Cell(text, f"A{number}") for name, text in (line | {"people": "7"}).items()})
            for number, line in enumerate(lines[:count])
        ]
        with CaptureQueriesContext(connection) as queries:
            found = judge(town.office, town.cast.week, changed, lambda done, total: None)
        assert {one.outcome for one in found} == {"changed"}
        counts.append(len(queries))
    assert counts[0] == counts[1]


def address(town: Town, rest: str) -> str:
    return f"/desk/w/{town.cast.week.slug}/outreach/{rest}"


def test_a_table_comes_in_through_its_preview_on_the_desk(town: Town) -> None:
    town.outing()
    client = town.cast.client("office")
    assert "从 Excel 导入" in client.get(address(town, "wishes/")).content.decode()
    data = write_book("申请表", COLUMNS, [LINE, LINE | {"people": "很多", "people_note": "五年级"}])
    answer = client.post(
        address(town, "import/"), {"file": SimpleUploadedFile("申请.xlsx", data)}, follow=True
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "没有认出数字" in page
    assert not Wish.objects.exists()
    work_through(apply_sheet(town.office, Sheet.objects.get(), only_good=True))
    assert Wish.objects.get().people_note == "四年级三个班"


def test_the_template_comes_back_empty_and_names_what_can_be_asked_for(town: Town) -> None:
    town.outing()
    answer = town.cast.client("office").get(address(town, "import/template/"))
    data = answer.content
    [table, *_others] = read_tables(data, "申请.xlsx")
    words = "\n".join(cell.text for row in table.rows for cell in row)
    assert all(column.heading in words for column in COLUMNS)
    upload = SimpleUploadedFile("申请.xlsx", data)
    answer = town.cast.client("office").post(address(town, "import/"), {"file": upload}, follow=True)
    assert answer.status_code in (200, 422)
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("申请.xlsx", b"PK\x03\x04 no workbook"),
        ("申请.xls", b"<html><table><tr><td>x</td></tr></table>"),
        ("申请.csv", "别的,表头\n1,2\n".encode()),
        ("申请.xlsx", b""),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_beside_the_field(town: Town, name: str, data: bytes) -> None:
    answer = town.cast.client("office").post(
        address(town, "import/"), {"file": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 422
    assert not Sheet.objects.exists()


def test_a_cell_that_looks_like_a_formula_or_a_page_stays_words(town: Town) -> None:
    town.outing()
    nasty = LINE | {
        "remarks": "=cmd|'/c calc'!A1",
        "place": "<script>alert(1)</script>",
        "people_note": "a\u202eb",
    }
    client = town.cast.client("office")
    csv = ",".join(one.heading for one in COLUMNS) + "\n"
    csv += ",".join('"' + str(nasty.get(one.name, "")).replace('"', '""') + '"' for one in COLUMNS)
    upload = SimpleUploadedFile("申请.csv", csv.encode())
    page = client.post(address(town, "import/"), {"file": upload}, follow=True).content.decode()
    assert "<script>alert(1)" not in page
    work_through(apply_sheet(town.office, Sheet.objects.get()))
    wish = Wish.objects.get()
    assert (wish.remarks, wish.people_note) == ("=cmd|'/c calc'!A1", "ab")


def test_an_auditor_brings_no_table_in(town: Town) -> None:
    assert town.cast.client("auditor").get(address(town, "import/")).status_code in (403, 404)
    assert "从 Excel 导入" not in town.cast.client("auditor").get(address(town, "wishes/")).content.decode()
