"""What a ticket is worth at a door. The twin of `static/door/judge.js`: one table of cases holds the two together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sciweek.booking.logic.tickets import Ticket
from sciweek.door.states import Verdict

V = Verdict


@dataclass(frozen=True, slots=True)
class Listed:
    """A booking as the list of the day has it."""

    code: str
    places: int
    arrived: int
    serial: int
    # Only then it has seats.
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class AtDoor:
    """A session as the list of the day has it. `codes`: by which tickets name it (a course is named by its seats)."""

    code: str
    codes: Sequence[str]
    bookings: Mapping[str, Listed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    # How many of the ticket have not come yet.
    left: int = 0
    # The session that the ticket is for, when that is another one of the list.
    other: str = ""


def judge(sessions: Sequence[AtDoor], here: str, ticket: Ticket | None, now: int) -> Judgement:
    """`ticket` None: not signed by us. `now`: seconds since 1970 by a clock that was set right."""
    if ticket is None:
        return Judgement(V.FORGED)
    if ticket.valid_until < now:
        return Judgement(V.EXPIRED)
    session = next((row for row in sessions if row.code == here), None)
    if session is None:
        return Judgement(V.ELSEWHERE)
    booking = session.bookings.get(ticket.booking)
    if booking is not None:
        return _of_booking(booking, ticket)
    # Known at another door: the booking went there after this ticket was printed, whatever the ticket says.
    moved = next((row for row in sessions if ticket.booking in row.bookings), None)
    if moved is None and ticket.session in session.codes:
        return Judgement(V.PROVISIONAL, ticket.places)
    other = moved or next((row for row in sessions if ticket.session in row.codes), None)
    return Judgement(V.OTHER_SESSION, other=other.code) if other is not None else Judgement(V.ELSEWHERE)


def _of_booking(booking: Listed, ticket: Ticket) -> Judgement:
    if not booking.is_confirmed:
        return Judgement(V.CANCELLED)
    if ticket.serial < booking.serial:
        return Judgement(V.OLD, max(0, booking.places - booking.arrived))
    if ticket.serial > booking.serial:
        # Written anew after this list was made: the ticket knows better how many places there are.
        return Judgement(V.PROVISIONAL, max(0, ticket.places - booking.arrived))
    return judge_found(booking)


def judge_found(booking: Listed) -> Judgement:
    """The same for somebody who was found by name or phone, without a ticket in hand."""
    if not booking.is_confirmed:
        return Judgement(V.CANCELLED)
    left = booking.places - booking.arrived
    if left <= 0:
        return Judgement(V.ALREADY)
    return Judgement(V.PARTLY if booking.arrived else V.ADMIT, left)
