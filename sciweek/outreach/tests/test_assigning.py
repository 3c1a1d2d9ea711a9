from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from sciweek.activities.actions import add_activity
from sciweek.activities.tests.places import make_public
from sciweek.base import clock
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.base.tests.together import at_once, codes
from sciweek.committee.tests.cast import make_cast
from sciweek.outreach.actions import (
    add_days,
    assign_visit,
    decline_wish,
    finish_visit,
    foreseen,
    move_visit,
    reconsider_wish,
    reopen_visit,
    take_back_visit,
    withdraw_wish,
)
from sciweek.outreach.invariants import invariants
from sciweek.outreach.models import Visit, Wish
from sciweek.outreach.queries import figures
from sciweek.outreach.states import VisitWorry, WishState
from sciweek.outreach.tests.town import DAY, PHONE, Town, at, make_town
from sciweek.programme.actions import release_programme
from sciweek.programme.models import Session
from sciweek.programme.states import SessionState


def kinds(town: Town, wish: Wish, outing: Any, starts_at: Any = None, **given: Any) -> set[str]:
    plan = foreseen(wish, outing, starts_at=starts_at or at(9), **given)
    return {str(one.kind) for one in plan.cautions}


def part_of(visit: Visit) -> str:
    assert visit.day is not None
    return visit.day.part


def test_the_host_sends_its_van_and_the_wish_is_assigned(town: Town) -> None:
    outing = town.outing()
    wish = town.wish(outing)
    visit = assign_visit(
        town.host,
        wish,
        outing=outing,
        starts_at=at(9),
        leader_name="司机师傅",
        phone=PHONE,
        plate="云a·12345",
        seen_version=wish.version,
    )
    wish.refresh_from_db()
    assert (wish.state, visit.ends_at, visit.crew) == (WishState.ASSIGNED, at(10, 30), 1)
    assert (part_of(visit), visit.plate, visit.phone_last4) == ("whole", "云A·12345", "0001")


def test_only_office_and_host_assign_and_others_do_not_even_see_the_wish(town: Town) -> None:
    outing = town.outing()
    wish = town.wish(outing)
    with pytest.raises(OutOfSight):
        assign_visit(town.stranger, wish, outing=outing, starts_at=at(9))
    with pytest.raises(Forbidden):
        assign_visit(town.teacher, wish, outing=outing, starts_at=at(9))
    with pytest.raises(Forbidden):
        assign_visit(town.cast.actor("auditor"), wish, outing=outing, starts_at=at(9))


def test_a_host_sends_nothing_that_is_not_its_own(town: Town) -> None:
    wish = town.wish(town.outing())
    other = town.outing("天文望远镜", unit=town.cast.other_unit)
    with pytest.raises(Forbidden):
        assign_visit(town.host, wish, outing=other, starts_at=at(9))


def test_a_wish_for_whatever_suits_is_for_the_office_to_assign(town: Town) -> None:
    outing, wish = town.outing(), town.wish(None)
    with pytest.raises(OutOfSight):
        assign_visit(town.host, wish, outing=outing, starts_at=at(9))
    visit = assign_visit(town.office, wish, outing=outing, starts_at=at(9))
    assert move_visit(town.host, visit, starts_at=at(10)).starts_at == at(10)


def test_a_day_that_is_full_is_refused_whoever_asks(town: Town) -> None:
    outing = town.outing(crews=5)
    town.visit(outing, at(9))
    town.visit(outing, at(9))
    with pytest.raises(Refused) as refusal:
        town.visit(outing, at(9))
    assert refusal.value.code == VisitWorry.FULL


def test_more_visits_than_a_day_takes_are_refused_at_other_hours_too(town: Town) -> None:
    outing = town.outing(visits_a_day=1, crews=3)
    town.visit(outing, at(9))
    with pytest.raises(Refused) as refusal:
        town.visit(outing, at(19))
    assert refusal.value.code == VisitWorry.FULL


def test_one_crew_is_not_sent_to_two_places_at_once(town: Town) -> None:
    outing = town.outing()
    town.visit(outing, at(9))
    with pytest.raises(Refused) as refusal:
        town.visit(outing, at(10, 59))
    assert refusal.value.code == VisitWorry.OVERLAP
    assert town.visit(outing, at(11)).starts_at == at(11)  # set up from 10:30 on, when the other is over


def test_the_next_free_crew_goes_where_nobody_says_which(town: Town) -> None:
    outing = town.outing(crews=2)
    assert [town.visit(outing, at(9)).crew, town.visit(outing, at(9)).crew] == [1, 2]


def test_one_car_is_in_one_place_whatever_it_carries(town: Town) -> None:
    town.visit(town.outing(), at(9), plate="云A12345")
    other = town.outing("机器狗来上课")
    with pytest.raises(Refused) as refusal:
        town.visit(other, at(9), plate="云a·12345")
    assert refusal.value.code == VisitWorry.OVERLAP
    assert town.visit(other, at(9), plate="云A54321").crew == 1


def test_a_road_that_nobody_makes_in_time_is_refused_and_a_short_one_told(town: Town) -> None:
    outing = town.outing(setup_minutes=0)
    near, far = town.venue("望江小学", 30.18, 119.42), town.venue("山里小学", 30.48, 119.42)
    town.visit(outing, at(9), wish=town.wish(outing, venue=near))
    wish = town.wish(outing, venue=far)  # 33 kilometres along a straight line
    with pytest.raises(Refused) as refusal:
        assign_visit(town.office, wish, outing=outing, starts_at=at(11))
    assert refusal.value.code == VisitWorry.OVERLAP
    assert VisitWorry.TIGHT in kinds(town, wish, outing, at(11, 30))
    assert kinds(town, wish, outing, at(13)) == set()


def test_what_is_only_odd_is_told_and_not_refused(town: Town) -> None:
    outing = town.outing(needs=["power", "parking"], largest_audience=60, reach=[town.cast.unit], days=())
    wish = town.wish(outing, days=[(at(9, day=26).date(), "morning")], has=["power"])
    assert kinds(town, wish, outing) == {
        VisitWorry.NOT_OFFERED, VisitWorry.NOT_WISHED, VisitWorry.TOO_MANY, VisitWorry.LACKING, VisitWorry.OUT_OF_REACH,
    }  # fmt: skip
    assert assign_visit(town.office, wish, outing=outing, starts_at=at(9)).day is None


def test_a_street_that_was_named_is_in_reach(town: Town) -> None:
    outing = town.outing(reach=[town.cast.unit])
    assert kinds(town, town.wish(outing, street=town.cast.unit), outing) == set()
    assert kinds(town, town.wish(outing, unit=town.cast.unit), outing) == set()


def test_a_wish_of_yesterday_is_a_conflict(town: Town) -> None:
    outing = town.outing()
    wish = town.wish(outing)
    with pytest.raises(Conflict):
        assign_visit(town.office, wish, outing=outing, starts_at=at(9), seen_version=wish.version + 1)
    assert not Visit.objects.exists()


def test_a_visit_moves_and_frees_the_place_that_it_had(town: Town) -> None:
    outing = town.outing(days=((at(9).date(), "morning", 1), (at(9).date(), "afternoon", 1)))
    visit = town.visit(outing, at(9))
    moved = move_visit(town.host, visit, starts_at=at(14), seen_version=visit.version)
    assert (part_of(moved), moved.ends_at) == ("afternoon", at(15, 30))
    assert part_of(town.visit(outing, at(9))) == "morning"


def test_a_visit_that_only_gets_another_driver_stays_on_its_full_day(town: Town) -> None:
    outing = town.outing(visits_a_day=1, days=((at(9).date(), "morning", 1),))
    visit = town.visit(outing, at(9), leader_name="甲师傅", phone=PHONE)
    moved = move_visit(town.host, visit, leader_name="乙师傅")
    assert (moved.leader_name, moved.phone, moved.starts_at) == ("乙师傅", visit.phone, at(9))


def test_taken_back_the_wish_waits_again_and_the_place_is_free(town: Town) -> None:
    outing = town.outing(visits_a_day=1)
    visit = town.visit(outing, at(9))
    with pytest.raises(Refused):
        take_back_visit(town.host, visit, why=" ")
    wish = take_back_visit(town.host, visit, why="大篷车送修")
    assert (wish.state, wish.state_reason, Visit.objects.count()) == (WishState.ASKED, "大篷车送修", 0)
    assert town.visit(outing, at(9), wish=wish).wish.state == WishState.ASSIGNED


def test_declined_with_a_reason_and_taken_up_again(town: Town) -> None:
    wish = town.wish(town.outing())
    with pytest.raises(Refused):
        decline_wish(town.host, wish, why="")
    declined = decline_wish(town.host, wish, why="那几天都排满了")
    assert (declined.state, declined.state_reason) == (WishState.DECLINED, "那几天都排满了")
    assert reconsider_wish(town.office, declined).state == WishState.ASKED


def test_a_unit_gives_back_what_was_assigned_only_with_a_reason(town: Town) -> None:
    visit = town.visit(town.outing(), at(9))
    wish = Wish.objects.get(pk=visit.wish_id)
    with pytest.raises(Refused):
        withdraw_wish(town.teacher, wish)
    assert withdraw_wish(town.teacher, wish, why="那天期中考试").state == WishState.WITHDRAWN
    assert not Visit.objects.exists()


def test_done_is_noted_after_it_began_and_counts(town: Town) -> None:
    visit = town.visit(town.outing(), at(9))
    with clock.standing_at(at(8)), pytest.raises(Refused):
        finish_visit(town.host, visit, came=100)
    with clock.standing_at(at(12)):
        finish_visit(town.host, visit, came=118)
        done = Visit.objects.select_related("wish__outing", "outing").get()
        assert finish_visit(town.host, done, came=120).came == 120
        with pytest.raises(Refused):
            move_visit(town.host, done, starts_at=at(14))
        told = figures(town.cast.week)
        assert (told.done, told.came, told.uncounted, told.wishes["done"]) == (1, 120, 0, 1)
        reopen_visit(town.host, Visit.objects.select_related("wish__outing", "outing").get())
    told = figures(town.cast.week)
    assert (told.done, told.came, told.wishes["assigned"]) == (0, None, 1)


def test_nobody_has_counted_is_not_zero(town: Town) -> None:
    visit = town.visit(town.outing(), at(9))
    with clock.standing_at(at(12)):
        finish_visit(town.host, visit)
    told = figures(town.cast.week)
    assert (told.done, told.came, told.uncounted) == (1, None, 1)


# --- sessions of the programme -----------------------------------------------------------------------------------


def with_activity(town: Town, *, public: bool = False) -> Any:
    row = add_activity(
        town.office,
        town.cast.week,
        name="科普大篷车进校园",
        kind="campus",
        unit=town.cast.unit,
        starts_at=at(8),
        ends_at=at(18),
        place="各中小学",
    )
    return make_public(town.office, row) if public else row


def test_an_assigned_visit_is_a_session_of_its_activity_and_moves_with_it(town: Town) -> None:
    outing = town.outing(activity=with_activity(town))
    visit = town.visit(outing, at(9))
    session = Session.objects.get()
    assert (visit.session, session.starts_at, session.place) == (session, at(9), "望江小学操场")
    assert (session.title, session.capacity) == ("走进望江小学", 120)
    move_visit(town.host, visit, starts_at=at(14))
    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (at(14), at(15, 30))


def test_a_session_that_nobody_has_read_of_goes_with_the_visit(town: Town) -> None:
    visit = town.visit(town.outing(activity=with_activity(town)), at(9))
    take_back_visit(town.host, visit, why="送修")
    assert not Session.objects.exists()


def test_a_session_that_was_announced_is_called_off_with_the_reason(town: Town) -> None:
    outing = town.outing(activity=with_activity(town, public=True))
    visit = town.visit(outing, at(9))
    release_programme(town.office, town.cast.week)
    take_back_visit(town.host, visit, why="送修")
    session = Session.objects.get()
    assert (session.state, session.state_reason) == (SessionState.CANCELLED, "送修")


def test_another_outing_takes_over_with_its_own_session(town: Town) -> None:
    first = town.outing(activity=with_activity(town))
    visit = town.visit(first, at(9))
    moved = move_visit(town.office, visit, outing=town.outing("机器狗来上课"))
    assert (moved.outing.title, moved.session, Session.objects.count()) == ("机器狗来上课", None, 0)


# --- two at once -------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_away_the_last_place_at_once_exactly_one_succeeds() -> None:
    cast = make_cast()
    with cast.inside():
        town = make_town(cast)
        outing = town.outing(visits_a_day=9, crews=9, days=((at(9).date(), "whole", 1),))
        wishes = [town.wish(outing), town.wish(outing)]

    def press(wish: Wish) -> str:
        with cast.inside():
            assign_visit(town.office, wish, outing=outing, starts_at=at(9))
        return "assigned"

    came = codes(at_once(*[partial(press, wish) for wish in wishes]))
    assert sorted(came) == ["assigned", "full"]
    with cast.inside():
        assert Visit.objects.count() == 1
        assert sorted(Wish.objects.values_list("state", flat=True)) == ["asked", "assigned"]


def test_a_visit_over_midnight_is_too_long_or_not_offered(town: Town) -> None:
    outing = town.outing()
    with pytest.raises(Refused):
        town.visit(outing, at(9), ends_at=at(9) + timedelta(hours=15))
    assert VisitWorry.NOT_OFFERED in kinds(town, town.wish(outing), outing, at(23), ends_at=at(1, day=26))


def test_whose_outing_was_wished_has_no_hand_in_the_visit_of_another_host(town: Town) -> None:
    mine, other = town.outing(), town.outing("天象厅进校园", unit=town.cast.other_unit)
    visit = town.visit(other, at(9), town.wish(mine))
    for act in (
        lambda: move_visit(town.host, visit, starts_at=at(14)),
        lambda: take_back_visit(town.host, visit, why="不去了"),
        lambda: finish_visit(town.host, visit, came=3),
    ):
        with pytest.raises(Forbidden), clock.standing_at(at(20)):
            act()
    moved = move_visit(town.stranger, visit, starts_at=at(14))
    assert moved.starts_at == at(14)


def test_a_day_is_not_offered_for_fewer_visits_than_are_assigned(town: Town) -> None:
    outing = town.outing(crews=2)
    town.visit(outing, at(9))
    town.visit(outing, at(14))
    with pytest.raises(Refused) as refusal:
        add_days(town.office, outing, days=[DAY], part="whole", visits=1)
    assert "visits" in refusal.value.fields
    assert [name.name for name in invariants() if list(name.check())] == []
