"""Judging a table of which each line is a row of one model: a room says what a line means and how rows are written."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction

from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.rows import RowRead, RowReader
from sciweek.sheets.logic.verdicts import Outcome, Saved, Verdict, refuse_wrong
from sciweek.week.models import Week
from sciweek.week.owned import Named

Read = TypeVar("Read", bound=RowRead)
Row = TypeVar("Row", bound=Named)


@dataclass
class Judged(Generic[Read, Row]):
    """One line with what it means: a new row, `changes` to the `row` that is there, or nothing to do.

    `values` are what would be written.
    """

    line: Line
    read: Read
    outcome: Outcome = "new"
    row: Row | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)


class Judging(Generic[Read, Row]):
    """Goes through the lines of a table. A room's own looks all up once, at the start."""

    # The column at which a refusal stands that names no field.
    REFUSED_AT: ClassVar[str]

    def __init__(self, actor: Actor, week: Week | None) -> None:
        if week is None:
            raise OutOfSight("week")
        self.actor, self.week = actor, week
        self._seen: dict[Hashable, int] = {}

    def reader(self, line: Line) -> RowReader[Read]:
        raise NotImplementedError

    def settle(self, reader: RowReader[Read], one: Judged[Read, Row]) -> None:
        """Say what the line means, by the actions' own judgement. What is wrong is noted or raised as `Refused`."""
        raise NotImplementedError

    def name_of(self, one: Judged[Read, Row]) -> str:
        """What the preview calls the line."""
        raise NotImplementedError

    def write(self, new: Sequence[Judged[Read, Row]], changed: Sequence[Judged[Read, Row]]) -> list[Row]:
        """Write the rows, inside one transaction; returns the new ones in their order."""
        raise NotImplementedError

    def judge(self, lines: Sequence[Line], tick: Tick) -> list[Judged[Read, Row]]:
        """Every line with what it means; writes nothing."""
        judged = []
        for done, line in enumerate(lines, 1):
            judged.append(self._line(line))
            tick(done, len(lines))
        return judged

    def verdicts(self, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
        return [self._verdict(one) for one in self.judge(lines, tick)]

    def save(self, lines: Sequence[Line], tick: Tick) -> Saved:
        """Save every line or, by raising `Refused`, none."""
        judged = self.judge(lines, tick)
        refuse_wrong(map(self._verdict, judged))
        new = [one for one in judged if one.outcome == "new"]
        changed = [one for one in judged if one.outcome == "changed"]
        with transaction.atomic():
            rows = [*self.write(new, changed), *(one.row for one in changed if one.row)]
        codes = tuple(row.code for row in rows)
        return Saved(len(new), len(changed), len(judged) - len(new) - len(changed), codes)

    def first_of(self, same: Hashable, line: Line) -> int | None:
        """The number of an earlier line that means the `same` row; None when this is the first."""
        first = self._seen.setdefault(same, line.number)
        return first if first != line.number else None

    def _line(self, line: Line) -> Judged[Read, Row]:
        reader = self.reader(line)
        one: Judged[Read, Row] = Judged(line, reader.read())
        try:
            self.settle(reader, one)
        except Refused as refusal:
            reader.refused(refusal, at=self.REFUSED_AT)
        if one.read.problems:
            one.outcome, one.changes = "wrong", {}
        return one

    def _verdict(self, one: Judged[Read, Row]) -> Verdict:
        problems = [*one.read.problems, *one.read.remarks]
        return Verdict(one.line.number, self.name_of(one)[:120], one.outcome, one.changes, problems)


def differing(
    headings: Mapping[str, str], was: Mapping[str, Any], will: Mapping[str, Any]
) -> dict[str, tuple[str, str]]:
    """What the preview tells of a change, by heading; both sides are in the table's own words, by column."""
    return {headings[name]: (_told(was[name]), _told(will[name])) for name in was if was[name] != will[name]}


def _told(value: Any) -> str:
    return "" if value is None else str(value)
