"""What waits for each role: one click each, many alike in one line, a flat number of queries."""

from datetime import date, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from sciweek.activities import actions as activities
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.committee.actions import add_unit, grant_role, record_receipt
from sciweek.committee.models import Participation
from sciweek.desk import queries
from sciweek.desk.queries import Task
from sciweek.desk.queries.tasks import counted
from sciweek.duties.actions import Addressee, add_duty, hand_in
from sciweek.logbook.models import Entry, Proof, Seal


def tasks(place: Place, role: str) -> list[Task]:
    return queries.waiting(place.actor(role), place.week)


def titles(place: Place, role: str) -> list[str]:
    return [task.title for task in tasks(place, role)]


def activity(place: Place, name: str = "开放日", unit: int = 0) -> Activity:
    return activities.add_activity(
        place.liaison if unit == 0 else place.office,
        place.week,
        name=name,
        kind="open",
        unit=place.units[unit],
        starts_at=at(25, 9),
        ends_at=at(25, 11),
        place="水厂",
    )


def submitted(place: Place, name: str = "开放日", unit: int = 0) -> Activity:
    row = activity(place, name, unit)
    return activities.submit_activity(place.liaison if unit == 0 else place.office, row)


def opinion(place: Place, row: Activity, verdict: str = "open") -> Activity:
    return activities.give_opinion(
        place.office, row, verdict=verdict, reviewer="区科技局", basis="保密审查办法"
    )


def published(place: Place, name: str = "开放日") -> Activity:
    row = opinion(place, submitted(place, name))
    return activities.publish_activity(place.office, row)


def test_publicity_hears_of_what_has_no_opinion_yet(place: Place) -> None:
    submitted(place)
    activity(place, "还是草稿")
    assert titles(place, "publicity") == ["等保密审查意见：开放日"]


def test_publicity_hears_of_what_goes_to_a_higher_body(place: Place) -> None:
    opinion(place, submitted(place), "referred")
    assert titles(place, "publicity") == ["需报审：开放日"]


def test_publicity_hears_of_words_that_changed_after_the_opinion(place: Place) -> None:
    row = opinion(place, submitted(place))
    assert titles(place, "publicity") == []
    now = Activity.objects.get(pk=row.pk)
    activities.edit_activity(
        place.office, now, seen_version=now.version, name="换了名字的开放日", kind="open", place="水厂"
    )
    assert titles(place, "publicity") == ["文字改过，审查意见要重看：换了名字的开放日"]


def test_many_without_an_opinion_stand_in_one_line_that_leads_to_them(place: Place) -> None:
    for number in range(7):
        submitted(place, f"开放日{number}")
    found = tasks(place, "publicity")
    assert [task.title for task in found] == ["7 场活动等保密审查意见"]
    assert found[0].url.endswith("/activities/?opinion=none")


def test_the_office_hears_of_what_is_approved_and_why_it_is_not_out(place: Place) -> None:
    activities.approve_activity(place.office, opinion(place, submitted(place, "甲")))
    activities.approve_activity(place.office, submitted(place, "乙"))
    found = titles(place, "office")
    assert "1 场活动可以发布" in found
    assert "1 场已通过，还缺保密审查意见" in found


def test_the_office_hears_of_what_came_back_to_nobody_for_three_days(place: Place) -> None:
    row = submitted(place)
    activities.return_activity(place.office, row, why="缺地址")
    assert "1 场退回三天了还没有改好" not in titles(place, "office")
    with clock.standing_at(clock.now() + timedelta(days=4)):
        assert "1 场退回三天了还没有改好" in titles(place, "office")


@pytest.mark.parametrize("role", ["office", "liaison"])
def test_what_is_over_waits_to_be_noted_as_held(place: Place, role: str) -> None:
    row = published(place)
    with clock.standing_at(at(25, 10)):
        assert "已经结束：开放日" not in titles(place, role)
    with clock.standing_at(at(25, 12)):
        assert "已经结束：开放日" in titles(place, role)
        activities.hold_activity(place.office, row)
        assert "已经结束：开放日" not in titles(place, role)


def test_a_liaison_reads_why_and_at_which_fields_an_activity_came_back(place: Place) -> None:
    activities.return_activity(place.office, submitted(place), why="再看看。", marks={"place": "写到门牌号"})
    task = next(task for task in tasks(place, "liaison") if task.title == "退回待改：开放日")
    assert "再看看。" in task.detail
    assert "地点" in task.detail


def test_a_liaison_signs_for_the_notice_once(place: Place) -> None:
    row = published(place)
    row_of_unit = Participation.objects.filter(unit=place.units[0]).first()
    if row_of_unit is None:
        row_of_unit = Participation.objects.create(
            week=place.week, unit=place.units[0], unit_name=str(row.unit)
        )
    assert "签收活动周通知" in titles(place, "liaison")
    record_receipt(place.liaison, row_of_unit)
    assert "签收活动周通知" not in titles(place, "liaison")


def test_a_liaison_hears_that_the_own_unit_has_given_no_opinion(place: Place) -> None:
    submitted(place, "自己的")
    submitted(place, "别人的", unit=1)
    assert "等保密审查意见：自己的" in titles(place, "liaison")
    assert not any("别人的" in title for title in titles(place, "liaison"))


def test_an_auditor_hears_of_unusual_acts_and_receipts_and_of_nothing_else(place: Place) -> None:
    submitted(place)
    Entry.objects.all().update(at=clock.now() - timedelta(days=1))
    Seal.objects.all().delete()
    grant_role(place.office, place.people["liaison"], role="publicity")
    activities.withdraw_activity(place.office, published(place, "乙"), why="嘉宾有变")
    Entry.objects.filter(at__lt=clock.now() - timedelta(minutes=5)).update(seal=1)
    found = titles(place, "auditor")
    assert found[:2] == ["给角色：1 次", "撤回为草稿：1 次"]
    assert all("场" not in title and "待看" not in title for title in found)


def test_unusual_acts_are_counted_to_the_last_and_the_newest_are_named(place: Place) -> None:
    Entry.objects.all().delete()
    rare = {"verb": "show_file", "object_name": "旧文件", "region_id": place.region.pk}
    many = {"verb": "cancel_activity", "region_id": place.region.pk, "week_id": place.week.pk}
    Entry.objects.create(at=clock.now(), via="account", seal=1, **rare)
    Entry.objects.bulk_create(
        Entry(at=clock.now(), via="account", seal=1, object_name=f"讲座 {n}", **many) for n in range(700)
    )
    Entry.objects.create(at=clock.now(), via="account", seal=1, **(rare | {"week_id": place.week.pk}))
    first, second = tasks(place, "auditor")[:2]
    assert (first.title, second.title) == ("取消活动：700 次", "改文件的公开范围：2 次")
    assert first.detail == "讲座 699、讲座 698、讲座 697、讲座 696…"
    assert second.detail == "旧文件、旧文件"


def test_a_log_that_does_not_hold_comes_first_for_office_and_auditor(place: Place) -> None:
    Proof.objects.create(
        at=clock.now(), seals=3, entries=9, kind="removed", number=2, words="batch 2: removed"
    )
    for role in ("office", "auditor"):
        assert titles(place, role)[0] == "日志需要查看"
        assert "第 2 批" in tasks(place, role)[0].detail
    assert "日志需要查看" not in titles(place, "publicity")
    assert "日志需要查看" not in titles(place, "liaison")


@pytest.mark.parametrize("role", ["office", "publicity", "liaison", "auditor"])
def test_the_list_needs_the_same_queries_for_any_number_of_activities(
    place: Place, role: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        submitted(place, f"甲{number}")
        published(place, f"乙{number}")
    actor = place.actor(role)
    with django_assert_max_num_queries(24) as few:
        queries.waiting(actor, place.week)
    for number in range(3, 12):
        submitted(place, f"甲{number}")
        published(place, f"乙{number}")
        activities.return_activity(place.office, submitted(place, f"丙{number}"), why="改")
    with django_assert_max_num_queries(len(few.captured_queries) + 1):
        queries.waiting(actor, place.week)


def test_a_log_that_does_not_hold_comes_before_what_is_late(place: Place) -> None:
    add_duty(
        place.office,
        place.week,
        what="备案表",
        due_on=date(2027, 5, 7),
        addressees=[Addressee(place.units[0])],
    )
    with clock.standing_at(at(24, 9)):
        assert [task.title for task in tasks(place, "office")][:2] == [
            "日志需要查看",
            "1 个单位还没有交备案表",
        ]


def test_what_was_due_at_an_hour_of_today_is_late_after_it(place: Place) -> None:
    units = [Addressee(place.units[0])]
    add_duty(
        place.office, place.week, what="备案表", due_on=date(2027, 5, 24), due_time=time(12), addressees=units
    )
    for hour, words, is_late in ((11, "今天 12:00", False), (13, "逾期 1 天", True)):
        with clock.standing_at(at(24, hour)):
            for role in ("office", "liaison"):
                [task] = [each for each in tasks(place, role) if "备案表" in each.title]
                assert (task.when, task.is_urgent, task.is_late) == (words, not is_late, is_late)


def test_of_many_units_that_are_late_a_line_counts_all_and_names_the_first(place: Place) -> None:
    named = [
        add_unit(place.office, place.region, name=f"{sign}街道", kind="street") for sign in "甲乙丙丁戊己"
    ]
    for what in ("备案表", "推荐表"):
        add_duty(
            place.office, place.week, what=what, due_on=date(2027, 5, 7), addressees=map(Addressee, named)
        )
    with clock.standing_at(at(24, 9)):
        found = [task for task in tasks(place, "office") if "还没有交" in task.title]
    assert [(task.title, task.detail) for task in found] == [
        (f"6 个单位还没有交{what}", "甲街道、乙街道、丙街道、丁街道…") for what in ("备案表", "推荐表")
    ]


def test_of_many_units_that_have_handed_in_a_line_counts_all_and_names_the_first_comers(place: Place) -> None:
    named = [
        add_unit(place.office, place.region, name=f"{sign}街道", kind="street") for sign in "甲乙丙丁戊己"
    ]
    duty = add_duty(
        place.office, place.week, what="备案表", due_on=date(2027, 5, 27), addressees=map(Addressee, named)
    )
    for hour, unit in enumerate(reversed(named)):
        with clock.standing_at(at(24, 9 + hour)):
            hand_in(place.office, duty.hand_ins.get(unit=unit), note="交")
    with clock.standing_at(at(24, 18)):
        found = [(task.title, task.detail) for task in tasks(place, "office") if "交来" in task.title]
    assert found == [("6 个单位交来备案表", "己街道、戊街道、丁街道、丙街道…")]


def test_of_thousands_that_wait_the_first_few_are_read_and_all_counted(place: Place) -> None:
    for number in range(9):
        activity(place, f"甲{number}")
    count, rows = counted(Activity.objects.order_by("id"))
    assert (count, [row.name for row in rows]) == (9, [f"甲{number}" for number in range(6)])
    assert counted(Activity.objects.none()) == (0, [])
