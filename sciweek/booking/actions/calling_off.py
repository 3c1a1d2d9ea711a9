"""Sessions that do not take place: their bookings end, their seats go back, everybody is told why and where else."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.booking.actions.seats import lock, needs, queue_changed, shift
from sciweek.booking.actions.telling import Told, write_tellings
from sciweek.booking.logic.languages import speaking
from sciweek.booking.logic.wording import Other, Spoken, called_off_text
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries.others import Open, fitting
from sciweek.booking.queries.spoken import when_words
from sciweek.booking.states import BOOKING_MOVES, HOLDING, LIVE, BookingState, News
from sciweek.committee.addresses import site_address
from sciweek.logbook.actions import move_many

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
        _tell(off, {row.pk: before[row.pk] for row in done})
    return len(done)


def _tell(off: CallingOff, ended: Mapping[int, str]) -> None:
    late = off.spoken.ends_at <= clock.now()
    rows = Booking.objects.filter(pk__in=ended).select_related("contact").order_by("pk")
    key, urgent = off.once_key, off.is_urgent
    write_tellings(
        [
            Told(row, News.CALLED_OFF, _words(off, row), key, urgent, is_late=late, ended=ended[row.pk])
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
