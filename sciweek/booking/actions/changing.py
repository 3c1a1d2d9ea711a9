"""What somebody does with a booking afterwards: change the party, cancel, pass it on, go to another session."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.booking.actions.codes import check_code, needs_code
from sciweek.booking.actions.coming_back import settled
from sciweek.booking.actions.consenting import consent_for
from sciweek.booking.actions.making import check_cap, contact_for, full, twice
from sciweek.booking.actions.queueing import promote
from sciweek.booking.actions.seats import NoSeats, lock, moved, needs, queue_changed, shift
from sciweek.booking.actions.sense import party_problems
from sciweek.booking.events import BookersConcerned
from sciweek.booking.logic.languages import known_language
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import LONGEST_NAME, Booking, Pool
from sciweek.booking.queries import Bookable, bookable
from sciweek.booking.rules import VIA_BOOKING
from sciweek.booking.states import BOOKING_MOVES, HOLDING, LIVE, BookingState, News, Passing, Proves
from sciweek.logbook.actions import check_version, locked_row, move, save_changes
from sciweek.people.phones import read_own_phone

# What the heir hears: of seats that are not for good yet, that they are not.
PASSED_ON: dict[str, News] = {BookingState.OFFERED: News.OFFERED, BookingState.WAITING: News.WAITING}


def locked_booking(booking: Booking, *others: Pool | None) -> Booking:
    """The booking as it stands now, with its pools (and others) locked first, in the one order."""
    locked: dict[int, Pool] = {}
    for _attempt in range(3):
        at = Booking.objects.select_related("pool").get(pk=booking.pk).pool
        pools = [at, *(one for one in others if one is not None)]
        locked = lock(pk for pool in pools for pk in (pool.pk, pool.shared_id))
        row = locked_row(booking)
        if row.pool_id in locked:
            row.pool = locked[row.pool_id]
            return row
        # It was moved meanwhile: once more, with the pool where it is now.
    raise Refused(_("这个预约正在被别人改动，请再试一次。"), code="busy")


def _held(row: Booking, places: int | None = None) -> dict[int, int]:
    """The seats that the row holds, given back; nothing when it holds none."""
    if row.state not in HOLDING:
        return {}
    return needs(row.pool, -(row.places if places is None else places))


def _check_ahead(row: Booking, found: Bookable, now: datetime) -> None:
    if row.state not in LIVE:
        raise Refused(
            _("这个预约现在是“%(state)s”，不能再改。") % {"state": row.get_state_display()}, code="ended"
        )
    if now >= found.ends_at:
        raise Refused(_("这一场已经结束。"), code="over")


def change_party(
    actor: Actor,
    booking: Booking,
    *,
    party: Party,
    consents: bool = False,
    photo: bool | None = None,
    seen_version: int | None = None,
) -> Booking:
    """Come with more or fewer people. More needs free seats; fewer gives them to the queue.

    In the queue the place is kept; a larger party just waits for more.
    """
    access.require(actor, "booking.keep_booking", booking)
    now = clock.now()
    with transaction.atomic():
        contact = locked_row(booking.contact)
        row = locked_booking(booking)
        # By the rules of the session where it is now, as they stand now.
        found = bookable(row.pool)
        problems = party_problems(found, party)
        asks = party.has_under_14 and row.consent_id is None
        if asks and not consents:
            problems["consents"] = _("有 14 岁以下的孩子，要监护人同意才能预约。")
        if problems:
            raise Refused(fields=problems, code="invalid")
        places = party.places(small_need_seats=found.terms.small_need_seats)
        check_version(row, seen_version, {"places": places})
        _check_ahead(row, found, now)
        if places > row.places and actor.via == VIA_BOOKING:
            if now >= found.closes_at:
                raise Refused(_("已过截止时间，只能减少人数、转给别人或取消。"), code="closed")
            if not found.terms.is_on:
                raise Refused(_("这一场已停止预约。"), code="closed")
            check_cap(found, contact, places, but=row)
        if row.state in HOLDING:
            try:
                shift(
                    needs(row.pool, places - row.places),
                    behind_queue=found.terms.passing == Passing.IN_ORDER,
                )
            except NoSeats:
                raise full(found, places - row.places) from None
        values: dict[str, Any] = {
            "places": places,
            "adults": party.adults,
            "teens": party.teens,
            "children": party.children,
            "small": party.small,
            "pupils": party.pupils,
        }
        if asks:
            values |= {"consent": consent_for(row.week), "consent_at": now}
        if party.has_under_14:
            values |= {"photo_consent": row.photo_consent if photo is None else photo}
        row = save_changes(
            actor,
            row,
            verb="change_party",
            ticket_serial=row.ticket_serial + (places != row.places),
            **values,
        )
        if actor.via != VIA_BOOKING:
            _tell(row, News.CHANGED)
        promote(row.pool)
    return row


def cancel_booking(
    actor: Actor, booking: Booking, *, why: str = "", seen_version: int | None = None
) -> Booking:
    """Give the seats back, or leave the queue; the next in line gets them in the same moment.

    A host says why; the booker need not. What has begun can still be cancelled, until it is over.
    """
    reason = clean(why)
    if len(reason) > 300:
        raise Refused(fields={"why": _("原因最多 300 个字。")}, code="invalid")
    by_host = actor.via != VIA_BOOKING
    if by_host and not reason:
        raise Refused(fields={"why": _("请写明原因，会告诉预约的人。")}, code="reason_missing")
    with transaction.atomic():
        row = locked_booking(booking)
        found = bookable(row.pool)
        if row.state in LIVE and clock.now() >= found.ends_at:
            raise Refused(_("这一场已经结束。"), code="over")
        was, pool, given_back = row.state, row.pool, _held(row)
        row = move(
            actor,
            row,
            BookingState.CANCELLED,
            BOOKING_MOVES,
            verb="cancel_booking",
            seen_version=seen_version,
            reason=reason,
            offered_until=None,
            news=News.REMOVED if by_host else "",
        )
        shift(given_back)
        if was == BookingState.WAITING:
            queue_changed(pool.pk, -1)
        promote(pool)
        if by_host:
            facts.tell(BookersConcerned(row.week_id))
    return row


def pass_on(
    actor: Actor,
    booking: Booking,
    *,
    name: str,
    phone: str,
    code: str = "",
    language: str = "",
    seen_version: int | None = None,
) -> Booking:
    """Give the booking to somebody else: another name and phone, and a new link; the old one opens nothing more.

    The heir is written to in `language`, by default in that of the booker before. Where a gateway is set the new
    phone is proven by a one-time code, as for booking: nobody gets a booking, or a message, by somebody else's slip.
    """
    access.require(actor, "booking.keep_booking", booking)
    number, words = read_own_phone(clean(phone)), clean(name)
    problems = {}
    if not 0 < len(words) <= LONGEST_NAME:
        problems["name"] = _("请写姓名，最多 %(n)d 个字。") % {"n": LONGEST_NAME}
    if number is None:
        problems["phone"] = _("请写 11 位手机号，用来找回预约和通知变动。")
    if problems or number is None:
        raise Refused(fields=problems, code="invalid")
    is_proven = actor.via == VIA_BOOKING and needs_code()
    if is_proven:
        check_code(number.digest, code, proves=Proves.TAKING_OVER)
    found = bookable(booking.pool)
    try:
        with transaction.atomic():
            contact = contact_for(found, number, booking.places, by_host=actor.via != VIA_BOOKING)
            row = locked_booking(booking)
            check_version(row, seen_version, {})
            _check_ahead(row, found, clock.now())
            row = save_changes(
                actor,
                row,
                verb="pass_on",
                contact=contact,
                name=words,
                is_proven=is_proven,
                language=known_language(language or row.language),
                link_serial=row.link_serial + 1,
                ticket_serial=row.ticket_serial + 1,
            )
            _tell(row, PASSED_ON.get(row.state, News.CONFIRMED))
    except IntegrityError as error:
        raise twice() from error
    return row


def move_booking(actor: Actor, booking: Booking, to: Pool, *, seen_version: int | None = None) -> Booking:
    """Go to another session of the same activity, with as many people; both are locked, none is taken twice."""
    access.require(actor, "booking.keep_booking", booking)
    found = bookable(to)
    now = clock.now()
    _check_target(actor, booking, found, now)
    found = settled(found)
    try:
        with transaction.atomic():
            locked_row(booking.contact)
            row = locked_booking(booking, to)
            check_version(row, seen_version, {})
            if row.pool_id == to.pk:
                return row
            if row.state not in LIVE:
                raise Refused(
                    _("这个预约现在是“%(state)s”，不能再改。") % {"state": row.get_state_display()},
                    code="ended",
                )
            _check_not_counted(row, now)
            row = _moved(actor, row, found)
    except IntegrityError as error:
        raise twice() from error
    return row


def _check_target(actor: Actor, booking: Booking, found: Bookable, now: datetime) -> None:
    at = bookable(booking.pool)
    same = found.terms.admission == at.terms.admission and found.terms.choice == at.terms.choice
    if found.activity.pk != at.activity.pk or not same:
        raise Refused(_("只能换到同一个活动的别的场次。"), code="elsewhere")
    if actor.via == VIA_BOOKING and (problems := party_problems(found, booking.party)):
        raise Refused("".join(problems.values()), code="invalid")
    over = now >= found.ends_at or found.is_called_off or not found.is_announced
    late = actor.via == VIA_BOOKING and (
        now >= found.closes_at or not found.terms.is_on or not found.has_opened(now)
    )
    if over or late:
        raise Refused(_("那一场现在不能约。"), code="closed")


def _check_not_counted(row: Booking, now: datetime) -> None:
    """What the door has counted stays where it was counted: who came, and who stayed away."""
    if row.arrived:
        raise Refused(_("已经有人到场，不能再换场次。"), code="arrived")
    if row.pool.has_door and now >= bookable(row.pool).ends_at:
        raise Refused(_("这一场已经结束。"), code="over")


def _moved(actor: Actor, row: Booking, found: Bookable) -> Booking:
    before, was = row.pool, row.state
    if was == BookingState.APPLIED:
        # It asks there now, and is chosen there or not.
        row = save_changes(actor, row, verb="move_booking", pool=found.pool)
        if actor.via != VIA_BOOKING:
            _tell(row, News.CHANGED)
        return row
    try:
        taken = needs(found.pool, row.places)
        in_order = found.terms.passing == Passing.IN_ORDER
        shift(moved(_held(row), taken), behind_queue=in_order, seen=found.pool)
    except NoSeats:
        raise full(found, row.places) from None
    values: dict[str, Any] = {"pool": found.pool, "ticket_serial": row.ticket_serial + 1, "arrived": 0}
    if was != BookingState.CONFIRMED:
        values |= {"state": BookingState.CONFIRMED, "offered_until": None, "queued_at": None}
    if actor.via != VIA_BOOKING:
        values["news"] = News.CHANGED
        facts.tell(BookersConcerned(row.week_id))
    row = save_changes(actor, row, verb="move_booking", **values)
    if was == BookingState.WAITING:
        queue_changed(before.pk, -1)
    promote(before)
    return row


def _tell(row: Booking, news: str) -> None:
    Booking.objects.filter(pk=row.pk).update(news=news)
    facts.tell(BookersConcerned(row.week_id))
