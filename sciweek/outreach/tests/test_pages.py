import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from sciweek.base import clock
from sciweek.base.tests.node import read_by_ical_js
from sciweek.outreach.actions import decline_wish, move_visit, renew_links, retire_outing, take_back_visit
from sciweek.outreach.models import Outing, OutingDay, Visit, Wish
from sciweek.outreach.queries import trip_mark
from sciweek.outreach.states import WishState
from sciweek.outreach.tests.town import DAY, PHONE, Town, at
from sciweek.papers.logic.lines import text_of
from sciweek.sheets.logic.reading import read_tables

OFFERED = {
    "kind": "van", "title": "会跳舞的水", "length_minutes": "90", "setup_minutes": "30", "visits_a_day": "2", "crews": "1",
}  # fmt: skip
ASKED = {
    "contact_name": "秦老师", "phone": PHONE, "day_1": "2027-05-25", "part_1": "morning", "day_2": "2027-05-26",
    "part_2": "whole", "place": "望江小学操场", "people": "120", "has": ["power", "parking"],
}  # fmt: skip


def address(town: Town, name: str, **words: Any) -> str:
    return reverse(f"outreach:{name}", kwargs={"week_slug": town.cast.week.slug, **words})


def read(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_board_shows_what_is_free_who_goes_where_and_who_waits(town: Town) -> None:
    outing = town.outing()
    town.visit(outing, at(9))
    town.wish(outing, people=77)
    page = read(town.cast.client("office").get(address(town, "board")))
    assert "余 1" in page
    assert "09:00–10:30</span> 望江小学" in page
    assert "77 人" in page


def test_a_unit_reads_on_the_board_that_places_are_taken_and_not_by_whom(town: Town) -> None:
    town.visit(town.outing(), at(9))
    page = read(town.cast.client("other_liaison").get(address(town, "board")))
    assert "余 1" in page
    assert "另有 1 次" in page
    assert "望江小学" not in page


def test_a_host_writes_an_outing_and_its_days(town: Town) -> None:
    client = town.cast.client("liaison")
    form = OFFERED | {"unit": town.cast.unit.pk, "needs": ["power"], "reach": [town.cast.unit.pk]}
    done = client.post(address(town, "outing_new"), form)
    outing = Outing.objects.get()
    assert done["Location"] == address(town, "outing", code=outing.code)
    days = {
        "act": "days", "days-first_day": "2027-05-22", "days-last_day": "2027-05-29", "days-only_schooldays": "on",
        "days-part": "afternoon", "days-visits": "2",
    }  # fmt: skip
    client.post(done["Location"], days)
    assert [row.day.day for row in OutingDay.objects.all()] == [24, 25, 26, 27, 28]
    client.post(done["Location"], {"act": "drop_day", "day": OutingDay.objects.all()[0].code})
    assert OutingDay.objects.count() == 4
    assert "云栖街道" in read(client.get(done["Location"]))


def test_a_host_offers_nothing_in_another_unit_s_name(town: Town) -> None:
    client = town.cast.client("liaison")
    done = client.post(address(town, "outing_new"), OFFERED | {"unit": town.school.pk})
    assert done.status_code == 422
    assert not Outing.objects.exists()


def test_a_day_on_which_somebody_goes_is_not_dropped(town: Town) -> None:
    outing = town.outing()
    town.visit(outing, at(9))
    row = OutingDay.objects.get()
    page = address(town, "outing", code=outing.code)
    done = town.cast.client("liaison").post(page, {"act": "drop_day", "day": row.code}, follow=True)
    assert "已经有安排" in read(done)
    assert OutingDay.objects.exists()


def test_a_school_asks_with_its_days_ranked_and_reads_what_became_of_it(town: Town) -> None:
    outing, client = town.outing(), town.cast.client("teacher")
    page = client.get(f"{address(town, 'wish_new')}?outing={outing.code}")
    assert f'<option value="{outing.pk}" selected>' in read(page)
    done = client.post(address(town, "wish_new"), ASKED | {"unit": town.school.pk, "outing": outing.pk})
    wish = Wish.objects.get()
    assert (wish.days, wish.has) == (
        [["2027-05-25", "morning"], ["2027-05-26", "whole"]],
        ["power", "parking"],
    )
    assert "139 0000 0001" in read(client.get(done["Location"]))
    decline_wish(town.office, wish, why="那几天排满了")
    assert "那几天排满了" in read(client.get(done["Location"]))


def test_a_holder_of_a_personal_link_asks_for_the_own_unit(town: Town) -> None:
    client = town.cast.client("link")
    done = client.post(address(town, "wish_new"), ASKED | {"unit": town.cast.unit.pk})
    assert done.status_code == 302
    assert Wish.objects.get().unit == town.cast.unit


def test_what_was_typed_stays_after_a_refusal_and_stands_at_its_field(town: Town) -> None:
    form = ASKED | {"unit": town.school.pk, "people": "0", "phone": "hello", "place": "我们的操场"}
    done = town.cast.client("teacher").post(address(town, "wish_new"), form)
    page = read(done)
    assert done.status_code == 422
    assert "我们的操场" in page
    assert "请写大约多少人" in page


@pytest.mark.parametrize(
    "odd",
    [
        {"people": "-1"},
        {"people": "99999999999999999999"},
        {"phone": ""},
        {"contact_name": "字" * 61},
        {"day_1": "0027-05-25"},
        {"day_1": ""} | {"day_2": ""},
        {"place": ""},
        {"has": ["rocket"]},
        {"start_time": "11:00", "end_time": "10:00"},
        {"part_1": "hours"},
        {"outing": "999999"},
        {"remarks": "<script>" * 70},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_word_at_the_field(town: Town, odd: dict[str, Any]) -> None:
    done = town.cast.client("office").post(address(town, "wish_new"), ASKED | {"unit": town.school.pk} | odd)
    assert done.status_code == 422
    assert "field-error" in read(done)
    assert not Wish.objects.exists()


def test_pressed_twice_one_wish_is_asked(town: Town) -> None:
    form = ASKED | {"unit": town.school.pk, "request_uid": "0d7c2e5e-8f2a-4c59-9a3e-0f3b1d9e6a11"}
    client = town.cast.client("teacher")
    for _ in range(2):
        client.post(address(town, "wish_new"), form)
    assert Wish.objects.count() == 1


def assigning(outing: Outing, **values: Any) -> dict[str, Any]:
    given = {
        "outing": outing.pk,
        "day": "2027-05-25",
        "start_time": "09:00",
        "leader_name": "余师傅",
        "phone": PHONE,
    }
    return {"act": "assign"} | {f"assign-{name}": value for name, value in (given | values).items()}


def test_the_host_looks_first_and_then_assigns(town: Town) -> None:
    outing = town.outing(needs=["power", "parking"])
    wish = town.wish(outing, has=["power"])
    page, client = address(town, "wish", code=wish.code), town.cast.client("liaison")
    looked = client.post(page, assigning(outing) | {"then": "look"})
    assert "停车位" in read(looked)
    assert "余师傅" in read(looked)
    assert not Visit.objects.exists()
    done = client.post(page, assigning(outing, plate="云A12345") | {"then": "save"}, follow=True)
    assert "已安排" in read(done)
    assert Visit.objects.get().leader_name == "余师傅"


def test_a_full_day_is_said_at_the_form_and_what_was_typed_stays(town: Town) -> None:
    outing = town.outing(visits_a_day=1)
    town.visit(outing, at(9))
    wish = town.wish(outing)
    done = town.cast.client("liaison").post(
        address(town, "wish", code=wish.code), assigning(outing, start_time="14:00")
    )
    assert done.status_code == 422
    assert "已排满" in read(done)
    assert "余师傅" in read(done)


def test_who_may_not_assign_gets_no_form_and_is_told_no(town: Town) -> None:
    outing = town.outing()
    wish = town.wish(outing)
    page = address(town, "wish", code=wish.code)
    for who, status in (("teacher", 403), ("auditor", 403), ("other_liaison", 404), ("stranger", 404)):
        assert town.cast.client(who).post(page, assigning(outing)).status_code == status
    assert 'value="assign"' not in read(town.cast.client("teacher").get(page))


def test_a_reason_that_was_forgotten_is_asked_for_on_the_page(town: Town) -> None:
    wish = town.wish(town.outing())
    done = town.cast.client("liaison").post(
        address(town, "wish", code=wish.code), {"act": "decline", "why": ""}
    )
    assert done.status_code == 422
    assert "请写明原因" in read(done)
    assert Wish.objects.get().state == WishState.ASKED


def test_an_act_that_nobody_knows_and_an_act_on_nothing_are_refused(town: Town) -> None:
    wish = town.wish(town.outing())
    page, client = address(town, "wish", code=wish.code), town.cast.client("office")
    for act in ("", "explode", "take_back", "finish", "reopen", "reconsider", "ask_again"):
        assert client.post(page, {"act": act, "why": "x", "seen_version": "abc"}).status_code == 422
    assert Wish.objects.get().state == WishState.ASKED


def test_an_auditor_reads_the_last_digits_only(town: Town) -> None:
    visit = town.visit(town.outing(), at(9), leader_name="余师傅", phone=PHONE)
    client = town.cast.client("auditor")
    for name, code in (("wish", visit.wish.code), ("slip", visit.code)):
        page = read(client.get(address(town, name, code=code)))
        assert "···0001" in page
        assert "139 0000 0001" not in page
    book = client.get(address(town, "export"))
    assert b"13900000001" not in book.content


def test_the_slip_says_who_comes_and_what_to_prepare_as_page_word_and_calendar(town: Town) -> None:
    outing = town.outing(needs=["power"], needs_note="车长 9 米")
    visit = town.visit(outing, at(9), leader_name="余师傅", phone=PHONE, plate="云A12345")
    client = town.cast.client("teacher")
    words = "\n".join(text_of(client.get(address(town, "slip_file", code=visit.code)).content))
    page = read(client.get(address(town, "slip", code=visit.code)))
    for said in ("上午8:30", "余师傅", "云A12345", "车长 9 米"):
        assert said in page
        assert said in words
    calendar = client.get(address(town, "slip_calendar", code=visit.code)).content
    event = Calendar.from_ical(calendar).events[0]
    assert (event.start, event.end) == (at(9), at(10, 30))
    assert "望江小学操场" in str(event["LOCATION"])
    [read_by_others] = read_by_ical_js(calendar)["events"]
    assert read_by_others["uid"] == str(event["UID"])
    assert read_by_others["where"] == str(event["LOCATION"])
    assert (read_by_others["start"], read_by_others["end"]) == (
        "2027-05-25T01:00:00.000Z",
        "2027-05-25T02:30:00.000Z",
    )


def test_the_table_has_a_line_for_each_wish_and_text_that_looks_like_a_formula_stays_text(town: Town) -> None:
    outing = town.outing()
    town.visit(outing, at(9))
    town.wish(outing, place='=HYPERLINK("http://x.example")')
    book = town.cast.client("office").get(address(town, "export"))
    rows = [[cell.value for cell in row] for row in read_tables(book.content, "表.xlsx")[0].rows]
    assert len(rows) == 4  # title, head, two lines
    assert rows[2][1:5] == ["已安排", "望江小学", "科普大篷车", "会跳舞的水"]
    assert '=HYPERLINK("http://x.example")' in rows[3]


def test_lists_ask_as_much_for_forty_as_for_four(town: Town) -> None:
    client, outing = (
        town.cast.client("office"),
        town.outing(crews=20, visits_a_day=50, days=((DAY, "whole", 50),)),
    )
    pages = [address(town, name) for name in ("board", "wishes", "export", "outings")]
    counts = []
    for hours in ((8, 10), range(11, 20)):
        for hour in hours:
            town.visit(outing, at(hour), ends_at=at(hour, 30))
            town.wish(outing)
        told = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            told.append(len(queries))
        counts.append(told)
    assert counts[0] == counts[1]
    assert max(counts[0]) < 40


# --- the driver's link -------------------------------------------------------------------------------------------


def link(outing: Outing, day: date = DAY, crew: int = 1, mark: str = "") -> str:
    words = {"code": outing.code, "day": day.isoformat(), "crew": crew}
    return reverse("trips:trip", kwargs=words | {"mark": mark or trip_mark(outing, day, crew)})


def test_a_driver_reads_the_day_without_an_account_and_nothing_of_other_days(town: Town) -> None:
    outing = town.outing(days=((DAY, "whole", 4), (DAY + timedelta(days=1), "whole", 4)))
    town.visit(outing, at(14), wish=town.wish(outing, place="下午的学校"))
    town.visit(outing, at(9), wish=town.wish(outing, place="上午的学校"))
    town.visit(outing, at(9, day=26), wish=town.wish(outing, place="明天的学校"))
    with clock.standing_at(at(7)):
        answer = Client().get(link(outing))
    page = read(answer)
    assert page.index("上午的学校") < page.index("下午的学校")
    assert "明天的学校" not in page
    assert 'href="tel:+8613900000001"' in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_the_link_shows_one_crew_only(town: Town) -> None:
    outing = town.outing(crews=2)
    town.visit(outing, at(9), wish=town.wish(outing, place="一队去的"))
    town.visit(outing, at(9), wish=town.wish(outing, place="二队去的"))
    with clock.standing_at(at(7)):
        page = read(Client().get(link(outing, crew=2)))
    assert "二队去的" in page
    assert "一队去的" not in page


def test_the_link_opens_on_the_day_after_and_not_on_the_one_after_that(town: Town) -> None:
    outing = town.outing()
    town.visit(outing, at(9))
    for day, status in ((26, 200), (27, 410)):
        with clock.standing_at(at(23, 59, day=day)):
            answer = Client().get(link(outing))
        assert answer.status_code == status
        assert ("秦老师" in read(answer)) == (status == 200)


def test_a_link_that_is_wrong_renewed_or_for_another_day_says_nothing(town: Town) -> None:
    outing, other = town.outing(), town.outing("机器狗来上课")
    town.visit(outing, at(9))
    old = link(outing)
    wrong = [
        link(outing, mark="0" * 24),
        link(outing, mark=trip_mark(other, DAY, 1)),
        link(outing, crew=2, mark=trip_mark(outing, DAY, 1)),
        link(outing, day=DAY + timedelta(days=1), mark=trip_mark(outing, DAY, 1)),
        old.replace(outing.code, "ZZZZZZZZ"),
        old.replace("2027-05-25", "2027-13-45"),
    ]
    with clock.standing_at(at(7)):
        assert all(Client().get(one).status_code == 404 for one in wrong)
        assert Client().get(old).status_code == 200
        outing = renew_links(town.host, outing)
        assert Client().get(old).status_code == 404
        assert Client().get(link(outing)).status_code == 200


def test_what_was_taken_back_is_no_trip(town: Town) -> None:
    outing = town.outing()
    visit = town.visit(outing, at(9))
    take_back_visit(town.host, visit, why="送修")
    with clock.standing_at(at(7)):
        assert Client().get(link(outing)).status_code == 404


def test_the_host_has_the_trip_as_page_and_word_and_the_school_has_not(town: Town) -> None:
    outing = town.outing(base=town.venue("区科技馆", 30.18, 119.42))
    visit = town.visit(outing, at(9), wish=town.wish(outing, venue=town.venue("云栖小学", 30.2, 119.45)))
    words = {"code": outing.code, "day": "2027-05-25", "crew": 1}
    page = read(town.cast.client("liaison").get(address(town, "trip", **words)))
    assert "/trip/" in page
    assert "出发" in page
    file = town.cast.client("liaison").get(address(town, "trip_file", **words))
    said = "\n".join(text_of(file.content))
    assert "云栖小学" in said
    assert "各站时间" in said
    assert BytesIO(file.content).read(2) == b"PK"
    for who in ("teacher", "auditor", "stranger"):
        assert town.cast.client(who).get(address(town, "trip", **words)).status_code == 404
    move_visit(town.host, visit, starts_at=at(9, day=26))
    assert town.cast.client("liaison").get(address(town, "trip", **words)).status_code == 404


def test_an_outing_that_was_stopped_is_asked_for_no_more(town: Town) -> None:
    outing = town.outing()
    retire_outing(town.host, outing)
    form = ASKED | {"unit": town.school.pk, "outing": outing.pk}
    assert town.cast.client("teacher").post(address(town, "wish_new"), form).status_code == 422


def test_what_is_over_is_offered_no_more_and_who_went_is_read(town: Town) -> None:
    town.visit(town.outing(), at(9))
    with clock.standing_at(at(9, day=26)):
        page = read(town.cast.client("office").get(address(town, "board")))
    assert "余 1" not in page
    assert "09:00–10:30</span> 望江小学" in page
