from datetime import date, timedelta

from django.db.models import QuerySet

from sciweek.base import clock
from sciweek.week.models import Basis, Direction, Region, Week
from sciweek.week.states import WeekState


def regions() -> QuerySet[Region]:
    return Region.objects.order_by("-is_default", "id")


def default_region() -> Region | None:
    """The region whose week answers at the bare address."""
    return regions().first()


def weeks_of(region_id: int) -> QuerySet[Week]:
    return Week.objects.filter(region_id=region_id).select_related("region")


def open_weeks() -> QuerySet[Week]:
    """The editions that the public may see."""
    return Week.objects.exclude(state=WeekState.DRAFT).select_related("region")


def current_week(region_id: int, *, public: bool = True) -> Week | None:
    """The edition that a visitor means: running, else the next one, else the last one."""
    weeks = list((open_weeks() if public else Week.objects.all()).filter(region_id=region_id))
    if not weeks:
        return None
    today = clock.today(weeks[0].zone)
    ahead = [week for week in weeks if week.ends_on >= today]
    return min(ahead, key=lambda week: week.starts_on) if ahead else max(weeks, key=lambda week: week.ends_on)


def directions() -> QuerySet[Direction]:
    return Direction.objects.all()


def basis() -> QuerySet[Basis]:
    return Basis.objects.all()


RIBBON_DAYS = 14


def shown_days(week: Week, around: date) -> tuple[date, date]:
    """First and last day that a ribbon shows: the whole week, or of a science month the two weeks around a day."""
    if week.days <= RIBBON_DAYS:
        return week.starts_on, week.ends_on
    latest = week.ends_on - timedelta(days=RIBBON_DAYS - 1)
    first = min(max(around - timedelta(days=2), week.starts_on), latest)
    return first, first + timedelta(days=RIBBON_DAYS - 1)
