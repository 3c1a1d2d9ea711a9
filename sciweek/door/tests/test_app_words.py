"""What the app says to a volunteer, in a real browser whose phone is set otherwise than the edition."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Route, expect

from sciweek.activities.tests.places import Place
from sciweek.base import clock
from sciweek.door.tests.doors import DURING, address, door, line, passed, post, the_session, wire


def test_the_list_and_every_delivery_say_their_moment_as_the_pages_do(place: Place) -> None:
    """In the zone of the edition, in the language of the page."""
    [pool] = door(place)
    gate = passed(place, pool)
    with clock.standing_at(DURING):
        told = [
            Client().get(address(gate, "list.json")).json(),
            post(gate, [wire(line(the_session(pool)))]).json(),
            Client().get(f"/en{address(gate, 'list.json')}").json(),
        ]
    assert [row["said"] for row in told] == [
        "5月25日（周二）下午14:10",
        "5月25日（周二）下午14:10",
        "Tue 25 May, 14:10",
    ]


@pytest.mark.browser
def test_a_phone_in_another_zone_says_from_when_its_list_is_in_the_zone_of_the_edition(
    place: Place, chromium: Browser
) -> None:
    [pool] = door(place)
    gate = passed(place, pool)
    with clock.standing_at(DURING):
        answers: dict[str, Any] = {
            name: Client().get(address(gate, name)).content for name in ("", "list.json")
        }

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://door.test")
        if file := finders.find(path.partition("/static/")[2]) if "/static/" in path else "":
            route.fulfill(path=file)
        elif (name := path.rpartition("/")[2]) in answers:
            route.fulfill(body=answers[name], content_type="application/json" if name else "text/html")
        else:  # nothing that was counted goes anywhere
            route.abort()

    with chromium.new_context(timezone_id="America/New_York", locale="en-US") as context:
        page = context.new_page()
        page.route("http://door.test/**", answer)
        page.goto(f"http://door.test{address(gate)}")
        # One door: there is no other to go to.
        expect(page.get_by_role("button", name="直接来")).to_be_visible()
        expect(page.get_by_role("button", name="换场次")).to_be_hidden()
        page.get_by_role("button", name="直接来").click()
        page.get_by_role("button", name="加 1 人").click()
        expect(page.get_by_text("没有网络，先记在手机里")).to_be_visible()
        expect(page.locator("#stale")).to_have_text("名单是 5月25日（周二）下午14:10 的")


def test_before_its_day_a_door_says_which_day_it_is_for(place: Place) -> None:
    """A volunteer who tries the link the evening before reads no bare hours."""
    [pool] = door(place)
    gate = passed(place, pool)

    def told() -> tuple[str, bool]:
        [session] = Client().get(address(gate, "list.json")).json()["sessions"]
        return session["when"], "5月25日" in Client().get(address(gate, "plain/")).content.decode()

    with clock.standing_at(DURING):
        assert told() == ("14:00–15:00", False)
    with clock.standing_at(DURING - timedelta(days=1)):
        assert told() == ("5月25日（周二）下午14:00–15:00", True)
