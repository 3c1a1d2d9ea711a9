"""The booking form kept whole, what a press costs, and the page before opening."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html
from pytest_django.fixtures import Settings

from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.booking.states import AnswerKind
from sciweek.portal.tests.booking_stage import (
    act,
    booked_page,
    code_of,
    form_of,
    opened,
    refused,
    send,
    value,
)
from sciweek.portal.tests.stage import Stage, words


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
