"""A session that runs now, with people who booked it, put into a running site: what a walk at the door needs.

Called by `sciweek django shell`; prints one line of JSON.
"""

import json
import sys
from datetime import datetime, timedelta

from sciweek.activities.actions import add_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import make_public
from sciweek.base import clock, scope
from sciweek.base.actor import Actor, system
from sciweek.booking.actions import book, cancel_booking, move_booking, set_terms
from sciweek.booking.logic.links import link_key
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries import bookable
from sciweek.door.actions import make_pass, token_of
from sciweek.door.models import Arrival
from sciweek.door.tests.doors import the_session, ticket_of
from sciweek.programme.actions import add_sessions, release_programme
from sciweek.week.models import Week

NAMES = "林小满 陈立夏 欧阳谷雨 周白露 吴秋分 郑霜降 孙冬至 钱惊蛰 李清明 王芒种".split()
SIZES = (1, 2, 1, 3, 1)


def seed(bookings: int) -> None:
    """Two sessions now (two halls), so many bookings of the first, one of the second, one cancelled, one moved to tomorrow, one link."""
    week = Week.objects.select_related("region").filter(state="open").order_by("id")[0]
    now = clock.now()
    with scope.entered(week.region_id, week.pk), clock.standing_at(now - timedelta(days=1)):
        office = system("walk", region_id=week.region_id, week_id=week.pk)
        times = {"starts_at": now - timedelta(minutes=20), "ends_at": now + timedelta(minutes=40)}
        pools = [_pool(week, name, times) for name in ("水是怎样变清的", "星星离我们多远")]
        tomorrow = _again(pools[0], {name: at + timedelta(days=1) for name, at in times.items()})
        release_programme(office, week)
        rows = [_booked(pools[0], number, SIZES[number % len(SIZES)]) for number in range(bookings)]
        gone, other = _booked(pools[0], 900, 2), _booked(pools[1], 901, 1)
        old = ticket_of(other, valid_until=now - timedelta(days=300))
        cancelled = ticket_of(gone)
        cancel_booking(office, gone, why="家里有事")
        moves = _booked(pools[0], 902, 1)
        moved = ticket_of(moves)
        move_booking(office, moves, tomorrow)
        made = make_pass(office, the_session(pools[0]), sessions=[the_session(pools[1])], label="东门")
        soon = ticket_of(rows[0], valid_until=now + timedelta(minutes=10))
        just_over = ticket_of(rows[1], booking="ACDEFGHK", valid_until=now - timedelta(minutes=10))
        late = ticket_of(rows[0], booking="ACDEFGHJ", places=2)
        told = {
            "token": token_of(made),
            "week": week.slug,
            "session": the_session(pools[0]).code,
            "people": sum(row.places for row in rows),
            "tickets": [[ticket_of(row), row.places] for row in rows],
            "other_session": ticket_of(other),
            "expired": old,
            "cancelled": cancelled,
            "ticket_png": f"/b/{rows[0].code}/{link_key(rows[0].code, rows[0].link_serial)}/ticket.png",
            "moved": moved,
            "late": late,
            "soon": soon,
            "just_over": just_over,
            "elsewhere": ticket_of(rows[0], booking="KMNPQRTW", session="KMNPQRTW"),
        }
    sys.stdout.write(f"{json.dumps(told)}\n")


def arrivals(week_slug: str) -> None:
    """What the site has counted: rows, people, distinct bookings, flags."""
    week = Week.objects.get(slug=week_slug)
    with scope.entered(week.region_id, week.pk):
        rows = list(Arrival.objects.order_by("id").values_list("people", "booking_id", "flag", "how"))
        sys.stdout.write(f"{json.dumps(rows)}\n")


def _pool(week: Week, name: str, times: dict[str, datetime]) -> Pool:
    office = system("walk", region_id=week.region_id, week_id=week.pk)
    activity = add_activity(
        office, week, name=name, kind="lecture", place="临江区科技馆", expected=80, **times
    )
    return _of(office, make_public(office, activity), times)


def _again(pool: Pool, times: dict[str, datetime]) -> Pool:
    """Another session of the same activity, at whose door nobody of ours stands."""
    office = system("walk", region_id=pool.week.region_id, week_id=pool.week_id)
    return _of(office, the_session(pool).activity, times)


def _of(office: Actor, activity: Activity, times: dict[str, datetime]) -> Pool:
    run = add_sessions(office, activity, capacity=60, **times)
    return Pool.objects.get(terms=set_terms(office, run, largest=10))


def _booked(pool: Pool, number: int, people: int) -> Booking:
    name = NAMES[number % len(NAMES)]
    actor = system("walk", region_id=pool.week.region_id, week_id=pool.week_id)
    return book(actor, bookable(pool), party=Party(adults=people), name=name, phone=f"1390000{number:04d}")
