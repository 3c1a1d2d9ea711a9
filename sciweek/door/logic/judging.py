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
    # The session that the ticket is for, when that is another one: of the list, or one that the booking went to.
    other: str = ""


def judge(
    sessions: Sequence[AtDoor],
    here: str,
    ticket: Ticket | None,
    now: int,
    away: Mapping[str, str] | None = None,
) -> Judgement:
    """`ticket` None: not signed by us. `now`: seconds since 1970 by a clock that was set right.

    `away`: bookings that are at none of these doors any more, with the session where they are; empty: they have no seats.
    """
    if ticket is None:
        return Judgement(V.FORGED)
    session = next((row for row in sessions if row.code == here), None)
    booking = session.bookings.get(ticket.booking) if session is not None else None
    if booking is not None:
        # A session that was put off takes its bookings along: the list knows better than the ticket how long it is good.
        return _of_booking(booking, ticket)
    if ticket.valid_until < now:
        return Judgement(V.EXPIRED)
    if session is None:
        return Judgement(V.ELSEWHERE)
    # Known at another door: the booking went there after this ticket was printed, whatever the ticket says.
    moved = next((row for row in sessions if ticket.booking in row.bookings), None)
    if moved is None and away is not None and ticket.booking in away:
        gone = away[ticket.booking]
        return Judgement(V.OTHER_SESSION, other=gone) if gone else Judgement(V.CANCELLED)
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
