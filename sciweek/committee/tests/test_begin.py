"""An empty installation: whoever reads the server's output names the district and opens the office's first account."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from sciweek.base import scope
from sciweek.base.tests.together import together
from sciweek.committee.actions.beginning import begin_token
from sciweek.committee.models import Membership
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.models import Entry
from sciweek.people.models import Person
from sciweek.week.models import Region

GIVEN = {
    "region_name": "清河区",
    "short_name": "清河",
    "parent_name": "云川市",
    "level": "district",
    "area_code": "0890",
    "slug": "qinghe",
    "name": "周老师",
    "login": "zhou",
    "password": "yi-tiao-hen-chang",
    "phone": "139 0000 0003",
}


def begin_path(token: str = "") -> str:
    return reverse("doors:begin", kwargs={"token": token or begin_token()})


def problems(answer: Any) -> dict[str, str]:
    """What stands beside which field."""
    page: Any = html.document_fromstring(answer.content.decode())
    return {one.get("id")[3:-6]: one.text_content().strip() for one in page.cssselect("[id$=-error]")}


@pytest.mark.django_db
def test_one_form_founds_the_district_and_leads_its_office_to_the_desk(client: Client) -> None:
    assert client.get(begin_path()).status_code == 200
    answer = client.post(begin_path(), GIVEN)
    assert answer["Location"] == reverse("desk:start")
    region = Region.objects.get()
    assert (region.name, region.short_name, region.parent_name) == ("清河区", "清河", "云川市")
    assert (region.slug, region.area_code, region.level, region.is_default) == (
        "qinghe",
        "0890",
        "district",
        True,
    )
    with scope.entered(region.pk):
        held = Membership.objects.get()
    assert (held.person.login, held.role) == ("zhou", "office")
    assert {"found_region", "add_person", "grant_role"} <= set(Entry.objects.values_list("verb", flat=True))
    desk = client.get(answer["Location"], follow=True)
    assert desk.status_code == 200
    assert "清河区" in desk.content.decode()


@pytest.mark.django_db
def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(client: Client) -> None:
    wrong = GIVEN | {
        "region_name": "清" * 81,
        "short_name": " ",
        "area_code": "12",
        "slug": "清河",
        "login": "Z",
        "password": "123",
    }
    answer = client.post(begin_path(), wrong)
    assert answer.status_code == 422
    assert set(problems(answer)) == {"region_name", "short_name", "area_code", "slug", "login", "password"}
    assert 'value="12"' in answer.content.decode()
    assert "清" * 81 in answer.content.decode()
    assert not Region.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["region_name", "slug", "name", "login", "level", "area_code"])
@pytest.mark.parametrize("odd", ["", "名" * 300, "\x00", "\u202e", "x" * 5000, "-"])
def test_odd_words_are_refused_or_taken_and_break_nothing(client: Client, field: str, odd: str) -> None:
    assert client.post(begin_path(), GIVEN | {field: odd}).status_code in (302, 422)


@pytest.mark.django_db
def test_a_district_without_an_account_is_not_kept(client: Client) -> None:
    answer = client.post(begin_path(), GIVEN | {"password": ""})
    assert set(problems(answer)) == {"password"}
    assert not Region.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "清", "A" * 32])
def test_another_address_is_none(client: Client, token: str) -> None:
    assert client.get(begin_path(token)).status_code == 404
    assert client.post(begin_path(token), GIVEN).status_code == 404
    assert not Region.objects.exists()


def test_once_there_is_a_district_the_address_sets_up_nothing(client: Client, cast: Cast) -> None:
    for answer in (client.get(begin_path()), client.post(begin_path(), GIVEN)):
        assert answer.status_code == 410
        assert "已经设置好了" in answer.content.decode()
    assert not Person.objects.filter(login="zhou").exists()
    assert not Region.objects.filter(slug="qinghe").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_it_up_at_once_one_has_done_it() -> None:
    def press(**other: str) -> Any:
        return Client().post(begin_path(), GIVEN | other)

    one, other = together(
        "week_region", press, lambda: press(slug="linjiang", region_name="临江区", login="wang")
    )
    assert sorted([one.status_code, other.status_code]) == [302, 410]
    assert Region.objects.count() == Person.objects.count() == 1
