"""One session's seats at the desk: who has booked, and what the host does with all of it."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from sciweek.activities.tests.places import Place
from sciweek.base.ids import new_uid
from sciweek.booking.actions import add_shared_seats, cancel_booking, close_pool
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool, Telling
from sciweek.booking.states import BookingState, Way
from sciweek.booking.tests.booked import announced, booked, counted, many
from sciweek.booking.tests.desk import desk, get, post, signed_in, text_of
from sciweek.logbook.models import Entry
from sciweek.programme.actions import cancel_session
from sciweek.programme.models import ReleasedSession
from sciweek.programme.tests.plans import lecture
from sciweek.sheets.logic.reading import read_tables

QUESTIONS = [
    {"key": "bus", "label": "坐大巴吗", "kind": "yes_no", "is_needed": False, "options": []},
    {"key": "say", "label": "想问什么", "kind": "text", "is_needed": False, "options": []},
]


def page_of(place: Place, pool: Pool, role: str = "office", **asked: Any) -> Any:
    return get(place, f"seats/{pool.code}/", role, **asked).context["page"]


def test_the_list_masks_who_has_booked(place: Place) -> None:
    [pool] = announced(place, questions=QUESTIONS)
    row = booked(
        pool, number=5551234, name="欧阳小满", party=Party(adults=1, children=2), consents=True, photo=False,
        answers={"bus": "yes", "say": "能带水吗"},
    )  # fmt: skip
    answer = get(place, f"seats/{pool.code}/")
    [line] = answer.context["page"].lines
    assert (line.name, line.phone, line.party) == ("欧阳**", "···1234", "大人 1，6–13 岁 2")
    assert line.answers == [("坐大巴吗", "是"), ("想问什么", "能带水吗")]
    assert page_of(place, pool, "auditor").lines[0].answers == []
    text = text_of(answer)
    assert row.code in text
    assert "小满" not in text
    assert "5551234" not in text
    assert "第 1 版" in text
    assert "照片不同意" in text


def test_the_list_is_narrowed_by_state_code_and_the_phones_end(place: Place) -> None:
    [pool] = announced(place, seats=2, passing="in_order")
    first = booked(pool, 2, number=1110001)
    second = booked(pool, 1, number=1110002, or_wait=True)
    third = booked(pool, 1, number=1110003, or_wait=True)
    waiting = page_of(place, pool, state="waiting").lines
    assert [(line.booking.pk, line.place_in_line) for line in waiting] == [(second.pk, 1), (third.pk, 2)]
    assert [line.booking.pk for line in page_of(place, pool, q=first.code.lower()).lines] == [first.pk]
    assert [line.booking.pk for line in page_of(place, pool, q="0003").lines] == [third.pk]
    tabs = {str(tab.label): tab.count for tab in page_of(place, pool).tabs}
    assert tabs == {"有效的": 3, "已约": 1, "候补": 2, "全部": 3}


@pytest.mark.parametrize("asked", [{"state": "<b>"}, {"q": "%_'" * 9}, {"page": "🌟"}, {"q": "٣٤"}])
def test_an_address_of_nonsense_still_shows_the_list(place: Place, asked: dict[str, str]) -> None:
    [pool] = announced(place)
    assert get(place, f"seats/{pool.code}/", **asked).status_code == 200


def test_more_seats_go_to_the_queue_and_fewer_than_taken_are_refused(place: Place) -> None:
    [pool] = announced(place, seats=2)
    booked(pool, 2)
    waiting = booked(pool, 2, or_wait=True)
    answer = post(place, f"seats/{pool.code}/", "liaison", capacity="4")
    assert "现在一共 4 席" in text_of(answer)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    answer = post(place, f"seats/{pool.code}/", capacity="3")
    assert answer.status_code == 422
    assert "已经约出 4 席" in text_of(answer)
    assert 'value="3"' in text_of(answer)


@pytest.mark.parametrize("capacity", ["", "0", "-1", "1e9", "九", "99999999999999999999"])
def test_a_number_of_seats_that_is_none_is_refused(place: Place, capacity: str) -> None:
    [pool] = announced(place)
    assert post(place, f"seats/{pool.code}/", capacity=capacity).status_code == 422


def test_of_two_who_change_the_seats_the_second_sees_the_firsts_number(place: Place) -> None:
    [pool] = announced(place)
    post(place, f"seats/{pool.code}/", capacity="30", seen_version=str(pool.version))
    answer = post(place, f"seats/{pool.code}/", capacity="40", seen_version=str(pool.version))
    assert "对方写的是：30" in text_of(answer)


def test_a_session_is_closed_and_opened_again(place: Place) -> None:
    [pool] = announced(place)
    assert "已停止预约" in text_of(post(place, f"seats/{pool.code}/state/", to="closed"))
    assert page_of(place, pool).word == "停止预约"
    assert "又可以约了" in text_of(post(place, f"seats/{pool.code}/state/", to="open"))
    assert "再选一次" in text_of(post(place, f"seats/{pool.code}/state/", to="burn"))


def test_shared_seats_are_closed_on_their_own_page(place: Place) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=45)
    answer = post(place, f"seats/{bus.code}/state/", to="closed")
    assert answer.redirect_chain[-1][0] == desk(place, f"shared/{bus.code}/")
    assert get(place, f"seats/{bus.code}/").status_code == 404


def test_walls_hold_for_every_address_of_a_session(place: Place) -> None:
    [pool] = announced(place, lecture(place, "别家的", unit=place.units[1]))
    row = booked(pool)
    shown = [f"seats/{pool.code}/{end}" for end in ("", "new/", "tell/", "move/", "export/", "door-list.pdf")]
    shown += [f"bookings/{row.code}/", f"runs/{pool.terms.run.code if pool.terms else ''}/"]
    for rest in shown:
        assert get(place, rest, "liaison").status_code == 404, rest
    acts = [
        f"seats/{pool.code}/state/",
        *(f"bookings/{row.code}/{end}" for end in ("state/", "move/", "phone/")),
    ]
    for rest in (*shown[:-2], *acts):
        sent: dict[str, Any] = {
            "to": "closed" if "seats" in rest else "cancelled",
            "why": "x",
            "capacity": "9",
        }
        assert post(place, rest, "liaison", **sent).status_code == 404, rest
        # An auditor sees it and changes nothing.
        if not rest.endswith("door-list.pdf"):
            assert post(place, rest, "auditor", **sent).status_code == 403, rest
    assert counted(pool) == (2, 0)


def workbook(answer: Any) -> list[dict[str, str]]:
    """The lines of the sheet by the words of its head."""
    [table] = read_tables(answer.content, "名单.xlsx")
    rows = [[cell.text for cell in row] for row in table.rows]
    at = next(number for number, row in enumerate(rows) if "预约码" in row)
    return [dict(zip(rows[at], row, strict=False)) for row in rows[at + 1 :]]


def test_an_export_is_masked_unless_somebody_says_why(place: Place) -> None:
    [pool] = announced(place, questions=QUESTIONS)
    row = booked(pool, number=5551234, name="=cmd()", answers={"bus": "no"})
    cancel_booking(place.office, row, why="林小满来电，孩子住院")
    [masked] = workbook(get(place, f"seats/{pool.code}/export/", "auditor"))
    assert (masked["姓名"], masked["电话"], masked["原因"]) == ("=**", "···1234", "")
    assert "坐大巴吗" not in masked
    refused = post(place, f"seats/{pool.code}/export/", why=" ")
    assert "请写明原因" in text_of(refused)
    assert not Entry.objects.filter(verb="export_bookings").exists()
    answer = post(place, f"seats/{pool.code}/export/", "liaison", why="安排接站")
    [whole] = workbook(answer)
    assert (whole["姓名"], whole["电话"], whole["坐大巴吗"]) == ("=cmd()", "139 0555 1234", "否")
    assert whole["原因"] == "林小满来电，孩子住院"
    assert answer["Cache-Control"] == "private, no-store"
    line = Entry.objects.get(verb="export_bookings")
    assert (line.why, line.changes, line.actor_name) == ("安排接站", {"count": [None, 1]}, "liaison老师")


def test_the_doors_list_says_no_more_than_finds_the_line(place: Place) -> None:
    [pool] = announced(place, seats=4)
    row = booked(pool, 3, number=5551234, name="陈小满")
    waiting = booked(pool, 2, number=5559999, name="周远", or_wait=True)
    [line] = workbook(get(place, f"seats/{pool.code}/door-list.xlsx"))
    assert (line["预约码"], line["称呼"], line["手机末四位"], line["席位"]) == (row.code, "小满", "1234", "3")
    text = str(line)
    assert "陈" not in text
    assert waiting.code not in text
    word = Document(BytesIO(get(place, f"seats/{pool.code}/door-list.docx").content))
    cells = [cell.text for cell in word.tables[0].rows[1].cells]
    assert cells == [row.code, "小满", "1234", "3", ""]
    assert get(place, f"seats/{pool.code}/door-list.pdf").content.startswith(b"%PDF")
    assert get(place, f"seats/{pool.code}/door-list.exe").status_code == 404


def test_twenty_bookings_stand_on_one_page_with_room_for_who_comes_without(place: Place) -> None:
    [pool] = announced(place, seats=40)
    many(pool, booked(pool, 2), 19)
    printed = pypdfium2.PdfDocument(get(place, f"seats/{pool.code}/door-list.pdf").content)
    assert len(printed) == 1


def test_a_message_goes_to_those_who_were_picked(place: Place) -> None:
    [pool] = announced(place, seats=2)
    told = booked(pool, 2)
    booked(pool, 2, or_wait=True)
    answer = post(place, f"seats/{pool.code}/tell/", "liaison", text="改从东门进", states="confirmed")
    assert "写给了 1 个预约" in text_of(answer)
    row = Telling.objects.get()
    assert (row.booking_id, row.way) == (told.pk, Way.CALL)
    assert "改从东门进" in row.text
    wrong: list[dict[str, Any]] = [{"text": ""}, {"text": "很" * 301}, {"text": "好", "states": "lost"}]
    for sent in wrong:
        answer = post(place, f"seats/{pool.code}/tell/", **{"states": "confirmed"} | sent)
        assert answer.status_code == 422
    assert Telling.objects.count() == 1


def test_all_move_together_or_not_at_all(place: Place) -> None:
    here, there = announced(place, seats=10, hours=(9, 14), largest=6)
    for people in (3, 2):
        booked(here, people)
    booked(there, 6)
    answer = post(place, f"seats/{here.code}/move/", to=there.code, how="all")
    assert "坐不下：要 5 席，那一场还剩 4 席" in text_of(answer)
    assert (counted(here), counted(there)) == ((5, 0), (6, 0))
    answer = post(place, f"seats/{here.code}/move/", to=there.code, how="fitting")
    assert "换了 1 个预约" in text_of(answer)
    assert "1 个没有换成" in text_of(answer)
    assert (counted(here), counted(there)) == ((2, 0), (9, 0))


def test_who_has_booked_both_stays_and_is_named(place: Place) -> None:
    here, there = announced(place, hours=(9, 14))
    row = booked(here, number=5551234)
    other = booked(here)
    booked(there, number=5551234)
    answer = post(place, f"seats/{here.code}/move/", to=there.code, how="all")
    assert row.code in text_of(answer)
    assert counted(here) == (4, 0)
    post(place, f"seats/{here.code}/move/", to=there.code, how="fitting")
    other.refresh_from_db()
    assert other.pool_id == there.pk
    assert counted(here) == (2, 0)


def test_nobody_moves_to_another_activity(place: Place) -> None:
    [here] = announced(place, lecture(place, "这个"))
    [other] = announced(place, lecture(place, "别的"))
    booked(here)
    answer = post(place, f"seats/{here.code}/move/", to=other.code)
    assert answer.status_code == 422
    assert "没有别的场次可以换" in text_of(answer)


def test_a_hundred_bookings_ask_no_more_of_the_database_than_three(place: Place) -> None:
    [pool] = announced(place, seats=1000, questions=QUESTIONS)
    client = signed_in(place)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(desk(place, f"seats/{pool.code}/")).status_code == 200
        return len(captured)

    for _each in range(3):
        booked(pool, party=Party(adults=1, children=1), consents=True, answers={"say": "好"})
    few = queries()
    assert few < 26
    for _each in range(60):
        booked(pool, party=Party(adults=1, children=1), consents=True, answers={"say": "好"})
    assert queries() == few


def test_nobody_is_booked_for_a_session_that_the_public_does_not_know_yet(place: Place) -> None:
    [pool] = announced(place)
    assert "替来电的人约" in text_of(get(place, f"seats/{pool.code}/"))
    ReleasedSession.objects.all().delete()
    assert "替来电的人约" not in text_of(get(place, f"seats/{pool.code}/"))
    given = {"name": "周远", "phone": "13900009001", "adults": "2", "request_uid": str(new_uid())}
    answer = post(place, f"seats/{pool.code}/new/", **given)
    assert answer.status_code == 422
    assert "还没有随日程发布" in text_of(answer)
    assert counted(pool) == (0, 0)


def test_a_session_that_is_called_off_offers_no_seats_only_words_to_its_people(place: Place) -> None:
    [pool] = announced(place)
    assert pool.session
    cancel_session(place.office, pool.session, why="讲师生病")
    text = text_of(get(place, f"seats/{pool.code}/"))
    assert [word for word in ("替来电的人约", "改席位", "停止预约", "换场", "写几句话") if word in text] == [
        "写几句话"
    ]


def test_what_is_closed_or_over_offers_nothing_that_cannot_be_done(place: Place) -> None:
    [pool] = announced(place)
    booked(pool)
    close_pool(place.office, pool, is_closed=True)
    text = text_of(get(place, f"seats/{pool.code}/"))
    assert "恢复预约" in text
    assert Booking.objects.filter(pool=pool).count() == 1
    assert "改席位" not in text_of(get(place, f"seats/{pool.code}/", "auditor"))
    assert "替来电的人约" not in text_of(get(place, f"seats/{pool.code}/", "auditor"))
