"""The booking form, refused: what is said, and that nothing is lost on the way."""

from datetime import timedelta
from typing import Any

import pytest

from sciweek.activities.actions import cancel_activity
from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.base.ids import new_uid
from sciweek.booking.actions import close_pool
from sciweek.portal.tests.booking_stage import (
    activity_of,
    booked_page,
    count,
    form_of,
    inside,
    opened,
    opened_for,
    refused,
    send,
    value,
)
from sciweek.portal.tests.programmed import add_session, release
from sciweek.portal.tests.stage import Stage, words


@pytest.mark.parametrize("adults", ["0", "", "-1", "10000", "1e3", "两个", "9" * 400])
def test_a_party_that_cannot_be_is_refused_and_nothing_is_lost(before: Stage, adults: str) -> None:
    [pool] = opened(before)
    page = refused(before, send(before, pool, adults=adults, name="何小舟", phone="13900000001"))
    assert page.cssselect(".field-error")
    assert value(page, "name") == "何小舟"
    assert value(page, "phone") == "13900000001"
    assert value(page, "adults") == adults
    assert count(before) == 0


def test_everything_that_is_wrong_is_said_at_once(before: Stage) -> None:
    [pool] = opened(before)
    page = refused(before, send(before, pool, children="1", name="林" * 300, phone="不告诉你"))
    errors = {each.get("id") for each in page.cssselect(".field-error")}
    assert errors == {"id_name-error", "id_phone-error", "id_consents-error"}
    assert value(page, "name") == "林" * 300


@pytest.mark.parametrize("phone", ["1390000012", "139000001234", "39000001234", "12345"])
def test_a_number_at_which_nobody_is_reached_is_told_beside_its_line(before: Stage, phone: str) -> None:
    [pool] = opened(before)
    page = refused(before, send(before, pool, phone=phone))
    assert "请写 11 位手机号" in words(page.cssselect("#id_phone-error")[0])
    assert value(page, "phone") == phone
    assert count(before) == 0


def test_what_is_typed_is_never_markup(before: Stage) -> None:
    [pool] = opened(before)
    nasty = '"><script>alert(1)</script>'
    answer = send(before, pool, name=nasty, phone="1", request_uid=nasty, adults=nasty)
    assert "<script>alert" not in answer.content.decode()


def test_a_full_session_offers_the_queue_and_other_sessions(before: Stage) -> None:
    pool, other = opened(before, hours=(9, 14), seats=3)
    booked_page(before, pool)
    page = refused(before, send(before, pool, adults="2", name="何小舟"))
    assert "还剩 1 席" in words(page.cssselect(".book-message")[0])
    assert form_of(other) in [each.get("href") for each in page.cssselect(".book-others a")]
    assert value(page, "name") == "何小舟"
    button = page.cssselect("button[name=or_wait]")[0]
    assert words(button) == "排候补"
    queued = before.page(booked_page(before, pool, adults="2", or_wait="yes"))
    assert words(queued.cssselect("h1")[0]) == "候补"
    assert "前面没有人" in queued.text_content()
    another = before.page(booked_page(before, pool, adults="3", or_wait="yes"))
    assert "前面还有 1 组" in another.text_content()


def test_a_session_without_a_queue_says_full(before: Stage) -> None:
    [pool] = opened(before, seats=2, has_waiting=False)
    booked_page(before, pool)
    page = before.page(form_of(pool))
    assert not page.cssselect("form.book-form")
    assert "已经约满" in words(page.cssselect(".message")[0])
    answer = refused(before, send(before, pool, or_wait="yes", name="何小舟"))
    assert not answer.cssselect("button[name=or_wait]")


def test_the_form_closes_to_the_second(before: Stage) -> None:
    [pool] = opened(before, closes_before=60)
    with clock.standing_at(at(25, 13) - timedelta(seconds=1)):
        assert before.page(form_of(pool)).cssselect("form.book-form")
        assert send(before, pool).status_code == 303
    with clock.standing_at(at(25, 13)):
        assert not before.page(form_of(pool)).cssselect("form.book-form")
        page = refused(before, send(before, pool, name="何小舟"))
        assert "停止预约" in words(page.cssselect(".book-message")[0])
        assert value(page, "name") == "何小舟"


def test_a_session_that_was_called_off_takes_nobody(before: Stage) -> None:
    [pool] = opened(before)
    with inside(before):
        cancel_activity(before.place.office, activity_of(pool), why="台风")
    page = before.page(form_of(pool))
    assert "取消" in words(page.cssselect(".message")[0])
    refused(before, send(before, pool))


def test_a_host_stops_booking(before: Stage) -> None:
    pool, other = opened(before, hours=(9, 14))
    with inside(before):
        close_pool(before.place.office, pool, is_closed=True)
    page = before.page(form_of(pool))
    assert "停止预约" in page.text_content()
    assert [each.get("href") for each in page.cssselect(".book-others a")] == [form_of(other)]
    refused(before, send(before, pool))


def test_what_does_not_exist_is_not_found(before: Stage) -> None:
    opened(before)
    for path in ("/sessions/34679ACD/book/", "/sessions/x/book/", "/sessions/34679ACD/opening/"):
        assert before.get(path).status_code == 404
    assert before.client.post("/sessions/34679ACD/book/", {}).status_code == 404
    assert before.client.post("/sessions/x/book/", {}).status_code == 404


def test_a_session_without_terms_is_not_booked_here(before: Stage) -> None:

    activity = before.publish("随便看看", at(25, 9), at(25, 10))
    code = add_session(before, activity, at(25, 9), at(25, 10)).code
    release(before)
    assert "不在这里预约" in before.page(f"/sessions/{code}/book/").text_content()
    assert not before.page(f"/sessions/{code}/").cssselect(".booking-panel")


def test_two_activities_do_not_share_their_others(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    activity = before.publish("另一个活动", at(25, 9), at(25, 10))
    [other] = opened_for(before, activity, hours=(9,))
    booked_page(before, pool)
    page = before.page(form_of(pool))
    assert form_of(other) not in [each.get("href") for each in page.cssselect(".book-others a")]


def test_a_second_press_finds_the_first_booking(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    typed: Any = {"request_uid": str(new_uid()), "phone": "13900000001"}
    first = booked_page(before, pool, **typed)
    # It took the last seats, and booking has closed meanwhile: still the same booking.
    with clock.standing_at(at(25, 14)):
        assert booked_page(before, pool, **typed) == first
    assert count(before) == 1


def test_two_tabs_of_one_phone_make_one_booking(before: Stage) -> None:
    [pool] = opened(before)
    booked_page(before, pool, phone="13900000001", request_uid=str(new_uid()))
    page = refused(before, send(before, pool, phone="13900000001", request_uid=str(new_uid())))
    assert "已经约了这一场" in words(page.cssselect(".book-message")[0])
    assert page.cssselect(".book-message a[href='/bookings/find/']")
    assert count(before) == 1


def test_the_key_of_a_refused_form_stays(before: Stage) -> None:
    [pool] = opened(before)
    uid = str(new_uid())
    page = refused(before, send(before, pool, name="", request_uid=uid))
    assert value(page, "request_uid") == uid
