"""What the demo's units have handed in at each deadline of the notice, and what the office said of it."""

from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from typing import Any

from sciweek.base import clock
from sciweek.config.demo.days import Days
from sciweek.config.demo.tables import table
from sciweek.config.demo.town import ZONE, Town
from sciweek.duties.actions import Upload, accept_hand_in, hand_in, return_hand_in, waive_hand_in
from sciweek.duties.models import Duty, HandIn
from sciweek.week.models import Week


def duty_rows() -> list[dict[str, Any]]:
    """The duties of the table, in the order of the notice's deadlines."""
    return list(table("duties")["duty"])


def row_of(what: str) -> dict[str, Any]:
    """The table's row for a deadline, by the word that it names."""
    return next(row for row in duty_rows() if row["word"] in what)


def named(town: Town, words: Iterable[str]) -> list[str]:
    """The codes of the units that kinds and codes name together, in the order of units.toml."""
    wanted = set(words)
    return [code for code, row in town.rows.items() if wanted & {code, row["kind"]}]


def hand_in_papers(town: Town, week: Week, days: Days) -> None:
    """Bring every duty as far as the table says."""
    for duty in Duty.objects.all():
        row = row_of(duty.what)
        owed = {hand_in.unit_id: hand_in for hand_in in duty.hand_ins.select_related("unit", "duty", "week")}
        done = [code for code, unit in town.units.items() if unit.pk in owed]
        away = set(named(town, row.get("open", ())))
        for n, code in enumerate(code for code in done if code not in away):
            with clock.standing_at(_moment(row["days"], n, days)):
                _go(town, week, row, code, owed[town.units[code].pk])


def _moment(span: list[int], n: int, days: Days) -> Any:
    """The n-th hand-in's moment: spread over the days, in working hours, never after now."""
    first, last = span
    day = days.day(first + n % (last - first + 1))
    hour = time(9 + n % 8, (n * 17) % 60)
    return min(clock.moment(day, hour, ZONE), clock.now() - timedelta(minutes=30))


def _go(town: Town, week: Week, row: Mapping[str, Any], code: str, owed: HandIn) -> None:
    if code in row.get("waived", ()):
        waive_hand_in(town.office, owed)
        return
    name = f"{town.rows[code].get('short_name', town.rows[code]['name'])}{owed.duty}.txt"
    text = f"{owed.unit.name}：{owed.duty.what}（演示材料）\n"
    handed = hand_in(town.liaison(code, week), owed, files=[Upload(name, text.encode(), "text/plain")])
    if code in row.get("returned", {}):
        return_hand_in(town.office, handed, why=row["returned"][code])
    elif code not in row.get("handed", ()):
        accept_hand_in(town.office, handed)
