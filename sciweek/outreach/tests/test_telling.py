from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from sciweek.base import clock, scope
from sciweek.committee.tests.cast import make_cast
from sciweek.outreach.actions import assign_visit, decline_wish, move_visit, take_back_visit
from sciweek.outreach.actions.forgetting import forget_people
from sciweek.outreach.actions.telling import tell_unit
from sciweek.outreach.invariants import invariants
from sciweek.outreach.models import Outing, OutingDay, Visit, Wish
from sciweek.outreach.states import News, WishState
from sciweek.outreach.tests.town import DAY, PHONE, Town, at, make_town
from sciweek.post.models import Message


@pytest.mark.django_db(transaction=True)
def test_who_asked_is_told_of_each_turn_and_of_none_twice(work_off: Any) -> None:
    cast = make_cast()
    with cast.inside():
        town = make_town(cast)
        outing = town.outing()
        visit = town.visit(outing, at(9), leader_name="余师傅", phone=PHONE)
    work_off()
    with cast.inside():
        moved = move_visit(town.office, visit, starts_at=at(14))
    work_off()
    with cast.inside():
        take_back_visit(town.office, Visit.objects.get(pk=moved.pk), why="大篷车送修")
    work_off()
    with cast.inside():
        decline_wish(town.office, Wish.objects.get(), why="这几天都不行")
    work_off()
    with cast.inside():
        told = [(row.unit, row.subject.partition("：")[0]) for row in Message.objects.order_by("pk")]
        assert told == [
            (town.school, "申请已安排"),
            (town.school, "安排有变动"),
            (town.school, "安排已取消"),
            (town.school, "申请没有安排上"),
        ]
        bodies = list(Message.objects.order_by("pk").values_list("body", flat=True))
        assert "余师傅，139 0000 0001" in bodies[0]
        assert "下午14:00" in bodies[1]
        assert "大篷车送修" in bodies[2]
        assert "这几天都不行" in bodies[3]
        hand = town.office
        tell_unit(
            hand, Wish.objects.select_related("unit", "week").get(), News.DECLINED, Wish.objects.get().version
        )
        assert Message.objects.count() == 4


def test_news_that_has_moved_on_is_not_written(town: Town) -> None:
    outing = town.outing()
    wish = town.wish(outing)
    visit = assign_visit(town.office, wish, outing=outing, starts_at=at(9))
    back = take_back_visit(town.office, visit, why="送修")
    assert not tell_unit(town.office, back, News.ASSIGNED, 2).new


def test_a_visit_with_another_driver_only_is_no_news(town: Town) -> None:
    visit = town.visit(town.outing(), at(9))
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_tasks_database_dbtaskresult")
        [before] = cursor.fetchone()
        move_visit(town.office, visit, leader_name="乙师傅")
        cursor.execute("SELECT COUNT(*) FROM django_tasks_database_dbtaskresult")
        assert cursor.fetchone() == (before,)


def test_names_phones_and_plates_are_emptied_half_a_year_after_the_week(town: Town) -> None:
    town.visit(town.outing(), at(9), leader_name="余师傅", phone=PHONE, plate="云A12345")
    with clock.standing_at(at(9) + timedelta(days=100)):
        assert forget_people() == 0
    with clock.standing_at(at(9) + timedelta(days=200)):
        assert forget_people() == 2
        assert forget_people() == 0
    visit = Visit.objects.select_related("wish").get()
    assert (visit.leader_name, visit.phone, visit.phone_digest, visit.plate, visit.plate_digest) == ("",) * 5
    assert (visit.wish.contact_name, visit.wish.phone, visit.wish.phone_last4) == ("",) * 3
    assert visit.wish.people == 120


def broken() -> set[str]:
    return {one.name for one in invariants() if list(one.check())}


def test_the_doctor_finds_nothing_in_what_actions_made(town: Town) -> None:
    outing = town.outing(crews=2)
    town.visit(outing, at(9))
    town.visit(outing, at(9))
    assert broken() == set()


def test_the_doctor_finds_what_no_action_could_have_made(town: Town) -> None:
    outing = town.outing(crews=2)
    one, other = town.visit(outing, at(9)), town.visit(outing, at(9))
    assert one.crew != other.crew
    Visit.objects.filter(pk=other.pk).update(crew=one.crew)
    assert broken() == {"outreach.crew_in_one_place"}
    OutingDay.objects.filter(day=DAY).update(visits=1)
    Wish.objects.filter(pk=one.wish_id).update(state=WishState.ASKED)
    strange = town.outing("机器狗来上课")
    Visit.objects.filter(pk=other.pk).update(outing=strange)
    assert broken() == {"outreach.places_of_a_day", "outreach.assigned_is_visited", "outreach.own_days"}


def test_what_belongs_to_the_neighbour_is_out_of_sight(town: Town) -> None:
    town.outing()
    with scope.entered(town.cast.other_region.pk, town.cast.other_week.pk):
        assert not Outing.objects.exists()
        assert not Wish.objects.exists()
