"""The head of the desk says where one is, on the pages of rooms that have no item of their own as well."""

import pytest
from lxml import html

from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.walk import address, things


@pytest.mark.django_db
def test_pages_of_a_room_without_an_item_light_up_the_item_that_leads_there(cast: Cast) -> None:
    known = things(cast)
    lit = {
        ("venues:list", "week_slug"): "排期",
        ("venues:venue", "code week_slug"): "排期",
        ("door:board", "week_slug"): "预约",
        ("door:session", "code week_slug"): "预约",
        ("promotion:list", "week_slug"): "活动",
        ("promotion:deliverable", "code week_slug"): "活动",
        ("ceremonies:slip", "code week_slug"): "仪式",
        ("venues:list", ""): "排期",
        ("booking:policy", "week_slug"): "预约",
        ("activities:series", "week_slug"): "活动",
        ("activities:series_edit", "position week_slug"): "活动",
        ("duties:hand_in", "code week_slug"): "期限",
        ("committee:participants", "week_slug"): "单位",
        ("committee:committee", "week_slug"): "单位",
        ("committee:people", "week_slug"): "单位",
        ("committee:people", ""): "单位",
        ("committee:invitation_new", "week_slug"): "单位",
        ("committee:link", "uid week_slug"): "单位",
        ("notice:copy", "week_slug"): "通知",
        ("desk:week_edit", "week_slug"): "各届",
    }
    found = {key: _current(cast, address(key[0], key[1].split(), known)) for key in lit}
    assert found == {key: [word] for key, word in lit.items()}


@pytest.mark.django_db
def test_the_search_lights_up_nothing(cast: Cast) -> None:
    assert _current(cast, address("desk:search", ["week_slug"], things(cast))) == []


def _current(cast: Cast, path: str) -> list[str]:
    answer = cast.client("office").get(path)
    assert answer.status_code == 200, path
    lit = html.fromstring(answer.content.decode()).cssselect(".desk-nav a[aria-current]")
    return [item.text or "" for item in lit]
