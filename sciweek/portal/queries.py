"""What the public may read. Everything here stands inside the scope of its edition, opened by `entrance`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import repeat

from django.db import connection
from django.db.models import Case, Count, Q, QuerySet, TextField, When
from django.db.models.functions import Cast
from PIL import Image

from sciweek.activities.models import Activity, Series
from sciweek.activities.queries import containing, on_day, public_activities
from sciweek.activities.states import SHOWN_STATES, Kind
from sciweek.base import clock, scope
from sciweek.committee.models import ContactPoint, Unit
from sciweek.committee.queries import bodies, contact_points
from sciweek.files.queries import path_of
from sciweek.files.states import Visibility
from sciweek.look.dates import local
from sciweek.look.ribbon import Thread
from sciweek.portal.logic.rows import last_day
from sciweek.portal.logic.wish import Wish
from sciweek.week.models import Region, Week
from sciweek.week.queries import open_weeks, regions

# What a list shows; the sealed contact and the long text stay in the database.
LISTED = (
    "code",
    "name",
    "kind",
    "mode",
    "place",
    "state",
    "entry_note",
    "starts_at",
    "ends_at",
    "is_all_day",
)
_STAMP = """
    SELECT r.version, COUNT(w.id), SUM(w.revision)
    FROM week_region r LEFT JOIN week_week w ON w.region_id = r.id WHERE r.id = %s GROUP BY r.id, r.version
"""
_STAMP_OF_ALL = """
    SELECT (SELECT SUM(version) FROM week_region), (SELECT COUNT(*) FROM week_region),
           COUNT(*), SUM(revision) FROM week_week
"""

Stamp = tuple[int | None, ...]


def stamp(region_id: int | None) -> Stamp:
    """Numbers that move with every change that the public may see in the region (None: in any).

    One statement over two small indexed tables, written by hand because it is asked at every request.
    """
    with connection.cursor() as cursor:
        if region_id is None:
            cursor.execute(_STAMP_OF_ALL)
        else:
            cursor.execute(_STAMP, [region_id])
        found = cursor.fetchone()
    return tuple(found or ())


def editions() -> list[tuple[Region, list[Week]]]:
    """The public editions by region, the newest first; regions without any are left out."""
    by_region: dict[int, list[Week]] = {}
    for week in open_weeks():
        by_region.setdefault(week.region_id, []).append(week)
    return [(region, by_region[region.pk]) for region in regions() if region.pk in by_region]


def edition_of(region_id: int, code: str) -> Week | None:
    """The public edition of the region to which the activity belongs: old posters lead on to it."""
    for week in open_weeks().filter(region_id=region_id):
        with scope.entered(region_id, week.pk):
            if public_activities().filter(code=code).exists():
                return week
    return None


def _midnight_before(now: datetime, zone: str) -> datetime:
    return clock.moment(local(now, zone).date(), clock.MIDNIGHT, zone)


def midnight_after(now: datetime, zone: str) -> datetime:
    """The end of the local day."""
    return clock.end_of(local(now, zone).date(), zone)


# --- the ribbon -------------------------------------------------------------------------------------------------


def threads(week: Week) -> tuple[list[Thread], list[Thread]]:
    """The edition's threads: those of the week itself, and those after its last day.

    Activities that begin and end together and are of one kind come as one row with a count, so that a week of a
    hundred thousand is still a short answer.
    """
    after = clock.end_of(week.ends_on, week.zone)
    alike = (
        Activity.objects.filter(state__in=SHOWN_STATES, starts_at__isnull=False)
        .order_by("starts_at", "ends_at", "kind")
        .values_list("starts_at", "ends_at", "kind")
        .annotate(Count("id"))
    )
    inside: list[Thread] = []
    later: list[Thread] = []
    for starts_at, ends_at, kind, count in alike:
        (later if starts_at >= after else inside).extend(repeat(Thread(starts_at, ends_at, kind), count))
    return inside, later


# --- lists ------------------------------------------------------------------------------------------------------


def listed(found: QuerySet[Activity], *, day_start: datetime | None = None) -> QuerySet[Activity]:
    """The activities with what a list shows of them, in order of time.

    `day_start`: of one day's list; what began before that day then stands last.
    """
    found = found.select_related(None).only(*LISTED)
    if day_start is None:
        return found.order_by("starts_at", "id")
    earlier = Case(When(starts_at__lt=day_start, then=1), default=0)
    return found.order_by(earlier, "starts_at", "id")


def wished(wish: Wish, *, now: datetime, zone: str) -> QuerySet[Activity]:
    """What the wish asks for."""
    found = public_activities().filter(starts_at__isnull=False)
    if wish.day:
        found = on_day(found, wish.day, zone)
    if wish.month:
        found = _in_month(found, wish.month, zone)
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.unit:
        found = found.filter(unit__code=wish.unit)
    if wish.series is not None:
        found = found.filter(series__position=wish.series)
    if wish.audience:
        found = _for_audience(found, wish.audience)
    if wish.ahead:
        found = _not_over(found, now, zone)
    return containing(found, wish.words) if wish.words else found


def _in_month(found: QuerySet[Activity], first: date, zone: str) -> QuerySet[Activity]:
    following = (first + timedelta(days=32)).replace(day=1)
    start, end = clock.moment(first, clock.MIDNIGHT, zone), clock.moment(following, clock.MIDNIGHT, zone)
    return found.filter(starts_at__lt=end).filter(
        Q(ends_at__gt=start) | Q(ends_at__isnull=True, starts_at__gte=start)
    )


def _for_audience(found: QuerySet[Activity], audience: str) -> QuerySet[Activity]:
    """For these people, or for everybody. As text, because SQLite cannot ask a JSON list what it contains."""
    return found.annotate(audience_text=Cast("audience", TextField())).filter(
        Q(audience_text="[]") | Q(audience_text__contains=f'"{audience}"')
    )


def _not_over(found: QuerySet[Activity], now: datetime, zone: str) -> QuerySet[Activity]:
    return found.filter(
        Q(ends_at__gt=now) | Q(ends_at__isnull=True, starts_at__gte=_midnight_before(now, zone))
    )


def kind_counts(found: QuerySet[Activity]) -> dict[str, int]:
    """How many of each kind, in the kinds' own order; kinds without any are left out."""
    counts = dict(found.order_by().values_list("kind").annotate(Count("id")))
    return {kind: counts[kind] for kind in Kind.values if kind in counts}


def public_units() -> list[tuple[str, str]]:
    """Code and name of the units that have something public, in the order of a notice."""
    with_something = public_activities().order_by().values("unit_id")
    units = Unit.objects.filter(pk__in=with_something).order_by("sort_key", "id")
    return [(unit.code, unit.label) for unit in units.only("code", "name", "short_name")]


def public_series(position: int) -> str:
    """The name of a line of the annex, "" when there is none."""
    return Series.objects.filter(position=position).values_list("name", flat=True).first() or ""


# --- the home page ----------------------------------------------------------------------------------------------


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


def published() -> QuerySet[Activity]:
    """What takes place: public and not cancelled."""
    return listed(Activity.objects.filter(state__in=SHOWN_STATES))


def running(now: datetime, zone: str, most: int) -> list[Activity]:
    """What began today at an hour of its own and is on now; what ends first stands first."""
    begun = published().filter(
        is_all_day=False, starts_at__gte=_midnight_before(now, zone), starts_at__lte=now
    )
    return list(begun.filter(Q(ends_at__gt=now) | Q(ends_at__isnull=True)).order_by("ends_at", "id")[:most])


def all_day_long(now: datetime, zone: str, most: int) -> list[Activity]:
    """What fills the whole day or goes on for days, and is not over; what ends first stands first."""
    on = published().filter(starts_at__lte=now, ends_at__gt=now)
    on = on.filter(Q(is_all_day=True) | Q(starts_at__lt=_midnight_before(now, zone)))
    return list(on.order_by("ends_at", "id")[:most])


def starting(since: datetime, until: datetime, most: int) -> list[Activity]:
    """What begins after the one moment and before the other."""
    return list(published().filter(starts_at__gt=since, starts_at__lt=until)[:most])


def first_after(since: datetime) -> Activity | None:
    return published().filter(starts_at__gte=since).first()


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


# --- one activity -----------------------------------------------------------------------------------------------


def public_activity(code: str) -> Activity | None:
    return public_activities().filter(code=code).first()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that everybody may see. With its size the page does not jump when it comes; 0 when it is unknown."""

    code: str
    alt: str
    width: int
    height: int


def picture_of(activity: Activity) -> Picture | None:
    """The activity's picture as far as it is public."""
    stored = activity.picture
    if stored is None or stored.visibility != Visibility.PUBLIC or stored.erased_at is not None:
        return None
    try:
        with Image.open(path_of(stored), formats=("JPEG",)) as image:
            width, height = image.size
    except OSError:  # Image's own errors are such too: the media folder was not restored with the database
        width = height = 0
    return Picture(stored.code, activity.picture_alt, width, height)


def beside(activity: Activity, *, zone: str, most: int) -> list[Activity]:
    """Others to look at: of the same line, else of the same kind, nearest in time and not cancelled."""
    others = published().exclude(pk=activity.pk)
    same = (
        others.filter(series_id=activity.series_id)
        if activity.series_id
        else others.filter(kind=activity.kind)
    )
    if activity.starts_at is None:
        return list(same[:most])
    ahead = list(same.filter(starts_at__gte=activity.starts_at)[:most])
    if len(ahead) < most:
        before = same.filter(starts_at__lt=activity.starts_at).order_by("-starts_at", "-id")
        ahead = list(before[: most - len(ahead)])[::-1] + ahead
    return ahead
