from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sciweek.activities.tests.places import Place
from sciweek.duties import actions
from sciweek.duties.models import Duty, HandIn
from sciweek.files.queries import files_of


def signed_in(place: Place, role: str) -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def desk(place: Place, rest: str) -> str:
    return f"/desk/w/{place.week.slug}/{rest}"


def owed(place: Place) -> HandIn:
    addressees = [actions.Addressee(unit) for unit in place.units]
    duty = actions.add_duty(
        place.office, place.week, what="重点活动备案表", due_on=date(2099, 4, 30), addressees=addressees
    )
    return duty.hand_ins.get(unit=place.units[0])


def test_a_liaison_hands_in_a_file_and_the_office_takes_it(place: Place) -> None:
    mine = owed(place)
    address = desk(place, f"hand-ins/{mine.code}/")
    paper = SimpleUploadedFile("备案表.xlsx", b"PK\x03\x04 table")
    form = {"papers": [paper], "note": "请查收", "seen_version": mine.version}
    assert signed_in(place, "liaison").post(address, form).status_code == 302
    stored = files_of(mine.uid).get()
    got = signed_in(place, "office").get(desk(place, f"hand-ins/{mine.code}/files/{stored.code}"))
    assert got.getvalue() == b"PK\x03\x04 table"
    mine.refresh_from_db()
    signed_in(place, "office").post(f"{address}move/", {"to": "accepted", "seen_version": mine.version})
    mine.refresh_from_db()
    assert mine.state == "accepted"


def test_an_empty_form_is_refused_and_the_note_stays(place: Place) -> None:
    mine = owed(place)
    answer = signed_in(place, "liaison").post(
        desk(place, f"hand-ins/{mine.code}/"), {"seen_version": mine.version}
    )
    assert answer.status_code == 422
    assert "请选一个文件" in answer.content.decode()


def test_a_return_needs_a_reason_and_shows_it(place: Place) -> None:
    mine = owed(place)
    actions.hand_in(place.liaison, mine, note="交")
    office, move = signed_in(place, "office"), desk(place, f"hand-ins/{mine.code}/move/")
    assert "请写明原因" in office.post(move, {"to": "returned"}, follow=True).content.decode()
    office.post(move, {"to": "returned", "why": "缺第二页"})
    assert (
        "缺第二页" in signed_in(place, "liaison").get(desk(place, f"hand-ins/{mine.code}/")).content.decode()
    )


def test_another_units_papers_do_not_exist_for_a_liaison(place: Place) -> None:
    duty = owed(place).duty
    other = duty.hand_ins.get(unit=place.units[1])
    client = signed_in(place, "liaison")
    assert client.get(desk(place, f"hand-ins/{other.code}/")).status_code == 404
    assert client.get(desk(place, f"duties/{duty.code}/")).status_code in (403, 404)


def test_the_office_adds_a_duty_and_chooses_its_units(place: Place) -> None:
    office = signed_in(place, "office")
    answer = office.post(
        desk(place, "duties/new/"),
        {"what": "联络员名单", "kind": "list", "due_on": "2027-04-30", "due_time": "17:00"},
    )
    duty = Duty.objects.get()
    assert answer.headers["Location"].endswith(f"duties/{duty.code}/units/")
    office.post(desk(place, f"duties/{duty.code}/units/"), {"unit": [unit.code for unit in place.units[:2]]})
    assert duty.hand_ins.count() == 2
    assert "已在内" in office.get(desk(place, f"duties/{duty.code}/units/")).content.decode()


def test_the_board_shows_every_unit_to_the_office_and_one_to_a_liaison(place: Place) -> None:
    owed(place)
    office = signed_in(place, "office").get(desk(place, "duties/")).content.decode()
    liaison = signed_in(place, "liaison").get(desk(place, "duties/")).content.decode()
    assert all(unit.name in office for unit in place.units)
    assert place.units[0].name in liaison
    assert place.units[1].name not in liaison


def test_an_edit_that_breaks_the_order_of_dates_is_refused_beside_the_field(place: Place) -> None:
    duty = owed(place).duty
    answer = signed_in(place, "office").post(
        desk(place, f"duties/{duty.code}/"),
        {
            "what": "表",
            "kind": "form",
            "opens_on": "2100-01-01",
            "due_on": "2099-04-30",
            "seen_version": duty.version,
        },
    )
    assert answer.status_code == 422
    assert "开始收的日子晚于截止" in answer.content.decode()


def test_a_reason_that_came_too_late_is_said_back(place: Place) -> None:
    mine = owed(place)
    actions.hand_in(place.liaison, mine, note="交")
    stale = HandIn.objects.get(pk=mine.pk).version
    actions.accept_hand_in(place.office, HandIn.objects.get(pk=mine.pk))
    form = {"to": "returned", "why": "缺第二页，公章也没有盖", "seen_version": stale}
    office, move = signed_in(place, "office"), desk(place, f"hand-ins/{mine.code}/move/")
    page = office.post(move, form, follow=True).content.decode()
    assert "改过这一条" in page
    assert "您写的没有保存：缺第二页，公章也没有盖" in page
