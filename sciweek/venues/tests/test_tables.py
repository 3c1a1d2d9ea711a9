"""Venues as a table: recognised, judged, saved as one; the same file twice changes nothing."""

from decimal import Decimal
from typing import Any

import pytest

from sciweek.committee.actions import add_unit, merge_unit
from sciweek.committee.states import UnitKind
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.models import Entry
from sciweek.sheets.actions import apply_sheet, receive_sheet
from sciweek.sheets.jobs import apply_sheet as apply_job
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.models import Sheet
from sciweek.sheets.states import SheetState
from sciweek.venues.actions import retire_venue
from sciweek.venues.actions.tables import venue_rows
from sciweek.venues.logic.venue_columns import NOTE, VENUE_COLUMNS
from sciweek.venues.models import Room, Venue
from sciweek.venues.states import Datum
from sciweek.venues.tests.halls import broken, hall, room_in

HEAD = "场地名称\t所在街道\t地址\t位置\t厅室\t容纳人数"


def receive(cast: Cast, data: bytes, *, week: bool = True) -> Sheet:
    actor = cast.actor("office") if week else cast.actor("office").in_week(None)
    return receive_sheet(
        actor, cast.region, cast.week if week else None, kind="venues.venues", name="场地.csv", data=data
    )


def table(*rows: str, head: str = HEAD) -> bytes:
    """Lines whose cells are set apart by tabs: positions hold commas."""
    lines = [[f'"{cell}"' for cell in row.split("\t")] for row in (head, *rows)]
    return "\n".join(",".join(line) for line in lines).encode()


def run(cast: Cast, sheet: Sheet) -> Sheet:
    apply_sheet(cast.actor("office"), sheet)
    apply_job.call(sheet.region_id, sheet.week_id, sheet.pk)
    return Sheet.objects.get(pk=sheet.pk)


def problems(sheet: Sheet) -> list[str]:
    return [one.address for verdict in sheet.read_verdicts() for one in verdict.problems]


def outcomes(sheet: Sheet) -> list[str]:
    return [verdict.outcome for verdict in sheet.read_verdicts()]


ROWS = (
    "区科技馆\t云栖街道\t滨江路18号\t31.2165, 121.4372\t\t",
    "区科技馆\t\t\t\t一楼报告厅\t200人",
    "区科技馆\t\t\t\t二楼展厅\t80",
    "临江广场\t云栖街道办事处\t\thttps://uri.amap.com/marker?position=121.4372,31.2165\t\t",
)


def test_a_line_is_a_venue_or_a_room_of_one(in_week: Cast) -> None:
    done = run(in_week, receive(in_week, table(*ROWS)))
    assert (done.state, done.counts["new"]) == (SheetState.APPLIED, 4)
    museum, square = Venue.objects.get(name="区科技馆"), Venue.objects.get(name="临江广场")
    assert (museum.street, museum.latitude, museum.datum) == (in_week.unit, Decimal("31.216500"), Datum.WGS84)
    assert (square.latitude, square.datum) == (Decimal("31.216500"), Datum.GCJ02)
    assert list(Room.objects.values_list("venue__name", "name", "capacity")) == [
        ("区科技馆", "一楼报告厅", 200),
        ("区科技馆", "二楼展厅", 80),
    ]
    assert broken() == []


def test_the_same_table_twice_writes_nothing_and_no_line_of_the_log(in_week: Cast) -> None:
    run(in_week, receive(in_week, table(*ROWS)))
    before = Entry.objects.count()
    again = receive(in_week, table(*ROWS))
    assert again.counts == {"new": 0, "changed": 0, "same": 4, "wrong": 0}
    run(in_week, again)
    assert Entry.objects.count() == before


def test_a_venue_may_be_spoken_of_only_beside_its_rooms(in_week: Cast) -> None:
    rows = ("区科技馆\t\t滨江路18号\t\t报告厅\t200", "区科技馆\t\t滨江路18号\t\t展厅\t80")
    run(in_week, receive(in_week, table(*rows)))
    assert Venue.objects.get().address == "滨江路18号"
    assert Room.objects.count() == 2


def test_what_is_exported_is_the_same_when_it_comes_back(in_week: Cast) -> None:
    run(in_week, receive(in_week, table(*ROWS)))
    venue = hall(
        in_week, short_name="=1+1", access_notes="东门有坡道\n有电梯", map_link="百度 31.123456,121.654321"
    )
    room_in(in_week, venue, notes="带投影")
    retire_venue(in_week.actor("office"), venue)
    book = write_book("场地", VENUE_COLUMNS, venue_rows())
    assert receive(in_week, book).counts == {"new": 0, "changed": 0, "same": 6, "wrong": 0}
    assert receive(in_week, book, week=False).counts["same"] == 6


def test_the_template_brings_nothing_by_itself(in_week: Cast) -> None:
    book = write_book("场地", VENUE_COLUMNS, [{"name": "新馆"}], note=NOTE, example=True)
    assert receive(in_week, book).counts["new"] == 1


def test_a_code_knows_a_venue_that_was_renamed(in_week: Cast) -> None:
    venue = hall(in_week, address="滨江路18号")
    sheet = receive(in_week, table(f"云栖科技馆\t{venue.code}", head="场地名称\t场地编号"))
    assert outcomes(sheet) == ["changed"]
    run(in_week, sheet)
    venue.refresh_from_db()
    assert (venue.name, venue.address) == ("云栖科技馆", "滨江路18号")


def test_an_empty_cell_leaves_what_is_there_and_a_word_empties_it(in_week: Cast) -> None:
    venue = hall(in_week, address="滨江路18号", map_link="31.2, 121.4")
    room = room_in(in_week, venue, capacity=200, notes="二楼")
    head = "场地名称\t地址\t位置\t所在街道\t厅室\t容纳人数\t厅室说明"
    rows = ("云栖科普馆\t\t无\t无", "云栖科普馆\t\t\t\t报告厅\t无\t")
    run(in_week, receive(in_week, table(*rows, head=head)))
    venue.refresh_from_db()
    room.refresh_from_db()
    assert (venue.address, venue.has_position, venue.street) == ("滨江路18号", False, None)
    assert (room.capacity, room.notes) == (None, "二楼")


def test_out_of_use_speaks_of_what_the_line_speaks_of(in_week: Cast) -> None:
    venue = hall(in_week)
    room = room_in(in_week, venue)
    head = "场地名称\t厅室\t在用"
    run(in_week, receive(in_week, table("云栖科普馆\t报告厅\t否", head=head)))
    venue.refresh_from_db()
    room.refresh_from_db()
    assert (venue.is_active, room.is_active) == (True, False)
    run(in_week, receive(in_week, table("云栖科普馆\t\t否", head=head)))
    venue.refresh_from_db()
    assert not venue.is_active


def test_a_merged_street_means_its_successor(in_week: Cast) -> None:
    office = in_week.actor("office")
    old = add_unit(office, in_week.region, name="旧桥街道办事处", kind=UnitKind.STREET)
    merge_unit(office, old, into=in_week.unit)
    run(in_week, receive(in_week, table("旧桥馆\t旧桥街道办事处\t\t\t\t")))
    assert Venue.objects.get().street == in_week.unit


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (("\t\t\t\t展厅\t",), ["A2"]),
        (("甲馆\t没有的街道\t\t\t\t",), ["B2"]),
        (("甲馆\t青山科普教育基地\t\t\t\t",), ["B2"]),
        (("甲馆\t\t\thttps://surl.amap.com/4gXh\t\t",), ["D2"]),
        (("甲馆\t\t\t95, 200\t\t",), ["D2"]),
        (("甲馆\t\t\t\t展厅\t0",), ["F2"]),
        (("甲馆\t\t\t\t展厅\t很多",), ["F2"]),
        (("甲馆\t\t\t\t\t200",), ["F2"]),
        (("甲馆\t\t\t\t\t", "甲 馆\t\t\t\t\t"), ["A3"]),
        (("甲馆\t\t\t\t展厅\t", "甲馆\t\t\t\t展 厅\t"), ["E3"]),
        (("甲馆\t\t江边\t\t展厅\t", "甲馆\t\t江北\t\t大厅\t"), ["C3"]),
        (("甲馆\t没有\t\t\t\t", "甲馆\t\t\t\t大厅\t"), ["B2", "A3"]),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(rows: tuple[str, ...], cells: list[str], in_week: Cast) -> None:
    sheet = receive(in_week, table(*rows))
    assert problems(sheet) == cells


def test_a_thousand_venues_with_rooms_ask_the_database_fewer_than_a_hundred_times(
    in_week: Cast, django_assert_max_num_queries: Any
) -> None:
    rows = [
        f"场馆{number}\t云栖街道\t滨江路{number}号\t31.2{number:04d}, 121.4\t{room}\t"
        for number in range(1000)
        for room in ("", "大厅")
    ]
    with django_assert_max_num_queries(99):
        sheet = receive(in_week, table(*rows))
        done = run(in_week, sheet)
    assert (done.state, done.counts["new"]) == (SheetState.APPLIED, 2000)
    assert (Venue.objects.count(), Room.objects.count()) == (1000, 1000)
