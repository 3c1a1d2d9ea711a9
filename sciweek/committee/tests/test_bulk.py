"""Invitations of many units in one act, and how far the notice has come."""

import io
import re
import zipfile
from datetime import time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sciweek.base import clock, facts
from sciweek.base.errors import OutOfSight, Refused
from sciweek.committee.actions import (
    add_unit,
    forget_old_names,
    grant_role,
    record_receipt,
    take_part,
    token_of,
)
from sciweek.committee.actions.bulk import Meant, address_invitations, invite_units, mail_invitations
from sciweek.committee.actions.links import enter_by_link, give_link, revoke_link
from sciweek.committee.events import InvitationsReady
from sciweek.committee.logic.unit_columns import RECEIPT_COLUMNS
from sciweek.committee.models import Invitation, Unit
from sciweek.committee.receipts import ReceiptRow, receipt_rows
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.models import Entry
from sciweek.people.models import Person
from sciweek.sheets.actions import forget_old_sheets
from sciweek.sheets.logic.columns import recognise
from sciweek.sheets.logic.reading import read_tables


def more_units(cast: Cast, count: int) -> list[Unit]:
    office = cast.actor("office")
    return [add_unit(office, cast.region, name=f"第{at}小学", kind="school") for at in range(count)]


def test_each_unit_gets_one_invitation_and_a_living_one_is_used_again(in_week: Cast) -> None:
    office, new = in_week.actor("office"), more_units(in_week, 3)
    made = invite_units(office, in_week.region, [in_week.unit, *new])
    assert made[0].pk == in_week.invitation.pk
    assert [invitation.unit_id for invitation in made] == [in_week.unit.pk, *(unit.pk for unit in new)]
    before = (Invitation.objects.count(), Entry.objects.count())
    again = invite_units(office, in_week.region, [in_week.unit, *new])
    assert [one.pk for one in again] == [one.pk for one in made]
    assert (Invitation.objects.count(), Entry.objects.count()) == before


def test_used_and_expired_invitations_are_not_used_again(in_week: Cast) -> None:
    office, (unit,) = in_week.actor("office"), more_units(in_week, 1)
    (first,) = invite_units(office, in_week.region, [unit], days=1)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        (second,) = invite_units(office, in_week.region, [unit])
    assert first.pk != second.pk


def test_nothing_chosen_and_impossible_numbers_are_refused(in_week: Cast) -> None:
    with pytest.raises(Refused) as refused:
        invite_units(in_week.actor("office"), in_week.region, [], uses=0, days=900)
    assert set(refused.value.fields) == {"units", "uses", "days"}


def test_only_the_office_invites_in_bulk(in_week: Cast) -> None:
    for who in ("publicity", "auditor", "liaison", "stranger"):
        with pytest.raises((Refused, OutOfSight)):
            invite_units(in_week.actor(who), in_week.region, [in_week.unit])


def test_addresses_on_invitations_are_emptied_a_month_after_they_expire(in_week: Cast) -> None:
    (unit,) = more_units(in_week, 1)
    meant = Meant(unit, "林见鹿", "13900000101", "x@linjiang.example")
    address_invitations(in_week.actor("office"), in_week.region, [meant])
    with clock.standing_at(clock.now() + timedelta(days=45)):
        forget_old_names()
        assert Invitation.objects.get(unit=unit).email == "x@linjiang.example"
    with clock.standing_at(clock.now() + timedelta(days=65)):
        forget_old_names()
    kept = Invitation.objects.get(unit=unit)
    assert (kept.for_name, kept.for_phone, kept.email) == ("", "", "")


def test_sending_by_mail_tells_the_invitations_that_have_an_address(
    in_week: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, units = in_week.actor("office"), more_units(in_week, 2)
    told: list[facts.Fact] = []
    monkeypatch.setattr(facts, "tell", told.append)
    address_invitations(office, in_week.region, [Meant(units[0], email="x@linjiang.example")])
    made = invite_units(office, in_week.region, units)
    assert mail_invitations(office, in_week.region, made) == 1
    assert told == [InvitationsReady(in_week.region.pk, in_week.week.pk, [made[0].pk])]
    with pytest.raises(Refused):
        mail_invitations(office, in_week.region, made[1:])


def test_the_pages_hand_on_every_link(in_week: Cast) -> None:
    (unit,) = more_units(in_week, 1)
    (made,) = invite_units(in_week.actor("office"), in_week.region, [unit])
    browser = in_week.client("office")
    link = f"/join/{token_of(made)}/"
    page = browser.get("/desk/units/invitations/").content.decode()
    assert link in page
    assert "data-copies" in page
    texts = browser.get("/desk/units/invitations/texts/")
    assert texts["Content-Type"].startswith("text/plain")
    assert link in texts.content.decode("utf-8-sig")
    sheet = browser.get("/desk/units/invitations/print/").content.decode()
    assert sheet.count("slip-code") == Invitation.objects.count()
    assert "<svg" in sheet


def test_choosing_units_ticks_those_without_a_liaison_and_keeps_what_was_ticked(in_week: Cast) -> None:
    (unit,) = more_units(in_week, 1)
    browser = in_week.client("office")
    page = browser.get("/desk/units/invite/").content.decode()
    assert re.findall(r'value="(\d+)" id="unit-\d+" checked', page) == [str(unit.pk)]
    wrong = browser.post("/desk/units/invite/", {"units": [unit.pk], "uses": "1", "days": "900"})
    assert wrong.status_code == 422
    assert f'value="{unit.pk}" id="unit-{unit.pk}" checked' in wrong.content.decode()
    right = browser.post("/desk/units/invite/", {"units": [unit.pk], "uses": "1", "days": "30"})
    assert right.status_code == 302
    assert Invitation.objects.filter(unit=unit).count() == 1


def test_who_acts_by_a_link_is_the_units_liaison_in_every_list(in_week: Cast) -> None:
    (unit,) = more_units(in_week, 1)
    office = in_week.actor("office")
    (part,) = take_part(office, in_week.week, [unit])
    link, _token = give_link(office, part, name="石老师")
    browser = in_week.client("office")
    name = "石老师（免登录链接）"
    for page in ("/desk/units/", "/desk/units/invite/", "/desk/units/receipts/"):
        assert name in browser.get(page).content.decode(), page
    ticked = re.findall(r'id="unit-\d+" checked', browser.get("/desk/units/invite/").content.decode())
    assert ticked == []
    revoke_link(office, link)
    for page in ("/desk/units/", "/desk/units/invite/", "/desk/units/receipts/"):
        assert name not in browser.get(page).content.decode(), page


def rows(cast: Cast) -> dict[str, ReceiptRow]:
    return {row.participation.unit_name: row for row in receipt_rows(cast.week)}


def test_every_step_of_a_unit_is_told_with_its_moment(in_week: Cast) -> None:
    row = rows(in_week)["云栖街道办事处"]
    assert row.invited
    assert row.lacks("opened")
    assert row.lacks("received")
    enter_by_link(in_week.actor("link"), in_week.link)
    row = rows(in_week)["云栖街道办事处"]
    assert row.opened
    assert row.signed_in
    record_receipt(in_week.actor("liaison"), in_week.participation)
    assert rows(in_week)["云栖街道办事处"].received


def test_what_is_handed_on_bears_the_hour_of_the_house_clock(in_week: Cast) -> None:
    office, (unit,) = in_week.actor("office"), more_units(in_week, 1)
    (part,) = take_part(office, in_week.week, [unit])
    moment = clock.moment(in_week.week.starts_on - timedelta(days=20), time(10), in_week.week.zone)
    with clock.standing_at(moment):
        link, _token = give_link(office, part, name="石老师")
        (invitation,) = invite_units(office, in_week.region, [unit])
    assert (link.created_at, invitation.created_at) == (moment, moment)
    assert rows(in_week)["第0小学"].invited == moment


def test_signing_in_last_year_is_not_signing_in_for_this_edition(in_week: Cast) -> None:
    person = in_week.people["other_liaison"]
    start = clock.moment(in_week.week.starts_on, clock.MIDNIGHT, in_week.week.zone)
    Person.objects.filter(pk=person.pk).update(last_login=start - timedelta(days=360))
    assert rows(in_week)["青山科普教育基地"].lacks("signed_in")
    Person.objects.filter(pk=person.pk).update(last_login=start - timedelta(days=3))
    row = rows(in_week)["青山科普教育基地"]
    assert not row.lacks("signed_in")
    assert not row.lacks("opened")


def test_a_role_from_before_the_notice_does_not_say_when_it_was_opened(in_week: Cast) -> None:
    office, (old, new) = in_week.actor("office"), more_units(in_week, 2)
    take_part(office, in_week.week, [old, new])
    start = clock.moment(in_week.week.starts_on, clock.MIDNIGHT, in_week.week.zone)
    person = in_week.people["other_liaison"]
    with clock.standing_at(start - timedelta(days=100)):
        grant_role(office, person, role="liaison", unit=old)
    with clock.standing_at(start - timedelta(days=30)):
        invite_units(office, in_week.region, [new])
    with clock.standing_at(start - timedelta(days=28)):
        grant_role(office, person, role="liaison", unit=new)
    Person.objects.filter(pk=person.pk).update(last_login=start - timedelta(days=3))
    assert rows(in_week)["第0小学"].opened == start - timedelta(days=3)
    assert rows(in_week)["第1小学"].opened == start - timedelta(days=28)


def test_the_units_stand_in_the_order_of_the_notice(in_week: Cast) -> None:
    take_part(in_week.actor("office"), in_week.week, more_units(in_week, 3))
    names = [row.participation.unit_name for row in receipt_rows(in_week.week)]
    assert names == ["云栖街道办事处", "青山科普教育基地", "第0小学", "第1小学", "第2小学"]


def test_the_page_asks_a_flat_number_of_queries(in_week: Cast, django_assert_max_num_queries: Any) -> None:
    take_part(in_week.actor("office"), in_week.week, more_units(in_week, 40))
    with django_assert_max_num_queries(4):
        assert len(receipt_rows(in_week.week)) == 42


def test_the_page_filters_and_words_a_reminder_for_those_that_lack_the_step(in_week: Cast) -> None:
    record_receipt(in_week.actor("liaison"), in_week.participation)
    page = in_week.client("office").get("/desk/units/receipts/?lacks=received").content.decode()
    reminder = re.search(r'id="reminder"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert reminder
    assert "青山科普教育基地" in reminder.group(1)
    assert "云栖街道办事处" not in reminder.group(1)


def test_the_table_of_receipts_is_a_workbook(in_week: Cast) -> None:
    answer = in_week.client("office").get("/desk/units/receipts/export/")
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    found = recognise(read_tables(answer.content, "x.xlsx"), RECEIPT_COLUMNS)
    assert [line.text("unit") for line in found.lines] == ["云栖街道办事处", "青山科普教育基地"]


def test_a_file_goes_from_the_form_to_its_preview_and_on_to_the_import(in_week: Cast) -> None:
    browser = in_week.client("office")
    template = browser.get("/desk/units/import/template/")
    assert template.status_code == 200
    bad = browser.post("/desk/units/import/", {"file": SimpleUploadedFile("宏.xlsm", b"")})
    assert bad.status_code == 422
    assert "field-error" in bad.content.decode()
    data = "单位全称,类别\n临江区教育局,部门\n第二行,不知\n".encode()
    answer = browser.post("/desk/units/import/", {"file": SimpleUploadedFile("单位.csv", data)})
    page = browser.get(answer["Location"]).content.decode()
    assert "B3" in page
    refused = browser.post(answer["Location"], {"act": "apply"})
    assert refused.status_code == 422
    agreed = browser.post(answer["Location"], {"act": "apply", "only_good": "yes"})
    assert 'role="progressbar"' in browser.get(agreed["Location"]).content.decode()


def test_a_table_of_more_than_a_week_ago_says_that_it_is_gone(cast: Cast) -> None:
    browser = cast.client("office")
    data = "单位全称,类别\n望江街道办事处,街道\n".encode()
    sent = browser.post("/desk/units/import/", {"file": SimpleUploadedFile("单位.csv", data)})
    where = sent.headers["Location"]
    assert "望江街道办事处" in browser.get(where).content.decode()
    with clock.standing_at(clock.now() + timedelta(days=8)):
        forget_old_sheets()
    page = browser.get(where).content.decode()
    assert "传上来的内容留 7 天，已经清除" in page
    assert "导入这" not in page
    refused = browser.post(where, {"act": "apply"})
    assert refused.status_code == 422
    assert "请重新上传" in refused.content.decode()
