"""What would become of each line of the table, judged by the actions themselves; and saving them all at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
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
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.verdicts import Outcome, Saved, Verdict, refuse_wrong
from sciweek.venues.models import Room, Venue
from sciweek.week.models import Week


@dataclass
class Judged:
    """One line with what it means: a new session, changes to one that is there, or nothing to do."""

    line: Line
    read: Read
    outcome: Outcome = "new"
    session: Session | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def verdict(self) -> Verdict:
        activity = self.session.activity if self.session else self.read.activity
        name = activity.name if activity else self.line.text("name")
        return Verdict(
            self.line.number,
            name[:120],
            self.outcome,
            self.changes,
            [*self.read.problems, *self.read.remarks],
        )


def judge(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """Of each line what would become of it; writes nothing. The same session twice in a table is a problem."""
    return [one.verdict() for one in _Judging(actor, _needed(week)).judge(lines, tick)]


def save(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Save every line or, by raising `Refused`, none."""
    judged = _Judging(actor, _needed(week)).judge(lines, tick)
    refuse_wrong(one.verdict() for one in judged)
    new = [(one.read.activity, one.values) for one in judged if one.outcome == "new" and one.read.activity]
    changed = [one for one in judged if one.outcome == "changed"]
    with transaction.atomic():
        rows = _write_new(actor, _needed(week), new)
        for one in changed:
            if one.session is not None:
                edit_session(actor, one.session, seen_version=one.session.version, **one.values)
    codes = [row.code for row in rows] + [one.session.code for one in changed if one.session]
    return Saved(len(rows), len(changed), len(judged) - len(rows) - len(changed), tuple(codes))


def _write_new(actor: Actor, week: Week, new: Sequence[tuple[Activity, Mapping[str, Any]]]) -> list[Session]:
    """Each line a session by itself, in a flat number of queries."""
    runs = Run.objects.bulk_create(Run(week=week, activity=activity) for activity, _values in new)
    rows = Session.objects.bulk_create(
        Session(week=week, run=run, activity=activity, **values)
        for run, (activity, values) in zip(runs, new, strict=True)
    )
    append_many(actor, "add_session", ((row, {}) for row in rows))
    return rows


def _needed(week: Week | None) -> Week:
    if week is None:
        raise Refused(_("场次属于某一届活动周。请先建好活动周。"), code="no_week")
    return week


class _Judging:
    """Looks all up once, then goes through the lines."""

    def __init__(self, actor: Actor, week: Week) -> None:
        self.actor, self.week = actor, week
        activities = visible_activities(actor).select_related("unit", "week")
        rooms = Room.objects.select_related("venue").all()
        self.known = Known(week, activities, rooms, Venue.objects.all())
        self.by_code: dict[str, Session] = {}
        self.by_start: dict[Any, list[Session]] = defaultdict(list)
        for row in sessions(actor).order_by("id"):
            self.by_code[row.code] = row
            self.by_start[row.activity_id, row.starts_at].append(row)
        self.seen: dict[Any, int] = {}

    def judge(self, lines: Sequence[Line], tick: Tick) -> list[Judged]:
        judged = []
        for done, line in enumerate(lines, 1):
            judged.append(self._line(line))
            tick(done, len(lines))
        return judged

    def _line(self, line: Line) -> Judged:
        reader = SessionLine(line, self.known)
        one = Judged(line, reader.read())
        if not one.read.problems:
            one.session = self._find(reader, one.read)
        if not one.read.problems:
            self._once(reader, one)
        if not one.read.problems:
            try:
                self._decide(one)
            except Refused as refusal:
                reader.refused(refusal, at="day")
        if one.read.problems:
            one.outcome, one.changes = "wrong", {}
        return one

    def _find(self, reader: SessionLine, read: Read) -> Session | None:
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

    def _once(self, reader: SessionLine, one: Judged) -> None:
        values = one.read.values
        activity = one.read.activity
        key = one.session.pk if one.session else (
            activity.pk if activity else None, values["starts_at"], values["title"], values["venue"], values["room"],
            values["place"],
        )  # fmt: skip
        first = self.seen.setdefault(key, one.line.number)
        if first != one.line.number:
            reader.wrong("day", _("和第 %(number)d 行是同一场。留一行就够了。") % {"number": first})

    def _decide(self, one: Judged) -> None:
        read, old = one.read, one.session
        if old is None:
            if read.activity is None:
                raise Refused(fields={"name": _("请写活动名称或者活动编号。")})
            access.require(self.actor, "programme.run_session", read.activity)
            if read.activity.state == ActivityState.CANCELLED:
                raise Refused(fields={"name": _("活动已取消，不能再排场次。")}, code="cancelled")
            said = {name: value for name, value in read.values.items() if value not in (None, "", [])}
            one.values = judged_values(read.activity, said)
            return
        differing = {
            name: read.values[name] for name in read.given if getattr(old, name) != read.values[name]
        }
        if differing.keys() & {"starts_at", "ends_at"} and self._was_whole_day(old):
            differing["is_all_day"] = read.values["is_all_day"]
        if not differing:
            one.outcome = "same"
            return
        one.values = judged_changes(self.actor, old, differing)
        one.outcome, one.changes = "changed", self._changes(old, one.values)

    def _was_whole_day(self, old: Session) -> bool:
        whole = whole_day(clock.local_day(old.starts_at, self.week.zone), self.week.zone)
        return old.is_all_day and (old.starts_at, old.ends_at) == whole

    def _changes(self, old: Session, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        before = {name: getattr(old, name) for name in VALUE_FIELDS}
        was, will = words_of(before, self.week.zone), words_of(before | dict(values), self.week.zone)
        return {
            HEADINGS[name]: (_told(was[name]), _told(will[name])) for name in was if was[name] != will[name]
        }


def _told(value: Any) -> str:
    return "" if value is None else str(value)
