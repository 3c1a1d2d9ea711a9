from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pytest_django import DjangoAssertNumQueries

from sciweek.activities.tests.places import Place
from sciweek.base import clock
from sciweek.ceremonies import actions
from sciweek.ceremonies.models import Ceremony, Guest, Item, Seat, Slip
from sciweek.ceremonies.tests.halls import BEFORE, ceremony, hall, invited, line, opening
from sciweek.committee.actions import add_unit
from sciweek.post.models import Message


@pytest.fixture(autouse=True)
def _before_the_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: BEFORE)


def signed_in(place: Place, role: str) -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def desk(place: Place, rest: str) -> str:
    return f"/desk/w/{place.week.slug}/{rest}"


def page(place: Place, found: Ceremony, rest: str = "") -> str:
    return desk(place, f"ceremonies/{found.code}/{rest}")


def lines(*guests: dict[str, Any]) -> dict[str, Any]:
    """The body of a slip's form."""
    sent: dict[str, Any] = {"lines": len(guests)}
    for at, guest in enumerate(guests):
        sent |= {f"g{at}-{name}": value for name, value in {"kind": "delegate", **guest}.items()}
    return sent


def test_the_office_makes_a_ceremony_and_hands_out_places(place: Place) -> None:
    activity, office = opening(place), signed_in(place, "office")
    answer = office.post(desk(place, "ceremonies/new/"), {"what": activity.code, "reply_day": "2027-05-18"})
    found = Ceremony.objects.get()
    assert answer["Location"] == page(place, found, "places/")
    office.post(answer["Location"], {"act": "bulk", "units": "all", "count": "2"})
    assert found.slips.count() == 3
    first = place.units[0].code
    office.post(
        page(place, found, "places/?kind=leader"), {f"count-{first}": "1", f"note-{first}": "主要领导"}
    )
    text = office.get(page(place, found, "places/")).content.decode()
    assert "3 个单位，一共 7 个名额" in text
    assert "领导 1" in text


def test_a_number_that_is_none_is_refused_and_stays_to_be_mended(place: Place) -> None:
    found, office = ceremony(place), signed_in(place, "office")
    first = place.units[0].code
    answer = office.post(page(place, found, "places/"), {f"count-{first}": "两"})
    assert answer.status_code == 422
    assert 'value="两"' in answer.content.decode()
    assert not found.slips.exists()


def test_a_day_that_is_wrong_is_said_beside_its_field(place: Place) -> None:
    activity, office = opening(place), signed_in(place, "office")
    form = {"what": activity.code, "reply_day": "2027-05-30", "title": "开幕"}
    answer = office.post(desk(place, "ceremonies/new/"), form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "回执的期限晚于仪式开始" in text
    assert 'value="开幕"' in text


def test_a_liaison_fills_the_slip_on_the_page(place: Place) -> None:
    slip = invited(place, ceremony(place))
    client, address = signed_in(place, "liaison"), desk(place, f"slips/{slip.code}/")
    assert "代表，名额 2 人" in client.get(address).content.decode()
    sent = lines({"name": "李明", "phone": "13900001234"}, {"name": ""})
    assert client.post(address, sent | {"seen_version": slip.version}).status_code == 302
    guest = Guest.objects.get()
    text = client.get(address).content.decode()
    assert "139 0000 1234" in text
    assert f'value="{guest.code}"' in text  # the line knows its guest when it is sent again


def test_free_words_on_a_slip_are_for_whoever_may_see_its_guests(place: Place) -> None:
    found = ceremony(place)
    slip = invited(place, found)
    actions.fill_slip(place.liaison, slip, lines=[line("李明")], note="李明坐轮椅")
    address, replies = desk(place, f"slips/{slip.code}/"), page(place, found, "replies/")
    for where in (address, replies):
        assert "李明坐轮椅" in signed_in(place, "office").get(where).content.decode()
    for role in ("auditor", "publicity"):
        assert "李＊" in signed_in(place, role).get(address).content.decode()
        for where in (address, replies):
            assert "李明" not in signed_in(place, role).get(where).content.decode()


def test_replies_are_leafed_through_and_counted_whole(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sciweek.ceremonies.pages.replies.PER_PAGE", 1)
    found, office = ceremony(place), signed_in(place, "office")
    first, second = place.units[:2]
    invited(place, found, 2, first, second)
    actions.fill_slip(place.office, found.slips.get(unit=first), lines=[line("李明")])
    shown = [office.get(page(place, found, f"replies/{rest}")).content.decode() for rest in ("", "?page=2")]
    for text, here, elsewhere in ((shown[0], first, second), (shown[1], second, first)):
        assert here.name in text
        assert elsewhere.name not in text
        assert "2 个单位，1 个没报；名额 4 人，参加 1 人" in text
    open_ones = office.get(page(place, found, "replies/?show=open")).content.decode()
    assert second.name in open_ones
    assert first.name not in open_ones


def test_what_was_typed_stays_after_a_refusal(place: Place) -> None:
    slip = invited(place, ceremony(place))
    client, address = signed_in(place, "liaison"), desk(place, f"slips/{slip.code}/")
    answer = client.post(address, lines({}, {"name": "李明", "phone": "一二三", "post": "站长"}))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "没有认出电话号码" in text
    assert 'value="一二三"' in text
    assert 'value="站长"' in text


def test_two_browsers_with_one_slip_the_second_is_told_and_keeps_what_was_typed(place: Place) -> None:
    slip = invited(place, ceremony(place))
    address, seen = desk(place, f"slips/{slip.code}/"), {"seen_version": slip.version}
    signed_in(place, "liaison").post(address, lines({"name": "李明"}) | seen)
    answer = signed_in(place, "office").post(address, lines({"name": "沈玥"}) | seen)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "liaison老师 改过这一条" in text
    assert 'value="沈玥"' in text
    assert [one.name for one in Guest.objects.all()] == ["李明"]


def test_a_unit_sees_its_own_slip_and_nobody_elses(place: Place) -> None:
    found = ceremony(place)
    slip = invited(place, found)
    other = found.slips.get(unit=place.units[1])
    client = signed_in(place, "liaison")
    assert client.get(desk(place, f"slips/{other.code}/")).status_code == 404
    for rest in ("places/", "seating/", "papers/replies.docx"):
        assert client.get(page(place, found, rest)).status_code == 403
    assert client.get(page(place, found, "replies/")).status_code == 404
    text = client.get(desk(place, "ceremonies/")).content.decode()
    assert slip.code in text
    assert other.code not in text


def test_an_auditor_reads_a_slip_without_names_and_numbers(place: Place) -> None:
    slip = invited(place, ceremony(place))
    guests = [line("欧阳望舒", phone="13900001234", plate="京A12345")]
    actions.fill_slip(place.office, slip, lines=guests)
    text = signed_in(place, "auditor").get(desk(place, f"slips/{slip.code}/")).content.decode()
    assert "欧＊＊＊" in text
    assert "望舒" not in text
    assert "139" not in text.replace("1390", "139") or "13900001234" not in text
    assert "京A" not in text


def test_units_read_the_running_order_once_it_is_shown_without_who_prepares(place: Place) -> None:
    found = ceremony(place)
    invited(place, found)
    office, liaison = signed_in(place, "office"), signed_in(place, "liaison")
    address = page(place, found, "order/")
    office.post(address, {"act": "add", "new-what": "致辞", "new-minutes": "10", "new-prepares": "区科技局"})
    assert liaison.get(address).status_code == 404
    office.post(address, {"act": "release"})
    text = liaison.get(address).content.decode()
    assert "9:00–9:10" in text
    assert "区科技局" not in text
    assert liaison.post(address, {"act": "drop"}).status_code == 403


def test_items_move_up_and_down_by_buttons(place: Place) -> None:
    found, office = ceremony(place), signed_in(place, "office")
    address = page(place, found, "order/")
    for what in ("合唱", "致辞"):
        office.post(address, {"act": "add", "new-what": what, "new-minutes": "5"})
    second = Item.objects.get(what="致辞")
    office.post(address, {"act": "up", "item": second.code})
    assert [one.what for one in Item.objects.all()] == ["致辞", "合唱"]
    edit = {f"item-{second.code}-what": "区领导致辞", f"item-{second.code}-minutes": "zehn"}
    answer = office.post(address, {"act": "edit", "item": second.code} | edit)
    assert answer.status_code == 422
    assert 'value="区领导致辞"' in answer.content.decode()
    assert office.post(address, {"act": "dance"}, follow=True).status_code == 200


def test_the_office_seats_everybody_and_changes_two_seats_by_two_presses(place: Place) -> None:
    found, office = ceremony(place), signed_in(place, "office")
    slip = invited(place, found)
    actions.fill_slip(place.office, slip, lines=[line("李明"), line("沈玥")])
    address = page(place, found, "seating/")
    office.post(address, {"act": "hall", "rows": "3", "seats": "4", "aisles": "2", "front_rows": "1", "hand": "left", "numbering": "straight"})  # fmt: skip
    office.post(address, {"act": "seat"})
    assert Seat.objects.count() == 2
    assert 'name="to" value="3-4"' in office.get(f"{address}?seat=2-1").content.decode()
    office.post(address, {"act": "swap", "from": "2-1", "to": "3-4"})
    assert Seat.objects.get(guest__position=1).row == 3
    assert "李　明" in office.get(address).content.decode()
    for odd in ("", "9-9", "a-b", "1-999999999999", "²-1"):
        assert office.post(address, {"act": "swap", "from": odd, "to": "1-1"}, follow=True).status_code == 200
        assert office.get(address, {"seat": odd, "guest": odd}).status_code == 200


def test_reminders_go_to_those_who_have_not_answered_once_a_day_and_wait_for_a_click(place: Place) -> None:
    found, office = ceremony(place), signed_in(place, "office")
    slip = invited(place, found)
    actions.fill_slip(place.office, slip, lines=[line()])
    office.post(page(place, found, "remind/"))
    office.post(page(place, found, "remind/"))
    told = {message.unit_id: message for message in Message.objects.all()}
    assert set(told) == {place.units[1].pk, place.units[2].pk}
    assert all(message.state == "draft" for message in told.values())
    assert "科技活动周启动仪式参会回执" in told[place.units[1].pk].body
    assert f"/slips/{found.slips.get(unit=place.units[1]).code}/" in told[place.units[1].pk].body


def test_who_answers_is_not_reminded_any_more(place: Place) -> None:
    found = ceremony(place)
    invited(place, found)
    actions.remind_units(place.office, found)
    other = found.slips.select_related("week__region").get(unit=place.units[1])
    actions.fill_slip(place.office, other, lines=[line()])
    assert actions.drop_reminders(place.office, other) == 1


@pytest.mark.parametrize("name", ["replies.docx", "order.docx", "order.docx?whole=yes", "seating.docx", "cards.docx", "badges.docx"])  # fmt: skip
def test_every_paper_is_a_word_file_with_nobody_and_with_guests(place: Place, name: str) -> None:
    found, office = ceremony(place), signed_in(place, "office")
    address = page(place, found, f"papers/{name}")
    assert Document(BytesIO(office.get(address).content))
    slip = invited(place, hall(place, found, stage_seats=3))
    actions.fill_slip(place.office, slip, lines=[line("喆 堃"), line("阿依古丽·买买提")])
    actions.add_item(place.office, found, what="致辞", minutes=5)
    actions.seat_guests(place.office, found)
    assert Document(BytesIO(office.get(address).content))
    assert office.get(page(place, found, "papers/poem.docx")).status_code == 404


def test_lists_ask_the_same_however_many_units_and_guests_there_are(
    place: Place, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    found, office = hall(place, ceremony(place), rows=20, seats=10), signed_in(place, "office")
    units = [add_unit(place.office, place.region, name=f"第{n}街道", kind="street") for n in range(25)]
    invited(place, found, 4, *units)
    for slip in Slip.objects.select_related("week__region"):
        actions.fill_slip(place.office, slip, lines=[line(f"来宾{n}") for n in range(4)])
    actions.seat_guests(place.office, found)
    for rest, most in (("", 22), ("places/", 22), ("replies/", 20), ("order/", 18), ("seating/", 20)):
        office.get(page(place, found, rest))
        with django_assert_max_num_queries(most):
            assert office.get(page(place, found, rest)).status_code == 200
    with django_assert_max_num_queries(18):
        office.get(desk(place, "ceremonies/"))


def test_a_slip_of_hundreds_of_places_shows_some_lines_and_loses_nobody(place: Place) -> None:
    slip = invited(place, ceremony(place), 900, place.units[0])
    actions.fill_slip(place.office, slip, lines=[line(f"来宾{n}") for n in range(390)])
    client, address = signed_in(place, "liaison"), desk(place, f"slips/{slip.code}/")
    text = client.get(address).content.decode()
    assert "网页上一次写不下" in text
    assert 'name="lines" value="400"' in text
    actions.fill_slip(place.office, slip, lines=[line(f"来宾{n}") for n in range(450)])
    assert client.post(address, lines({"name": "李明"})).status_code == 422
    assert Guest.objects.count() == 450


def test_an_item_is_put_before_another_by_dragging_and_the_hours_follow(place: Place) -> None:
    found, office = ceremony(place), signed_in(place, "office")
    first, second, third = (
        actions.add_item(place.office, found, what=f"第{n}项", minutes=10) for n in ("一", "二", "三")
    )
    address = page(place, found, "order/")

    def put(item: Item, before: Item | None, **headers: str) -> str:
        sent = {"act": "put", "item": item.code, "before": before.code if before else ""}
        answer = office.post(address, sent, headers=headers or {"HX-Request": "true"})
        return answer.content.decode() if answer.status_code == 200 else answer["Location"]

    part = put(third, second)
    assert "“第三项”现在是第 2 项" in part
    assert "<html" not in part
    assert (
        part.index("1. 第一项") < part.index("2. 第三项") < part.index("9:10–9:20") < part.index("3. 第二项")
    )
    put(first, None)
    assert [one.what for one in Item.objects.all()] == ["第三项", "第二项", "第一项"]
    put(first, third)
    assert [one.what for one in Item.objects.all()] == ["第一项", "第三项", "第二项"]
    actions.drop_item(place.office, second)
    assert "已经不在了" in put(first, second)
    assert put(first, None, Accept="text/html") == address
    assert [one.what for one in Item.objects.all()] == ["第三项", "第一项"]
    sent = {"act": "put", "item": first.code, "before": ""}
    assert signed_in(place, "auditor").post(address, sent).status_code == 403
