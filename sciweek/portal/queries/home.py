"""What the first page shows: the ribbon's threads, the board of the moment, what goes on after the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from operator import attrgetter

from django.db.models import Count, Q

from sciweek.activities.models import Activity, Series
from sciweek.activities.states import SHOWN_STATES
from sciweek.base import clock
from sciweek.committee.models import ContactPoint
from sciweek.committee.queries import bodies, contact_points
from sciweek.look.dates import local
from sciweek.look.ribbon import Thread
from sciweek.portal.logic.rows import Thing, last_day
from sciweek.portal.queries.lists import LISTED, midnight_before, published
from sciweek.portal.queries.programme import living, thing_of
from sciweek.programme.models import Release
from sciweek.week.models import Week


@dataclass(frozen=True, slots=True)
class Later:
    """Something that goes on after the last day: an activity (`code`) or a line of the annex (`series`).

    `first` and `last` are None for a line that runs all year.
    """

    name: str
    line: str
    first: date | None
    last: date | None
    code: str = ""
    series: int | None = None


Found = Activity | Thing


def _first_of(release: Release | None, wanted: Q, order: str, most: int) -> list[Found]:
    """Sessions of the release and activities without any, in one order."""
    found: list[Found] = list(published(release).filter(wanted).order_by(order, "id")[:most])
    if release is not None:
        sessions = living(release).filter(wanted).order_by(order, "id")[:most]
        found += [thing_of(session) for session in sessions]
        found.sort(key=attrgetter(order))
    return found[:most]


def running(release: Release | None, now: datetime, zone: str, most: int) -> list[Found]:
    """What began today at an hour of its own and is on now; what ends first stands first."""
    begun = Q(is_all_day=False, starts_at__gte=midnight_before(now, zone), starts_at__lte=now)
    with_end = _first_of(release, begun & Q(ends_at__gt=now), "ends_at", most)
    return with_end + list(published(release).filter(begun, ends_at__isnull=True)[: most - len(with_end)])


def all_day_long(release: Release | None, now: datetime, zone: str, most: int) -> list[Found]:
    """What fills the whole day or goes on for days, and is not over; what ends first stands first."""
    on = Q(starts_at__lte=now, ends_at__gt=now)
    lasts = Q(is_all_day=True) | Q(starts_at__lt=midnight_before(now, zone))
    return _first_of(release, on & lasts, "ends_at", most)


def starting(release: Release | None, since: datetime, until: datetime, most: int) -> list[Found]:
    """What begins after the one moment and before the other."""
    return _first_of(release, Q(starts_at__gt=since, starts_at__lt=until), "starts_at", most)


def first_after(release: Release | None, since: datetime) -> Found | None:
    return next(iter(_first_of(release, Q(starts_at__gte=since), "starts_at", 1)), None)


def threads(week: Week, release: Release | None = None) -> tuple[list[Thread], list[Thread]]:
    """The edition's threads: those of the week itself, and those after its last day.

    A session is a thread; an activity that has none in the release is one itself. What begins and ends together and
    is of one kind comes as one row with a count, so that a week of a hundred thousand is still a short answer.
    """
    after = clock.end_of(week.ends_on, week.zone)
    alike = list(
        published(release)
        .filter(starts_at__isnull=False)
        .order_by("starts_at", "ends_at", "kind")
        .values_list("starts_at", "ends_at", "kind")
        .annotate(Count("id"))
    )
    if release is not None:
        alike += (
            living(release)
            .order_by("starts_at", "ends_at", "activity__kind")
            .values_list("starts_at", "ends_at", "activity__kind")
            .annotate(Count("id"))
        )
    inside: list[Thread] = []
    later: list[Thread] = []
    for starts_at, ends_at, kind, count in alike:
        (later if starts_at >= after else inside).extend(repeat(Thread(starts_at, ends_at, kind), count))
    return inside, later


def later(week: Week, *, now: datetime, most: int) -> list[Later]:
    """What goes on after the last day and is not over: activities, then lines that have none of them."""
    since = max(now, clock.end_of(week.ends_on, week.zone))
    activities = published().only(*LISTED, "series_id")
    ahead = list(activities.filter(starts_at__gte=since)[:most])
    # An exhibition that outlasts the week; what ends first stands first.
    ahead += activities.filter(starts_at__lt=since, ends_at__gt=since).order_by("ends_at", "id")[:most]
    told = {activity.series_id for activity in ahead}
    found = [
        Later(
            name=activity.name,
            line=activity.place,
            first=local(activity.starts_at, week.zone).date() if activity.starts_at else None,
            last=last_day(activity, week.zone) if activity.starts_at and activity.starts_at < since else None,
            code=activity.code,
        )
        for activity in ahead
    ]
    today = local(now, week.zone).date()
    lines = Series.objects.filter(Q(runs_all_year=True) | Q(ends_on__gt=week.ends_on, ends_on__gte=today))
    with_activities = set(
        Activity.objects.filter(state__in=SHOWN_STATES, series__isnull=False)
        .order_by()
        .values_list("series_id", flat=True)
        .distinct()
    )
    found += [
        Later(
            name=line.name,
            line=line.place or "、".join(line.organisers[:2] or line.hosts[:2]),
            first=None if line.runs_all_year else line.starts_on,
            last=None if line.runs_all_year else line.ends_on,
            series=line.position if line.pk in with_activities else None,
        )
        for line in lines
        if line.pk not in told
    ]
    # What has a day ahead of it stands first, then what is under way, then what runs all year.
    return sorted(found, key=lambda each: _nearness(each.first, max(today, week.ends_on)))[:most]


def _nearness(first: date | None, today: date) -> tuple[int, date]:
    if first is None:
        return 2, today
    return (1 if first <= today else 0), first


@dataclass(frozen=True, slots=True)
class Office:
    """Who runs the edition and how the public reaches them."""

    bodies: tuple[str, ...]
    contacts: tuple[ContactPoint, ...]


def office() -> Office:
    public: Sequence[ContactPoint] = [
        point for point in contact_points().filter(is_public=True) if not point.is_empty
    ]
    return Office(tuple(bodies().values_list("name", flat=True)), tuple(public))
