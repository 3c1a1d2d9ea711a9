"""Who may send the booking form, and how often."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from sciweek.base import clock
from sciweek.portal.tests.booking_stage import (
    count,
    opened,
    refused,
    send,
    value,
)
from sciweek.portal.tests.stage import Stage, words


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
)
def test_only_our_own_page_sends_the_form(before: Stage, headers: dict[str, str], is_taken: bool) -> None:
    [pool] = opened(before)
    answer = send(before, pool, headers=headers, name="何小舟")
    assert answer.status_code == (303 if is_taken else 422)
    if not is_taken:
        assert value(refused(before, answer), "name") == "何小舟"


def test_a_program_that_fills_in_everything_is_found_out(before: Stage) -> None:
    [pool] = opened(before)
    page = refused(before, send(before, pool, homepage="https://spam.example"))
    # Whoever it was by mistake presses once more.
    assert value(page, "homepage") == "None"
    assert count(before) == 0


def test_a_network_sends_so_many_forms_a_minute(before: Stage, settings: Settings) -> None:
    settings.SCIWEEK_BOOKING_RATE_NETWORK = 3
    [pool] = opened(before)
    for _time in range(3):
        assert send(before, pool).status_code == 303
    page = refused(before, send(before, pool, name="何小舟"), 429)
    assert "秒" in words(page.cssselect(".book-message")[0])
    assert value(page, "name") == "何小舟"
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        assert send(before, pool).status_code == 303


def test_a_schools_single_address_may_send_more(before: Stage, settings: Settings) -> None:
    settings.SCIWEEK_BOOKING_RATE_NETWORK = 1
    settings.SCIWEEK_BOOKING_WIDE_NETWORKS = ["127.0.0.0/8"]
    [pool] = opened(before, seats=50)
    assert [send(before, pool).status_code for _time in range(11)] == [303] * 10 + [429]


def test_no_limit_counts_nothing(before: Stage, settings: Settings) -> None:
    settings.SCIWEEK_BOOKING_RATE_NETWORK = 0
    [pool] = opened(before)
    with CaptureQueriesContext(connection) as asked:
        assert send(before, pool).status_code == 303
    assert not [each for each in asked if "cache" in each["sql"]]
