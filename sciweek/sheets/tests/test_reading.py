"""Tables in every dress: formats, encodings, merged cells, titles, formulas."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sciweek.base.errors import Refused
from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.columns import Column, Recognised, recognise
from sciweek.sheets.logic.reading import read_tables
from sciweek.sheets.logic.writing import write_book

COLUMNS = (
    Column("name", "活动名称", ("活动", "项目名称"), required=True, width=30, example="科普集市"),
    Column("host", "主办单位", ("主办", "申报单位"), required=True),
    Column("starts", "开始时间"),
    Column("ends", "结束时间"),
    Column("place", "地点", ("活动地点",)),
    Column("number", "预计人数", ("规模", "人数"), kind="number"),
)


def book(
    *sheets: tuple[str, list[list[object]]], merged: tuple[str, ...] = (), formulas: bool = False
) -> bytes:
    """A workbook as people make it: rows from A1 on."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": formulas}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is not None:
                        sheet.write(at, place, value)
            for area in merged:
                column, line = ord(area[0]) - 65, int(area[1 : area.index(":")]) - 1
                sheet.merge_range(area, rows[line][column])
    return out.getvalue()


def read(data: bytes, name: str = "表.xlsx") -> Recognised:
    return recognise(read_tables(data, name), COLUMNS)


def names(found: Recognised) -> list[str]:
    return [line.text("name") for line in found.lines]


def test_titles_above_and_blank_rows_between_are_passed_over() -> None:
    rows: list[list[object]] = [
        ["云川市临江区科技活动周重点活动备案表"],
        ["填报单位：云栖街道办事处"],
        [],
        ["序号", "活动名称", "主办单位", "地点"],
        [1, "科普集市", "云栖街道", "广场"],
        [],
        [2, "机器人展", "青山基地", "展厅"],
        ["注：请于5月7日前报送。"],
    ]
    found = read(book(("Sheet1", rows)))
    assert names(found) == ["科普集市", "机器人展"]
    assert [line.number for line in found.lines] == [5, 7]
    assert found.lines[1].cells["place"].address == "D7"
    assert found.skipped == (8,)


def test_the_fitting_sheet_is_found_among_others() -> None:
    data = book(
        ("说明", [["怎样填写"], ["活动名称写全称"]]),
        ("空的", []),
        ("汇总", [["项目名称", "申报单位"], ["科普集市", "云栖街道"]]),
    )
    found = read(data)
    assert (found.table, names(found)) == ("汇总", ["科普集市"])


def test_a_wrong_sheet_is_told_which_headings_are_missing() -> None:
    with pytest.raises(Refused) as refused:
        read(book(("工资", [["姓名", "工资"], ["林见鹿", 1]])))
    assert refused.value.code == "wrong_sheet"
    assert "活动名称" in str(refused.value)
    assert "工资" in str(refused.value)
    with pytest.raises(Refused) as refused:
        read(book(("汇总", [["活动名称", "地点"], ["科普集市", "广场"]])))
    assert "主办单位" in str(refused.value)
    assert "地点" not in str(refused.value)


def test_merged_cells_speak_for_all_their_rows() -> None:
    rows: list[list[object]] = [
        ["主办单位", "活动名称"],
        ["云栖街道", "科普集市"],
        [None, "机器人展"],
        [None, "科学讲座"],
        ["青山基地", "开放日"],
    ]
    found = read(book(("Sheet1", rows), merged=("A2:A4",)))
    assert [line.text("host") for line in found.lines] == ["云栖街道"] * 3 + ["青山基地"]
    assert found.lines[2].cells["host"].address == "A4"


def test_a_head_of_two_rows_is_read_together() -> None:
    rows: list[list[object]] = [
        ["活动名称", "主办单位", "时间", None, "地点"],
        [None, None, "开始", "结束", None],
        ["科普集市", "云栖街道", "9:00", "11:30", "广场"],
    ]
    found = recognise(
        read_tables(book(("Sheet1", rows), merged=("C1:D1",)), "表.xlsx"),
        (
            *COLUMNS[:2],
            Column("starts", "开始时间", ("时间开始",)),
            Column("ends", "结束时间", ("时间结束",)),
            COLUMNS[4],
        ),
    )
    line = found.lines[0]
    assert (line.text("starts"), line.text("ends"), line.text("place")) == ("9:00", "11:30", "广场")


@pytest.mark.parametrize(
    "heading",
    [
        "活动名称*",
        " 活动 名称 ",
        "活动\n名称",
        "活动名称（必填）",
        "※活动名称：",
        "活动名称(全称)",
        "项目名称",
    ],
)
def test_a_heading_is_known_in_every_usual_dress(heading: str) -> None:
    found = read(book(("Sheet1", [[heading, "主办单位"], ["科普集市", "云栖街道"]])))
    assert names(found) == ["科普集市"]


@given(
    order=st.permutations(range(len(COLUMNS))),
    above=st.integers(0, 5),
    beside=st.lists(st.sampled_from(["备注", "经费（元）", "负责人"]), unique=True, max_size=3),
)
def test_columns_are_recognised_in_any_order(order: list[int], above: int, beside: list[str]) -> None:
    head = [COLUMNS[place].heading for place in order] + beside
    values = [f"{COLUMNS[place].name}!" for place in order] + ["x"] * len(beside)
    lines = ["一张表"] * above + [",".join(head), ",".join(values)]
    found = read("\n".join(lines).encode(), "表.csv")
    assert found.lines[0].number == above + 2
    assert {name: cell.text for name, cell in found.lines[0].cells.items()} == {
        column.name: f"{column.name}!" for column in COLUMNS
    }
    assert set(found.unknown) == set(beside)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_tables_are_read_in_the_encodings_of_offices(encoding: str, separator: str) -> None:
    text = f"活动名称{separator}主办单位\r\n玥喆堃与𠮷的“科学课”{separator}云栖街道\r\n"
    assert names(read(text.encode(encoding), "表.csv")) == ["玥喆堃与𠮷的“科学课”"]


def test_a_quoted_cell_may_hold_separators_and_lines() -> None:
    data = '活动名称,主办单位,地点\n"讲座,\n第一场",云栖街道,"A座, 3楼"\n'.encode()
    line = read(data, "表.csv").lines[0]
    assert line.text("name") == "讲座,\n第一场"
    assert line.text("place") == "A座, 3楼"


def test_a_formula_gives_its_stored_value_and_one_without_is_a_problem_at_its_cell() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["活动名称", "主办单位", "预计人数"])
        sheet.write_row(1, 0, ["科普集市", "云栖街道"])
        sheet.write_formula(1, 2, "=60*2", None, 120)
        sheet.write_row(2, 0, ["机器人展", "云栖街道"])
        sheet.write_formula(2, 2, "=60*3", None, "")
    data = without_stored_value(out.getvalue(), "C3")
    first, second = read(data).lines
    assert first.text("number") == "120"
    assert second.cells["number"].trouble
    assert second.cells["number"].address == "C3"


def without_stored_value(data: bytes, address: str) -> bytes:
    """The workbook as a program writes it that never reckons: the formula alone."""
    import re

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                cell = rf'(<c r="{address}"[^>]*>)(<f>.*?</f>)(<v>.*?</v>|<v/>)?'.encode()
                body = re.sub(cell, rb"\1\2", body)
            new.writestr(entry, body)
    return out.getvalue()


def test_what_is_written_is_read_back_and_the_example_line_is_not() -> None:
    rows: list[dict[str, Value]] = [
        {"name": "=HYPERLINK(1)", "host": "+云栖", "number": 3},
        {"name": "@a", "host": "-b"},
    ]
    data = write_book("活动备案表", COLUMNS, rows, note="说明", example=True)
    found = read(data)
    assert names(found) == ["=HYPERLINK(1)", "@a"]
    assert found.unknown == ()
    assert found.lines[0].text("number") == "3"


def test_text_that_looks_like_a_formula_is_written_as_text() -> None:
    data = write_book("表", COLUMNS, [{"name": "=1+1", "host": "@SUM(A1)"}])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("place", ['“老地方”"新馆"', "A座, 3楼", "长" * 251])
def test_a_list_whose_words_would_break_their_rule_stands_on_a_sheet_of_its_own(place: str) -> None:
    data = write_book("表", COLUMNS, [], choices={"place": [place, "=1+1"]})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        lists = archive.read("xl/worksheets/sheet2.xml")
    rules = [rule.text or "" for rule in sheet.iter("{*}formula1")]
    assert any(rule.startswith("选项!$") for rule in rules)
    assert not any(place in rule for rule in rules)
    assert b"<f>" not in lists


def test_more_lines_than_the_most_are_refused_with_their_number() -> None:
    rows = "\n".join(f"活动{number},云栖街道" for number in range(5001))
    with pytest.raises(Refused) as refused:
        read(f"活动名称,主办单位\n{rows}".encode(), "表.csv")
    assert refused.value.code == "too_many_rows"
    assert "5001" in str(refused.value)
    rows = rows.rpartition("\n")[0]
    assert len(read(f"活动名称,主办单位\n{rows}".encode(), "表.csv").lines) == 5000
