"""保密审查: nothing reaches the public without 公开, and nobody is invented who said so."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sciweek.activities import actions
from sciweek.activities.invariants import invariants
from sciweek.activities.models import Activity, Opinion
from sciweek.activities.queries import opinions, public_activities, versions
from sciweek.activities.states import ActivityState, Verdict
from sciweek.activities.tests.places import Place, make_public
from sciweek.activities.tests.test_actions import ready
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.week.models import Week

BASIS = "5月10日本单位审查，不涉密"


def test_without_an_opinion_nothing_is_published(place: Place) -> None:
    row = ready(place)
    with pytest.raises(Refused) as refusal:
        actions.publish_activity(place.office, row)
    assert list(refusal.value.fields) == ["opinion"]
    assert not public_activities().exists()


@pytest.mark.parametrize("verdict", [Verdict.CLOSED, Verdict.REFERRED])
def test_another_opinion_than_open_stops_publication_even_in_bulk(place: Place, verdict: str) -> None:
    row = actions.give_opinion(place.liaison, ready(place), verdict=verdict, basis=BASIS)
    done, left = actions.publish_activities(place.office, place.week, [row], basis="领导同意")
    assert done == []
    assert [list(why.fields) for _row, why in left] == [["opinion"]]
    assert Activity.objects.get().opinion == verdict


def test_the_database_itself_shows_nothing_without_open(place: Place) -> None:
    row = ready(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(state=ActivityState.PUBLISHED)


def test_a_units_own_people_answer_for_their_unit_and_no_other(place: Place) -> None:
    row = actions.give_opinion(place.liaison, ready(place), verdict="open", basis=BASIS)
    opinion = Opinion.objects.get()
    assert (opinion.reviewer, opinion.basis, opinion.of_version) == ("云栖街道办事处", BASIS, row.version)
    other = actions.add_activity(place.office, place.week, name="研学", kind="campus", unit=place.units[1])
    with pytest.raises(OutOfSight):
        actions.give_opinion(place.liaison, other, verdict="open", basis=BASIS)
    with pytest.raises(Forbidden):
        actions.give_opinion(place.actor("auditor"), other, verdict="open", basis=BASIS)


def test_publicity_records_for_anybody_but_a_reviewer_must_be_named_where_there_is_no_unit(
    place: Place,
) -> None:
    row = actions.add_activity(place.office, place.week, name="启动仪式", kind="ceremony")
    publicity = place.actor("publicity")
    with pytest.raises(Refused) as refusal:
        actions.give_opinion(publicity, row, verdict="open", basis=BASIS)
    assert list(refusal.value.fields) == ["reviewer"]
    given = actions.give_opinion(publicity, row, verdict="open", basis=BASIS, reviewer="区委宣传部")
    assert given.opinion == Verdict.OPEN


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"verdict": "maybe", "basis": BASIS}, "verdict"),
        ({"verdict": "open", "basis": "  "}, "basis"),
        ({"verdict": "open", "basis": "长" * 301}, "basis"),
        ({"verdict": "open", "basis": BASIS, "reviewer": "长" * 121}, "reviewer"),
    ],
)
def test_an_opinion_needs_its_words(place: Place, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.give_opinion(place.office, ready(place), **values)
    assert list(refusal.value.fields) == [field]
    assert not Opinion.objects.exists()


def test_new_words_before_publication_make_the_opinion_lapse(place: Place) -> None:
    row = actions.give_opinion(place.liaison, ready(place), verdict="open", basis=BASIS)
    moved = actions.edit_activity(place.liaison, row, seen_version=row.version, place="临江自来水厂二楼")
    assert moved.opinion == Verdict.OPEN
    renamed = actions.edit_activity(place.liaison, moved, seen_version=moved.version, name="一滴水的旅行")
    assert renamed.opinion == ""
    assert opinions(renamed).count() == 1


def test_new_words_on_a_published_activity_bring_their_own_basis(place: Place) -> None:
    row = make_public(place.office, ready(place))
    with pytest.raises(Refused) as refusal:
        actions.edit_activity(place.office, row, seen_version=row.version, summary="新的一段")
    assert list(refusal.value.fields) == ["basis"]
    assert Activity.objects.get().summary == ""
    changed = actions.edit_activity(
        place.office, row, seen_version=row.version, summary="新的一段", basis="办公室重审"
    )
    newest = opinions(changed)[0]
    assert (newest.verdict, newest.basis, newest.of_version) == ("open", "办公室重审", changed.version)
    actions.edit_activity(place.office, changed, seen_version=changed.version, place="水厂二楼")
    assert opinions(changed).count() == 2


def test_a_second_look_takes_a_published_activity_off_the_portal(place: Place) -> None:
    row = make_public(place.office, ready(place))
    before = Week.objects.get().revision
    off = actions.give_opinion(
        place.actor("publicity"), row, verdict="closed", basis="出现未公开的管网图", reviewer="区委宣传部"
    )
    assert (off.state, off.opinion, off.published_at) == (ActivityState.APPROVED, "closed", None)
    assert not public_activities().exists()
    assert Week.objects.get().revision > before
    assert versions(off)[0].verb == "give_opinion"
    assert versions(off)[1].why == "出现未公开的管网图"


@pytest.mark.parametrize("verdict", [Verdict.CLOSED, Verdict.REFERRED])
def test_what_was_called_off_in_public_is_taken_off_by_an_opinion_and_stays_called_off(
    place: Place, verdict: str
) -> None:
    row = make_public(place.office, ready(place))
    called_off = actions.cancel_activity(place.office, row, why="暴雨")
    before = Week.objects.get().revision
    off = actions.give_opinion(place.office, called_off, verdict=verdict, basis="出现未公开的管网图")
    assert (off.state, off.opinion, off.published_at) == (ActivityState.CANCELLED, verdict, None)
    assert off.version == Activity.objects.get().version > called_off.version
    assert not public_activities().exists()
    assert Week.objects.get().revision > before
    assert [one.verb for one in versions(off)[:2]] == ["give_opinion", "take_off_portal"]
    assert not [found for one in invariants() for found in one.check()]
    back = actions.restore_activity(place.office, off, why="照常")
    assert (back.state, back.opinion) == (ActivityState.DRAFT, verdict)


def test_what_was_called_off_stays_to_be_seen_with_another_open_opinion(place: Place) -> None:
    called_off = actions.cancel_activity(place.office, make_public(place.office, ready(place)), why="暴雨")
    again = actions.give_opinion(place.office, called_off, verdict="open", basis="复核")
    assert (again.state, again.published_at) == (ActivityState.CANCELLED, called_off.published_at)
    assert public_activities().exists()


def test_on_what_never_was_public_and_is_given_up_no_opinion_is_recorded(place: Place) -> None:
    row = actions.cancel_activity(place.office, ready(place), why="不办了")
    with pytest.raises(Refused, match="活动已取消"):
        actions.give_opinion(place.office, row, verdict="closed", basis=BASIS)
    done, left = actions.give_opinions(place.office, place.week, [row], verdict="closed", basis=BASIS)
    assert (done, len(left)) == ([], 1)


def test_an_opinion_on_words_that_changed_meanwhile_is_a_conflict(place: Place) -> None:
    row = ready(place)
    actions.edit_activity(place.liaison, row, seen_version=1, summary="换了说法")
    with pytest.raises(Conflict):
        actions.give_opinion(place.office, row, verdict="open", basis=BASIS, seen_version=1)


def test_the_fast_lane_records_one_basis_and_each_units_own_name(place: Place) -> None:
    mine = ready(place)
    theirs = ready_at(place, 1)
    referred = actions.give_opinion(place.liaison, ready(place, name="三"), verdict="referred", basis=BASIS)
    done, left = actions.publish_activities(
        place.office, place.week, [mine, theirs, referred], basis="各单位5月11日书面回复"
    )
    assert {row.pk for row in done} == {mine.pk, theirs.pk}
    assert [row.pk for row, _why in left] == [referred.pk]
    assert set(Opinion.objects.filter(verdict="open").values_list("reviewer", "basis")) == {
        ("云栖街道办事处", "各单位5月11日书面回复"),
        ("区教育局", "各单位5月11日书面回复"),
    }


def ready_at(place: Place, index: int) -> Activity:
    """A draft that the office entered for another unit."""
    unit = place.units[index]
    source = ready(place, name=f"{unit.name}开放日")
    done, _left = actions.hand_over_activities(
        place.office, place.week, [source], unit=unit, why="由承办单位填报"
    )
    return done[0]


def test_the_fast_lane_names_no_reviewer_that_nobody_named(place: Place) -> None:
    row = actions.add_activity(
        place.office,
        place.week,
        name="启动仪式",
        kind="ceremony",
        starts_at=ready(place).starts_at,
        place="广场",
    )
    done, left = actions.publish_activities(place.office, place.week, [row], basis="已审")
    assert done == []
    assert [list(why.fields) for _row, why in left] == [["reviewer"]]


def test_the_doctor_finds_what_is_public_without_anybody_having_said_so(place: Place) -> None:
    row = make_public(place.office, ready(place))
    by_name = {one.name: one for one in invariants()}
    assert [list(one.check()) for one in by_name.values()] == [[]] * len(by_name)
    Opinion.objects.filter(activity=row).delete()
    assert len(list(by_name["activities.shown_is_open"].check())) == 1
    assert len(list(by_name["activities.opinion_on_record"].check())) == 1
    Activity.objects.filter(pk=row.pk).update(published_at=None)
    assert len(list(by_name["activities.shown_has_moment"].check())) == 1


def test_publishing_many_records_no_opinion_on_what_cannot_be_published(place: Place) -> None:
    held_back = actions.submit_activity(place.liaison, ready(place))
    held_back = actions.return_activity(place.office, held_back, why="写到门牌号")
    done, left = actions.publish_activities(place.office, place.week, [held_back], basis=BASIS)
    assert (done, len(left)) == ([], 1)
    assert not Opinion.objects.exists()
