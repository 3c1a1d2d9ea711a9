"""Accounts: what is asked of them, how they are kept, how they are forgotten."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sciweek.base.actor import CITIZEN, system
from sciweek.base.errors import Conflict, Forbidden, Refused
from sciweek.committee.tests.cast import Cast
from sciweek.people.actions import add_person, edit_person, erase_person, set_password
from sciweek.people.adapters import actor_of
from sciweek.people.models import Person
from sciweek.people.phones import phone_fields, read_phone, shown_phone

pytestmark = pytest.mark.django_db
SERVER = system("tests")
GOOD = "yi-tiao-hen-chang"


def test_an_account_is_kept_with_its_phone_sealed() -> None:
    person = add_person(SERVER, login=" YunQi ", name="云小联", password=GOOD, phone="139 0000 0001")
    assert (person.login, person.phone, person.phone_last4) == ("yunqi", "+8613900000001", "0001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_digest FROM people_person WHERE id = %s", [person.pk])
        sealed, digest = cursor.fetchone()
    assert b"13900000001" not in bytes(sealed)
    assert "13900000001" not in digest
    assert Person.objects.get(pk=person.pk).phone == "+8613900000001"


def test_an_address_longer_than_any_mail_server_takes_is_refused() -> None:
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.cn"
    with pytest.raises(Refused) as refused:
        add_person(SERVER, login="yunqi", name="云小联", password=GOOD, email=long)
    assert set(refused.value.fields) == {"email"}


def test_the_same_number_however_written_has_one_digest() -> None:
    ways = ["13900000001", "+86 139-0000-0001", "0086 13900000001", "１３９０００００００１"]
    assert len({phone_fields(way)["phone_digest"] for way in ways}) == 1


def test_a_local_number_is_completed_by_its_area_code() -> None:
    phone = read_phone("6120118", area_code="0890")
    assert phone is not None
    assert phone.e164 == "+868906120118"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+8613900000001", "139 0000 0001"),
        ("+868906120027", "0890-6120027"),
        ("+861062345678", "010-62345678"),
        ("+864008001234", "400-800-1234"),
        ("+85223456789", "+852 2345 6789"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_people_write_it_and_read_back_the_same(stored: str, shown: str) -> None:
    assert shown_phone(stored) == shown
    assert phone_fields(shown)["phone"] == stored


@pytest.mark.parametrize("text", ["没有", "12", "abc", "6120118", "1" * 30, "١٢٣"])
def test_what_is_no_number_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(Refused) as caught:
        phone_fields(text)
    assert set(caught.value.fields) == {"phone"}


@given(st.text(max_size=40))
def test_any_text_is_a_whole_phone_or_a_refusal(text: str) -> None:
    try:
        fields = phone_fields(text)
    except Refused:
        return
    assert bool(fields["phone"]) == bool(fields["phone_digest"]) == bool(fields["phone_last4"])
    assert fields["phone"].endswith(fields["phone_last4"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"login": "13900000001"}, "login"),
        ({"login": "yu"}, "login"),
        ({"login": "云小联"}, "login"),
        ({"login": "a b c"}, "login"),
        ({"name": " \u200b "}, "name"),
        ({"email": "yun@"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "1357924680135"}, "password"),
        ({"password": "password123"}, "password"),
        ({"login": "yunqi-street", "password": "yunqi-street1"}, "password"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(wrong: dict[str, str], field: str) -> None:
    values = {"login": "yunqi", "name": "云小联", "password": GOOD} | wrong
    with pytest.raises(Refused) as caught:
        add_person(SERVER, **values)
    assert field in caught.value.fields
    assert not Person.objects.exists()


def test_a_login_is_taken_whatever_its_capitals() -> None:
    add_person(SERVER, login="yunqi", name="云小联")
    with pytest.raises(Refused) as caught:
        add_person(SERVER, login="YunQi", name="别人")
    assert caught.value.code == "taken"


def test_a_citizen_opens_no_account() -> None:
    with pytest.raises(Forbidden):
        add_person(CITIZEN, login="yunqi", name="云小联", password=GOOD)


def test_people_edit_themselves_and_nobody_else(cast: Cast) -> None:
    liaison, other = cast.people["liaison"], cast.people["other_liaison"]
    assert edit_person(actor_of(liaison), liaison, name="云大联").name == "云大联"
    with pytest.raises(Forbidden):
        edit_person(actor_of(liaison), other, name="青大联")
    with pytest.raises(Forbidden):
        edit_person(cast.actor("office"), other, name="青大联")


def test_an_edit_from_an_old_page_shows_both(cast: Cast) -> None:
    person = cast.people["liaison"]
    edit_person(actor_of(person), person, name="云大联", seen_version=person.version)
    with pytest.raises(Conflict):
        edit_person(actor_of(person), person, name="云中联", seen_version=person.version)


def test_a_password_given_by_others_must_be_changed() -> None:
    person = add_person(SERVER, login="yunqi", name="云小联")
    assert set_password(SERVER, person, password=GOOD, must_change=True).must_change_password


def test_erasing_empties_what_is_personal_and_keeps_the_row(cast: Cast) -> None:
    person = edit_person(
        SERVER, cast.people["liaison"], name="云小联", phone="13900000001", email="yun@linjiang.example"
    )
    erased = erase_person(SERVER, person)
    assert (erased.email, erased.phone, erased.phone_digest, erased.phone_last4) == ("", "", "", "")
    assert (erased.is_active, erased.has_usable_password(), erased.login) == (
        False,
        False,
        f"erased-{person.pk}",
    )
    assert erased.erased_at is not None
    assert erase_person(SERVER, erased).erased_at == erased.erased_at


def test_nobody_erases_somebody_else(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        erase_person(actor_of(cast.people["liaison"]), cast.people["other_liaison"])
