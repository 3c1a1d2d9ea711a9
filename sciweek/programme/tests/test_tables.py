"""场次表 in and out: judged line by line, saved as one, the same file twice changes nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import cancel_activity
from sciweek.activities.tests.places import Place, at
from sciweek.base.actor import Actor
from sciweek.logbook.models import Entry
from sciweek.programme.actions import add_missing_sessions, cancel_session, move_session
from sciweek.programme.actions.tables.judging import judge
from sciweek.programme.logic.table_columns import COLUMNS, KIND
from sciweek.programme.logic.table_rows import row_of
from sciweek.programme.models import Session
from sciweek.programme.queries import sessions
from sciweek.programme.tests.plans import hall, lecture, one_session
from sciweek.sheets.actions import apply_sheet, receive_sheet, work_through
from sciweek.sheets.logic.cells import Cell
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.verdicts import Verdict
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.models import Sheet

ZONE = "Asia/Shanghai"
LINE: dict[str, Any] = {
    "name": "水是怎样变清的",
    "title": "高年级场",
    "day": "5月25日",
    "start": "14:00",
    "end": "下午3:30",
    "venue": "区科技馆",
    "room": "报告厅",
    "speakers": "林教授、何老师",
    "capacity": "80人",
    "note": "请带水杯",
}


def receive(place: Place, actor: Actor, *lines: dict[str, Any]) -> Sheet:
    data = write_book("场次表", COLUMNS, lines)
    return receive_sheet(actor, place.region, place.week, kind=KIND, name="场次.xlsx", data=data)


def judged(place: Place, actor: Actor, *lines: dict[str, Any]) -> list[Verdict]:
    return receive(place, actor, *lines).read_verdicts()


def imported(place: Place, actor: Actor, *lines: dict[str, Any]) -> Sheet:
    return work_through(apply_sheet(actor, receive(place, actor, *lines)))


def exported(place: Place) -> list[dict[str, Any]]:
    return [row_of(row, ZONE) for row in sessions(place.office)]


def test_a_line_becomes_a_session_with_all_that_it_says(place: Place) -> None:
    activity, room = lecture(place), hall(place)
    assert imported(place, place.office, LINE).state == "applied"
    row = Session.objects.get()
    assert (row.activity, row.title, row.starts_at, row.ends_at) == (
        activity,
        "高年级场",
        at(25, 14),
        at(25, 15, 30),
    )
    assert (row.venue, row.room, row.place) == (room.venue, room, "")
    assert (row.speakers, row.capacity, row.note) == (["林教授", "何老师"], 80, "请带水杯")
    assert Entry.objects.filter(verb="add_session").count() == 1


def test_the_same_file_twice_changes_nothing(place: Place) -> None:
    lecture(place)
    hall(place)
    bare = {"name": "水是怎样变清的", "day": "5月26日", "start": "9:00", "end": "10:00"}
    elsewhere = bare | {"day": "5月27日", "venue": "青山公园", "room": "东门"}
    whole_day = {"name": "水是怎样变清的", "day": "5月28日"}
    lines = (LINE, bare, elsewhere, whole_day)
    imported(place, place.office, *lines)
    assert Session.objects.count() == 4
    assert Session.objects.get(starts_at=at(27, 9)).place == "青山公园 东门"
    assert Session.objects.get(starts_at=at(28, 0)).is_all_day
    assert [one.outcome for one in judged(place, place.office, *lines)] == ["same"] * 4


def test_what_goes_out_comes_back_as_the_same(place: Place) -> None:
    lecture(place, "机器人展", kind="show", starts_at=at(22, 0), ends_at=at(25, 0), is_all_day=True)
    lecture(place, "夜观星空", starts_at=at(23, 20), ends_at=at(24, 0))
    lecture(place, "通宵", starts_at=at(24, 20), ends_at=at(25, 6))
    lecture(place)
    add_missing_sessions(place.office, place.week)
    one_session(
        place,
        lecture(place, "两天的营"),
        starts_at=at(25, 9),
        ends_at=at(26, 17),
        room=hall(place),
        capacity=30,
    )
    rows = exported(place)
    assert len(rows) == 7
    assert [one.outcome for one in judged(place, place.office, *rows)] == ["same"] * 7
    without_codes = [row | {"code": ""} for row in rows]
    assert [one.outcome for one in judged(place, place.office, *without_codes)] == ["same"] * 7


def test_a_night_is_said_by_its_last_day(place: Place) -> None:
    lecture(place)
    night = LINE | {"venue": "", "room": "", "start": "22:00", "end": "1:00", "last_day": "5月26日"}
    assert imported(place, place.office, night).state == "applied"
    row = Session.objects.get()
    assert (row.starts_at, row.ends_at) == (at(25, 22), at(26, 1))
    assert exported(place)[0]["last_day"] == "2027年5月26日"


def test_a_changed_line_says_from_what_to_what(place: Place) -> None:
    one_session(place, lecture(place), room=hall(place))
    [row] = exported(place)
    [verdict] = judged(place, place.office, row | {"start": "15:00", "end": "17:00", "capacity": "无"})
    assert verdict.outcome == "changed"
    assert dict(verdict.changes) == {
        "开始": ("14:00", "15:00"),
        "结束": ("16:00", "17:00"),
        "人数": ("80", ""),
    }
    imported(place, place.office, row | {"start": "15:00", "end": "17:00", "capacity": "无"})
    saved = Session.objects.get()
    assert (saved.starts_at, saved.capacity, saved.room_id is None) == (at(25, 15), None, False)


def test_an_empty_cell_leaves_what_is_there(place: Place) -> None:
    one_session(place, lecture(place), room=hall(place), note="请带水杯", speakers=["林教授"])
    [row] = exported(place)
    empty = dict.fromkeys(("venue", "room", "note", "speakers", "capacity", "title"), "")
    assert [one.outcome for one in judged(place, place.office, row | empty)] == ["same"]


@pytest.mark.parametrize(
    ("line", "heading", "words"),
    [
        ({"name": "没有这一项"}, "活动名称", "没有“没有这一项”"),
        ({"name": "", "activity": ""}, "活动名称", "请写活动名称"),
        ({"activity": "ZZZZZZZZ"}, "活动编号", "没有编号是 ZZZZZZZZ 的活动"),
        ({"code": "ZZZZZZZZ"}, "场次编号", "没有编号是 ZZZZZZZZ 的场次"),
        ({"day": ""}, "日期", "没有填"),
        ({"end": ""}, "结束", "几点结束"),
        ({"room": "小教室"}, "厅室", "有：报告厅"),
        ({"venue": ""}, "厅室", "还没有写场地"),
        ({"capacity": "很多"}, "人数", "数字"),
        ({"last_day": "5月29日"}, "结束", "一场最长两天"),
        ({"start": "14:00", "end": "13:00"}, "结束", "请写明在第二天"),
        ({"start": "14:00", "end": "14:00"}, "结束", "请写明在第二天"),
        ({"title": "长" * 121}, "场次名称", "最多 120 个字"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(
    place: Place, line: dict[str, Any], heading: str, words: str
) -> None:
    lecture(place)
    hall(place)
    [verdict] = judged(place, place.office, LINE | line)
    assert verdict.outcome == "wrong"
    assert (verdict.problems[0].heading, words in verdict.problems[0].text) == (heading, True), verdict


def test_activities_of_one_name_are_told_apart_by_unit_or_code(place: Place) -> None:
    first, second = lecture(place), lecture(place, unit=place.units[1])
    hall(place)
    [verdict] = judged(place, place.office, LINE)
    assert "有 2 项活动叫这个名称" in verdict.problems[0].text
    imported(
        place, place.office, LINE | {"unit": "区教育局"}, LINE | {"activity": first.code, "start": "9:00"}
    )
    assert {row.activity for row in Session.objects.all()} == {first, second}


def test_a_session_twice_in_one_table_is_a_problem(place: Place) -> None:
    lecture(place)
    hall(place)
    verdicts = judged(place, place.office, LINE, LINE)
    assert [one.outcome for one in verdicts] == ["new", "wrong"]


def test_a_liaison_imports_for_the_own_drafts(place: Place) -> None:
    hall(place)
    lecture(place, public=False)
    lecture(place, "别家的", unit=place.units[1], public=False)
    lecture(place, "已发布的")
    found = judged(
        place, place.liaison, LINE, LINE | {"name": "别家的"}, LINE | {"name": "已发布的", "room": ""}
    )
    assert [one.outcome for one in found] == ["new", "wrong", "wrong"]
    assert "没有“别家的”这项活动" in found[1].problems[0].text


def test_what_is_called_off_is_not_changed_by_a_table(place: Place) -> None:
    activity = lecture(place)
    row = cancel_session(place.office, one_session(place, activity), why="停电")
    line = row_of(Session.objects.select_related("activity").get(pk=row.pk), ZONE)
    assert [one.outcome for one in judged(place, place.office, line)] == ["same"]
    [verdict] = judged(place, place.office, line | {"note": "改了"})
    assert "请先恢复" in verdict.problems[0].text
    cancel_activity(place.office, activity, why="停电")
    [verdict] = judged(place, place.office, {"name": activity.name, "day": "5月26日"})
    assert "活动已取消" in verdict.problems[0].text


def test_a_session_that_was_moved_meanwhile_stops_the_import(place: Place) -> None:
    row = one_session(place, lecture(place))
    [line] = exported(place)
    sheet = receive(place, place.office, line | {"note": "请带水杯"})
    move_session(place.office, row, starts_at=at(26, 9), seen_version=None)
    done = work_through(apply_sheet(place.office, sheet))
    assert done.state == "failed"
    assert Session.objects.get().note == ""


def test_judging_asks_no_more_for_many_lines_than_for_few(place: Place) -> None:
    activity = lecture(place)
    hall(place)
    counts = []
    for count in (10, 300):
        lines = [
            Line(
                number,
                {
                    name: Cell(text, f"A{number}")
                    for name, text in (LINE | {"activity": activity.code, "title": f"第{number}场"}).items()
                },
            )
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            found = judge(place.office, place.week, lines, lambda done, total: None)
        assert {one.outcome for one in found} == {"new"}
        counts.append(len(queries))
    assert counts[0] == counts[1]
