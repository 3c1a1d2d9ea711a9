"""What would become of each line of the table, judged by the actions themselves; and saving them all at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.actions.tables.reading import named_units
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import searchable
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.logbook.actions import append_many
from sciweek.outreach.actions.asking import edit_wish, judged_changes, judged_wish
from sciweek.outreach.actions.sense import wish_values
from sciweek.outreach.actions.tables.reading import Known, Read, WishLine
from sciweek.outreach.logic.wish_columns import HEADINGS
from sciweek.outreach.logic.wish_rows import VALUE_FIELDS, words_of
from sciweek.outreach.models import Wish
from sciweek.outreach.queries import outings, wishes
from sciweek.outreach.states import LIVE
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.verdicts import Outcome, Saved, Verdict, refuse_wrong
from sciweek.venues.queries import venues_in_use
from sciweek.week.models import Week

# What makes two wishes the same one: unit, outing, days, and which people.
Same = tuple[int, int | None, tuple[tuple[str, str], ...], str]


@dataclass
class Judged:
    """One line with what it means: a new wish, changes to one that is there, or nothing to do."""

    line: Line
    read: Read
    outcome: Outcome = "new"
    wish: Wish | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def verdict(self) -> Verdict:
        unit, outing = self.read.unit, self.read.outing
        names = (unit.label if unit else self.line.text("unit"), outing.title if outing else "")
        problems = [*self.read.problems, *self.read.remarks]
        return Verdict(
            self.line.number, " ".join(filter(None, names))[:120], self.outcome, self.changes, problems
        )


def judge(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """Of each line what would become of it; writes nothing. The same wish twice in a table is a problem."""
    return [one.verdict() for one in _Judging(actor, _needed(week)).judge(lines, tick)]


def save(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Save every line or, by raising `Refused`, none."""
    judged = _Judging(actor, _needed(week)).judge(lines, tick)
    refuse_wrong(one.verdict() for one in judged)
    new = [one.values for one in judged if one.outcome == "new"]
    changed = [one for one in judged if one.outcome == "changed" and one.wish is not None]
    with transaction.atomic():
        now = clock.now()
        rows = Wish.objects.bulk_create(Wish(week=week, asked_at=now, **values) for values in new)
        append_many(actor, "ask_visit", ((row, {}) for row in rows))
        for one in changed:
            if one.wish is not None:
                edit_wish(actor, one.wish, seen_version=one.wish.version, **one.values)
    codes = [row.code for row in rows] + [one.wish.code for one in changed if one.wish]
    return Saved(len(rows), len(changed), len(judged) - len(rows) - len(changed), tuple(codes))


def _needed(week: Week | None) -> Week:
    if week is None:
        raise Refused(_("申请属于某一届活动周。请先建好活动周。"), code="no_week")
    return week


def _same(unit_id: int, outing_id: int | None, days: Any, people_note: str) -> Same:
    return unit_id, outing_id, tuple((str(day), str(part)) for day, part in days), searchable(people_note)


class _Judging:
    """Looks all up once, then goes through the lines."""

    def __init__(self, actor: Actor, week: Week) -> None:
        self.actor, self.week = actor, week
        office = access.may(actor, "outreach.run_outreach", week)
        streets = units().filter(kind=UnitKind.STREET)
        named = named_units(actor, office=office)
        self.known = Known(week, named, list(outings(actor)), venues_in_use(), streets)
        self.there: dict[Same, Wish] = {}
        self.asked: set[tuple[int, int | None]] = set()
        found = wishes(actor).select_related("unit__parent__merged_into", "unit__merged_into", "week__region")
        # What still counts comes first; of what is closed the latest.
        for row in sorted(found, key=lambda wish: (wish.state not in LIVE, -wish.pk)):
            unit_id = row.unit.merged_into_id or row.unit_id
            self.there.setdefault(_same(unit_id, row.outing_id, row.days, row.people_note), row)
            if row.state in LIVE:
                self.asked.add((unit_id, row.outing_id))
        self.seen: dict[Same, int] = {}

    def judge(self, lines: Sequence[Line], tick: Tick) -> list[Judged]:
        judged = []
        for done, line in enumerate(lines, 1):
            judged.append(self._line(line))
            tick(done, len(lines))
        return judged

    def _line(self, line: Line) -> Judged:
        reader = WishLine(line, self.known)
        one = Judged(line, reader.read())
        if not one.read.problems:
            try:
                self._decide(reader, one)
            except Refused as refusal:
                reader.refused(refusal, at="unit")
        if one.read.problems:
            one.outcome, one.changes = "wrong", {}
        return one

    def _decide(self, reader: WishLine, one: Judged) -> None:
        read = one.read
        if read.unit is None:
            raise Refused(fields={"unit": _("请写申请单位。")}, code="invalid")
        outing_id = read.outing.pk if read.outing is not None else None
        days = wish_values({"days": read.values["days"]})["days"]
        same = _same(read.unit.pk, outing_id, days, read.values["people_note"])
        first = self.seen.setdefault(same, one.line.number)
        if first != one.line.number:
            words = {"number": first}
            reader.wrong("unit", _("和第 %(number)d 行是同一份。留一行，或者写明是哪些人。") % words)
            return
        one.wish = self.there.get(same)
        if one.wish is not None:
            self._compare(reader, one, one.wish)
            return
        said = {name: value for name, value in read.values.items() if value not in (None, "", [])}
        phone = said.pop("phone", "")
        one.values = judged_wish(
            self.actor, self.week, unit=read.unit, outing=read.outing, phone=phone, **said
        )
        if (read.unit.pk, outing_id) in self.asked:
            reader.remark("unit", _("这个单位已经申请过，日子或者人不同。导入后会多一份。"))

    def _compare(self, reader: WishLine, one: Judged, old: Wish) -> None:
        access.require(self.actor, "outreach.change_wish", old)
        given = {name: one.read.values[name] for name in one.read.given}
        given.pop("people_note", None)
        cleaned = judged_changes(old, **given)
        before = {name: getattr(old, name) for name in VALUE_FIELDS} | {"street": old.lies_in}
        was, will = words_of(before), words_of(before | cleaned)
        one.changes = {HEADINGS[name]: (was[name], will[name]) for name in was if was[name] != will[name]}
        if one.changes:
            one.outcome, one.values = "changed", given
            return
        one.outcome = "same"
        if old.state not in LIVE:
            state = {"state": old.get_state_display()}
            reader.remark("unit", _("这份申请%(state)s，不会再提交一次。") % state)
