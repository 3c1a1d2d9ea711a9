"""The ways in: password with lock-out, second factor, the forced change, no open sign-up."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import NoReverseMatch, reverse

from sciweek.base.actor import system
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.models import Entry
from sciweek.people.actions import add_person, set_password
from sciweek.people.models import Person

pytestmark = pytest.mark.django_db
GOOD = "yi-tiao-hen-chang"


@pytest.fixture
def person() -> Person:
    return add_person(
        system("tests"), login="yunqi", name="云小联", password=GOOD, email="yun@linjiang.example"
    )


def sign_in(client: Client, password: str = GOOD, login: str = "yunqi") -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password})


def text_of(response: Any) -> str:
    return response.content.decode()


def test_login_and_password_open_the_desk(client: Client, person: Person) -> None:
    answer = sign_in(client, login="YunQi")
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:start"))
    assert Entry.objects.filter(verb="sign_in", actor_id=person.pk).count() == 1


def test_a_wrong_password_and_a_wrong_login_say_the_same(client: Client, person: Person) -> None:
    said = [
        re.findall(r"message-words.*?</div>", text_of(answer), re.DOTALL)
        for answer in (sign_in(client, "wrong"), sign_in(client, login="nobody"))
    ]
    assert said[0] == said[1]
    assert "登录名或密码不对" in said[0][0]


def test_after_five_wrong_tries_the_right_password_waits_and_the_page_says_how_long(
    client: Client, person: Person
) -> None:
    for _ in range(5):
        sign_in(client, "wrong")
    answer = sign_in(client)
    minutes = re.search(r"请 (\d+) 分钟后再试", text_of(answer))
    assert answer.status_code == 200
    assert minutes is not None
    assert 14 <= int(minutes[1]) <= 15
    assert "_auth_user_id" not in client.session


def test_a_lock_on_one_login_does_not_lock_another(client: Client, person: Person) -> None:
    add_person(system("tests"), login="qingshan", name="青小联", password=GOOD)
    for _ in range(5):
        sign_in(client, "wrong")
    assert sign_in(client, login="qingshan").status_code == 302


def test_there_is_no_open_sign_up() -> None:
    for name in ("account_signup", "account_email", "socialaccount_signup"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert Client().get("/sign-in/signup/").status_code == 404


def test_people_change_how_they_are_called_and_reached(client: Client, person: Person) -> None:
    client.force_login(person)
    sent = {"name": "云小新", "phone": "0890-6120118", "email": "", "seen_version": person.version}
    assert client.post(reverse("people_me"), sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.email) == ("云小新", "")
    older = client.post(reverse("people_me"), sent | {"name": "云小旧"})
    assert older.status_code == 422
    seen = older.context["form"]["seen_version"].value()
    assert (
        client.post(reverse("people_me"), sent | {"name": "云小旧", "seen_version": seen}).status_code == 302
    )


def test_an_erased_person_does_not_come_in(client: Client, person: Person) -> None:
    from sciweek.people.actions import erase_person

    client.force_login(person)
    assert client.get(reverse("people_me")).status_code == 200
    erase_person(system("tests"), person)
    assert client.get(reverse("people_me")).status_code == 302
    assert sign_in(Client()).status_code == 200


def test_a_password_given_by_others_is_changed_before_work(client: Client, cast: Cast) -> None:
    person = cast.people["office"]
    set_password(system("tests"), person, password=GOOD, must_change=True)
    client.force_login(person)
    desk = reverse("desk:home", kwargs={"week_slug": cast.week.slug})
    change = reverse("account_change_password")
    assert client.get(desk)["Location"] == change
    own = {"oldpassword": GOOD, "password1": "zi-ji-de-mi-ma", "password2": "zi-ji-de-mi-ma"}
    assert client.post(change, own).status_code == 302
    person.refresh_from_db()
    assert not person.must_change_password
    assert client.get(desk).status_code == 200


def test_a_reset_letter_goes_to_the_address_and_says_nothing_of_strangers(
    client: Client, person: Person, mailoutbox: list[Any], settings: Any
) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    for address in ("yun@linjiang.example", "nobody@linjiang.example"):
        answer = client.post(reverse("account_reset_password"), {"email": address})
        assert answer["Location"] == reverse("account_reset_password_done")
    assert [letter.to for letter in mailoutbox] == [["yun@linjiang.example"]]
    link = re.search(r"/sign-in/password/reset/key/\S+", mailoutbox[0].body)
    assert link is not None
    page = client.get(link[0], follow=True)
    new = {"password1": "xin-de-mi-ma-1", "password2": "xin-de-mi-ma-1"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    assert sign_in(Client(), "xin-de-mi-ma-1").status_code == 302


def test_without_a_mail_server_the_page_says_whom_to_ask(client: Client) -> None:
    assert "找办公室" in text_of(client.get(reverse("account_reset_password")))


def with_app(person: Person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_now(secret: str) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"


def test_with_an_authenticator_the_password_alone_is_not_enough(client: Client, person: Person) -> None:
    secret = with_app(person)
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert answer["Location"] == reverse("desk:start")


def test_an_authenticator_is_set_up_with_a_code_and_gives_backup_codes(
    client: Client, person: Person
) -> None:
    sign_in(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    page = client.post(asked["Location"], {"password": GOOD}, follow=True)
    secret = page.context["form"].secret
    assert secret in text_of(page)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert "备用码" in text_of(answer)
    assert "已启用" in text_of(client.get(reverse("mfa_index")))


def test_staff_can_be_made_to_use_a_second_factor(client: Client, cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_STAFF_SECOND_FACTOR = True
    desk = reverse("desk:home", kwargs={"week_slug": cast.week.slug})
    client.force_login(cast.people["office"])
    asked = client.get(desk)
    assert asked["Location"].startswith(reverse("mfa_index"))
    page = client.get(asked["Location"])
    assert page.status_code == 200
    assert "先设好" in text_of(page)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    with_app(cast.people["office"])
    assert client.get(desk).status_code == 200


def test_a_liaison_is_never_asked_for_a_second_factor(client: Client, cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_STAFF_SECOND_FACTOR = True
    client.force_login(cast.people["liaison"])
    assert client.get(reverse("desk:home", kwargs={"week_slug": cast.week.slug})).status_code == 200


@pytest.mark.parametrize(
    ("host", "secure", "offered"),
    [
        ("localhost:8000", False, True),
        ("127.0.0.1:8000", False, False),
        ("10.0.0.9", True, False),
        ("192.168.1.20:8000", False, False),
        ("week.linjiang.example", True, True),
    ],
)
def test_passkeys_are_offered_where_browsers_have_them(
    client: Client, host: str, secure: bool, offered: bool
) -> None:
    page = text_of(client.get(reverse("account_login"), headers={"host": host}, secure=secure))
    assert ('id="passkey_login"' in page) == offered
    assert ("局域网地址" in page) != offered


def test_no_page_of_sign_in_writes_script_or_style_into_itself(client: Client, person: Person) -> None:
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": GOOD})
    names = ("people_me", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password")
    pages = [text_of(client.get(reverse(name))) for name in names]
    pages.append(text_of(Client().get(reverse("account_login"))))
    for page in pages:
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)
        for tag in re.findall(r"<script[^>]*>", page):
            assert "src=" in tag or 'type="application/json"' in tag, tag
