from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.committee.actions import add_unit
from sciweek.duties import actions, jobs
from sciweek.duties.logic import FARTHEST, read_days
from sciweek.duties.models import Duty, ReminderRule
from sciweek.duties.queries import coming_reminders, rule_of
from sciweek.people.models import Person
from sciweek.post.actions import send_message, withdraw_message
from sciweek.post.logic.steps import MADE_UP_FOR, Step, step_of
from sciweek.post.models import Message
from sciweek.post.states import MessageState, Occasion

DUE = date(2027, 5, 14)


def owed_by_all(place: Place, **values: Any) -> Duty:
    given: dict[str, Any] = {"what": "重点活动备案表", "due_on": DUE, "receiver": "区科技局科普科"} | values
    return actions.add_duty(
        place.office, place.week, addressees=[actions.Addressee(unit) for unit in place.units], **given
    )


def on(day: int, hour: int = 10) -> AbstractContextManager[None]:
    return clock.standing_at(at(day, hour))


def written(place: Place) -> list[tuple[str, str]]:
    return [(row.to_name, row.occasion) for row in Message.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("today", "late", "step"),
    [
        (10, False, None),
        (11, False, Step("before", 3)),
        (12, False, Step("before", 3)),
        (13, False, Step("before", 1)),
        (14, False, Step("before", 1)),
        (14, True, None),
        (15, True, Step("after", 1)),
        (18, True, Step("after", 1)),
        (19, True, None),
    ],
)
def test_the_nearest_step_that_has_been_reached_counts(today: int, late: bool, step: Step | None) -> None:
    assert step_of(DUE, date(2027, 5, today), (3, 1), (1,), is_late=late) == step


@given(
    st.lists(st.integers(0, FARTHEST), max_size=5),
    st.lists(st.integers(1, FARTHEST), max_size=5),
    st.integers(-200, 200),
)
def test_no_step_is_taken_early_or_long_after(before: list[int], after: list[int], left: int) -> None:
    step = step_of(DUE, DUE - timedelta(left), before, after, is_late=left < 0)
    if step is None:
        return
    if step.side == "before":
        assert left >= 0
        assert step.days in before
        assert left <= step.days
    else:
        assert step.days in after
        assert step.days <= -left <= step.days + MADE_UP_FOR


@pytest.mark.parametrize(
    ("text", "days"),
    [("3、1", (3, 1)), ("1, 3,3", (3, 1)), ("  ", ()), ("0", (0,)), ("60；7", (60, 7))],
)
def test_days_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["三", "-1", "61", "1、2、3、4、5、6", "1.5", "²", "١"])
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_days(text)


def test_three_days_before_each_unit_that_owes_gets_one_draft(place: Place) -> None:
    with on(10):
        duty = owed_by_all(place)
        actions.waive_hand_in(place.office, duty.hand_ins.get(unit=place.units[2]))
        actions.hand_in(place.liaison, duty.hand_ins.get(unit=place.units[0]), note="交")
        assert actions.write_reminders(place.office, place.week).new == []
    with on(11):
        assert len(actions.write_reminders(place.office, place.week).new) == 1
        assert actions.write_reminders(place.office, place.week).new == []
    message = Message.objects.get()
    assert (message.to_name, message.occasion) == ("区教育局", Occasion.BEFORE)
    assert message.state == MessageState.DRAFT
    for words in (
        "重点活动备案表",
        "5月14日（周五）",
        "还有 3 天",
        "区科技局科普科",
        f"/hand-ins/{duty.hand_ins.get(unit=place.units[1]).code}/",
    ):
        assert words in message.body, words


def test_a_day_after_the_due_date_those_that_still_owe_are_told(place: Place) -> None:
    with on(10):
        duty = owed_by_all(place, due_time=time(17))
    with on(14, 18):
        assert actions.write_reminders(place.office, place.week).new == []
    with on(15):
        actions.hand_in(place.liaison, duty.hand_ins.get(unit=place.units[0]), note="交")
        actions.write_reminders(place.office, place.week)
    assert written(place) == [("区教育局", Occasion.AFTER), ("临江自来水厂", Occasion.AFTER)]
    body = Message.objects.order_by("pk")[0].body
    assert "过了 1 天" in body
    assert "下午17:00" in body


def test_a_moved_date_reminds_anew(place: Place) -> None:
    with on(11):
        duty = owed_by_all(place)
        actions.write_reminders(place.office, place.week)
        actions.edit_duty(place.office, duty, seen_version=duty.version, due_on=date(2027, 5, 20))
        assert actions.write_reminders(place.office, place.week).new == []
    with on(17):
        assert len(actions.write_reminders(place.office, place.week).new) == 3


def test_before_the_duty_opens_nobody_is_reminded(place: Place) -> None:
    with on(11):
        owed_by_all(place, opens_on=date(2027, 5, 12))
        assert actions.write_reminders(place.office, place.week).new == []
    with on(12):
        assert len(actions.write_reminders(place.office, place.week).new) == 3


def test_by_rule_they_go_out_by_themselves_to_those_with_an_address(place: Place, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    Person.objects.filter(pk=place.people["liaison"].pk).update(email="yunqi@linjiang.example")
    with on(11):
        owed_by_all(place)
        actions.set_reminder_rule(place.office, place.week, days_before=[3], days_after=[], sends_itself=True)
        actions.write_reminders(place.office, place.week)
    states = dict(Message.objects.values_list("to_name", "state"))
    assert states == {"云栖街道办事处": "queued", "区教育局": "draft", "临江自来水厂": "draft"}


def test_switched_off_nothing_is_written(place: Place) -> None:
    with on(11):
        owed_by_all(place)
        actions.set_reminder_rule(
            place.office, place.week, days_before=[3], days_after=[1], sends_itself=False, is_active=False
        )
        assert actions.write_reminders(place.office, place.week).new == []


def test_who_hands_in_has_the_waiting_reminder_taken_back(place: Place) -> None:
    with on(11):
        duty = owed_by_all(place)
        actions.write_reminders(place.office, place.week)
        mine = duty.hand_ins.select_related("duty", "unit", "week").get(unit=place.units[0])
        actions.hand_in(place.liaison, mine, note="交")
        jobs.follow_hand_in.func(place.week.pk, mine.pk)
    states = dict(Message.objects.values_list("to_name", "state"))
    assert states == {"云栖街道办事处": "withdrawn", "区教育局": "draft", "临江自来水厂": "draft"}


def test_the_gate_stops_a_reminder_that_is_no_longer_needed(place: Place, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    Person.objects.filter(pk=place.people["liaison"].pk).update(email="yunqi@linjiang.example")
    with on(11):
        duty = owed_by_all(place)
        actions.write_reminders(place.office, place.week)
        actions.hand_in(place.liaison, duty.hand_ins.get(unit=place.units[0]), note="交")
        message = Message.objects.get(unit=place.units[0])
        with pytest.raises(Refused, match="已经交了"):
            send_message(place.office, message)
    message.refresh_from_db()
    assert message.state == MessageState.WITHDRAWN


def test_a_reminder_that_the_office_took_back_is_not_written_again(place: Place) -> None:
    with on(11):
        owed_by_all(place)
        for message in actions.write_reminders(place.office, place.week).new:
            withdraw_message(place.office, message)
        assert actions.write_reminders(place.office, place.week).new == []
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_by_a_click_all_that_owe_are_reminded_once_a_day(place: Place) -> None:
    with on(6):
        duty = owed_by_all(place)
        assert len(actions.remind(place.office, duty).new) == 3
        assert len(actions.remind(place.office, duty).known) == 3
    with on(7):
        assert len(actions.remind(place.office, duty).new) == 3
    with pytest.raises(Forbidden):
        actions.remind(place.liaison, duty)


def test_the_unit_learns_why_its_papers_came_back(place: Place) -> None:
    with on(11):
        duty = owed_by_all(place)
        mine = duty.hand_ins.select_related("duty", "unit", "week").get(unit=place.units[0])
        handed = actions.hand_in(place.liaison, mine, note="交")
        actions.return_hand_in(place.office, handed, why="缺盖章页")
        jobs.follow_return.func(place.week.pk, mine.pk)
        jobs.follow_return.func(place.week.pk, mine.pk)
    message = Message.objects.get()
    assert (message.occasion, message.to_name) == (Occasion.RETURNED, "云栖街道办事处")
    assert "缺盖章页" in message.body


def test_the_hourly_round_keeps_to_the_morning_and_to_each_region(db: None) -> None:
    places = [make_place(), make_place("qingyuan", "云川市青源区")]
    for place in places:
        with place.inside(), on(10):
            owed_by_all(place)
    with on(11, 7):
        jobs.remind_units.func()
    for place in places:
        with place.inside():
            assert Message.objects.count() == 0
    with on(11, 8):
        jobs.remind_units.func()
        jobs.remind_units.func()
    for place in places:
        with place.inside():
            assert Message.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "days"), [("days_before", [61]), ("days_after", [0]), ("days_after", [1, 2, 3, 4, 5, 6])]
)
def test_a_rule_that_makes_no_sense_is_refused_at_its_field(
    place: Place, field: str, days: list[int]
) -> None:
    values: dict[str, Any] = {"days_before": [3], "days_after": [1], "sends_itself": False} | {field: days}
    with pytest.raises(Refused) as refusal:
        actions.set_reminder_rule(place.office, place.week, **values)
    assert list(refusal.value.fields) == [field]
    assert ReminderRule.objects.count() == 0


def test_two_people_change_the_rule_and_neither_is_lost(place: Place) -> None:
    values: dict[str, Any] = {"days_after": [1], "sends_itself": False}
    first = actions.set_reminder_rule(place.office, place.week, days_before=[5], **values)
    actions.set_reminder_rule(place.office, place.week, days_before=[4], seen_version=first.version, **values)
    with pytest.raises(Conflict):
        actions.set_reminder_rule(
            place.office, place.week, days_before=[3], seen_version=first.version, **values
        )
    with pytest.raises(OutOfSight):
        actions.set_reminder_rule(
            place.liaison, make_place("qingyuan", "云川市青源区").week, days_before=[3], **values
        )


def test_what_is_coming_names_the_day_and_how_many_owe(place: Place) -> None:
    with on(10):
        duty = owed_by_all(place)
        coming = coming_reminders(place.week, rule_of(place.week), clock.now())
    assert [(one.day.day, one.step, one.units) for one in coming] == [
        (11, Step("before", 3), 3),
        (13, Step("before", 1), 3),
        (15, Step("after", 1), 3),
    ]
    assert {one.duty for one in coming} == {duty}


def test_writing_takes_the_same_queries_for_any_number_of_units(place: Place) -> None:
    def queries() -> int:
        with on(11), CaptureQueriesContext(connection) as caught:
            actions.write_reminders(place.office, place.week)
        return len(caught)

    with on(11):
        owed_by_all(place)
    few = queries()
    more = [add_unit(place.office, place.region, name=f"第{n}小学", kind="school") for n in range(60)]
    with on(11):
        actions.add_duty(
            place.office,
            place.week,
            what="活动总结",
            due_on=DUE,
            addressees=[actions.Addressee(unit) for unit in more],
        )
    assert queries() <= few
