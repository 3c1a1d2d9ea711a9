"""Booking: from a phone and some numbers to seats."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.ids import new_uid
from sciweek.base.text import clean
from sciweek.booking.actions.codes import check_code, needs_code
from sciweek.booking.actions.coming_back import settled
from sciweek.booking.actions.consenting import consent_for
from sciweek.booking.actions.rows import booking_of_press, insert_booking, locked_contact, new_booking
from sciweek.booking.actions.seats import (
    NoSeats,
    SeatsChanged,
    check_seen,
    lock,
    needs,
    queue_changed,
    shift,
)
from sciweek.booking.actions.sense import party_problems
from sciweek.booking.logic.languages import known_language
from sciweek.booking.logic.parties import Party
from sciweek.booking.logic.questions import judged_answers, read_questions
from sciweek.booking.models import LONGEST_NAME, Booking, Contact
from sciweek.booking.queries import Bookable, bookable, held_places, no_shows, policy_of
from sciweek.booking.states import Admission, BookingState, Choice, News, Passing
from sciweek.people.phones import Phone, read_own_phone


@dataclass(frozen=True, slots=True)
class _Given:
    """What the form says, each text in one clean line."""

    party: Party
    name: str
    phone: str
    school: str
    grade: str
    answers: Mapping[str, Any]
    consents: bool
    photo: bool | None
    language: str


def book(
    actor: Actor,
    found: Bookable,
    *,
    party: Party,
    name: str,
    phone: str,
    school: str = "",
    grade: str = "",
    answers: Mapping[str, Any] | None = None,
    consents: bool = False,
    photo: bool | None = None,
    or_wait: bool = False,
    code: str = "",
    language: str = "",
    request_uid: UUID | str | None = None,
) -> Booking:
    """Take seats for a party or a school group, or a place in the queue (`or_wait`) when there are too few.

    Safe to repeat with the same `request_uid`. The host may book for somebody who calls, also outside the booking
    time. The booker is written to in `language`, by default the site's. Refusals: `closed`, `not_open`, `called_off`,
    `full` (asking again with `or_wait` queues), `twice`, `too_many`, `no_shows`, `code`, `busy`, for the host
    `not_released`, and `invalid` with messages by field.
    """
    uid = _uid(request_uid)
    given = _Given(
        party,
        clean(name),
        clean(phone),
        clean(school),
        clean(grade),
        answers or {},
        consents,
        photo,
        language,
    )
    try:
        return _tried(actor, found, given, or_wait, code, uid)
    except (IntegrityError, Refused) as error:
        # Asked last, not first: a form hardly ever comes twice, and then a refusal is the wrong answer.
        known = booking_of_press(uid) if request_uid is not None else None
        if known is not None and _is_of(known, given):
            return known
        if isinstance(error, Refused):
            raise
        if known is None:
            raise twice() from error
    # Another phone under the same key: on a school's tablet the next family went back to the form of the one before,
    # or the booking was passed on. It is no repeated press, and nobody is shown what is somebody else's.
    try:
        return _tried(actor, found, given, or_wait, code, new_uid())
    except IntegrityError as error:
        raise twice() from error


def _is_of(booking: Booking, given: _Given) -> bool:
    """Whether the booking is of the phone in the form."""
    number = read_own_phone(given.phone)
    return number is not None and number.digest == booking.contact.phone_digest


def _tried(actor: Actor, found: Bookable, given: _Given, or_wait: bool, code: str, uid: UUID) -> Booking:
    """Made by what was read; where the host has changed that in the same moment, once more by what holds now."""
    try:
        return _made(actor, found, given, or_wait, code, uid)
    except SeatsChanged:
        return _made(actor, bookable(found.pool), given, or_wait, code, uid)


def _made(actor: Actor, found: Bookable, given: _Given, or_wait: bool, code: str, uid: UUID) -> Booking:
    now = clock.now()
    by_host = access.may(actor, "booking.run_bookings", found.pool)
    _check_standing(found, now, by_host)
    found = settled(found)
    number, values = _judged(found, given, by_host)
    proven = False
    if not by_host and needs_code():
        check_code(number.digest, code)
        proven = True
    row = new_booking(
        week_id=found.pool.week_id,
        pool=found.pool,
        is_proven=proven,
        made_at=now,
        language=known_language(given.language),
        request_uid=uid,
        **values,
    )
    if not or_wait:
        _refuse_at_once(found, row.places)
    with transaction.atomic():
        row.contact = contact_for(found, number, row.places, by_host)
        _seat(found, row, or_wait, now)
        insert_booking(row)
    return row


def _check_standing(found: Bookable, now: datetime, by_host: bool) -> None:
    """Whether anybody may book here at this second."""
    terms = found.terms
    if by_host and (not found.is_announced or found.is_restored):
        raise Refused(_("这一场还没有随日程发布，发布以后才能约。"), code="not_released")
    if not found.is_announced:
        raise OutOfSight("session")
    if found.is_called_off:
        raise Refused(_("这一场已经取消，不能再约。"), code="called_off")
    if terms.admission == Admission.FREE:
        raise Refused(_("这一场不用预约，直接来就行。"), code="free")
    if by_host:
        return
    if not found.has_opened(now):
        raise Refused(_("还没有开始预约。"), code="not_open")
    if not terms.is_on or found.is_closed or now >= found.closes_at:
        raise Refused(_("这一场已停止预约。"), code="closed")


def _uid(value: UUID | str | None) -> UUID:
    if value is None:
        return new_uid()
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError as error:
        raise Refused(_("这次提交读不懂。请刷新页面后再提交。"), code="bad_request_uid") from error


def twice() -> Refused:
    return Refused(
        _("这个手机号已经约了这一场。要改人数，请打开原来的预约；链接找不到了，可以用预约码找回。"),
        code="twice",
    )


def _judged(found: Bookable, given: _Given, by_host: bool) -> tuple[Phone, dict[str, Any]]:
    """The phone and the values of the row; raises `Refused` with everything that is wrong at once."""
    terms, party = found.terms, given.party
    problems = party_problems(found, party) | _text_problems(terms.is_group, given)
    number = read_own_phone(given.phone)
    if number is None:
        problems["phone"] = _("请写 11 位手机号，用来找回预约和通知变动。")
    kept, wrong = judged_answers(read_questions(terms.questions), given.answers)
    problems |= {} if by_host else wrong
    consent = None
    if party.has_under_14:
        if given.consents:
            consent = consent_for(found.pool.week)
        else:
            problems["consents"] = (
                _("要先取得学生监护人同意。")
                if terms.is_group
                else _("有 14 岁以下的孩子，要监护人同意才能预约。")
            )
    if problems or number is None:
        raise Refused(fields=problems, code="invalid")
    return number, {
        "places": party.places(small_need_seats=terms.small_need_seats),
        "adults": party.adults,
        "teens": party.teens,
        "children": party.children,
        "small": party.small,
        "pupils": party.pupils,
        "name": given.name,
        "school": given.school if terms.is_group else "",
        "grade": given.grade if terms.is_group else "",
        "answers": json.dumps(kept, ensure_ascii=False) if kept else "",
        "consent": consent,
        "consent_at": clock.now() if consent else None,
        "photo_consent": given.photo if party.has_under_14 else None,
    }


def _text_problems(is_group: bool, given: _Given) -> dict[str, str]:
    problems = {}
    if not given.name:
        problems["name"] = _("请写联系人姓名。")
    elif len(given.name) > LONGEST_NAME:
        problems["name"] = _("姓名最多 %(n)d 个字。") % {"n": LONGEST_NAME}
    if not is_group:
        return problems
    for field, text, longest in (("school", given.school, 80), ("grade", given.grade, 40)):
        if not text:
            problems[field] = _("请写学校名称。") if field == "school" else _("请写年级和班级。")
        elif len(text) > longest:
            problems[field] = _("最多 %(n)d 个字。") % {"n": longest}
    return problems


def _refuse_at_once(found: Bookable, places: int) -> None:
    """What is seen to be full needs no lock to say so."""
    blocked = found.terms.passing == Passing.IN_ORDER and found.pool.waiting > 0
    chosen = found.terms.is_group and found.terms.choice == Choice.CHOSEN
    if not chosen and places > 0 and (blocked or found.free < places):
        raise full(found, places)


def full(found: Bookable, places: int) -> Refused:
    """That there are too few seats, and what can be done about it."""
    free = max(found.free, 0)
    if found.is_closed:
        return Refused(_("这一场已停止预约。"), code="full")
    if 0 < free < places:
        text = _("席位不够了：还剩 %(free)d 席，您要 %(places)d 席。") % {"free": free, "places": places}
    else:
        text = _("这一场已经约满。")
    if found.terms.has_waiting:
        text += _("可以排候补，有人取消会按顺序补上。")
    return Refused(text, code="full")


def contact_for(found: Bookable, number: Phone, places: int, by_host: bool) -> Contact:
    """The phone's contact, made or found, locked; raises `Refused` when it has booked enough or stayed away."""
    contact = locked_contact(found.pool.week_id, number)
    if by_host:
        return contact
    if (
        contact.made > 1
        and found.terms.most_no_shows is not None
        and no_shows(contact) >= found.terms.most_no_shows
    ):
        raise Refused(_("这个手机号有几次约了没来，这一场暂时不能约。可以联系主办方。"), code="no_shows")
    check_cap(found, contact, places)
    return contact


def check_cap(found: Bookable, contact: Contact, places: int, *, but: Booking | None = None) -> None:
    """Raise `Refused` when the phone would hold more places than the edition lets anybody hold."""
    most = (found.policy or policy_of(found.pool.week)).most_places
    if most is None or found.terms.is_group:
        return
    held = held_places(contact, but=but) if contact.made > 1 else 0
    if held + places > most:
        raise Refused(
            _("一个手机号同时最多约 %(most)d 席，您已经约了 %(held)d 席。用过或取消之后可以再约。")
            % {"most": most, "held": held},
            code="too_many",
        )


def _seat(found: Bookable, row: Booking, or_wait: bool, now: datetime) -> None:
    """Take the seats of a new row, or put it in the queue; sets its state."""
    terms = found.terms
    if terms.is_group and terms.choice == Choice.CHOSEN:
        lock([found.pool.pk])
        check_seen(found.pool)
        row.state = BookingState.APPLIED
        return
    # Without a gateway the page that the form leads to says it, and a rush leaves no second row to be written.
    row.state, row.news = BookingState.CONFIRMED, News.CONFIRMED if needs_code() else ""
    taken, in_order = needs(found.pool, row.places), terms.passing == Passing.IN_ORDER
    try:
        shift(taken, behind_queue=in_order, seen=found.pool)
    except NoSeats:
        if not (or_wait and terms.has_waiting):
            raise full(found, row.places) from None
        # A seat given back between that answer and this line would find nobody in the queue: look again, locked.
        lock(taken)
        try:
            shift(taken, behind_queue=in_order, seen=found.pool)
        except NoSeats:
            row.state, row.news, row.queued_at = BookingState.WAITING, News.WAITING, now
            queue_changed(found.pool.pk, 1)
