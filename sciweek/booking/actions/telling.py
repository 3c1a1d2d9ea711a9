"""What bookers are told: the host's own words, and who was reached by telephone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.ids import new_uid
from sciweek.base.text import clean_lines
from sciweek.booking.events import BookersConcerned
from sciweek.booking.logic.languages import said_in
from sciweek.booking.logic.wording import message_text
from sciweek.booking.models import Booking, Contact, Pool, Telling
from sciweek.booking.queries.spoken import JOINED, spoken_of
from sciweek.booking.states import BookingState, News, Reached, Way
from sciweek.logbook.actions import append
from sciweek.post.channels import channel
from sciweek.post.logic.addresses import read_address
from sciweek.post.states import ChannelKind

LONGEST_MESSAGE = 300
# The booking's page says it as well; nobody is rung up for it.
PAGE_IS_ENOUGH = (News.CONFIRMED, News.WAITING)
# After these calls there is nothing left to try.
SETTLING = (Reached.YES, Reached.WRONG_NUMBER)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that one booker is to be told. `once_key` says what makes two of them the same one."""

    booking: Booking
    news: str
    text: str
    once_key: str
    is_urgent: bool = False
    # What is over is only noted.
    is_late: bool = False
    # Of a session's end: the state of the booking that it ended.
    ended: str = ""


def write_tellings(told: Sequence[Told]) -> None:
    """Write down what is to be told, each thing once; the bookings come with their contacts.

    Call it in the transaction that made it so. What goes by SMS is sent afterwards (`carrying.send_tellings`).
    """
    now, has_sms = clock.now(), channel(ChannelKind.SMS).is_ready()
    rows = [
        Telling(
            week_id=one.booking.week_id,
            booking=one.booking,
            news=one.news,
            way=Way.PAGE if one.is_late else way_to(one.booking.contact, one.news, has_sms=has_sms),
            text=one.text,
            is_urgent=one.is_urgent,
            made_at=now,
            ended=one.ended,
            once_key=one.once_key,
        )
        for one in told
    ]
    Telling.objects.bulk_create(rows, 500, ignore_conflicts=True)


def way_to(contact: Contact, news: str, *, has_sms: bool) -> Way:
    """SMS where it can go; else a call for what must be heard, and the booking's page for the rest."""
    if not contact.phone:
        return Way.PAGE
    if has_sms and _takes_sms(contact.phone):
        return Way.SMS
    return Way.PAGE if news in PAGE_IS_ENOUGH else Way.CALL


def _takes_sms(phone: str) -> bool:
    try:
        return bool(read_address(ChannelKind.SMS, phone))
    except ValueError:  # a land line
        return False


def tell_bookers(
    actor: Actor, pool: Pool, *, text: str, states: Iterable[str] = (BookingState.CONFIRMED,)
) -> int:
    """Write to everybody who has booked the session and stands in one of these states. Returns how many that are.

    By SMS where a gateway is set, else it is put on the call list; either way each booking's page shows it. The same
    words twice are told twice: the host pressed twice.
    """
    access.require(actor, "booking.run_bookings", pool)
    words = clean_lines(text)
    if not 0 < len(words) <= LONGEST_MESSAGE:
        raise Refused(fields={"text": _("请写 1 到 %(n)d 个字。") % {"n": LONGEST_MESSAGE}}, code="invalid")
    wanted = list(states)
    if not wanted or set(wanted) - set(BookingState.values):
        raise Refused(fields={"states": _("请选告诉哪些人。")}, code="invalid")
    pool = Pool.objects.select_related(*JOINED).get(pk=pool.pk)
    spoken = spoken_of([pool]).get(pool.pk)
    rows = Booking.objects.filter(pool=pool, state__in=wanted, erased_at__isnull=True)
    said = said_in(lambda: message_text(spoken, words) if spoken is not None else words)
    key = f"message:{new_uid()}"
    with transaction.atomic():
        joined = rows.select_related("contact").order_by("pk")
        told = [Told(row, News.MESSAGE, said(row.language), key) for row in joined]
        if not told:
            raise Refused(_("没有要告诉的人。"), code="nobody")
        write_tellings(told)
        append(actor, "tell_bookers", pool, changes={"bookings": (0, len(told))}, why=words)
        facts.tell(BookersConcerned(pool.week_id))
    return len(told)


def mark_told(actor: Actor, telling: Telling, *, reached: str) -> Telling:
    """Note what came of a call; nobody answered: it stays on the list. Empty takes the note back."""
    access.require(actor, "booking.run_bookings", telling.booking)
    if reached and reached not in Reached.values:
        raise Refused(fields={"reached": _("请选打通了没有。")}, code="invalid")
    with transaction.atomic():
        row = Telling.objects.select_for_update().get(pk=telling.pk)
        if row.way != Way.CALL:
            raise Refused(_("这一条不用打电话。"), code="no_call")
        if row.reached == reached:
            return row
        append(actor, "mark_told", telling.booking, changes={"reached": (row.reached, reached)})
        row.reached = reached
        row.done_at = clock.now() if reached in SETTLING else None
        row.done_by = actor.name[:60] if reached else ""
        row.save(update_fields=["reached", "done_at", "done_by"])
    return row
