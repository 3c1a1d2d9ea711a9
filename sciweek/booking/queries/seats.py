"""How many seats stand, as they were read together: a flat number of queries for a whole page of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sciweek.activities.states import SHOWN_STATES
from sciweek.base import clock
from sciweek.booking.models import Pool
from sciweek.booking.queries.fullness import NEVER, fullness_by_session
from sciweek.booking.queries.standing import OF_LEVEL
from sciweek.booking.states import Standing
from sciweek.programme.queries import read_by_public


@dataclass(frozen=True, slots=True)
class SeatsNow:
    """How seats stand towards booking, and until when somebody books by oneself; None: not any more."""

    standing: Standing
    closes_at: datetime | None


def seats_now(pools: Iterable[Pool]) -> dict[int, SeatsNow]:
    """By the id of the seats; shared ones, which nobody books by themselves, are left out."""
    rows = [row for row in pools if row.terms is not None]
    # A course has no session of its own: its negative id stands for one.
    keys = {row.pk: row.session_id or -row.pk for row in rows}
    fullness = fullness_by_session((keys[row.pk], row.terms.run_id) for row in rows if row.terms)
    of_course = [row.terms.run_id for row in rows if row.session_id is None and row.terms]
    own = Q(session__in=[row.session_id for row in rows if row.session_id]) | Q(run__in=of_course)
    pairs = set(read_by_public().filter(own).values_list("session_id", "run_id"))
    sessions, runs = {session for session, _run in pairs}, {run for _session, run in pairs}
    now, found = clock.now(), {}
    for row in rows:
        one = fullness.get(keys[row.pk])
        if one is None or row.terms is None:
            continue
        is_shown = row.session_id in sessions if row.session_id else row.terms.run_id in runs
        is_shown = is_shown and row.terms.run.activity.state in SHOWN_STATES
        if one.is_called_off:
            standing = Standing.OFF
        elif row.session is not None and now >= row.session.ends_at:
            standing = Standing.OVER
        else:
            standing = OF_LEVEL[one.level(now)] if is_shown else Standing.HIDDEN
        found[row.pk] = SeatsNow(standing, None if one.closes_at == NEVER else one.closes_at)
    return found
