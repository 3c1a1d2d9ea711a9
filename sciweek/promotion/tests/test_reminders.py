"""Units that bought a service learn what is overdue: by rule or click, once a day, never in vain."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.committee.actions import merge_unit
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.models import Entry
from sciweek.people.models import Person
from sciweek.post.actions import send_message, withdraw_message
from sciweek.post.models import Message
from sciweek.promotion import actions, jobs
from sciweek.promotion.models import Deliverable
from sciweek.promotion.queries import last_reminder
from sciweek.promotion.tests.bought import agreed, delivered, line_of, service_of

DUE = date(2027, 5, 20)


def on(day: int, hour: int = 10) -> AbstractContextManager[None]:
    return clock.standing_at(at(day, hour))


def owed(cast: Cast, *names: str, **values: Any) -> list[Deliverable]:
    service = service_of(cast)
    return [line_of(cast, service, name, **({"due_on": DUE} | values)) for name in names or ("站台海报",)]


def by_rule(cast: Cast, *, send: bool = False, days: tuple[int, ...] = (1,)) -> int:
    office = cast.actor("office")
    return len(actions.write_reminders(office, cast.week, days_after=days, send=send).new)


def by_click(cast: Cast) -> int:
    return len(actions.remind_buyers(cast.actor("office"), cast.week).new)


def fresh(line: Deliverable) -> Deliverable:
    return Deliverable.objects.select_related("service", "week").get(pk=line.pk)


def test_a_unit_gets_one_message_about_all_that_is_overdue(cast: Cast) -> None:
    with cast.inside(), on(21):
        lines = owed(cast, "站台海报", "地铁灯箱")
        owed(cast, "还没到期的", due_on=date(2027, 5, 21))
        other = service_of(cast, title="电台口播", unit=cast.other_unit)
        line_of(cast, other, "口播", due_on=DUE)
        assert by_rule(cast) == 2
        message = Message.objects.get(unit=cast.unit)
        assert message.subject == "宣传服务有 2 项还没有交付"
        assert "站台海报（临江青禾广告有限公司），期限5月20日（周四），逾期 1 天" in message.body
        assert "地铁灯箱" in message.body
        assert "还没到期的" not in message.body
        assert "口播" not in message.body
        assert (message.occasion, message.state) == ("after", "draft")
        assert {fresh(line).reminded_at for line in lines} == {clock.now()}
        assert Entry.objects.filter(verb="remind_buyer").count() == 3


@pytest.mark.parametrize(("day", "written"), [(20, 0), (21, 1), (24, 1), (25, 0), (27, 1), (30, 1), (31, 0)])
def test_the_rule_s_days_after_a_date_count_and_a_missed_one_is_made_up_for(
    cast: Cast, day: int, written: int
) -> None:
    with cast.inside(), on(day):
        owed(cast)
        assert by_rule(cast, days=(1, 7)) == written


def test_the_hourly_round_writes_each_step_once(cast: Cast) -> None:
    with cast.inside():
        owed(cast)
        told = []
        for day in range(19, 32):
            for hour in (9, 10, 15):
                with on(day, hour):
                    told += [day] * by_rule(cast, days=(1, 7))
        assert told == [21, 27]


def test_a_click_reminds_once_a_day_and_the_rule_does_not_say_it_again(cast: Cast) -> None:
    with cast.inside():
        owed(cast)
        with on(21, 9):
            assert (by_click(cast), by_click(cast), by_rule(cast)) == (1, 0, 0)
        with on(22, 9):
            # The step of the first day has been said.
            assert by_rule(cast) == 0
            assert by_click(cast) == 1
        assert Message.objects.count() == 2


def test_a_reminder_that_the_office_took_back_is_not_written_again_that_day(cast: Cast) -> None:
    with cast.inside(), on(21):
        owed(cast)
        by_rule(cast)
        withdraw_message(cast.actor("office"), Message.objects.get())
        assert (by_rule(cast), by_click(cast)) == (0, 0)
        assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_the_rule_may_send_by_itself(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    with cast.inside(), on(21):
        Person.objects.filter(pk=cast.people["liaison"].pk).update(email="yunqi@linjiang.example")
        owed(cast)
        assert by_rule(cast, send=True) == 1
        assert Message.objects.get().state == "queued"


def test_nobody_is_reminded_before_a_date_or_of_what_is_set_aside(cast: Cast) -> None:
    with cast.inside(), on(21):
        owed(cast, due_on=date(2027, 5, 21))
        gone = service_of(cast, title="作废的")
        line_of(cast, gone, "展板", due_on=DUE)
        actions.set_service_aside(cast.actor("office"), gone, why="合同终止")
        done = line_of(cast, service_of(cast, title="办完的"), "横幅", due_on=DUE)
        agreed(cast, done, delivered_on=DUE)
        assert (by_rule(cast), by_click(cast)) == (0, 0)


def unbought(cast: Cast, *names: str, **values: Any) -> list[Deliverable]:
    """What is owed to no unit by name."""
    service = service_of(cast, title="无人采购", unit=None)
    return [line_of(cast, service, name, **({"due_on": DUE} | values)) for name in names or ("展板",)]


def test_of_what_no_unit_bought_the_office_is_reminded(cast: Cast) -> None:
    with cast.inside():
        [line] = unbought(cast)
        owed(cast)
        with on(21):
            assert (by_rule(cast), by_rule(cast), by_click(cast)) == (2, 0, 0)
            message = Message.objects.get(unit=None)
            assert (message.channel, message.state) == ("copy", "draft")
            assert message.to_name == cast.week.office_name
            assert message.subject == "宣传服务还没有交付：展板"
            assert "没有写采购单位" in message.body
            assert "站台海报" not in message.body
            assert "没有写采购单位" not in Message.objects.get(unit=cast.unit).body
            assert last_reminder(fresh(line)) == message
        with on(22):
            assert by_click(cast) == 2


def test_the_people_of_the_office_are_written_to_where_mail_can_go(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    with cast.inside(), on(21):
        office = Person.objects.get(pk=cast.people["office"].pk)
        Person.objects.filter(pk=office.pk).update(email="bangong@linjiang.example")
        unbought(cast, "展板", "横幅")
        assert by_rule(cast, send=True) == 1
        message = Message.objects.get()
        assert (message.channel, message.address, message.state) == (
            "email",
            "bangong@linjiang.example",
            "queued",
        )


def test_what_the_office_is_to_hear_is_withdrawn_once_it_has_come_or_a_unit_is_named(
    cast: Cast, work_off: Callable[[], None]
) -> None:
    with on(21):
        with cast.inside():
            first, second = unbought(cast, "展板", "横幅")
            by_rule(cast)
            delivered(cast, first, delivered_on=DUE)
        work_off()
        with cast.inside():
            message = Message.objects.get()
            assert message.state == "draft"
            actions.edit_service(cast.actor("office"), fresh(second).service, unit=cast.unit)
        work_off()
        with cast.inside():
            message.refresh_from_db()
            assert message.state == "withdrawn"
            # From now on it is the unit's.
            assert by_click(cast) == 1
            assert Message.objects.get(unit=cast.unit).subject == "宣传服务还没有交付：横幅"


def test_the_gate_stops_what_the_office_need_not_hear_any_more(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    with cast.inside(), on(21):
        Person.objects.filter(pk=cast.people["office"].pk).update(email="bangong@linjiang.example")
        [line] = unbought(cast)
        by_rule(cast)
        delivered(cast, line, delivered_on=DUE)
        with pytest.raises(Refused, match="已经交付了"):
            send_message(cast.actor("office"), Message.objects.get())


def test_what_waits_is_withdrawn_once_nothing_is_overdue_any_more(cast: Cast) -> None:
    with cast.inside(), on(21):
        first, second = owed(cast, "站台海报", "地铁灯箱")
        by_rule(cast)
        delivered(cast, first, delivered_on=DUE)
        jobs.drop_needless.func(cast.week.pk, cast.unit.pk)
        assert Message.objects.get().state == "draft"
        actions.waive_deliverable(cast.actor("office"), second, why="不做了")
        jobs.drop_needless.func(cast.week.pk, cast.unit.pk)
        assert Message.objects.get().state == "withdrawn"


def test_a_line_that_is_dropped_leaves_no_reminder_that_could_be_sent(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    with cast.inside(), on(21):
        Person.objects.filter(pk=cast.people["liaison"].pk).update(email="yunqi@linjiang.example")
        first, second = owed(cast, "站台海报", "地铁灯箱")
        by_rule(cast)
        message = Message.objects.get()
        actions.drop_deliverable(cast.actor("office"), first)
        jobs.drop_needless.func(cast.week.pk, cast.unit.pk)
        message.refresh_from_db()
        assert message.state == "draft"
        actions.drop_deliverable(cast.actor("office"), second)
        with pytest.raises(Refused, match="已经交付了"):
            send_message(cast.actor("office"), message)
        jobs.drop_needless.func(cast.week.pk, cast.unit.pk)
        message.refresh_from_db()
        assert message.state == "withdrawn"


def test_dropping_a_line_asks_whether_its_unit_is_still_to_be_reminded(
    cast: Cast, work_off: Callable[[], None]
) -> None:
    with on(21):
        with cast.inside():
            [line] = owed(cast)
            by_rule(cast)
            actions.drop_deliverable(cast.actor("office"), line)
        work_off()
        with cast.inside():
            assert Message.objects.get().state == "withdrawn"


def test_a_merged_unit_is_reminded_of_what_both_bought(cast: Cast) -> None:
    with cast.inside(), on(21):
        [mine] = owed(cast)
        other = service_of(cast, title="电台口播", unit=cast.other_unit)
        theirs = line_of(cast, other, "口播", due_on=date(2027, 5, 10))
        merge_unit(cast.actor("office"), cast.unit, into=cast.other_unit)
        assert by_rule(cast) == 1
        message = Message.objects.get(unit=cast.other_unit)
        assert "有 2 项" in message.subject
        assert last_reminder(fresh(mine)) == last_reminder(fresh(theirs)) == message
        for line, left in ((mine, "draft"), (theirs, "withdrawn")):
            delivered(cast, line, delivered_on=DUE)
            jobs.drop_needless.func(cast.week.pk, fresh(line).service.unit_id)
            message.refresh_from_db()
            assert message.state == left


def test_the_gate_stops_a_reminder_that_crosses_with_the_delivery(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    with cast.inside(), on(21):
        Person.objects.filter(pk=cast.people["liaison"].pk).update(email="yunqi@linjiang.example")
        [line] = owed(cast)
        by_rule(cast)
        message = Message.objects.get()
        delivered(cast, line, delivered_on=DUE)
        with pytest.raises(Refused, match="已经交付了"):
            send_message(cast.actor("office"), message)


def test_a_reminder_changes_nothing_that_an_acceptance_or_an_edit_saw(cast: Cast) -> None:
    with cast.inside(), on(21):
        [line] = owed(cast)
        before = fresh(line)
        by_rule(cast)
        after = fresh(line)
        assert (after.version, after.state) == (before.version, before.state)
        reminder = last_reminder(after)
        assert reminder is not None
        assert reminder.unit == cast.unit


def test_only_the_office_reminds(cast: Cast) -> None:
    with cast.inside(), on(21):
        owed(cast)
        for role, refusal in (("publicity", Forbidden), ("liaison", Forbidden), ("citizen", OutOfSight)):
            with pytest.raises(refusal):
                actions.remind_buyers(cast.actor(role), cast.week)
        assert not Message.objects.exists()


def test_the_list_says_of_what_the_office_itself_is_reminded(cast: Cast) -> None:
    listing = reverse("promotion:list", kwargs={"week_slug": cast.week.slug})
    client = cast.client("office")
    with on(21):
        with cast.inside():
            service = service_of(cast, title="无人采购", unit=None)
            line_of(cast, service, "展板", due_on=DUE)
            line_of(cast, service, "横幅", due_on=date(2027, 5, 21))
        page = client.get(listing).content.decode()
        assert "逾期的有 1 条没有写采购单位，提醒的是办公室。" in page
        assert "写一条提醒给办公室" in page
        assert "采购单位，提醒" not in cast.client("publicity").get(listing).content.decode()
        answer = client.post(reverse("promotion:remind", kwargs={"week_slug": cast.week.slug}))
        assert answer["Location"].endswith("?shelf=draft")
        with cast.inside():
            actions.edit_service(cast.actor("office"), service, unit=cast.unit)
        page = client.get(listing).content.decode()
        assert "提醒的是办公室" not in page
        assert "提醒有逾期的 1 个单位" in page


def test_the_office_clicks_on_the_list_and_pages_say_when(cast: Cast) -> None:
    slug = {"week_slug": cast.week.slug}
    client = cast.client("office")
    with on(21, 10):
        with cast.inside():
            [line] = owed(cast)
        page = client.get(reverse("promotion:list", kwargs=slug)).content.decode()
        assert "提醒有逾期的 1 个单位" in page
        answer = client.post(reverse("promotion:remind", kwargs=slug))
        assert answer["Location"].endswith("?shelf=draft")
        again = client.post(reverse("promotion:remind", kwargs=slug), follow=True)
        assert "今天已经给这些单位写过提醒了" in again.content.decode()
        page = client.get(
            reverse("promotion:deliverable", kwargs=slug | {"code": line.code})
        ).content.decode()
        assert "最近的提醒" in page
        assert "5月21日（周五）上午10:00 · 待发" in page
        page = client.get(
            reverse("promotion:service", kwargs=slug | {"code": line.service.code})
        ).content.decode()
        assert "写过提醒" in page
        assert (
            "提醒有逾期"
            not in cast.client("publicity").get(reverse("promotion:list", kwargs=slug)).content.decode()
        )
