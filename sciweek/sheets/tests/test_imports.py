"""An import from the file to its end, with a small kind of the tests' own: nothing half, nothing twice, nothing kept."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from sciweek.base import clock, scope
from sciweek.base.access import permission
from sciweek.base.actor import Actor, system
from sciweek.base.errors import OutOfSight, Refused
from sciweek.logbook.models import Entry
from sciweek.sheets import kinds
from sciweek.sheets.actions import apply_sheet, drop_sheet, forget_old_sheets, give_up, receive_sheet
from sciweek.sheets.invariants import invariants
from sciweek.sheets.jobs import apply_sheet as apply_job
from sciweek.sheets.kinds import SheetKind, Tick
from sciweek.sheets.logic.columns import Column, Line
from sciweek.sheets.logic.values import LineReading
from sciweek.sheets.logic.verdicts import Saved, Verdict
from sciweek.sheets.models import Sheet
from sciweek.sheets.rules import visible_sheets
from sciweek.sheets.states import SheetState
from sciweek.week.actions import create_week, found_region
from sciweek.week.models import Direction, Region, Week

COLUMNS = (Column("title", "方向", required=True), Column("number", "次序", kind="number"))
KIND = "tests.directions"


@permission("sheets.test", "导入方向")
def may_test(actor: Actor, where: Any) -> bool:
    return actor.has("office")


@permission("sheets.test_known", "导入方向")
def may_known(actor: Actor, where: Any) -> bool:
    return actor.is_known


def judge(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """New unless the week has a direction of that title; a number must be one."""
    known = set(Direction.objects.values_list("heading", flat=True))
    verdicts = []
    for done, line in enumerate(lines, 1):
        reading = LineReading(line, COLUMNS)
        title = reading.text("title")
        reading.number("number")
        tick(done, len(lines))
        if reading.problems:
            verdicts.append(Verdict(line.number, title, "wrong", {}, tuple(reading.problems)))
        else:
            verdicts.append(Verdict(line.number, title, "same" if title in known else "new"))
    return verdicts


def save(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Writes line after line and stumbles over 出错, so that half of it would stand if nobody took it back."""
    assert week is not None
    outcomes = judge(actor, week, lines, tick)
    start = Direction.objects.count()
    new = [one for one in outcomes if one.outcome == "new"]
    for at, one in enumerate(new, start + 1):
        if one.name == "出错":
            raise RuntimeError("a fault of the program")
        Direction.objects.create(week=week, position=at, heading=one.name)
    return Saved(new=len(new), same=len(outcomes) - len(new))


@pytest.fixture
def office(db: None) -> Iterator[tuple[Actor, Region, Week]]:
    """The installation standing in a week; the kind is known for the test alone."""
    kinds.register(SheetKind(KIND, "方向", COLUMNS, "sheets.test", judge, save))
    region = found_region(system("tests"), slug="linjiang", name="云川市临江区", short_name="临江区")
    actor = system("江办", region_id=region.pk)
    start = clock.today(region.zone)
    week = create_week(actor, region, title="科技活动周", starts_on=start, ends_on=start + timedelta(days=7))
    with scope.entered(region.pk, week.pk):
        yield actor.in_week(week.pk), region, week
    del kinds._kinds[KIND]


def table(*titles: str, number: str = "1") -> bytes:
    return ("方向,次序\n" + "".join(f"{title},{number}\n" for title in titles)).encode()


def receive(office: tuple[Actor, Region, Week], data: bytes, **more: Any) -> Sheet:
    actor, region, week = office
    return receive_sheet(actor, region, week, kind=KIND, name="方向.csv", data=data, **more)


def run(sheet: Sheet) -> Sheet:
    apply_job.call(sheet.region_id, sheet.week_id, sheet.pk)
    return Sheet.objects.get(pk=sheet.pk)


def titles() -> list[str]:
    return list(Direction.objects.values_list("heading", flat=True))


def test_reading_a_file_saves_nothing_of_it(office: tuple[Actor, Region, Week]) -> None:
    before = Entry.objects.count()
    sheet = receive(office, table("人工智能", "量子"))
    assert (sheet.state, sheet.counts["new"], titles()) == (SheetState.READ, 2, [])
    assert Entry.objects.count() == before


def test_what_is_agreed_to_is_imported_and_logged_once(office: tuple[Actor, Region, Week]) -> None:
    sheet = apply_sheet(office[0], receive(office, table("人工智能", "量子")))
    sheet = run(sheet)
    assert (sheet.state, titles()) == (SheetState.APPLIED, ["人工智能", "量子"])
    run(sheet)
    assert Entry.objects.filter(verb="import_sheet").count() == 1
    assert Entry.objects.get(verb="import_sheet").actor_name == "江办"


def test_the_same_file_twice_changes_nothing(office: tuple[Actor, Region, Week]) -> None:
    data = table("人工智能", "量子")
    run(apply_sheet(office[0], receive(office, data)))
    before = Entry.objects.count()
    again = receive(office, data)
    assert again.counts == {"new": 0, "changed": 0, "same": 2, "wrong": 0}
    run(apply_sheet(office[0], again))
    assert (titles(), Entry.objects.count()) == (["人工智能", "量子"], before)


def test_a_form_sent_twice_is_one_table(office: tuple[Actor, Region, Week]) -> None:
    key = "7b0c2a34-0000-4000-8000-000000000001"
    first, second = (receive(office, table("量子"), request_uid=key) for _again in range(2))
    assert first.pk == second.pk


def test_nobody_who_writes_waits_while_a_file_is_read_and_judged(
    office: tuple[Actor, Region, Week], monkeypatch: pytest.MonkeyPatch
) -> None:
    depths = []

    def watched(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
        depths.append(len(connection.savepoint_ids))
        return judge(actor, week, lines, tick)

    monkeypatch.setitem(kinds._kinds, KIND, SheetKind(KIND, "方向", COLUMNS, "sheets.test", watched, save))
    receive(office, table("量子"), request_uid="7b0c2a34-0000-4000-8000-000000000002")
    assert depths == [len(connection.savepoint_ids)]


def test_lines_with_problems_are_left_out_only_when_the_user_says_so(
    office: tuple[Actor, Region, Week],
) -> None:
    data = table("人工智能") + "量子,很多\n".encode()
    sheet = receive(office, data)
    problem = sheet.read_verdicts()[1].problems[0]
    assert (problem.address, problem.heading) == ("B3", "次序")
    with pytest.raises(Refused) as refused:
        apply_sheet(office[0], sheet)
    assert refused.value.code == "has_problems"
    done = run(apply_sheet(office[0], sheet, only_good=True))
    assert (done.counts["new"], done.counts["wrong"], titles()) == (1, 1, ["人工智能"])


def test_a_fault_in_the_middle_leaves_nothing_behind(office: tuple[Actor, Region, Week]) -> None:
    sheet = apply_sheet(office[0], receive(office, table("人工智能", "出错")))
    with pytest.raises(RuntimeError):
        run(sheet)
    sheet = Sheet.objects.get(pk=sheet.pk)
    assert (sheet.state, titles()) == (SheetState.FAILED, [])
    assert sheet.trouble
    assert not sheet.is_forgotten


def test_when_the_world_has_moved_on_nothing_is_saved_and_the_rows_are_named(
    office: tuple[Actor, Region, Week], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = apply_sheet(office[0], receive(office, table("人工智能", "量子")))

    def stricter(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
        first, second = judge(actor, week, lines, tick)
        return [first, Verdict(second.number, second.name, "wrong")]

    monkeypatch.setitem(kinds._kinds, KIND, SheetKind(KIND, "方向", COLUMNS, "sheets.test", stricter, save))
    sheet = run(sheet)
    assert (sheet.state, sheet.moved_on, titles()) == (SheetState.FAILED, [3], [])
    assert sheet.counts["wrong"] == 1


def test_a_table_that_was_stopped_at_the_last_moment_stays_with_the_user(
    office: tuple[Actor, Region, Week], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = apply_sheet(office[0], receive(office, table("量子")))

    def stopped(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
        drop_sheet(actor, sheet)
        return [Verdict(line.number, "量子", "wrong") for line in lines]

    monkeypatch.setitem(kinds._kinds, KIND, SheetKind(KIND, "方向", COLUMNS, "sheets.test", stopped, save))
    assert (run(sheet).state, run(sheet).moved_on) == (SheetState.READ, [])


def test_a_second_worker_does_not_call_a_finished_import_failed(office: tuple[Actor, Region, Week]) -> None:
    sheet = apply_sheet(office[0], receive(office, table("量子")))
    run(sheet)
    give_up(sheet)
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.APPLIED


def test_a_row_that_has_become_the_same_is_no_obstacle(office: tuple[Actor, Region, Week]) -> None:
    sheet = apply_sheet(office[0], receive(office, table("人工智能", "量子")))
    Direction.objects.create(week=office[2], position=9, heading="量子")
    assert run(sheet).counts["new"] == 1


def test_progress_is_told_and_the_work_can_be_stopped(office: tuple[Actor, Region, Week]) -> None:
    sheet = apply_sheet(office[0], receive(office, table(*(f"方向{number}" for number in range(120)))))
    seen: list[int] = []

    def watched(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
        def told(done: int, total: int) -> None:
            tick(done, total)
            seen.append(Sheet.objects.get(pk=sheet.pk).done)
            if done == 60:
                drop_sheet(office[0], sheet)

        return judge(actor, week, lines, told)

    kinds._kinds[KIND] = SheetKind(KIND, "方向", COLUMNS, "sheets.test", watched, save)
    done = run(sheet)
    assert (done.state, titles()) == (SheetState.READ, [])
    assert max(seen) == 50


def test_a_table_given_up_is_forgotten_at_once(office: tuple[Actor, Region, Week]) -> None:
    sheet = drop_sheet(office[0], receive(office, table("量子")))
    assert (sheet.state, sheet.is_forgotten) == (SheetState.DROPPED, True)
    with pytest.raises(Refused):
        apply_sheet(office[0], sheet)


def test_lines_are_sealed_and_forgotten_after_a_week(office: tuple[Actor, Region, Week]) -> None:
    sheet = receive(office, table("量子"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT lines FROM sheets_sheet")
        assert "量子".encode() not in bytes(cursor.fetchone()[0])
    assert forget_old_sheets() == 0
    with clock.standing_at(clock.now() + timedelta(days=8)):
        assert forget_old_sheets() == 1
        assert forget_old_sheets() == 0
    assert Sheet.objects.get(pk=sheet.pk).is_forgotten


def test_a_table_is_seen_and_used_in_its_own_week_by_who_may_import(
    office: tuple[Actor, Region, Week],
) -> None:
    actor, region, week = office
    sheet = receive(office, table("量子"))
    assert visible_sheets(actor, KIND, "sheets.test", week).count() == 1
    nobody = Actor(region_id=region.pk, week_id=week.pk)
    assert visible_sheets(nobody, KIND, "sheets.test", week).count() == 0
    with pytest.raises(OutOfSight):
        apply_sheet(actor.in_week(None), sheet)
    with pytest.raises(Refused):
        apply_sheet(nobody, sheet)


def test_of_two_people_of_units_each_sees_the_own_tables_alone(
    office: tuple[Actor, Region, Week], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit's table may name people; whoever has a role over the whole week sees all."""
    everybody = SheetKind(KIND, "方向", COLUMNS, "sheets.test_known", judge, save)
    monkeypatch.setitem(kinds._kinds, KIND, everybody)
    actor, region, week = office
    inside: dict[str, Any] = {"region_id": region.pk, "week_id": week.pk, "via": "account"}
    by_account, by_link = Actor(person_id=7, **inside), Actor(link_id=7, **inside)
    for one in (by_account, by_link):
        receive((one, region, week), table("量子"))
    seen = [
        list(visible_sheets(one, KIND, "sheets.test_known", week)) for one in (by_account, by_link, actor)
    ]
    assert [len(rows) for rows in seen] == [1, 1, 2]
    assert seen[0] != seen[1]


def test_the_doctor_finds_imports_that_never_end(office: tuple[Actor, Region, Week]) -> None:
    sheet = apply_sheet(office[0], receive(office, table("量子")))
    assert [text for rule in invariants() for text in rule.check()] == []
    with clock.standing_at(clock.now() + timedelta(days=10)):
        assert [str(sheet.pk) in text for rule in invariants() for text in rule.check()] == [True]


def test_after_a_stop_or_a_failure_the_table_has_all_its_lines_again(
    office: tuple[Actor, Region, Week], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = table("人工智能") + "量子,很多\n".encode()
    sheet = apply_sheet(office[0], receive(office, data), only_good=True)

    def stopped(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
        drop_sheet(actor, sheet)
        return judge(actor, week, lines, tick)

    monkeypatch.setitem(kinds._kinds, KIND, SheetKind(KIND, "方向", COLUMNS, "sheets.test", stopped, save))
    assert (run(sheet).state, run(sheet).total) == (SheetState.READ, 2)
    sheet = apply_sheet(office[0], sheet, only_good=True)

    def broken(*_given: Any) -> list[Verdict]:
        raise Refused("这一刻不行")

    monkeypatch.setitem(kinds._kinds, KIND, SheetKind(KIND, "方向", COLUMNS, "sheets.test", broken, save))
    done = run(sheet)
    assert (done.state, done.total, done.trouble) == (SheetState.FAILED, 2, "这一刻不行")
    with clock.standing_at(clock.now() + timedelta(days=8)):
        assert forget_old_sheets() == 1
    assert Sheet.objects.get(pk=sheet.pk).trouble == ""
