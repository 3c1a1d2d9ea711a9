"""Venues, rooms, closed times: what makes sense, who may, what becomes of a unit that was merged."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sciweek.base import access, scope
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.committee.actions import add_unit, merge_unit
from sciweek.committee.queries import actor_for
from sciweek.committee.states import UnitKind
from sciweek.committee.tests.cast import WHO, Cast
from sciweek.logbook.models import Entry
from sciweek.venues.actions import (
    NewVenue,
    add_closed_time,
    add_room,
    add_venue,
    add_venues,
    drop_closed_time,
    edit_room,
    edit_venue,
    retire_venue,
    take_back_venue,
)
from sciweek.venues.models import ClosedTime, Room, Venue
from sciweek.venues.queries import (
    closed_between,
    containing,
    rooms_of,
    venues,
    venues_in_use,
    with_rooms_counted,
)
from sciweek.venues.rules import visible_venues
from sciweek.venues.states import Datum
from sciweek.venues.tests.halls import broken, hall, room_in
from sciweek.week.models import Week

NINE = datetime(2027, 5, 25, 1, tzinfo=UTC)
MAP = "https://uri.amap.com/marker?position=121.437200,31.216500&name=x"


def wrong(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return set(caught.value.fields)


def test_a_pasted_link_becomes_a_position_with_its_datum(in_week: Cast) -> None:
    venue = hall(in_week, map_link=f"快来 {MAP}")
    venue.refresh_from_db()
    assert (venue.latitude, venue.longitude) == (Decimal("31.216500"), Decimal("121.437200"))
    assert venue.datum == Datum.GCJ02
    moved = edit_venue(in_week.actor("office"), venue, latitude="31.2", longitude="121.4", datum="wgs84")
    assert (moved.latitude, moved.datum) == (Decimal("31.200000"), Datum.WGS84)
    gone = edit_venue(in_week.actor("office"), moved, latitude=None, longitude=None)
    assert not gone.has_position


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": " \u200b "}, {"name"}),
        ({"name": "馆" * 121}, {"name"}),
        ({"short_name": "馆" * 41}, {"short_name"}),
        ({"address": "路" * 201}, {"address"}),
        ({"directions": "走" * 2001}, {"directions"}),
        ({"latitude": "31.2"}, {"longitude"}),
        ({"longitude": 121.4}, {"latitude"}),
        ({"latitude": "90.1", "longitude": "121"}, {"latitude"}),
        ({"latitude": "31", "longitude": "-180.5"}, {"longitude"}),
        ({"latitude": "NaN", "longitude": "1e999999"}, {"latitude", "longitude"}),
        ({"latitude": "三十一", "longitude": "121"}, {"latitude"}),
        ({"datum": "mars"}, {"datum"}),
        ({"map_link": "https://surl.amap.com/4gXh7sT1a5pR"}, {"map_link"}),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    values: dict[str, Any], fields: set[str], in_week: Cast
) -> None:
    with pytest.raises(Refused) as caught:
        hall(in_week, **values)
    assert wrong(caught) == fields
    assert not Venue.objects.exists()


def test_a_street_is_a_street(in_week: Cast) -> None:
    with pytest.raises(Refused) as caught:
        hall(in_week, street=in_week.other_unit)
    assert wrong(caught) == {"street"}


def test_a_name_stands_once_in_a_region_however_it_is_written(in_week: Cast) -> None:
    venue, other = hall(in_week, name="云栖科普馆A座"), hall(in_week, name="云栖科普馆A座二楼")
    for name in ("云栖科普馆 Ａ座", "云栖\u200b科普馆a座"):
        with pytest.raises(Refused) as caught:
            hall(in_week, name=name)
        assert wrong(caught) == {"name"}
    with pytest.raises(Refused):
        edit_venue(in_week.actor("office"), other, name=venue.name)
    assert edit_venue(in_week.actor("office"), venue, name="云栖科普馆 A座").name == "云栖科普馆 A座"


def test_half_a_position_is_refused_by_the_database_too(in_week: Cast) -> None:
    venue = hall(in_week)
    with pytest.raises(IntegrityError), transaction.atomic():
        Venue.objects.filter(pk=venue.pk).update(latitude=31)
    with pytest.raises(IntegrityError), transaction.atomic():
        Venue.objects.filter(pk=venue.pk).update(longitude=121)


def test_pressed_twice_there_is_one(in_week: Cast) -> None:
    uid = uuid4()
    assert hall(in_week, request_uid=uid) == hall(in_week, request_uid=uid)
    office, venue, again = in_week.actor("office"), Venue.objects.get(), uuid4()
    for _time in range(2):
        add_room(office, venue, name="报告厅", request_uid=again)
        add_closed_time(office, venue, starts_at=NINE, ends_at=NINE + timedelta(hours=1), request_uid=again)
    assert (Room.objects.count(), ClosedTime.objects.count()) == (1, 1)


def test_a_lost_update_shows_both_sides(in_week: Cast) -> None:
    venue = hall(in_week)
    edit_venue(in_week.actor("office"), venue, address="滨江路18号", seen_version=venue.version)
    with pytest.raises(Conflict) as caught:
        edit_venue(in_week.actor("liaison"), venue, address="滨江路20号", seen_version=venue.version)
    assert (caught.value.mine["address"], caught.value.theirs["address"]) == ("滨江路20号", "滨江路18号")
    room = room_in(in_week, venue)
    edit_room(in_week.actor("liaison"), room, capacity=80, seen_version=room.version)
    with pytest.raises(Conflict):
        edit_room(in_week.actor("office"), room, capacity=90, seen_version=room.version)


@pytest.mark.parametrize("who", [who for who in WHO if who not in ("office", "liaison", "link")])
def test_only_the_office_and_the_unit_that_runs_it_change_a_venue(who: str, in_week: Cast) -> None:
    venue = hall(in_week)
    room = room_in(in_week, venue)
    closed = add_closed_time(
        in_week.actor("office"), venue, starts_at=NINE, ends_at=NINE + timedelta(hours=1)
    )
    actor = in_week.actor(who)
    for act in (
        lambda: add_venue(actor, in_week.region, name="新馆"),
        lambda: add_venues(actor, in_week.region, [NewVenue("新馆")]),
        lambda: edit_venue(actor, venue, address="别处"),
        lambda: retire_venue(actor, venue),
        lambda: take_back_venue(actor, venue),
        lambda: add_room(actor, venue, name="展厅"),
        lambda: edit_room(actor, room, capacity=5),
        lambda: add_closed_time(actor, venue, starts_at=NINE, ends_at=NINE + timedelta(hours=2)),
        lambda: drop_closed_time(actor, closed),
    ):
        with pytest.raises((Forbidden, OutOfSight)):
            act()


def test_a_liaison_changes_the_own_venue_but_cannot_give_it_away(in_week: Cast) -> None:
    venue, liaison = hall(in_week), in_week.actor("liaison")
    assert edit_venue(liaison, venue, address="滨江路18号", unit=in_week.unit).address == "滨江路18号"
    for unit in (in_week.other_unit, None):
        with pytest.raises(Refused) as caught:
            edit_venue(liaison, venue, unit=unit)
        assert wrong(caught) == {"unit"}
    with pytest.raises(Forbidden):
        add_venue(liaison, in_week.region, name="新馆")


@pytest.mark.parametrize("who", [who for who in WHO if who != "stranger"])
def test_the_list_and_the_rule_agree(who: str, in_week: Cast) -> None:
    hall(in_week)
    actor = in_week.actor(who)
    one_by_one = {venue.pk for venue in Venue.objects.all() if access.may(actor, "venues.see_venues", venue)}
    assert set(visible_venues(actor).values_list("pk", flat=True)) == one_by_one


def test_another_regions_venues_are_out_of_sight(in_week: Cast) -> None:
    venue = hall(in_week)
    stranger = in_week.actor("stranger")
    assert not access.may(stranger, "venues.see_venues", venue)
    with pytest.raises(OutOfSight):
        edit_venue(stranger, venue, address="别处")
    with scope.entered(in_week.other_region.pk):
        assert not venues().exists()


def test_a_merged_unit_is_followed_by_people_street_and_order(in_week: Cast) -> None:
    office = in_week.actor("office")
    old = add_unit(office, in_week.region, name="旧桥街道办事处", kind=UnitKind.STREET)
    first = hall(in_week, name="甲馆", unit=old, street=old)
    hall(in_week, name="乙馆")
    assert [venue.name for venue in venues()] == ["乙馆", "甲馆"]
    merge_unit(office, old, into=in_week.unit)
    assert [venue.name for venue in venues()] == ["乙馆", "甲馆"]
    found = venues().get(pk=first.pk)
    assert (found.run_by, found.lies_in, found.unit) == (in_week.unit, in_week.unit, old)
    liaison = actor_for(in_week.people["liaison"], in_week.region.pk, in_week.week.pk)
    before = Entry.objects.filter(verb="edit_venue").count()
    # The form says the successor: that alone is no change.
    edit_venue(liaison, found, unit=in_week.unit, street=in_week.unit)
    assert Entry.objects.filter(verb="edit_venue").count() == before
    assert edit_venue(liaison, found, address="旧桥路1号").address == "旧桥路1号"
    old.refresh_from_db()
    assert hall(in_week, name="丙馆", unit=old, street=None).unit == in_week.unit
    assert broken() == []


def test_a_retired_venue_is_not_offered_and_can_be_taken_back(in_week: Cast) -> None:
    venue, liaison = hall(in_week), in_week.actor("liaison")
    retired = retire_venue(liaison, venue)
    assert not venues_in_use().exists()
    assert venues().get() == retired
    retire_venue(liaison, retired)
    assert Entry.objects.filter(verb="retire_venue").count() == 1
    assert take_back_venue(liaison, retired).is_active
    assert venues_in_use().get() == venue


def test_rooms_have_names_of_their_own_and_sensible_numbers(in_week: Cast) -> None:
    venue, office = hall(in_week), in_week.actor("office")
    room = room_in(in_week, venue, capacity=200)
    for values in ({"name": "报 告厅"}, {"name": ""}, {"name": "厅" * 61}):
        with pytest.raises(Refused) as caught:
            add_room(office, venue, **values)
        assert wrong(caught) == {"name"}
    for capacity in (0, -1, 1_000_001):
        with pytest.raises(Refused) as caught:
            edit_room(office, room, capacity=capacity)
        assert wrong(caught) == {"capacity"}
    other = room_in(in_week, venue, "展厅", capacity=50, notes="二楼")
    assert [one.name for one in rooms_of(venue)] == ["报告厅", "展厅"]
    edit_room(office, room, is_active=False)
    assert [one.name for one in rooms_of(venue)] == ["展厅", "报告厅"]
    counted = with_rooms_counted(venues()).get()
    assert [getattr(counted, name) for name in ("room_count", "seats")] == [1, 50]
    elsewhere = hall(in_week, name="另一馆")
    assert room_in(in_week, elsewhere, other.name).venue == elsewhere


def test_closed_times_are_noted_found_and_dropped(in_week: Cast) -> None:
    venue, office = hall(in_week), in_week.actor("office")
    room = room_in(in_week, venue)
    hours = {"starts_at": NINE, "ends_at": NINE + timedelta(hours=3)}
    closed = add_closed_time(office, venue, room=room, why=" 检修 ", **hours)
    assert closed.why == "检修"
    with pytest.raises(Refused):
        add_closed_time(office, venue, room=room, **hours)
    assert add_closed_time(office, venue, **hours).room is None
    touching = closed_between(NINE - timedelta(hours=1), NINE)
    assert not touching.exists()
    assert closed_between(NINE + timedelta(hours=2), NINE + timedelta(days=9)).count() == 2
    drop_closed_time(office, closed)
    with pytest.raises(OutOfSight):
        drop_closed_time(office, closed)
    line = Entry.objects.get(verb="drop_closed_time")
    assert line.changes["why"] == ["检修", ""]
    assert ClosedTime.objects.count() == 1


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (None, NINE, "starts_at"),
        (NINE, None, "ends_at"),
        (NINE, NINE, "ends_at"),
        (NINE, NINE - timedelta(minutes=1), "ends_at"),
        (NINE.replace(year=27), NINE, "starts_at"),
    ],
)
def test_a_closed_time_ends_after_it_began(
    start: datetime | None, end: datetime | None, field: str, in_week: Cast
) -> None:
    with pytest.raises(Refused) as caught:
        add_closed_time(in_week.actor("office"), hall(in_week), starts_at=start, ends_at=end)
    assert wrong(caught) == {field}


def test_a_room_of_another_venue_cannot_be_closed_here(in_week: Cast) -> None:
    venue, other = hall(in_week), hall(in_week, name="另一馆")
    room = room_in(in_week, other)
    with pytest.raises(Refused) as caught:
        add_closed_time(
            in_week.actor("office"), venue, room=room, starts_at=NINE, ends_at=NINE + timedelta(hours=1)
        )
    assert wrong(caught) == {"room"}


def test_several_are_added_at_once_and_what_is_there_is_passed_over(in_week: Cast) -> None:
    hall(in_week)
    wanted = [NewVenue("云栖 科普馆"), NewVenue("临江广场", "滨江路1号", in_week.unit), NewVenue("临江广场")]
    (made,) = add_venues(in_week.actor("office"), in_week.region, wanted)
    assert (made.name, made.address, made.street) == ("临江广场", "滨江路1号", in_week.unit)
    assert containing(venues(), "广场 滨江").get() == made
    assert Entry.objects.filter(verb="add_venue").count() == 2
    assert broken() == []


def test_what_the_public_sees_of_a_venue_moves_the_pages_of_all_editions(in_week: Cast) -> None:
    venue = hall(in_week)
    before = Week.objects.get(pk=in_week.week.pk).revision
    edit_venue(in_week.actor("office"), venue, name="云栖新馆")
    assert Week.objects.get(pk=in_week.week.pk).revision > before


def test_the_doctor_finds_what_no_action_could_have_made(in_week: Cast) -> None:
    venue, other = hall(in_week), hall(in_week, name="另一馆")
    room = room_in(in_week, other)
    closed = add_closed_time(
        in_week.actor("office"), venue, starts_at=NINE, ends_at=NINE + timedelta(hours=1)
    )
    assert broken() == []
    ClosedTime.objects.filter(pk=closed.pk).update(room=room)
    Venue.objects.filter(pk=venue.pk).update(name="改了名的馆")
    assert broken() == [
        f"closed time {closed.pk}: its room belongs to another venue",
        f"venue {venue.pk}: is not found by its own name",
    ]
