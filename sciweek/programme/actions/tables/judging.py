"""What would become of each line of the table, judged by the actions themselves; and saving them all at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.logbook.actions import append_many
from sciweek.programme.actions.adding import judged_values
from sciweek.programme.actions.changing import edit_session, judged_changes
from sciweek.programme.actions.tables.reading import Known, Read, SessionLine
from sciweek.programme.logic.table_columns import HEADINGS
from sciweek.programme.logic.table_rows import VALUE_FIELDS, whole_day, words_of
from sciweek.programme.models import Run, Session
from sciweek.programme.queries import sessions
from sciweek.sheets.judging import Judged, Judging, differing
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.rows import RowReader
from sciweek.sheets.logic.verdicts import Saved, Verdict
from sciweek.venues.models import Room, Venue
from sciweek.week.models import Week


def judge(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """Of each line what would become of it; writes nothing. The same session twice in a table is a problem."""
    return _Judging(actor, week).verdicts(lines, tick)


def save(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Save every line or, by raising `Refused`, none."""
    return _Judging(actor, week).save(lines, tick)


class _Judging(Judging[Read, Session]):
    REFUSED_AT = "day"

    def __init__(self, actor: Actor, week: Week | None) -> None:
        super().__init__(actor, week)
        activities = visible_activities(actor).select_related("unit", "week")
        rooms = Room.objects.select_related("venue").all()
        self.known = Known(self.week, activities, rooms, Venue.objects.all())
        self.by_code: dict[str, Session] = {}
        self.by_start: dict[Any, list[Session]] = defaultdict(list)
        for row in sessions(actor).order_by("id"):
            self.by_code[row.code] = row
            self.by_start[row.activity_id, row.starts_at].append(row)

    def reader(self, line: Line) -> SessionLine:
        return SessionLine(line, self.known)

    def name_of(self, one: Judged[Read, Session]) -> str:
        activity = one.row.activity if one.row else one.read.activity
        return activity.name if activity else one.line.text("name")

    def write(
        self, new: Sequence[Judged[Read, Session]], changed: Sequence[Judged[Read, Session]]
    ) -> list[Session]:
        """Each new line a session by itself, in a flat number of queries."""
        planned = [(one.read.activity, one.values) for one in new if one.read.activity]
        runs = Run.objects.bulk_create(
            Run(week=self.week, activity=activity) for activity, _values in planned
        )
        rows = Session.objects.bulk_create(
            Session(week=self.week, run=run, activity=activity, **values)
            for run, (activity, values) in zip(runs, planned, strict=True)
        )
        append_many(self.actor, "add_session", ((row, {}) for row in rows))
        for one in changed:
            if one.row is not None:
                edit_session(self.actor, one.row, seen_version=one.row.version, **one.values)
        return rows

    def settle(self, reader: RowReader[Read], one: Judged[Read, Session]) -> None:
        if not one.read.problems:
            one.row = self._find(reader, one.read)
        if not one.read.problems:
            self._once(reader, one)
        if not one.read.problems:
            self._decide(one)

    def _find(self, reader: RowReader[Read], read: Read) -> Session | None:
        """By its code, else by activity and start: of several the one with the same name, then the same place."""
        if read.code:
            found = self.by_code.get(read.code)
            if found is None:
                reader.wrong(
                    "code", _("没有编号是 %(code)s 的场次。新场次请空着编号。") % {"code": read.code[:20]}
                )
            elif read.activity is not None and read.activity.pk != found.activity_id:
                reader.wrong("code", _("这个场次不是这项活动的。"))
            return found
        if read.activity is None:
            return None
        there = self.by_start.get((read.activity.pk, read.values["starts_at"]), [])

        def unlike(row: Session) -> tuple[bool, bool]:
            where = (row.venue, row.room, row.place)
            said = tuple(read.values[name] for name in ("venue", "room", "place"))
            return row.title != read.values["title"], where != said

        # Two sessions that begin together are told apart by name or place: another of both is a new one.
        found = min(there, key=unlike, default=None)
        return None if found is not None and len(there) > 1 and all(unlike(found)) else found

    def _once(self, reader: RowReader[Read], one: Judged[Read, Session]) -> None:
        values = one.read.values
        activity = one.read.activity
        same = one.row.pk if one.row else (
            activity.pk if activity else None, values["starts_at"], values["title"], values["venue"], values["room"],
            values["place"],
        )  # fmt: skip
        first = self.first_of(same, one.line)
        if first is not None:
            reader.wrong("day", _("和第 %(number)d 行是同一场。留一行就够了。") % {"number": first})

    def _decide(self, one: Judged[Read, Session]) -> None:
        read, old = one.read, one.row
        if old is None:
            if read.activity is None:
                raise Refused(fields={"name": _("请写活动名称或者活动编号。")})
            access.require(self.actor, "programme.run_session", read.activity)
            if read.activity.state == ActivityState.CANCELLED:
                raise Refused(fields={"name": _("活动已取消，不能再排场次。")}, code="cancelled")
            said = {name: value for name, value in read.values.items() if value not in (None, "", [])}
            one.values = judged_values(read.activity, said)
            return
        wanted = {name: read.values[name] for name in read.given if getattr(old, name) != read.values[name]}
        if wanted.keys() & {"starts_at", "ends_at"} and self._was_whole_day(old):
            wanted["is_all_day"] = read.values["is_all_day"]
        if not wanted:
            one.outcome = "same"
            return
        one.values = judged_changes(self.actor, old, wanted)
        one.outcome, one.changes = "changed", self._changes(old, one.values)

    def _was_whole_day(self, old: Session) -> bool:
        whole = whole_day(clock.local_day(old.starts_at, self.week.zone), self.week.zone)
        return old.is_all_day and (old.starts_at, old.ends_at) == whole

    def _changes(self, old: Session, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        before = {name: getattr(old, name) for name in VALUE_FIELDS}
        was, will = words_of(before, self.week.zone), words_of(before | dict(values), self.week.zone)
        return differing(HEADINGS, was, will)
