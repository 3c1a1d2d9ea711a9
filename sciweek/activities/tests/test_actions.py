from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.activities import actions
from sciweek.activities.models import Activity, Series
from sciweek.activities.queries import containing, on_day, public_activities, state_counts
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ACTIVITY_MOVES, CLOSED_STATES, SHOWN_STATES, ActivityState
from sciweek.activities.tests.places import Place, at, make_place, make_public
from sciweek.base import access, clock, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.committee.actions import grant_role
from sciweek.logbook.models import Entry
from sciweek.week.actions import create_week
from sciweek.week.models import Week


def ready(place: Place, /, **values: Any) -> Activity:
    """A draft of the liaison's unit that could be published."""
    given: dict[str, Any] = {
        "name": "一滴水的九道关",
        "kind": "open",
        "unit": place.units[0],
        "starts_at": at(25, 14),
        "ends_at": at(25, 15, 30),
        "place": "临江自来水厂",
    } | values
    return actions.add_activity(place.liaison, place.week, **given)


def test_an_activity_walks_from_draft_to_the_public(place: Place) -> None:
    draft = ready(place)
    submitted = actions.submit_activity(place.liaison, draft)
    approved = actions.approve_activity(place.office, submitted)
    published = make_public(place.office, approved)
    assert published.state == ActivityState.PUBLISHED
    assert published.published_at is not None
    assert list(public_activities()) == [published]
    verbs = list(
        Entry.objects.filter(kind="activities.activity").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == [
        "add_activity",
        "submit_activity",
        "approve_activity",
        "give_opinion",
        "publish_activity",
    ]


def test_what_the_public_sees_moves_the_revision_of_the_week(place: Place) -> None:
    draft = ready(place)
    before = Week.objects.get(pk=place.week.pk).revision
    make_public(place.office, draft)
    assert Week.objects.get(pk=place.week.pk).revision > before


def test_a_unit_does_not_change_what_has_left_its_hands_meanwhile(place: Place) -> None:
    draft = ready(place)
    actions.approve_activity(place.office, actions.submit_activity(place.liaison, draft))
    with pytest.raises(Forbidden):
        actions.edit_activity(place.liaison, draft, seen_version=None, place="别处")
    with pytest.raises(Conflict):
        actions.edit_activity(place.liaison, draft, seen_version=draft.version, place="别处")


def test_the_form_sent_twice_makes_one_activity(place: Place) -> None:
    uid = uuid4()
    first = ready(place, request_uid=uid)
    assert ready(place, request_uid=uid) == first
    assert Activity.objects.count() == 1


def test_a_liaison_enters_only_for_the_own_unit(place: Place) -> None:
    with pytest.raises(Forbidden):
        ready(place, unit=place.units[1])
    with pytest.raises(Refused) as refusal:
        ready(place, unit=None)
    assert list(refusal.value.fields) == ["unit"]


def test_a_liaison_of_two_units_moves_a_draft_between_them_and_to_no_other(place: Place) -> None:
    grant_role(place.office, place.people["liaison"], role="liaison", unit=place.units[1])
    liaison = place.liaison
    row = actions.add_activity(liaison, place.week, name="集市", kind="open", unit=place.units[0])
    row = actions.edit_activity(liaison, row, seen_version=row.version, unit=place.units[1])
    assert row.unit == place.units[1]
    with pytest.raises(Refused) as refusal:
        actions.edit_activity(liaison, row, seen_version=row.version, unit=place.units[2])
    assert list(refusal.value.fields) == ["unit"]


def test_another_units_activity_is_out_of_sight(place: Place) -> None:
    other = actions.add_activity(place.office, place.week, name="研学", kind="campus", unit=place.units[1])
    assert not access.may(place.liaison, "activities.see_activities", other)
    assert list(visible_activities(place.liaison)) == []
    with pytest.raises(OutOfSight):
        actions.edit_activity(place.liaison, other, seen_version=other.version, name="别人的")


def test_a_submitted_activity_is_no_longer_in_the_liaisons_hands(place: Place) -> None:
    submitted = actions.submit_activity(place.liaison, ready(place))
    with pytest.raises(Forbidden):
        actions.edit_activity(place.liaison, submitted, seen_version=submitted.version, name="改一改")
    returned = actions.return_activity(place.office, submitted, why="请写明楼层")
    assert returned.state_reason == "请写明楼层"
    actions.edit_activity(place.liaison, returned, seen_version=returned.version, place="临江自来水厂二楼")


@pytest.mark.parametrize("move", [actions.return_activity, actions.cancel_activity])
def test_taking_something_away_needs_a_reason(place: Place, move: Callable[..., Activity]) -> None:
    row = ready(place)
    row = (
        actions.submit_activity(place.liaison, row)
        if move is actions.return_activity
        else make_public(place.office, row)
    )
    with pytest.raises(Refused) as refusal:
        move(place.office, row, why="  ")
    assert "why" in refusal.value.fields


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"kind": "picnic"}, "kind"),
        ({"ends_at": at(25, 13)}, "ends_at"),
        ({"ends_at": at(25, 14)}, "ends_at"),
        ({"starts_at": None}, "starts_at"),
        ({"ends_at": at(25, 14) + timedelta(days=400)}, "ends_at"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "https://[2001:db8"}, "link"),
        ({"age_from": 12, "age_to": 6}, "age_to"),
        ({"expected": -1}, "expected"),
        ({"audience": ["martians"]}, "audience"),
    ],
)
def test_nonsense_is_refused_beside_its_field(place: Place, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        ready(place, **values)
    assert field in refusal.value.fields
    assert Activity.objects.count() == 0


def test_names_are_stored_without_invisible_signs(place: Place) -> None:
    row = ready(place, name="玥喆堃\u202e的\u200b 实验\x00 🔬")
    assert row.name == "玥喆堃的 实验 🔬"


def test_nothing_is_published_without_time_and_place(place: Place) -> None:
    for values, field in (
        ({"starts_at": None, "ends_at": None}, "starts_at"),
        ({"place": ""}, "place"),
        ({"mode": "online", "place": "", "link": ""}, "link"),
    ):
        with pytest.raises(Refused) as refusal:
            make_public(place.office, ready(place, **values))
        assert field in refusal.value.fields


def test_many_are_published_and_the_others_say_why(place: Place) -> None:
    good, bad = ready(place), ready(place, place="")
    done, left = actions.publish_activities(place.office, place.week, [good, bad], basis="各单位已审")
    assert [row.pk for row in done] == [good.pk]
    assert [(row.pk, list(why.fields)) for row, why in left] == [(bad.pk, ["place"])]
    assert state_counts()[ActivityState.DRAFT] == 1


def test_a_change_meanwhile_shows_both_sides(place: Place) -> None:
    row = ready(place)
    actions.edit_activity(place.office, row, seen_version=1, name="一滴水的旅行")
    with pytest.raises(Conflict) as conflict:
        actions.edit_activity(place.liaison, row, seen_version=1, name="水厂开放日")
    assert conflict.value.mine["name"] == "水厂开放日"
    assert conflict.value.theirs["name"] == "一滴水的旅行"
    assert conflict.value.who == "office老师"


def test_a_cancelled_activity_stays_visible_with_its_reason(place: Place) -> None:
    row = make_public(place.office, ready(place))
    cancelled = actions.cancel_activity(place.office, row, why="管网检修")
    assert list(public_activities()) == [cancelled]
    restored = actions.restore_activity(place.office, cancelled, why="检修提前完成")
    assert restored.state == ActivityState.PUBLISHED
    assert restored.state_reason == ""


def test_two_characters_are_enough_to_find_it(place: Place) -> None:
    row = make_public(place.office, ready(place))
    assert list(containing(public_activities(), "水厂")) == [row]
    assert list(containing(public_activities(), "云栖")) == [row]
    assert list(containing(public_activities(), "水厂 云栖")) == [row]
    assert list(containing(public_activities(), "火箭")) == []
    assert list(containing(public_activities(), "%")) == []
    assert list(containing(public_activities(), "_")) == []


def test_an_activity_over_midnight_is_on_both_days(place: Place) -> None:
    night = ready(place, name="夜游植物标本馆", starts_at=at(25, 20), ends_at=at(26, 1))
    days = {
        day: list(on_day(Activity.objects.all(), at(day, 12).date(), "Asia/Shanghai"))
        for day in (24, 25, 26, 27)
    }
    assert days == {24: [], 25: [night], 26: [night], 27: []}


def test_a_series_may_lie_outside_the_week(place: Place) -> None:
    row = actions.add_series(
        place.office,
        place.week,
        name="科普讲解大赛",
        kind="contest",
        runs_all_year=True,
        starts_on=at(1, 8).date(),
    )
    assert row.position == 1
    with pytest.raises(Refused):
        actions.add_series(place.office, place.week, name="科普讲解大赛", kind="contest")


def test_last_years_series_come_along_with_their_dates_moved(place: Place) -> None:
    actions.add_series(
        place.office,
        place.week,
        name="2027年科普讲解大赛",
        kind="contest",
        starts_on=at(24, 8).date(),
        ends_on=at(30, 8).date(),
    )
    coming = create_week(
        place.office,
        place.region,
        title="2028年科技活动周",
        starts_on=place.week.starts_on.replace(year=2028, day=20),
        ends_on=place.week.ends_on.replace(year=2028, day=27),
    )
    office = place.office.in_week(coming.pk)
    with scope.entered(place.region.pk, coming.pk):
        assert actions.copy_series(office, coming, source=place.week) == 1
        assert actions.copy_series(office, coming, source=place.week) == 0
        copied = Series.objects.get()
    assert copied.name == "2028年科普讲解大赛"
    assert copied.starts_on is not None
    assert (copied.starts_on - coming.starts_on) == (at(24, 8).date() - place.week.starts_on)


def test_another_regions_activities_do_not_exist_here(place: Place) -> None:
    beside = make_place("heyuan", "云川市河源区")
    with beside.inside():
        actions.add_activity(beside.office, beside.week, name="隔壁的", kind="show", unit=beside.units[0])
    assert not Activity.objects.exists()
    with pytest.raises(scope.OutOfScope):
        Activity.objects.create(week=beside.week, name="越墙", kind="show")
    with pytest.raises(scope.OutOfScope):
        Activity.objects.create(week=place.week, name="越墙", kind="show", unit=beside.units[0])


MOVES: dict[ActivityState, Callable[[Actor, Activity], Activity]] = {
    ActivityState.SUBMITTED: actions.submit_activity,
    ActivityState.RETURNED: lambda actor, row: actions.return_activity(actor, row, why="请改"),
    ActivityState.APPROVED: lambda actor, row: (
        actions.give_opinion(actor, row, verdict="closed", basis="涉及内部数据")
        if row.is_shown
        else actions.approve_activity(actor, row)
    ),
    ActivityState.PUBLISHED: lambda actor, row: (
        actions.restore_activity(actor, row, why="照办")
        if row.state in CLOSED_STATES
        else make_public(actor, row)
    ),
    ActivityState.HELD: actions.hold_activity,
    ActivityState.CANCELLED: lambda actor, row: actions.cancel_activity(actor, row, why="下雨"),
    ActivityState.DRAFT: lambda actor, row: actions.withdraw_activity(actor, row, why="再改"),
}


@given(wishes=st.lists(st.sampled_from(list(ActivityState)), max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_wish_leads_off_the_table_of_states(place: Place, wishes: list[ActivityState]) -> None:
    row = ready(place)
    with clock.standing_at(at(26, 9)):
        for wish in wishes:
            before = row.state
            try:
                row = MOVES[wish](place.office, row)
            except Refused:
                assert (before, wish) not in ACTIVITY_MOVES
                row = Activity.objects.get(pk=row.pk)
                assert row.state == before
            else:
                assert (before, row.state) in ACTIVITY_MOVES
            shown = public_activities().filter(pk=row.pk).exists()
            called_off = row.state == ActivityState.CANCELLED and row.published_at is not None
            assert shown == (row.state in SHOWN_STATES or called_off)
            assert row.opinion == "open" or not row.is_shown


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "实验演示"}, "name"),
        ({"kind": "no such kind"}, "kind"),
        ({"starts_on": date(2027, 5, 25), "ends_on": date(2027, 5, 24)}, "ends_on"),
        ({"starts_on": date(27, 5, 25)}, "starts_on"),
        ({"name": "长" * 201}, "name"),
        ({"place": "长" * 201}, "place"),
    ],
)
def test_a_line_of_the_annex_is_changed_only_into_one_that_can_stand(
    place: Place, values: dict[str, Any], field: str
) -> None:
    actions.add_series(place.office, place.week, name="实验演示", kind="show")
    other = actions.add_series(place.office, place.week, name="基地开放", kind="open")
    with pytest.raises(Refused) as refusal:
        actions.edit_series(place.office, other, seen_version=other.version, **values)
    assert set(refusal.value.fields) == {field}


def test_hosts_of_a_line_of_the_annex_are_clean_when_they_are_changed_too(place: Place) -> None:
    line = actions.add_series(place.office, place.week, name="基地开放", kind="open")
    changed = actions.edit_series(
        place.office, line, seen_version=line.version, hosts=[" 区科协\u202e ", "", "区科技局"]
    )
    assert changed.hosts == ["区科协", "区科技局"]
