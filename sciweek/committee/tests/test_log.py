"""The one way to write the log, to move a state, to save an edit and to do a thing only once."""

from uuid import uuid4

import pytest

from sciweek.base import scope
from sciweek.base.actor import Actor, system
from sciweek.base.errors import Conflict, Forbidden, Refused
from sciweek.base.tests.together import at_once
from sciweek.committee.actions import add_unit, edit_unit
from sciweek.committee.models import Unit
from sciweek.committee.states import UnitKind
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.actions import append, masked, move, once, save_changes
from sciweek.logbook.models import Entry, Receipt
from sciweek.people.actions import edit_person
from sciweek.people.models import Person
from sciweek.week.actions import found_region
from sciweek.week.models import Region, Week
from sciweek.week.states import WEEK_MOVES, WeekState


def last() -> Entry:
    return Entry.objects.order_by("-id")[0]


def test_a_line_says_who_did_what_to_what_where(in_week: Cast) -> None:
    office = in_week.actor("office")
    append(office, "look_at", in_week.unit, changes={"name": ("旧", "新")}, why="核对")
    line = last()
    assert (line.actor_name, line.verb, line.object_name) == ("江办", "look_at", "云栖街道办事处")
    assert (line.region_id, line.week_id) == (in_week.region.pk, in_week.week.pk)
    assert (line.kind, line.object_id, line.why) == ("committee.unit", in_week.unit.pk, "核对")
    assert line.changes == {"name": ["旧", "新"]}


def test_the_log_keeps_personal_values_masked(cast: Cast) -> None:
    person = cast.people["liaison"]
    edit_person(system("tests"), person, name="云大联", phone="13900000001", email="yun@linjiang.example")
    line = last()
    assert line.object_name == "yunqi"
    text = str(line.changes)
    assert "13900000001" not in text
    assert "云大联" not in text
    assert "yun@linjiang.example" not in text
    assert line.changes["phone"] == ["", "···0001"]


@pytest.mark.parametrize(("text", "shown"), [("", ""), ("云小联", "···"), ("+8613900000001", "···0001")])
def test_a_masked_value_shows_four_signs_at_most(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_saving_writes_what_differs_and_one_line(in_week: Cast) -> None:
    office, before = in_week.actor("office"), Entry.objects.count()
    saved = save_changes(office, in_week.unit, verb="edit_unit", short_name="云栖", kind=in_week.unit.kind)
    assert (saved.version, Entry.objects.count()) == (in_week.unit.version + 1, before + 1)
    assert last().changes == {"short_name": ["云栖街道", "云栖"]}


def test_saving_nothing_new_writes_nothing(in_week: Cast) -> None:
    office, before = in_week.actor("office"), Entry.objects.count()
    saved = save_changes(office, in_week.unit, verb="edit_unit", name=in_week.unit.name)
    assert (saved.version, Entry.objects.count()) == (in_week.unit.version, before)


def test_a_lost_update_is_refused_and_carries_both_sides(in_week: Cast) -> None:
    office, unit = in_week.actor("office"), in_week.unit
    edit_unit(office, unit, name=unit.name, kind=unit.kind, short_name="云栖", seen_version=unit.version)
    with pytest.raises(Conflict) as caught:
        edit_unit(office, unit, name=unit.name, kind=unit.kind, short_name="栖云", seen_version=unit.version)
    assert (caught.value.mine["short_name"], caught.value.theirs["short_name"]) == ("栖云", "云栖")
    assert caught.value.who == "江办"
    assert "江办" in str(caught.value)
    assert Unit.objects.get(pk=unit.pk).short_name == "云栖"


def test_a_move_saves_the_state_and_the_log_together(cast: Cast) -> None:
    office = cast.actor("office")
    moved = move(office, cast.week, WeekState.ARCHIVED, WEEK_MOVES, verb="archive_week")
    assert (moved.state, Week.objects.get(pk=cast.week.pk).state) == (WeekState.ARCHIVED, WeekState.ARCHIVED)
    assert last().changes == {"state": ["open", "archived"]}


def test_a_move_that_is_not_in_the_table_is_refused(cast: Cast) -> None:
    archived = move(cast.actor("office"), cast.week, WeekState.ARCHIVED, WEEK_MOVES, verb="archive_week")
    with pytest.raises(Refused) as caught:
        move(cast.actor("office"), archived, WeekState.DRAFT, WEEK_MOVES, verb="close_week", why="写错了")
    assert caught.value.code == "no_such_move"


def test_two_people_who_move_the_same_row_do_not_both_succeed(cast: Cast) -> None:
    move(cast.actor("office"), cast.week, WeekState.ARCHIVED, WEEK_MOVES, verb="archive_week")
    with pytest.raises(Refused):
        # `cast.week` still says open; the row does not.
        move(cast.actor("office"), cast.week, WeekState.ARCHIVED, WEEK_MOVES, verb="archive_week")


def test_a_move_on_an_old_version_is_a_conflict(cast: Cast) -> None:
    save_changes(cast.actor("office"), cast.week, verb="edit_week", title="改名的活动周")
    with pytest.raises(Conflict):
        move(
            cast.actor("office"),
            cast.week,
            WeekState.ARCHIVED,
            WEEK_MOVES,
            verb="archive_week",
            seen_version=cast.week.version,
        )


def test_a_move_that_needs_a_reason_asks_for_it_beside_its_field(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        move(cast.actor("office"), cast.week, WeekState.DRAFT, WEEK_MOVES, verb="close_week", why="  ")
    assert set(caught.value.fields) == {"why"}


def test_a_move_without_the_permission_changes_nothing(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        move(cast.actor("auditor"), cast.week, WeekState.ARCHIVED, WEEK_MOVES, verb="archive_week")
    assert Week.objects.get(pk=cast.week.pk).state == WeekState.OPEN


def test_a_second_press_makes_nothing_twice(in_week: Cast) -> None:
    office, uid = in_week.actor("office"), uuid4()
    first = add_unit(office, in_week.region, name="临江中学", kind=UnitKind.SCHOOL, request_uid=uid)
    second = add_unit(office, in_week.region, name="临江中学", kind=UnitKind.SCHOOL, request_uid=str(uid))
    assert (second.pk, Unit.objects.filter(name="临江中学").count()) == (first.pk, 1)


def test_a_press_that_was_refused_may_be_tried_again(in_week: Cast) -> None:
    office, uid = in_week.actor("office"), uuid4()
    with pytest.raises(Refused):
        add_unit(office, in_week.region, name="", kind=UnitKind.SCHOOL, request_uid=uid)
    assert not Receipt.objects.filter(request_uid=uid).exists()
    assert add_unit(office, in_week.region, name="临江中学", kind=UnitKind.SCHOOL, request_uid=uid).pk


def test_the_same_key_of_another_actor_is_another_press(in_week: Cast) -> None:
    uid = uuid4()
    one = add_unit(
        in_week.actor("office"), in_week.region, name="甲校", kind=UnitKind.SCHOOL, request_uid=uid
    )
    server = system("tests", region_id=in_week.region.pk)
    two = add_unit(server, in_week.region, name="乙校", kind=UnitKind.SCHOOL, request_uid=uid)
    assert one.pk != two.pk


def test_a_key_that_is_no_key_is_refused_not_a_crash(in_week: Cast) -> None:
    with pytest.raises(Refused):
        add_unit(in_week.actor("office"), in_week.region, name="甲", kind=UnitKind.SCHOOL, request_uid="abc")


@once
def name_region(actor: Actor, *, slug: str) -> Region:
    return found_region(actor, slug=slug, name="云川市临江区", short_name="临江区")


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_row() -> None:
    """Two threads, two connections, one key: on both databases one waits and finds what the other made."""
    uid = uuid4()

    def press() -> int:
        with scope.entered(None):
            return name_region(system("tests"), slug="linjiang", request_uid=uid).pk

    made = at_once(press, press)
    assert (len(made), len(set(made)), Region.objects.count()) == (2, 1, 1)


def test_names_of_an_erased_person_leave_the_log(cast: Cast) -> None:
    from sciweek.people.actions import erase_person

    with cast.inside():
        append(cast.actor("liaison"), "hand_in", cast.unit)
    erase_person(system("tests"), cast.people["liaison"])
    names = set(Entry.objects.values_list("actor_name", flat=True)) | set(
        Entry.objects.values_list("object_name", flat=True)
    )
    assert not any("云小联" in name or "yunqi" in name for name in names)
    assert Entry.objects.filter(actor_id=cast.people["liaison"].pk, verb="hand_in").exists()
    assert Person.objects.get(pk=cast.people["liaison"].pk).erased_at is not None
