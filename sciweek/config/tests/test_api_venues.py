"""Venues over the API: added, changed, closed, retired, in the shapes that the document promises."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.committee.actions import add_unit, merge_unit
from sciweek.committee.states import UnitKind
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import program
from sciweek.venues.tests.halls import hall, room_in

MAP = "https://uri.amap.com/marker?position=121.437200,31.216500&name=x"


def test_a_venue_goes_its_whole_way(cast: Cast) -> None:
    office = program(cast, "office")
    made = office.post(
        "/venues", {"name": "区科技馆", "street": cast.unit.code, "unit": cast.unit.code, "map_link": MAP},
        status=201,
    )  # fmt: skip
    assert made["position"] == {"latitude": 31.2165, "longitude": 121.4372, "datum": "gcj02"}
    assert (made["street_name"], made["rooms"], made["closed_times"]) == ("云栖街道办事处", [], [])
    liaison, address = program(cast, "liaison"), f"/venues/{made['code']}"
    room = liaison.post(f"{address}/rooms", {"name": "报告厅", "capacity": 200}, status=201)
    changed = liaison.ask(
        "PATCH", f"{address}/rooms/{room['code']}", {"seen_version": room["version"], "capacity": None}
    )
    assert changed.json()["capacity"] is None
    closed = liaison.post(
        f"{address}/closed-times",
        {
            "room": room["code"],
            "starts_at": "2099-05-25T09:00:00+08:00",
            "ends_at": "2099-05-25T12:00:00+08:00",
            "why": "检修",
        },
        status=201,
    )
    assert (closed["room"], closed["starts_at"]) == (room["code"], "2099-05-25T09:00:00+08:00")
    whole = liaison.get(address)
    assert [one["code"] for one in whole["closed_times"]] == [closed["code"]]
    assert liaison.post(f"{address}/closed-times/{closed['code']}/drop")["closed_times"] == []
    assert liaison.post(f"{address}/retire")["is_active"] is False
    assert office.get("/venues")["total"] == 0
    assert office.get("/venues?retired=true")["total"] == 1
    assert liaison.post(f"{address}/take-back")["is_active"] is True


def test_what_is_left_out_stays_and_null_empties(cast: Cast) -> None:
    with cast.inside():
        venue = hall(cast, address="滨江路18号", map_link="31.2, 121.4")
    office, address = program(cast, "office"), f"/venues/{venue.code}"
    first = office.ask("PATCH", address, {"seen_version": 1, "directions": "地铁2号线"}).json()
    assert (first["address"], first["directions"]) == ("滨江路18号", "地铁2号线")
    half = office.ask("PATCH", address, {"seen_version": 2, "latitude": None})
    assert half.status_code == 422
    gone = office.ask("PATCH", address, {"seen_version": 2, "latitude": None, "longitude": None}).json()
    assert gone["position"] is None
    late = office.ask("PATCH", address, {"seen_version": 1, "address": "别处"})
    assert late.status_code == 409


def test_venues_are_filtered_by_words_street_and_what_changed(cast: Cast) -> None:
    with cast.inside():
        office = cast.actor("office")
        old = add_unit(office, cast.region, name="旧桥街道办事处", kind=UnitKind.STREET)
        hall(cast, name="甲馆", street=old)
        hall(cast, name="乙馆", street=None, unit=cast.other_unit)
        merge_unit(office, old, into=cast.unit)
    reader = program(cast, "other_liaison")

    def names(query: str) -> list[str]:
        return [one["name"] for one in reader.get(f"/venues?{query}")["items"]]

    assert names("") == ["甲馆", "乙馆"]
    assert names(f"street={cast.unit.code}") == ["甲馆"]
    assert names(f"unit={cast.other_unit.code}") == ["乙馆"]
    assert names("q=乙") == ["乙馆"]
    assert names("changed_since=2099-01-01T00:00:00Z") == []


def test_rooms_and_units_of_others_are_not_found(cast: Cast) -> None:
    with cast.inside():
        venue, other = hall(cast), hall(cast, name="另一馆")
        room = room_in(cast, other)
    office = program(cast, "office")
    foreign = office.ask("POST", "/venues", {"name": "新馆", "unit": cast.foreign_unit.code})
    assert (foreign.status_code, list(foreign.json()["fields"])) == (422, ["unit"])
    path = f"/venues/{venue.code}/rooms/{room.code}"
    assert office.ask("PATCH", path, {"seen_version": 1}).status_code == 404
    assert program(cast, "stranger").ask("GET", f"/venues/{venue.code}").status_code == 404


@pytest.mark.usefixtures("one_minute")
def test_a_page_takes_the_same_queries_however_long_it_is(cast: Cast) -> None:
    reader, counts = program(cast, "office"), []
    for numbers in (range(3), range(3, 60)):
        with cast.inside():
            for number in numbers:
                hall(cast, name=f"场馆{number}")
        reader.get("/venues")
        with CaptureQueriesContext(connection) as asked:
            reader.get("/venues?limit=200")
        counts.append(len(asked))
    assert counts[0] == counts[1]
