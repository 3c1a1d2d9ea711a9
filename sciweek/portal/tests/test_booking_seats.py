"""How full sessions are: on their pages, in the list, while pages are kept whole."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.actions import cancel_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.booking.actions import close_pool, set_terms
from sciweek.booking.models import Pool
from sciweek.booking.queries import bookable_by_code, fullness_by_session, level_of
from sciweek.booking.states import Admission, Level, Passing
from sciweek.portal.cache import PAGES
from sciweek.portal.tests.booking_stage import (
    booked_page,
    code_of,
    form_of,
    inside,
    opened,
    opened_for,
    send,
)
from sciweek.portal.tests.programmed import PROGRAMME, add_days, add_session, release
from sciweek.portal.tests.stage import Stage, words
from sciweek.programme.actions import add_sessions, cancel_session, release_programme
from sciweek.programme.logic.hours import Hours
from sciweek.programme.logic.rules import Rule
from sciweek.programme.states import RunKind

LOOK = timedelta(seconds=3)
WITH_SEATS = f"{PROGRAMME}?seats=free"


def badges(stage: Stage, path: str = PROGRAMME) -> dict[str, str]:
    """The word on how full it is, by the code in each line's address."""
    found = {}
    for line in stage.page(path).cssselect(".line"):
        code = line.cssselect(".activity-name a")[0].get("href").rstrip("/").split("/")[-1]
        found[code] = words(line.cssselect(".badge")[0]) if line.cssselect(".badge") else ""
    return found


def panel(stage: Stage, pool: Pool) -> str:
    return words(stage.page(f"/sessions/{code_of(pool)}/").cssselect(".booking-panel")[0])


def test_a_session_says_how_many_seats_are_free_and_leads_to_its_form(before: Stage) -> None:
    [pool] = opened(before, seats=10)
    page = before.page(f"/sessions/{code_of(pool)}/")
    assert "余 10 席" in panel(before, pool)
    assert page.cssselect(f"a.button-vermilion[href='{form_of(pool)}']")
    booked_page(before, pool, adults="4")
    with clock.standing_at(clock.now() + LOOK):
        assert "余 6 席" in panel(before, pool)


def test_a_kept_page_is_looked_over_and_sent_again_while_nothing_changed(before: Stage) -> None:
    [pool] = opened(before, seats=10)
    for path in (PROGRAMME, f"/sessions/{code_of(pool)}/"):
        before.get(path)
        with CaptureQueriesContext(connection) as hit:
            before.get(path)
        assert len(hit) == 1
        with clock.standing_at(clock.now() + LOOK), CaptureQueriesContext(connection) as looked:
            before.get(path)
            before.get(path)
        # The numbers of the region twice, the seats once.
        assert len(looked) == 3


def test_the_list_keeps_its_words_while_they_are_true(before: Stage) -> None:
    [pool] = opened(before, seats=20)
    assert badges(before)[code_of(pool)] == "有席位"
    booked_page(before, pool, adults="2")
    with clock.standing_at(clock.now() + LOOK):
        with CaptureQueriesContext(connection) as asked:
            assert badges(before)[code_of(pool)] == "有席位"
        # One seat less and still the same word: the page is sent as it was.
        assert len(asked) == 2
        for _time in range(3):
            booked_page(before, pool, adults="5")
    with clock.standing_at(clock.now() + 2 * LOOK):
        assert badges(before)[code_of(pool)] == "席位不多"


def test_every_level_has_its_word(before: Stage) -> None:
    pools = {
        Level.FULL: opened(before, name="满的", seats=2, has_waiting=False)[0],
        Level.WAITING: opened(before, name="候补的", seats=2)[0],
        Level.SOON: opened(before, name="还早的", opens_at=at(21, 9))[0],
        Level.CLOSED: opened(before, name="关了的")[0],
        Level.PLENTY: opened(before, name="空的", seats=30)[0],
    }
    with inside(before):
        close_pool(before.place.office, pools[Level.CLOSED], is_closed=True)
    for level in (Level.FULL, Level.WAITING):
        booked_page(before, pools[level])
    with clock.standing_at(clock.now() + LOOK):
        found = badges(before)
    assert {level: found[code_of(pool)] for level, pool in pools.items()} == {
        level: str(level.label) for level in pools
    }


def test_words_in_the_list_and_on_the_form_are_the_same(before: Stage) -> None:
    first, second = opened(before, hours=(9, 14), seats=6, passing=Passing.IN_ORDER)
    booked_page(before, first, adults="5")
    booked_page(before, first, adults="3", or_wait="yes")
    with inside(before):
        for pool in (first, second):
            bookable = bookable_by_code(code_of(pool))
            assert bookable is not None
            assert pool.session_id is not None
            many = fullness_by_session([(pool.session_id, bookable.terms.run_id)])
            assert many[pool.session_id].level(clock.now()) == level_of(bookable)


def test_what_is_over_says_so_and_not_how_full_it_was(before: Stage) -> None:
    [pool] = opened(before)
    with clock.standing_at(at(25, 16)):
        assert badges(before)[code_of(pool)] == ""
        assert not before.page(f"/sessions/{code_of(pool)}/").cssselect(".booking-panel")


def test_the_activity_and_the_other_sessions_say_it_too(before: Stage) -> None:
    pool, other = opened(before, hours=(9, 14), seats=2)
    booked_page(before, other)
    with clock.standing_at(clock.now() + LOOK):
        text = before.page(f"/sessions/{code_of(pool)}/").cssselect(".act-beside")[0]
        assert "已满，可候补" in words(text)
        with inside(before):
            activity = pool.session.activity.code if pool.session else ""
        assert "已满，可候补" in before.page(f"/activities/{activity}/").text_content()


# --- only what still has seats ----------------------------------------------------------------------------------


def test_the_list_can_show_only_what_still_has_seats(before: Stage) -> None:
    full, free = opened(before, hours=(9, 14), seats=2)
    later = opened(before, name="还早的", opens_at=at(21, 9))[0]
    activity = before.publish("随便看看", at(25, 9), at(25, 10))
    add_session(before, activity, at(25, 9), at(25, 10))
    release(before)
    booked_page(before, full)
    assert list(badges(before, WITH_SEATS)) == [code_of(free)]
    with clock.standing_at(at(21, 9)):
        assert set(badges(before, WITH_SEATS)) == {code_of(free), code_of(later)}
    with clock.standing_at(at(25, 14)):
        assert badges(before, WITH_SEATS) == {}


def test_the_cut_off_counts_for_the_filter(before: Stage) -> None:
    [pool] = opened(before, closes_before=90)
    with clock.standing_at(at(25, 12, 29)):
        assert list(badges(before, WITH_SEATS)) == [code_of(pool)]
    with clock.standing_at(at(25, 12, 30)):
        assert badges(before, WITH_SEATS) == {}


def test_a_course_and_free_entry_have_seats_too(before: Stage) -> None:
    course = before.publish("机器人营", at(23, 9), at(25, 17), kind="campus")
    run = add_days(before, course, RunKind.COURSE, (23, 25))
    market = before.publish("科普集市", at(25, 9), at(25, 12), kind="show")
    with inside(before):
        set_terms(before.place.office, run, seats=2)
        free = add_sessions(before.place.office, market, starts_at=at(25, 9), ends_at=at(25, 12))
        set_terms(before.place.office, free, admission=Admission.FREE)
        release_programme(before.place.office, before.place.week)
        [pool] = Pool.objects.filter(terms__run=run)
        first = run.sessions.order_by("starts_at")[0].code
        entry = free.sessions.get().code
    assert badges(before, WITH_SEATS) == {first: "席位不多", entry: "免预约"}
    booked_page(before, pool, path=f"/sessions/{first}/book/")
    with clock.standing_at(clock.now() + LOOK):
        assert badges(before, WITH_SEATS) == {entry: "免预约"}


def test_a_session_says_that_it_is_for_schools_and_free_entry_leads_to_no_booking(before: Stage) -> None:
    [group] = opened(before, admission="group", largest=40)
    [family] = opened(before, hours=(9,))
    market = before.publish("科普集市", at(25, 9), at(25, 12), kind="show")
    with inside(before):
        free = add_sessions(before.place.office, market, starts_at=at(25, 9), ends_at=at(25, 12))
        set_terms(before.place.office, free, admission=Admission.FREE)
        release_programme(before.place.office, before.place.week)
        entry = free.sessions.get().code
    assert "学校团体预约" in panel(before, group)
    assert "学校团体预约" not in panel(before, family)
    assert "已经约了" in panel(before, family)
    page = before.page(f"/sessions/{entry}/")
    assert words(page.cssselect(".booking-panel")[0]).endswith("不用预约，到时间直接来。")


@pytest.mark.parametrize("end", ["", "map/", "print/"])
def test_every_view_of_the_list_takes_the_filter(before: Stage, end: str) -> None:
    opened(before)
    assert before.get(f"{PROGRAMME}{end}?seats=free").status_code == 200
    # What cannot be read is left out.
    assert before.get(f"{PROGRAMME}{end}?seats=many").status_code == 200


def test_slots_cost_no_more_questions_than_one_session(before: Stage) -> None:
    opened(before, name="一场")
    with CaptureQueriesContext(connection) as few:
        badges(before)
    day = date(2027, 5, 25)
    rule = Rule(
        kind=RunKind.SLOTS, first_day=day, last_day=day, times=(Hours(time(9), time(12)),), every_minutes=10
    )
    activity = before.publish("天文台开放", at(25, 9), at(25, 12))
    with inside(before):
        run = add_sessions(before.place.office, activity, rule=rule)
        set_terms(before.place.office, run, seats=4)
        release_programme(before.place.office, before.place.week)
    PAGES.clear()
    with CaptureQueriesContext(connection) as many:
        assert len(badges(before)) == 19
    assert len(many) <= len(few)


def test_people_who_book_do_not_see_another_editions_seats(before: Stage) -> None:
    [pool] = opened(before)
    activity = before.publish("另一个", at(25, 9), at(25, 10))
    [other] = opened_for(before, activity, hours=(9,), seats=1)
    assert code_of(other) in badges(before)
    assert badges(before, f"/w/{before.place.week.slug}{WITH_SEATS}").keys() == badges(before).keys()
    assert code_of(pool) in badges(before, f"/en{PROGRAMME}")


SCHOOL: dict[str, Any] = {"school": "云栖小学", "adults": "1", "consents": "yes"}


def too_few(stage: Stage, **terms: Any) -> Pool:
    """Two of twelve seats are left, and a class has ten people at least."""
    [pool] = opened(stage, seats=12, admission="group", smallest=10, largest=12, **terms)
    booked_page(stage, pool, grade="四年级二班", pupils="9", **SCHOOL)
    return pool


def test_what_is_left_is_too_little_for_the_smallest_group_and_that_is_said_beforehand(before: Stage) -> None:
    pool = too_few(before)
    words_of_it = "只剩 2 席，不够起约的 10 人"
    form = before.page(form_of(pool))
    assert words_of_it in words(form.cssselect("main")[0])
    assert [words(each) for each in form.cssselect(".book-submit button")] == ["排候补"]
    session = before.page(f"/sessions/{code_of(pool)}/")
    assert words_of_it in words(session.cssselect(".booking-panel")[0])
    assert "已满，可候补" in words(before.page("/programme/").cssselect(".activity")[0])
    assert "机器人来上课" not in words(before.page("/programme/?seats=free").cssselect("main")[0])
    send(before, pool, grade="四年级三班", pupils="9", or_wait="yes", **SCHOOL)
    with before.place.inside():
        assert Pool.objects.get(pk=pool.pk).waiting == 1


def test_where_nobody_waits_no_form_is_filled_in_for_nothing(before: Stage) -> None:
    pool = too_few(before, has_waiting=False)
    form = before.page(form_of(pool))
    assert "只剩 2 席，不够起约的 10 人" in words(form.cssselect("main")[0])
    assert not form.cssselect("form.book-form")


def test_a_family_with_a_small_child_may_need_fewer_seats_than_people(before: Stage) -> None:
    [pool] = opened(before, seats=2, smallest=2, small_need_seats=False)
    booked_page(before, pool, adults="1", small="1", consents="yes")
    assert "起约" not in words(before.page(form_of(pool)).cssselect("main")[0])


def test_what_was_called_off_has_no_seats_to_look_for(before: Stage) -> None:
    """Neither with its activity, at once, nor by itself with a release; with seats or with free entry."""
    open_air = before.publish("科普市集", at(25, 9), at(25, 12))
    market = add_session(before, open_air, at(25, 9), at(25, 12))
    with inside(before):
        set_terms(before.place.office, market.run, admission=Admission.FREE)
    opened(before, name="机器人来上课")
    [kept] = opened(before, name="看星星")
    assert set(badges(before, WITH_SEATS)) == {market.code, *badges(before)}
    with inside(before):
        cancel_activity(before.place.office, Activity.objects.get(name="机器人来上课"), why="台风")
        cancel_session(before.place.office, market, why="台风")
        release_programme(before.place.office, before.place.week)
    assert set(badges(before, WITH_SEATS)) == {code_of(kept)}
