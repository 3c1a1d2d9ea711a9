"""New sessions: one, or many by a rule."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Mode
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.logbook.actions import append_many, once
from sciweek.programme.actions.sense import check_sense, check_usable, clean_values
from sciweek.programme.logic.rules import Rule, sessions_of
from sciweek.programme.models import Run, Session
from sciweek.programme.states import RunKind
from sciweek.venues.models import Room, Venue

Span = tuple[datetime, datetime]


@once
def add_sessions(
    actor: Actor,
    activity: Activity,
    *,
    rule: Rule | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    is_all_day: bool = False,
    title: str = "",
    mode: str | None = None,
    venue: Venue | None = None,
    room: Room | None = None,
    place: str | None = None,
    link: str | None = None,
    speakers: Iterable[str] = (),
    capacity: int | None = None,
    note: str = "",
) -> Run:
    """Add one session (`starts_at`, `ends_at`) or those of a rule, as one run; times are aware UTC.

    What is not said is taken from the activity: mode, place, link; of a single one also how many people may come.
    Raises `Refused` with field messages.
    """
    access.require(actor, "programme.run_session", activity)
    if activity.state == ActivityState.CANCELLED:
        raise Refused(_("活动已取消，不能再排场次。"), code="cancelled")
    if rule is not None and (starts_at is not None or ends_at is not None):
        raise Refused(fields={"starts_at": _("按规律排的，不另写开始和结束。")}, code="invalid")
    values: dict[str, Any] = {
        "is_all_day": is_all_day,
        "title": title,
        "mode": mode,
        "venue": venue,
        "room": room,
        "place": place,
        "link": link,
        "speakers": speakers,
        "capacity": capacity,
        "note": note,
    }
    if rule is None:
        cleaned = judged_values(activity, values | {"starts_at": starts_at, "ends_at": ends_at})
        spans = [(cleaned["starts_at"], cleaned["ends_at"])]
    else:
        spans = sessions_of(rule, activity.week.zone)
        cleaned = judged_values(
            activity, values | {"starts_at": spans[0][0], "ends_at": spans[0][1]}, is_one=False
        )
        for starts, ends in spans[1:]:
            check_sense(cleaned | {"starts_at": starts, "ends_at": ends})
    with transaction.atomic():
        return write_run(actor, activity, spans, cleaned, rule=rule)


def judged_values(activity: Activity, values: Mapping[str, Any], *, is_one: bool = True) -> dict[str, Any]:
    """The values of a new session as they would be saved; writes nothing. Raises `Refused`."""
    cleaned = clean_values({name: value for name, value in values.items() if value is not None})
    cleaned = from_activity(activity, cleaned, is_one=is_one) | cleaned
    check_sense(cleaned)
    check_usable(cleaned)
    return cleaned


def from_activity(activity: Activity, said: Mapping[str, Any], *, is_one: bool) -> dict[str, Any]:
    """What a new session takes from its activity. An estimate of all visitors is none of each of many sessions."""
    mode = said.get("mode", activity.mode)
    taken: dict[str, Any] = {"mode": mode, "starts_at": None, "ends_at": None}
    if mode != Mode.ONLINE and said.get("venue") is None and said.get("room") is None:
        taken["place"] = activity.place or activity.address[:120]
    if mode != Mode.ONSITE:
        taken["link"] = activity.link
    if is_one and activity.expected:
        taken["capacity"] = min(activity.expected, 1_000_000)
    return taken


def write_run(
    actor: Actor,
    activity: Activity,
    spans: Iterable[Span],
    values: Mapping[str, Any],
    *,
    rule: Rule | None = None,
    kind: str = RunKind.SINGLE,
) -> Run:
    """Save a run and its sessions with their lines in the log. Call it in a transaction, with judged values."""
    run = Run.objects.create(
        week=activity.week,
        activity=activity,
        kind=rule.kind if rule else kind,
        rule=rule.to_json() if rule else {},
    )
    write_sessions(actor, run, spans, values)
    return run


def write_sessions(actor: Actor, run: Run, spans: Iterable[Span], values: Mapping[str, Any]) -> list[Session]:
    """Save sessions of a run with their lines in the log."""
    rows = [
        Session(
            week=run.week,
            run=run,
            activity=run.activity,
            **{**values, "starts_at": starts_at, "ends_at": ends_at},
        )
        for starts_at, ends_at in spans
    ]
    Session.objects.bulk_create(rows)
    append_many(actor, "add_session", ((row, {}) for row in rows))
    return rows
