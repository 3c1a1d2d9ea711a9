"""The form that saves itself, asked as its page asks."""

from typing import Any
from uuid import uuid4

from django.test import Client

from sciweek.activities import actions
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.logbook.models import Entry


def signed_in(place: Place, role: str = "liaison") -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def address(place: Place, rest: str = "draft/") -> str:
    return f"/desk/w/{place.week.slug}/activities/{rest}"


def typed(**values: Any) -> dict[str, Any]:
    return {
        "request_uid": str(uuid4()),
        "name": "一滴水的九道关",
        "kind": "open",
        "mode": "onsite",
    } | values


def a_draft(place: Place, **values: Any) -> Activity:
    given = {"name": "一滴水的九道关", "kind": "open", "unit": place.units[0], "hosts": ["云栖街道办事处"]}
    return actions.add_activity(place.liaison, place.week, **given | values)


def test_nothing_is_kept_or_blamed_until_name_and_series_are_there(place: Place) -> None:
    answer = signed_in(place).post(address(place), {"name": "一滴水", "request_uid": str(uuid4())})
    assert (answer.status_code, Activity.objects.count()) == (200, 0)
    assert "写好名称、选好系列" in answer.content.decode()
    assert "请选一个类别" not in answer.content.decode()


def test_the_first_time_makes_the_draft_and_the_next_changes_it(place: Place) -> None:
    client, form = signed_in(place), typed(unit=place.units[0].pk)
    first = client.post(address(place), form)
    row = Activity.objects.get()
    assert first.headers["HX-Replace-Url"] == address(place, f"{row.code}/")
    assert first.headers["HX-Trigger"] == "draft-kept"
    assert f'value="{row.code}"' in first.content.decode()
    assert "草稿已存" in first.content.decode()
    again = form | {"code": row.code, "seen_version": 1, "day": "2027-05-25", "start_time": "14:00"}
    client.post(address(place), again)
    row.refresh_from_db()
    assert (row.starts_at, row.version, Activity.objects.count()) == (at(25, 14), 2, 1)


def test_the_same_words_twice_write_no_second_line_in_the_log(place: Place) -> None:
    row = a_draft(place, name="水厂开放")
    form = typed(name="水厂开放", code=row.code, seen_version=1, hosts="云栖街道办事处")
    for _time in range(3):
        assert signed_in(place).post(address(place), form).status_code == 200
    assert Entry.objects.filter(verb="edit_activity").count() == 0


def test_an_answer_that_was_lost_makes_neither_a_second_draft_nor_a_conflict(place: Place) -> None:
    client, form = signed_in(place), typed(unit=place.units[0].pk)
    client.post(address(place), form)
    client.post(address(place), form | {"place": "临江自来水厂"})
    answer = client.post(address(place), form | {"place": "临江自来水厂二号门"})
    row = Activity.objects.get()
    assert (answer.status_code, row.place) == (200, "临江自来水厂二号门")
    pressed = client.post(address(place, "new/"), form | {"code": row.code, "place": "自来水厂"})
    row.refresh_from_db()
    assert (pressed.status_code, row.place, row.version) == (302, "自来水厂", 4)


def test_what_makes_no_sense_is_told_beside_its_field_and_the_rest_is_kept(place: Place) -> None:
    row = a_draft(place)
    form = typed(code=row.code, seen_version=1, place="水厂", link="javascript:alert(1)", expected="约三百")
    answer = signed_in(place).post(address(place), form)
    text = answer.content.decode()
    row.refresh_from_db()
    assert (answer.status_code, row.place, row.link, row.expected) == (200, "水厂", "", None)
    assert "标出的 2 栏没有存" in text
    assert "https://" in text.partition('id="id_link-live"')[2].partition("</div>")[0]
    assert "<p>" in text.partition('id="id_expected-live"')[2].partition("</div>")[0]
    assert "<p>" not in text.partition('id="id_place-live"')[2].partition("</div>")[0]


def test_an_end_before_the_start_keeps_the_start(place: Place) -> None:
    row = a_draft(place)
    form = typed(code=row.code, seen_version=1, day="2027-05-25", start_time="14:00", end_time="12:00")
    answer = signed_in(place).post(address(place), form)
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (at(25, 14), None)
    assert "结束早于开始" in answer.content.decode()


def test_somebody_else_at_the_same_time_stops_it_and_both_are_shown(place: Place) -> None:
    row = a_draft(place)
    actions.edit_activity(place.office, row, seen_version=1, place="文化中心")
    form = typed(code=row.code, seen_version=1, place="水厂")
    for _time in range(2):
        answer = signed_in(place).post(address(place), form)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "office老师 也在改这一条" in text
        assert "对方写的是：文化中心" in text
    row.refresh_from_db()
    assert row.place == "文化中心"
    decided = signed_in(place).post(address(place, f"{row.code}/"), form | {"seen_version": ["1", "2"]})
    row.refresh_from_db()
    assert (decided.status_code, row.place) == (302, "水厂")


def test_what_is_in_other_hands_does_not_save_itself(place: Place) -> None:
    row = a_draft(place)
    actions.submit_activity(place.liaison, row)
    form = typed(code=row.code, seen_version=2, name="改了名")
    answer = signed_in(place, "office").post(address(place), form)
    row.refresh_from_db()
    assert (answer.status_code, row.name) == (422, "一滴水的九道关")
    assert "不自动存" in answer.content.decode()


def test_a_draft_of_another_unit_does_not_exist_here(place: Place) -> None:
    row = actions.add_activity(place.office, place.week, name="别的单位的", kind="open", unit=place.units[1])
    answer = signed_in(place).post(address(place), typed(code=row.code, seen_version=1))
    assert answer.status_code == 404
    assert signed_in(place, "auditor").post(address(place), typed()).status_code == 404
