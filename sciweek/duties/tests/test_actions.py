from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from sciweek.activities.tests.places import Place, at
from sciweek.base import clock, scope
from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.committee.actions import merge_unit
from sciweek.committee.models import Participation
from sciweek.duties import actions
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.queries import board, hand_ins_to_look_at, open_hand_ins
from sciweek.duties.states import HandInState
from sciweek.files.queries import files_of, read_bytes
from sciweek.week.actions import create_week


def owed_by_all(place: Place, /, **values: Any) -> Duty:
    given: dict[str, Any] = {
        "what": "重点活动备案表",
        "due_on": date(2027, 4, 30),
        "kind": "form",
        "addressees": [actions.Addressee(unit, ["科技服务站"]) for unit in place.units],
    } | values
    return actions.add_duty(place.office, place.week, **given)


def set_now(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_every_addressed_unit_owes_it_and_takes_part(place: Place) -> None:
    duty = owed_by_all(place)
    assert [row.unit for row in duty.hand_ins.select_related("unit")] == list(place.units)
    assert {part.unit_id for part in Participation.objects.all()} == {unit.pk for unit in place.units}
    assert actions.address_duty(place.office, duty, [actions.Addressee(place.units[0])]) == []
    assert HandIn.objects.count() == 3


def test_a_date_without_an_hour_lasts_until_local_midnight(place: Place) -> None:
    assert owed_by_all(place).due_at == datetime(2027, 4, 30, 16, tzinfo=UTC)
    evening = owed_by_all(place, what="联络员名单", due_time=time(17))
    assert evening.due_at == datetime(2027, 4, 30, 9, tzinfo=UTC)


def test_ones_own_date_cannot_pass_the_higher_bodys(place: Place) -> None:
    with pytest.raises(Refused) as refusal:
        owed_by_all(place, outer_limit=date(2027, 4, 29))
    assert "due_on" in refusal.value.fields
    duty = owed_by_all(place, outer_limit=date(2027, 5, 6))
    with pytest.raises(Refused):
        actions.edit_duty(place.office, duty, seen_version=duty.version, due_on=date(2027, 5, 7))
    moved = actions.edit_duty(place.office, duty, seen_version=duty.version, due_on=date(2027, 5, 6))
    assert moved.due_on == date(2027, 5, 6)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "表" * 301}, "what"),
        ({"due_on": None}, "due_on"),
        ({"opens_on": date(2027, 5, 1)}, "opens_on"),
        ({"kind": "poem"}, "kind"),
    ],
)
def test_nonsense_is_refused_beside_its_field(place: Place, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        owed_by_all(place, **values)
    assert field in refusal.value.fields
    assert not Duty.objects.exists()


def test_the_same_duty_is_not_made_twice(place: Place) -> None:
    owed_by_all(place)
    with pytest.raises(Refused):
        owed_by_all(place)


def test_a_paper_goes_in_back_and_in_again_without_losing_files(place: Place) -> None:
    owed_by_all(place)
    mine = open_hand_ins(place.liaison).get()
    sheet = actions.Upload("备案表.xlsx", b"PK-first", "application/zip")
    handed = actions.hand_in(place.liaison, mine, note="请查收", files=[sheet])
    assert list(hand_ins_to_look_at(place.office)) == [handed]
    returned = actions.return_hand_in(place.office, handed, why="人数请写整数")
    again = actions.hand_in(place.liaison, returned, files=[actions.Upload("备案表二.xlsx", b"PK-second")])
    accepted = actions.accept_hand_in(place.office, again)
    assert accepted.state == HandInState.ACCEPTED
    assert [read_bytes(stored) for stored in files_of(accepted.uid)] == [b"PK-first", b"PK-second"]


def test_an_empty_hand_in_is_refused_and_nothing_moves(place: Place) -> None:
    owed_by_all(place)
    mine = open_hand_ins(place.liaison).get()
    with pytest.raises(Refused):
        actions.hand_in(place.liaison, mine)
    assert HandIn.objects.get(pk=mine.pk).state == HandInState.OPEN


def test_a_bad_file_leaves_the_state_alone(place: Place) -> None:
    owed_by_all(place)
    mine = open_hand_ins(place.liaison).get()
    with pytest.raises(Refused):
        actions.hand_in(
            place.liaison, mine, files=[actions.Upload("好.txt", b"x"), actions.Upload("空.txt", b"")]
        )
    assert HandIn.objects.get(pk=mine.pk).state == HandInState.OPEN
    assert not files_of(mine.uid).exists()


def test_another_units_hand_in_is_out_of_sight(place: Place) -> None:
    duty = owed_by_all(place)
    other = duty.hand_ins.get(unit=place.units[1])
    with pytest.raises(OutOfSight):
        actions.hand_in(place.liaison, other, note="替别人交")
    own = duty.hand_ins.get(unit=place.units[0])
    handed = actions.hand_in(place.liaison, own, note="交")
    with pytest.raises(Forbidden):
        actions.accept_hand_in(place.liaison, handed)


def test_the_board_says_what_the_clock_implies(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    owed_by_all(place)
    words = {}
    for name, moment in {
        "long before": at(22, 9) - timedelta(days=40),
        "two days before": datetime(2027, 4, 28, 3, tzinfo=UTC),
        "on the day": datetime(2027, 4, 30, 3, tzinfo=UTC),
        "the minute after": datetime(2027, 4, 30, 16, 1, tzinfo=UTC),
        "later": datetime(2027, 5, 12, 3, tzinfo=UTC),
    }.items():
        set_now(monkeypatch, moment)
        _head, cell = board(place.office).groups[0][1][0].cells[0]
        assert cell is not None
        words[name] = (cell.shape, cell.words)
    assert words == {
        "long before": ("open", "未到期"),
        "two days before": ("open", "剩 2 天"),
        "on the day": ("open", "今天到期"),
        "the minute after": ("overdue", "逾期 1 天"),
        "later": ("overdue", "逾期 12 天"),
    }


def test_a_liaison_sees_the_own_row_only(place: Place) -> None:
    duty = owed_by_all(place)
    owed_by_all(place, what="统计表", addressees=[actions.Addressee(place.units[1])])
    seen = board(place.liaison)
    assert [column.duty for column in seen.columns] == [duty]
    assert [row.name for _label, rows in seen.groups for row in rows] == [place.units[0].name]


def test_the_board_needs_the_same_queries_for_any_size(
    place: Place, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        owed_by_all(place, what=f"材料{number}")
    office = place.office
    with django_assert_max_num_queries(5):
        board(office)


def test_the_board_shows_units_by_the_page_and_counts_all_of_them(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sciweek.duties.queries.PER_PAGE", 2)
    owed_by_all(place)

    def units(**wanted: Any) -> list[str]:
        return [row.name for _label, rows in board(place.office, **wanted).groups for row in rows]

    names = [unit.name for unit in place.units]
    assert (units(), units(number="2"), units(number="none")) == (names[:2], names[2:], names[:2])
    assert units(words=names[2][:2]) == names[2:]
    assert board(place.office).columns[0].total == board(place.office).units == len(names)


def test_waived_units_do_not_count(place: Place) -> None:
    duty = owed_by_all(place)
    actions.waive_hand_in(place.office, duty.hand_ins.get(unit=place.units[2]))
    column = board(place.office).columns[0]
    assert (column.done, column.total) == (0, 2)


def test_last_years_duties_come_along_once(place: Place) -> None:
    owed_by_all(place, what="2027年总结", due_on=date(2027, 6, 16))
    coming = create_week(
        place.office,
        place.region,
        title="2028年科技活动周",
        starts_on=date(2028, 5, 20),
        ends_on=date(2028, 5, 27),
    )
    with scope.entered(place.region.pk, coming.pk):
        office = place.office.in_week(coming.pk)
        assert actions.copy_duties(office, coming, source=place.week) == 1
        assert actions.copy_duties(office, coming, source=place.week) == 0
        copied = Duty.objects.get()
        assert copied.what == "2028年总结"
        assert copied.due_on == date(2028, 6, 14)
        assert copied.hand_ins.count() == 3


def test_a_duty_is_changed_only_into_one_that_can_stand(place: Place) -> None:
    owed_by_all(place)
    other = owed_by_all(place, what="联络员名单", note="盖章\n扫描")
    with pytest.raises(Refused) as refusal:
        actions.edit_duty(place.office, other, seen_version=other.version, what="重点活动备案表")
    assert set(refusal.value.fields) == {"what"}
    with pytest.raises(Refused) as refusal:
        actions.edit_duty(place.office, other, seen_version=other.version, due_on=date(9999, 12, 31))
    assert set(refusal.value.fields) == {"due_on"}
    for name, most in {"what": 300, "short_name": 20, "receiver": 120}.items():
        with pytest.raises(Refused) as refusal:
            actions.edit_duty(place.office, other, seen_version=other.version, **{name: "长" * (most + 1)})
        assert set(refusal.value.fields) == {name}
    changed = actions.edit_duty(place.office, other, seen_version=other.version, note="盖章\n拍照")
    assert changed.note == "盖章\n拍照"


def test_a_copied_duty_follows_a_merged_unit_to_its_successor(place: Place) -> None:
    actions.add_duty(
        place.office,
        place.week,
        what="总结",
        due_on=date(2027, 6, 14),
        note="盖章",
        addressees=[actions.Addressee(place.units[0], ["宣传科"])],
    )
    merge_unit(place.office, place.units[0], into=place.units[1])
    coming = create_week(
        place.office,
        place.region,
        title="2028年科技活动周",
        starts_on=date(2028, 5, 20),
        ends_on=date(2028, 5, 27),
    )
    with scope.entered(place.region.pk, coming.pk):
        actions.copy_duties(place.office.in_week(coming.pk), coming, source=place.week)
        copied = Duty.objects.get()
        assert copied.note == "盖章"
        assert [(row.unit, row.posts) for row in copied.hand_ins.all()] == [(place.units[1], ["宣传科"])]
