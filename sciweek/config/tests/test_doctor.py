"""`sciweek doctor`: every room's invariants hold after real work, and each kind of harm is found."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from sciweek.activities.actions import add_activity, add_series
from sciweek.base import scope
from sciweek.base.invariants import Invariant
from sciweek.committee.tests.cast import Cast, system_in
from sciweek.config import invariants as shared
from sciweek.config.doctor import MOST_TOLD, examine
from sciweek.config.tests.walk import things
from sciweek.files import invariants as files
from sciweek.files.actions import keep_file
from sciweek.files.queries import path_of
from sciweek.logbook.actions import append
from sciweek.logbook.models import Entry
from sciweek.people import invariants as people
from sciweek.people.actions import edit_person
from sciweek.people.models import Person


def broken(*rooms: object) -> dict[str, list[str]]:
    """Invariant → what breaks it, of these modules."""
    offered: Iterable[Invariant] = [one for room in rooms for one in vars(room)["invariants"]()]
    found = {one.name: list(one.check()) for one in offered}
    return {name: problems for name, problems in found.items() if problems}


def write(sql: str, *values: Any) -> None:
    """Past every action and check, as a slip at the database would."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_nothing_is_broken_after_real_work(cast: Cast) -> None:
    things(cast)
    assert broken(shared, files, people) == {}


def test_a_link_into_another_week_is_found(cast: Cast) -> None:
    with cast.inside():
        here = add_activity(cast.actor("office"), cast.week, name="云栖集市", kind="open", unit=cast.unit)
    with scope.entered(cast.other_region.pk, cast.other_week.pk):
        other = add_series(
            system_in(cast.other_region).in_week(cast.other_week.pk),
            cast.other_week,
            name="河西系列",
            kind="open",
        )
    write("UPDATE activities_activity SET series_id = %s WHERE id = %s", other.pk, here.pk)
    assert broken(shared) == {
        "config.links_stay_inside": [f"activities.Activity {here.pk}: series belongs to another week"]
    }


def test_a_unit_of_another_region_is_found(cast: Cast) -> None:
    with cast.inside():
        here = add_activity(cast.actor("office"), cast.week, name="云栖集市", kind="open", unit=cast.unit)
    write("UPDATE activities_activity SET unit_id = %s WHERE id = %s", cast.foreign_unit.pk, here.pk)
    assert broken(shared) == {
        "config.links_stay_inside": [f"activities.Activity {here.pk}: unit belongs to another region"]
    }


def test_a_plain_id_that_leads_nowhere_is_found(cast: Cast) -> None:
    line = append(cast.actor("office"), "look_at", cast.week)
    Entry.objects.filter(pk=line.pk).update(week_id=987654)
    assert broken(shared) == {
        "config.plain_ids_lead_somewhere": [f"logbook.Entry {line.pk}: there is no Week 987654 (week_id)"]
    }


def test_a_file_of_nobody_is_found(in_week: Cast) -> None:
    stored = keep_file(in_week.actor("office"), owner_uid=uuid4(), name="海报.txt", data="海报".encode())
    assert broken(shared)["config.files_have_owners"] == [
        f"file {stored.code} 海报.txt: the row that it belongs to is gone"
    ]


def test_a_sealed_field_of_another_key_is_found(in_week: Cast) -> None:
    row = add_activity(
        in_week.actor("office"), in_week.week, name="云栖集市", kind="open", contact_phone="0890-6120041"
    )
    write("UPDATE activities_activity SET contact_phone = %s WHERE id = %s", b"\x01" + bytes(40), row.pk)
    assert broken(shared) == {
        "config.sealed_fields_open": [
            f"activities.Activity {row.pk}: contact_phone cannot be opened with this key file"
        ]
    }


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda path: path.unlink(), "files.bytes_are_there"),
        (lambda path: path.write_bytes(b"more than there were"), "files.bytes_are_there"),
        (lambda path: path.write_bytes(b"altered"), "files.bytes_are_the_same"),
    ],
)
def test_spoilt_bytes_are_found(spoil: Callable[[Path], object], found: str, in_week: Cast) -> None:
    row = add_activity(in_week.actor("office"), in_week.week, name="云栖集市", kind="open")
    stored = keep_file(in_week.actor("office"), owner_uid=row.uid, name=f"{uuid4()}.txt", data=b"as come")
    spoil(path_of(stored))
    try:
        assert found in broken(files)
    finally:
        path_of(stored).unlink(missing_ok=True)


@pytest.mark.parametrize("column", ["phone_digest", "phone_last4"])
def test_a_phone_whose_columns_disagree_is_found(column: str, cast: Cast) -> None:
    person = edit_person(system_in(cast.region), cast.people["liaison"], name="云小联", phone="13900000001")
    assert broken(people) == {}
    Person.objects.filter(pk=person.pk).update(**{column: "0002"})
    assert list(broken(people)) == ["people.phone_is_whole"]


def test_what_is_found_is_told_with_the_time_that_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> Iterable[str]:
        yield "row 1"
        raise LookupError("the key file is gone")

    checks = [
        Invariant("room.good", "Good", list),
        Invariant("room.many", "Few", lambda: [f"row {n}" for n in range(MOST_TOLD + 7)]),
        Invariant("room.fails", "Can be looked at", fails),
    ]
    assert examine(checks, as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert set(told["seconds"]) == set(told["checked"]) == {"room.good", "room.many", "room.fails"}
    assert told["problems"]["room.many"][-1] == "and 7 more"
    assert told["problems"]["room.fails"] == ["row 1", "cannot be checked: LookupError: the key file is gone"]
    assert examine(checks[:1], as_json=False) == 0
    assert "1 invariants checked" in capsys.readouterr().out


def test_every_room_names_its_invariants_after_itself() -> None:
    for room in (shared, files, people):
        for one in vars(room)["invariants"]():
            assert one.name.startswith(f"{room.__name__.split('.')[1]}.")
