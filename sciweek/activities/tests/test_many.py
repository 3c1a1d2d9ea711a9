"""Bulk acts, tables, copies, pictures, history: what the office and a liaison do beside one form."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from sciweek.activities import actions
from sciweek.activities.models import Activity
from sciweek.activities.queries import earlier_activities, likely_duplicates, public_activities, versions
from sciweek.activities.states import ActivityState
from sciweek.activities.tests.places import Place, at, make_place, make_public
from sciweek.activities.tests.test_actions import ready
from sciweek.base import clock, scope
from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.base.tests.together import at_once
from sciweek.files.models import StoredFile
from sciweek.files.queries import read_bytes
from sciweek.files.states import Visibility
from sciweek.logbook.models import Entry
from sciweek.week.actions import create_week


def many(place: Place, count: int) -> list[Activity]:
    values = [
        actions.judged_values(
            place.office,
            place.week,
            {
                "name": f"第{n}场科普讲座",
                "kind": "lecture",
                "unit": place.units[n % 3],
                "starts_at": at(23, 8 + n % 10),
                "place": f"{n}号教室",
            },
        )
        for n in range(count)
    ]
    return actions.save_rows(place.office, place.week, new=values)


def test_a_table_is_saved_with_its_lines_in_the_log(place: Place) -> None:
    rows = many(place, 30)
    assert Activity.objects.count() == 30
    assert len({row.code for row in rows}) == 30
    assert Entry.objects.filter(verb="add_activity").count() == 30
    assert "1号教室" in rows[1].search_text


def test_a_table_with_one_impossible_change_saves_nothing(place: Place) -> None:
    old = ready(place)
    good = actions.judged_values(
        place.office, place.week, {"name": "新的", "kind": "show", "unit": place.units[0]}
    )
    with pytest.raises(Refused):
        actions.save_rows(place.office, place.week, new=[good], changed=[(old, {"ends_at": at(25, 13)})])
    assert Activity.objects.get() == old


def test_bulk_acts_ask_the_database_no_more_for_a_hundred_than_for_ten(place: Place) -> None:
    counts = []
    for size in (10, 100):
        rows = many(place, size)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            done, left = actions.publish_activities(place.office, place.week, rows, basis="各单位已审")
        assert (len(done), left) == (size, [])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_many_are_approved_and_each_other_says_who_was_faster(place: Place) -> None:
    first, second = (actions.submit_activity(place.liaison, ready(place, name=name)) for name in "甲乙")
    actions.approve_activity(place.office, second)
    done, left = actions.approve_activities(place.office, place.week, [first, second])
    assert [row.pk for row in done] == [first.pk]
    assert "office老师 已经把它改成“已通过”" in str(left[0][1])


def test_many_are_returned_for_one_reason_that_must_be_given(place: Place) -> None:
    rows = [actions.submit_activity(place.liaison, ready(place, name=name)) for name in "甲乙"]
    with pytest.raises(Refused):
        actions.return_activities(place.office, place.week, rows, why=" ")
    done, left = actions.return_activities(place.office, place.week, rows, why="请补现场联系人")
    assert (len(done), left) == (2, [])
    assert set(Activity.objects.values_list("state_reason", flat=True)) == {"请补现场联系人"}


def test_a_liaison_does_nothing_in_bulk(place: Place) -> None:
    row = ready(place)
    for act in (actions.approve_activities, actions.publish_activities):
        with pytest.raises(Forbidden):
            act(place.liaison, place.week, [row])


def test_points_are_marked_at_their_fields_until_it_is_handed_in_again(place: Place) -> None:
    row = actions.submit_activity(place.liaison, ready(place))
    with pytest.raises(Refused):
        actions.return_activity(place.office, row, marks={"state": "不能标"})
    with pytest.raises(Refused):
        actions.return_activity(place.office, row, marks={"place": "  "})
    back = actions.return_activity(place.office, row, marks={"place": "写到几楼", "expected": "补人数"})
    assert back.marks == {"place": "写到几楼", "expected": "补人数"}
    assert back.state_reason == "写到几楼；补人数"
    assert actions.submit_activity(place.liaison, back).marks == {}


def test_held_is_noted_once_it_began_and_can_be_taken_back(place: Place) -> None:
    row = make_public(place.office, ready(place))
    with clock.standing_at(at(25, 13)), pytest.raises(Refused):
        actions.hold_activity(place.liaison, row)
    with clock.standing_at(at(25, 16)):
        held = actions.hold_activity(place.liaison, row)
    assert held.state == ActivityState.HELD
    assert list(public_activities()) == [held]
    assert actions.restore_activity(place.office, held, why="改期了").state == ActivityState.PUBLISHED


def test_what_never_was_public_is_given_up_unseen_and_taken_up_again(place: Place) -> None:
    row = actions.cancel_activity(place.liaison, ready(place), why="场地没了")
    assert not public_activities().exists()
    assert actions.restore_activity(place.liaison, row, why="又有了").state == ActivityState.DRAFT


def test_a_liaison_cannot_hide_a_cancellation_from_those_who_had_planned_to_come(place: Place) -> None:
    row = actions.cancel_activity(place.office, make_public(place.office, ready(place)), why="下雨")
    with pytest.raises(Forbidden):
        actions.withdraw_activity(place.liaison, row, why="重来")
    assert list(public_activities()) == [row]


def test_handing_over_moves_it_out_of_one_units_sight_into_anothers(place: Place) -> None:
    row = ready(place)
    with pytest.raises(Refused):
        actions.hand_over_activities(place.office, place.week, [row], unit=place.units[1], why="")
    (moved,), left = actions.hand_over_activities(
        place.office, place.week, [row], unit=place.units[1], why="由承办单位填报"
    )
    assert left == []
    assert moved.unit == place.units[1]
    assert "区教育局" in moved.search_text
    with pytest.raises(OutOfSight):
        actions.submit_activity(place.liaison, row)


def test_entered_twice_is_seen_by_unit_name_and_time(place: Place) -> None:
    first = ready(place)
    again = ready(place, name="2027年“一滴水的九道关”", starts_at=at(25, 15), ends_at=at(25, 17))
    ready(place, name="一滴水的九道关", starts_at=at(26, 14), ends_at=at(26, 15))
    ready(place, name="夜游植物标本馆")
    actions.add_activity(
        place.office,
        place.week,
        name="一滴水的九道关",
        kind="open",
        unit=place.units[1],
        starts_at=at(25, 14),
    )
    assert likely_duplicates(Activity.objects.all()) == [(first.pk, again.pk)]


def test_a_copy_is_a_new_draft_without_state_opinion_or_marks(place: Place) -> None:
    source = make_public(place.office, ready(place))
    copy = actions.copy_activity(place.liaison, place.week, source=source)
    assert copy.pk != source.pk
    assert (copy.state, copy.opinion, copy.published_at) == (ActivityState.DRAFT, "", None)
    assert (copy.name, copy.starts_at, copy.place) == (source.name, source.starts_at, source.place)


def test_last_years_activity_comes_along_with_its_days_moved_and_walls_kept(place: Place) -> None:
    mine = ready(place, name="2027年一滴水的九道关")
    other = actions.add_activity(place.office, place.week, name="研学", kind="campus", unit=place.units[1])
    coming = create_week(
        place.office,
        place.region,
        title="2028年科技活动周",
        starts_on=place.week.starts_on.replace(year=2028, day=20),
        ends_on=place.week.ends_on.replace(year=2028, day=27),
    )
    liaison = place.liaison.in_week(coming.pk)
    with scope.entered(place.region.pk, coming.pk):
        assert list(earlier_activities(liaison, coming)) == [mine]
        copy = actions.copy_activity(liaison, coming, source=earlier_activities(liaison, coming).get())
        with pytest.raises(OutOfSight):
            actions.copy_activity(liaison, coming, source=other)
    assert copy.name == "2028年一滴水的九道关"
    assert copy.starts_at is not None
    assert (copy.starts_at.month, copy.starts_at.day) == (5, 23)
    beside = make_place("heyuan", "云川市河源区")
    with beside.inside(), pytest.raises(OutOfSight):
        actions.copy_activity(beside.office, beside.week, source=mine)


def picture(size: tuple[int, int] = (3000, 2000), form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def test_a_picture_is_made_small_loses_what_the_camera_wrote_and_shows_only_while_public(
    place: Place,
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif[0x0112] = 6  # turned
    row = actions.set_picture(
        place.liaison,
        ready(place),
        name="水厂.jpg",
        data=picture(exif=exif, comment=b"at home"),
        alt="水厂外景",
    )
    assert row.picture is not None
    stored = Image.open(io.BytesIO(read_bytes(row.picture)))
    assert stored.size == (1067, 1600)
    assert not stored.getexif()
    assert "comment" not in stored.info
    assert row.picture.visibility == Visibility.PRIVATE
    public = make_public(place.office, row)
    assert StoredFile.objects.get().visibility == Visibility.PUBLIC
    actions.withdraw_activity(place.office, public, why="再改")
    assert StoredFile.objects.get().visibility == Visibility.PRIVATE


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:400], b"\x89PNG\r\n\x1a\n"],
)
def test_what_is_no_picture_is_refused_beside_its_field(place: Place, data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        actions.set_picture(place.liaison, ready(place), name="x.jpg", data=data)
    assert list(refusal.value.fields) == ["picture"]
    assert not StoredFile.objects.exists()


def test_a_picture_that_would_unfold_to_gigabytes_is_refused(place: Place) -> None:
    bomb = picture((20000, 20000), "PNG", optimize=False)
    with pytest.raises(Refused) as refusal:
        actions.set_picture(place.liaison, ready(place), name="x.png", data=bomb)
    assert list(refusal.value.fields) == ["picture"]


def test_the_history_tells_who_changed_what_from_what_to_what_and_why(place: Place) -> None:
    row = ready(place)
    row = actions.edit_activity(place.liaison, row, seen_version=1, place="水厂二楼")
    row = actions.submit_activity(place.liaison, row)
    actions.return_activity(place.office, row, why="请写明集合点")
    told = [(one.who, one.verb, one.why) for one in versions(row)]
    assert told == [
        ("office老师", "return_activity", "请写明集合点"),
        ("liaison老师", "submit_activity", ""),
        ("liaison老师", "edit_activity", ""),
        ("liaison老师", "add_activity", ""),
    ]
    assert versions(row)[2].changes == {"place": ("临江自来水厂", "水厂二楼")}


@pytest.mark.django_db(transaction=True)
def test_two_people_approving_at_the_same_moment_act_once() -> None:
    place = make_place()
    with place.inside():
        row = actions.submit_activity(place.liaison, ready(place))
        office = place.office

    def approve() -> str:
        with place.inside():
            actions.approve_activity(office, row, seen_version=row.version)
        return "approved"

    first, second = sorted(map(str, at_once(approve, approve)))
    assert first == "approved"
    assert "office老师 已经把它改成“已通过”" in second
    with place.inside():
        assert Entry.objects.filter(verb="approve_activity", object_id=row.pk).count() == 1
