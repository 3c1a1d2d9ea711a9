from datetime import timedelta

import pytest

from sciweek.committee.tests.cast import Cast
from sciweek.post import jobs
from sciweek.post.actions import announce, edit_webhook
from sciweek.post.logic.signing import verify
from sciweek.post.models import Message, Webhook
from sciweek.post.states import Event, MessageState
from sciweek.post.tests.listener import Heard
from sciweek.post.tests.town import NOON, Desk, at, hook

NEW = {"name": "数据平台", "address": "https://data.linjiang.example/hook", "events": [Event.HAND_IN]}


def told(cast: Cast, event: str = Event.HAND_IN) -> None:
    """Something happened."""
    announce(event, cast.region.pk, cast.week.pk, {"hand_in": "ABCD2345"})


def test_an_address_is_added_with_a_secret_that_can_be_handed_over(in_week: Cast) -> None:
    desk = Desk(in_week)
    assert "还没有程序接收地址" in desk.get("programs/")
    page = desk.post("programs/new/", **NEW)
    row = Webhook.objects.get()
    assert row.secret.startswith("whsec_")
    assert row.secret in page
    assert row.secret not in desk.get("programs/")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "请写名称"),
        ({"address": "data.linjiang.example"}, "网址要以 https:// 或 http:// 开头"),
        ({"address": "http://169.254.169.254/"}, "内部网络"),
        ({"address": "http://0.0.0.0/"}, "内部网络"),
        ({"events": []}, "请至少选一件要通知的事"),
        ({"secret": "short"}, "密钥至少 16 个字符"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_everything_typed_is_still_there(
    in_week: Cast, values: dict[str, str], said: str
) -> None:
    sent = NEW | values
    page = Desk(in_week).post("programs/new/", **sent)
    assert said in page
    assert f'value="{sent["address"]}"' in page
    assert not Webhook.objects.exists()


def test_a_test_delivery_is_signed_and_its_fate_shown(in_week: Cast, heard: Heard) -> None:
    row = hook(in_week, heard.url)
    desk = Desk(in_week)
    with at(NOON):
        assert "试发了一条" in desk.post(f"programs/{row.code}/try/")
        jobs.send_due.call()
    _path, headers, body = heard.requests[0]
    at_second = int(headers["Sciweek-Signature"].split(",")[0].removeprefix("t="))
    assert verify(row.secret, headers["Sciweek-Signature"], body, at_second)
    page = desk.get(f"programs/{row.code}/")
    assert "试发" in page
    assert headers["Sciweek-Delivery"] in page
    assert "badge-good" in page


def test_a_delivery_that_failed_can_be_sent_again(in_week: Cast, heard: Heard) -> None:
    row = hook(in_week, heard.url)
    heard.code, heard.answer = 503, b"<html>Service Unavailable"
    desk = Desk(in_week)
    with at(NOON):
        told(in_week)
        jobs.send_due.call()
        page = desk.get(f"programs/{row.code}/")
        assert "503" in page
        assert "&lt;html&gt;Service" in page
        assert "再试" in page
        assert "送不到" in desk.get("programs/")
        heard.code, code = 200, Message.objects.get().code
        assert "再发 1 条" in desk.post(f"programs/{row.code}/try/", again=code)
        jobs.send_due.call()
    assert Message.objects.get().state == MessageState.SENT
    first, second = (headers["Sciweek-Delivery"] for _path, headers, _body in heard.requests)
    assert first == second
    assert "送不到" not in desk.get("programs/")


def test_after_a_day_without_an_answer_the_address_is_paused_and_can_be_switched_on(
    in_week: Cast, heard: Heard
) -> None:
    row = hook(in_week, heard.url)
    heard.code = 500
    desk = Desk(in_week)
    with at(NOON):
        told(in_week)
        jobs.send_due.call()
    with at(NOON + timedelta(days=1, minutes=1)):
        told(in_week)
        jobs.send_due.call()
    assert "自动停用" in desk.get("programs/")
    page = desk.get(f"programs/{row.code}/")
    assert "停用期间的事不会补发" in page
    row.refresh_from_db()
    assert not row.is_active
    values = {"name": row.name, "address": row.address, "events": row.events, "seen_version": row.version}
    desk.post(f"programs/{row.code}/", **values, is_active="on")
    row.refresh_from_db()
    assert (row.is_active, row.paused_at, row.failing_since) == (True, None, None)


def test_an_empty_secret_keeps_the_one_that_is_there(in_week: Cast) -> None:
    row = hook(in_week, "https://data.linjiang.example/hook")
    values = {"name": "新名字", "address": row.address, "events": row.events, "seen_version": row.version}
    Desk(in_week).post(f"programs/{row.code}/", **values, is_active="on")
    before = row.secret
    row.refresh_from_db()
    assert (row.name, row.secret) == ("新名字", before)


def test_two_people_at_one_address_see_each_other(in_week: Cast) -> None:
    row = hook(in_week, "https://data.linjiang.example/hook")
    edit_webhook(in_week.actor("office"), row, name="别人改的", address=row.address, events=row.events)
    values = {"name": "我改的", "address": row.address, "events": row.events, "seen_version": row.version}
    page = Desk(in_week).post(f"programs/{row.code}/", **values, is_active="on")
    assert 'value="我改的"' in page
    assert "对方写的是：别人改的" in page


def test_programs_are_the_offices_alone(in_week: Cast) -> None:
    row = hook(in_week, "https://data.linjiang.example/hook")
    for who in ("publicity", "auditor", "liaison"):
        for path in ("programs/", "programs/new/", f"programs/{row.code}/"):
            assert Desk(in_week, who).ask(path) == 404
    own = Desk(in_week, "stranger")
    own.base = f"/desk/w/{in_week.other_week.slug}/post/"
    assert own.ask(f"programs/{row.code}/") == 404
