"""Activities in lists: what a wish asks for, and what can be wished."""

from datetime import date, datetime, timedelta
from typing import TypeVar, cast

from django.db.models import Case, Count, Exists, F, Model, OuterRef, Q, QuerySet, TextField, When
from django.db.models.functions import Cast, ExtractHour

from sciweek.activities.models import Activity, Series
from sciweek.activities.queries import containing, on_day, public_activities
from sciweek.activities.states import SHOWN_STATES, Kind
from sciweek.base import clock
from sciweek.committee.models import Unit
from sciweek.look.dates import as_zone, local
from sciweek.portal.logic.wish import Part, Wish
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.states import Change

Row = TypeVar("Row", bound=Model)

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


def midnight_before(now: datetime, zone: str) -> datetime:
    return clock.moment(local(now, zone).date(), clock.MIDNIGHT, zone)


def midnight_after(now: datetime, zone: str) -> datetime:
    """The end of the local day."""
    return clock.end_of(local(now, zone).date(), zone)


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
        found = in_month(found, wish.month, zone)
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.unit:
        found = found.filter(unit__code=wish.unit)
    if wish.series is not None:
        found = found.filter(series__position=wish.series)
    if wish.audience:
        found = for_audience(found, wish.audience)
    if wish.age is not None:
        found = of_age(found, wish.age)
    if wish.activity:
        found = found.filter(code=wish.activity)
    if wish.part:
        found = in_part(found, wish.part, zone, day=wish.day)
    if wish.ahead:
        found = _not_over(found, now, zone)
    return containing(found, wish.words) if wish.words else found


def in_month(found: QuerySet[Row], first: date, zone: str) -> QuerySet[Row]:
    following = (first + timedelta(days=32)).replace(day=1)
    start, end = clock.moment(first, clock.MIDNIGHT, zone), clock.moment(following, clock.MIDNIGHT, zone)
    return found.filter(starts_at__lt=end).filter(
        Q(ends_at__gt=start) | Q(ends_at__isnull=True, starts_at__gte=start)
    )


def of_age(found: QuerySet[Row], age: int, prefix: str = "") -> QuerySet[Row]:
    """For somebody of this age: nothing said means everybody."""
    low, high = f"{prefix}age_from", f"{prefix}age_to"
    return found.filter(
        Q(**{f"{low}__isnull": True}) | Q(**{f"{low}__lte": age}),
        Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": age}),
    )


def in_part(found: QuerySet[Row], part: str, zone: str, day: date | None = None) -> QuerySet[Row]:
    """What begins or goes on in that part of the day (or of each); whole days are there all day."""
    first, last = Part(part).hours
    if day is not None:
        midnight = clock.moment(day, clock.MIDNIGHT, zone)
        begin, end = midnight + timedelta(hours=first), midnight + timedelta(hours=last)
        return found.filter(Q(is_all_day=True) | Q(starts_at__lt=end) & Q(ends_at__gt=begin))
    here = as_zone(zone)
    with_hours = found.annotate(
        begin_hour=ExtractHour("starts_at", tzinfo=here),
        end_hour=ExtractHour(F("ends_at") - timedelta(seconds=1), tzinfo=here),
    )
    reaches = Q(begin_hour__gte=first) | Q(end_hour__gte=first)
    fitting = with_hours.filter(Q(is_all_day=True) | Q(begin_hour__lt=last) & reaches)
    return cast("QuerySet[Row]", fitting)


def for_audience(found: QuerySet[Row], audience: str, prefix: str = "") -> QuerySet[Row]:
    """For these people, or for everybody. As text, because SQLite cannot ask a JSON list what it contains."""
    fitting = found.annotate(audience_text=Cast(f"{prefix}audience", TextField())).filter(
        Q(audience_text="[]") | Q(audience_text__contains=f'"{audience}"')
    )
    return cast("QuerySet[Row]", fitting)


def _not_over(found: QuerySet[Activity], now: datetime, zone: str) -> QuerySet[Activity]:
    return found.filter(
        Q(ends_at__gt=now) | Q(ends_at__isnull=True, starts_at__gte=midnight_before(now, zone))
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


def published(release: Release | None = None) -> QuerySet[Activity]:
    """What takes place: public and not cancelled. Beside a release, what has no session in it."""
    found = Activity.objects.filter(state__in=SHOWN_STATES)
    return listed(without_sessions(found, release) if release else found)


def without_sessions(found: QuerySet[Activity], release: Release) -> QuerySet[Activity]:
    """Those for which the release has no session: they stand for themselves."""
    sessions = ReleasedSession.objects.filter(release=release, activity=OuterRef("pk"))
    return found.filter(~Exists(sessions.exclude(change=Change.GONE)))
