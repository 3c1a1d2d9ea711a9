import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sciweek.post.channels import channel
from sciweek.post.channels.http import LONGEST_ANSWER, NoAnswer, NotSent, post
from sciweek.post.channels.sms import filled
from sciweek.post.logic.addresses import is_forbidden, read_address
from sciweek.post.logic.letters import Letter
from sciweek.post.logic.signing import verify
from sciweek.post.states import ChannelKind, Outcome
from sciweek.post.tests.listener import Heard, Mailbox

SECRET = "whsec_0123456789abcdef"


def letter(address: str, body: str = "请交备案表。", subject: str = "备案表", secret: str = "") -> Letter:
    return Letter("8a1c0c3e-0000-4000-8000-000000000001", address, subject, body, secret)


def test_a_letter_reaches_the_mail_server_with_a_name_that_stays_the_same(mailbox: Mailbox) -> None:
    mail = channel(ChannelKind.EMAIL)
    assert mail.send(letter("yunqi@linjiang.example")).outcome == Outcome.SENT
    assert mail.send(letter("yunqi@linjiang.example")).outcome == Outcome.SENT
    assert all("8a1c0c3e-0000-4000-8000-000000000001@" in text for _to, text in mailbox.letters)
    assert "yunqi@linjiang.example" in mailbox.letters[0][0]


@pytest.mark.parametrize(
    ("rcpt", "data_end", "outcome", "code"),
    [
        ("550 no such person", "250 taken", Outcome.REFUSED, 550),
        ("450 come back", "250 taken", Outcome.AGAIN, 450),
        ("250 ok", "554 looks like spam", Outcome.REFUSED, 554),
        ("250 ok", "451 greylisted", Outcome.AGAIN, 451),
    ],
)
def test_what_the_mail_server_says_decides_whether_it_is_tried_again(
    mailbox: Mailbox, rcpt: str, data_end: str, outcome: Outcome, code: int
) -> None:
    mailbox.rcpt, mailbox.data_end = rcpt, data_end
    answer = channel(ChannelKind.EMAIL).send(letter("yunqi@linjiang.example"))
    assert (answer.outcome, answer.code) == (outcome, code)


def test_a_mail_server_that_hangs_up_after_the_text_leaves_a_doubt(mailbox: Mailbox) -> None:
    mailbox.dies = True
    assert channel(ChannelKind.EMAIL).send(letter("yunqi@linjiang.example")).outcome == Outcome.UNKNOWN


def test_a_mail_server_that_is_not_there_leaves_none(mailbox: Mailbox, settings: Any) -> None:
    settings.MAILERS["default"]["OPTIONS"]["port"] = 9  # nobody listens there
    assert channel(ChannelKind.EMAIL).send(letter("yunqi@linjiang.example")).outcome == Outcome.AGAIN


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("yunqi@linjiang.example", "备案表\nBcc: all@linjiang.example"),
        ("yunqi@linjiang.example\nBcc: all@linjiang.example", "备案表"),
    ],
)
def test_a_line_break_in_a_header_is_refused_before_it_is_said(
    mailbox: Mailbox, address: str, subject: str
) -> None:
    assert channel(ChannelKind.EMAIL).send(letter(address, subject=subject)).outcome == Outcome.REFUSED
    assert mailbox.letters == []


def test_wecom_gets_a_text_and_its_error_code_counts(heard: Heard) -> None:
    robot = channel(ChannelKind.WECOM)
    assert robot.send(letter(f"{heard.url}/cgi-bin/webhook/send?key=k")).outcome == Outcome.SENT
    assert heard.json() == {"msgtype": "text", "text": {"content": "备案表\n请交备案表。"}}
    heard.answer = b'{"errcode":93000,"errmsg":"invalid webhook url"}'
    assert robot.send(letter(heard.url)).outcome == Outcome.REFUSED
    heard.answer = b'{"errcode":45009,"errmsg":"api freq out of limit"}'
    assert robot.send(letter(heard.url)).outcome == Outcome.AGAIN
    for strange in (b"<html>gateway</html>", b'{"errcode":1e999}', b"[]", b"null"):
        heard.answer = strange
        assert robot.send(letter(heard.url)).outcome == Outcome.UNKNOWN


def test_dingtalk_signs_its_address_with_the_present_time(heard: Heard) -> None:
    address = f"{heard.url}/robot/send?access_token=abc"
    channel(ChannelKind.DINGTALK).send(letter(address, secret="SEC0123"))
    query = parse_qs(urlsplit(heard.requests[0][0]).query)
    assert query["access_token"] == ["abc"]
    assert len(query["timestamp"][0]) == 13
    assert len(query["sign"][0]) == 44


def test_wecom_says_that_a_text_is_too_long_for_it() -> None:
    robot = channel(ChannelKind.WECOM)
    assert robot.why_too_long("", "活" * 680) == ""
    assert "682" in robot.why_too_long("", "活" * 700)


def test_the_gateway_gets_the_json_that_the_settings_describe(heard: Heard, settings: Any) -> None:
    settings.SCIWEEK_SMS = {
        "url": heard.url,
        "template": '{"to": ["{phone}"], "text": "【临江】{text}", "auth": {"k": "{key}"}, "n": 1}',
        "key": "gateway-key",
        "success": '"code":0',
    }
    sms = channel(ChannelKind.SMS)
    heard.answer = b'{"code":0}'
    assert sms.send(letter("+8613900000001", '引号"和{key}')).outcome == Outcome.SENT
    assert heard.json() == {
        "to": ["13900000001"],
        "text": '【临江】引号"和{key}',
        "auth": {"k": "gateway-key"},
        "n": 1,
    }
    heard.answer = b'{"code":7}'
    assert sms.send(letter("+8613900000001")).outcome == Outcome.REFUSED
    heard.code = 500
    assert sms.send(letter("+8613900000001")).outcome == Outcome.UNKNOWN
    heard.code = 429
    assert sms.send(letter("+8613900000001")).outcome == Outcome.AGAIN


def test_a_gateway_without_a_place_for_the_key_gets_it_as_a_bearer(heard: Heard, settings: Any) -> None:
    settings.SCIWEEK_SMS = {"url": heard.url, "template": '{"m": "{phone}"}', "key": "k", "success": ""}
    channel(ChannelKind.SMS).send(letter("+8613900000001"))
    assert heard.requests[0][1]["Authorization"] == "Bearer k"


def test_nothing_goes_to_a_number_of_the_demo_week(heard: Heard, settings: Any) -> None:
    settings.SCIWEEK_SMS = {"url": heard.url, "template": '{"m": "{phone}"}', "key": "k", "success": ""}
    assert channel(ChannelKind.SMS).send(letter("+8616400003000")).outcome == Outcome.REFUSED
    assert heard.requests == []
    with pytest.raises(ValueError, match="演示"):
        read_address(ChannelKind.SMS, "164 0000 3000")


def test_gaps_of_the_gateway_are_filled_once() -> None:
    values = {"phone": "1", "text": "{key}", "id": "2", "key": "geheim"}
    assert filled({"a": "{text}{id}"}, values) == {"a": "{key}2"}


def test_a_webhook_is_signed_over_its_time_and_body(heard: Heard) -> None:
    body = json.dumps({"id": "x", "data": {"codes": ["A"]}})
    assert channel(ChannelKind.WEBHOOK).send(letter(heard.url, body, "ping", SECRET)).outcome == Outcome.SENT
    _path, headers, raw = heard.requests[0]
    now = int(headers["Sciweek-Signature"].split(",")[0][2:])
    assert verify(SECRET, headers["Sciweek-Signature"], raw, now)
    assert not verify(SECRET, headers["Sciweek-Signature"], raw + b" ", now)
    assert not verify("another secret", headers["Sciweek-Signature"], raw, now)
    assert not verify(SECRET, headers["Sciweek-Signature"], raw, now + 301)
    assert not verify(SECRET, "t=x,v1=", raw, now)
    assert headers["Sciweek-Delivery"] == "8a1c0c3e-0000-4000-8000-000000000001"


def test_a_redirect_is_not_followed(heard: Heard) -> None:
    heard.code, heard.headers = 302, {"Location": "http://169.254.169.254/latest/"}
    assert post(heard.url, b"{}", {}).code == 302
    assert len(heard.requests) == 1


def test_an_answer_without_end_is_cut(heard: Heard) -> None:
    heard.endless = True
    assert len(post(heard.url, b"{}", {}).body) <= LONGEST_ANSWER


def test_a_connection_that_breaks_after_the_request_leaves_a_doubt(heard: Heard) -> None:
    heard.hangs_up = True
    with pytest.raises(NoAnswer):
        post(heard.url, b"{}", {})
    assert channel(ChannelKind.WECOM).send(letter(heard.url)).outcome == Outcome.UNKNOWN
    assert channel(ChannelKind.WEBHOOK).send(letter(heard.url, subject="ping")).outcome == Outcome.AGAIN


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://no-such-host.invalid/",
        "https://127.0.0.1:9/",
        "",
        "mailto:a@b",
        "http://[",
    ],
)
def test_nothing_went_where_nobody_is(url: str) -> None:
    with pytest.raises(NotSent):
        post(url, b"{}", {})


def test_private_networks_can_be_closed(heard: Heard, settings: Any) -> None:
    settings.SCIWEEK_PRIVATE_NETWORKS = False
    with pytest.raises(NotSent):
        post(heard.url, b"{}", {})
    with pytest.raises(NotSent):
        post(heard.url.replace("127.0.0.1", "localhost"), b"{}", {})
    assert heard.requests == []


@pytest.mark.parametrize(
    ("host", "private_allowed", "forbidden"),
    [
        ("169.254.169.254", True, True),
        ("::ffff:169.254.169.254", True, True),
        ("fe80::1%eth0", True, True),
        ("0.0.0.0", True, True),
        ("10.8.0.3", True, False),
        ("10.8.0.3", False, True),
        ("::1", False, True),
        ("::ffff:192.168.1.1", False, True),
        ("114.114.114.114", False, False),
    ],
)
def test_link_local_peers_are_never_called(host: str, private_allowed: bool, forbidden: bool) -> None:
    assert is_forbidden(host, private_allowed=private_allowed) is forbidden


def test_proxies_of_the_environment_are_not_used(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert post(heard.url, b"{}", {}).is_good
