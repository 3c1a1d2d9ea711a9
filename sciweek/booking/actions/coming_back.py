"""A session that takes place after all: whoever lost something by its end gets it back before others, for a while."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, IntegerField, When

from sciweek.base import clock
from sciweek.base.actor import system
from sciweek.booking.actions.queueing import offered_until, promote
from sciweek.booking.actions.seats import lock, needs, queue_changed, shift
from sciweek.booking.actions.sense import party_problems
from sciweek.booking.actions.telling import Told, write_tellings
from sciweek.booking.logic.languages import said_in
from sciweek.booking.logic.wording import Spoken, back_text, lost_back_text
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries import Bookable, bookable, level_of
from sciweek.booking.queries.lost import lost_at
from sciweek.booking.queries.pressing import is_pressing
from sciweek.booking.queries.spoken import JOINED, spoken_of
from sciweek.booking.states import (
    HOLDING,
    LIVE,
    RETURN_MOVES,
    Admission,
    BookingState,
    Choice,
    Level,
    News,
)
from sciweek.committee.addresses import site_address
from sciweek.logbook.actions import move_many
from sciweek.look.dates import moment_words
from sciweek.programme.models import Session
from sciweek.programme.states import SessionState

BATCH = 200


@dataclass(frozen=True, slots=True)
class _Shares:
    """What becomes of a batch of bookings that their session's end had ended."""

    held: list[Booking] = field(default_factory=list)
    waiting: list[Booking] = field(default_factory=list)
    asking: list[Booking] = field(default_factory=list)
    lost: list[Booking] = field(default_factory=list)
    # They were quicker than we: nobody is rung up for what is settled.
    again: list[Booking] = field(default_factory=list)


def bring_back(pool: Pool, spoken: Spoken, *, is_urgent: bool) -> int:
    """Offer the seats to those who held some, put the queue up again, let groups ask again; tell each of them once.

    Who held seats comes before who waited, and who booked first before who booked later. Nobody is bound by it: an
    offer runs out like any other, because people may have gone elsewhere. Where booking is stopped, where there are
    too few seats and no queue, or where the rules are others now, a booking stays ended and its booker hears where to
    book. Safe to repeat; returns how many were told.
    """
    done = 0
    while count := _batch(pool, spoken, is_urgent):
        done += count
    if done:
        with transaction.atomic():
            promote(pool)
            # What is kept of these seats elsewhere still says that somebody lost some.
            Pool.objects.filter(pk=pool.pk).update(version=F("version") + 1)
    return done


def settled(found: Bookable) -> Bookable:
    """The seats as they stand for whoever books now: those who lost some come first, whether or not the job has run.

    Between a release, or the act that restores an activity, and its job anybody may ask; who asks first has the job done.
    """
    if not found.has_lost or found.is_called_off or not found.is_announced:
        return found
    pool = Pool.objects.select_related(*JOINED, "shared").get(pk=found.pool.pk)
    spoken = spoken_of([pool])[pool.pk]
    bring_back(pool, spoken, is_urgent=is_pressing(pool.week, [spoken]))
    return bookable(pool)


def _batch(pool: Pool, spoken: Spoken, is_urgent: bool) -> int:
    with transaction.atomic():
        at = Pool.objects.get(pk=pool.pk)
        locked = lock((at.pk, at.shared_id))
        row = locked[at.pk]
        row.shared = locked.get(row.shared_id) if row.shared_id else None
        first = Case(When(ended__in=HOLDING, then=0), default=1, output_field=IntegerField())
        lost = list(lost_at([row]).select_related("contact").order_by(first, "made_at", "pk")[:BATCH])
        found = bookable(row)
        # Called off anew meanwhile: whoever is told of nothing now is offered the seats when it is back for good.
        if not lost or found.is_called_off:
            return 0
        shares = _shared_out(row, found, lost)
        until = offered_until(row, found, clock.now()) if shares.held else None
        _hold(row, shares.held, until)
        _queue(row, shares.waiting)
        _move(row, shares.asking, BookingState.APPLIED)
        _tell(row, found, shares, spoken, until, is_urgent)
    return len(lost)


def _shared_out(pool: Pool, found: Bookable, lost: Sequence[Booking]) -> _Shares:
    """Who gets back what; the pool is locked, so that what is free stays so."""
    shares, terms = _Shares(), found.terms
    is_chosen = terms.is_group and terms.choice == Choice.CHOSEN
    open_again = terms.admission != Admission.FREE and not found.is_closed and clock.now() < found.closes_at
    free = min(pool.free, pool.shared.free) if pool.shared else pool.free
    live = set(Booking.objects.filter(pool=pool, state__in=LIVE).values_list("contact_id", "grade"))
    for one in lost:
        places = one.party.places(small_need_seats=terms.small_need_seats)
        if (one.contact_id, one.grade) in live:
            shares.again.append(one)
        elif not open_again or places != one.places or party_problems(found, one.party):
            shares.lost.append(one)
        elif _ended(one) in HOLDING and places <= free:
            free -= places
            shares.held.append(one)
        elif is_chosen and _ended(one):
            shares.asking.append(one)
        elif terms.has_waiting and _ended(one) in (*HOLDING, BookingState.WAITING):
            shares.waiting.append(one)
        else:
            shares.lost.append(one)
    return shares


def _ended(one: Booking) -> str:
    """The state that the session's end has ended; empty where it was not kept yet."""
    return str(getattr(one, "ended", ""))


def _hold(pool: Pool, rows: Sequence[Booking], until: datetime | None) -> None:
    """Hold the seats until then; without an end they are simply theirs, as in the queue."""
    if not rows:
        return
    shift(needs(pool, sum(row.places for row in rows)))
    _wait_since(rows)
    _move(pool, rows, BookingState.OFFERED if until else BookingState.CONFIRMED, until)


def _queue(pool: Pool, rows: Sequence[Booking]) -> None:
    if rows:
        _wait_since(rows)
        _move(pool, rows, BookingState.WAITING)
        queue_changed(pool.pk, len(rows))


def _wait_since(rows: Sequence[Booking]) -> None:
    """Whoever held seats and waits for them now has waited since booking."""
    never = Booking.objects.filter(pk__in=[row.pk for row in rows], queued_at__isnull=True)
    never.update(queued_at=F("made_at"))


def _move(pool: Pool, rows: Sequence[Booking], to: str, until: datetime | None = None) -> None:
    actor = system("booking", region_id=pool.week.region_id, week_id=pool.week_id)
    move_many(
        actor,
        rows,
        to,
        RETURN_MOVES,
        verb="bring_back_booking",
        reason="",
        offered_until=until,
        news="",
    )


def _tell(
    pool: Pool, found: Bookable, shares: _Shares, spoken: Spoken, until: datetime | None, is_urgent: bool
) -> None:
    late = spoken.ends_at <= clock.now()
    is_open = level_of(found) != Level.CLOSED

    def lost() -> str:
        return lost_back_text(spoken, is_open=is_open, address=_form_address(pool))

    def back(state: str) -> Callable[[], str]:
        return lambda: back_text(spoken, state, until=moment_words(until, spoken.zone) if until else "")

    parts: list[tuple[Sequence[Booking], Callable[[], str], bool]] = [
        (shares.held, back(BookingState.OFFERED if until else BookingState.CONFIRMED), late),
        (shares.waiting, back(BookingState.WAITING), late),
        (shares.asking, back(BookingState.APPLIED), late),
        (shares.lost, lost, late),
        (shares.again, lost, True),
    ]
    told = []
    for rows, say, is_noted in parts:
        said = said_in(say)
        for row in rows:
            key = f"back:{getattr(row, 'off', '')}"
            told.append(Told(row, News.BACK, said(row.language), key, is_urgent, is_late=is_noted))
    write_tellings(told)


def _form_address(pool: Pool) -> str:
    """Where one books; of a course any of its dates leads there."""
    session = pool.session
    if session is None and pool.terms is not None:
        session = Session.objects.filter(run=pool.terms.run_id, state=SessionState.PLANNED).first()
    address = site_address("portal:session_book", code=session.code) if session is not None else ""
    return address if address.startswith("http") else ""
