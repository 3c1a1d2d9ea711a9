import pytest

from sciweek.activities.tests.places import at
from sciweek.ceremonies.logic.names import fitted, masked_name, plain_name, spaced
from sciweek.ceremonies.logic.plates import read_plate
from sciweek.ceremonies.logic.timing import minutes_over, slots


@pytest.mark.parametrize(
    ("written", "read", "shown"),
    [
        ("京A12345", "京A12345", "京A·12345"),
        (" 京a·1234 5", "京A12345", "京A·12345"),
        ("粤Ｂ１２３４５", "粤B12345", "粤B·12345"),
        ("云A·D10106", "云AD10106", "云A·D10106"),
        ("沪A12345D", "沪A12345D", "沪A·12345D"),
        ("粤Z1234港", "粤Z1234港", "粤Z·1234港"),
        ("军A12345", "军A12345", "军A12345"),
    ],
)
def test_plates_are_read_as_people_write_them(written: str, read: str, shown: str) -> None:
    plate = read_plate(written)
    assert plate is not None
    assert plate.text == read
    assert plate.shown == shown


@pytest.mark.parametrize("text", ["13900001234", "无", "自驾", "京A", "", "有车，两辆，车牌未定"])
def test_what_is_no_plate_is_not_taken_for_one(text: str) -> None:
    assert read_plate(text) is None


def test_plates_of_electric_cars_are_told() -> None:
    plates = [read_plate(text) for text in ("京AD12345", "京A12345F", "京A12345")]
    assert [plate is not None and plate.is_new_energy for plate in plates] == [True, True, False]


@pytest.mark.parametrize(
    ("written", "stored", "set_as"),
    [
        ("李 明", "李明", "李　明"),
        ("李　明", "李明", "李　明"),
        ("沈玥", "沈玥", "沈　玥"),
        ("欧阳望舒", "欧阳望舒", "欧阳望舒"),
        ("阿依古丽•买买提", "阿依古丽·买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提", "阿依古丽·买买提"),
        ("Ann  Lee", "Ann Lee", "Ann Lee"),
    ],
)
def test_names_are_stored_plain_and_set_wide(written: str, stored: str, set_as: str) -> None:
    assert plain_name(written) == stored
    assert spaced(stored) == set_as


def test_a_name_is_as_large_as_its_room_allows() -> None:
    assert fitted("方喆堃", width=510, height=280, most=132, least=24) == 132
    assert fitted("阿卜杜热合曼·艾则孜江", width=510, height=280, most=132, least=24) == 46
    assert fitted("名" * 40, width=510, height=280, most=132, least=24) == 24


def test_a_masked_name_says_only_its_first_sign() -> None:
    assert masked_name("沈玥") == "沈＊"
    assert masked_name("") == ""


def test_items_follow_each_other_and_say_by_how_much_they_run_over() -> None:
    found = slots(at(22, 9), [5, 10, 90])
    assert [(one.starts_at, one.ends_at) for one in found][1] == (at(22, 9, 5), at(22, 9, 15))
    assert minutes_over(found, at(22, 10, 30)) == 15
    assert minutes_over(found, at(22, 11)) == -15
    assert minutes_over([], at(22, 11)) == minutes_over(found, None) == 0
