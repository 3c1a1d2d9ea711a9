"""OpenID Connect: an identity opens the account of somebody who is there, and never makes anybody."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from sciweek.base.actor import system
from sciweek.committee.models import Membership
from sciweek.committee.tests.cast import Cast
from sciweek.people.actions import add_person
from sciweek.people.models import Person
from sciweek.people.tests.provider import Provider, provider_settings

pytestmark = pytest.mark.django_db
GOOD = "yi-tiao-hen-chang"


@pytest.fixture
def provider(settings: Any) -> Any:
    """A provider of our own on this machine, and Sciweek joined to it."""
    with Provider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = provider_settings(running.issuer)
        yield running


@pytest.fixture
def person() -> Person:
    return add_person(
        system("tests"), login="yunqi", name="云小联", password=GOOD, email="yun@linjiang.example"
    )


def come(client: Client, provider: Provider, next_url: str = "", **claims: Any) -> Any:
    """Go to the provider and come back as whoever the claims describe."""
    provider.claims = {"sub": "42", "name": "云小联"} | claims
    start = reverse("openid_connect_login", kwargs={"provider_id": "government"})
    away = client.get(start, {"next": next_url} if next_url else {})
    assert away.status_code == 302
    return client.get(provider.allow(away["Location"]), follow=True)


def is_in(client: Client, person: Person) -> bool:
    return client.session.get("_auth_user_id") == str(person.pk)


def test_the_sign_in_page_offers_it(client: Client, provider: Provider) -> None:
    assert "用政务登录登录" in client.get(reverse("account_login")).content.decode()


def test_a_verified_address_opens_the_account_that_has_it(
    client: Client, provider: Provider, person: Person
) -> None:
    come(client, provider, email="YUN@linjiang.example", email_verified=True)
    assert is_in(client, person)
    assert SocialAccount.objects.get(user=person).uid == "42"


@pytest.mark.parametrize("word", [False, "true", "false", None])
def test_an_address_that_is_not_verified_opens_nothing(
    client: Client, provider: Provider, person: Person, word: Any
) -> None:
    answer = come(client, provider, email="yun@linjiang.example", email_verified=word)
    assert (answer.status_code, is_in(client, person)) == (403, False)


def test_the_login_of_the_provider_opens_the_same_login_here(
    client: Client, provider: Provider, person: Person
) -> None:
    come(client, provider, preferred_username="YunQi")
    assert is_in(client, person)


def test_matching_can_be_narrowed_by_settings(
    client: Client, provider: Provider, person: Person, settings: Any
) -> None:
    settings.SCIWEEK_OIDC_MATCH = ("email",)
    come(client, provider, preferred_username="yunqi")
    assert not is_in(client, person)


def test_two_people_with_one_address_are_not_guessed_between(
    client: Client, provider: Provider, person: Person
) -> None:
    add_person(system("tests"), login="other", name="别人", email="yun@linjiang.example")
    answer = come(client, provider, email="yun@linjiang.example", email_verified=True)
    assert answer.status_code == 403


def test_a_second_identity_does_not_take_an_account_that_has_one(
    client: Client, provider: Provider, person: Person
) -> None:
    come(client, provider, preferred_username="yunqi")
    stranger = Client()
    assert come(stranger, provider, sub="43", preferred_username="yunqi").status_code == 403
    assert not is_in(stranger, person)


def test_once_tied_the_identity_alone_counts(client: Client, provider: Provider, person: Person) -> None:
    come(client, provider, preferred_username="yunqi")
    again = Client()
    come(again, provider, preferred_username="renamed")
    assert is_in(again, person)


def test_an_unknown_identity_makes_nobody_and_says_what_to_do(client: Client, provider: Provider) -> None:
    answer = come(client, provider, preferred_username="nobody", email="no@linjiang.example")
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "还没有对应的账号" in text
    assert "邀请链接" in text
    assert not Person.objects.exists()
    assert not SocialAccount.objects.exists()


def test_an_erased_person_is_not_opened_again(client: Client, provider: Provider, person: Person) -> None:
    from sciweek.people.actions import erase_person

    come(client, provider, preferred_username="yunqi")
    erase_person(system("tests"), person)
    assert not SocialAccount.objects.exists()
    answer = come(Client(), provider, email="yun@linjiang.example", email_verified=True)
    assert answer.status_code == 403


def test_a_second_factor_is_asked_for_after_the_provider_too(
    client: Client, provider: Provider, person: Person
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
    answer = come(client, provider, preferred_username="yunqi")
    assert answer.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert not is_in(client, person)


def test_an_identity_shown_first_is_tied_by_accepting_an_invitation(
    client: Client, provider: Provider, cast: Cast
) -> None:
    path = reverse("doors:join", kwargs={"token": cast.invitation_token})
    answer = come(client, provider, next_url=path, preferred_username="xinren")
    assert path in answer.content.decode()
    page = client.get(path).content.decode()
    assert "不用另设密码" in page
    assert 'name="password"' not in page
    client.post(path, {"name": "新小联", "login": "xinren"})
    person = Person.objects.get(login="xinren")
    assert is_in(client, person)
    assert not person.has_usable_password()
    with cast.inside():
        assert Membership.objects.filter(person=person, unit=cast.unit, role="liaison").exists()
    again = Client()
    come(again, provider, preferred_username="xinren")
    assert is_in(again, person)


def test_a_person_ties_an_identity_while_signed_in(
    client: Client, provider: Provider, person: Person
) -> None:
    client.post(reverse("account_login"), {"login": "yunqi", "password": GOOD})
    provider.claims = {"sub": "99", "name": "云小联"}
    start = reverse("openid_connect_login", kwargs={"provider_id": "government"})
    away = client.get(start, {"process": "connect"})
    client.get(provider.allow(away["Location"]), follow=True)
    assert SocialAccount.objects.get(user=person).uid == "99"


def test_a_provider_that_is_down_is_said_calmly(client: Client, provider: Provider) -> None:
    provider.is_down = True
    start = reverse("openid_connect_login", kwargs={"provider_id": "government"})
    answer = client.get(start)
    assert answer.status_code == 503
    assert "没有登录成" in answer.content.decode()
