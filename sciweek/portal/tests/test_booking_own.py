"""The page of one booking: how it stands, what can be done with it, and who can see it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from icalendar import Calendar
from lxml import html

from sciweek.activities.actions import cancel_activity, withdraw_activity
from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.base.tests.node import read_by_ical_js
from sciweek.booking.actions import cancel_booking, decline_group, resize_pool, word_consent
from sciweek.booking.actions.carrying import carry_news
from sciweek.booking.actions.consenting import first_words
from sciweek.booking.actions.telling import tell_bookers
from sciweek.booking.jobs import follow_programme, turn_queues
from sciweek.booking.models import Booking, ConsentText, Pool
from sciweek.booking.states import BookingState
from sciweek.portal.tests.booking_stage import (
    HOME,
    act,
    activity_of,
    booked_page,
    code_of,
    form_of,
    inside,
    opened,
    opened_for,
    the_booking,
)
from sciweek.portal.tests.programmed import release
from sciweek.portal.tests.stage import Stage, words
from sciweek.programme.actions import cancel_session, move_session, release_programme, restore_session
from sciweek.programme.models import Session


def shown(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return html.document_fromstring(answer.content.decode())


def heading(stage: Stage, address: str) -> str:
    return words(stage.page(address).cssselect("h1")[0])


def session_of(stage: Stage, pool: Pool) -> Session:
    return Session.objects.get(code=code_of(pool))


# --- who can see it ---------------------------------------------------------------------------------------------


def test_nobody_keeps_the_page_and_no_other_site_hears_of_it(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    answer = before.get(address)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    page = shown(answer)
    assert page.cssselect("meta[name=robots][content*=noindex]")
    assert not page.cssselect("link[rel=canonical]")


def test_only_the_whole_link_opens_it(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    _empty, _b, code, key, _end = address.split("/")
    other = "a" if key[-1] != "a" else "b"
    for path in (
        f"/b/{code}/{key[:-1]}{other}/",
        f"/b/{code}/x/",
        f"/b/34679ACD/{key}/",
        f"/b/{code}/{'钥' * 24}/",
    ):
        page = shown(before.get(path), 404)
        assert page.cssselect("a[href='/bookings/find/']")
        assert before.client.post(path, {"do": "cancel"}, headers=HOME).status_code == 404
    # Small letters of the code, capitals of the key: as somebody types them from paper.
    assert before.get(f"/b/{code.lower()}/{key.upper()}/").status_code == 200


def test_an_erased_booking_is_as_if_it_had_never_been(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    with inside(before):
        Booking.objects.update(erased_at=clock.now())
    for end in ("", "ticket/", "ticket.pdf", "booking.ics"):
        assert before.get(address + end).status_code == 404


def test_the_page_asks_the_same_of_the_database_however_many_wait(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    booked_page(before, pool)
    first = booked_page(before, pool, or_wait="yes")
    before.get(first)
    with CaptureQueriesContext(connection) as few:
        before.get(first)
    for _each in range(5):
        last = booked_page(before, pool, or_wait="yes")
    with CaptureQueriesContext(connection) as many:
        assert "前面还有 5 组" in before.page(last).text_content()
    assert len(many) == len(few) <= 25


# --- what can be done -------------------------------------------------------------------------------------------


def test_the_party_is_changed(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    page = shown(act(before, address, "change", adults="1", children="1"), 422)
    assert page.cssselect("details[open] #id_consents-error")
    assert [each.get("value") for each in page.cssselect("[name=children]")] == ["1"]
    answer = act(before, address, "change", adults="1", children="1", consents="yes", photo="yes")
    assert answer["Location"] == f"{address}?done=change"
    row = the_booking(before, address)
    assert (row.adults, row.children, row.photo_consent, row.ticket_serial) == (1, 1, True, 1)
    assert "人数改好了" in before.page(answer["Location"]).text_content()


@pytest.mark.parametrize("adults", ["0", "-1", "10000", "两个"])
def test_a_party_that_cannot_be_changes_nothing(before: Stage, adults: str) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    page = shown(act(before, address, "change", adults=adults), 422)
    assert page.cssselect("details[open] [name=adults]")[0].get("value") == adults
    assert the_booking(before, address).adults == 2


def test_two_tabs_do_not_overwrite_each_other(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    old = the_booking(before, address).version
    assert act(before, address, "change", adults="3").status_code == 303
    page = shown(act(before, address, "change", adults="1", seen_version=old), 409)
    assert the_booking(before, address).adults == 3
    fresh = page.cssselect("details[open] [name=seen_version]")[0].get("value")
    assert act(before, address, "change", adults="1", seen_version=fresh).status_code == 303
    assert the_booking(before, address).adults == 1


def test_a_booking_is_cancelled_once_and_its_seats_are_free(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    page = before.page(address)
    # It asks once: the button stands behind a line that is opened first.
    assert page.cssselect("details:not([open]) [name=do][value=cancel]")
    assert act(before, address, "cancel").status_code == 303
    assert act(before, address, "cancel").status_code == 303
    assert heading(before, address) == "已取消"
    assert before.page(address).cssselect(f"a[href='{form_of(pool)}']")
    with inside(before):
        pool.refresh_from_db()
    assert pool.taken == 0
    shown(act(before, address, "change", adults="1"), 422)


def test_the_next_in_the_queue_accepts(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    first = booked_page(before, pool)
    second = booked_page(before, pool, or_wait="yes")
    act(before, first, "cancel")
    page = before.page(second)
    assert words(page.cssselect("h1")[0]) == "有席位了，等您确认"
    assert "给您留到5月20日（周四）下午13:00" in words(page.cssselect(".own-offer")[0])
    assert not page.cssselect("a[href$='ticket/']")
    assert act(before, second, "accept").status_code == 303
    assert act(before, second, "accept").status_code == 303
    page = before.page(second)
    assert words(page.cssselect("h1")[0]) == "已约"
    assert page.cssselect("a[href$='ticket/']")


def test_an_offer_that_ran_out_is_gone(before: Stage) -> None:
    [pool] = opened(before, seats=2, offer_minutes=30)
    first = booked_page(before, pool)
    second = booked_page(before, pool, or_wait="yes")
    act(before, first, "cancel")
    with clock.standing_at(clock.now() + timedelta(minutes=30)):
        page = shown(act(before, second, "accept"), 422)
    assert "确认的时间已过" in words(page.cssselect(".book-message")[0])


def test_whoever_waited_in_vain_is_told_whether_seats_were_held_or_none_came_free(before: Stage) -> None:
    [pool] = opened(before, seats=2, offer_minutes=30)
    first = booked_page(before, pool)
    second, third = (booked_page(before, pool, or_wait="yes") for _ in range(2))
    act(before, first, "cancel")
    with inside(before):
        carry_news(before.place.week)
    with clock.standing_at(at(25, 14)):
        turn_queues.call()
        said = [words(before.page(address).cssselect(".message")[0]) for address in (second, third)]
    assert said == ["确认的时间过了，席位让给了后面的人。", "到截止时也没有空出席位。"]


def test_somebody_leaves_the_queue(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    booked_page(before, pool)
    second = booked_page(before, pool, or_wait="yes")
    assert "不等了" in before.page(second).text_content()
    act(before, second, "cancel")
    with inside(before):
        pool.refresh_from_db()
    assert pool.waiting == 0


def test_a_booking_goes_to_another_session(before: Stage) -> None:
    pool, other = opened(before, hours=(9, 14))
    address = booked_page(before, pool)
    choices = before.page(address).cssselect("[name=to]")
    assert [each.get("value") for each in choices] == [code_of(other)]
    shown(act(before, address, "move"), 422)
    shown(act(before, address, "move", to="34679ACD"), 422)
    assert act(before, address, "move", to=code_of(other)).status_code == 303
    assert the_booking(before, address).pool_id == other.pk
    assert "14:00" in words(before.page(address).cssselect(".own-facts")[0])


def test_a_booking_is_passed_on_with_a_new_link(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    page = shown(act(before, address, "pass_on", name="何苗", phone="12"), 422)
    assert page.cssselect("details[open] [name=name]")[0].get("value") == "何苗"
    answer = act(before, address, "pass_on", name="何苗", phone="13900009999")
    fresh = answer["Location"].partition("?")[0]
    assert fresh != address
    assert "何苗" in before.page(answer["Location"]).text_content()
    assert before.get(address).status_code == 404


def test_whoever_takes_a_booking_over_on_the_english_page_is_written_to_in_english(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    assert the_booking(before, address).language == "zh-hans"
    answer = act(before, f"/en{address}", "pass_on", name="Mia", phone="13900009999")
    fresh = answer["Location"].partition("?")[0]
    assert fresh.startswith("/en/b/")
    assert the_booking(before, fresh.removeprefix("/en")).language == "en"


def test_photos_are_agreed_to_and_taken_back_also_afterwards(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool, children="1", consents="yes")
    assert "还没有选" in before.page(address).text_content()
    shown(act(before, address, "photo"), 422)
    assert act(before, address, "photo", photo="yes").status_code == 303
    assert the_booking(before, address).photo_consent is True
    with clock.standing_at(at(27, 9)):
        page = before.page(address)
        assert words(page.cssselect("h1")[0]) == "这一场已经结束"
        assert not page.cssselect("[value=cancel]")
        assert act(before, address, "photo", photo="no").status_code == 303
    assert the_booking(before, address).photo_consent is False
    childless = booked_page(before, pool)
    assert not before.page(childless).cssselect("[value=photo]")
    shown(act(before, childless, "photo", photo="no"), 422)


def test_what_was_agreed_to_keeps_its_own_words(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool, children="1", consents="yes")
    with inside(before):
        word_consent(
            before.place.office, before.place.week, guardian="新的同意书", school="学校", photo="照片"
        )
    assert "监护人同意书第 1 版" in before.page(address).text_content()
    with clock.standing_at(clock.now() + timedelta(seconds=3)):
        page = before.page(form_of(pool))
    assert "第 2 版" in words(page.cssselect(".book-consent")[0])


def test_built_in_words_are_kept_in_the_language_of_the_committee_whoever_agrees_first(before: Stage) -> None:
    [pool] = opened(before)
    with override("en"):
        english = first_words()[0]
    with override("zh-hans"):
        chinese = first_words()[0]
    assert english in before.page(f"/en{form_of(pool)}").text_content()
    booked_page(before, pool, path=f"/en{form_of(pool)}", children="1", consents="yes")
    with inside(before):
        assert ConsentText.objects.get().guardian == chinese != english
    with clock.standing_at(clock.now() + timedelta(seconds=4)):
        assert chinese in before.page(form_of(pool)).text_content()
        assert english in before.page(f"/en{form_of(pool)}").text_content()


def test_after_the_cut_off_only_fewer_come_or_nobody(before: Stage) -> None:
    pool, _other = opened(before, hours=(14, 16), closes_before=60)
    address = booked_page(before, pool)
    with clock.standing_at(at(25, 13)):
        page = before.page(address)
        assert "已过截止时间" in page.text_content()
        assert not page.cssselect("[name=to]")
        shown(act(before, address, "change", adults="3"), 422)
        assert act(before, address, "change", adults="1").status_code == 303
        assert act(before, address, "cancel").status_code == 303


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://[evil"}, False),
        # Without a referrer older browsers name no origin; the address itself is the secret.
        ({"Origin": "null"}, True),
        ({"Origin": "http://testserver"}, True),
    ],
)
def test_another_site_cannot_press_a_button(before: Stage, headers: dict[str, str], is_taken: bool) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    before.client.post(address, {"do": "cancel"}, headers=headers)
    assert (the_booking(before, address).state == BookingState.CANCELLED) is is_taken


def test_a_button_that_does_not_exist_does_nothing(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    assert before.client.post(address, {"do": "erase"}, headers=HOME).status_code == 404
    assert before.client.post(address, {}, headers=HOME).status_code == 404


# --- what became of the session ---------------------------------------------------------------------------------


def test_what_changed_since_the_booking_is_said(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    assert "预约之后有变动" not in before.page(address).text_content()
    with inside(before):
        session = session_of(before, pool)
        move_session(before.place.office, session, starts_at=at(25, 15), seen_version=None)
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        release(before)
        page = before.page(address)
        assert "时间改了" in page.text_content()
        assert "15:00" in words(page.cssselect(".own-facts")[0])


def test_whoever_booked_a_session_online_opens_it_from_the_own_page_and_needs_no_ticket(
    before: Stage,
) -> None:
    link = "https://live.linjiang.example/sky"
    activity = before.publish("问问天文学家", at(25, 14), at(25, 15), mode="online", place="", link=link)
    [pool] = opened_for(before, activity)
    address = booked_page(before, pool)
    page = before.page(address)
    [door] = page.cssselect(".own-main a")
    assert door.get("href") == link
    assert words(door) == "打开线上页面"
    assert "live.linjiang.example" in words(page.cssselect(".own-facts")[0])
    act(before, address, "cancel")
    assert link not in before.get(address).content.decode()


def test_the_way_to_a_place_is_on_the_own_page(before: Stage) -> None:
    activity = before.publish("探秘天象厅", at(25, 14), at(25, 15), place="区科技馆", address="星河路 6 号")
    [pool] = opened_for(before, activity)
    page = before.page(booked_page(before, pool))
    assert "区科技馆 星河路 6 号" in words(page.cssselect(".own-facts")[0])


def test_a_cancelled_session_says_why_and_where_else_there_are_seats(before: Stage) -> None:
    pool, other = opened(before, hours=(9, 14))
    address = booked_page(before, pool)
    with inside(before):
        cancel_session(before.place.office, session_of(before, pool), why="讲师生病")
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        release(before)
        page = before.page(address)
        assert words(page.cssselect("h1")[0]) == "这一场取消了"
        assert "讲师生病" in page.text_content()
        assert form_of(other) in [each.get("href") for each in page.cssselect(".book-others a")]
        assert not page.cssselect("a[href$='ticket/']")


def test_the_job_that_ends_the_bookings_of_a_session_changes_nothing_of_what_they_read(before: Stage) -> None:
    [pool] = opened(before)
    address, earlier = booked_page(before, pool), booked_page(before, pool)
    act(before, earlier, "cancel")
    with inside(before):
        cancel_session(before.place.office, session_of(before, pool), why="讲师生病")
        follow(before)
    assert heading(before, address) == "这一场取消了"
    assert words(before.page(address).cssselect(".message")[0]).startswith("这一场取消了。 讲师生病")
    assert heading(before, earlier) == "已取消"


def test_whoever_did_not_come_is_not_thanked_for_coming(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    came, waited = booked_page(before, pool), booked_page(before, pool, or_wait="yes")
    gone = booked_page(before, pool, or_wait="yes")
    act(before, gone, "cancel")
    with clock.standing_at(at(27, 9)):
        turn_queues.call()
        assert [heading(before, each) for each in (came, waited, gone)] == [
            "这一场已经结束",
            "没有等到",
            "已取消",
        ]
        assert "谢谢您来参加" in before.page(came).text_content()
        assert "谢谢您来参加" not in before.page(waited).text_content()
        assert not before.page(gone).cssselect("#keep")


def test_whoever_leaves_the_queue_is_not_told_of_seats(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    booked_page(before, pool)
    address = booked_page(before, pool, or_wait="yes")
    assert "席位马上让给别人" not in before.page(address).text_content()
    act(before, address, "cancel")
    assert words(before.page(address).cssselect(".message")[0]) == "您取消了这个预约。"


def test_whoever_lost_a_session_that_takes_place_after_all_reads_what_holds_and_books_again(
    before: Stage,
) -> None:
    [pool] = opened(before, has_waiting=False)
    address = booked_page(before, pool)
    with inside(before):
        cancel_session(before.place.office, session_of(before, pool), why="讲师生病")
        follow(before)
        resize_pool(before.place.office, pool, capacity=1)
        restore_session(before.place.office, session_of(before, pool))
        follow(before)
    page = before.page(address)
    text = words(page.cssselect(".message")[0])
    assert "又恢复举行了" in text
    assert "不会自动恢复" in text
    assert "讲师生病" not in text
    assert form_of(pool) in [each.get("href") for each in page.cssselect("a.button")]
    with inside(before):
        cancel_session(before.place.office, session_of(before, pool), why="场地停电")
        follow(before)
    assert "又恢复举行了" not in before.page(address).text_content()


def test_who_is_offered_the_seats_again_takes_them_or_leaves_by_the_own_page(before: Stage) -> None:
    [pool] = opened(before)
    stays, leaves = booked_page(before, pool), booked_page(before, pool)

    def off_and_back() -> None:
        with inside(before):
            cancel_session(before.place.office, session_of(before, pool), why="讲师生病")
            follow(before)
            restore_session(before.place.office, session_of(before, pool))
            follow(before)

    off_and_back()
    assert "有席位了，给您留到" in before.page(stays).text_content()
    assert act(before, stays, "accept").status_code == 303
    assert the_booking(before, stays).state == BookingState.CONFIRMED
    act(before, leaves, "cancel")
    assert words(before.page(leaves).cssselect(".message")[0]) == "您取消了这个预约。"
    with inside(before):
        cancel_session(before.place.office, session_of(before, pool), why="场地停电")
        follow(before)
    assert heading(before, leaves) == "已取消"
    assert heading(before, stays) == "这一场取消了"


def follow(stage: Stage) -> None:
    """The office releases, and the job follows."""
    made = release_programme(stage.place.office, stage.place.week)
    follow_programme.call(week_id=stage.place.week.pk, release_id=made.pk)


def test_a_group_that_was_not_chosen_is_not_left_waiting(before: Stage) -> None:
    [pool] = opened(before, admission="group", choice="chosen", largest=40)
    group = {"school": "云栖小学", "grade": "四年级二班", "pupils": "20", "consents": "yes"}
    address = booked_page(before, pool, **group)
    assert "主办方会挑选团体" in before.page(address).text_content()
    with clock.standing_at(at(25, 14)):
        turn_queues.call()
        page = before.page(address)
    assert words(page.cssselect("h1")[0]) == "没有等到"
    assert "主办方没有选您的团体" in page.text_content()
    assert "没有空出席位" not in page.text_content()


def test_a_cancelled_activity_shows_at_once(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    with inside(before):
        cancel_activity(before.place.office, activity_of(pool), why="台风")
    page = before.page(address)
    assert words(page.cssselect("h1")[0]) == "这一场取消了"
    assert "台风" in page.text_content()


def test_whoever_has_nothing_left_of_a_cancelled_activity_is_led_to_others_like_it(before: Stage) -> None:
    [pool] = opened(before)
    another = before.publish("另一个活动", at(25, 9), at(25, 10), kind="campus")
    [other] = opened_for(before, another, hours=(9,))
    smaller = before.publish("只有一席", at(25, 11), at(25, 12), kind="campus")
    [small] = opened_for(before, smaller, hours=(11,), seats=1)
    address = booked_page(before, pool, adults="2")
    assert not before.page(address).cssselect(".book-others")
    with inside(before):
        cancel_activity(before.place.office, activity_of(pool), why="台风")
    links = before.page(address).cssselect(".book-others a")
    assert [each.get("href") for each in links] == [form_of(other)]
    assert words(links[0]).startswith("另一个活动 5月25日")
    assert form_of(small) not in before.get(address).content.decode()


def test_a_host_cancels_with_a_reason_and_writes(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    with inside(before):
        tell_bookers(before.place.office, pool, text="请从西门进")
    assert "请从西门进" in words(before.page(address).cssselect(".own-told")[0])
    with inside(before):
        cancel_booking(before.place.office, the_booking(before, address), why="名额调整")
    assert words(before.page(address).cssselect(".message")[0]) == "主办方取消了这个预约。 名额调整"


def test_the_page_says_when_it_is_forgotten(before: Stage) -> None:
    [pool] = opened(before)
    text = before.page(booked_page(before, pool)).text_content()
    assert "2027年6月24日" in text


# --- for one's own calendar -------------------------------------------------------------------------------------


def test_the_calendar_leads_back_to_the_booking(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    answer = before.get(f"{address}booking.ics")
    assert "no-store" in answer["Cache-Control"]
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    [event] = calendar.events
    assert str(event["SUMMARY"]) == "机器人来上课"
    assert str(event["URL"]).endswith(address)
    assert event.start == at(25, 14)
    assert (str(calendar["METHOD"]), str(event["STATUS"])) == ("PUBLISH", "CONFIRMED")
    [read] = read_by_ical_js(answer.content)["events"]
    assert (read["uid"], read["name"], read["status"]) == (str(event["UID"]), "机器人来上课", "CONFIRMED")
    assert read["start"] == "2027-05-25T06:00:00.000Z"


def told_calendar(stage: Stage, address: str) -> tuple[str, str, str, int, Any]:
    """Method, and of the only event status, id, sequence and start."""
    calendar = Calendar.from_ical(stage.get(f"{address}booking.ics").content)
    assert isinstance(calendar, Calendar)
    [event] = calendar.events
    return (
        str(calendar["METHOD"]),
        str(event["STATUS"]),
        str(event["UID"]),
        int(str(event["SEQUENCE"])),
        event.start,
    )


def test_the_calendar_follows_a_booking_to_another_session_and_to_its_end(before: Stage) -> None:
    pool, other = opened(before, hours=(14, 16))
    address = booked_page(before, pool)
    there = told_calendar(before, address)
    act(before, address, "move", to=code_of(other))
    moved = told_calendar(before, address)
    assert moved[:3] == there[:3]  # the same entry, elsewhere
    assert (there[4], moved[4]) == (at(25, 14), at(25, 16))
    act(before, address, "cancel")
    gone = told_calendar(before, address)
    assert gone[:3] == ("CANCEL", "CANCELLED", there[2])
    assert there[3] < moved[3] < gone[3]
    again = told_calendar(before, booked_page(before, other))
    assert (again[:2], again[2] != gone[2]) == (("PUBLISH", "CONFIRMED"), True)


def test_what_is_not_certain_is_no_certain_date_in_the_calendar(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    booked_page(before, pool)
    waiting = booked_page(before, pool, or_wait="yes")
    assert told_calendar(before, waiting)[:2] == ("PUBLISH", "TENTATIVE")


def test_a_session_that_no_release_shows_any_more_is_cancelled_in_the_calendar(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    with inside(before):
        withdraw_activity(before.place.office, activity_of(pool), why="内容要改")
        release_programme(before.place.office, before.place.week)
    assert told_calendar(before, address)[:2] == ("CANCEL", "CANCELLED")


def test_a_group_that_was_not_chosen_is_not_asked_to_book_the_same_again(before: Stage) -> None:
    """The host has said no: the page leads to the host, and to other sessions with seats."""
    pool, other = opened(before, hours=(10, 14), admission="group", choice="chosen", largest=40)
    given = {"school": "云栖小学", "grade": "四年级二班", "pupils": "9", "adults": "1", "consents": "yes"}
    address = booked_page(before, pool, **given)
    with inside(before):
        decline_group(before.place.office, the_booking(before, address), why="场地坐不下")
    page = before.page(address).cssselect("main")[0]
    assert "场地坐不下" in words(page)
    assert "想再问一次，请联系主办方" in words(page)
    links = [each.get("href") for each in page.cssselect("a")]
    assert not any(form_of(pool) in link for link in links)
    assert any(form_of(other) in link for link in links)


def test_whoever_has_passed_a_booking_on_copies_its_new_address_at_once(before: Stage) -> None:
    [pool] = opened(before)
    answer = act(before, booked_page(before, pool), "pass_on", name="何苗", phone="13900008888")
    page = before.page(answer["Location"])
    [button] = page.cssselect(".message [data-copies]")
    target = page.get_element_by_id(button.get("data-copies"))
    assert target.get("href").endswith(answer["Location"].partition("?")[0])
