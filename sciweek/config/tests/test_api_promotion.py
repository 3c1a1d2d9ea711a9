"""What programs read of bought services."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from sciweek.base import clock
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import program
from sciweek.promotion import actions
from sciweek.promotion.tests.bought import NOW, accepted, agreed, line_of, service_of

WEEK = "/weeks/linjiang-2027/promotion-services"


@pytest.fixture(autouse=True)
def _middle_of_the_week() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def asked(cast: Cast) -> Cast:
    """The cast, with a service whose one deliverable is late, and one that was accepted."""
    with cast.inside():
        late = service_of(cast, title="短视频", contact_name="苏青禾", contact_phone="13900001122")
        line_of(cast, late, "预热短视频", due_on=NOW.date() - timedelta(2))
        done = service_of(cast, price="28000", unit=None)
        agreed(cast, line_of(cast, done))
        accepted(cast, done)
    return cast


def test_the_list_tells_what_is_late_and_no_contact(asked: Cast) -> None:
    found = program(asked, "office").get(WEEK)
    assert [(one["title"], one["overdue"], one["price"]) for one in found["items"]] == [
        ("短视频", 1, None),
        ("公交站台科普海报", 0, "28000.00"),
    ]
    assert "苏青禾" not in str(found)
    assert "1122" not in str(found)
    only = program(asked, "office").get(f"{WEEK}?state=inspected&q=海报")
    assert [one["title"] for one in only["items"]] == ["公交站台科普海报"]
    assert [one["title"] for one in program(asked, "liaison").get(WEEK)["items"]] == ["短视频"]


def test_one_service_tells_its_deliverables_and_its_acceptance(asked: Cast) -> None:
    office = program(asked, "office")
    codes = {one["title"]: one["code"] for one in office.get(WEEK)["items"]}
    late = office.get(f"{WEEK}/{codes['短视频']}")
    assert [(one["what"], one["is_overdue"], one["amount"]) for one in late["deliverables"]] == [
        ("预热短视频", True, "30.00")
    ]
    done = office.get(f"{WEEK}/{codes['公交站台科普海报']}")
    [acceptance] = done["acceptances"]
    assert (acceptance["verdict"], acceptance["people"][0]["name"]) == ("pass", "江办")
    assert acceptance["results"][0]["delivered"] == "30.00"


def test_a_change_below_is_a_change_of_the_service(asked: Cast) -> None:
    office = program(asked, "office")
    later = NOW + timedelta(hours=1)
    since = f"{WEEK}?changed_since={later.strftime('%Y-%m-%dT%H:%M:%SZ')}"
    assert office.get(since)["items"] == []
    with asked.inside(), clock.standing_at(later + timedelta(minutes=1)):
        service = actions.add_service(asked.actor("office"), asked.week, title="新的", contractor="某公司")
        line_of(asked, service)
    assert [one["title"] for one in office.get(since)["items"]] == ["新的"]
