"""What would become of each line of the table, judged by the actions themselves; and saving them all at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sciweek.activities.actions.entering import judged_changes, judged_values, save_rows
from sciweek.activities.actions.tables.reading import ActivityLine, Known, Read
from sciweek.activities.logic import likeness
from sciweek.activities.logic.table_columns import HEADINGS
from sciweek.activities.logic.table_rows import VALUE_FIELDS, words_of
from sciweek.activities.models import Activity, Series
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import REVIEWED_FIELDS, ActivityState
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.text import searchable
from sciweek.committee.queries import named_units
from sciweek.look.dates import range_words
from sciweek.sheets.judging import Judged, Judging, differing
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.directory import Directory
from sciweek.sheets.logic.rows import RowReader
from sciweek.sheets.logic.verdicts import Problem, Saved, Verdict
from sciweek.week.models import Week

Same = tuple[int | None, str, Any]
CODE_SIGNS = 8


def judge(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """Of each line what would become of it; writes nothing. The same activity twice in a table is a problem."""
    return _Judging(actor, week).verdicts(lines, tick)


def save(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Save every line or, by raising `Refused`, none."""
    return _Judging(actor, week).save(lines, tick)


class _Judging(Judging[Read, Activity]):
    REFUSED_AT = "name"

    def __init__(self, actor: Actor, week: Week | None) -> None:
        super().__init__(actor, week)
        self.known = _known(actor, self.week)
        rows = list(visible_activities(actor).select_related("unit", "series").order_by("id"))
        self.by_code = {row.code: row for row in rows}
        self.by_same: dict[Same, Activity] = {}
        for row in rows:
            if row.state != ActivityState.CANCELLED:
                self.by_same.setdefault(_same(row.unit_id, row.name, row.starts_at), row)

    def reader(self, line: Line) -> ActivityLine:
        return ActivityLine(line, self.known)

    def name_of(self, one: Judged[Read, Activity]) -> str:
        return str(one.read.values.get("name", ""))

    def write(
        self, new: Sequence[Judged[Read, Activity]], changed: Sequence[Judged[Read, Activity]]
    ) -> list[Activity]:
        return save_rows(
            self.actor,
            self.week,
            new=[one.values for one in new],
            changed=[(one.row, one.values) for one in changed if one.row],
        )

    def judge(self, lines: Sequence[Line], tick: Tick) -> list[Judged[Read, Activity]]:
        judged = super().judge(lines, tick)
        self._look_for_likes(judged)
        return judged

    def settle(self, reader: RowReader[Read], one: Judged[Read, Activity]) -> None:
        one.row = self._find(reader, one.read)
        if not one.read.problems:
            self._once(reader, one)
        if not one.read.problems:
            self._decide(reader, one)

    def _find(self, reader: RowReader[Read], read: Read) -> Activity | None:
        """By its code, else by unit, name and beginning."""
        if len(read.code) == CODE_SIGNS:
            found = self.by_code.get(read.code)
            if found is None:
                reader.wrong(
                    "code", _("没有编号是 %(code)s 的活动。新活动请空着编号。") % {"code": read.code}
                )
            return found
        unit = read.values.get("unit")
        return self.by_same.get(
            _same(unit.pk if unit else None, read.values["name"], read.values["starts_at"])
        )

    def _once(self, reader: RowReader[Read], one: Judged[Read, Activity]) -> None:
        values = one.read.values
        unit = values.get("unit")
        same = _same(unit.pk if unit else None, values["name"], values["starts_at"])
        first = self.first_of(one.row.pk if one.row else same, one.line)
        if first is not None:
            reader.wrong("name", _("和第 %(number)d 行是同一场。留一行就够了。") % {"number": first})

    def _decide(self, reader: RowReader[Read], one: Judged[Read, Activity]) -> None:
        if one.row is None:
            one.values = judged_values(self.actor, self.week, one.read.values)
            return
        old = one.row
        wanted = {name: one.read.values[name] for name in one.read.given if name in one.read.values}
        if not wanted.get("hosts", True):
            # A new activity without hosts is its unit's: an empty cell says no more of an old one.
            wanted.pop("hosts")
        other = {name: value for name, value in wanted.items() if not _is_same(old, name, value)}
        if not other:
            one.outcome = "same"
            return
        cleaned = judged_changes(self.actor, old, other)
        one.values = {name: value for name, value in cleaned.items() if not _is_same(old, name, value)}
        if not one.values:
            one.outcome = "same"
            return
        self._keep_what_was_reviewed(reader, old, one.values)
        one.outcome, one.changes = "changed", self._changes(old, one.values)

    def _keep_what_was_reviewed(
        self, reader: RowReader[Read], old: Activity, values: Mapping[str, Any]
    ) -> None:
        if not old.is_shown:
            return
        for name in REVIEWED_FIELDS:
            if name in values:
                text = _("已经公开，改这里的文字要写公开依据。请到这场活动的页面改。")
                reader.wrong(name, text)

    def _changes(self, old: Activity, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        before = {name: getattr(old, name) for name in VALUE_FIELDS}
        was, will = words_of(before, self.week.zone), words_of(before | dict(values), self.week.zone)
        return differing(HEADINGS, was, will)

    def _look_for_likes(self, judged: Sequence[Judged[Read, Activity]]) -> None:
        """A remark beside each new line that looks like another activity of the same unit."""
        fresh = {-number: one for number, one in enumerate(judged, 1) if one.outcome == "new"}
        items = [
            likeness.Item(row.pk, row.unit_id, row.name, row.starts_at, row.ends_at)
            for row in self.by_code.values()
            if row.state != ActivityState.CANCELLED
        ]
        for number, one in fresh.items():
            values = one.values
            unit = values.get("unit")
            items.append(
                likeness.Item(
                    number, unit.pk if unit else None, values["name"], values["starts_at"], values["ends_at"]
                )
            )
        rows = {row.pk: row for row in self.by_code.values()}
        told: set[int] = set()
        for pair in likeness.pairs(items) if fresh else ():
            for mine, other in (pair, pair[::-1]):
                if mine in fresh and mine not in told and (other > 0 or other > mine):
                    told.add(mine)
                    fresh[mine].read.remarks.append(
                        self._like(fresh[mine], rows.get(other), fresh.get(other))
                    )

    def _like(
        self, one: Judged[Read, Activity], row: Activity | None, line: Judged[Read, Activity] | None
    ) -> Problem:
        cell = one.line.cells.get("name")
        address = cell.address if cell else ""
        if row is not None:
            when = range_words(row.starts_at, row.ends_at, self.week.zone) if row.starts_at else _("时间未定")
            text = _("很像已有的“%(name)s”（%(when)s），可能是同一场。") % {"name": row.name, "when": when}
        else:
            number = line.line.number if line else 0
            text = _("很像第 %(number)d 行，可能是同一场。") % {"number": number}
        return Problem(address, HEADINGS["name"], text)


def _is_same(old: Activity, name: str, value: Any) -> bool:
    """Whether the activity says so already; audiences have no order."""
    before = getattr(old, name)
    return bool(sorted(before) == sorted(value)) if name == "audience" else bool(before == value)


def _same(unit_id: int | None, name: str, starts_at: Any) -> Same:
    return unit_id, searchable(name), starts_at


def _known(actor: Actor, week: Week) -> Known:
    office = access.may(actor, "activities.run_activities", week)
    named = named_units(actor, office=office)
    series = [(line, (line.name,)) for line in Series.objects.all()]
    return Known(week, Directory(series), named.mine, named.others, named.own, office)
