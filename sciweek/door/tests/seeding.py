"""Sessions that run now, with people who booked them, put into a running site: what walks at the door need.

Called in the site's own process (`Site.told`), as that is where tickets are signed.
"""

from datetime import datetime, timedelta
from typing import Any

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


def towns(*bookings: int) -> list[dict[str, Any]]:
    """For each number a town of its own, that knows nothing of the others: two sessions now (two halls), so many bookings
    of the first, one of the second, one cancelled, one moved to tomorrow, one link."""
    week = Week.objects.select_related("region").filter(state="open").order_by("id")[0]
    now = clock.now()
    with scope.entered(week.region_id, week.pk), clock.standing_at(now - timedelta(days=1)):
        times = {"starts_at": now - timedelta(minutes=20), "ends_at": now + timedelta(minutes=40)}
        halls = [
            [_pool(week, name, times) for name in ("水是怎样变清的", "星星离我们多远")] for _ in bookings
        ]
        days_on = {name: at + timedelta(days=1) for name, at in times.items()}
        again = [_again(first, days_on) for first, _second in halls]
        release_programme(_office(week), week)
        return [
            _town(now, first, second, tomorrow, range(number * 10_000, number * 10_000 + count))
            for number, ((first, second), tomorrow, count) in enumerate(
                zip(halls, again, bookings, strict=True)
            )
        ]


def _town(now: datetime, first: Pool, second: Pool, tomorrow: Pool, numbers: range) -> dict[str, Any]:
    office = _office(first.week)
    rows = [_booked(first, number, SIZES[at % len(SIZES)]) for at, number in enumerate(numbers)]
    gone, other, moves = (
        _booked(pool, numbers.start + number, people)
        for pool, number, people in ((first, 900, 2), (second, 901, 1), (first, 902, 1))
    )
    told = {
        "week": first.week.slug,
        "session": the_session(first).code,
        "people": sum(row.places for row in rows),
        "tickets": [[ticket_of(row), row.places] for row in rows],
        "other_session": ticket_of(other),
        "expired": ticket_of(other, valid_until=now - timedelta(days=300)),
        "cancelled": ticket_of(gone),
        "ticket_png": f"/b/{rows[0].code}/{link_key(rows[0].code, rows[0].link_serial)}/ticket.png",
        "moved": ticket_of(moves),
        "late": ticket_of(rows[0], booking="ACDEFGHJ", places=2),
        # Good, and over, by less than the clock of a walk's phone is off.
        "soon": ticket_of(rows[0], valid_until=now + timedelta(minutes=18)),
        "just_over": ticket_of(rows[1], booking="ACDEFGHK", valid_until=now - timedelta(minutes=5)),
        "elsewhere": ticket_of(rows[0], booking="KMNPQRTW", session="KMNPQRTW"),
    }
    cancel_booking(office, gone, why="家里有事")
    move_booking(office, moves, tomorrow)
    made = make_pass(office, the_session(first), sessions=[the_session(second)], label="东门")
    return told | {"token": token_of(made), "valid_until": made.valid_until.timestamp()}


def arrivals(week_slug: str, session: str) -> list[tuple[Any, ...]]:
    """What was counted at the session's door, in its order: people, booking, flag, how."""
    week = Week.objects.get(slug=week_slug)
    with scope.entered(week.region_id, week.pk):
        rows = Arrival.objects.filter(session__code=session).order_by("id")
        return list(rows.values_list("people", "booking_id", "flag", "how"))


def _office(week: Week) -> Actor:
    return system("walk", region_id=week.region_id, week_id=week.pk)


def _pool(week: Week, name: str, times: dict[str, datetime]) -> Pool:
    office = _office(week)
    activity = add_activity(
        office, week, name=name, kind="lecture", place="临江区科技馆", expected=80, **times
    )
    return _of(office, make_public(office, activity), times)


def _again(pool: Pool, times: dict[str, datetime]) -> Pool:
    """Another session of the same activity, at whose door nobody of ours stands."""
    office = _office(pool.week)
    return _of(office, the_session(pool).activity, times)


def _of(office: Actor, activity: Activity, times: dict[str, datetime]) -> Pool:
    run = add_sessions(office, activity, capacity=60, **times)
    return Pool.objects.get(terms=set_terms(office, run, largest=10))


def _booked(pool: Pool, number: int, people: int) -> Booking:
    name = NAMES[number % len(NAMES)]
    party = Party(adults=people)
    return book(_office(pool.week), bookable(pool), party=party, name=name, phone=f"139{number:08d}")
