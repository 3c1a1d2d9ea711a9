"""The booking form: who may send what, and that nothing is lost on the way."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html
from pytest_django.fixtures import Settings

from sciweek.activities.actions import cancel_activity
from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.base.ids import new_uid
from sciweek.base.rest.limits import WINDOWS
from sciweek.booking.actions import close_pool, set_terms
from sciweek.booking.models import Booking, Pool
from sciweek.booking.states import Admission, AnswerKind, BookingState, Choice
from sciweek.portal.tests.booking_stage import (
    act,
    activity_of,
    booked_page,
    code_of,
    form_of,
    inside,
    opened,
    opened_for,
    send,
    the_booking,
)
from sciweek.portal.tests.programmed import add_days, add_session, release
from sciweek.portal.tests.stage import Stage, words
from sciweek.programme.actions import add_sessions, release_programme
from sciweek.programme.logic.rules import Rule
from sciweek.programme.states import RunKind


def count(stage: Stage) -> int:
    with inside(stage):
        return Booking.objects.count()


def value(page: Any, name: str) -> str:
    return str(page.cssselect(f"[name={name}]")[0].get("value"))


def refused(stage: Stage, answer: Any, status: int = 422) -> Any:

    assert answer.status_code == status, answer.content.decode()[-2000:]
    assert "no-store" in answer["Cache-Control"]
    return html.document_fromstring(answer.content.decode())


# --- sent as it should be ---------------------------------------------------------------------------------------


def test_a_form_becomes_a_booking_and_leads_to_its_page(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool, adults="2", children="1", consents="yes", photo="no")
    row = the_booking(before, address)
    assert (row.state, row.places, row.adults, row.children) == (BookingState.CONFIRMED, 3, 2, 1)
    assert (row.consent_id is not None, row.photo_consent) == (True, False)
    page = before.page(address)
    assert words(page.cssselect("h1")[0]) == "已约"
    assert "2 位成人、1 位 6–13 岁" in words(page.cssselect(".own-facts")[0])


def test_the_form_sets_no_cookie_and_asks_for_none(before: Stage) -> None:
    [pool] = opened(before)
    for answer in (before.get(form_of(pool)), send(before, pool)):
        assert not answer.cookies
    assert "csrf" not in before.get(form_of(pool)).content.decode().lower()


def test_photos_are_asked_apart_and_never_ticked_before(before: Stage) -> None:
    [pool] = opened(before)
    page = before.page(form_of(pool))
    assert [each.get("value") for each in page.cssselect("[name=photo]")] == ["yes", "no"]
    assert not page.cssselect("[name=photo][checked], [name=consents][checked]")
    assert "第 1 版" in words(page.cssselect(".book-consent")[0])
    assert "监护人" in words(page.cssselect("label[for=id_consents]")[0])
    row = the_booking(before, booked_page(before, pool, children="1", consents="yes"))
    assert row.photo_consent is None


def test_the_form_stands_under_its_edition_and_in_english(before: Stage) -> None:
    [pool] = opened(before)
    slug = before.place.week.slug
    for path in (f"/w/{slug}{form_of(pool)}", f"/en{form_of(pool)}", f"/en/w/{slug}{form_of(pool)}"):
        page = before.page(path)
        assert page.cssselect(".book-form")[0].get("action") == path
        assert send(before, pool, path).status_code == 303
    assert send(before, pool, f"/en{form_of(pool)}")["Location"].startswith("/en/b/")
    assert send(before, pool, f"/w/nowhere{form_of(pool)}").status_code == 404


def test_a_school_books_a_class(before: Stage) -> None:
    [pool] = opened(before, seats=60, admission=Admission.GROUP, smallest=10, largest=50)
    page = before.page(form_of(pool))
    assert page.cssselect("[name=school]")
    assert not page.cssselect("[name=teens]")
    typed: Any = {
        "adults": "2",
        "pupils": "38",
        "school": "实验小学",
        "grade": "四年级二班",
        "consents": "yes",
    }
    row = the_booking(before, booked_page(before, pool, **typed))
    assert (row.places, row.school, row.grade, row.pupils) == (40, "实验小学", "四年级二班", 38)
    page = refused(before, send(before, pool, **typed | {"pupils": "3"}))
    assert "至少 10 人" in words(page.cssselect("#id_party-error")[0])
    assert value(page, "school") == "实验小学"


def test_a_host_may_choose_among_groups(before: Stage) -> None:
    [pool] = opened(before, seats=60, admission=Admission.GROUP, largest=50, choice=Choice.CHOSEN)
    typed: Any = {
        "adults": "2",
        "pupils": "38",
        "school": "实验小学",
        "grade": "四年级二班",
        "consents": "yes",
    }
    page = before.page(booked_page(before, pool, **typed))
    assert words(page.cssselect("h1")[0]) == "等主办方挑选"


def test_what_the_host_asks_is_answered(before: Stage) -> None:
    asked = [
        {"key": "a1", "label": "坐哪一站的车", "kind": AnswerKind.CHOICE, "is_needed": True, "options": ["东站", "西站"]},
        {"key": "a2", "label": "带轮椅吗", "kind": AnswerKind.YES_NO, "is_needed": False, "options": []},
        {"key": "a3", "label": "想问什么", "kind": AnswerKind.TEXT, "is_needed": False, "options": []},
    ]  # fmt: skip
    [pool] = opened(before, questions=asked)
    page = refused(before, send(before, pool, answer_a2="yes", answer_a3="光有多快"))
    assert "这一项要填" in words(page.cssselect("#id_answer_a1-error")[0])
    assert page.cssselect("[name=answer_a2][value=yes][checked]")
    assert value(page, "answer_a3") == "光有多快"
    row = the_booking(before, booked_page(before, pool, answer_a1="西站", answer_a3="光有多快"))
    assert "西站" in row.answers


def test_slots_of_a_day_stand_on_one_form(before: Stage) -> None:
    activity = before.publish("天文台开放", at(25, 9), at(25, 12), kind="open")
    with inside(before):
        day = date(2027, 5, 25)
        rule = Rule(
            kind=RunKind.SLOTS, first_day=day, last_day=day, times=((time(9), time(11)),), every_minutes=30
        )
        run = add_sessions(before.place.office, activity, rule=rule)
        terms = set_terms(before.place.office, run, seats=2)
        release_programme(before.place.office, before.place.week)
        pools = list(
            Pool.objects.filter(terms=terms).select_related("session").order_by("session__starts_at")
        )
    first, second = pools[:2]
    booked_page(before, first)
    page = before.page(form_of(first))
    times = [words(each) for each in page.cssselect(".slot")]
    assert len(times) == 4
    assert "09:00–09:30" in times[0]
    assert "已满，可候补" in times[0]
    assert "余 2 席" in times[1]
    answer = send(before, first, slot=code_of(second))
    assert the_booking(before, answer["Location"]).pool_id == second.pk


def test_the_dates_of_a_course_are_taken_together(before: Stage) -> None:
    activity = before.publish("机器人营", at(23, 9), at(25, 17), kind="campus")
    run = add_days(before, activity, RunKind.COURSE, (23, 25))
    with inside(before):
        set_terms(before.place.office, run, seats=5)
        release_programme(before.place.office, before.place.week)
        code = run.sessions.order_by("-starts_at")[0].code
        pool = Pool.objects.get(terms__run=run)
    page = before.page(f"/sessions/{code}/book/")
    assert len(page.cssselect(".book-date")) == 3
    address = booked_page(before, pool, path=f"/sessions/{code}/book/")
    assert len(before.page(address).cssselect(".own-facts .book-date")) == 4  # three dates and the seats
    assert before.get(f"{address}ticket/").status_code == 200


def test_free_entry_says_come(before: Stage) -> None:

    activity = before.publish("科普集市", at(25, 9), at(25, 12), kind="show")
    with inside(before):
        run = add_sessions(before.place.office, activity, starts_at=at(25, 9), ends_at=at(25, 12))
        set_terms(before.place.office, run, admission=Admission.FREE)
        release_programme(before.place.office, before.place.week)
        code = run.sessions.get().code
    page = before.page(f"/sessions/{code}/book/")
    assert "免预约" in words(page.cssselect(".message")[0])
    assert not page.cssselect("form.book-form")
    assert "不用预约" in words(before.page(f"/sessions/{code}/").cssselect(".booking-panel")[0])
    assert before.client.post(f"/sessions/{code}/book/", {"adults": "1"}).status_code == 404


def test_a_host_with_a_system_of_its_own_is_linked(before: Stage) -> None:
    [pool] = opened(before, visitor_url="https://visit.campus.example/")
    page = before.page(form_of(pool))
    assert page.cssselect("a[href='https://visit.campus.example/']")
    assert "不收证件号码" in page.text_content()


# --- refused ----------------------------------------------------------------------------------------------------


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
    [pool] = opened(before)
    with inside(before):
        close_pool(before.place.office, pool, is_closed=True)
    assert "停止预约" in before.page(form_of(pool)).text_content()
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


# --- two presses, two tabs, the way back ------------------------------------------------------------------------


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
    assert count(before) == 1


def test_the_key_of_a_refused_form_stays(before: Stage) -> None:
    [pool] = opened(before)
    uid = str(new_uid())
    page = refused(before, send(before, pool, name="", request_uid=uid))
    assert value(page, "request_uid") == uid


# --- who sends it -----------------------------------------------------------------------------------------------


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
    WINDOWS.clear()
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
    WINDOWS.clear()
    [pool] = opened(before, seats=50)
    assert [send(before, pool).status_code for _time in range(11)] == [303] * 10 + [429]


def test_no_limit_counts_nothing(before: Stage, settings: Settings) -> None:
    settings.SCIWEEK_BOOKING_RATE_NETWORK = 0
    [pool] = opened(before)
    with CaptureQueriesContext(connection) as asked:
        assert send(before, pool).status_code == 303
    assert not [each for each in asked if "cache" in each["sql"]]


def test_what_is_said_to_thousands_is_made_once(before: Stage, settings: Settings) -> None:
    settings.SCIWEEK_BOOKING_RATE_NETWORK = 0
    asked = [
        {
            "key": "a1",
            "label": "哪一站",
            "kind": AnswerKind.CHOICE,
            "is_needed": False,
            "options": ["东站", "A&B=“西”<站>"],
        }
    ]
    [pool] = opened(before, seats=2, questions=asked)
    booked_page(before, pool)
    west = "A&B=“西”<站>"
    first = refused(before, send(before, pool, name="何小舟", adults="2", answer_a1=west))
    with CaptureQueriesContext(connection) as again:
        other = refused(
            before, send(before, pool, name="柳<b>老师</b>", adults="1", photo="yes", consents="yes")
        )
    assert len(again) <= 3, [each["sql"] for each in again]
    assert (value(first, "name"), value(other, "name")) == ("何小舟", "柳<b>老师</b>")
    assert [each.get("value") for each in first.cssselect("[name=answer_a1][checked]")] == [west]
    assert not first.cssselect("[name=consents][checked], [name=photo][checked]")
    assert not other.cssselect("[name=answer_a1][checked]")
    assert [each.get("value") for each in other.cssselect("[name=photo][checked]")] == ["yes"]
    assert other.cssselect("[name=consents][checked]")
    text = html.tostring(other, encoding="unicode")
    assert "\ue000" not in text
    assert "\ue001" not in text


# --- kept whole, and what a press costs -------------------------------------------------------------------------


def test_a_form_is_kept_whole_and_follows_the_seats(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    before.get(form_of(pool))
    with CaptureQueriesContext(connection) as asked:
        assert "可以排候补" not in before.get(form_of(pool)).content.decode()
    assert len(asked) == 1
    booked_page(before, pool)
    with clock.standing_at(clock.now() + timedelta(seconds=3)):
        assert "可以排候补" in before.get(form_of(pool)).content.decode()


def test_a_press_asks_for_no_more_than_its_rows(before: Stage, settings: Settings) -> None:
    settings.SCIWEEK_BOOKING_RATE_NETWORK = 0
    [pool] = opened(before)
    send(before, pool)
    with CaptureQueriesContext(connection) as asked:
        assert send(before, pool).status_code == 303
    tables = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]
    # One finds the seats; then the contact, the seats and the booking are written.
    assert len(tables) <= 4, tables
    assert not [sql for sql in tables if "session_key" in sql or "auth" in sql]


def test_the_revision_of_the_week_stays_when_somebody_books(before: Stage) -> None:
    [pool] = opened(before)
    week = before.place.week
    week.refresh_from_db()
    revision = week.revision
    act(before, booked_page(before, pool), "cancel")
    week.refresh_from_db()
    assert week.revision == revision


# --- before opening ---------------------------------------------------------------------------------------------


def test_before_opening_a_calm_page_waits(before: Stage) -> None:
    [pool] = opened(before, opens_at=at(21, 9))
    page = before.page(form_of(pool))
    room = page.cssselect(".waiting-room")[0]
    assert "5月21日" in words(room)
    assert not page.cssselect("form.book-form")
    # Without scripts the page asks again by itself.
    assert page.cssselect("noscript meta[http-equiv=refresh]")
    with clock.standing_at(at(21, 9) - timedelta(seconds=1)):
        assert before.page(form_of(pool)).cssselect(".waiting-room")
        refused(before, send(before, pool))
    with clock.standing_at(at(21, 9)):
        assert before.page(form_of(pool)).cssselect("form.book-form")
        assert send(before, pool).status_code == 303


def test_nobody_else_keeps_the_waiting_page_past_the_opening(before: Stage) -> None:
    [pool] = opened(before, opens_at=at(21, 9))
    with clock.standing_at(at(21, 9) - timedelta(milliseconds=900)):
        assert before.get(form_of(pool))["Cache-Control"] == "public, max-age=0"
    with clock.standing_at(at(21, 8)):
        assert before.get(form_of(pool))["Cache-Control"] == "public, max-age=2"


def test_a_poll_is_one_small_question(before: Stage) -> None:
    [pool] = opened(before, opens_at=at(21, 9))
    path = f"/sessions/{code_of(pool)}/opening/"
    answer = before.get(path)
    told = answer.json()
    assert answer["Content-Type"] == "application/json"
    assert (told["level"], told["opens_at"]) == ("soon", "2027-05-21T01:00:00+00:00")
    assert told["now"].startswith("2027-05-20T01:00:00")
    with CaptureQueriesContext(connection) as asked:
        assert before.get(path).json() == told
    assert len(asked) == 1
    assert len(answer.content) < 120
    with clock.standing_at(at(21, 9)):
        assert before.get(path).json()["level"] == "plenty"


# --- without and with short messages ----------------------------------------------------------------------------


def test_without_a_gateway_the_form_says_so_beforehand(before: Stage) -> None:
    [pool] = opened(before)
    page = before.page(form_of(pool))
    assert "不能发短信" in page.text_content()
    assert not page.cssselect("[name=code]")


def test_two_activities_do_not_share_their_others(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    activity = before.publish("另一个活动", at(25, 9), at(25, 10))
    [other] = opened_for(before, activity, hours=(9,))
    booked_page(before, pool)
    page = before.page(form_of(pool))
    assert form_of(other) not in [each.get("href") for each in page.cssselect(".book-others a")]
