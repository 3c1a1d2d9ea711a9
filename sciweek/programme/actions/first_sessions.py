"""Sessions for activities that say when they take place, so that nobody types it twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import Mode
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import searchable
from sciweek.logbook.actions import append_many
from sciweek.programme.actions.adding import judged_values
from sciweek.programme.logic.spans import Spans, spans_of
from sciweek.programme.models import Run, Session
from sciweek.programme.queries import activities_without_sessions
from sciweek.programme.states import RunKind
from sciweek.venues.models import Room, Venue
from sciweek.venues.queries import known_places
from sciweek.week.models import Week

Left = list[tuple[Activity, Refused]]
Places = Mapping[str, tuple[Venue, Room | None]]


@dataclass(frozen=True, slots=True)
class Planned:
    """What an activity's own time makes of it."""

    activity: Activity
    spans: Spans
    values: dict[str, Any]


def add_missing_sessions(actor: Actor, week: Week) -> tuple[list[Run], Left]:
    """Give every activity that has a time and no session its first: one, or one on each of its days.

    Only those that the actor may plan. Returns the runs and, beside each activity that was left, why. Queries: as many
    for a thousand activities as for ten.
    """
    access.require(actor, "programme.run_session", week)
    # Two people who press at once: the second one finds nothing left.
    with transaction.atomic():
        Week.objects.select_for_update().get(pk=week.pk)
        planned, left = foreseen(actor, week)
        runs = Run.objects.bulk_create(
            Run(week=week, activity=one.activity, kind=one.spans.kind) for one in planned
        )
        rows = [
            Session(week=week, run=run, activity=one.activity, **(one.values | _times(span)))
            for run, one in zip(runs, planned, strict=True)
            for span in one.spans.times
        ]
        Session.objects.bulk_create(rows)
        append_many(actor, "add_session", ((row, {}) for row in rows))
    return runs, left


def foreseen(actor: Actor, week: Week) -> tuple[Sequence[Planned], Left]:
    """What `add_missing_sessions` would do; writes nothing."""
    planned: list[Planned] = []
    left: Left = []
    places = known_places()
    for activity in activities_without_sessions(actor):
        if not access.may(actor, "programme.run_session", activity):
            continue
        try:
            planned.append(_plan(activity, week, places))
        except Refused as refusal:
            left.append((activity, refusal))
    return planned, left


def _plan(activity: Activity, week: Week, places: Places) -> Planned:
    if activity.starts_at is None:
        raise Refused(_("活动还没有写时间。"), code="no_time")
    spans = spans_of(activity.starts_at, activity.ends_at, is_all_day=activity.is_all_day, zone=week.zone)
    venue, room = venue_of(activity, places)
    values = {"is_all_day": activity.is_all_day, "venue": venue, "room": room, **_times(spans.times[0])}
    return Planned(activity, spans, judged_values(activity, values, is_one=spans.kind == RunKind.SINGLE))


def venue_of(activity: Activity, places: Places) -> tuple[Venue | None, Room | None]:
    """The venue and room that the activity's place is the name of, if it is one and people come there."""
    if activity.mode == Mode.ONLINE or not activity.place:
        return None, None
    return places.get(searchable(activity.place), (None, None))


def _times(span: tuple[datetime, datetime]) -> dict[str, datetime]:
    return {"starts_at": span[0], "ends_at": span[1]}
