"""Lists of the API: pages, filters, how many queries they take."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sciweek.base import clock
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import activities, enter, program

HOUR = timedelta(hours=1)


def test_lists_come_in_pages_that_lead_to_the_next(cast: Cast) -> None:
    for number in range(5):
        enter(cast, f"讲座 {number}", starts_at=datetime(2027, 5, 22, number, tzinfo=UTC))
    office = program(cast, "office")
    path, names, page = f"{activities(cast)}?limit=2&q=讲座", [], {}
    while path:
        page = office.get(path)
        assert page["total"] == 5
        names += [one["name"] for one in page["items"]]
        path = (page["next"] or "").removeprefix("/api/v1")
    assert names == [f"讲座 {number}" for number in range(5)]
    assert office.get(f"{activities(cast)}?page=99")["items"] == []
    assert office.ask("GET", f"{activities(cast)}?limit=201").status_code == 422


def test_activities_are_filtered(cast: Cast) -> None:
    early = enter(cast, "讲座", starts_at=datetime(2027, 5, 22, 1, tzinfo=UTC))
    moment = clock.now() + HOUR
    with clock.standing_at(moment):
        late = enter(cast, "集市", starts_at=datetime(2027, 5, 23, 1, tzinfo=UTC))
    office = program(cast, "office")

    def codes(**query: str) -> list[str]:
        answer = office.client.get(
            f"/api/v1{activities(cast)}", query, headers={"Authorization": f"Bearer {office.secret}"}
        )
        return [one["code"] for one in answer.json()["items"]]

    assert codes(day="2027-05-22") == [early.code]
    assert codes(unit=cast.unit.code) == [early.code, late.code]
    assert codes(unit="NNNNNNNN") == []
    assert codes(state="published") == []
    assert codes(changed_since=moment.isoformat()) == [late.code]
    plus = (moment.replace(microsecond=0)).isoformat()
    path = f"{activities(cast)}?changed_since={plus}"  # with the plus sign as careless programs send it
    assert [one["code"] for one in office.get(path)["items"]] == [late.code]


@pytest.mark.usefixtures("one_minute")
def test_a_page_takes_the_same_queries_however_long_it_is(cast: Cast, django_assert_num_queries: Any) -> None:
    office = program(cast, "office")
    office.get("/me")
    enter(cast)
    with django_assert_num_queries(5):  # token, roles, the week, count, rows
        office.get(activities(cast))
    for number in range(40):
        enter(cast, f"讲座 {number}")
    with django_assert_num_queries(5):
        assert len(office.get(activities(cast))["items"]) == 41
