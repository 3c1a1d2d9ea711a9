"""Who is expected at some doors: the list of the day, with as little of people as a door needs."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, Sum

from sciweek.base.signing import public_keys
from sciweek.booking.logic.names import last_part
from sciweek.booking.models import Booking, Pool
from sciweek.booking.states import BookingState
from sciweek.door.logic.judging import AtDoor, Listed
from sciweek.door.models import Arrival
from sciweek.programme.models import Session

COLUMNS = ("pk", "code", "state", "places", "adults", "teens", "children", "small", "pupils", "ticket_serial")


@dataclass(frozen=True, slots=True)
class Expected:
    """A booking as the door knows it. `name` is a part of one; a school group is known by its school."""

    pk: int
    code: str
    state: str
    people: int
    serial: int
    name: str = ""
    last4: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.state == BookingState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Roster:
    """One session's list. `arrived` counts people by booking, by its id."""

    session: Session
    codes: tuple[str, ...]
    bookings: tuple[Expected, ...]
    arrived: Mapping[int, int]
    pools: tuple[Pool, ...] = field(default=())

    def at_door(self) -> AtDoor:
        """The same as judging takes it."""
        rows = {
            row.code: Listed(
                row.code, row.people, self.arrived.get(row.pk, 0), row.serial, is_confirmed=row.is_confirmed
            )
            for row in self.bookings
        }
        return AtDoor(self.session.code, self.codes, rows)


def people_in(row: Booking) -> int:
    """Heads of a booking: those without a seat come through the door as well."""
    return max(row.places, row.adults + row.teens + row.children + row.small + row.pupils)


def pools_at(sessions: Iterable[Session]) -> dict[int, list[Pool]]:
    """The seats whose holders may come to each session: its own, and those of its whole course."""
    rows = list(sessions)
    runs = {row.run_id for row in rows}
    found = Pool.objects.filter(
        Q(session__in=rows) | Q(session__isnull=True, terms__run_id__in=runs)
    ).select_related("terms")
    own: dict[int, list[Pool]] = defaultdict(list)
    course: dict[int, list[Pool]] = defaultdict(list)
    for pool in found:
        if pool.session_id is not None:
            own[pool.session_id].append(pool)
        elif pool.terms is not None:
            course[pool.terms.run_id].append(pool)
    return {row.pk: own[row.pk] + course[row.run_id] for row in rows}


def arrived_at(sessions: Iterable[Session]) -> dict[int, dict[int, int]]:
    """People by booking, by session."""
    rows = Arrival.objects.filter(session__in=list(sessions), booking__isnull=False)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for session_id, booking_id, people in (
        rows.order_by().values_list("session_id", "booking_id").annotate(sum=Sum("people"))
    ):
        found[session_id][booking_id] = people
    return found


def rosters(sessions: Sequence[Session], *, named: bool) -> list[Roster]:
    """The lists of some sessions in a flat number of queries; `named` unseals parts of names."""
    pools = pools_at(sessions)
    arrived = arrived_at(sessions)
    codes = _codes(sessions, pools)
    by_pool = _bookings({pool.pk for rows in pools.values() for pool in rows}, named=named)
    return [
        Roster(
            session=session,
            codes=codes[session.pk],
            bookings=tuple(row for pool in pools[session.pk] for row in by_pool[pool.pk]),
            arrived=arrived.get(session.pk, {}),
            pools=tuple(pools[session.pk]),
        )
        for session in sessions
    ]


def _codes(sessions: Sequence[Session], pools: Mapping[int, list[Pool]]) -> dict[int, tuple[str, ...]]:
    """By what codes a ticket may name each session; one of a course is good at every date of it."""
    courses = {row.run_id for row in sessions if any(pool.session_id is None for pool in pools[row.pk])}
    dates: dict[int, list[str]] = defaultdict(list)
    if courses:
        for run_id, code in Session.objects.filter(run_id__in=courses).values_list("run_id", "code"):
            dates[run_id].append(code)
    return {
        row.pk: tuple(dict.fromkeys([row.code, *(pool.code for pool in pools[row.pk]), *dates[row.run_id]]))
        for row in sessions
    }


def _bookings(pool_ids: set[int], *, named: bool) -> dict[int, list[Expected]]:
    rows = Booking.objects.filter(pool_id__in=pool_ids).order_by("pk")
    extra = ("name", "school", "grade", "contact__phone_last4") if named else ()
    rows = rows.select_related("contact") if named else rows
    found: dict[int, list[Expected]] = defaultdict(list)
    for row in rows.only(*COLUMNS, "pool_id", *extra):
        tells = named and row.state == BookingState.CONFIRMED
        found[row.pool_id].append(
            Expected(
                pk=row.pk,
                code=row.code,
                state=row.state,
                people=people_in(row),
                serial=row.ticket_serial,
                name=_called(row) if tells else "",
                last4=row.contact.phone_last4 if tells else "",
            )
        )
    return found


def _called(row: Booking) -> str:
    return f"{row.school} {row.grade}".strip() or last_part(row.name)


def revision(found: Iterable[Roster], away: Mapping[str, str]) -> str:
    """Changes whenever a phone's list is out of date; arrivals, which are told apart from it, do not count."""
    told = hashlib.sha256(repr(sorted(public_keys())).encode())
    for roster in found:
        session = roster.session
        told.update(repr((session.code, session.version, roster.codes)).encode())
        for row in roster.bookings:
            told.update(repr((row.code, row.state, row.people, row.serial)).encode())
    told.update(repr(sorted(away.items())).encode())
    return told.hexdigest()[:16]
