"""活动一览表 in and out: judged line by line, saved as one, the same file twice changes nothing."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities import actions
from sciweek.activities.actions.tables.judging import judge
from sciweek.activities.logic.table_columns import COLUMNS, KIND, WRITTEN
from sciweek.activities.logic.table_rows import row_of
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.committee.actions import merge_unit
from sciweek.logbook.models import Entry
from sciweek.sheets.actions import apply_sheet, receive_sheet, work_through
from sciweek.sheets.logic.cells import Cell
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.verdicts import Verdict
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.models import Sheet

ZONE = "Asia/Shanghai"
LINE: dict[str, Any] = {
    "name": "一滴水的九道关",
    "kind": "开放",
    "unit": "云栖街道办事处",
    "hosts": "区水务局、区科技局",
    "when": "5月25日（周二）下午2:00-3:30",
    "place": "临江自来水厂",
    "audience": "亲子、小学生",
    "ages": "6-12岁",
    "expected": "约60人",
    "summary": "跟着一滴水走完九道关。\n免费。",
    "contact_name": "王玥喆",
    "contact_phone": "0890-6120018",
}


def book(*lines: dict[str, Any]) -> bytes:
    return write_book("活动一览表", COLUMNS, lines)


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode("gb18030")


def receive(place: Place, actor: Actor, data: bytes) -> Sheet:
    name = "活动.xlsx" if data.startswith(b"PK") else "活动.csv"
    return receive_sheet(actor, place.region, place.week, kind=KIND, name=name, data=data)


def judged(place: Place, actor: Actor, *lines: dict[str, Any]) -> list[Verdict]:
    return receive(place, actor, book(*lines)).read_verdicts()


def imported(place: Place, actor: Actor, data: bytes) -> Sheet:
    sheet = apply_sheet(actor, receive(place, actor, data))
    return work_through(sheet)


def problem(verdict: Verdict) -> tuple[str, str]:
    assert verdict.outcome == "wrong"
    return verdict.problems[0].heading, verdict.problems[0].text


def test_a_line_becomes_a_draft_with_all_that_it_says(place: Place) -> None:
    sheet = imported(place, place.office, book(LINE))
    assert sheet.state == "applied"
    row = Activity.objects.get()
    assert (row.name, row.kind, row.unit, row.state) == ("一滴水的九道关", "open", place.units[0], "draft")
    assert row.hosts == ["区水务局", "区科技局"]
    assert (row.starts_at, row.ends_at, row.is_all_day) == (at(25, 14), at(25, 15, 30), False)
    assert (row.audience, row.age_from, row.age_to, row.expected) == (["family", "primary"], 6, 12, 60)
    assert (row.contact_name, row.contact_phone) == ("王玥喆", "0890-6120018")
    assert row.summary == "跟着一滴水走完九道关。\n免费。"
    sheet.refresh_from_db()
    assert sheet.counts["codes"] == [row.code]


def test_nothing_is_written_before_it_is_agreed_to(place: Place) -> None:
    verdicts = judged(place, place.office, LINE)
    assert [one.outcome for one in verdicts] == ["new"]
    assert not Activity.objects.exists()
    assert not Entry.objects.filter(verb="add_activity").exists()


def test_the_same_file_twice_changes_nothing(place: Place) -> None:
    data = book(LINE, LINE | {"name": "夜观星空", "when": "5月26日20:00-22:00"})
    imported(place, place.office, data)
    before = {row.pk: row.version for row in Activity.objects.all()}
    second = receive(place, place.office, data)
    assert {one.outcome for one in second.read_verdicts()} == {"same"}
    assert not second.would_write
    assert {row.pk: row.version for row in Activity.objects.all()} == before


def test_what_is_exported_comes_back_as_the_same(place: Place) -> None:
    series = actions.add_series(place.office, place.week, name="科技开放日", kind="open")
    some: list[dict[str, Any]] = [
        {"name": "一滴水", "kind": "open", "unit": place.units[0], "series": series, "starts_at": at(25, 14), "ends_at": at(25, 15), "place": "水厂"},
        {"name": "整周展览", "kind": "show", "starts_at": at(22, 0), "ends_at": at(29, 0), "is_all_day": True, "place": "图书馆"},
        {"name": "夜游", "kind": "show", "unit": place.units[1], "starts_at": at(25, 20), "ends_at": at(26, 1), "place": "植物园"},
        {"name": "云讲座", "kind": "lecture", "mode": "online", "link": "https://live.linjiang.example", "starts_at": at(24, 19), "ends_at": at(25, 0)},
        {"name": "还没定的🌟玥喆堃", "kind": "other", "age_from": 6, "audience": ["senior", "worker"], "expected": 0},
        {"name": "=1+1", "kind": "quiz", "summary": "@全体\n第二行", "organisers": ["甲", "乙"]},
    ]  # fmt: skip
    for values in some:
        actions.add_activity(place.office, place.week, **values)
    rows = [row_of(row, ZONE) for row in Activity.objects.select_related("unit", "series").order_by("id")]
    sheet = receive(place, place.office, write_book("活动一览表", WRITTEN, rows))
    told = [
        (one.name, one.outcome, dict(one.changes), [p.text for p in one.problems])
        for one in sheet.read_verdicts()
    ]
    assert {outcome for _name, outcome, _changes, _problems in told} == {"same"}, told


def test_audiences_have_no_order(place: Place) -> None:
    row = actions.add_activity(
        place.office, place.week, name="一滴水", kind="open", audience=["senior", "family"]
    )
    assert row.audience == ["family", "senior"]
    # As it was kept before audiences were put in order.
    Activity.objects.filter(pk=row.pk).update(audience=["senior", "family"])
    row = Activity.objects.select_related("unit", "series").get()
    (verdict,) = receive(place, place.office, write_book("表", WRITTEN, [row_of(row, ZONE)])).read_verdicts()
    assert verdict.outcome == "same"


@pytest.mark.parametrize("name", ["when", "day", "start", "end", "last_day", "ages"])
def test_a_time_or_age_whose_formula_has_no_value_is_told_as_that(place: Place, name: str) -> None:
    cells = {"name": Cell("夜观星空", "A2")}
    if name in ("start", "end", "last_day"):
        cells["day"] = Cell("5月25日", "B2")
    cells[name] = Cell(None, "C2", "公式没有存下结果。")
    (verdict,) = judge(place.office, place.week, [Line(2, cells)], lambda _done, _total: None)
    assert verdict.outcome == "wrong"
    assert [(one.address, one.text) for one in verdict.problems if one.text.startswith("公式")] == [
        ("C2", "公式没有存下结果。")
    ]


def test_a_changed_cell_is_told_with_both_values_and_saved(place: Place) -> None:
    imported(place, place.office, book(LINE))
    code = Activity.objects.get().code
    data = book({**LINE, "code": code, "place": "第二水厂", "when": "5月26日下午2:00-3:30"})
    (verdict,) = receive(place, place.office, data).read_verdicts()
    assert verdict.outcome == "changed"
    assert verdict.changes["地点"] == ("临江自来水厂", "第二水厂")
    assert set(verdict.changes) == {"地点", "活动时间"}
    imported(place, place.office, data)
    row = Activity.objects.get()
    assert (row.place, row.starts_at) == ("第二水厂", at(26, 14))


def test_columns_that_the_file_lacks_are_left_as_they_are(place: Place) -> None:
    imported(place, place.office, book(LINE))
    code = Activity.objects.get().code
    imported(place, place.office, csv("编号,活动名称,预计参加人数", f"{code},一滴水的九道关,300"))
    row = Activity.objects.get()
    assert (row.expected, row.place, row.hosts) == (300, "临江自来水厂", ["区水务局", "区科技局"])


def test_the_usual_record_form_is_understood_with_its_own_headings(place: Place) -> None:
    data = csv(
        "临江区科技活动周重点活动备案表",
        "序号,重点活动名称,主办单位,主管部门,活动地点,举办时间,负责人,联系电话,预计参加人数,活动内容及形式",
        "1,青石街道科普讲座,区教育局,区政府,青石街道会议室,2027年5月23日上午9点,李老师,13900001234,200人,专家讲",
    )
    (verdict,) = receive(place, place.office, data).read_verdicts()
    assert verdict.outcome == "new"
    imported(place, place.office, data)
    row = Activity.objects.get()
    assert (row.kind, row.unit, row.starts_at) == ("lecture", place.units[1], at(23, 9))
    assert (row.contact_name, row.expected) == ("李老师", 200)


def test_days_and_hours_in_columns_of_their_own_are_one_time(place: Place) -> None:
    day: dict[str, Any] = {
        "name": "甲",
        "kind": "讲座",
        "day": date(2027, 5, 24),
        "start": "9:00",
        "end": "11:30",
    }
    moments: dict[str, Any] = {
        "name": "乙",
        "start": datetime.fromisoformat("2027-05-24T09:00"),
        "end": datetime.fromisoformat("2027-05-25T16:00"),
    }
    whole: dict[str, Any] = {"name": "丙", "day": "5月22日至28日"}
    imported(place, place.office, book(day, moments, whole))
    rows = {row.name: (row.starts_at, row.ends_at) for row in Activity.objects.all()}
    assert rows == {
        "甲": (at(24, 9), at(24, 11, 30)),
        "乙": (at(24, 9), at(25, 16)),
        "丙": (at(22, 0), at(29, 0)),
    }


@pytest.mark.parametrize(
    ("values", "heading", "words"),
    [
        ({"name": "长" * 200}, "活动名称", "最多 120 个字"),
        ({"name": ""}, "活动名称", "没有填"),
        ({"when": "5月25日下午4:00-2:00"}, "活动时间", "结束早于开始"),
        ({"when": "2月30日"}, "活动时间", "没有 2月30日"),
        ({"when": "5月25日（周一）9:00"}, "活动时间", "周二"),
        ({"ages": "小朋友"}, "年龄", "6-12岁"),
        ({"ages": "12-6岁"}, "年龄", "最大年龄小于最小年龄"),
        ({"unit": "云溪街道办事处"}, "填报单位", "是不是“云栖街道办事处”"),
        ({"unit": "地球另一边"}, "填报单位", "没有“地球另一边”。写单位名单里的全称或简称"),
        ({"series": "没有的系列"}, "所属系列", "没有“没有的系列”"),
        ({"link": "javascript:alert(1)"}, "线上链接", "https://"),
        ({"expected": "很多"}, "预计人数", "数字"),
        ({"mode": "随便"}, "参加方式", "线下"),
        ({"code": "ZZZZ2345"}, "编号", "没有编号是 ZZZZ2345"),
        ({"summary": "长" * 2001}, "内容简介", "2000"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(
    place: Place, values: dict[str, Any], heading: str, words: str
) -> None:
    (verdict,) = judged(place, place.office, LINE | values)
    said_at, text = problem(verdict)
    assert said_at == heading
    assert words in text
    assert verdict.problems[0].address.rstrip("0123456789")


def test_one_wrong_line_stops_the_import_unless_it_is_left_out(place: Place) -> None:
    sheet = receive(place, place.office, book(LINE, LINE | {"name": "长" * 200}))
    with pytest.raises(Refused):
        apply_sheet(place.office, sheet)
    assert not Activity.objects.exists()
    work_through(apply_sheet(place.office, sheet, only_good=True))
    assert Activity.objects.count() == 1


def test_a_day_outside_the_week_and_a_strange_kind_are_only_remarked(place: Place) -> None:
    (verdict,) = judged(
        place, place.office, LINE | {"when": "6月25日9:00-10:00", "kind": "座谈", "audience": "家长"}
    )
    assert verdict.outcome == "new"
    told = " ".join(one.text for one in verdict.problems)
    assert "不在活动周" in told
    assert "记为“其他”" in told
    assert "家长" in told


def test_a_likely_double_is_remarked_not_refused(place: Place) -> None:
    imported(place, place.office, book(LINE))
    again = LINE | {"name": "一滴水的九道关活动", "when": "5月25日下午2:30-4:00"}
    new, twin = judged(
        place, place.office, again, again | {"name": "一滴水的九道关！", "when": "5月25日下午3:00-4:00"}
    )
    assert (new.outcome, twin.outcome) == ("new", "new")
    assert "很像已有的“一滴水的九道关”" in new.problems[0].text
    assert "很像" in twin.problems[0].text


def test_the_same_activity_twice_in_one_table_is_named(place: Place) -> None:
    first, second = judged(place, place.office, LINE, LINE)
    assert first.outcome == "new"
    assert "和第" in problem(second)[1]


def test_a_liaison_imports_for_the_own_unit_alone(place: Place) -> None:
    own, other = judged(
        place, place.liaison, LINE | {"unit": ""}, LINE | {"unit": "区教育局", "name": "别家的"}
    )
    assert own.outcome == "new"
    assert problem(other) == ("填报单位", "只能导入自己单位的活动。")
    imported(place, place.liaison, book(LINE | {"unit": ""}))
    assert Activity.objects.get().unit == place.units[0]


def test_a_table_handed_to_a_liaison_cannot_reach_another_units_activity_by_its_code(place: Place) -> None:
    other = actions.add_activity(place.office, place.week, name="别家的", kind="open", unit=place.units[1])
    (verdict,) = judged(place, place.liaison, LINE | {"unit": "", "code": other.code})
    assert problem(verdict)[0] == "编号"


def test_what_a_liaison_has_handed_in_is_not_changed_by_a_table(place: Place) -> None:
    imported(place, place.liaison, book(LINE))
    row = actions.submit_activity(place.liaison, Activity.objects.get())
    (verdict,) = judged(place, place.liaison, LINE | {"code": row.code, "place": "别处"})
    assert verdict.outcome == "wrong"


def test_reviewed_words_of_a_published_activity_are_not_changed_by_a_table(place: Place) -> None:
    imported(place, place.office, book(LINE))
    actions.publish_activities(place.office, place.week, Activity.objects.all(), basis="区科技局5月6日审")
    code = Activity.objects.get().code
    words, plain = judged(
        place, place.office, LINE | {"code": code, "summary": "别的话"}, LINE | {"name": "新的一场"}
    )
    assert problem(words)[0] == "内容简介"
    assert plain.outcome == "new"
    (moved,) = judged(place, place.office, LINE | {"code": code, "place": "第二水厂"})
    assert moved.outcome == "changed"


def test_the_name_of_a_merged_unit_means_its_successor(place: Place) -> None:
    merge_unit(place.office, place.units[0], into=place.units[1])
    imported(place, place.office, book(LINE))
    assert Activity.objects.get().unit == place.units[1]


def test_a_time_to_be_said_later_leaves_the_time_open(place: Place) -> None:
    (verdict,) = judged(place, place.office, LINE | {"when": "待定"})
    assert verdict.outcome == "new"
    assert "待定" in verdict.problems[0].text


def test_many_lines_ask_no_more_of_the_database_than_few(place: Place) -> None:
    def queries(count: int, first: int) -> int:
        lines = [
            LINE | {"name": f"第{number}场", "when": f"5月{22 + number % 7}日9:00"}
            for number in range(first, first + count)
        ]
        sheet = apply_sheet(place.office, receive(place, place.office, book(*lines)))
        with CaptureQueriesContext(connection) as captured:
            assert work_through(sheet).state == "applied"
        return len(captured)

    few = queries(5, 0)
    many = queries(45, 100)
    assert many <= few + 2
    assert Activity.objects.count() == 50
