from typing import Any

import pytest

from sciweek.committee.tests.cast import Cast
from sciweek.post import jobs
from sciweek.post.actions import edit_group
from sciweek.post.models import Group, Message, QuietHours
from sciweek.post.states import ChannelKind, MessageState
from sciweek.post.tests.listener import Heard
from sciweek.post.tests.town import NIGHT, NOON, Desk, at, robot, to_group

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim-4711"
NEW = {"name": "联络员群", "kind": ChannelKind.WECOM, "address": WECOM}


def test_without_robots_the_page_says_how_it_goes_without(in_week: Cast) -> None:
    page = Desk(in_week).get("places/")
    assert "还没有群机器人" in page
    assert "文字复制到群里" in page
    assert "还没有接好" in page


def test_a_robot_is_added_and_its_address_never_shown_again(in_week: Cast) -> None:
    desk = Desk(in_week)
    page = desk.post("places/new/", **NEW, secret="SEC-geheim")
    assert "已加上" in page
    group = Group.objects.get()
    assert group.address == WECOM
    for shown in (page, desk.get("places/"), desk.get(f"places/{group.code}/")):
        assert "geheim" not in shown
        assert "qyapi.weixin.qq.com/···4711" in shown


def test_an_empty_address_keeps_the_one_that_is_there(in_week: Cast) -> None:
    group = robot(in_week, WECOM)
    values = {"name": "新名字", "kind": ChannelKind.WECOM, "is_active": "on", "seen_version": group.version}
    Desk(in_week).post(f"places/{group.code}/", **values)
    group.refresh_from_db()
    assert (group.name, group.address) == ("新名字", WECOM)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"address": "不是网址"}, "网址要以 https:// 或 http:// 开头"),
        ({"address": ""}, "网址要以 https:// 或 http:// 开头"),
        ({"address": "ftp://qyapi.weixin.qq.com/"}, "网址要以 https:// 或 http:// 开头"),
        ({"address": "https://x:y@qyapi.weixin.qq.com/"}, "不要带用户名和密码"),
        ({"address": f"https://gw.linjiang.example/{'x' * 500}"}, "太长"),
        ({"address": "http://169.254.169.254/latest"}, "内部网络"),
        ({"address": "http://[fe80::1]/"}, "内部网络"),
        ({"kind": ChannelKind.DINGTALK}, "这个地址是企业微信群机器人的"),
        ({"kind": "pigeon"}, "pigeon"),
        ({"name": ""}, "请写名称"),
        ({"name": "联" * 61}, "最多 60 个字"),
    ],
)
def test_a_robot_that_is_none_is_refused_and_everything_typed_is_still_there(
    in_week: Cast, values: dict[str, str], said: str
) -> None:
    sent = NEW | values
    page = Desk(in_week).post("places/new/", **sent)
    assert said in page
    assert f'value="{sent["address"]}"' in page or not sent["address"]
    assert f'value="{sent["name"]}"' in page or not sent["name"]
    assert not Group.objects.exists()


def test_machines_beside_this_one_can_be_closed_off(in_week: Cast, settings: Any) -> None:
    desk = Desk(in_week)
    settings.SCIWEEK_PRIVATE_NETWORKS = False
    assert "内部网络" in desk.post("places/new/", **(NEW | {"address": "http://10.0.0.5/hook"}))
    settings.SCIWEEK_PRIVATE_NETWORKS = True
    assert "已加上" in desk.post("places/new/", **(NEW | {"address": "http://10.0.0.5/hook"}))


def test_a_name_is_taken_once(in_week: Cast) -> None:
    robot(in_week, WECOM)
    assert "已经有这个名称" in Desk(in_week).post("places/new/", **NEW)


def test_two_people_at_one_robot_see_each_other(in_week: Cast) -> None:
    group = robot(in_week, WECOM)
    edit_group(in_week.actor("office"), group, name="别人改的", kind=group.kind)
    values = {"name": "我改的", "kind": group.kind, "is_active": "on", "seen_version": group.version}
    page = Desk(in_week).post(f"places/{group.code}/", **values)
    assert 'value="我改的"' in page
    assert "对方写的是：别人改的" in page


def test_a_test_line_arrives_even_at_night(in_week: Cast, heard: Heard) -> None:
    group = robot(in_week, heard.url)
    desk = Desk(in_week)
    assert "还没有发过" in desk.get(f"places/{group.code}/")
    with at(NIGHT):
        assert "试发了一条" in desk.post(f"places/{group.code}/try/")
        desk.post(f"places/{group.code}/try/")
        jobs.send_due.call()
    assert len(heard.requests) == 1
    assert "临江区" in heard.json()["text"]["content"]
    assert "已发出" in desk.get(f"places/{group.code}/")


def test_a_robot_that_refuses_says_what_it_said(in_week: Cast, heard: Heard) -> None:
    heard.answer = b'{"errcode":93000,"errmsg":"invalid webhook url"}'
    group = robot(in_week, heard.url)
    desk = Desk(in_week)
    with at(NOON):
        desk.post(f"places/{group.code}/try/")
        jobs.send_due.call()
    assert "93000 invalid webhook url" in desk.get(f"places/{group.code}/")


def test_a_robot_that_is_taken_out_is_emptied_and_its_messages_stay(in_week: Cast) -> None:
    group = robot(in_week, WECOM)
    message = to_group(in_week, group)
    desk = Desk(in_week)
    assert "已移走" in desk.post(f"places/{group.code}/", do="forget")
    group.refresh_from_db()
    assert (group.address, group.secret, group.is_active) == ("", "", False)
    assert desk.ask(f"places/{group.code}/") == 404
    assert "联络员群" in desk.get(f"{message.code}/")
    assert "联络员群" not in desk.get("new/")


def test_the_quiet_hours_are_the_offices(in_week: Cast) -> None:
    desk = Desk(in_week)
    assert 'value="21:00"' in desk.get("places/")
    desk.post("places/", starts="22:30", ends="07:00")
    assert 'value="22:30"' in desk.get("places/")
    assert desk.ask("places/", {"starts": "25:00", "ends": "07:00"}) == 422
    desk.post("places/", starts="00:00", ends="00:00")
    row = QuietHours.objects.get()
    assert row.starts == row.ends


def test_robots_are_the_offices_alone(in_week: Cast) -> None:
    group = robot(in_week, WECOM)
    for who in ("publicity", "auditor", "liaison"):
        for path in ("places/", "places/new/", f"places/{group.code}/"):
            assert Desk(in_week, who).ask(path) == 404
    own = Desk(in_week, "stranger")
    own.base = f"/desk/w/{in_week.other_week.slug}/post/"
    assert own.ask(f"places/{group.code}/") == 404
    assert own.ask(f"places/{group.code}/try/", {}) == 404
    assert not Message.objects.filter(state=MessageState.QUEUED).exists()
