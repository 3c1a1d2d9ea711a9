"""Units: the tree, the merger, who is told no."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.base import access, scope
from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.committee.actions import (
    add_unit,
    copy_committee,
    edit_unit,
    grant_role,
    merge_unit,
    set_bodies,
    take_part,
)
from sciweek.committee.boards import unit_groups
from sciweek.committee.invariants import invariants
from sciweek.committee.models import CommitteeBody, Invitation, Membership, Participation, Unit
from sciweek.committee.queries import actor_for
from sciweek.committee.rules import visible_units
from sciweek.committee.states import UnitKind
from sciweek.committee.tests.cast import WHO, Cast
from sciweek.week.actions import create_week


def problems() -> list[str]:
    return [problem for one in invariants() for problem in one.check()]


def test_a_new_unit_goes_to_the_end_of_its_kind(in_week: Cast) -> None:
    office = in_week.actor("office")
    first = add_unit(office, in_week.region, name="一小", kind=UnitKind.SCHOOL)
    second = add_unit(office, in_week.region, name="二小", kind=UnitKind.SCHOOL)
    assert second.position == first.position + 1
    assert list(Unit.objects.filter(kind=UnitKind.SCHOOL)) == [first, second]


def test_a_name_stands_once_in_a_region_and_again_in_another(in_week: Cast) -> None:
    office = in_week.actor("office")
    with pytest.raises(Refused) as caught:
        add_unit(office, in_week.region, name=" 云栖街道\u200b办事处 ", kind=UnitKind.STREET)
    assert set(caught.value.fields) == {"name"}
    assert add_unit(office, in_week.region, name=in_week.foreign_unit.name, kind=UnitKind.STREET).pk


def test_the_region_is_held_while_name_and_place_of_a_unit_are_judged(in_week: Cast) -> None:
    office = in_week.actor("office")
    with CaptureQueriesContext(connection) as done:
        add_unit(office, in_week.region, name="一小", kind=UnitKind.SCHOOL, parent=in_week.unit)
        edit_unit(office, in_week.other_unit, name="别名", kind="other", parent=in_week.unit)
    tables = [
        sql.partition(" FROM ")[2].split(" ")[0].strip('"') for one in done if "SELECT" in (sql := one["sql"])
    ]
    looked = [table for table in tables if table in {"week_region", "committee_unit"}]
    assert looked[0] == "week_region"
    assert "week_region" in looked[1:]


@pytest.mark.parametrize("who", [who for who in WHO if who != "office"])
def test_only_the_office_changes_units(who: str, in_week: Cast) -> None:
    actor, unit = in_week.actor(who), in_week.unit
    with pytest.raises((Forbidden, OutOfSight)):
        add_unit(actor, in_week.region, name="新单位", kind=UnitKind.OTHER)
    with pytest.raises((Forbidden, OutOfSight)):
        edit_unit(actor, unit, name="改名", kind=unit.kind)
    with pytest.raises((Forbidden, OutOfSight)):
        merge_unit(actor, unit, into=in_week.other_unit)
    with pytest.raises((Forbidden, OutOfSight)):
        grant_role(actor, in_week.people["auditor"], role="office")


@pytest.mark.parametrize("who", [who for who in WHO if who != "stranger"])
def test_the_list_and_the_rule_agree(who: str, in_week: Cast) -> None:
    actor = in_week.actor(who)
    one_by_one = {unit.pk for unit in Unit.objects.all() if access.may(actor, "committee.see_units", unit)}
    assert set(visible_units(actor).values_list("pk", flat=True)) == one_by_one


def test_a_unit_does_not_hang_below_itself(in_week: Cast) -> None:
    office = in_week.actor("office")
    child = add_unit(office, in_week.region, name="科技服务站", kind=UnitKind.STREET, parent=in_week.unit)
    grandchild = add_unit(office, in_week.region, name="小站", kind=UnitKind.STREET, parent=child)
    for parent in (in_week.unit, child, grandchild):
        with pytest.raises(Refused) as caught:
            edit_unit(office, in_week.unit, name=in_week.unit.name, kind=in_week.unit.kind, parent=parent)
        assert set(caught.value.fields) == {"parent"}
    assert problems() == []


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=12))
def test_however_units_are_moved_and_merged_the_tree_stays_a_tree(
    in_week: Cast, moves: list[tuple[int, int, bool]]
) -> None:
    office = in_week.actor("office")
    start = Unit.objects.count()
    units = [add_unit(office, in_week.region, name=f"单位{start + n}", kind=UnitKind.OTHER) for n in range(6)]
    for one, other, merges in moves:
        unit, target = Unit.objects.get(pk=units[one].pk), Unit.objects.get(pk=units[other].pk)
        try:
            if merges:
                merge_unit(office, unit, into=target)
            else:
                edit_unit(office, unit, name=unit.name, kind=unit.kind, parent=target)
        except Refused:
            continue
    assert problems() == []
    shown = [row.unit.pk for group in unit_groups(office, with_week=True) for row in group.rows]
    assert sorted(shown) == sorted(Unit.objects.filter(merged_into__isnull=True).values_list("pk", flat=True))


def test_a_merger_moves_people_and_children_and_keeps_the_past(in_week: Cast) -> None:
    office, old, new = in_week.actor("office"), in_week.unit, in_week.other_unit
    child = add_unit(office, in_week.region, name="科技服务站", kind=UnitKind.STREET, parent=old)
    merge_unit(office, old, into=new)
    people = set(
        Membership.objects.filter(unit=new, ended_at__isnull=True).values_list("person__login", flat=True)
    )
    assert people == {"yunqi", "qingshan"}
    assert Unit.objects.get(pk=child.pk).parent_id == new.pk
    assert Participation.objects.get(pk=in_week.participation.pk).unit_id == old.pk
    assert not Invitation.objects.filter(unit=old, revoked_at__isnull=True).exists()
    assert problems() == []


def test_the_successors_people_see_and_answer_for_what_the_old_unit_owed(in_week: Cast) -> None:
    merge_unit(in_week.actor("office"), in_week.unit, into=in_week.other_unit)
    actor = actor_for(in_week.people["other_liaison"], in_week.region.pk, in_week.week.pk)
    assert actor.units_with("liaison") == {in_week.unit.pk, in_week.other_unit.pk}
    assert access.may(actor, "committee.act_for_unit", in_week.participation)


def test_a_chain_of_mergers_leads_to_the_living_unit(in_week: Cast) -> None:
    office = in_week.actor("office")
    last = add_unit(office, in_week.region, name="新局", kind=UnitKind.DEPARTMENT)
    merge_unit(office, in_week.unit, into=in_week.other_unit)
    merge_unit(office, in_week.other_unit, into=last)
    assert Unit.objects.get(pk=in_week.unit.pk).merged_into_id == last.pk
    with pytest.raises(Refused):
        merge_unit(office, last, into=in_week.unit)


def test_taking_part_keeps_the_name_of_the_time(in_week: Cast) -> None:
    office, unit = in_week.actor("office"), in_week.unit
    edit_unit(office, unit, name="云栖镇政府", kind=unit.kind)
    again = take_part(office, in_week.week, [unit])
    assert [row.unit_name for row in again] == ["云栖街道办事处"]
    assert Participation.objects.count() == 2


def test_last_years_units_and_bodies_come_along_with_the_merged_followed(in_week: Cast) -> None:
    office, region = in_week.actor("office"), in_week.region
    set_bodies(office, in_week.week, ["区科协", "青山科普教育基地", "区委宣传部"])
    merge_unit(office, in_week.unit, into=in_week.other_unit)
    week = create_week(
        office, region, title="2028年", starts_on=in_week.week.starts_on, ends_on=in_week.week.ends_on
    )
    with scope.entered(region.pk, week.pk):
        assert copy_committee(office.in_week(week.pk), week, source=in_week.week) == 1
        assert [row.unit_id for row in Participation.objects.all()] == [in_week.other_unit.pk]
        names = [body.name for body in CommitteeBody.objects.all()]
        assert names == ["区科协", "青山科普教育基地", "区委宣传部"]
        assert CommitteeBody.objects.get(position=2).unit_id == in_week.other_unit.pk


def test_a_thousand_units_take_four_queries(in_week: Cast, django_assert_num_queries: Any) -> None:
    roots = [
        Unit(region=in_week.region, name=f"街道{n}", kind=UnitKind.STREET, position=n) for n in range(100)
    ]
    Unit.objects.bulk_create(roots)
    Unit.objects.bulk_create(
        Unit(region=in_week.region, name=f"学校{n}", kind=UnitKind.SCHOOL, parent=roots[n % 100])
        for n in range(900)
    )
    office = in_week.actor("office")
    with django_assert_num_queries(4):
        groups = unit_groups(office, with_week=True)
    assert sum(len(group.rows) for group in groups) == 1002
    found = unit_groups(office, words="学校 99", with_week=True)
    assert [row.unit.name for group in found for row in group.rows] == ["学校99"]
