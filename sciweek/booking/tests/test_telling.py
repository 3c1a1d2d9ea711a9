"""What bookers are told, by which way, and what becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock, scope
from sciweek.base.errors import OutOfSight, Refused
from sciweek.booking.actions import accept_offer, cancel_booking, change_party, pass_on
from sciweek.booking.actions.carrying import carry_news
from sciweek.booking.actions.codes import new_code_for
from sciweek.booking.actions.telling import mark_told, tell_bookers
from sciweek.booking.jobs import follow_programme, tell_news, turn_queues
from sciweek.booking.logic.links import link_key
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool, Telling
from sciweek.booking.states import News, Proves, Reached, Way
from sciweek.booking.tests.booked import announced, booked, by_link, many
from sciweek.logbook.models import Entry
from sciweek.people.phones import read_phone
from sciweek.post.jobs import send_due
from sciweek.post.models import Message
from sciweek.post.queries import outbox
from sciweek.post.states import MessageState, Occasion
from sciweek.programme.actions import cancel_session, move_session, release_programme
from sciweek.programme.models import Session


@pytest.fixture
def gateway(settings: LazySettings) -> None:
    """An SMS gateway is set; nothing is sent unless the post's job runs."""
    settings.SCIWEEK_SMS = {"url": "http://127.0.0.1:9", "template": "{}", "key": "", "success": ""}
    settings.SCIWEEK_SITE_URL = "https://week.linjiang.example"


def told(row: Booking) -> list[tuple[str, str]]:
    """(news, way) of everything that the booker was told, in order."""
    return list(Telling.objects.filter(booking=row).values_list("news", "way"))


def by_host(place: Place, pool: Pool, people: int = 2, **values: Any) -> Booking:
    """The office has booked for whoever called: where a gateway is set, citizens prove their phones first."""
    return booked(pool, people, actor=place.office, **values)


def carry(place: Place) -> None:
    carry_news(place.week)


def test_without_a_gateway_the_page_says_what_only_confirms(place: Place) -> None:
    [pool] = announced(place, seats=2)
    one, other = booked(pool, 2), booked(pool, 1, or_wait=True)
    carry(place)
    assert told(one) == []
    assert told(other) == [(News.WAITING, Way.PAGE)]
    assert not Booking.objects.exclude(news="").exists()
    assert not Message.objects.exists()


def test_without_a_gateway_a_seat_from_the_queue_is_rung_up(place: Place) -> None:
    [pool] = announced(place, seats=2)
    one, other = booked(pool, 2), booked(pool, 1, or_wait=True)
    carry(place)
    cancel_booking(by_link(one), one)
    carry(place)
    assert told(other)[-1] == (News.OFFERED, Way.CALL)
    text = Telling.objects.get(booking=other, news=News.OFFERED).text
    assert "水是怎样变清的" in text
    assert "5月25日（周二）下午14:00–15:00" in text
    assert "前确认" in text
    assert link_key(other.code, 1) not in text


def test_what_the_host_does_is_rung_up_with_the_reason(place: Place) -> None:
    [pool] = announced(place)
    one, other = booked(pool), booked(pool)
    carry(place)
    cancel_booking(place.office, one, why="场地坐不下")
    change_party(place.office, other, party=Party(adults=1))
    carry(place)
    assert told(one)[-1] == (News.REMOVED, Way.CALL)
    assert told(other)[-1] == (News.CHANGED, Way.CALL)
    assert "场地坐不下" in Telling.objects.get(news=News.REMOVED).text


def test_nobody_is_told_twice_however_often_the_job_runs(place: Place, gateway: None) -> None:
    [pool] = announced(place)
    by_host(place, pool)
    for _round in range(3):
        tell_news.call()
    assert Telling.objects.count() == 1
    assert Message.objects.count() == 1


def test_what_the_booker_does_is_not_told_to_the_booker(place: Place) -> None:
    [pool] = announced(place, seats=2)
    one, other = booked(pool, 2), booked(pool, 1, or_wait=True)
    cancel_booking(by_link(one), one)
    accept_offer(by_link(other), other)
    carry(place)
    assert told(one) == []
    assert told(other) == []


def test_a_short_message_says_what_when_where_and_the_link(place: Place, gateway: None) -> None:
    [pool] = announced(place)
    row = by_host(place, pool, 2)
    carry(place)
    message = Message.objects.get(occasion=Occasion.BOOKING)
    assert message.state == MessageState.QUEUED
    assert message.address == row.contact.phone
    assert "水是怎样变清的，5月25日（周二）下午14:00–15:00，街道文化中心，2 人" in message.body
    assert message.body.endswith(f"https://week.linjiang.example/b/{row.code}/{link_key(row.code, 1)}/")
    assert len(message.body) < 140
    assert Telling.objects.get().message_uid == message.uid


def test_who_took_a_booking_over_is_told_with_the_new_link(place: Place, gateway: None) -> None:
    [pool] = announced(place)
    row = by_host(place, pool, 2)
    carry(place)
    heir = read_phone("13900000077")
    assert heir is not None
    code = new_code_for(heir.digest, proves=Proves.TAKING_OVER)
    row = pass_on(by_link(row), row, name="何苗苗", phone=heir.e164, code=code)
    carry(place)
    message = Message.objects.order_by("-pk")[0]
    assert message.address == "+8613900000077"
    assert link_key(row.code, 2) in message.body


def test_an_heir_is_written_to_in_the_language_in_which_the_booking_was_passed_on(
    place: Place, gateway: None
) -> None:
    [pool] = announced(place)
    row = by_host(place, pool)
    for number, (language, said) in enumerate((("en", "en"), ("", "en"), ("zh-hans", "zh-hans"))):
        heir = read_phone(f"1390000007{number}")
        assert heir is not None
        code = new_code_for(heir.digest, proves=Proves.TAKING_OVER)
        row = pass_on(by_link(row), row, name="Mia", phone=heir.e164, code=code, language=language)
        carry(place)
        assert row.language == said
        assert ("/en/b/" in Message.objects.order_by("-pk")[0].body) == (said == "en")


def test_no_phone_rings_at_night_unless_it_is_urgent(place: Place, gateway: None) -> None:
    [pool] = announced(place)
    with clock.standing_at(at(20, 22)):
        by_host(place, pool)
        carry(place)
        assert Message.objects.get().next_try_at == at(21, 8)


def test_what_waited_for_the_morning_is_not_sent_when_the_booking_is_gone(
    place: Place, gateway: None
) -> None:
    [pool] = announced(place)
    with clock.standing_at(at(20, 22)):
        row, stays = by_host(place, pool), by_host(place, pool)
        carry(place)
        cancel_booking(by_link(row), row)
    with clock.standing_at(at(21, 8)):
        send_due.call()
        carry(place)
    first, other = Message.objects.order_by("pk")
    assert (first.state, first.tries) == (MessageState.WITHDRAWN, 0)
    assert other.tries == 1  # nobody listens at that gateway, but it was tried
    assert told(row) == [(News.CONFIRMED, Way.PAGE)]
    assert told(stays) == [(News.CONFIRMED, Way.SMS)]


def test_citizens_messages_are_not_in_the_offices_outbox_nor_in_the_log(place: Place, gateway: None) -> None:
    [pool] = announced(place)
    lines = Entry.objects.count()
    by_host(place, pool)
    carry(place)
    assert Message.objects.exists()
    assert not outbox(place.office).exists()
    assert Entry.objects.count() == lines


def test_a_message_that_does_not_go_is_rung_up(place: Place, gateway: None) -> None:
    [pool] = announced(place)
    one, other = by_host(place, pool), by_host(place, pool)
    cancel_booking(place.office, one, why="场地坐不下")
    carry(place)
    Message.objects.update(state=MessageState.GIVEN_UP)
    carry(place)
    assert told(one) == [(News.REMOVED, Way.CALL)]
    assert told(other) == [(News.CONFIRMED, Way.PAGE)]


def test_a_message_that_went_is_done(place: Place, gateway: None) -> None:
    [pool] = announced(place)
    by_host(place, pool)
    carry(place)
    Message.objects.update(state=MessageState.SENT)
    carry(place)
    assert Telling.objects.get().done_at is not None
    with scope.entered(place.region.pk, place.week.pk):
        assert Telling.objects.get().way == Way.SMS


def test_a_gateway_that_is_gone_leaves_a_call_list(place: Place, gateway: None, settings: Any) -> None:
    [pool] = announced(place)
    by_host(place, pool)
    carry(place)
    assert tell_bookers(place.office, pool, text="请带身份证") == 1
    settings.SCIWEEK_SMS = {"url": "", "template": "{}", "key": "", "success": ""}
    carry(place)
    assert Telling.objects.get(news=News.MESSAGE).way == Way.CALL


def test_a_land_line_is_rung_up_and_holds_up_nobody(place: Place, gateway: None) -> None:
    [pool] = announced(place)
    fixed, mobile = by_host(place, pool, phone="010-88880000"), by_host(place, pool)
    tell_bookers(place.office, pool, text="请走西门")
    carry(place)
    assert told(fixed)[0] == (News.MESSAGE, Way.CALL)
    assert told(mobile)[0] == (News.MESSAGE, Way.SMS)


def _one_waits(place: Place) -> None:
    [pool] = announced(place, seats=2)
    booked(pool, 2)
    booked(pool, 1, or_wait=True)


def test_news_of_every_week_go_out_in_one_round(place: Place) -> None:
    other = make_place("hexi", "云川市河西区")
    with other.inside():
        _one_waits(other)
    _one_waits(place)
    tell_news.call()
    assert Telling.objects.count() == 1
    with other.inside():
        assert Telling.objects.count() == 1


def test_a_host_writes_to_everybody_of_a_session_and_the_log_has_one_line(place: Place) -> None:
    one, other = announced(place, hours=(9, 14))
    rows = [booked(one), booked(one)]
    booked(other)
    assert tell_bookers(place.liaison, one, text="请走西门") == 2
    assert [Telling.objects.get(booking=row, news=News.MESSAGE).way for row in rows] == [Way.CALL, Way.CALL]
    assert "请走西门" in Telling.objects.filter(news=News.MESSAGE)[0].text
    assert Entry.objects.filter(verb="tell_bookers").count() == 1


@pytest.mark.parametrize(
    "values", [{"text": ""}, {"text": "啊" * 301}, {"text": "好", "states": ("asleep",)}]
)
def test_a_message_that_makes_no_sense_is_refused(place: Place, values: dict[str, Any]) -> None:
    [pool] = announced(place)
    booked(pool)
    with pytest.raises(Refused):
        tell_bookers(place.office, pool, **values)
    assert not Telling.objects.exists()


def test_a_message_to_nobody_is_refused(place: Place) -> None:
    [pool] = announced(place)
    with pytest.raises(Refused) as refused:
        tell_bookers(place.office, pool, text="请走西门")
    assert refused.value.code == "nobody"


def test_who_does_not_run_the_session_writes_to_nobody(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool)
    for actor in (by_link(row), place.actor("publicity")):
        with pytest.raises((OutOfSight, Refused)):
            tell_bookers(actor, pool, text="来我店里看看")


def called(place: Place) -> Telling:
    [pool] = announced(place)
    row = booked(pool)
    cancel_booking(place.office, row, why="场地坐不下")
    carry(place)
    return Telling.objects.get()


def test_a_call_is_ticked_off_and_taken_back(place: Place) -> None:
    telling = mark_told(place.liaison, called(place), reached=Reached.YES)
    assert (telling.done_at, telling.done_by) == (clock.now(), "liaison老师")
    telling = mark_told(place.liaison, telling, reached="")
    assert (telling.reached, telling.done_at, telling.done_by) == ("", None, "")
    assert Entry.objects.filter(verb="mark_told").count() == 2


def test_nobody_answered_leaves_the_call_on_the_list(place: Place) -> None:
    telling = mark_told(place.liaison, called(place), reached=Reached.NO_ANSWER)
    assert telling.done_at is None
    assert mark_told(place.liaison, telling, reached=Reached.WRONG_NUMBER).done_at is not None


def test_who_does_not_run_the_session_ticks_nothing_off(place: Place) -> None:
    telling = called(place)
    with pytest.raises((OutOfSight, Refused)):
        mark_told(place.actor("auditor"), telling, reached=Reached.YES)
    with pytest.raises(Refused):
        mark_told(place.office, telling, reached="perhaps")


def test_two_thousand_are_told_in_batches_with_few_queries(
    place: Place, gateway: None, django_assert_max_num_queries: Any
) -> None:
    [pool] = announced(place, seats=1000)
    row = by_host(place, pool)
    many(pool, row, 499)
    with django_assert_max_num_queries(120):
        tell_bookers(place.office, pool, text="请走西门")
        carry(place)
    assert Message.objects.filter(body__isnull=False).count() == 1000


def test_an_offer_that_ran_out_is_told(place: Place) -> None:
    [pool] = announced(place, seats=2, offer_minutes=60)
    one, other = booked(pool, 2), booked(pool, 1, or_wait=True)
    cancel_booking(by_link(one), one)
    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        turn_queues.call()
        carry(place)
    assert told(other) == [(News.LAPSED, Way.CALL)]


# In whose language


@pytest.mark.usefixtures("gateway")
def test_everybody_is_written_to_in_the_language_of_the_own_form(place: Place) -> None:
    [pool] = announced(place, seats=20)
    ours = by_host(place, pool)
    theirs = by_host(place, pool, language="en")
    strange = by_host(place, pool, language="tlh")
    assert [row.language for row in (ours, theirs, strange)] == ["zh-hans", "en", "zh-hans"]
    carry(place)
    tell_bookers(place.office, pool, text="Bring a pen 带一支笔")
    carry(place)
    for row, day, way in (
        (ours, "5月25日", "/b/"),
        (theirs, "Tue 25 May", "/en/b/"),
        (strange, "5月25日", "/b/"),
    ):
        texts = Telling.objects.filter(booking=row).values_list("text", flat=True)
        assert [day in text for text in texts] == [True, True]
        bodies = Message.objects.filter(about_uid=row.uid).values_list("body", flat=True)
        assert [f".example{way}{row.code}/" in body for body in bodies] == [True, True]


def test_a_release_and_a_call_off_speak_to_each_in_the_own_language(place: Place) -> None:
    moving, ending = announced(place, hours=(9, 14))
    rows = [booked(pool, language=language) for pool in (moving, ending) for language in ("en", "zh-hans")]
    session = Session.objects.get(pk=moving.session_id or 0)
    move_session(place.office, session, starts_at=at(26, 9), seen_version=session.version)
    cancel_session(place.office, Session.objects.get(pk=ending.session_id or 0), why="场地停电")
    made = release_programme(place.office, place.week)
    follow_programme.call(week_id=place.week.pk, release_id=made.pk)
    texts = [Telling.objects.get(booking=row).text for row in rows]
    assert ["Wed 26 May" in texts[0], "5月26日" in texts[1]] == [True, True]
    assert ["Tue 25 May" in texts[2], "5月25日" in texts[3]] == [True, True]
    assert not any("5月" in text for text in (texts[0], texts[2]))
    assert texts[2].startswith("Cancelled: ")
    assert ". Reason: 场地停电. You can book instead: " in texts[2]
