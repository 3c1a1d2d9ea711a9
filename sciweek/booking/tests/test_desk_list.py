"""The list of sessions with their seats, and the way to it from the programme's pages."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.booking.actions import close_pool, set_terms
from sciweek.booking.models import Pool, Terms
from sciweek.booking.tests.booked import announced, booked
from sciweek.booking.tests.desk import desk, get, signed_in, text_of
from sciweek.programme.actions import add_sessions, cancel_session
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.models import Release, ReleasedSession, Run, Session
from sciweek.programme.states import RunKind
from sciweek.programme.tests.plans import lecture, one_session


def lines(place: Place, role: str = "office", **asked: Any) -> list[tuple[str, str]]:
    """Name and standing of each line."""
    page = get(place, role=role, **asked).context["page"]
    return [(line.name, line.word) for day in page.days for line in day.lines]


def test_each_session_says_how_it_stands(place: Place) -> None:
    announced(place, lecture(place, "开着"))
    [full] = announced(place, lecture(place, "满了"), seats=2)
    booked(full, 2)
    [closed] = announced(place, lecture(place, "停了"))
    close_pool(place.office, closed, is_closed=True)
    announced(place, lecture(place, "还早"), opens_at=at(24, 9))
    one_session(place, lecture(place, "没说"))
    hidden = one_session(place, lecture(place, "没公布"))
    set_terms(place.office, hidden.run, seats=5)
    off = one_session(place, lecture(place, "取消"))
    cancel_session(place.office, off, why="下雨")
    assert dict(lines(place, state="all")) == {
        "开着": "正在预约",
        "满了": "已约满",
        "停了": "停止预约",
        "还早": "还没有开始预约",
        "没说": "没有开通预约",
        "没公布": "还没有公布",
        "取消": "场次已取消",
    }
    assert lines(place, state="full") == [("满了", "已约满")]
    with clock.standing_at(at(26, 9)):
        assert lines(place) == []
        assert dict(lines(place, state="over"))["开着"] == "已经结束"


def test_seats_that_are_too_few_for_anybody_say_why_the_session_is_full(place: Place) -> None:
    [pool] = announced(place, lecture(place, "成对的"), seats=5, smallest=2)
    booked(pool, 4)
    [day] = get(place, state="all").context["page"].days
    assert [(line.word, line.why) for line in day.lines] == [("已约满", "不够起约的 2 人")]


def test_free_entry_has_no_seats_to_count(place: Place) -> None:
    session = one_session(place, lecture(place, "广场展演"))
    set_terms(place.office, session.run, admission="free")
    assert lines(place) == [("广场展演", "免预约")]
    assert Pool.objects.count() == 0


def test_each_filter_narrows_the_list(place: Place) -> None:
    announced(place, lecture(place, "甲"))
    announced(place, lecture(place, "乙", unit=place.units[1]))
    other = lecture(place, "丙")
    one_session(place, other, starts_at=at(26, 9), ends_at=at(26, 10))
    assert [name for name, _word in lines(place)] == ["甲", "乙"]
    assert [name for name, _word in lines(place, state="all")] == ["甲", "乙", "丙"]
    assert [name for name, _word in lines(place, state="all", day="2027-05-26")] == ["丙"]
    assert [name for name, _word in lines(place, unit=place.units[1].code)] == ["乙"]
    assert [name for name, _word in lines(place, q="甲")] == ["甲"]
    assert [name for name, _word in lines(place, state="none", activity=other.code)] == ["丙"]


@pytest.mark.parametrize(
    "asked",
    [
        {"day": "9999-99-99", "state": "<b>", "unit": "🌟", "q": "%_'\"", "page": "-1"},
        {"day": "0001-01-01", "activity": "x" * 90},
        {"page": "99999999999999999999"},
    ],
)
def test_an_address_of_nonsense_still_shows_a_list(place: Place, asked: dict[str, str]) -> None:
    announced(place)
    assert get(place, **asked).status_code == 200


def test_an_activity_whose_sessions_nobody_opened_leads_to_them(place: Place) -> None:
    announced(place, lecture(place, "别的"))
    closed = one_session(place, lecture(place, "没说"))
    asked = {"activity": closed.run.activity.code}
    empty = get(place, **asked)
    assert lines(place, **asked) == []
    assert "还没有场次开通预约" in empty.content.decode()
    way = empty.context["page"].closed_query
    assert f'href="?{way}"' in empty.content.decode().replace("&amp;", "&")
    assert lines(place, **dict(parse_qsl(way))) == [("没说", "没有开通预约")]


def test_a_unit_sees_its_own_sessions_and_nobody_elses(place: Place) -> None:
    announced(place, lecture(place, "自家的"))
    [other] = announced(place, lecture(place, "别家的", unit=place.units[1]))
    assert [name for name, _word in lines(place, "liaison")] == ["自家的"]
    assert "别家的" not in text_of(get(place, role="liaison"))
    assert {name for name, _word in lines(place, "auditor")} == {"自家的", "别家的"}
    assert get(place, f"seats/{other.code}/", "liaison").status_code == 404


def test_a_course_shows_the_same_seats_at_each_of_its_dates(place: Place) -> None:
    rule = Rule(
        kind=RunKind.COURSE,
        first_day=at(25, 9).date(),
        last_day=at(27, 9).date(),
        times=(Hours(at(25, 9).time(), at(25, 11).time()),),
    )
    run = add_sessions(place.office, lecture(place, "三日营"), rule=rule, capacity=12)
    set_terms(place.office, run)
    page = get(place).context["page"]
    pools = [line.pool for day in page.days for line in day.lines]
    assert len(pools) == 3
    assert len({pool.pk for pool in pools}) == 1


def test_the_pages_of_the_programme_lead_here(place: Place) -> None:
    [pool] = announced(place)
    session = pool.session
    assert session is not None
    client = signed_in(place)
    plan = f"/desk/w/{place.week.slug}/programme/{session.code}/"
    assert f'href="{desk(place, f"sessions/{session.code}/")}"' in text_of(client.get(plan))
    moved = client.get(desk(place, f"sessions/{session.code}/"))
    assert moved["Location"] == desk(place, f"seats/{pool.code}/")
    bare = one_session(place, lecture(place, "没说"))
    moved = client.get(desk(place, f"sessions/{bare.code}/"))
    assert moved["Location"] == desk(place, f"runs/{bare.run.code}/")
    moved = client.get(desk(place, f"activities/{bare.activity.code}/"))
    assert moved["Location"] == f"{desk(place)}?activity={bare.activity.code}"


def test_a_thousand_sessions_ask_no_more_of_the_database_than_ten(place: Place) -> None:
    client = signed_in(place)
    release = Release.objects.create(week=place.week, number=1, released_at=clock.now())

    def fill(count: int) -> None:
        activity = lecture(place)
        run = Run.objects.create(week=place.week, activity=activity, kind=RunKind.SLOTS)
        rows = Session.objects.bulk_create(
            Session(
                week=place.week,
                run=run,
                activity=activity,
                starts_at=at(22 + number % 8, 9 + number % 7),
                ends_at=at(22 + number % 8, 10 + number % 7),
            )
            for number in range(count)
        )
        terms = Terms.objects.create(week=place.week, run=run)
        Pool.objects.bulk_create(Pool(week=place.week, terms=terms, session=row, capacity=10) for row in rows)
        ReleasedSession.objects.bulk_create(
            ReleasedSession(
                week=place.week, release=release, session=row, run=run, activity=activity, code=row.code,
                uid=row.uid, starts_at=row.starts_at, ends_at=row.ends_at,
            )
            for row in rows
        )  # fmt: skip

    def queries(**asked: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(desk(place), asked).status_code == 200
        return len(captured)

    fill(10)
    few = queries()
    assert few < 26
    fill(990)
    assert queries() == few
    page = client.get(desk(place), {"state": "open"}).context["page"]
    assert (page.total, len([line for day in page.days for line in day.lines])) == (1000, 50)
