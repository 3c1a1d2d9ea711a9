"""Nothing that somebody typed is lost because a sign-in ran out or a page stood open for too long."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html

from sciweek.base import scope
from sciweek.committee.models import Unit
from sciweek.committee.tests.cast import Cast

pytestmark = pytest.mark.django_db
NEW = "/desk/units/new/"
TYPED = {"name": "第一行\n第二行街道", "kind": "street", "short_name": '"<街>'}
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def browser() -> Client:
    """A browser whose forms need their token."""
    return Client(enforce_csrf_checks=True)


def token_of(browser: Client) -> str:
    browser.get(reverse("account_login"))
    return browser.cookies[settings.CSRF_COOKIE_NAME].value


def page_of(answer: Any) -> Any:
    return html.document_fromstring(answer.content.decode())


def kept(answer: Any) -> dict[str, str]:
    """What stands in the form that can be sent once more, its token included."""
    return {
        each.get("name"): each.get("value") for each in page_of(answer).cssselect("form[data-kept] input")
    }


def test_what_is_sent_after_the_sign_in_ran_out_is_sent_once_more_after_the_next(
    browser: Client, cast: Cast
) -> None:
    sent = TYPED | {"name": "江湾街道", "request_uid": "5b9f7a52-0a34-4a51-8f43-9a6d1b8a8a11"}
    answer = browser.post(NEW, sent | {"csrfmiddlewaretoken": token_of(browser)}, headers=HERE)
    assert answer.status_code == 403
    fields = kept(answer)
    assert {name: fields[name] for name in sent} == sent
    [link] = page_of(answer).cssselect("main a.button")
    assert link.get("href") == f"{reverse('account_login')}?next={NEW}"
    assert link.get("target") == "_blank"
    browser.force_login(cast.people["office"])
    again = browser.post(NEW, fields, headers=HERE)
    if again.status_code == 403:  # the sign-in changed the token: the page comes back with the new one
        again = browser.post(NEW, kept(again), headers=HERE)
    assert again.status_code == 302
    with scope.entered(cast.region.pk):
        assert Unit.objects.get(name="江湾街道").short_name == '"<街>'


def test_a_page_that_stood_open_too_long_keeps_what_was_typed(browser: Client) -> None:
    answer = browser.post(f"{NEW}?a=b", TYPED | {"csrfmiddlewaretoken": "old"}, headers=HERE)
    assert answer.status_code == 403
    fields = kept(answer)
    assert {name: fields[name] for name in TYPED} == TYPED
    assert fields["csrfmiddlewaretoken"] != "old"
    assert page_of(answer).cssselect("form[data-kept]")[0].get("action") == f"{NEW}?a=b"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://[elsewhere"},
        {"Sec-Fetch-Site": "cross-site"} | HERE,
        {},
    ],
    ids=["another origin", "no origin at all", "another site", "nothing said"],
)
def test_nothing_is_kept_of_what_another_page_sends(browser: Client, headers: dict[str, str]) -> None:
    answer = browser.post(NEW, TYPED, headers=headers)
    assert answer.status_code == 403
    assert not page_of(answer).cssselect("form")


def test_no_password_comes_back(browser: Client) -> None:
    answer = browser.post(reverse("account_login"), {"login": "yunqi", "password": "geheim"}, headers=HERE)
    assert answer.status_code == 403
    assert "geheim" not in answer.content.decode()


def test_a_part_of_a_page_is_answered_as_before(browser: Client) -> None:
    asks = HERE | {"HX-Request": "true"}
    assert not page_of(browser.post(NEW, TYPED, headers=asks)).cssselect("form")
    there = browser.post(NEW, TYPED | {"csrfmiddlewaretoken": token_of(browser)}, headers=asks)
    assert there["Location"].startswith(reverse("account_login"))


def test_looking_at_a_page_leads_to_the_sign_in_and_back(client: Client) -> None:
    assert client.get(NEW)["Location"] == f"{reverse('account_login')}?next={NEW}"
