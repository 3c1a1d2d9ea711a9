"""Numbers that move with what the public sees, and the editions that it may see."""

from django.db import connection

from sciweek.activities.queries import public_activities
from sciweek.base import scope
from sciweek.programme.models import ReleasedSession, Session
from sciweek.week.models import Region, Week
from sciweek.week.queries import open_weeks, regions

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


def edition_of_session(code: str) -> Week | None:
    """The public edition whose programme has shown the session: a short address on a poster names nothing else."""
    found = Session.objects.over_the_wall("portal.session_by_code").filter(code=code)
    week = open_weeks().filter(pk__in=found.values("week_id")).first()
    if week is None:
        return None
    with scope.entered(week.region_id, week.pk):
        return week if ReleasedSession.objects.filter(session__code=code).exists() else None
