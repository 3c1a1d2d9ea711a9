from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sciweek.activities import actions
from sciweek.activities.models import Activity, Series
from sciweek.activities.tests.places import Place, at
from sciweek.committee.actions import merge_unit


def signed_in(place: Place, role: str) -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def desk(place: Place, rest: str) -> str:
    return f"/desk/w/{place.week.slug}/{rest}"


def filled(place: Place, **values: Any) -> dict[str, Any]:
    return {
        "request_uid": str(uuid4()),
        "name": "一滴水的九道关",
        "kind": "open",
        "unit": place.units[0].pk,
        "day": "2027-05-25",
        "start_time": "14:00",
        "end_time": "15:30",
        "mode": "onsite",
        "place": "临江自来水厂",
    } | values


def test_a_liaison_enters_submits_and_the_office_publishes(place: Place) -> None:
    liaison, office = signed_in(place, "liaison"), signed_in(place, "office")
    assert liaison.post(desk(place, "activities/new/"), filled(place)).status_code == 302
    row = Activity.objects.get()
    assert (row.starts_at, row.ends_at, row.is_all_day) == (at(25, 14), at(25, 15, 30), False)
    move = desk(place, f"activities/{row.code}/move/")
    liaison.post(move, {"to": "submitted", "seen_version": row.version})
    row.refresh_from_db()
    actions.give_opinion(place.office, row, verdict="open", basis="区科技局5月6日审")
    office.post(move, {"to": "published", "seen_version": row.version})
    row.refresh_from_db()
    assert row.state == "published"


def test_the_form_sent_twice_makes_one_activity(place: Place) -> None:
    client, form = signed_in(place, "liaison"), filled(place)
    first = client.post(desk(place, "activities/new/"), form)
    second = client.post(desk(place, "activities/new/"), form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "请写活动名称"),
        ({"end_time": "12:00"}, "结束早于开始"),
        ({"day": ""}, "请写哪一天"),
        ({"day": "2027-02-30"}, "2027-02-30"),
        ({"expected": "约三百"}, "约三百"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"name": "长" * 200}, "最多 120 个字"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    place: Place, values: dict[str, Any], words: str
) -> None:
    answer = signed_in(place, "liaison").post(desk(place, "activities/new/"), filled(place, **values))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "临江自来水厂" in text
    assert Activity.objects.count() == 0


def test_a_day_without_hours_is_an_all_day_activity(place: Place) -> None:
    form = filled(place, start_time="", end_time="", last_day="2027-05-26")
    signed_in(place, "liaison").post(desk(place, "activities/new/"), form)
    row = Activity.objects.get()
    assert row.is_all_day
    assert (row.starts_at, row.ends_at) == (at(25, 0), at(27, 0))
    shown = signed_in(place, "liaison").get(desk(place, f"activities/{row.code}/")).content.decode()
    assert 'value="2027-05-26"' in shown


def test_saving_the_form_untouched_changes_nothing(place: Place) -> None:
    row = actions.add_activity(
        place.liaison,
        place.week,
        name="夜游",
        kind="show",
        unit=place.units[0],
        starts_at=at(25, 20),
        ends_at=at(26, 1),
        place="植物园",
    )
    client = signed_in(place, "liaison")
    form = client.get(desk(place, f"activities/{row.code}/")).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    client.post(desk(place, f"activities/{row.code}/"), sent)
    row.refresh_from_db()
    assert row.version == 1


def test_two_people_edit_and_both_values_are_shown(place: Place) -> None:
    signed_in(place, "liaison").post(desk(place, "activities/new/"), filled(place))
    row = Activity.objects.get()
    address = desk(place, f"activities/{row.code}/")
    form = filled(place, seen_version=1)
    assert signed_in(place, "office").post(address, form | {"name": "一滴水的旅行"}).status_code == 302
    answer = signed_in(place, "liaison").post(address, form | {"name": "水厂开放日"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "水厂开放日" in text
    assert "对方写的是：一滴水的旅行" in text


def test_the_list_filters_by_state_kind_words_and_day(place: Place) -> None:
    for name, kind, day in (("水厂开放", "open", 25), ("机器人展演", "show", 26)):
        actions.add_activity(
            place.office, place.week, name=name, kind=kind, starts_at=at(day, 9), place="广场"
        )
    client = signed_in(place, "office")
    for query, there, gone in (
        ({"kind": "show"}, "机器人展演", "水厂开放"),
        ({"q": "水厂"}, "水厂开放", "机器人展演"),
        ({"day": "2027-05-26"}, "机器人展演", "水厂开放"),
    ):
        text = client.get(desk(place, "activities/"), query).content.decode()
        assert there in text
        assert gone not in text
    assert client.get(desk(place, "activities/"), {"day": "2027-99-99", "page": "-3"}).status_code == 200


def test_the_list_needs_the_same_queries_for_any_length(
    place: Place, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(place, "office")
    for number in range(60):
        actions.add_activity(
            place.office, place.week, name=f"活动{number}", kind="open", unit=place.units[number % 3]
        )
    with django_assert_max_num_queries(14):
        client.get(desk(place, "activities/"))


def test_series_are_added_and_changed(place: Place) -> None:
    client = signed_in(place, "office")
    client.post(desk(place, "series/"), {"name": "科普讲解大赛", "kind": "contest", "runs_all_year": "on"})
    row = Series.objects.get()
    assert row.runs_all_year
    client.post(
        desk(place, f"series/{row.position}/"),
        {"name": "科普讲解大赛", "kind": "call", "seen_version": row.version},
    )
    row.refresh_from_db()
    assert row.kind == "call"
    assert signed_in(place, "liaison").post(
        desk(place, "series/"), {"name": "x", "kind": "open"}
    ).status_code in (
        403,
        404,
    )


def test_an_activity_until_midnight_is_saved_again_as_it_was(place: Place) -> None:
    client = signed_in(place, "liaison")
    sent = filled(place, end_time="", last_day="2027-05-26")
    client.post(desk(place, "activities/new/"), sent)
    row = Activity.objects.get()
    assert row.ends_at == at(27, 0)
    page = desk(place, f"activities/{row.code}/")
    initial = client.get(page).context["form"].initial
    again = filled(place, name="改了名", seen_version=row.version, end_time="00:00", last_day="2027-05-26")
    assert (f"{initial['end_time']:%H:%M}", str(initial["last_day"])) == ("00:00", "2027-05-26")
    assert client.post(page, again).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.ends_at) == ("改了名", at(27, 0))


@pytest.mark.parametrize("day", ["0001-01-01", "0027-05-25", "9999-12-31"])
def test_a_slip_in_the_year_is_said_beside_the_day(place: Place, day: str) -> None:
    client = signed_in(place, "liaison")
    answer = client.post(desk(place, "activities/new/"), filled(place, day=day))
    assert answer.status_code == 422
    assert "四位数" in answer.content.decode()
    assert client.get(desk(place, "activities/"), {"day": day}).status_code == 200


def test_an_activity_keeps_its_unit_after_the_unit_was_merged(place: Place) -> None:
    office = signed_in(place, "office")
    office.post(desk(place, "activities/new/"), filled(place))
    row = Activity.objects.get()
    merge_unit(place.office, place.units[0], into=place.units[1])
    page = office.get(desk(place, f"activities/{row.code}/"))
    assert place.units[0].pk in [unit.pk for unit in page.context["form"].fields["unit"].queryset]
    office.post(
        desk(place, f"activities/{row.code}/"), filled(place, name="改了名", seen_version=row.version)
    )
    row.refresh_from_db()
    assert (row.name, row.unit) == ("改了名", place.units[0])


def test_after_a_conflict_the_second_press_of_a_line_of_the_annex_saves(place: Place) -> None:
    office = signed_in(place, "office")
    line = actions.add_series(place.office, place.week, name="基地开放", kind="open")
    actions.edit_series(place.office, line, seen_version=line.version, place="临江")
    page = desk(place, f"series/{line.position}/")
    sent = {"name": "基地开放日", "kind": "open", "seen_version": line.version}
    first = office.post(page, sent)
    assert first.status_code == 422
    seen = first.context["form"]["seen_version"].value()
    assert office.post(page, sent | {"seen_version": seen}).status_code == 302
    assert Series.objects.get().name == "基地开放日"


def test_a_nul_in_an_address_is_a_bad_request(place: Place) -> None:
    assert signed_in(place, "office").get(desk(place, "activities/"), {"q": "水\0厂"}).status_code == 400
