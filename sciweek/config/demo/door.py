"""The demo's doors: who came to sessions that are over, and the link for the next one."""

from datetime import datetime, timedelta
from itertools import cycle

from sciweek.base import clock
from sciweek.base.ids import new_uid
from sciweek.booking.models import Booking, Pool
from sciweek.booking.states import BookingState
from sciweek.config.demo.town import Town
from sciweek.door.actions import make_pass, take_in
from sciweek.door.logic.sending import Line, Sent
from sciweek.door.models import DoorPass
from sciweek.door.queries import people_in
from sciweek.door.rules import volunteer
from sciweek.door.states import How
from sciweek.programme.models import Session
from sciweek.programme.states import SessionState

MOST_COUNTED = 6
# Of each party in turn: all came, all came, one fewer, nobody.
MISSING = (0, 0, 1, 99)
WALKED_IN = (3, 1, 2)


def count_arrivals(town: Town) -> None:
    """Volunteers have counted at the doors of what is over; one party's ticket was scanned at two doors."""
    now = clock.now()
    booked = Booking.objects.filter(state=BookingState.CONFIRMED).values("pool")
    pools = Pool.objects.filter(
        pk__in=booked, session__isnull=False, session__state=SessionState.PLANNED
    ).select_related("session__activity")
    pools = pools.order_by("session__starts_at", "pk")
    walked = cycle(WALKED_IN)
    for number, pool in enumerate(pools.filter(session__ends_at__lt=now)[:MOST_COUNTED]):
        session = _session(pool)
        with clock.standing_at(session.starts_at - timedelta(days=1)):
            gate = _gate(town, session)
        with clock.standing_at(session.starts_at):
            _count(gate, session, pool, walk_ins=next(walked), twice=number == 0)
    coming = pools.filter(session__ends_at__gt=now).first()
    if coming is not None:
        _gate(town, _session(coming))


def _session(pool: Pool) -> Session:
    if pool.session is None:
        raise ValueError("seats of a course have no session of their own")
    return pool.session


def _gate(town: Town, session: Session) -> DoorPass:
    made = make_pass(town.office, session, label="正门")
    return DoorPass.objects.select_related("week").get(pk=made.pk)


def _count(gate: DoorPass, session: Session, pool: Pool, *, walk_ins: int, twice: bool) -> None:
    moment = session.starts_at - timedelta(minutes=25)
    lines: list[Line] = []
    rows = Booking.objects.filter(pool=pool, state=BookingState.CONFIRMED).order_by("pk")
    for booking, missing in zip(rows, cycle(MISSING), strict=False):
        people = people_in(booking) - missing
        if people > 0:
            moment += timedelta(seconds=40)
            lines.append(_line(session, booking, people, moment))
    if twice and lines:
        lines.append(_line(session, rows[0], people_in(rows[0]), moment))
    lines += [_line(session, None, 1, moment) for _ in range(walk_ins)]
    take_in(volunteer(gate), gate, Sent("demophone01", clock.now(), tuple(lines), ()))


def _line(session: Session, booking: Booking | None, people: int, moment: datetime) -> Line:
    how = How.QR if booking is not None else How.WALK_IN
    serial = booking.ticket_serial if booking is not None else None
    return Line(new_uid(), session.code, booking.code if booking else "", people, how, moment, serial)
