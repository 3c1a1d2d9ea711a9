"""Sessions and courses as messages speak of them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from sciweek.activities.states import Mode
from sciweek.booking.logic.wording import Spoken
from sciweek.booking.models import Pool
from sciweek.look.dates import range_words
from sciweek.programme.models import ReleasedSession, Session
from sciweek.programme.states import SessionState

JOINED = ("week", "terms__run__activity", "session__venue", "session__room")


def spoken_of(pools: Iterable[Pool]) -> dict[int, Spoken]:
    """Pool's id → what is said of it; the pools come with `JOINED`. One query for all courses among them."""
    found = list(pools)
    courses = _courses([pool for pool in found if pool.session is None])
    told = {}
    for pool in found:
        if pool.terms is None:
            continue
        name, zone = pool.terms.run.activity.name, pool.week.zone
        if pool.session is not None:
            one = pool.session
            what = f"{name}（{one.title}）" if one.title else name
            is_online = one.mode == Mode.ONLINE
            place = "" if is_online else where_words(one)
            told[pool.pk] = Spoken(what, one.starts_at, one.ends_at, zone, place, is_online)
        elif (dates := courses.get(pool.terms.run_id)) is not None:
            first, last, count = dates
            told[pool.pk] = Spoken(name, first, last, zone, dates=count)
    return told


def _courses(pools: Iterable[Pool]) -> dict[int, tuple[datetime, datetime, int]]:
    """Run → first start, last end and number of its dates; of one that is called off, of all that it had."""
    runs = {pool.terms.run_id for pool in pools if pool.terms is not None}
    if not runs:
        return {}
    found: dict[int, tuple[datetime, datetime, int]] = {}
    rows = Session.objects.filter(run_id__in=runs).order_by("state", "starts_at", "pk")
    held: dict[int, list[Session]] = {}
    every: dict[int, list[Session]] = {}
    for row in rows:
        every.setdefault(row.run_id, []).append(row)
        if row.state == SessionState.PLANNED:
            held.setdefault(row.run_id, []).append(row)
    for run_id, whole in every.items():
        dates = held.get(run_id) or whole
        found[run_id] = (
            min(one.starts_at for one in dates),
            max(one.ends_at for one in dates),
            len(dates),
        )
    return found


def when_words(row: Session | ReleasedSession, zone: str) -> str:
    return range_words(row.starts_at, row.ends_at, zone)


def where_words(row: Session | ReleasedSession) -> str:
    """The place in one line; online has none."""
    if row.mode == Mode.ONLINE:
        return _("线上")
    place = row.venue.label if row.venue is not None else row.place
    return f"{place} {row.room.name}" if row.room is not None else place
