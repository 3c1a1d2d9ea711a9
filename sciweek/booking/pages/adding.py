"""A booking for somebody who calls: the same action and the same seats as on the public page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.booking import actions
from sciweek.booking.forms import BookForm
from sciweek.booking.logic.questions import read_questions
from sciweek.booking.models import Booking
from sciweek.booking.pages.shown import address, the_pool
from sciweek.booking.pages.words import pool_name, pool_when
from sciweek.booking.queries import bookable
from sciweek.booking.states import BookingState
from sciweek.committee.entrance import DeskRequest, desk_page


@desk_page("booking.see_bookings")
def booking_new(request: DeskRequest, code: str) -> HttpResponse:
    """Write down who calls; without seats left it offers the waiting list."""
    pool = the_pool(request, code)
    access.require(request.actor, "booking.run_bookings", pool)
    found = bookable(pool)
    form = BookForm(
        posted(request), is_group=found.terms.is_group, questions=read_questions(found.terms.questions)
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.book(request.actor, found, request_uid=form.once_key, **form.values())
        except Refused as refusal:
            form.show(refusal, form.rename)
        else:
            messages.success(request, _made(row))
            return redirect(address(request.week, "booking", code=row.code))
    context = {
        "form": form,
        "pool": pool,
        "found": found,
        "name": pool_name(pool),
        "when": pool_when(found, request.week.zone),
        "consent": actions.words_to_read(actions.words_in_force(request.week)),
        "week": request.week,
    }
    return render(request, "booking/new.html", context, status=422 if form.errors else 200)


def _made(row: Booking) -> str:
    if row.state == BookingState.WAITING:
        return _("已排候补，预约码 %(code)s。") % {"code": row.code}
    if row.state == BookingState.APPLIED:
        return _("已登记，等您挑选。预约码 %(code)s。") % {"code": row.code}
    return _("约好了，预约码 %(code)s，请告诉对方。") % {"code": row.code}
