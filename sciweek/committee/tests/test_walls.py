"""The walls of region and week, tried from both sides."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.base import scope
from sciweek.base.scope import OutOfScope
from sciweek.committee.models import CommitteeBody, Membership, Participation, Unit
from sciweek.committee.states import Role, UnitKind
from sciweek.committee.tests.cast import Cast

READS: dict[str, Callable[[], Any]] = {
    "exists": Unit.objects.exists,
    "count": Unit.objects.count,
    "all": lambda: list(Unit.objects.all()),
    "get": lambda: Unit.objects.get(pk=1),
    "in_bulk": Unit.objects.in_bulk,
    "aggregate": lambda: Unit.objects.aggregate(n=Count("pk")),
    "raw filter": lambda: Unit.objects.filter(name="云栖街道办事处").first(),
    "week rows": Participation.objects.exists,
    "latest": lambda: Participation.objects.order_by("pk").last(),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_no_read_answers_outside_a_scope(read: Callable[[], Any], cast: Cast) -> None:
    with pytest.raises(OutOfScope):
        read()


def test_a_region_alone_opens_its_units_but_no_week(cast: Cast) -> None:
    with scope.entered(cast.region.pk):
        assert Unit.objects.count() == 2
        with pytest.raises(OutOfScope):
            Participation.objects.exists()


def test_each_side_sees_only_its_own(cast: Cast) -> None:
    with cast.inside():
        assert set(Unit.objects.values_list("name", flat=True)) == {"云栖街道办事处", "青山科普教育基地"}
        assert not Unit.objects.filter(pk=cast.foreign_unit.pk).exists()
    with scope.entered(cast.other_region.pk, cast.other_week.pk):
        assert [unit.pk for unit in Unit.objects.all()] == [cast.foreign_unit.pk]


def test_related_rows_come_through_the_wall_of_their_own_model(cast: Cast) -> None:
    with scope.entered(cast.region.pk), pytest.raises(OutOfScope):
        list(cast.unit.participations.all())
    with scope.entered(cast.region.pk, cast.other_week.pk):
        assert not cast.unit.participations.exists()


JOINS: dict[str, Callable[[], QuerySet[Any, Any]]] = {
    "filter": lambda: Unit.objects.filter(participations__received_at__isnull=True),
    "exclude": lambda: Unit.objects.exclude(participations__received_at__isnull=True),
    "annotate": lambda: Unit.objects.annotate(n=Count("participations")),
    "values": lambda: Unit.objects.values("participations__unit_name"),
    "order": lambda: Unit.objects.order_by("participations__position"),
    "expression": lambda: Unit.objects.annotate(name_then=F("participations__unit_name")),
}


@pytest.mark.parametrize("join", JOINS.values(), ids=JOINS.keys())
def test_no_join_reaches_from_the_region_into_every_week(
    join: Callable[[], QuerySet[Any, Any]], cast: Cast
) -> None:
    with cast.inside(), pytest.raises(OutOfScope):
        list(join())


def test_the_scoped_way_of_the_same_question_is_open(cast: Cast) -> None:
    taking_part = Participation.objects
    with cast.inside():
        found = Unit.objects.filter(Exists(taking_part.filter(unit=OuterRef("pk"))))
        assert found.count() == 2


def test_joins_upward_stay_open(cast: Cast) -> None:
    with cast.inside():
        assert Participation.objects.filter(unit__kind=UnitKind.STREET).count() == 1
        assert Membership.objects.filter(unit__name="云栖街道办事处").count() == 1


def test_a_row_is_not_saved_on_the_other_side(cast: Cast) -> None:
    with scope.entered(cast.other_region.pk, cast.other_week.pk):
        cast.unit.name = "改名街道"
        with pytest.raises(OutOfScope):
            cast.unit.save()
        with pytest.raises(OutOfScope):
            Unit.objects.create(region=cast.region, name="新街道", kind=UnitKind.STREET)


@pytest.mark.parametrize("loaded", [True, False])
def test_a_foreign_key_does_not_point_over_the_wall(cast: Cast, loaded: bool) -> None:
    link = {"unit": cast.foreign_unit} if loaded else {"unit_id": cast.foreign_unit.pk}
    with cast.inside(), pytest.raises(OutOfScope):
        Participation.objects.create(week=cast.week, unit_name="河西街道办事处", **link)


@pytest.mark.parametrize("name", ["unit", "unit_id"])
def test_a_save_of_some_columns_holds_the_links_among_them_to_the_wall(cast: Cast, name: str) -> None:
    with cast.inside():
        row = Participation.objects.get(pk=cast.participation.pk)
        row.unit_id = cast.foreign_unit.pk
        with pytest.raises(OutOfScope):
            row.save(update_fields=[name])


def test_rows_in_bulk_are_held_to_the_wall(cast: Cast) -> None:
    with cast.inside():
        with pytest.raises(OutOfScope):
            CommitteeBody.objects.bulk_create(
                [CommitteeBody(week=cast.other_week, position=1, name="河西区委")]
            )
        with pytest.raises(OutOfScope):
            CommitteeBody.objects.bulk_create(
                [CommitteeBody(week=cast.week, position=1, name="河西街道", unit=cast.foreign_unit)]
            )
        with pytest.raises(OutOfScope):
            Unit.objects.bulk_update([cast.foreign_unit], ["short_name"])
        assert not CommitteeBody.objects.exists()


def test_bulk_update_inside_keeps_derived_columns_true(cast: Cast) -> None:
    with cast.inside():
        cast.unit.short_name = "云栖"
        Unit.objects.bulk_update([cast.unit], ["short_name"])
        found = Unit.objects.get(pk=cast.unit.pk)
        assert (found.short_name, "云栖" in found.search_text) == ("云栖", True)


def test_update_neither_changes_the_wall_nor_points_over_it(cast: Cast) -> None:
    with cast.inside():
        with pytest.raises(OutOfScope):
            Unit.objects.update(region=cast.other_region)
        with pytest.raises(OutOfScope):
            Unit.objects.update(region_id=cast.other_region.pk)
        with pytest.raises(OutOfScope):
            Participation.objects.update(unit=cast.foreign_unit)
        assert Unit.objects.filter(pk=cast.unit.pk).update(short_name="云栖") == 1


def test_a_row_is_not_deleted_from_the_other_side(cast: Cast) -> None:
    with scope.entered(cast.other_region.pk, cast.other_week.pk):
        with pytest.raises(OutOfScope):
            cast.participation.delete()
        assert Participation.objects.filter(pk=cast.participation.pk).delete()[0] == 0
    with cast.inside():
        assert Participation.objects.filter(pk=cast.participation.pk).exists()


def test_only_a_named_crossing_looks_over_the_wall(cast: Cast) -> None:
    with pytest.raises(OutOfScope):
        Unit.objects.over_the_wall("committee.just_this_once")
    assert Unit.objects.over_the_wall("base.doctor").count() == 3


def test_leaving_a_scope_restores_the_one_before(cast: Cast) -> None:
    with cast.inside():
        with pytest.raises(ZeroDivisionError), scope.entered(cast.other_region.pk):
            raise ZeroDivisionError
        assert scope.current() == scope.Scope(cast.region.pk, cast.week.pk)
    assert scope.current() == scope.Scope()


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whoever_stands_where_sees_exactly_the_rows_of_that_place(cast: Cast, data: st.DataObject) -> None:
    """Every mix of region and week, right and wrong, answers with the rows that carry both or with none."""
    regions = [cast.region.pk, cast.other_region.pk, 10**6]
    weeks = [cast.week.pk, cast.other_week.pk, 10**6]
    region_id, week_id = data.draw(st.sampled_from(regions)), data.draw(st.sampled_from(weeks))
    with scope.entered(region_id, week_id):
        assert {row.region_id for row in Unit.objects.all()} <= {region_id}
        assert {row.week_id for row in Participation.objects.all()} <= {week_id}
        assert {row.region_id for row in Membership.objects.filter(role=Role.OFFICE)} <= {region_id}
        for unit in (cast.unit, cast.foreign_unit):
            if unit.region_id == region_id:
                unit.save()
            else:
                with pytest.raises(OutOfScope):
                    unit.save()
