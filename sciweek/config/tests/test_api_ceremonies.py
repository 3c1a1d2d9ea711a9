"""Ceremonies and reply slips over the API."""

from datetime import UTC, datetime

import pytest

from sciweek.activities.actions import add_activity
from sciweek.activities.states import Kind
from sciweek.base import clock
from sciweek.ceremonies.actions import Places, add_ceremony, add_item, hand_out_places, release_order
from sciweek.ceremonies.models import Ceremony, Slip
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import program


@pytest.fixture(autouse=True)
def _before_the_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 5, 10, 1, tzinfo=UTC))


def opening(cast: Cast) -> tuple[Ceremony, str]:
    """The opening with two places for the liaison's unit and one for the other; the first one's slip."""
    office = cast.actor("office")
    with cast.inside():
        activity = add_activity(
            office,
            cast.week,
            name="启动仪式",
            kind=Kind.CEREMONY,
            starts_at=datetime(2027, 5, 22, 1, tzinfo=UTC),
            ends_at=datetime(2027, 5, 22, 3, tzinfo=UTC),
            place="临江广场",
        )
        found = add_ceremony(
            office, cast.week, activity=activity, reply_by=datetime(2027, 5, 18, 9, tzinfo=UTC)
        )
        hand_out_places(office, found, [Places(cast.unit, 2), Places(cast.other_unit, 1)])
        add_item(office, found, what="致辞", minutes=10, who="区领导", prepares="区科技局")
        return found, found.slips.get(unit=cast.unit).code


def test_a_liaisons_program_fills_its_slip_and_reads_it_back(cast: Cast) -> None:
    found, code = opening(cast)
    caller, week = program(cast, "liaison"), f"/weeks/{cast.week.slug}"
    (slip,) = caller.get(f"{week}/slips")["items"]
    assert (slip["code"], slip["quotas"]) == (code, [{"kind": "delegate", "count": 2, "note": ""}])
    guest = {"name": "李 明", "post": "站长", "phone": "13900001234", "plate": "京a12345"}
    saved = caller.post(f"{week}/slips/{code}/fill", {"seen_version": slip["version"], "guests": [guest]})
    (read,) = saved["guests"]
    assert (read["name"], read["phone"], read["plate"], saved["coming"]) == (
        "李明",
        "+8613900001234",
        "京A12345",
        1,
    )
    again = caller.ask("POST", f"{week}/slips/{code}/fill", {"seen_version": 1, "guests": [guest]})
    assert again.status_code == 409
    caller.post(f"{week}/slips/{code}/guests", {"name": "沈玥"}, status=201)
    many = caller.ask("POST", f"{week}/slips/{code}/guests", {"name": "罗堃"})
    assert (many.status_code, many.json()["code"]) == (422, "too_many")
    assert found.code == saved["ceremony"]


def test_names_and_numbers_want_a_right_of_their_own(cast: Cast) -> None:
    _found, code = opening(cast)
    week = f"/weeks/{cast.week.slug}"
    program(cast, "liaison").post(
        f"{week}/slips/{code}/guests", {"name": "欧阳望舒", "phone": "13900001234"}, status=201
    )
    with cast.inside():
        Slip.objects.filter(code=code).update(note="欧阳望舒坐轮椅")
    (guest,) = program(cast, "office", "ceremonies:read").get(f"{week}/slips/{code}")["guests"]
    assert (guest["name"], guest["phone"]) == ("欧＊＊＊", "···1234")
    (guest,) = program(cast, "office", "ceremonies:read", "contacts:read").get(f"{week}/slips/{code}")[
        "guests"
    ]
    assert guest["name"] == "欧阳望舒"
    (guest,) = program(cast, "auditor").get(f"{week}/slips/{code}")["guests"]
    assert guest["name"] == "欧＊＊＊"
    readers = {
        "office": program(cast, "office"),
        "contacts": program(cast, "office", "ceremonies:read"),
        "auditor": program(cast, "auditor"),
    }
    for who, reader in readers.items():
        rows = [*reader.get(f"{week}/slips")["items"], reader.get(f"{week}/slips/{code}")]
        words = {row["note"] for row in rows if row["code"] == code}
        assert words == {"欧阳望舒坐轮椅" if who == "office" else ""}, who


def test_units_read_the_running_order_once_it_is_shown_and_no_totals(cast: Cast) -> None:
    found, _code = opening(cast)
    address = f"/weeks/{cast.week.slug}/ceremonies/{found.code}"
    liaison = program(cast, "liaison")
    assert liaison.get(address)["items"] == []
    with cast.inside():
        release_order(cast.actor("office"), found)
    whole = liaison.get(address)
    assert whole["items"] == [
        {"what": "致辞", "minutes": 10, "starts_at": "2027-05-22T09:00:00+08:00", "who": "区领导"}
    ]
    assert whole["places"] is None
    seen = program(cast, "office").get(address)
    assert (seen["units"], seen["places"], seen["coming"]) == (2, 3, 0)
