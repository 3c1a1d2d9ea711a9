"""A whole run at once: changed from a day on, or dropped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.logbook.actions import append_many, locked_row
from sciweek.programme.actions.changing import changes_of
from sciweek.programme.events import DroppingSessions
from sciweek.programme.logic.hours import last_day
from sciweek.programme.models import ReleasedSession, Run, Session
from sciweek.programme.states import SessionState


def change_run(
    actor: Actor,
    run: Run,
    *,
    from_day: date,
    start_time: time | None = None,
    end_time: time | None = None,
    end_day: int = 0,
    **values: Any,
) -> list[Session]:
    """Change the planned sessions of a run from a day on, all or none; the days stay. Returns those that changed.

    `start_time` and `end_time` are of the week's zone, the end `end_day` days after the start; they need a run with
    one session a day. `values` are those of `edit_session`; what is not named stays as it is on each session.
    """
    access.require(actor, "programme.run_session", run)
    zone = run.week.zone
    with transaction.atomic():
        locked_row(run)
        rows = _coming(run, clock.moment(from_day, clock.MIDNIGHT, zone))
        if not rows:
            raise Refused(fields={"from_day": _("这一天以后没有在排的场次。")}, code="none")
        if start_time is not None or end_time is not None:
            _check_one_a_day(rows, zone)
        lines = []
        for row in rows:
            hours = _hours(row, start_time, end_time, end_day, zone)
            cleaned = changes_of(row, values | hours)
            changes = {
                name: (getattr(row, name), new) for name, new in cleaned.items() if getattr(row, name) != new
            }
            if changes:
                lines.append((row, changes))
        _write(actor, "change_run", lines)
    return [row for row, _changes in lines]


def _coming(run: Run, moment: datetime) -> list[Session]:
    rows = Session.objects.select_for_update(of=("self",)).select_related("run", "activity", "venue", "room")
    found = rows.filter(run=run, state=SessionState.PLANNED, starts_at__gte=moment)
    return list(found.order_by("pk"))


def _check_one_a_day(rows: Sequence[Session], zone: str) -> None:
    days = [clock.local_day(row.starts_at, zone) for row in rows]
    if len(set(days)) < len(days):
        raise Refused(fields={"start_time": _("有的日子不止一场，时间要一场一场改。")}, code="several_a_day")


def _hours(
    row: Session, start: time | None, end: time | None, end_day: int, zone: str
) -> dict[str, datetime]:
    """The session's times with other hours on the same day; with only a start it keeps its length."""
    if start is None and end is None:
        return {}
    day = clock.local_day(row.starts_at, zone)
    starts_at = clock.moment(day, start, zone) if start is not None else row.starts_at
    if end is None:
        return {"starts_at": starts_at, "ends_at": starts_at + (row.ends_at - row.starts_at)}
    return {"starts_at": starts_at, "ends_at": clock.moment(last_day(day, end, end_day), end, zone)}


def _write(actor: Actor, verb: str, lines: Sequence[tuple[Session, Mapping[str, tuple[Any, Any]]]]) -> None:
    """Save the changes of many sessions with their lines in the log, in a flat number of queries."""
    names: set[str] = {"version"}
    for row, changes in lines:
        for name, (_old, new) in changes.items():
            setattr(row, name, new)
        row.version += 1
        names |= changes.keys()
    if lines:
        Session.objects.bulk_update([row for row, _changes in lines], sorted(names), batch_size=500)
        append_many(actor, verb, lines)


def drop_run(actor: Actor, run: Run) -> int:
    """Take a whole run out of the plan that the public has never read of. Returns how many sessions that were."""
    access.require(actor, "programme.run_session", run)
    with transaction.atomic():
        locked_row(run)
        if ReleasedSession.objects.filter(session__run=run).exists():
            raise Refused(_("这一组里有公布过的场次，不能整组删。"), code="released")
        rows = list(Session.objects.filter(run=run).select_related("activity"))
        facts.ask(DroppingSessions(tuple(row.pk for row in rows)))
        append_many(actor, "drop_session", ((row, {}) for row in rows))
        Session.objects.filter(run=run).delete()
        run.delete()
    return len(rows)
