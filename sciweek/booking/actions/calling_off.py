"""Sessions that do not take place: their bookings end, their seats go back, everybody is told why and where else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.booking.actions.seats import lock, needs, queue_changed, shift
from sciweek.booking.actions.telling import Told, write_tellings
from sciweek.booking.logic.languages import said_in, speaking
from sciweek.booking.logic.wording import Other, Spoken, called_off_text, lost_back_text
from sciweek.booking.models import Booking, Pool, Telling
from sciweek.booking.queries import bookable, level_of
from sciweek.booking.queries.others import Open, fitting
from sciweek.booking.queries.spoken import when_words
from sciweek.booking.states import BOOKING_MOVES, HOLDING, LIVE, BookingState, Level, News
from sciweek.committee.addresses import site_address
from sciweek.logbook.actions import move_many
from sciweek.programme.models import Session
from sciweek.programme.states import SessionState

BATCH = 200


@dataclass(frozen=True, slots=True)
class CallingOff:
    """What everybody is told of one session's end. `reason` may be empty; `once_key` names the release, or the act."""

    pool: Pool
    spoken: Spoken
    reason: str
    once_key: str
    is_urgent: bool
    others: list[Open]


def call_off(actor: Actor, off: CallingOff) -> int:
    """End every live booking of the session, batch by batch; safe to repeat. Returns how many were ended."""
    done = 0
    while count := _call_off_batch(actor, off):
        done += count
    return done


def _call_off_batch(actor: Actor, off: CallingOff) -> int:
    before: dict[int, str] = {}
    why = off.reason or _no_reason()

    def note(row: Booking) -> None:
        before[row.pk] = row.state

    with transaction.atomic():
        pool = lock((off.pool.pk, off.pool.shared_id))[off.pool.pk]
        rows = Booking.objects.filter(pool=pool, state__in=LIVE).order_by("pk")[:BATCH]
        done, _left = move_many(
            actor,
            rows,
            BookingState.CANCELLED,
            BOOKING_MOVES,
            verb="call_off_booking",
            why=why,
            check=note,
            reason=why,
            offered_until=None,
            news="",
        )
        held = sum(row.places for row in done if before[row.pk] in HOLDING)
        shift(needs(pool, -held))
        if queued := sum(before[row.pk] == BookingState.WAITING for row in done):
            queue_changed(pool.pk, -queued)
        _tell(off, [row.pk for row in done])
    return len(done)


def _tell(off: CallingOff, ids: list[int]) -> None:
    late = off.spoken.ends_at <= clock.now()
    rows = Booking.objects.filter(pk__in=ids).select_related("contact").order_by("pk")
    write_tellings(
        [
            Told(row, News.CALLED_OFF, _words(off, row), off.once_key, off.is_urgent, is_late=late)
            for row in rows
        ]
    )


def _words(off: CallingOff, row: Booking) -> str:
    with speaking(row.language):
        others = [_other(one, off.pool) for one in fitting(off.others, row.places)]
        return called_off_text(off.spoken, off.reason or _no_reason(), others)


def _no_reason() -> str:
    return _("不再举办")


def _other(one: Open, gone: Pool) -> Other:
    session, terms = one.pool.session, one.pool.terms
    if session is None or terms is None or gone.terms is None:
        raise ValueError("only single sessions are offered")
    same = terms.run.activity_id == gone.terms.run.activity_id
    name = "" if same else terms.run.activity.name
    address = site_address("portal:session_short", code=session.code)
    words = when_words(session, gone.week.zone)
    return Other(name, words, one.free, address if address.startswith("http") else "")


def tell_back(pool: Pool, spoken: Spoken, *, is_urgent: bool) -> int:
    """Tell those who lost their seats when it was called off that it takes place after all; each of them once.

    Their bookings stay cancelled: the seats may have gone to others, and they may have gone elsewhere.
    """
    done = 0
    is_open = level_of(bookable(pool)) != Level.CLOSED
    said = said_in(lambda: lost_back_text(spoken, is_open=is_open, address=_form_address(pool)))
    late = spoken.ends_at <= clock.now()
    while rows := list(called_off_at([pool]).select_related("contact").order_by("pk")[:BATCH]):
        with transaction.atomic():
            write_tellings(
                [Told(row, News.BACK, said(row.language), "back", is_urgent, is_late=late) for row in rows]
            )
        done += len(rows)
    return done


def _form_address(pool: Pool) -> str:
    """Where one books; of a course any of its dates leads there."""
    session = pool.session
    if session is None and pool.terms is not None:
        session = Session.objects.filter(run=pool.terms.run_id, state=SessionState.PLANNED).first()
    address = site_address("portal:session_book", code=session.code) if session is not None else ""
    return address if address.startswith("http") else ""


def called_off_at(pools: Iterable[Pool]) -> QuerySet[Booking]:
    """Bookings that ended with their session, and whose people have not heard that it takes place after all."""
    told = Telling.objects.filter(booking=OuterRef("pk"))
    off, back = told.filter(news=News.CALLED_OFF), told.filter(news=News.BACK)
    rows = Booking.objects.filter(pool__in=pools, state=BookingState.CANCELLED, erased_at__isnull=True)
    return rows.filter(Exists(off), ~Exists(back))
