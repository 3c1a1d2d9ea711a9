"""One booking: what is known of it, and what the host does with it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.booking import actions
from sciweek.booking.actions.revealing import reveal_phone
from sciweek.booking.forms import PartyForm, ReasonForm, ToForm
from sciweek.booking.logic.names import masked_name
from sciweek.booking.models import Booking, ConsentText, Pool, Telling, Terms
from sciweek.booking.pages.shown import address, pools, the_booking
from sciweek.booking.pages.words import (
    STATE_LEVELS,
    answers_of,
    in_words,
    party_words,
    pool_name,
    pool_when,
    pool_where,
    state_word,
)
from sciweek.booking.queries import bookable
from sciweek.booking.states import LIVE, BookingState
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.programme.pages.words import when_of
from sciweek.programme.states import SessionState

MOST_TARGETS = 100


@dataclass(frozen=True)
class BookingPage:
    """What the page of a booking shows; `phone` is whole only right after somebody has said why."""

    booking: Booking
    terms: Terms
    name: str
    group: str
    phone: str
    party: str
    session: str
    when: str
    where: str
    word: str
    level: str
    answers: list[tuple[str, str]]
    tellings: list[Telling]
    consent: ConsentText | None
    is_live: bool
    may_run: bool
    # Seats that are left.
    free: int
    can_move: bool

    @property
    def fits(self) -> bool:
        return self.booking.places <= self.free

    @property
    def to_choose(self) -> bool:
        return self.booking.state == BookingState.APPLIED

    @property
    def can_choose(self) -> bool:
        return self.booking.state in (BookingState.APPLIED, BookingState.DECLINED)


@desk_page("booking.see_bookings")
def booking(request: DeskRequest, code: str) -> HttpResponse:
    """Look at it; change how many come."""
    row = the_booking(request, code)
    form = _party_form(request, row)
    if request.method == "POST":
        access.require(request.actor, "booking.run_bookings", row)
        if form.is_valid():
            try:
                actions.change_party(
                    request.actor,
                    row,
                    party=form.party(),
                    consents=bool(form.cleaned_data["consents"]),
                    photo=form.photo_said(),
                    seen_version=form.cleaned_data["seen_version"],
                )
            except Conflict as refusal:
                form.show(in_words(refusal, request.week.zone), form.rename)
                row = the_booking(request, code)
            except Refused as refusal:
                form.show(refusal, form.rename)
            else:
                messages.success(request, _("人数已改，会告诉对方。"))
                return redirect(address(request.week, "booking", code=row.code))
    return show(request, row, form)


def _party_form(request: DeskRequest, row: Booking) -> PartyForm:
    return PartyForm(posted(request), initial=PartyForm.initial_of(row), is_group=_terms(row).is_group)


def _terms(row: Booking) -> Terms:
    if row.pool.terms is None:
        raise ValueError("nobody books shared seats by themselves")
    return row.pool.terms


def show(request: DeskRequest, row: Booking, form: PartyForm, *, phone: str = "") -> HttpResponse:
    """The page, with the whole number when somebody has just said why."""
    terms, found = _terms(row), bookable(row.pool)
    is_live = row.state in LIVE and clock.now() < found.ends_at
    may_run = access.may(request.actor, "booking.run_bookings", row)
    targets = targets_of(request, row.pool) if is_live and may_run else []
    page = BookingPage(
        booking=row,
        terms=terms,
        name=masked_name(row.name),
        group=" ".join(filter(None, (row.school, row.grade))),
        phone=phone,
        party=party_words(row.party),
        session=pool_name(row.pool),
        when=pool_when(found, request.week.zone),
        where=pool_where(row.pool),
        word=state_word(row.state),
        level=STATE_LEVELS[BookingState(row.state)],
        answers=answers_of(row, terms) if may_run else [],
        tellings=list(Telling.objects.filter(booking=row).order_by("-id")[:50]),
        consent=row.consent,
        is_live=is_live,
        may_run=may_run,
        free=max(found.free, 0),
        can_move=bool(targets),
    )
    context = {
        "page": page,
        "form": form,
        "to_form": ToForm(initial={"seen_version": row.version}, targets=targets),
        "booking": row,
        "week": request.week,
    }
    answer = render(request, "booking/booking.html", context, status=422 if form.errors else 200)
    if phone:
        answer["Cache-Control"] = "no-store"
    return answer


def targets_of(request: DeskRequest, pool: Pool) -> list[tuple[str, str]]:
    """The other sessions of the same activity that can still take somebody: code of their seats, and words."""
    if pool.terms is None:
        return []
    zone = request.week.zone
    ahead = pools(request).filter(
        terms__run__activity=pool.terms.run.activity_id,
        terms__admission=pool.terms.admission,
        session__state=SessionState.PLANNED,
        session__ends_at__gt=clock.now(),
    )
    rows = ahead.exclude(pk=pool.pk).order_by("session__starts_at", "id")[:MOST_TARGETS]
    return [
        (row.code, _("%(when)s，剩 %(free)d 席") % {"when": when_of(row.session, zone), "free": row.free})
        for row in rows
        if row.session is not None
    ]


@require_POST
@desk_page("booking.see_bookings")
def booking_state(request: DeskRequest, code: str) -> HttpResponse:
    """Cancel it with a reason; let a group come, or say that it cannot."""
    row = the_booking(request, code)
    form = ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("请回到这一页，再选一次要做的事。"))
        seen, why = form.cleaned_data["seen_version"], form.cleaned_data["why"]
        match form.cleaned_data["to"]:
            case BookingState.CANCELLED:
                actions.cancel_booking(request.actor, row, why=why, seen_version=seen)
                words = _("已取消，席位已经空出来，会告诉对方。")
            case BookingState.CONFIRMED:
                actions.choose_group(request.actor, row, seen_version=seen)
                words = _("选上了，会告诉对方。")
            case BookingState.DECLINED:
                actions.decline_group(request.actor, row, why=why, seen_version=seen)
                words = _("已记下没有选上，会告诉对方。")
            case _:
                raise Refused(_("请回到这一页，再选一次要做的事。"))
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, words)
    return redirect(address(request.week, "booking", code=row.code))


@require_POST
@desk_page("booking.see_bookings")
def booking_move(request: DeskRequest, code: str) -> HttpResponse:
    """Take it to another session of the same activity."""
    row = the_booking(request, code)
    access.require(request.actor, "booking.run_bookings", row)
    form = ToForm(request.POST, targets=targets_of(request, row.pool))
    try:
        to = form.cleaned_data["to"] if form.is_valid() else ""
        target = pools(request).filter(code=to, terms__isnull=False).first() if to else None
        if target is None:
            raise Refused(_("请选换到哪一场。"))
        actions.move_booking(request.actor, row, target, seen_version=form.cleaned_data["seen_version"])
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("已换到新的一场，会告诉对方。"))
    return redirect(address(request.week, "booking", code=row.code))


@require_POST
@desk_page("booking.see_bookings")
def booking_phone(request: DeskRequest, code: str) -> HttpResponse:
    """Show the whole number, once, to somebody who says why; the look is logged."""
    row = the_booking(request, code)
    form = ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(fields={"why": _("请写明原因，最多 %(n)d 个字，会记进日志。") % {"n": 300}})
        phone = reveal_phone(request.actor, row, why=form.cleaned_data["why"])
    except Refused as refusal:
        tell(request, refusal)
        return redirect(address(request.week, "booking", code=row.code))
    plain = PartyForm(initial=PartyForm.initial_of(row), is_group=_terms(row).is_group)
    return show(request, row, plain, phone=phone)
