"""How messages go out: once, at the right hour, and again after a failure."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.base.errors import Refused
from sciweek.base.tests.together import at_once
from sciweek.committee.tests.cast import Cast, make_cast
from sciweek.post import jobs
from sciweek.post.actions import (
    announce,
    edit_webhook,
    send_message,
    send_messages,
    set_quiet_hours,
    settle_message,
    tick_off,
    withdraw_message,
    write_message,
)
from sciweek.post.actions.carrying import carry, claim, settle
from sciweek.post.channels import channel
from sciweek.post.logic.letters import Answer
from sciweek.post.models import Attempt, Message, Webhook
from sciweek.post.queries import Recipient
from sciweek.post.states import ChannelKind, Event, MessageState, Outcome
from sciweek.post.tests.listener import Heard, Mailbox
from sciweek.post.tests.town import NIGHT, NOON, at, hook, letter, robot, to_group

SYSTEM = system("post")


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_letter_goes_out_and_its_attempt_is_written_down(in_week: Cast, mailbox: Mailbox) -> None:
    with at(NOON):
        message = letter(in_week, send=True)
        assert message.state == MessageState.QUEUED
        jobs.send_queued.call(in_week.region.pk, [message.pk])
    assert state_of(message) == MessageState.SENT
    assert message.settled_at == NOON
    assert len(mailbox.letters) == 1
    assert [(one.number, one.outcome) for one in message.attempts.all()] == [(1, Outcome.SENT)]


def test_without_a_mail_server_a_letter_waits_in_the_outbox(in_week: Cast) -> None:
    message = letter(in_week, send=True)
    assert message.state == MessageState.DRAFT
    with pytest.raises(Refused) as refusal:
        send_message(in_week.actor("office"), message)
    assert refusal.value.code == "not_ready"
    assert state_of(message) == MessageState.DRAFT
    assert tick_off(in_week.actor("office"), message).state == MessageState.COPIED


def test_what_is_copied_by_hand_cannot_be_sent_and_is_ticked_off_once(in_week: Cast) -> None:
    office = in_week.actor("office")
    message = letter(in_week, channel=ChannelKind.COPY, to=Recipient(in_week.unit.name, unit=in_week.unit))
    with pytest.raises(Refused, match="复制"):
        send_message(office, message)
    done = tick_off(office, message)
    assert tick_off(office, done).version == done.version


def test_two_workers_send_one_message_once(transactional_db: None, heard: Heard) -> None:
    cast = make_cast()
    with cast.inside(), at(NOON):
        message = to_group(cast, robot(cast, heard.url), send=True)

    def work() -> None:
        jobs.send_queued.call(cast.region.pk, [message.pk])

    with at(NOON):
        assert at_once(*[work] * 6) == [None] * 6
    with cast.inside():
        assert len(heard.requests) == 1
        assert state_of(message) == MessageState.SENT
        assert Attempt.objects.count() == 1


def test_a_claim_that_nobody_settled_is_shown_as_uncertain_and_not_sent_again(
    in_week: Cast, heard: Heard
) -> None:
    with at(NOON):
        message = to_group(in_week, robot(in_week, heard.url), send=True)
        assert claim(message.pk) is not None  # and here the worker dies
        jobs.send_due.call()
        assert state_of(message) == MessageState.SENDING
    with at(NOON + timedelta(minutes=11)):
        jobs.send_due.call()
        assert state_of(message) == MessageState.UNKNOWN
        jobs.send_due.call()
    assert heard.requests == []
    assert [one.outcome for one in message.attempts.all()] == [Outcome.UNKNOWN]
    office = in_week.actor("office")
    assert settle_message(office, message, arrived=True).state == MessageState.SENT


def test_of_an_uncertain_message_a_person_may_decide_to_send_it_again(in_week: Cast, heard: Heard) -> None:
    with at(NOON):
        message = to_group(in_week, robot(in_week, heard.url), send=True)
        claim(message.pk)
    with at(NOON + timedelta(minutes=11)):
        jobs.send_due.call()
        send_message(in_week.actor("office"), message)
        jobs.send_due.call()
    assert state_of(message) == MessageState.SENT
    assert [one.number for one in message.attempts.all()] == [1, 2]


def test_an_answer_that_comes_late_still_counts(in_week: Cast, heard: Heard) -> None:
    with at(NOON):
        message = to_group(in_week, robot(in_week, heard.url), send=True)
        attempt = claim(message.pk)
    assert attempt is not None
    with at(NOON + timedelta(minutes=11)):
        jobs.send_due.call()
        assert settle(SYSTEM, attempt, Answer(Outcome.SENT)) == MessageState.SENT
    assert state_of(message) == MessageState.SENT


def test_an_answer_that_comes_after_a_newer_attempt_changes_nothing(in_week: Cast, heard: Heard) -> None:
    with at(NOON):
        told = hook(in_week, heard.url)
        announce(Event.HAND_IN, in_week.region.pk, in_week.week.pk, {"codes": ["A"]})
        message = Message.objects.get(hook=told)
        old = claim(message.pk)
    assert old is not None
    with at(NOON + timedelta(minutes=11)):
        jobs.send_due.call()  # given back and sent, for a program can be told twice
        assert state_of(message) == MessageState.SENT
        assert settle(SYSTEM, old, Answer(Outcome.REFUSED)) is None
    assert state_of(message) == MessageState.SENT


def test_waits_double_from_a_minute_until_a_day_and_then_it_is_given_up(in_week: Cast, heard: Heard) -> None:
    heard.code = 503
    with at(NOON):
        set_quiet_hours(in_week.actor("office"), in_week.region, starts=time(0), ends=time(0))
        message = to_group(in_week, robot(in_week, heard.url), send=True)
    moment, waits = NOON, []
    while True:
        with at(moment):
            jobs.send_due.call()
        if state_of(message) != MessageState.FAILED:
            break
        assert message.next_try_at is not None
        waits.append(int((message.next_try_at - moment).total_seconds() // 60))
        with at(message.next_try_at - timedelta(seconds=1)):
            assert claim(message.pk) is None
        moment = message.next_try_at
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
    assert message.state == MessageState.GIVEN_UP
    assert len(heard.requests) == 12
    assert message.attempts.first() is not None


def test_after_giving_up_a_person_can_try_again_from_the_start(in_week: Cast, heard: Heard) -> None:
    heard.answer = b'{"errcode":93000,"errmsg":"invalid webhook url"}'
    with at(NOON):
        message = to_group(in_week, robot(in_week, heard.url), send=True)
        jobs.send_due.call()
        assert state_of(message) == MessageState.GIVEN_UP
        assert "93000" in message.trouble
        heard.answer = b'{"errcode":0}'
        again = send_message(in_week.actor("office"), message)
        assert (again.tries, again.trouble) == (0, "")
        jobs.send_due.call()
    assert state_of(message) == MessageState.SENT


def test_at_night_nobody_is_rung_up(in_week: Cast, heard: Heard) -> None:
    morning = datetime(2027, 5, 11, 0, tzinfo=UTC)  # 8:00 in Linjiang
    with at(NIGHT):
        message = to_group(in_week, robot(in_week, heard.url), send=True)
        assert message.next_try_at == morning
        jobs.send_due.call()
    assert heard.requests == []
    with at(morning):
        jobs.send_due.call()
    assert state_of(message) == MessageState.SENT


def test_what_is_due_in_quiet_hours_waits_for_the_morning(in_week: Cast, heard: Heard) -> None:
    with at(NOON):
        message = to_group(in_week, robot(in_week, heard.url), send=True)
    with at(NIGHT):
        jobs.send_due.call()
    assert heard.requests == []
    message.refresh_from_db()
    assert message.next_try_at == datetime(2027, 5, 11, 0, tzinfo=UTC)
    assert message.attempts.count() == 0


def test_what_is_urgent_goes_at_night_and_says_why(in_week: Cast, heard: Heard) -> None:
    with at(NIGHT):
        message = to_group(in_week, robot(in_week, heard.url))
        send_message(in_week.actor("office"), message, urgent_why="明早的活动改到室内")
        jobs.send_due.call()
    assert state_of(message) == MessageState.SENT
    assert message.urgent_why == "明早的活动改到室内"


def test_programs_are_told_at_night(in_week: Cast, heard: Heard) -> None:
    hook(in_week, heard.url)
    with at(NIGHT):
        (message,) = announce(Event.HAND_IN, in_week.region.pk, in_week.week.pk, {"codes": ["A"]})
        jobs.send_due.call()
    assert state_of(message) == MessageState.SENT


def test_a_withdrawn_message_does_not_go(in_week: Cast, heard: Heard) -> None:
    office = in_week.actor("office")
    with at(NIGHT):
        message = to_group(in_week, robot(in_week, heard.url), send=True)
        withdraw_message(office, message)
    with at(NIGHT + timedelta(days=1, hours=-6)):
        jobs.send_queued.call(in_week.region.pk, [message.pk])
    assert heard.requests == []
    assert state_of(message) == MessageState.WITHDRAWN


def test_what_has_gone_out_cannot_be_withdrawn(in_week: Cast, heard: Heard) -> None:
    with at(NOON):
        message = to_group(in_week, robot(in_week, heard.url), send=True)
        jobs.send_due.call()
    message.refresh_from_db()
    with pytest.raises(Refused):
        withdraw_message(in_week.actor("office"), message)


def test_sending_many_says_beside_each_one_why_it_stays(in_week: Cast, heard: Heard) -> None:
    office = in_week.actor("office")
    with at(NOON):
        group = robot(in_week, heard.url)
        goes = to_group(in_week, group, key="a")
        by_hand = letter(
            in_week, key="b", channel=ChannelKind.COPY, to=Recipient(in_week.unit.name, unit=in_week.unit)
        )
        done, left = send_messages(office, [goes, by_hand])
    assert [row.pk for row in done] == [goes.pk]
    assert [(row.pk, refusal.code) for row, refusal in left] == [(by_hand.pk, "not_ready")]


def test_sending_a_hundred_takes_a_flat_number_of_queries(
    in_week: Cast, heard: Heard, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    group = robot(in_week, heard.url)
    messages = [to_group(in_week, group, key=f"k{number}") for number in range(100)]
    with at(NOON), django_assert_max_num_queries(14):
        done, _left = send_messages(in_week.actor("office"), messages)
    assert len(done) == 100


def test_a_webhook_that_fails_for_a_day_is_switched_off_and_says_so(in_week: Cast, heard: Heard) -> None:
    heard.code = 500
    told = hook(in_week, heard.url)
    with at(NOON):
        announce(Event.HAND_IN, in_week.region.pk, in_week.week.pk, {"codes": ["A"]})
        jobs.send_due.call()
    with at(NOON + timedelta(hours=23)):
        announce(Event.HAND_IN, in_week.region.pk, in_week.week.pk, {"codes": ["B"]})
        jobs.send_due.call()
        assert Webhook.objects.get(pk=told.pk).is_active
    with at(NOON + timedelta(hours=25)):
        jobs.send_due.call()
        told.refresh_from_db()
        assert not told.is_active
        assert told.paused_at is not None
        assert announce(Event.HAND_IN, in_week.region.pk, in_week.week.pk, {"codes": ["C"]}) == []
    assert set(Message.objects.filter(hook=told).values_list("state", flat=True)) == {MessageState.GIVEN_UP}
    heard.code = 200
    with at(NOON + timedelta(hours=26)):
        values = {"name": told.name, "address": told.address, "events": told.events}
        live = edit_webhook(in_week.actor("office"), told, **values)
        assert (live.is_active, live.paused_at, live.failing_since) == (True, None, None)
        send_message(in_week.actor("office"), Message.objects.filter(hook=told)[0])
        jobs.send_due.call()
    assert Message.objects.filter(hook=told, state=MessageState.SENT).count() == 1


def test_one_success_ends_the_count_of_failures(in_week: Cast, heard: Heard) -> None:
    heard.code = 500
    told = hook(in_week, heard.url)
    with at(NOON):
        announce(Event.HAND_IN, in_week.region.pk, in_week.week.pk, {})
        jobs.send_due.call()
        heard.code = 204
    with at(NOON + timedelta(minutes=1)):
        jobs.send_due.call()
    told.refresh_from_db()
    assert told.failing_since is None


def test_a_repeated_job_announces_once(in_week: Cast, heard: Heard) -> None:
    hook(in_week, heard.url)
    region, week = in_week.region.pk, in_week.week.pk
    assert len(announce(Event.PAPER_ISSUED, region, week, {"code": "A"}, once="task-1")) == 1
    assert announce(Event.PAPER_ISSUED, region, week, {"code": "A"}, once="task-1") == []
    assert announce(Event.ACTIVITY_PUBLISHED, region, week, {}) == []  # nobody has chosen it


def test_the_minute_looks_at_every_region_and_crosses_no_wall(cast: Cast, heard: Heard) -> None:
    with cast.inside(), at(NOON):
        mine = to_group(cast, robot(cast, heard.url), send=True)
    stranger = cast.actor("stranger")
    with scope.entered(cast.other_region.pk, cast.other_week.pk), at(NOON):
        theirs = write_message(
            stranger,
            cast.other_week,
            channel=ChannelKind.COPY,
            to=Recipient(cast.foreign_unit.name, unit=cast.foreign_unit),
            subject="",
            body="各单位请看。",
        )
    with at(NOON):
        jobs.send_due.call()
    with cast.inside():
        assert state_of(mine) == MessageState.SENT
        assert not Message.objects.filter(pk=theirs.pk).exists()
        assert carry(SYSTEM, theirs.pk) is None


def test_a_channel_that_was_switched_off_meanwhile_gives_the_letter_back(
    in_week: Cast, mailbox: Mailbox, settings: Any
) -> None:
    with at(NOON):
        message = letter(in_week, send=True)
        settings.SCIWEEK_SENDS_MAIL = False
        assert not channel(ChannelKind.EMAIL).is_ready()
        jobs.send_due.call()
    assert state_of(message) == MessageState.DRAFT
    assert mailbox.letters == []
