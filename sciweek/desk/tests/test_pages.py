from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sciweek.activities import actions as activities
from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock
from sciweek.base.actor import system
from sciweek.committee.actions import grant_role
from sciweek.desk import queries
from sciweek.duties import actions as duties
from sciweek.logbook.models import Entry
from sciweek.week.actions import open_week


def signed_in(place: Place, role: str) -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def desk(place: Place, rest: str = "") -> str:
    return f"/desk/w/{place.week.slug}/{rest}"


def submit(place: Place, number: int) -> None:
    row = activities.add_activity(
        place.liaison,
        place.week,
        name=f"开放日{number}",
        kind="open",
        unit=place.units[0],
        starts_at=at(25, 9),
        place="水厂",
    )
    activities.submit_activity(place.liaison, row)


def titles(place: Place, role: str) -> list[str]:
    return [task.title for task in queries.waiting(place.actor(role), place.week)]


def test_the_office_sees_what_waits_with_the_late_things_first(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(20, 9))
    owing = [duties.Addressee(unit) for unit in place.units]
    duties.add_duty(place.office, place.week, what="备案表", due_on=date(2027, 5, 10), addressees=owing)
    submit(place, 1)
    Entry.objects.update(seal=1)
    found = titles(place, "office")
    assert found[0] == "3 个单位还没有交备案表"
    assert "活动待看：开放日1" in found
    assert "活动周还没有公开" in found
    assert "3 个单位还没有签收通知" in found


def test_what_units_must_hand_in_today_counts_as_due_today(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(20, 9))
    owing = [duties.Addressee(unit) for unit in place.units]
    duties.add_duty(place.office, place.week, what="推荐表", due_on=date(2027, 5, 20), addressees=owing)
    task = next(task for task in queries.waiting(place.office, place.week) if "推荐表" in task.title)
    assert (task.is_urgent, task.is_late, task.when) == (True, False, "今天")


def test_many_alike_stand_in_one_line(place: Place) -> None:
    for number in range(7):
        submit(place, number)
    assert "7 场活动待看" in titles(place, "office")
    assert not any(title.startswith("活动待看") for title in titles(place, "office"))


def test_a_liaison_sees_what_the_own_unit_owes_and_nothing_of_others(place: Place) -> None:
    for unit, what in ((place.units[0], "我的表"), (place.units[1], "别人的表")):
        duties.add_duty(
            place.office, place.week, what=what, due_on=date(2099, 1, 1), addressees=[duties.Addressee(unit)]
        )
    assert titles(place, "liaison") == ["我的表", "签收活动周通知"]


def test_a_liaison_with_one_unit_reads_of_no_order_and_of_nothing_due_today(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(20, 9))
    owing = [duties.Addressee(unit) for unit in place.units]
    duties.add_duty(place.office, place.week, what="推荐表", due_on=date(2027, 5, 25), addressees=owing)
    client = Client()
    client.force_login(place.people["liaison"])
    said = client.get(f"/desk/w/{place.week.slug}/").content.decode()
    assert "推荐表" in said
    assert "不作排名" not in said
    assert "件今天到期" not in said
    assert "不作排名" not in client.get(f"/desk/w/{place.week.slug}/duties/").content.decode()
    client.force_login(place.people["office"])
    assert "3 个单位，顺序同通知主送，不作排名" in client.get(f"/desk/w/{place.week.slug}/").content.decode()
    assert "不作排名" in client.get(f"/desk/w/{place.week.slug}/duties/").content.decode()


def test_a_returned_hand_in_says_why_and_leads_back(place: Place) -> None:
    duty = duties.add_duty(
        place.office,
        place.week,
        what="备案表",
        due_on=date(2099, 1, 1),
        addressees=[duties.Addressee(place.units[0])],
    )
    handed = duties.hand_in(place.liaison, duty.hand_ins.get(), note="交")
    duties.return_hand_in(place.office, handed, why="缺第二页")
    task = queries.waiting(place.liaison, place.week)[0]
    assert (task.detail, task.verb) == ("缺第二页", "去改")


@pytest.mark.parametrize("role", ["office", "publicity", "auditor", "liaison"])
def test_everybody_with_a_role_has_a_desk(place: Place, role: str) -> None:
    answer = signed_in(place, role).get(desk(place))
    assert answer.status_code == 200
    assert "等我办" in answer.content.decode()


def test_the_bare_address_leads_to_the_current_edition(place: Place) -> None:
    answer = signed_in(place, "office").get("/desk/")
    assert answer.headers["Location"] == desk(place)


def test_without_signing_in_the_desk_asks_and_comes_back() -> None:
    answer = Client().get("/desk/w/linjiang-2027/")
    assert answer.status_code == 302
    assert "next=/desk/w/linjiang-2027/" in answer.headers["Location"]


def test_search_finds_by_two_characters_and_only_what_one_may_see(place: Place) -> None:
    submit(place, 1)
    activities.add_activity(place.office, place.week, name="局里的开放日", kind="open", unit=place.units[1])
    office = signed_in(place, "office").get(desk(place, "search/"), {"q": "开放"}).content.decode()
    liaison = signed_in(place, "liaison").get(desk(place, "search/"), {"q": "开放"}).content.decode()
    assert "局里的<mark>开放</mark>日" in office
    assert "局里的" not in liaison
    assert "<mark>开放</mark>日1" in liaison


def test_the_log_tells_who_changed_what_and_is_not_for_liaisons(place: Place) -> None:
    submit(place, 1)
    text = signed_in(place, "auditor").get(desk(place, "log/")).content.decode()
    assert "liaison老师" in text
    assert "submit_activity" in text or "提交" in text
    assert signed_in(place, "liaison").get(desk(place, "log/")).status_code == 404


def test_the_office_opens_the_week_and_takes_it_back_with_a_reason(place: Place) -> None:
    client = signed_in(place, "office")
    client.post(desk(place, "settings/state/"), {"to": "open", "seen_version": place.week.version})
    place.week.refresh_from_db()
    assert place.week.state == "open"
    client.post(desk(place, "settings/state/"), {"to": "draft", "seen_version": place.week.version})
    place.week.refresh_from_db()
    assert place.week.state == "open"
    client.post(
        desk(place, "settings/state/"), {"to": "draft", "why": "日期要改", "seen_version": place.week.version}
    )
    place.week.refresh_from_db()
    assert place.week.state == "draft"


def test_a_wrong_edit_of_the_week_keeps_what_was_typed(place: Place) -> None:
    answer = signed_in(place, "office").post(
        desk(place, "settings/"),
        {
            "title": "新名字",
            "theme": "主题",
            "starts_on": "2027-05-22",
            "ends_on": "2027-05-01",
            "seen_version": 1,
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "结束早于开始" in text
    assert "新名字" in text


def test_two_people_edit_the_week_and_neither_is_lost(place: Place) -> None:
    client = signed_in(place, "office")
    form = {
        "title": "甲",
        "starts_on": "2027-05-22",
        "ends_on": "2027-05-29",
        "seen_version": place.week.version,
    }
    assert client.post(desk(place, "settings/"), form).status_code == 302
    answer = client.post(desk(place, "settings/"), form | {"title": "乙"})
    assert answer.status_code == 422
    assert "对方写的是：甲" in answer.content.decode()


def test_the_home_page_needs_the_same_queries_for_any_number_of_activities(
    place: Place, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    open_week(place.office, place.week)
    client = signed_in(place, "office")
    owing = [duties.Addressee(unit) for unit in place.units]
    for number in range(5):
        submit(place, number)
        duties.add_duty(
            place.office,
            place.week,
            what=f"表{number}",
            due_on=date(2027, 5, 1) + timedelta(number),
            addressees=owing,
        )
    with django_assert_max_num_queries(35):
        client.get(desk(place))
    for number in range(5, 40):
        submit(place, number)
    with django_assert_max_num_queries(35):
        client.get(desk(place))


def test_links_to_units_stay_in_the_edition_and_so_in_its_region(place: Place) -> None:
    duties.add_duty(
        place.office,
        place.week,
        what="备案表",
        due_on=date(2027, 5, 10),
        addressees=[duties.Addressee(place.units[0])],
    )
    urls = [task.url for task in queries.waiting(place.office, place.week)]
    assert desk(place, "units/") in urls
    found = next(group for group in queries.search(place.office, place.week, "云栖") if group.key == "units")
    assert [hit.url for hit in found.hits] == [desk(place, f"units/{place.units[0].code}/")]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_on": "0027-05-22"}, "四位数"),
        ({"ends_on": "9999-12-31"}, "四位数"),
        ({"title": "周" * 121}, "120"),
    ],
)
def test_an_edition_is_changed_only_into_one_that_can_stand(
    place: Place, values: dict[str, str], words: str
) -> None:
    sent = {"title": "科技活动周", "starts_on": "2027-05-22", "ends_on": "2027-05-29", "level": "district"}
    answer = signed_in(place, "office").post(desk(place, "settings/"), sent | values)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_somebody_with_roles_in_two_regions_can_work_in_both(place: Place) -> None:
    beside = make_place("heyuan", "云川市河源区")
    with beside.inside():
        grant_role(system("setup", region_id=beside.region.pk), place.people["office"], role="office")
    client = signed_in(place, "office")
    assert "云川市河源区" in client.get("/desk/weeks/").content.decode()
    client.post("/desk/region/", {"region": "heyuan"})
    assert client.get("/desk/").headers["Location"] == desk(beside)
    assert "云川市临江区" in client.get("/desk/weeks/").content.decode()
    assert client.get(desk(place)).status_code == 200
    client.post("/desk/region/", {"region": "nowhere"})
    assert client.get("/desk/").headers["Location"] == desk(beside)


def test_a_region_without_a_role_cannot_be_chosen(place: Place) -> None:
    beside = make_place("heyuan", "云川市河源区")
    client = signed_in(place, "office")
    client.post("/desk/region/", {"region": beside.region.slug})
    assert client.get("/desk/").headers["Location"] == desk(place)
