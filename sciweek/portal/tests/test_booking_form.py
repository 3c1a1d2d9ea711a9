"""The booking form, sent as it should be."""

from datetime import date, time, timedelta
from typing import Any

from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.booking.actions import close_pool, set_terms
from sciweek.booking.models import Pool
from sciweek.booking.states import Admission, AnswerKind, BookingState, Choice
from sciweek.portal.tests.booking_stage import (
    booked_page,
    code_of,
    form_of,
    inside,
    opened,
    opened_for,
    refused,
    send,
    the_booking,
    value,
)
from sciweek.portal.tests.programmed import add_days, add_session
from sciweek.portal.tests.stage import Stage, words
from sciweek.programme.actions import add_sessions, cancel_session, release_programme
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.states import RunKind


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
            kind=RunKind.SLOTS,
            first_day=day,
            last_day=day,
            times=(Hours(time(9), time(11)),),
            every_minutes=30,
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
    # A slot that is closed is not the chosen one, not even on its own page: the browser would send none.
    with inside(before):
        close_pool(before.place.office, first, is_closed=True)
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        page = before.page(form_of(first))
    chosen = page.cssselect(".slot input")
    assert [each.get("checked") for each in chosen] == [None] * 4
    assert [each.get("required") is not None for each in chosen] == [False, True, True, True]
    assert "09:00–09:30 不能再约了，请选别的时间" in words(page.cssselect("main")[0])
    assert "不能再约" not in words(before.page(form_of(second)).cssselect("main")[0])


def test_a_slot_that_was_called_off_leads_to_the_others_and_says_why(before: Stage) -> None:
    activity = before.publish("天文台开放", at(25, 9), at(25, 12), kind="open")
    with inside(before):
        day = date(2027, 5, 25)
        rule = Rule(RunKind.SLOTS, day, day, (Hours(time(9), time(10)),), every_minutes=30)
        run = add_sessions(before.place.office, activity, rule=rule)
        terms = set_terms(before.place.office, run, seats=2)
        [pool, _other] = Pool.objects.filter(terms=terms).select_related("session").order_by("pk")
        assert pool.session is not None
        release_programme(before.place.office, before.place.week)
        cancel_session(before.place.office, pool.session, why="设备检修")
        release_programme(before.place.office, before.place.week)
    assert "09:00–09:30 取消了，请选别的时间" in words(before.page(form_of(pool)).cssselect("main")[0])


def test_the_form_says_how_many_seats_are_left(before: Stage) -> None:
    [pool] = opened(before, seats=6)
    booked_page(before, pool, adults="2")
    assert "余 4 席" in words(before.page(form_of(pool)).cssselect(".book-facts")[0])


def test_of_a_session_that_is_over_its_form_says_so(before: Stage) -> None:
    sessions = [add_session(before, before.publish(name), at(25, 9), at(25, 10)) for name in ("市集", "散步")]
    with inside(before):
        set_terms(before.place.office, sessions[0].run, admission="free")
    [pool] = opened(before)
    with clock.standing_at(at(25, 15)):
        for code in (*(each.code for each in sessions), code_of(pool)):
            page = before.page(f"/sessions/{code}/book/")
            assert words(page.cssselect(".message")[0]) == "这一场已经结束。"


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


def test_what_the_host_wants_bookers_to_know_is_read_before_booking(before: Stage) -> None:
    [pool] = opened(before, note="请穿平底鞋，自带水杯。")
    assert "请穿平底鞋，自带水杯。" in words(before.page(form_of(pool)).cssselect(".book-facts")[0])


def test_the_form_of_a_session_online_says_that_nobody_sets_out(before: Stage) -> None:
    activity = before.publish("问问天文学家", at(25, 14), at(25, 15), mode="online", place="")
    [pool] = opened_for(before, activity)
    assert "线上参加" in words(before.page(form_of(pool)).cssselect(".book-facts")[0])


def test_without_a_gateway_the_form_says_so_beforehand(before: Stage) -> None:
    [pool] = opened(before)
    page = before.page(form_of(pool))
    assert "不能发短信" in page.text_content()
    assert not page.cssselect("[name=code]")


def test_a_group_reads_before_it_fills_in_how_large_it_may_be_and_who_decides(before: Stage) -> None:
    [pool] = opened(before, admission="group", choice="chosen", smallest=10, largest=40)
    text = words(before.page(form_of(pool)).cssselect("main")[0])
    assert text.index("每个团体 10–40 人，带队的也算") < text.index("学生人数")
    assert "选上了才有席位" in text


def test_whoever_finds_a_session_called_off_is_led_to_what_else_there_is_that_day(before: Stage) -> None:
    [pool] = opened(before)
    with inside(before):
        assert pool.session is not None
        cancel_session(before.place.office, pool.session, why="台风")
        release_programme(before.place.office, before.place.week)
    for address in (form_of(pool), f"/sessions/{code_of(pool)}/"):
        main = before.page(address).cssselect("main")[0]
        links = {words(each): each.get("href") for each in main.cssselect("a")}
        assert links["看这天的活动"] == "/programme/?day=2027-05-25", address


def test_after_the_cut_off_the_form_says_when_it_was_and_where_a_booking_is_found(before: Stage) -> None:
    [pool] = opened(before, closes_before=60)
    with clock.standing_at(at(25, 13, 5)):
        main = before.page(form_of(pool)).cssselect("main")[0]
    assert "5月25日（周二）下午13:00已经截止" in words(main)
    assert "/bookings/find/" in [each.get("href") for each in main.cssselect("a")]
