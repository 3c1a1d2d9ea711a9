"""Proving a phone where short messages can be sent, and finding a booking whose link was lost."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.translation import gettext, override
from lxml import html
from pytest_django.fixtures import Settings

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.booking.actions.codes import MOST_A_DAY, new_code_for
from sciweek.booking.models import Booking
from sciweek.booking.tests.booked import booked
from sciweek.people.phones import read_phone
from sciweek.portal.pages.booking.addresses import booking_address
from sciweek.portal.pages.booking.find import MOST_TRIES
from sciweek.portal.tests.booking_stage import (
    HOME,
    act,
    booked_page,
    code_of,
    form_of,
    inside,
    opened,
    send,
    the_booking,
)
from sciweek.portal.tests.stage import Stage, words
from sciweek.post.tests.listener import Heard, http_listener

PHONE = "13900000123"
FIND = "/bookings/find/"


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Heard]:
    """A gateway of short messages on this machine."""
    with http_listener() as listener:
        settings.SCIWEEK_SMS = {
            "url": listener.url,
            "template": '{"mobile": "{phone}", "content": "{text}"}',
            "key": "",
            "success": "",
        }
        yield listener


def ask(stage: Stage, pool: Any, phone: str = PHONE, accept: str = "text/html", **typed: str) -> Any:
    given = {"adults": "2", "name": "林小满", "phone": phone} | typed
    return stage.client.post(f"{form_of(pool)}code/", given, headers=HOME | {"Accept": accept})


def find(stage: Stage, phone: str, code: str) -> Any:
    return stage.client.post(FIND, {"phone": phone, "code": code}, headers=HOME)


def test_how_often_codes_were_asked_for_is_remembered_for_the_whole_day(before: Stage) -> None:
    phone = read_phone(PHONE)
    assert phone is not None
    for asked in range(MOST_A_DAY + 1):
        cache.delete(f"booking:code-wait:{phone.digest}")
        if asked == MOST_A_DAY:
            with pytest.raises(Refused):
                new_code_for(phone.digest)
        else:
            new_code_for(phone.digest)
    assert _lives_for("code-day") > timedelta(hours=23)


def test_wrong_tries_hold_somebody_up_no_longer_than_is_said(before: Stage) -> None:
    row = booked_page(before, opened(before)[0], phone=PHONE)
    for _try in range(MOST_TRIES):
        assert find(before, PHONE, "ACDEFGHJ").status_code == 422
    assert find(before, PHONE, the_booking(before, row).code).status_code == 429
    assert _lives_for("booking:find:") <= timedelta(minutes=15)


@pytest.mark.parametrize(
    ("phone", "code", "said"),
    [
        ("", "", {"phone": "请写预约时的手机号", "code": "请写预约码"}),
        (PHONE, " ", {"code": "请写预约码"}),
        ("12", "34679ACD", {"phone": "11 位手机号"}),
        (PHONE, "34679", {"code": "8 位字母和数字"}),
    ],
)
def test_what_is_missing_to_find_a_booking_is_said_beside_its_field(
    before: Stage, phone: str, code: str, said: dict[str, str]
) -> None:
    """Nothing was looked for, so nothing is said not to be there, and it is no try."""
    for _try in range(MOST_TRIES + 1):
        answer = find(before, phone, code)
        assert answer.status_code == 422
    page = html.document_fromstring(answer.content.decode())
    assert "没有找到" not in words(page)
    for name in ("phone", "code"):
        [line] = page.cssselect(f"[name={name}]")
        errors = page.cssselect(f"#id_{name}-error")
        assert [said.get(name, "") in words(one) for one in errors] == [True] * (name in said)
        assert (line.get("aria-invalid") == "true") == (name in said)
        assert (f"id_{name}-error" in line.get("aria-describedby", "")) == (name in said)
        assert ("autofocus" in line.attrib) == (name == next(iter(said)))


def test_thousands_who_ask_for_codes_at_once_push_nobody_out(before: Stage) -> None:
    for number in range(600):
        new_code_for(f"{number:064x}")
    assert cache.get(f"booking:code:booking:{0:064x}") is not None


def _lives_for(part: str) -> timedelta:
    """How long from now on what is counted under such a key is kept at most."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(expires) FROM sciweek_cache WHERE cache_key LIKE %s", [f"%{part}%"])
        [until] = cursor.fetchone()
    until = datetime.fromisoformat(until) if isinstance(until, str) else until
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)


# --- codes ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_code_is_sent_at_once_and_proves_the_phone(
    before: Stage, gateway: Heard, work_off: Callable[[], None]
) -> None:
    [pool] = opened(before)
    page = before.page(form_of(pool))
    assert page.cssselect("button[formaction$='/book/code/']")
    assert words(page.cssselect("label[for=id_code]")[0]) == "短信验证码"  # not "可不填"
    answer = ask(before, pool)
    assert answer.status_code == 200
    back = html.document_fromstring(answer.content.decode())
    assert "验证码已发到" in words(back.cssselect(".book-message")[0])
    assert back.cssselect("[name=name]")[0].get("value") == "林小满"
    work_off()
    sent = gateway.json()
    assert sent["mobile"] == PHONE
    code = re.findall(r"\d{6}", sent["content"])[0]
    wrong = "000000" if code != "000000" else "111111"
    refused = send(before, pool, phone=PHONE, code=wrong)
    assert refused.status_code == 422
    assert "验证码不对" in refused.content.decode()
    assert send(before, pool, phone=PHONE).status_code == 422
    row = the_booking(before, booked_page(before, pool, phone=PHONE, code=code))
    assert row.is_proven


def test_a_script_hears_the_answer_as_json(before: Stage, gateway: Heard) -> None:
    [pool] = opened(before)
    told = ask(before, pool, accept="application/json")
    assert "10 分钟" in told.json()["text"]
    again = ask(before, pool, accept="application/json")
    assert (again.status_code, "一分钟" in again.json()["problem"]) == (422, True)
    wrong = ask(before, pool, phone="12", accept="application/json")
    assert "11 位手机号" in wrong.json()["problem"]


def test_nobody_asks_for_a_code_from_elsewhere(before: Stage, gateway: Heard) -> None:
    [pool] = opened(before)
    answer = before.client.post(
        f"{form_of(pool)}code/", {"phone": PHONE}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 422
    assert before.get(f"{form_of(pool)}code/")["Location"] == form_of(pool)


def test_codes_count_against_the_network_too(before: Stage, gateway: Heard, settings: Settings) -> None:
    settings.SCIWEEK_BOOKING_RATE_NETWORK = 2
    [pool] = opened(before)
    found = [ask(before, pool, phone=f"1390000020{number}").status_code for number in range(3)]
    assert found == [200, 200, 429]


@pytest.mark.django_db(transaction=True)
def test_whoever_takes_a_booking_over_proves_the_new_phone(
    before: Stage, gateway: Heard, settings: Settings, work_off: Callable[[], None]
) -> None:
    [pool] = opened(before)
    with inside(before):
        row = booked(pool, actor=before.place.office)
    address = booking_address(row)
    heir = {"name": "何苗", "phone": PHONE}
    page = before.page(address)
    [button] = page.cssselect("button[formaction]")
    assert button.get("formaction") == f"{address}code/"
    # Nobody writes the own number here, and no browser does.
    asked = {each.get("for"): words(each) for each in page.cssselect("details label.field-label")}
    assert (asked["id_phone"], asked["id_code"]) == ("对方手机号", "对方收到的验证码")
    assert {each.get("autocomplete") for each in page.cssselect("#id_name, #id_phone, #id_code")} == {"off"}
    without = act(before, address, "pass_on", **heir)
    assert (without.status_code, "请先获取短信验证码" in without.content.decode()) == (422, True)
    sent = before.client.post(f"{address}code/", heir, headers=HOME)
    back = html.document_fromstring(sent.content.decode())
    assert "验证码已发到" in words(back.cssselect(".message")[0])
    assert back.cssselect("details[open] [name=name]")[0].get("value") == "何苗"
    assert back.cssselect("details[open] [name=phone]")[0].get("value") == PHONE
    work_off()
    texts = [gateway.json(number)["content"] for number in range(len(gateway.requests))]
    [said] = [text for text in texts if "验证码" in text]
    # It is to be told to whoever passes the booking on, and proves nothing else.
    assert "请不要告诉别人" not in said
    assert "转给您" in said
    code = re.findall(r"\d{6}", said)[0]
    [other] = opened(before, hours=(16,))
    assert "过期或作废了" in send(before, other, phone=PHONE, code=code).content.decode()
    wrong = act(before, address, "pass_on", **heir, code="000000" if code != "000000" else "111111")
    page = html.document_fromstring(wrong.content.decode())
    assert words(page.cssselect("details[open] #id_code-error")[0]) == "验证码不对，请核对短信。"
    assert page.cssselect("details[open] [name=phone]")[0].get("value") == PHONE
    passed = the_booking(before, act(before, address, "pass_on", **heir, code=code)["Location"])
    assert (passed.name, passed.is_proven) == ("何苗", True)


def test_codes_for_whoever_takes_over_are_as_few_as_for_booking(
    before: Stage, gateway: Heard, settings: Settings
) -> None:
    [pool] = opened(before)
    with inside(before):
        address = booking_address(booked(pool, actor=before.place.office))

    def ask_there(phone: str, **headers: str) -> Any:
        return before.client.post(
            f"{address}code/", {"phone": phone}, headers=HOME | {"Accept": "application/json"} | headers
        )

    assert "10 分钟" in ask_there(PHONE).json()["text"]
    assert "一分钟" in ask_there(PHONE).json()["problem"]
    assert "11 位手机号" in ask_there("12").json()["problem"]
    assert ask_there("13900000456", **{"Sec-Fetch-Site": "cross-site"}).status_code == 422
    settings.SCIWEEK_BOOKING_RATE_NETWORK = 2
    before.client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert [ask_there(f"1390000020{number}").status_code for number in range(3)] == [200, 200, 429]
    assert before.get(f"{address}code/")["Location"] == address
    other = "y" if address.endswith("x/") else "x"
    assert before.get(f"{address[:-2]}{other}/code/").status_code == 404


# --- a lost link ------------------------------------------------------------------------------------------------


def test_phone_and_code_lead_to_the_booking(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool, phone=PHONE)
    code = the_booking(before, address).code
    for phone, typed in (
        (PHONE, code),
        ("139 0000 0123", f"{code[:4]} {code[4:]}"),
        ("+86 13900000123", code.lower()),
    ):
        answer = find(before, phone, typed)
        assert answer["Location"] == f"{address}?done=found"
    act(before, address, "cancel")
    assert find(before, PHONE, code).status_code == 303


def test_a_wrong_phone_and_a_wrong_code_are_answered_alike(before: Stage) -> None:
    [pool] = opened(before)
    code = the_booking(before, booked_page(before, pool, phone=PHONE)).code
    answers = [find(before, "13900000999", code), find(before, PHONE, "34679ACD")]
    texts = [
        words(html.document_fromstring(each.content.decode()).cssselect(".book-message")[0])
        for each in answers
    ]
    assert {each.status_code for each in answers} == {422}
    assert len(set(texts)) == 1
    assert "13900000999" in answers[0].content.decode()


def test_five_tries_of_a_network_and_of_a_phone(before: Stage) -> None:
    [pool] = opened(before)
    code = the_booking(before, booked_page(before, pool, phone=PHONE)).code
    for _time in range(5):
        assert find(before, PHONE, "34679ACD").status_code == 422
    assert find(before, PHONE, code).status_code == 429
    # From another network the phone stays closed; another phone from there is free.
    before.client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert find(before, PHONE, code).status_code == 429
    assert find(before, "13900000777", code).status_code == 422
    cache.clear()
    assert find(before, PHONE, code).status_code == 303


def test_an_erased_booking_is_not_found_any_more(before: Stage) -> None:
    [pool] = opened(before)
    code = the_booking(before, booked_page(before, pool, phone=PHONE)).code
    with inside(before):
        Booking.objects.update(erased_at=clock.now())
    assert find(before, PHONE, code).status_code == 422


def test_the_way_to_a_lost_link_is_on_every_page_and_kept_whole(before: Stage) -> None:
    [pool] = opened(before)
    for path in ("/", f"/sessions/{code_of(pool)}/", form_of(pool)):
        assert before.page(path).cssselect(f"a[href='{FIND}']")
    answer = before.get(FIND)
    assert "ETag" in answer
    assert not answer.cookies
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        assert before.get(FIND).status_code == 200


def test_before_there_is_any_edition_the_page_stands_too(client: Client, db: None) -> None:
    assert client.get(FIND).status_code == 200
    assert client.post(FIND, {"phone": PHONE, "code": "34679ACD"}, headers=HOME).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_who_fills_in_the_english_form_is_written_to_in_english(
    before: Stage, gateway: Heard, work_off: Callable[[], None]
) -> None:
    [pool] = opened(before)
    with override("en"):
        expected = gettext("您的预约验证码是 %(code)s，%(minutes)d 分钟内有效，请不要告诉别人。")
    typed = {"adults": "2", "name": "Lin Xiaoman", "phone": PHONE}
    before.client.post(f"/en{form_of(pool)}code/", typed, headers=HOME)
    work_off()
    content = gateway.json()["content"]
    assert not re.search("[\u4e00-\u9fff]", content)
    assert expected.split("%(code)s")[0] in content
    code = re.findall(r"\d{6}", content)[0]
    answer = before.client.post(f"/en{form_of(pool)}", typed | {"code": code}, headers=HOME)
    assert the_booking(before, answer["Location"]).language == "en"
