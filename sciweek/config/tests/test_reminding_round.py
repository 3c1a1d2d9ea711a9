"""One hourly round reminds of duties and, by the same rule, of what contractors have not delivered."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from sciweek.base import clock
from sciweek.committee.tests.cast import Cast
from sciweek.duties.actions import set_reminder_rule
from sciweek.duties.jobs import remind_units
from sciweek.post.models import Message
from sciweek.promotion.actions import deliver
from sciweek.promotion.tests.bought import line_of, service_of

MORNING = datetime(2027, 5, 23, 2, tzinfo=UTC)


def test_what_is_overdue_goes_by_the_rule_of_the_duties_and_is_let_go_when_it_comes(
    cast: Cast, work_off: Callable[[], None]
) -> None:
    office = cast.actor("office")
    with clock.standing_at(MORNING):
        with cast.inside():
            line = line_of(cast, service_of(cast), "站台海报", due_on=date(2027, 5, 20))
            set_reminder_rule(office, cast.week, days_before=[], days_after=[3], sends_itself=False)
        for _hour in range(2):
            remind_units.func()
            work_off()
        with cast.inside():
            message = Message.objects.get()
            assert (message.subject, message.state) == ("宣传服务还没有交付：站台海报", "draft")
            deliver(office, line, delivered_on=date(2027, 5, 23), delivered_amount="30", note="已上画。")
        work_off()
        with cast.inside():
            message.refresh_from_db()
        assert message.state == "withdrawn"


def test_switched_off_nobody_is_reminded(cast: Cast, work_off: Callable[[], None]) -> None:
    with clock.standing_at(MORNING):
        with cast.inside():
            line_of(cast, service_of(cast), "站台海报", due_on=date(2027, 5, 20))
            set_reminder_rule(
                cast.actor("office"),
                cast.week,
                days_before=[],
                days_after=[3],
                sends_itself=True,
                is_active=False,
            )
        remind_units.func()
        work_off()
        with cast.inside():
            assert not Message.objects.exists()
