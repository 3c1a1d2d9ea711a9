"""Words about days and hours."""

from datetime import date, datetime, tzinfo

from django import template

from sciweek.look import dates

register = template.Library()


@register.filter
def cn_date(value: date | datetime | None, zone: tzinfo | str | None = None) -> str:
    """5月27日（周六） / Sat 27 May. A moment needs the zone of its week."""
    if not value:
        return "—"
    return dates.day_words(_as_day(value, zone))


@register.filter
def cn_day(value: date | datetime | None, zone: tzinfo | str | None = None) -> str:
    """5月27日 / 27 May: without the weekday, for table cells."""
    return dates.day_words(_as_day(value, zone), weekday=False) if value else "—"


@register.filter
def cn_year_date(value: date | datetime | None, zone: tzinfo | str | None = None) -> str:
    """2027年5月27日（周六） / Sat 27 May 2027."""
    return dates.day_words(_as_day(value, zone), year=True) if value else "—"


@register.filter
def cn_time(value: datetime | None, zone: tzinfo | str) -> str:
    """上午9:00 / 9:00."""
    return dates.hour_words(dates.local(value, zone)) if value else "—"


@register.filter
def cn_moment(value: datetime | None, zone: tzinfo | str) -> str:
    """5月27日（周六）上午9:00 / Sat 27 May, 9:00."""
    return dates.moment_words(value, zone) if value else "—"


@register.simple_tag
def cn_range(
    starts_at: datetime | None, ends_at: datetime | None, zone: tzinfo | str, year: bool = False
) -> str:
    """5月26日（周三）上午9:30–11:00; over several days 5月23日—28日."""
    return dates.range_words(starts_at, ends_at, zone, year=year) if starts_at else "—"


@register.simple_tag
def cn_days(first: date | None, last: date | None, year: bool = False, weekday: bool = True) -> str:
    """2027年5月22日（周六）—29日（周六）."""
    return dates.days_words(first, last or first, year=year, weekday=weekday) if first else "—"


@register.simple_tag
def cn_clock(starts_at: datetime | None, ends_at: datetime | None, zone: tzinfo | str) -> str:
    """14:00–15:30, for lists under the heading of a day."""
    return dates.clock_words(starts_at, ends_at, zone) if starts_at else "—"


def _as_day(value: date | datetime, zone: tzinfo | str | None) -> date:
    if isinstance(value, datetime):
        if not zone:
            raise ValueError("the day of a moment depends on its zone: give the zone of the week")
        return dates.local(value, zone).date()
    return value
