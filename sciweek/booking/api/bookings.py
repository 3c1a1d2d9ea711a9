"""Bookings: reading them masked, making one as the host, and what the host does with it."""

from typing import Annotated

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import StringConstraints

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Code,
    Moment,
    OnceKey,
    PageOf,
    Slug,
    Step,
    StepWithReason,
    narrowed,
    page_of,
    the_row,
)
from sciweek.booking import actions
from sciweek.booking.api.seats import the_seats
from sciweek.booking.api.shapes import SEES, BookingOut, Moving, NewBooking, PartyChange, booking_out, rest
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries import bookable
from sciweek.booking.rules import visible_bookings
from sciweek.booking.states import BookingState

ALL, ONE = "/weeks/{week}/bookings", "/weeks/{week}/bookings/{code}"
JOINED = (
    "contact",
    "consent",
    "week__region",
    "pool__terms__run__activity__unit",
    "pool__session",
    "pool__shared",
)

Last4 = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


class BookingFilter(Asked):
    """Which bookings: every given condition must hold; `made_since` for what came lately."""

    seats: Code | None = None
    activity: Code | None = None
    state: BookingState | None = None
    phone_last4: Last4 | None = None
    made_since: Moment | None = None


def _the_booking(request: ApiRequest, code: str) -> Booking:
    return the_row(visible_bookings(request.actor).select_related(*JOINED), code)


def _again(request: ApiRequest, row: Booking) -> BookingOut:
    return booking_out(request.actor, _the_booking(request, row.code), request.week.zone)


def _found(request: ApiRequest, asked: BookingFilter) -> QuerySet[Booking]:
    plain = {
        "pool__code": asked.seats,
        "pool__terms__run__activity__code": asked.activity,
        "state": asked.state,
        "contact__phone_last4": asked.phone_last4,
        "made_at__gte": asked.made_since,
    }
    rows = visible_bookings(request.actor).select_related(*JOINED)
    return narrowed(rows, **plain).order_by("id")


@rest.read(ALL, PageOf[BookingOut], _("预约，姓名电话打星"), needs=SEES)
def list_bookings(request: ApiRequest, week: Slug, asked: Query[BookingFilter]) -> PageOf[BookingOut]:
    return page_of(
        request,
        PageOf[BookingOut],
        _found(request, asked),
        asked,
        lambda row: booking_out(request.actor, row, request.week.zone),
    )


@rest.write("POST", ALL, BookingOut, _("替人预约"), needs=SEES, status=201)
def book(request: ApiRequest, week: Slug, data: NewBooking, once: OnceKey = None) -> BookingOut:
    pool = _booked_seats(request, data.seats)
    access.require(request.actor, "booking.run_bookings", pool)
    row = actions.book(
        request.actor,
        bookable(pool),
        party=data.party.party(),
        name=data.name,
        phone=data.phone,
        school=data.school,
        grade=data.grade,
        answers=data.answers,
        consents=data.consents,
        photo=data.photo,
        or_wait=data.or_wait,
        language=data.language or "",
        request_uid=once,
    )
    return _again(request, row)


def _booked_seats(request: ApiRequest, code: str) -> Pool:
    pool = the_seats(request, code)
    if pool.terms is None:
        raise Refused(fields={"seats": _("共用席位不能单独约，请约用它的场次。")}, code="invalid")
    return pool


@rest.read(ONE, BookingOut, _("一个预约"), needs=SEES)
def get_booking(request: ApiRequest, week: Slug, code: Code) -> BookingOut:
    return booking_out(request.actor, _the_booking(request, code), request.week.zone)


@rest.write("PATCH", ONE, BookingOut, _("改人数"), needs=SEES)
def change_party(request: ApiRequest, week: Slug, code: Code, data: PartyChange) -> BookingOut:
    row = actions.change_party(
        request.actor,
        _the_booking(request, code),
        party=data.party.party(),
        consents=data.consents,
        photo=data.photo,
        seen_version=data.seen_version,
    )
    return _again(request, row)


@rest.write("POST", f"{ONE}/cancel", BookingOut, _("取消一个预约"), needs=SEES)
def cancel_booking(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> BookingOut:
    row = _the_booking(request, code)
    actions.cancel_booking(request.actor, row, why=data.why, seen_version=data.seen_version)
    return _again(request, row)


@rest.write("POST", f"{ONE}/move", BookingOut, _("换到同一个活动的另一场"), needs=SEES)
def move_booking(request: ApiRequest, week: Slug, code: Code, data: Moving) -> BookingOut:
    row = _the_booking(request, code)
    access.require(request.actor, "booking.run_bookings", row)
    to = _booked_seats(request, data.seats)
    actions.move_booking(request.actor, row, to, seen_version=data.seen_version)
    return _again(request, row)


@rest.write("POST", f"{ONE}/choose", BookingOut, _("选上一个团体"), needs=SEES)
def choose_group(request: ApiRequest, week: Slug, code: Code, data: Step) -> BookingOut:
    row = _the_booking(request, code)
    actions.choose_group(request.actor, row, seen_version=data.seen_version)
    return _again(request, row)


@rest.write("POST", f"{ONE}/decline", BookingOut, _("没有选上一个团体"), needs=SEES)
def decline_group(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> BookingOut:
    row = _the_booking(request, code)
    actions.decline_group(request.actor, row, why=data.why, seen_version=data.seen_version)
    return _again(request, row)
