"""Opening a run for booking, and changing its rules, by the form of the desk."""

from typing import Any

import pytest

from sciweek.activities.tests.places import Place, at
from sciweek.booking.actions import add_shared_seats, set_terms
from sciweek.booking.models import Pool, Terms
from sciweek.booking.tests.booked import announced, booked
from sciweek.booking.tests.desk import desk, get, post, rules, signed_in, terms, text_of
from sciweek.programme.models import Run
from sciweek.programme.tests.plans import lecture, one_session


def a_run(place: Place, capacity: int | None = 80, *, name: str = "水是怎样变清的", **activity: Any) -> Run:
    given = {"expected": capacity} | activity
    return one_session(place, lecture(place, name, **given), capacity=capacity).run


def save(place: Place, run: Run, role: str = "office", **sent: Any) -> Any:
    return post(place, f"runs/{run.code}/", role, **rules(**sent))


def test_the_host_opens_a_run_with_all_its_rules(place: Place) -> None:
    run = a_run(place)
    answer = save(
        place,
        run,
        "liaison",
        opens_day="2027-05-21",
        opens_time="09:00:30",
        closes_number="3",
        closes_unit="days",
        largest="6",
        offer_number="30",
        offer_unit="minutes",
        most_no_shows="2",
        visitor_url="https://visit.linjiang.example/in",
        note="从东门进",
        passing="in_order",
    )
    assert answer.status_code == 200
    row = terms()
    told = (row.opens_at, row.closes_before, row.largest, row.offer_minutes, row.most_no_shows, row.passing)
    assert told == (at(21, 9).replace(second=30), 3 * 1440, 6, 30, 2, "in_order")
    assert (row.note, row.visitor_url) == ("从东门进", "https://visit.linjiang.example/in")
    assert Pool.objects.get().capacity == 20
    # The form says it back as it was said.
    form = get(place, f"runs/{run.code}/").context["form"]
    assert (form["closes_number"].value(), form["closes_unit"].value()) == (3, "days")
    assert (form["offer_number"].value(), form["offer_unit"].value()) == (30, "minutes")


def test_the_first_values_make_sense(place: Place) -> None:
    page = get(place, f"runs/{a_run(place).code}/")
    assert "空着：按场次写的 80 人" in text_of(page)
    form = page.context["form"]
    # Nobody can be told by SMS here: an offer must outlast a day of telephoning.
    assert (form["offer_number"].value(), form["offer_unit"].value()) == (1, "days")
    school = get(place, f"runs/{a_run(place, name='进校园', kind='campus').code}/").context["form"]
    assert (school["admission"].value(), school["smallest"].value()) == ("group", 10)


def test_an_empty_number_of_seats_takes_the_sessions_own(place: Place) -> None:
    save(place, a_run(place, capacity=33), seats="")
    assert Pool.objects.get().capacity == 33


def test_without_any_number_of_seats_the_form_asks_for_one(place: Place) -> None:
    run = a_run(place, capacity=None)
    assert "请写一个数" in text_of(get(place, f"runs/{run.code}/"))
    answer = save(place, run, seats="")
    assert answer.context["form"].errors == {"seats": ["请写每场有多少席位。"]}
    assert not Terms.objects.exists()


def test_questions_are_asked_by_rows_and_an_empty_row_asks_nothing(place: Place) -> None:
    run = a_run(place)
    save(
        place,
        run,
        q0_key="bus",
        q0_label="要不要坐大巴",
        q0_kind="yes_no",
        q0_is_needed="on",
        q1_key="x y",
        q1_label="哪个组",
        q1_kind="choice",
        q1_options="红组\n蓝组",
        q2_key="z",
        q2_label="  ",
        q2_kind="text",
    )
    first, second = terms().questions
    assert first == {
        "key": "bus",
        "label": "要不要坐大巴",
        "kind": "yes_no",
        "is_needed": True,
        "options": [],
    }
    assert (second["label"], second["options"], second["key"].isalnum()) == ("哪个组", ["红组", "蓝组"], True)
    form = get(place, f"runs/{run.code}/").context["form"]
    assert [row.label.value() or "" for row in form.question_rows] == ["要不要坐大巴", "哪个组", "", ""]


def test_what_was_typed_stays_after_a_refusal(place: Place) -> None:
    answer = save(
        place,
        a_run(place),
        largest="0",
        note="先到东门",
        q0_label="选哪个",
        q0_kind="choice",
        q0_options="只有一个",
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {"largest", "q0_label"}
    assert (form["note"].value(), form["q0_label"].value()) == ("先到东门", "选哪个")
    assert 'aria-invalid="true"' in text_of(answer)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"closes_number": "-1"}, "closes_number"),
        ({"closes_number": "900", "closes_unit": "days"}, "closes_number"),
        ({"offer_number": "99999999999999"}, "offer_number"),
        ({"smallest": "9", "largest": "3"}, "largest"),
        ({"largest": ""}, "largest"),
        ({"seats": "0"}, "seats"),
        ({"seats": "约三十"}, "seats"),
        ({"opens_time": "09:00"}, "opens_day"),
        ({"opens_day": "0001-01-01"}, "opens_day"),
        ({"most_no_shows": "99"}, "most_no_shows"),
        ({"visitor_url": "javascript:alert(1)"}, "visitor_url"),
        ({"visitor_url": "http://[::1"}, "visitor_url"),
        ({"note": "很" * 301}, "note"),
        ({"admission": "dance"}, "admission"),
        ({"admission": ""}, "admission"),
        ({"shared": "new"}, "shared_name"),
        ({"shared": "NOPE"}, "shared"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(place: Place, sent: dict[str, str], field: str) -> None:
    answer = save(place, a_run(place), **sent)
    assert field in answer.context["form"].errors
    assert not Terms.objects.exists()
    assert not Pool.objects.exists()


def test_shared_seats_are_made_and_chosen_in_the_same_form(place: Place) -> None:
    save(place, a_run(place, name="上午"), shared="new", shared_name="接驳大巴", shared_capacity="45")
    bus = Pool.objects.get(terms=None)
    assert (bus.name, bus.capacity) == ("接驳大巴", 45)
    save(place, a_run(place, name="下午"), shared=bus.code)
    assert set(Pool.objects.filter(shared=bus).values_list("session__activity__name", flat=True)) == {
        "上午",
        "下午",
    }


def test_shared_seats_are_given_up_again_while_nobody_has_booked(place: Place) -> None:
    [pool] = announced(place)
    assert pool.terms is not None
    run = pool.terms.run
    save(place, run, shared="new", shared_name="大巴", shared_capacity="45")
    pool.refresh_from_db()
    bus = pool.shared
    assert bus is not None
    assert get(place, f"runs/{run.code}/").context["form"]["shared"].value() == bus.code
    save(place, run, shared="")
    pool.refresh_from_db()
    assert pool.shared is None
    save(place, run, shared=bus.code)
    booked(Pool.objects.get(pk=pool.pk))
    assert "shared" in save(place, run, shared="").context["form"].errors
    assert save(place, run, shared=bus.code, note="从东门进").status_code == 200
    bus.refresh_from_db()
    assert bus.taken == 2


def test_a_refused_form_leaves_no_shared_seats_behind(place: Place) -> None:
    save(place, a_run(place), shared="new", shared_name="大巴", shared_capacity="45", visitor_url="ftp://x")
    assert not Pool.objects.exists()


def test_shared_seats_of_several_units_are_the_offices_to_change(place: Place) -> None:
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=45)
    mine, other = a_run(place, name="自家的"), a_run(place, name="别家的", unit=place.units[1])
    set_terms(place.office, mine, seats=10, shared=bus)
    assert post(place, f"shared/{bus.code}/", "liaison", capacity="50").status_code == 200
    set_terms(place.office, other, seats=10, shared=bus)
    assert post(place, f"shared/{bus.code}/", "liaison", capacity="60").status_code == 403
    bus.refresh_from_db()
    assert bus.capacity == 50
    assert "别家的" not in text_of(get(place, f"shared/{bus.code}/", "liaison"))
    # Who takes of it keeps it; no other run of the unit may begin to.
    later = a_run(place, name="后来的")
    assert bus.code in str(get(place, f"runs/{mine.code}/", "liaison").content)
    assert bus.code not in str(get(place, f"runs/{later.code}/", "liaison").content)
    assert bus.code in str(get(place, f"runs/{later.code}/").content)
    # Seats of other units alone are not even seen.
    van = add_shared_seats(place.office, place.week, name="科普大篷车", capacity=9)
    set_terms(place.office, other, shared=van)
    assert get(place, f"shared/{van.code}/", "liaison").status_code == 404
    assert "科普大篷车" not in text_of(get(place, f"runs/{mine.code}/", "liaison"))
    assert "shared" in save(place, mine, "liaison", shared=van.code).context["form"].errors


def test_two_people_who_change_the_rules_see_both_values(place: Place) -> None:
    run = a_run(place)
    save(place, run)
    seen = terms().version
    save(place, run, "liaison", closes_number="1", closes_unit="days", seen_version=str(seen))
    answer = save(place, run, closes_number="30", closes_unit="minutes", seen_version=str(seen))
    assert answer.status_code == 422
    assert "对方写的是：1 天" in text_of(answer)
    again = answer.context["form"]["seen_version"].value()
    save(place, run, closes_number="30", closes_unit="minutes", seen_version=again)
    assert terms().closes_before == 30


def test_a_second_press_of_the_first_form_opens_nothing_twice(place: Place) -> None:
    run = a_run(place)
    uid = get(place, f"runs/{run.code}/").context["form"]["request_uid"].value()
    for _press in range(2):
        save(place, run, shared="new", shared_name="大巴", shared_capacity="45", request_uid=uid)
    assert (Terms.objects.count(), Pool.objects.filter(terms=None).count()) == (1, 1)


def test_how_people_are_booked_stays_once_somebody_is(place: Place) -> None:
    [pool] = announced(place)
    booked(pool)
    assert pool.terms is not None
    answer = save(place, pool.terms.run, admission="group")
    assert "admission" in answer.context["form"].errors


def test_only_those_who_run_the_unit_change_its_rules(place: Place) -> None:
    run = a_run(place, unit=place.units[1])
    assert get(place, f"runs/{run.code}/", "liaison").status_code == 404
    assert get(place, f"runs/{run.code}/", "auditor").status_code == 200
    assert save(place, run, "auditor").status_code == 403
    assert signed_in(place, "liaison").post(desk(place, f"runs/{run.code}/"), rules()).status_code == 404
