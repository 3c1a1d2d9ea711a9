from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.committee.tests.cast import Cast
from sciweek.post.actions import (
    Sheet,
    edit_message,
    send_message,
    tick_off,
    withdraw_message,
    write_message,
    write_messages,
)
from sciweek.post.models import Attempt, Message, Webhook
from sciweek.post.queries import Recipient
from sciweek.post.states import ChannelKind, MessageState, Outcome
from sciweek.post.tests.listener import Mailbox
from sciweek.post.tests.town import NIGHT, NOON, Desk, at, hook, letter

# Of a look at the outbox, with the door's own: the same for few and many.
QUERIES = 12


def line(cast: Cast, key: str = "c1", body: str = "请交备案表。", **values: Any) -> Message:
    """A text to copy into the group of Yunqi."""
    to = Recipient(cast.unit.name, unit=cast.unit)
    return letter(cast, key=key, channel=ChannelKind.COPY, to=to, body=body, **values)


def standing(message: Message, state: str, **values: Any) -> Message:
    """The message as the worker would have left it."""
    Message.objects.filter(pk=message.pk).update(state=state, **values)
    message.refresh_from_db()
    return message


def queries_of(action: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        action()
    return len(seen)


def test_an_empty_outbox_says_what_will_stand_there(in_week: Cast) -> None:
    page = Desk(in_week).get()
    assert "还没有消息" in page
    assert "没有这样的消息" in Desk(in_week).get("?q=云栖")


def test_each_shelf_shows_its_own_and_how_many(in_week: Cast) -> None:
    line(in_week, "c1", subject="待发的")
    standing(letter(in_week, key="k2", subject="在路上的"), MessageState.FAILED, trouble="450 come back")
    standing(letter(in_week, key="k3", subject="卡住的"), MessageState.UNKNOWN)
    tick_off(in_week.actor("office"), line(in_week, "c4", subject="发出的"))
    withdraw_message(in_week.actor("office"), line(in_week, "c5", subject="撤回的"))
    desk = Desk(in_week)
    for shelf, words in (
        ("draft", "待发的"),
        ("going", "在路上的"),
        ("stuck", "卡住的"),
        ("gone", "发出的"),
        ("withdrawn", "撤回的"),
    ):
        page = desk.get(f"?shelf={shelf}")
        assert page.count('data-label="标题"') == 1
        assert f">{words}</a>" in page
    assert "450 come back" in desk.get("?shelf=going")
    assert desk.get("?shelf=nonsense").count('data-label="标题"') == 5


def test_filters_find_by_words_way_and_unit(in_week: Cast) -> None:
    line(in_week, "c1", subject="给云栖")
    letter(
        in_week, key="k2", subject="给青山", to=Recipient("青山", "q@linjiang.example", in_week.other_unit)
    )
    desk = Desk(in_week)
    assert "给青山" not in desk.get("?q=云栖")
    assert "给青山" not in desk.get("?kind=copy")
    page = desk.get(f"?unit={in_week.other_unit.code}")
    assert "给云栖" not in page
    assert "只看给青山科普教育基地的" in page
    assert desk.ask("?page=99999&unit=XXXXXXXX&kind=pigeon") == 200


def test_what_programs_are_told_stands_elsewhere(in_week: Cast) -> None:
    office = Desk(in_week)
    target = hook(in_week, "https://data.linjiang.example/hook")
    office.post(f"programs/{target.code}/try/")
    assert Message.objects.filter(channel=ChannelKind.WEBHOOK).count() == 1
    assert "还没有消息" in office.get()
    Webhook.objects.update(paused_at=NOON, is_active=False)
    assert "“数据平台”一天都送不到" in office.get()


@pytest.mark.parametrize("count", [10, 200])
def test_the_outbox_takes_a_flat_number_of_queries(in_week: Cast, count: int) -> None:
    to = Recipient(in_week.unit.name, unit=in_week.unit)
    sheets = [Sheet(ChannelKind.COPY, to, f"第{number}条", "请看。") for number in range(count)]
    write_messages(in_week.actor("office"), in_week.week, sheets)
    desk = Desk(in_week)
    desk.get()
    assert queries_of(desk.get) <= QUERIES


def test_three_hundred_messages_are_leafed_through_and_a_press_comes_back_to_the_page(in_week: Cast) -> None:
    to = Recipient(in_week.unit.name, unit=in_week.unit)
    sheets = [Sheet(ChannelKind.COPY, to, f"第{number}条", "请看。") for number in range(300)]
    write_messages(in_week.actor("office"), in_week.week, sheets)
    desk = Desk(in_week)
    page = desk.get("?shelf=draft&page=6")
    assert "第0条" in page
    code = Message.objects.earliest("pk").code
    answer = desk.client.post(f"{desk.base}act/", {"tick": code, "look": "shelf=draft&page=6"})
    assert answer["Location"] == f"{desk.base}?shelf=draft&page=6"
    assert Message.objects.filter(state=MessageState.COPIED).count() == 1


def test_chosen_messages_are_sent_and_those_that_cannot_go_say_why(in_week: Cast, mailbox: Mailbox) -> None:
    mail, by_hand = letter(in_week), line(in_week)
    with at(NOON):
        page = Desk(in_week).post("act/", do="send", code=[mail.code, by_hand.code])
    assert "1 条开始发出" in page
    assert "1 条没有发：这一条要自己复制到群里" in page
    mail.refresh_from_db()
    by_hand.refresh_from_db()
    assert (mail.state, by_hand.state) == (MessageState.QUEUED, MessageState.DRAFT)


def test_all_drafts_of_the_look_are_sent_and_no_others(in_week: Cast, mailbox: Mailbox) -> None:
    one, other = letter(in_week, key="k1", subject="照片"), letter(in_week, key="k2", subject="备案表")
    desk = Desk(in_week)
    assert "发出全部 2 条待发的" in desk.get()
    assert "发出全部 1 条待发的" in desk.get("?q=照片")
    with at(NOON):
        desk.post("act/", do="send_all", look="q=照片")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == (MessageState.QUEUED, MessageState.DRAFT)


def test_without_a_mail_server_nobody_is_offered_to_send_all(in_week: Cast) -> None:
    letter(in_week)
    assert "发出全部" not in Desk(in_week).get()


def test_at_night_messages_wait_unless_somebody_says_why_not(in_week: Cast, mailbox: Mailbox) -> None:
    patient, urgent = letter(in_week, key="k1"), letter(in_week, key="k2")
    desk = Desk(in_week)
    with at(NIGHT):
        assert "免打扰时间" in desk.get()
        assert "1 条排好了，免打扰时间过后发出" in desk.post("act/", do="send", code=patient.code)
        assert "1 条开始发出" in desk.post("act/", do="send", code=urgent.code, urgent_why="明早改地点")
        patient.refresh_from_db()
        urgent.refresh_from_db()
        assert urgent.next_try_at == NIGHT
        assert patient.next_try_at is not None
        assert patient.next_try_at > NIGHT
        assert "明早改地点" in desk.get(f"{urgent.code}/")
    with at(NOON):
        assert "免打扰时间" not in desk.get()


def test_withdrawing_keeps_back_what_has_not_gone(in_week: Cast) -> None:
    waiting, gone = line(in_week, "c1"), tick_off(in_week.actor("office"), line(in_week, "c2"))
    page = Desk(in_week).post("act/", do="withdraw", code=[waiting.code, gone.code])
    assert "撤回了 1 条" in page
    assert "1 条已经发出，撤不回来" in page


@pytest.mark.parametrize("values", [{"do": "send"}, {"do": "burn", "code": "XXXXXXXX"}, {}, {"tick": "X"}])
def test_a_press_without_a_choice_changes_nothing(in_week: Cast, values: dict[str, str]) -> None:
    line(in_week)
    assert "请先选要处理的消息" in Desk(in_week).post("act/", **values)
    assert Message.objects.get().state == MessageState.DRAFT


def test_an_unknown_act_is_refused(in_week: Cast) -> None:
    assert "再选一次要做的事" in Desk(in_week).post("act/", do="burn", code=line(in_week).code)


def test_a_press_that_means_nothing_saves_no_words_and_keeps_them_in_the_form(in_week: Cast) -> None:
    row, desk = line(in_week, body="请交备案表。"), Desk(in_week)
    typed = {"subject": "照片", "body": "请交照片。", "seen_version": row.version, "to": "moon"}
    answer = desk.client.post(f"{desk.base}{row.code}/", typed)
    assert answer.status_code == 422
    assert "再选一次要做的事" in answer.content.decode()
    assert "请交照片。</textarea>" in answer.content.decode()
    row.refresh_from_db()
    assert (row.body, row.version, row.state) == ("请交备案表。", 1, MessageState.DRAFT)


def test_a_draft_is_saved_as_it_goes_out(in_week: Cast, mailbox: Mailbox) -> None:
    message = letter(in_week)
    with at(NOON):
        page = Desk(in_week).post(
            f"{message.code}/",
            subject="备案表",
            body="请周五前交备案表。",
            seen_version=message.version,
            to="send",
        )
    assert "开始发出" in page
    message.refresh_from_db()
    assert (message.body, message.state) == ("请周五前交备案表。", MessageState.QUEUED)


def test_a_draft_that_cannot_go_keeps_what_was_typed(in_week: Cast) -> None:
    message = letter(in_week)
    values = {"subject": "", "body": "请周五前交。", "seen_version": message.version, "to": "send"}
    page = Desk(in_week).post(f"{message.code}/", **values)
    assert "邮件要有标题" in page
    assert "请周五前交。" in page
    page = Desk(in_week).post(f"{message.code}/", **(values | {"subject": "备案表"}))
    assert "还没有设邮件服务器" in page
    assert "请周五前交。" in page


def test_two_people_at_one_message_both_keep_their_words(in_week: Cast) -> None:
    message = line(in_week)
    edit_message(in_week.actor("office"), message, subject="", body="请周四前交。")
    values = {"subject": "", "body": "请周五前交。", "seen_version": message.version, "to": "copied"}
    page = Desk(in_week).post(f"{message.code}/", **values)
    assert "请周五前交。</textarea>" in page
    assert "对方写的是：请周四前交。" in page
    message.refresh_from_db()
    assert (message.state, message.body) == (MessageState.DRAFT, "请周四前交。")


def test_words_that_come_after_the_message_has_gone_are_shown_and_not_kept(in_week: Cast) -> None:
    message = line(in_week)
    tick_off(in_week.actor("office"), message)
    page = Desk(in_week).post(f"{message.code}/", subject="", body="晚了一步。", seen_version=message.version)
    assert "只有待发的消息可以改" in page
    assert "您刚才写的，没有存" in page
    assert "晚了一步。</textarea>" in page


def test_sending_twice_says_that_it_has_moved_on(in_week: Cast, mailbox: Mailbox) -> None:
    message = letter(in_week)
    desk, press = Desk(in_week), {"to": "send", "seen_version": message.version}
    with at(NOON):
        assert "开始发出" in desk.post(f"{message.code}/move/", **press)
        assert "刚才有变动" in desk.post(f"{message.code}/move/", **press)
    assert Message.objects.get(pk=message.pk).version == message.version + 1


def test_what_is_sent_cannot_be_withdrawn(in_week: Cast) -> None:
    message = standing(letter(in_week), MessageState.SENT, settled_at=NOON)
    page = Desk(in_week).post(f"{message.code}/move/", to="withdraw")
    assert 'class="message message-error"' in page
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert "撤回</button>" not in page


def test_an_uncertain_message_asks_what_became_of_it(in_week: Cast) -> None:
    message = standing(letter(in_week), MessageState.UNKNOWN)
    desk = Desk(in_week)
    page = desk.get(f"{message.code}/")
    assert "对方收到了" in page
    assert "对方没收到" in page
    desk.post(f"{message.code}/move/", to="arrived", seen_version=message.version)
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_a_message_tells_every_attempt_and_when_it_tries_again(in_week: Cast, mailbox: Mailbox) -> None:
    message = letter(in_week)
    later = clock.now() + timedelta(minutes=4)
    standing(message, MessageState.FAILED, next_try_at=later, trouble="450 come back")
    for number in (1, 2):
        Attempt.objects.create(
            region=in_week.region,
            message=message,
            number=number,
            began_at=NOON,
            outcome=Outcome.AGAIN,
            answer_code=450,
            answer="greylisted <b>",
        )
    page = Desk(in_week).get(f"{message.code}/")
    assert page.count("greylisted &lt;b&gt;") == 2
    assert "再试" in page
    assert "现在就再发" in page


def test_an_emptied_message_says_so(in_week: Cast) -> None:
    message = standing(line(in_week), MessageState.COPIED, settled_at=NOON, body="")
    assert "正文已按保存期限清空" in Desk(in_week).get(f"{message.code}/")


def test_staff_see_messages_without_addresses_and_change_none(in_week: Cast) -> None:
    message = letter(in_week)
    invitation = letter(in_week, key="k2", occasion="invitation", body="https://week.example.org/join/geheim")
    for who in ("publicity", "auditor"):
        desk = Desk(in_week, who)
        for page in (desk.get(), desk.get(f"{message.code}/"), desk.get(f"{invitation.code}/")):
            assert "@linjiang.example" not in page
            assert "geheim" not in page
            assert "<textarea" not in page or "readonly" in page
        assert "只有办公室能看" in desk.get(f"{invitation.code}/")
        assert desk.ask("new/") == 404
        assert desk.ask("act/", {"do": "send", "code": message.code}) == 403
        assert desk.ask(f"{message.code}/", {"body": "改", "seen_version": 1}) == 403
        assert desk.ask(f"{message.code}/move/", {"to": "withdraw"}) == 403
    assert not Message.objects.exclude(state=MessageState.DRAFT).exists()


def test_for_liaisons_and_neighbours_there_is_no_outbox(in_week: Cast) -> None:
    message = letter(in_week)
    for who in ("liaison", "stranger", "link"):
        desk = Desk(in_week, who)
        assert desk.ask("") == 404
        assert desk.ask(f"{message.code}/") == 404
    own = Desk(in_week, "stranger")
    own.base = f"/desk/w/{in_week.other_week.slug}/post/"
    assert own.ask("") == 200
    assert own.ask(f"{message.code}/") == 404
    assert "还没有消息" in own.post("act/", do="withdraw", code=message.code)
    message.refresh_from_db()
    assert message.state == MessageState.DRAFT


def test_a_message_of_the_region_stands_in_every_edition(in_week: Cast) -> None:
    to = Recipient(in_week.unit.name, unit=in_week.unit)
    office = in_week.actor("office")
    message = write_message(office, None, channel="copy", to=to, subject="", body="请开通。", once_key="r")
    assert "一般消息" in Desk(in_week).get()
    with pytest.raises(Refused, match="复制"):
        send_message(office, message)
