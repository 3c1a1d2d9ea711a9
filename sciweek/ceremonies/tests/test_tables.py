from typing import Any

import pytest

from sciweek.activities.tests.places import Place
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.ceremonies import actions
from sciweek.ceremonies.actions.tables import reply_rows
from sciweek.ceremonies.logic.reply_columns import NAME, REPLY_COLUMNS
from sciweek.ceremonies.models import Ceremony, Guest
from sciweek.ceremonies.queries import slip_rows, slips_of
from sciweek.ceremonies.tests.halls import BEFORE, ceremony, invited, line, opening
from sciweek.sheets.actions import apply_sheet, receive_sheet, work_through
from sciweek.sheets.logic.verdicts import Verdict
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.models import Sheet


@pytest.fixture(autouse=True)
def _before_the_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: BEFORE)


def handed_in(place: Place, *rows: dict[str, Any]) -> Sheet:
    data = write_book("参会回执", REPLY_COLUMNS, rows, example=True)
    return receive_sheet(place.office, place.region, place.week, kind=NAME, name="回执.xlsx", data=data)


def verdicts(sheet: Sheet) -> list[Verdict]:
    return Sheet.objects.get(pk=sheet.pk).read_verdicts()


def imported(place: Place, sheet: Sheet, *, only_good: bool = False) -> Sheet:
    work_through(apply_sheet(place.office, sheet, only_good=only_good))
    return Sheet.objects.get(pk=sheet.pk)


def guest(place: Place, name: str = "李明", **values: Any) -> dict[str, Any]:
    return {"unit": place.units[0].name, "name": name} | values


def test_a_filled_table_becomes_replies(place: Place) -> None:
    invited(place, ceremony(place), 2)
    sheet = handed_in(
        place,
        guest(place, post="站长", phone="13900001234", plate="京A12345"),
        guest(place, "沈玥", state="请假"),
        {"unit": place.units[1].name, "kind": "代表"},
    )
    assert [one.outcome for one in verdicts(sheet)] == ["new", "new", "same"]
    assert not Guest.objects.exists()  # nothing is saved before the office agrees
    assert imported(place, sheet).state == "applied"
    assert [(one.name, one.phone, one.state) for one in Guest.objects.all()] == [
        ("李明", "+8613900001234", "coming"),
        ("沈玥", "", "excused"),
    ]


def test_the_same_table_again_changes_nothing_and_a_new_number_only_that(place: Place) -> None:
    slip = invited(place, ceremony(place), 2)
    actions.fill_slip(place.office, slip, lines=[line("李明", post="站长"), line("沈玥")])
    same = handed_in(place, guest(place, post="站长"))
    assert [one.outcome for one in verdicts(same)] == ["same"]
    sheet = handed_in(place, guest(place, phone="13900005678"))
    assert verdicts(sheet)[0].changes == {"手机": ("", "139 0000 5678")}
    imported(place, sheet)
    assert [(one.name, one.post, one.phone_last4) for one in Guest.objects.all()] == [
        ("李明", "站长", "5678"),
        ("沈玥", "", ""),
    ]


def test_one_guest_too_many_is_said_at_the_line(place: Place) -> None:
    invited(place, ceremony(place), 1)
    sheet = handed_in(place, guest(place), guest(place, "沈玥"))
    first, second = verdicts(sheet)
    assert (first.outcome, second.outcome) == ("new", "wrong")
    assert "名额是 1 人" in second.problems[0].text
    imported(place, sheet, only_good=True)
    assert Guest.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        ({"unit": "天上的单位"}, "单位"),
        ({"phone": "等会儿再写"}, "手机"),
        ({"plate": "没有车牌的车"}, "车牌"),
        ({"kind": "神仙"}, "身份"),
        ({"ceremony": "没有的仪式"}, "仪式"),
        ({"name": "", "post": "站长"}, "姓名"),
        ({"name": "名" * 41}, "姓名"),
        ({"name": "=HYPERLINK(1)" * 9}, "姓名"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_stops_the_line(
    place: Place, row: dict[str, Any], heading: str
) -> None:
    invited(place, ceremony(place), 2)
    (verdict,) = verdicts(handed_in(place, guest(place) | row))
    assert verdict.outcome == "wrong"
    assert heading in {one.heading for one in verdict.problems}
    assert not Guest.objects.exists()


def test_a_guest_who_stands_twice_is_taken_once(place: Place) -> None:
    invited(place, ceremony(place), 2)
    first, second = verdicts(handed_in(place, guest(place), guest(place, "李　明")))
    assert (first.outcome, second.outcome) == ("new", "wrong")


def test_a_unit_of_two_ceremonies_must_say_which(place: Place) -> None:
    invited(place, ceremony(place), 2)
    other = ceremony(place, activity=opening(place, "科技活动周闭幕式"))
    invited(place, other, 2)
    (verdict,) = verdicts(handed_in(place, guest(place)))
    assert verdict.outcome == "wrong"
    imported(place, handed_in(place, guest(place, ceremony="科技活动周闭幕式")))
    assert Guest.objects.get().slip.ceremony == other


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 no zip",
        b"\xd0\xcf\x11\xe0" * 100,
        b"<html><table><tr><td>x</td></tr></table>",
        b"\0" * 5000,
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(place: Place, data: bytes) -> None:
    invited(place, ceremony(place))
    with pytest.raises(Refused):
        receive_sheet(place.office, place.region, place.week, kind=NAME, name="回执.xlsx", data=data)


def test_the_table_that_is_sent_out_has_a_line_for_each_place(place: Place) -> None:
    found = ceremony(place)
    slip = invited(place, found, 2)
    actions.fill_slip(place.office, slip, lines=[line("李明")])
    rows = reply_rows(slip_rows(slips_of(found, place.office)), blanks=True)
    assert [row.get("name", "") for row in rows] == ["李明", "", "", "", "", ""]
    sheet = handed_in(place, *rows)
    assert {one.outcome for one in verdicts(sheet)} == {"same"}
    assert Ceremony.objects.count() == 1
