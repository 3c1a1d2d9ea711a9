"""Invitations and personal links: previews use nothing up, each dead link says what to do, nothing leaks."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciweek.base import clock
from sciweek.base.actor import CITIZEN
from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.committee.actions import (
    accept_invitation,
    add_unit,
    end_role,
    erase_member,
    forget_old_names,
    give_link,
    grant_role,
    invite,
    open_way_back,
    record_receipt,
    revoke_invitation,
    revoke_link,
)
from sciweek.committee.entrance import LINK_SESSION_KEY
from sciweek.committee.models import Invitation, Membership, Participation, PersonalLink
from sciweek.committee.queries import invitation_by_token
from sciweek.committee.states import Role, UnitKind
from sciweek.committee.tests.cast import WHO, Cast
from sciweek.logbook.models import Entry
from sciweek.people.actions import erase_person
from sciweek.people.adapters import actor_of
from sciweek.people.models import Person

NEW = {"name": "新小联", "login": "xinren", "password": "yi-tiao-hen-chang", "phone": "13900000002"}


def join_path(token: str) -> str:
    return reverse("doors:join", kwargs={"token": token})


def enter_path(token: str) -> str:
    return reverse("doors:enter", kwargs={"token": token})


def text_of(response: Any) -> str:
    return response.content.decode()


def test_a_preview_of_an_invitation_uses_nothing_up(client: Client, cast: Cast) -> None:
    for _ in range(3):
        page = client.get(join_path(cast.invitation_token))
        assert page.status_code == 200
    with cast.inside():
        assert Invitation.objects.get(pk=cast.invitation.pk).uses_left == 20
    assert "云栖街道办事处" in text_of(page)
    assert "江办邀请您担任" in text_of(page)
    assert page["Cache-Control"].startswith("max-age=0")


def test_a_newcomer_opens_an_account_and_stands_at_the_desk(client: Client, cast: Cast) -> None:
    answer = client.post(join_path(cast.invitation_token), NEW)
    assert answer["Location"] == reverse("desk:start")
    person = Person.objects.get(login="xinren")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.name, person.phone_last4, person.check_password(NEW["password"])) == (
        "新小联",
        "0002",
        True,
    )
    with cast.inside():
        held = Membership.objects.get(person=person)
        assert (held.role, held.unit_id) == ("liaison", cast.unit.pk)
        assert Invitation.objects.get(pk=cast.invitation.pk).uses_left == 19
    assert Entry.objects.filter(verb="accept_invitation", actor_id=person.pk).exists()


def test_what_was_typed_stays_when_something_is_wrong(client: Client, cast: Cast) -> None:
    answer = client.post(join_path(cast.invitation_token), NEW | {"password": "kurz"})
    assert answer.status_code == 422
    assert 'value="xinren"' in text_of(answer)
    assert "kurz" not in text_of(answer)
    assert not Person.objects.filter(login="xinren").exists()


def test_a_signed_in_person_joins_as_themselves(cast: Cast) -> None:
    client = cast.client("auditor")
    page = text_of(client.get(join_path(cast.invitation_token)))
    assert "计小核" in page
    assert 'name="password"' not in page
    client.post(join_path(cast.invitation_token))
    with cast.inside():
        assert Membership.objects.filter(person=cast.people["auditor"], unit=cast.unit).exists()


def test_whoever_holds_the_role_already_uses_nothing_up(cast: Cast) -> None:
    cast.client("liaison").post(join_path(cast.invitation_token))
    with cast.inside():
        assert Invitation.objects.get(pk=cast.invitation.pk).uses_left == 20


def test_each_dead_invitation_says_what_to_do(client: Client, cast: Cast) -> None:
    assert client.get(join_path("x" * 32)).status_code == 404
    said = {}
    with cast.inside():
        row = Invitation.objects.get(pk=cast.invitation.pk)
        changes: dict[str, dict[str, Any]] = {
            "过期": {"expires_at": clock.now() - timedelta(seconds=1)},
            "用完": {"expires_at": clock.now() + timedelta(days=1), "uses_left": 0},
            "作废": {"uses_left": 1, "revoked_at": clock.now()},
        }
        for word, change in changes.items():
            for name, value in change.items():
                setattr(row, name, value)
            row.save()
            page = client.get(join_path(cast.invitation_token))
            assert page.status_code == 410
            said[word] = text_of(page)
            assert client.post(join_path(cast.invitation_token), NEW).status_code == 410
    assert all(word in text for word, text in said.items())
    assert not Person.objects.filter(login="xinren").exists()


def test_an_invitation_for_one_lets_one_in(cast: Cast) -> None:
    with cast.inside():
        _row, token = invite(cast.actor("office"), cast.region, role=Role.PUBLICITY)
    assert Client().post(join_path(token), NEW).status_code == 302
    assert Client().post(join_path(token), NEW | {"login": "another"}).status_code == 410


def test_a_groups_invitation_lets_each_pick_a_unit_that_has_nobody(cast: Cast) -> None:
    with cast.inside():
        office = cast.actor("office")
        free = add_unit(office, cast.region, name="临江中学", kind=UnitKind.SCHOOL)
        _row, token = invite(office, cast.region, role=Role.LIAISON, uses=50)
    page = text_of(Client().get(join_path(token)))
    assert "临江中学" in page
    assert "云栖街道办事处</option>" not in page
    assert Client().post(join_path(token), NEW).status_code == 422
    taken = Client().post(join_path(token), NEW | {"unit": cast.unit.pk})
    assert taken.status_code == 422
    foreign = Client().post(join_path(token), NEW | {"unit": cast.foreign_unit.pk})
    assert foreign.status_code == 422
    assert Client().post(join_path(token), NEW | {"unit": free.pk}).status_code == 302
    with cast.inside():
        assert Membership.objects.get(unit=free).person.login == "xinren"


def test_the_action_holds_a_group_to_free_units_too(in_week: Cast) -> None:
    row, _token = invite(in_week.actor("office"), in_week.region, role=Role.LIAISON, uses=5)
    with pytest.raises(Refused) as caught:
        accept_invitation(
            CITIZEN, row, unit=in_week.unit, login="xinren", name="新", password="yi-tiao-chang"
        )
    assert caught.value.code == "taken"
    assert not Person.objects.filter(login="xinren").exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": Role.OFFICE, "uses": 2}, "uses"),
        ({"role": Role.LIAISON, "uses": 0}, "uses"),
        ({"role": Role.LIAISON, "days": 365}, "days"),
        ({"role": "king"}, "role"),
    ],
)
def test_an_invitation_keeps_within_bounds(values: dict[str, Any], field: str, in_week: Cast) -> None:
    with pytest.raises(Refused) as caught:
        invite(in_week.actor("office"), in_week.region, **values)
    assert field in caught.value.fields


def test_the_database_holds_only_the_digest_and_the_office_sees_the_link_again(cast: Cast) -> None:
    with cast.inside():
        row = Invitation.objects.values().get(pk=cast.invitation.pk)
        assert cast.invitation_token not in str(row)
        address = reverse("committee:invitation", kwargs={"uid": cast.invitation.uid})
    page = text_of(cast.client("office").get(address))
    assert f"http://testserver{join_path(cast.invitation_token)}" in page
    assert "<svg" in page


def test_the_public_name_stands_in_links_when_it_is_set(cast: Cast, settings: Any) -> None:
    settings.SCIWEEK_SITE_URL = "https://week.linjiang.example"
    address = reverse("committee:invitation", kwargs={"uid": cast.invitation.uid})
    page = text_of(cast.client("office").get(address))
    assert f"https://week.linjiang.example{join_path(cast.invitation_token)}" in page


def test_pressing_invite_twice_makes_one(in_week: Cast) -> None:
    uid = "6f2f7b52-24f0-4ce5-9d6c-f1a3c8a0f1aa"
    made = [
        invite(in_week.actor("office"), in_week.region, role=Role.AUDITOR, request_uid=uid) for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Invitation.objects.filter(role=Role.AUDITOR).count() == 1


def test_a_revoked_invitation_is_found_but_closed(in_week: Cast) -> None:
    revoke_invitation(in_week.actor("office"), in_week.invitation)
    found = invitation_by_token(in_week.invitation_token)
    assert found is not None
    with pytest.raises(Refused):
        accept_invitation(actor_of(in_week.people["auditor"]), found)


@pytest.mark.usefixtures("one_minute")
def test_knocking_too_often_is_answered_calmly(client: Client, cast: Cast) -> None:
    answers = [client.get(join_path(f"wrong{n}")).status_code for n in range(62)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert client.get(join_path(cast.invitation_token)).status_code == 429


def test_opening_a_personal_link_changes_nothing_until_the_button(client: Client, cast: Cast) -> None:
    page = client.get(enter_path(cast.link_token))
    assert "云小代" in text_of(page)
    assert LINK_SESSION_KEY not in client.session
    with cast.inside():
        link = PersonalLink.objects.get(pk=cast.link.pk)
        assert link.last_used_at is None
        assert Participation.objects.get(pk=cast.participation.pk).opened_at is None
    home = reverse("desk:home", kwargs={"week_slug": cast.week.slug})
    assert client.get(home)["Location"].startswith(reverse("account_login"))
    before = client.session.session_key
    assert client.post(enter_path(cast.link_token)).status_code == 302
    assert client.session.session_key != before
    assert client.get(home).status_code == 200
    with cast.inside():
        assert PersonalLink.objects.get(pk=cast.link.pk).last_used_at is not None
        assert Participation.objects.get(pk=cast.participation.pk).opened_at is not None


def test_a_personal_link_opens_one_week_only(cast: Cast) -> None:
    client = cast.client("link")
    assert client.get(reverse("desk:home", kwargs={"week_slug": cast.other_week.slug})).status_code == 404


@pytest.mark.parametrize("how", ["revoked", "expired", "setting", "region"])
def test_a_closed_personal_link_ends_with_the_next_click_and_says_why(
    how: str, cast: Cast, settings: Any
) -> None:
    client, home = cast.client("link"), reverse("desk:home", kwargs={"week_slug": cast.week.slug})
    assert client.get(home).status_code == 200
    with cast.inside():
        if how == "revoked":
            revoke_link(cast.actor("office"), cast.link)
        elif how == "expired":
            PersonalLink.objects.update(expires_at=clock.now())
        elif how == "setting":
            settings.SCIWEEK_PERSONAL_LINKS = False
        else:
            type(cast.region).objects.filter(pk=cast.region.pk).update(allows_personal_links=False)
    assert client.get(home).status_code == 302
    page = client.get(enter_path(cast.link_token))
    words = {"revoked": "已作废", "expired": "已经过期", "setting": "停用", "region": "停用"}
    assert (page.status_code, words[how] in text_of(page)) == (410, True)


def test_a_link_is_not_given_where_the_region_forbids_it(in_week: Cast) -> None:
    type(in_week.region).objects.filter(pk=in_week.region.pk).update(allows_personal_links=False)
    part = Participation.objects.get(pk=in_week.participation.pk)
    with pytest.raises(Refused) as caught:
        give_link(in_week.actor("office"), part, name="某人")
    assert caught.value.code == "links_off"


def test_an_account_that_is_signed_in_comes_before_a_link(cast: Cast) -> None:
    client = cast.client("auditor")
    client.post(enter_path(cast.link_token))
    assert LINK_SESSION_KEY not in client.session


def test_leaving_ends_the_link_in_this_browser(cast: Cast) -> None:
    client = cast.client("link")
    client.post(reverse("doors:leave"))
    assert LINK_SESSION_KEY not in client.session


@pytest.mark.parametrize("who", WHO)
def test_only_the_office_and_the_units_liaison_sign_for_the_notice(who: str, in_week: Cast) -> None:
    actor = in_week.actor(who)
    if who in {"office", "liaison", "link"}:
        signed = record_receipt(actor, in_week.participation)
        assert signed.received_at is not None
        assert record_receipt(actor, in_week.participation).received_at == signed.received_at
    else:
        with pytest.raises((Forbidden, OutOfSight)):
            record_receipt(actor, in_week.participation)


def test_a_region_keeps_somebody_in_its_office(in_week: Cast) -> None:
    office = Membership.objects.get(role=Role.OFFICE)
    with pytest.raises(Refused) as caught:
        end_role(in_week.actor("office"), office)
    assert caught.value.code == "last_office"
    with pytest.raises(Refused):
        erase_person(actor_of(in_week.people["office"]), in_week.people["office"])
    grant_role(in_week.actor("office"), in_week.people["auditor"], role=Role.OFFICE)
    assert end_role(in_week.actor("office"), office).ended_at is not None


def test_the_region_is_held_while_it_is_looked_whether_somebody_stays(in_week: Cast) -> None:
    """Else two who leave at the same moment would each see the other still there."""
    grant_role(in_week.actor("office"), in_week.people["auditor"], role=Role.OFFICE)
    with CaptureQueriesContext(connection) as done:
        end_role(
            in_week.actor("office"),
            Membership.objects.get(person=in_week.people["auditor"], role=Role.OFFICE),
        )
    statements = [one["sql"] for one in done]
    held = next(at for at, sql in enumerate(statements) if sql.startswith("SELECT") and "week_region" in sql)
    assert held < next(at for at, sql in enumerate(statements) if "COUNT(" in sql)


def test_a_role_that_is_held_is_not_given_twice(in_week: Cast) -> None:
    again = grant_role(
        in_week.actor("office"), in_week.people["liaison"], role=Role.LIAISON, unit=in_week.unit
    )
    assert Membership.objects.filter(person=in_week.people["liaison"]).get() == again


def test_the_office_does_not_take_over_accounts_that_hold_more(in_week: Cast) -> None:
    office = in_week.actor("office")
    liaison = Membership.objects.get(person=in_week.people["liaison"])
    assert open_way_back(office, liaison) == in_week.people["liaison"]
    grant_role(office, in_week.people["liaison"], role=Role.AUDITOR)
    with pytest.raises(Refused) as caught:
        open_way_back(office, liaison)
    assert caught.value.code == "holds_more"


def test_a_reset_link_from_the_office_works_once(cast: Cast) -> None:
    cast.people["liaison"].set_password("alt-es-pass-wort")
    cast.people["liaison"].save()
    with cast.inside():
        membership = Membership.objects.get(person=cast.people["liaison"])
    page = text_of(cast.client("office").post(reverse("committee:reset", kwargs={"pk": membership.pk})))
    link = re.search(r"/sign-in/password/reset/key/[^<\s]+", page)
    assert link is not None
    guest = Client()
    form = guest.get(link[0], follow=True)
    new = {"password1": "xin-de-mi-ma-1", "password2": "xin-de-mi-ma-1"}
    assert guest.post(form.request["PATH_INFO"], new).status_code == 302
    assert "已经失效" in text_of(Client().get(link[0], follow=True))


def test_the_office_erases_who_serves_here_alone(in_week: Cast) -> None:
    office, person = in_week.actor("office"), in_week.people["liaison"]
    assert erase_member(office, person).erased_at is not None
    assert not Membership.objects.filter(person=person, ended_at__isnull=True).exists()
    with pytest.raises(OutOfSight):
        erase_member(office, in_week.people["stranger"])


def test_erasing_oneself_ends_all_roles(cast: Cast, work_off: Any) -> None:
    person = cast.people["liaison"]
    erase_person(actor_of(person), person)
    work_off()
    with cast.inside():
        assert not Membership.objects.filter(person=person, ended_at__isnull=True).exists()


def test_names_on_links_go_a_year_after_they_expired(in_week: Cast) -> None:
    assert forget_old_names() == 0
    PersonalLink.objects.update(expires_at=clock.now() - timedelta(days=366))
    assert forget_old_names() == 1
    assert PersonalLink.objects.get().name == ""
