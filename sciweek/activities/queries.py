from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from sciweek.activities.logic import likeness
from sciweek.activities.models import Activity, Opinion, Series, ToldApart
from sciweek.activities.states import SHOWN_STATES, ActivityState
from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.base.text import searchable
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.logbook.models import Entry
from sciweek.week.models import Week


def series() -> QuerySet[Series]:
    """The edition's lines of the annex, in its order."""
    return Series.objects.all()


def public_activities() -> QuerySet[Activity]:
    """What the public may see, in order of time; a cancelled one stays if it had been there."""
    cancelled = Q(state=ActivityState.CANCELLED, published_at__isnull=False)
    found = Activity.objects.filter(Q(state__in=SHOWN_STATES) | cancelled)
    return found.select_related("unit", "series", "picture")


def on_day(found: QuerySet[Activity], day: date, zone: str) -> QuerySet[Activity]:
    """Those that take place on the local day, if only in part."""
    start, end = clock.moment(day, clock.MIDNIGHT, zone), clock.end_of(day, zone)
    return found.filter(starts_at__lt=end).filter(
        Q(ends_at__gt=start) | Q(ends_at__isnull=True, starts_at__gte=start)
    )


def containing(found: QuerySet[Activity], words: str) -> QuerySet[Activity]:
    """Those whose name, place or host contains every word (two Chinese characters are enough)."""
    for word in words.split():
        found = found.filter(search_text__contains=searchable(word))
    return found


def state_counts() -> dict[str, int]:
    """How many activities the week has in each state; a state without any is 0."""
    counts = dict(Activity.objects.values_list("state").annotate(Count("id")).order_by())
    return {state: counts.get(state, 0) for state in ActivityState.values}


def likely_duplicates(found: QuerySet[Activity]) -> list[tuple[int, int]]:
    """Pairs of ids of living activities with the same unit, nearly the same name and the same time.

    Without those that somebody has told apart. Two queries.
    """
    rows = found.exclude(state=ActivityState.CANCELLED).order_by("id")
    values = rows.values_list("id", "unit_id", "name", "starts_at", "ends_at")
    apart = set(ToldApart.objects.values_list("first_id", "second_id"))
    return [pair for pair in likeness.pairs(likeness.Item(*row) for row in values) if pair not in apart]


def earlier_activities(actor: Actor, week: Week) -> QuerySet[Activity]:
    """What the actor may copy from earlier editions of the region, the newest edition first.

    Looks over the wall by the crossing `activities.copy_from_last_year`.
    """
    found = (
        Activity.objects.over_the_wall("activities.copy_from_last_year")
        .filter(week__region_id=week.region_id, week__starts_on__lt=week.starts_on)
        .select_related("week", "unit")
        .order_by("-week__starts_on", "starts_at", "id")
    )
    if actor.has(Role.OFFICE):
        return found
    return found.filter(unit_id__in=actor.units_with(*UNIT_ROLES))


def opinions(activity: Activity) -> QuerySet[Opinion]:
    """Every 保密审查 opinion on the activity, the newest first."""
    return Opinion.objects.filter(activity=activity)


@dataclass(frozen=True, slots=True)
class Version:
    """One step of an activity's history: who did what when and why, and what it changed (field → from, to)."""

    at: datetime
    who: str
    verb: str
    why: str
    changes: dict[str, tuple[Any, Any]]


def versions(activity: Activity) -> list[Version]:
    """The activity's whole history from the log, the newest first."""
    entries: Iterable[Entry] = Entry.objects.filter(
        kind=Activity._meta.label_lower, object_id=activity.pk
    ).order_by("-id")
    return [
        Version(
            entry.at,
            entry.actor_name,
            entry.verb,
            entry.why,
            {name: (old, new) for name, (old, new) in entry.changes.items()},
        )
        for entry in entries
    ]


def newest_step(week: Week) -> int:
    """The number of the log's last line of the week: what comes after it is new to whoever looks now."""
    return Entry.objects.filter(week_id=week.pk).order_by("-id").values_list("id", flat=True).first() or 0


def newly_submitted(week: Week, after: int) -> int:
    """How many activities were handed in since that line of the log."""
    fresh = Entry.objects.filter(week_id=week.pk, id__gt=after, verb="submit_activity")
    return fresh.values("object_id").distinct().count()
