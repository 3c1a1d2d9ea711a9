"""What waits of bookings, going out, ceremonies and bought services: for whom, and until it is done."""

from datetime import date

from sciweek.activities import actions as activities
from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.booking.actions import choose_group
from sciweek.booking.actions.telling import mark_told, tell_bookers
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Telling
from sciweek.booking.tests.booked import BEFORE, announced, booked
from sciweek.ceremonies import actions as ceremonies
from sciweek.ceremonies.tests.halls import ceremony, invited, line
from sciweek.committee.actions import grant_role
from sciweek.committee.tests.cast import Cast
from sciweek.desk import queries
from sciweek.outreach.tests.town import make_town
from sciweek.promotion.tests.bought import TODAY, delivered, line_of, service_of


def titles(place: Place, role: str) -> list[str]:
    return [task.title for task in queries.waiting(place.actor(role), place.week)]


def test_groups_wait_to_be_chosen_by_the_office_and_the_host(place: Place) -> None:
    with clock.standing_at(BEFORE):
        [pool] = announced(place, admission="group", choice="chosen", largest=60, seats=60)
        row = booked(
            pool,
            party=Party(adults=2, pupils=30),
            school="望江小学",
            grade="三年级1班",
            consents=True,
        )
        for role in ("office", "liaison"):
            assert "1 个学校团体等您挑选" in titles(place, role)
        assert "1 个学校团体等您挑选" not in titles(place, "auditor")
        with clock.standing_at(at(25, 8)):
            [task] = [
                each for each in queries.waiting(place.actor("liaison"), place.week) if "挑选" in each.title
            ]
            assert (task.due_on, task.is_urgent) == (at(25, 8).date(), True)
        choose_group(place.office, row)
        assert "1 个学校团体等您挑选" not in titles(place, "office")


def test_calls_wait_until_they_are_made(place: Place) -> None:
    with clock.standing_at(BEFORE):
        [pool] = announced(place)
        booked(pool)
        tell_bookers(place.office, pool, text="请带一件雨衣")
        assert "有 1 位预约的人要打电话" in titles(place, "liaison")
        assert "有 1 位预约的人要打电话" not in titles(place, "publicity")
        mark_told(place.office, Telling.objects.get(), reached="yes")
        assert "有 1 位预约的人要打电话" not in titles(place, "liaison")


def test_a_slip_waits_for_its_unit_and_then_for_the_office(place: Place) -> None:
    found = ceremony(place)
    slip = invited(place, found)
    with clock.standing_at(at(15, 9)):
        assert "填回执：科技活动周启动仪式" in titles(place, "liaison")
        assert "还有 3 个单位没有回执" not in titles(place, "office")
    with clock.standing_at(at(17, 9)):
        assert "还有 3 个单位没有回执" in titles(place, "office")
        ceremonies.fill_slip(place.actor("liaison"), slip, lines=[line()])
        assert "还有 2 个单位没有回执" in titles(place, "office")
        assert "填回执：科技活动周启动仪式" not in titles(place, "liaison")


def test_nobody_is_asked_to_answer_for_a_ceremony_that_was_called_off(place: Place) -> None:
    found = ceremony(place)
    invited(place, found)
    activities.cancel_activity(place.office, found.activity, why="台风")
    with clock.standing_at(at(17, 9)):
        assert not [
            title for role in ("office", "liaison") for title in titles(place, role) if "回执" in title
        ]


def test_wishes_wait_for_the_office_and_the_host(cast: Cast) -> None:
    with cast.inside():
        town = make_town(cast)
        town.wish(town.outing())
        for actor in (town.office, town.host):
            assert any("申请科普进来" in task.title for task in queries.waiting(actor, cast.week))
        assert not any("申请科普进来" in task.title for task in queries.waiting(town.teacher, cast.week))


def test_what_is_delivered_or_late_waits_for_a_look(cast: Cast) -> None:
    with cast.inside(), clock.standing_at(clock.moment(TODAY, clock.MIDNIGHT, "Asia/Shanghai")):
        service = service_of(cast)
        delivered(cast, line_of(cast, service, "海报"))
        line_of(cast, service, "短视频", due_on=date(2027, 5, 20))
        line_of(cast, service, "展板", due_on=date(2027, 5, 30))
        found = [task.title for task in queries.waiting(cast.actor("office"), cast.week)]
        assert "待看：海报" in found
        assert "还没有交付：短视频" in found
        assert not any("展板" in title for title in found)


def test_who_looks_after_some_services_counts_these_and_reads_the_others(cast: Cast) -> None:
    with cast.inside(), clock.standing_at(clock.moment(TODAY, clock.MIDNIGHT, "Asia/Shanghai")):
        grant_role(cast.actor("office"), cast.people["auditor"], role="liaison", unit=cast.other_unit)
        for unit, many in ((cast.other_unit, 6), (cast.unit, 1)):
            service = service_of(cast, unit=unit)
            for number in range(many):
                line_of(cast, service, f"海报{number}", due_on=date(2027, 5, 20))
        found = [task.title for task in queries.waiting(cast.actor("auditor"), cast.week)]
        assert "宣传服务有 6 项要看" in found
