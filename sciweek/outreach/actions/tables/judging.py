"""What would become of each line of the table, judged by the actions themselves; and saving them all at once."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import searchable
from sciweek.committee.queries import named_units, units
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
from sciweek.sheets.judging import Judged, Judging, differing
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.rows import RowReader
from sciweek.sheets.logic.verdicts import Saved, Verdict
from sciweek.venues.queries import venues_in_use
from sciweek.week.models import Week

# What makes two wishes the same one: unit, outing, days, and which people.
Same = tuple[int, int | None, tuple[tuple[str, str], ...], str]


def judge(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """Of each line what would become of it; writes nothing. The same wish twice in a table is a problem."""
    return _Judging(actor, week).verdicts(lines, tick)


def save(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Save every line or, by raising `Refused`, none."""
    return _Judging(actor, week).save(lines, tick)


def _same(unit_id: int, outing_id: int | None, days: Any, people_note: str) -> Same:
    return unit_id, outing_id, tuple((str(day), str(part)) for day, part in days), searchable(people_note)


class _Judging(Judging[Read, Wish]):
    REFUSED_AT = "unit"

    def __init__(self, actor: Actor, week: Week | None) -> None:
        super().__init__(actor, week)
        office = access.may(actor, "outreach.run_outreach", self.week)
        streets = units().filter(kind=UnitKind.STREET)
        named = named_units(actor, office=office)
        self.known = Known(self.week, named, list(outings(actor)), venues_in_use(), streets)
        self.there: dict[Same, Wish] = {}
        self.asked: set[tuple[int, int | None]] = set()
        found = wishes(actor).select_related("unit__parent__merged_into", "unit__merged_into", "week__region")
        # What still counts comes first; of what is closed the latest.
        for row in sorted(found, key=lambda wish: (wish.state not in LIVE, -wish.pk)):
            unit_id = row.unit.merged_into_id or row.unit_id
            self.there.setdefault(_same(unit_id, row.outing_id, row.days, row.people_note), row)
            if row.state in LIVE:
                self.asked.add((unit_id, row.outing_id))

    def reader(self, line: Line) -> WishLine:
        return WishLine(line, self.known)

    def name_of(self, one: Judged[Read, Wish]) -> str:
        unit, outing = one.read.unit, one.read.outing
        return " ".join(
            filter(None, (unit.label if unit else one.line.text("unit"), outing.title if outing else ""))
        )

    def write(self, new: Sequence[Judged[Read, Wish]], changed: Sequence[Judged[Read, Wish]]) -> list[Wish]:
        now = clock.now()
        rows = Wish.objects.bulk_create(Wish(week=self.week, asked_at=now, **one.values) for one in new)
        append_many(self.actor, "ask_visit", ((row, {}) for row in rows))
        for one in changed:
            if one.row is not None:
                edit_wish(self.actor, one.row, seen_version=one.row.version, **one.values)
        return rows

    def settle(self, reader: RowReader[Read], one: Judged[Read, Wish]) -> None:
        if one.read.problems:
            return
        read = one.read
        if read.unit is None:
            raise Refused(fields={"unit": _("请写申请单位。")}, code="invalid")
        outing_id = read.outing.pk if read.outing is not None else None
        days = wish_values({"days": read.values["days"]})["days"]
        same = _same(read.unit.pk, outing_id, days, read.values["people_note"])
        first = self.first_of(same, one.line)
        if first is not None:
            words = {"number": first}
            reader.wrong("unit", _("和第 %(number)d 行是同一份。留一行，或者写明是哪些人。") % words)
            return
        one.row = self.there.get(same)
        if one.row is not None:
            self._compare(reader, one, one.row)
            return
        said = {name: value for name, value in read.values.items() if value not in (None, "", [])}
        phone = said.pop("phone", "")
        one.values = judged_wish(
            self.actor, self.week, unit=read.unit, outing=read.outing, phone=phone, **said
        )
        if (read.unit.pk, outing_id) in self.asked:
            reader.remark("unit", _("这个单位已经申请过，日子或者人不同。导入后会多一份。"))

    def _compare(self, reader: RowReader[Read], one: Judged[Read, Wish], old: Wish) -> None:
        access.require(self.actor, "outreach.change_wish", old)
        given = {name: one.read.values[name] for name in one.read.given}
        given.pop("people_note", None)
        cleaned = judged_changes(old, **given)
        before = {name: getattr(old, name) for name in VALUE_FIELDS} | {"street": old.lies_in}
        one.changes = differing(HEADINGS, words_of(before), words_of(before | cleaned))
        if one.changes:
            one.outcome, one.values = "changed", given
            return
        one.outcome = "same"
        if old.state not in LIVE:
            state = {"state": old.get_state_display()}
            reader.remark("unit", _("这份申请%(state)s，不会再提交一次。") % state)
