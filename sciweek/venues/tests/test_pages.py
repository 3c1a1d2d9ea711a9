"""The pages of venues: found by words and street, changed in place, refusals beside their field."""

import re
from typing import Any

import pytest

from sciweek.committee.actions import add_unit, merge_unit
from sciweek.committee.states import UnitKind
from sciweek.committee.tests.cast import Cast
from sciweek.venues.actions import NewVenue, add_venues
from sciweek.venues.models import ClosedTime, Room, Venue
from sciweek.venues.tests.halls import hall, room_in

LIST = "/desk/w/linjiang-2027/venues/"


def page_of(venue: Venue) -> str:
    return f"{LIST}{venue.code}/"


def fields(venue: Venue, **values: Any) -> dict[str, Any]:
    """What the form of the page sends when nobody touched it, and `values`."""
    shown = {
        "act": "edit",
        "seen_version": venue.version,
        "name": venue.name,
        "short_name": venue.short_name,
        "street": venue.street_id or "",
        "unit": venue.unit_id or "",
        "address": venue.address,
        "map_link": "",
        "latitude": "" if venue.latitude is None else venue.latitude,
        "longitude": "" if venue.longitude is None else venue.longitude,
        "datum": venue.datum,
        "access_notes": venue.access_notes,
        "directions": venue.directions,
    }
    return shown | values


def test_the_list_stands_by_street_and_is_searched(in_week: Cast) -> None:
    office = in_week.actor("office")
    street = add_unit(office, in_week.region, name="石桥街道办事处", kind=UnitKind.STREET)
    hall(in_week)
    hall(in_week, name="石桥书院", street=street, address="石桥大道70号")
    hall(in_week, name="无处馆", street=None)
    client = in_week.client("liaison")
    text = client.get(LIST).content.decode()
    order = (
        "云栖街道办事处</th>",
        "云栖科普馆",
        "石桥街道办事处</th>",
        "石桥书院",
        "在哪个街道</th>",
        "无处馆",
    )
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "添加场地" not in text
    for query, names in (
        ("q=大道 书院", ["石桥书院"]),
        (f"street={street.code}", ["石桥书院"]),
        ("street=none", ["无处馆"]),
        ("show=unplaced&q=馆", ["云栖科普馆", "无处馆"]),
        ("show=retired", []),
        ("street=%3Cb%3E&show=x&page=999", ["云栖科普馆", "石桥书院", "无处馆"]),
    ):
        text = client.get(f"{LIST}?{query}").content.decode()
        assert re.findall(r'venues/\w{8}/">([^<]+)<', text) == names, query


def test_venues_of_a_merged_street_stand_under_its_successor(in_week: Cast) -> None:
    office = in_week.actor("office")
    old = add_unit(office, in_week.region, name="旧桥街道办事处", kind=UnitKind.STREET)
    hall(in_week, name="甲馆", street=old)
    merge_unit(office, old, into=in_week.unit)
    text = in_week.client("office").get(f"{LIST}?street={in_week.unit.code}").content.decode()
    assert "甲馆" in text
    assert "旧桥" not in text


def test_a_thousand_venues_take_the_queries_of_ten(in_week: Cast, django_assert_max_num_queries: Any) -> None:
    client, office = in_week.client("office"), in_week.actor("office")
    add_venues(office, in_week.region, [NewVenue(f"馆{number}", street=in_week.unit) for number in range(10)])
    client.get(LIST)
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(30) as asked:
            assert client.get(LIST).status_code == 200
        counts.append(len(asked))
        more = [NewVenue(f"场馆{number}", street=in_week.unit) for number in range(990)]
        add_venues(office, in_week.region, more)
    assert counts[0] + 1 >= counts[1]  # the pager's own
    assert len(re.findall(r'venues/\w{8}/"', client.get(f"{LIST}?page=10").content.decode())) == 100


def test_a_venue_is_added_with_a_link_that_says_where_it_lies(in_week: Cast) -> None:
    client = in_week.client("office")
    sent = {"name": "临江广场", "map_link": "geo:31.2,121.4", "datum": "bd09"}
    answer = client.post(f"{LIST}new/", sent)
    venue = Venue.objects.get()
    assert answer["Location"] == page_of(venue)
    assert (str(venue.latitude), venue.datum) == ("31.200000", "wgs84")
    again = client.post(f"{LIST}new/", sent)
    assert again.status_code == 422
    assert "已经有同名的场地" in again.content.decode()


def test_a_lost_update_shows_both_and_the_next_press_saves(in_week: Cast) -> None:
    venue, client = hall(in_week), in_week.client("liaison")
    mine = fields(venue, address="滨江路20号", map_link="31.3, 121.5")
    client_of_office = in_week.client("office")
    assert client_of_office.post(page_of(venue), fields(venue, address="滨江路18号")).status_code == 302
    answer = client.post(page_of(venue), mine)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "对方写的是：滨江路18号" in text
    assert "滨江路20号" in text
    seen = re.search(r'name="seen_version" value="(\d+)"', text)
    assert seen is not None
    assert client.post(page_of(venue), mine | {"seen_version": seen[1]}).status_code == 302
    venue.refresh_from_db()
    assert (venue.address, str(venue.longitude)) == ("滨江路20号", "121.500000")


def test_a_form_that_nobody_touched_changes_nothing(in_week: Cast) -> None:
    venue, client = hall(in_week, map_link="31.2, 121.4"), in_week.client("liaison")
    venue.refresh_from_db()
    assert client.post(page_of(venue), fields(venue)).status_code == 302
    assert Venue.objects.get().version == venue.version


def test_a_liaison_is_not_asked_who_runs_it_and_cannot_say_so(in_week: Cast) -> None:
    venue, client = hall(in_week), in_week.client("liaison")
    assert 'name="unit"' not in client.get(page_of(venue)).content.decode()
    client.post(page_of(venue), fields(venue, unit=in_week.other_unit.pk, short_name="科普馆"))
    venue.refresh_from_db()
    assert (venue.unit, venue.short_name) == (in_week.unit, "科普馆")


def test_rooms_are_added_and_changed_in_place(in_week: Cast) -> None:
    venue, client = hall(in_week), in_week.client("link")
    refused = client.post(page_of(venue), {"act": "room_add", "new-name": "", "new-capacity": "0"})
    assert refused.status_code == 422
    assert "请写厅室的名称" in refused.content.decode()
    client.post(page_of(venue), {"act": "room_add", "new-name": "报告厅", "new-capacity": "200"})
    room = Room.objects.get()
    changed = {
        f"room-{room.code}-name": "报告厅",
        f"room-{room.code}-capacity": "约很多",
        f"room-{room.code}-seen_version": room.version,
    }
    refused = client.post(page_of(venue), {"act": "room_edit", "room": room.code} | changed)
    assert refused.status_code == 422
    assert "<details open>" in refused.content.decode()
    changed[f"room-{room.code}-capacity"] = "180"
    client.post(page_of(venue), {"act": "room_edit", "room": room.code} | changed)
    room.refresh_from_db()
    assert (room.capacity, room.is_active) == (180, False)


def test_another_venues_room_is_not_found_here(in_week: Cast) -> None:
    venue, other = hall(in_week), hall(in_week, name="另一馆")
    room = room_in(in_week, other)
    answer = in_week.client("office").post(page_of(venue), {"act": "room_edit", "room": room.code})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("sent", "hours"),
    [
        ({"first_day": "2027-05-25"}, ("2027-05-24 16:00", "2027-05-25 16:00")),
        ({"first_day": "2027-05-25", "last_day": "2027-05-26"}, ("2027-05-24 16:00", "2027-05-26 16:00")),
        (
            {"first_day": "2027-05-25", "start_time": "9:00", "end_time": "12:00"},
            ("2027-05-25 01:00", "2027-05-25 04:00"),
        ),
        (
            {"first_day": "2027-05-25", "start_time": "20:00", "end_time": "0:00"},
            ("2027-05-25 12:00", "2027-05-25 16:00"),
        ),
    ],
)
def test_closed_times_are_days_or_hours_of_the_region(
    sent: dict[str, str], hours: tuple[str, str], in_week: Cast
) -> None:
    venue, client = hall(in_week), in_week.client("office")
    given = {f"closed-{name}": value for name, value in sent.items()}
    assert client.post(page_of(venue), {"act": "closed_add"} | given).status_code == 302
    closed = ClosedTime.objects.get()
    assert (f"{closed.starts_at:%Y-%m-%d %H:%M}", f"{closed.ends_at:%Y-%m-%d %H:%M}") == hours
    client.post(page_of(venue), {"act": "closed_drop", "closed": closed.code})
    gone = client.post(page_of(venue), {"act": "closed_drop", "closed": closed.code}, follow=True)
    assert "这段时间已经不在了" in gone.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "请写日期"),
        ({"first_day": "0027-05-25"}, "没有这样的年份"),
        ({"first_day": "2027-05-25", "last_day": "2027-05-24"}, "结束要晚于开始"),
        ({"first_day": "2027-05-25", "start_time": "12:00", "end_time": "9:00"}, "结束要晚于开始"),
    ],
)
def test_a_closed_time_that_makes_no_sense_is_said_at_its_field(
    sent: dict[str, str], words: str, in_week: Cast
) -> None:
    venue, client = hall(in_week), in_week.client("office")
    given = {f"closed-{name}": value for name, value in sent.items()}
    answer = client.post(page_of(venue), {"act": "closed_add"} | given)
    assert answer.status_code == 422
    assert answer.content.decode().count(words) == 1


def test_a_venue_is_retired_and_taken_back(in_week: Cast) -> None:
    venue, client = hall(in_week), in_week.client("office")
    client.post(page_of(venue), {"act": "retire"})
    assert "已停用" in client.get(page_of(venue)).content.decode()
    assert "云栖科普馆" not in client.get(LIST).content.decode()
    client.post(page_of(venue), {"act": "take_back"})
    assert "云栖科普馆" in client.get(LIST).content.decode()


def test_who_may_only_look_sees_no_form_and_all_that_is_known(in_week: Cast) -> None:
    venue = hall(in_week, access_notes="东门有坡道", directions="地铁2号线", map_link="31.2, 121.4")
    room_in(in_week, venue, capacity=200)
    text = in_week.client("other_liaison").get(page_of(venue)).content.decode()
    assert 'name="act"' not in text
    for words in ("东门有坡道", "地铁2号线", "可容纳 200 人", "uri.amap.com/marker"):
        assert words in text


def test_hostile_words_are_shown_as_words(in_week: Cast) -> None:
    name = "<script>alert(1)</script>&'\""
    venue = hall(in_week, name=name, address="<b>", map_link="31.2, 121.4")
    text = in_week.client("office").get(page_of(venue)).content.decode()
    assert "<script>alert" not in text
    assert "<b>," not in text


def test_the_pages_also_stand_without_a_week(in_week: Cast) -> None:
    venue, client = hall(in_week), in_week.client("office")
    assert client.get("/desk/venues/").status_code == 200
    assert client.get(f"/desk/venues/{venue.code}/").status_code == 200
    assert client.get("/desk/venues/export/").status_code == 200
    assert client.get("/desk/venues/import/template/").status_code == 200
