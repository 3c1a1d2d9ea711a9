"""场次表 on the desk: out as the filter leaves it, in again through its preview."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sciweek.activities.tests.places import Place, at
from sciweek.programme.actions import cancel_session
from sciweek.programme.logic.table_columns import COLUMNS
from sciweek.programme.models import Session
from sciweek.programme.tests.plans import hall, lecture, one_session
from sciweek.sheets.actions import apply_sheet, work_through
from sciweek.sheets.logic.reading import read_tables
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.models import Sheet


def at_desk(place: Place, role: str = "office") -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def address(place: Place, rest: str) -> str:
    return f"/desk/w/{place.week.slug}/programme/{rest}"


def words(answer: Any) -> str:
    """All that stands in the book that was sent."""
    [table] = read_tables(b"".join(answer) if answer.streaming else answer.content, "场次.xlsx")
    return "\n".join(cell.text for row in table.rows for cell in row)


def test_what_is_planned_goes_out_as_the_filter_leaves_it(place: Place) -> None:
    inside = one_session(place, lecture(place), room=hall(place))
    one_session(place, lecture(place, "别家的", unit=place.units[1]))
    cancel_session(place.office, one_session(place, lecture(place, "停办的")), why="停电")
    told = words(at_desk(place).get(address(place, "export/")))
    assert inside.code in told
    assert "别家的" in told
    assert "停办的" not in told
    narrowed = words(at_desk(place).get(address(place, f"export/?unit={place.units[0].code}")))
    assert "别家的" not in narrowed
    assert "别家的" not in words(at_desk(place, "liaison").get(address(place, "export/")))


def test_a_table_comes_in_through_its_preview(place: Place) -> None:
    lecture(place)
    client = at_desk(place)
    line = {"name": "水是怎样变清的", "day": "5月26日", "start": "9:00", "end": "10:00"}
    upload = SimpleUploadedFile("场次.xlsx", write_book("场次表", COLUMNS, [line]))
    answer = client.post(address(place, "import/"), {"file": upload}, follow=True)
    assert answer.status_code == 200
    assert "新增" in answer.content.decode()
    work_through(apply_sheet(place.office, Sheet.objects.get()))
    assert Session.objects.get().starts_at == at(26, 9)
    assert client.get(address(place, "import/template/")).status_code == 200


def test_an_auditor_takes_the_table_out_and_brings_none_in(place: Place) -> None:
    auditor = at_desk(place, "auditor")
    assert auditor.get(address(place, "export/")).status_code == 200
    assert auditor.get(address(place, "import/")).status_code in (403, 404)
