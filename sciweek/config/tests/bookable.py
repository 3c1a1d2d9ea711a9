"""Seats for sessions of the demo week that are still to come: what walks to the booking form need.

Called in the site's own process (`Site.told`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sciweek.base import clock, scope
from sciweek.base.actor import Actor, system
from sciweek.booking.actions import set_terms
from sciweek.booking.models import Terms
from sciweek.programme.models import Session
from sciweek.programme.queries import current_release, released_sessions
from sciweek.week.models import Week
from sciweek.week.queries import current_week, default_region

OPENS = timedelta(hours=1)
WANTED: dict[str, dict[str, Any]] = {
    "family": {"seats": 3, "largest": 4, "offer_minutes": 600},
    "school": {"seats": 60, "admission": "group", "smallest": 10, "largest": 50},
    "plain": {"seats": 10},
    "soon": {"seats": 10},
    "later": {"seats": 10},
}


def seats() -> dict[str, str]:
    """Lets people book a session of each kind, and tells their codes."""
    with _office() as (office, week):
        release = current_release(week)
        assert release is not None
        ahead = released_sessions(release).filter(
            starts_at__gt=clock.now() + timedelta(hours=30), state="planned", run__kind="single"
        )
        free = ahead.exclude(run__in=Terms.objects.values("run")).order_by("starts_at", "id")
        found = {}
        for (name, terms), row in zip(WANTED.items(), free, strict=False):
            set_terms(office, row.run, **terms)
            found[name] = row.code
        for name in ("soon", "later"):
            _open(office, found[name], OPENS)
    return found


def opens_in(code: str, seconds: float) -> None:
    """Lets booking of the session open so many seconds from now."""
    with _office() as (office, _week):
        _open(office, code, timedelta(seconds=seconds))


def _open(office: Actor, code: str, after: timedelta) -> None:
    run = Session.objects.select_related("run").get(code=code).run
    set_terms(office, run, opens_at=clock.now() + after)


@contextmanager
def _office() -> Iterator[tuple[Actor, Week]]:
    region = default_region()
    assert region is not None
    week = current_week(region.pk)
    assert week is not None
    with scope.entered(region.pk, week.pk):
        yield system("setup", region_id=region.pk, week_id=week.pk), week
