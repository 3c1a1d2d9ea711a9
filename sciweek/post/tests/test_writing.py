from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.base.tests.together import at_once
from sciweek.committee.tests.cast import Cast, make_cast
from sciweek.logbook.models import Entry
from sciweek.people.models import Person
from sciweek.post import jobs
from sciweek.post.actions import (
    Sheet,
    edit_message,
    save_wording,
    send_message,
    tick_off,
    withdraw_message,
    write_message,
    write_messages,
)
from sciweek.post.models import Message, Wording
from sciweek.post.queries import Recipient, best_recipients, recipients, wording_of
from sciweek.post.states import ChannelKind, MessageState, Occasion
from sciweek.post.tests.listener import Heard
from sciweek.post.tests.town import NOON, at, letter, robot, to_group, to_liaison


def test_the_same_key_gives_the_same_message(in_week: Cast) -> None:
    first = letter(in_week, key="remind:1")
    again = letter(in_week, key="remind:1", body="换了说法。")
    assert again.pk == first.pk
    assert again.body == "请交备案表。"
    assert Message.objects.count() == 1


def test_without_a_key_the_same_words_to_the_same_recipient_are_the_same_message(in_week: Cast) -> None:
    first = letter(in_week, key="")
    assert letter(in_week, key="").pk == first.pk
    assert letter(in_week, key="", body="请交备案表！").pk != first.pk
    other = Recipient(in_week.other_unit.name, address="qingshan@linjiang.example", unit=in_week.other_unit)
    assert letter(in_week, key="", to=other).pk != first.pk


def test_after_a_withdrawal_the_same_words_can_be_written_again_but_a_reminder_cannot(in_week: Cast) -> None:
    office = in_week.actor("office")
    first = letter(in_week, key="")
    withdraw_message(office, first)
    assert letter(in_week, key="").pk != first.pk
    reminder = letter(in_week, key="remind:1", occasion=Occasion.BEFORE)
    withdraw_message(office, reminder)
    assert letter(in_week, key="remind:1", occasion=Occasion.BEFORE).state == MessageState.WITHDRAWN


def test_two_writers_at_the_same_moment_write_one_message(transactional_db: None) -> None:
    cast = make_cast()
    with cast.inside():
        to = to_liaison(cast)
    office = cast.actor("office")

    def work() -> int:
        with cast.inside():
            return write_message(
                office, cast.week, channel="email", to=to, subject="备案表", body="请交。", once_key="k"
            ).pk

    written = at_once(*[work] * 4)
    with cast.inside():
        assert set(written) == {Message.objects.get().pk}
        assert Message.objects.count() == 1
        assert Entry.objects.filter(verb="write_message").count() == 1


def test_many_messages_take_a_flat_number_of_queries(
    in_week: Cast, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    to = Recipient(in_week.unit.name, unit=in_week.unit)
    sheets = [Sheet(ChannelKind.COPY, to, "", f"第{number}条") for number in range(300)]
    with django_assert_max_num_queries(12):
        assert len(write_messages(in_week.actor("office"), in_week.week, sheets).new) == 300
    with django_assert_max_num_queries(12):
        written = write_messages(in_week.actor("office"), in_week.week, sheets)
    assert (len(written.new), len(written.known)) == (0, 300)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "yunqi",
        "a@b@linjiang.example",
        "x@linjiang.example\nBcc: all@linjiang.example",
        "x@linjiang.example, y@linjiang.example",
        "云栖 <x@linjiang.example>",
        "x@linjiang.example\r\nSubject: x",
    ],
)
def test_what_is_no_single_address_is_refused_beside_the_address(in_week: Cast, address: str) -> None:
    with pytest.raises(Refused) as refusal:
        letter(in_week, to=Recipient("云栖街道办事处", address=address, unit=in_week.unit))
    assert "address" in refusal.value.fields
    assert Message.objects.count() == 0


def test_line_breaks_in_a_subject_become_spaces(in_week: Cast) -> None:
    assert letter(in_week, subject="备案表\r\nBcc: all@linjiang.example").subject == (
        "备案表 Bcc: all@linjiang.example"
    )


@pytest.mark.parametrize(
    ("kind", "address", "field"),
    [("sms", "+8613900000001", "body"), ("email", "x@linjiang.example", ""), ("copy", "", "")],
)
def test_ten_thousand_characters_fit_where_they_can(
    in_week: Cast, kind: str, address: str, field: str
) -> None:
    to = Recipient("云栖街道办事处", address=address, unit=in_week.unit)
    text = "科" * 10_000
    if field:
        with pytest.raises(Refused) as refusal:
            letter(in_week, channel=kind, to=to, body=text)
        assert list(refusal.value.fields) == [field]
    else:
        assert letter(in_week, channel=kind, to=to, body=text).body == text


def test_a_text_that_is_too_long_for_a_robot_is_refused_before_it_is_kept(
    in_week: Cast, heard: Heard
) -> None:
    with pytest.raises(Refused) as refusal:
        to_group(in_week, robot(in_week, heard.url), body="科" * 10_000)
    assert "群机器人" in refusal.value.fields["body"]


@pytest.mark.parametrize("phone", ["0890-6120027", "12345", "+852 2345 6789"])
def test_short_messages_go_to_mobile_phones_only(in_week: Cast, phone: str) -> None:
    with pytest.raises(Refused) as refusal:
        letter(in_week, channel=ChannelKind.SMS, to=Recipient("云栖街道办事处", address=phone))
    assert "address" in refusal.value.fields


def test_addresses_and_texts_are_sealed_at_rest(in_week: Cast) -> None:
    message = letter(in_week, body="邀请链接 https://week.example.org/join/geheim")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, body, address_shown FROM post_message WHERE id = %s", [message.pk])
        address, body, shown = cursor.fetchone()
    assert b"yunqi" not in bytes(address)
    assert b"geheim" not in bytes(body)
    assert shown == "y···@linjiang.example"


def test_the_log_says_who_wrote_to_which_unit_and_keeps_neither_address_nor_text(in_week: Cast) -> None:
    message = letter(in_week, body="geheim")
    edit_message(in_week.actor("office"), message, subject="备案表", body="noch geheimer")
    lines = Entry.objects.filter(kind="post.message")
    assert [line.verb for line in lines.order_by("id")] == ["write_message", "edit_message"]
    assert not any("yunqi@" in f"{line.object_name}{line.changes}" for line in lines)
    assert not any("noch" in str(line.changes) for line in lines)


def test_addresses_go_after_ninety_days_and_texts_after_a_year(in_week: Cast) -> None:
    with at(NOON):
        old = tick_off(in_week.actor("office"), letter(in_week))
        waiting = letter(in_week, key="k2")
    with at(NOON + timedelta(days=89)):
        jobs.forget_addresses.call()
    old.refresh_from_db()
    assert old.address == "yunqi@linjiang.example"
    with at(NOON + timedelta(days=91)):
        jobs.forget_addresses.call()
    old.refresh_from_db()
    assert (old.address, old.address_shown, old.person_id, old.body) == ("", "", None, "请交备案表。")
    with at(NOON + timedelta(days=366)):
        jobs.forget_addresses.call()
    old.refresh_from_db()
    waiting.refresh_from_db()
    assert (old.body, waiting.body) == ("", "请交备案表。")


def test_a_draft_can_be_edited_and_a_lost_update_is_refused(in_week: Cast) -> None:
    office = in_week.actor("office")
    message = letter(in_week)
    edit_message(office, message, subject="表", body="请在周五前交。", seen_version=message.version)
    with pytest.raises(Conflict):
        edit_message(office, message, subject="表", body="请在周四前交。", seen_version=message.version)
    tick_off(office, message)
    message.refresh_from_db()
    with pytest.raises(Refused):
        edit_message(office, message, subject="表", body="晚了")


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("publicity", Forbidden),
        ("auditor", Forbidden),
        ("liaison", OutOfSight),
        ("stranger", OutOfSight),
        ("link", OutOfSight),
    ],
)
def test_only_the_office_writes_and_sends(in_week: Cast, who: str, answer: type[Exception]) -> None:
    message = letter(in_week)
    with pytest.raises(answer):
        send_message(in_week.actor(who), message)
    with pytest.raises(answer):
        withdraw_message(in_week.actor(who), message)
    with pytest.raises(answer):
        edit_message(in_week.actor(who), message, subject="x", body="y")


def test_each_unit_is_reached_where_its_liaisons_can_be(in_week: Cast, settings: Any) -> None:
    to_liaison(in_week)
    both = [in_week.unit, in_week.other_unit]
    found, without = recipients(both, ChannelKind.EMAIL)
    assert [(one.address, one.unit) for one in found] == [("yunqi@linjiang.example", in_week.unit)]
    assert without == [in_week.other_unit]
    assert [kind for kind, _to in best_recipients(both)] == ["copy", "copy"]
    settings.SCIWEEK_SENDS_MAIL = True
    assert [(kind, to.name) for kind, to in best_recipients(both)] == [
        ("email", "云栖街道办事处"),
        ("copy", "青山科普教育基地"),
    ]


def test_somebody_who_cannot_sign_in_any_more_gets_nothing(in_week: Cast) -> None:
    to_liaison(in_week)
    Person.objects.filter(pk=in_week.people["liaison"].pk).update(is_active=False)
    assert recipients([in_week.unit], ChannelKind.EMAIL) == ([], [in_week.unit])


def test_a_wording_with_an_unknown_field_is_refused_beside_it(in_week: Cast) -> None:
    office = in_week.actor("office")
    with pytest.raises(Refused) as refusal:
        save_wording(office, in_week.region, occasion=Occasion.BEFORE, subject="{事项}", body="{截止}前交")
    assert "{截止}" in refusal.value.fields["body"]
    own = save_wording(office, in_week.region, occasion=Occasion.BEFORE, subject="{事项}", body="{期限}前交")
    assert wording_of(Occasion.BEFORE).body == "{期限}前交"
    with pytest.raises(Refused):
        save_wording(office, in_week.region, occasion=Occasion.BEFORE, subject="{事项}", body="又一份")
    save_wording(
        office,
        in_week.region,
        occasion=Occasion.BEFORE,
        subject="{事项}",
        body="请在{期限}前交",
        wording=own,
        seen_version=own.version,
    )
    assert Wording.objects.count() == 1
