"""One session's seats: who has booked, and what the host can do with all of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.base.text import clean
from sciweek.booking import actions
from sciweek.booking.forms import CapacityForm, ReasonForm
from sciweek.booking.logic.names import masked_name
from sciweek.booking.models import Booking, Pool, Terms
from sciweek.booking.pages.shown import address, pool_url, pools, the_pool
from sciweek.booking.pages.words import (
    LEVELS,
    STATE_LEVELS,
    answers_of,
    full_why,
    party_words,
    pool_name,
    pool_when,
    pool_where,
    state_word,
)
from sciweek.booking.queries import Bookable, bookable, queue_of
from sciweek.booking.queries.standing import standing_of
from sciweek.booking.rules import visible_pools
from sciweek.booking.states import LIVE, BookingState, Choice, Standing
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.parts import Tab
from sciweek.programme.pages.words import when_of
from sciweek.week.models import Week

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class BookingLine:
    """One booking in the list; names and phones are masked."""

    booking: Booking
    url: str
    name: str
    group: str
    phone: str
    party: str
    word: str
    level: str
    place_in_line: int
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class PoolPage:
    """What the page of a session's seats shows."""

    pool: Pool
    terms: Terms
    found: Bookable
    name: str
    when: str
    where: str
    word: str
    level: str
    why: str
    tabs: list[Tab]
    lines: list[BookingLine]
    rows: "Page[Booking]"
    q: str
    state: str
    is_over: bool
    may_run: bool

    @property
    def takes_bookings(self) -> bool:
        """Whether seats still matter: nobody comes to a session that is over or called off."""
        return not self.is_over and not self.found.is_called_off

    @property
    def chooses(self) -> bool:
        return self.terms.is_group and self.terms.choice == Choice.CHOSEN


@desk_page("booking.see_bookings")
def pool(request: DeskRequest, code: str) -> HttpResponse:
    """The bookings of one session, or of a course; a POST changes how many seats there are."""
    row = the_pool(request, code)
    form = CapacityForm(posted(request), initial={"capacity": row.capacity, "seen_version": row.version})
    if request.method == "POST":
        access.require(request.actor, "booking.run_bookings", row)
        if _resized(request, row, form):
            return redirect(pool_url(row, request.week))
        row = the_pool(request, code)
    page = _page(request, row)
    context = {"page": page, "form": form, "pool": row, "week": request.week}
    return render(request, "booking/pool.html", context, status=422 if form.errors else 200)


def _resized(request: DeskRequest, row: Pool, form: CapacityForm) -> bool:
    if not form.is_valid():
        return False
    capacity = form.cleaned_data["capacity"]
    try:
        if capacity is None:
            raise Refused(fields={"capacity": _("请写一共多少席。")}, code="invalid")
        seen = form.cleaned_data["seen_version"]
        actions.resize_pool(request.actor, row, capacity=capacity, seen_version=seen)
    except Refused as refusal:
        form.show(refusal)
        return False
    messages.success(request, _("现在一共 %(n)d 席。") % {"n": capacity})
    return True


def _page(request: DeskRequest, row: Pool) -> PoolPage:
    found, week = bookable(row), request.week
    state = request.GET.get("state", "")
    state = state if state in (*BookingState.values, "all") else ""
    q = clean(request.GET.get("q", ""))[:20]
    every = Booking.objects.filter(pool=row)
    counts: dict[str, int] = dict(every.order_by().values_list("state").annotate(Count("id")))
    asked = _asked(every, state, q).select_related("contact", "consent").order_by("id")
    if state == BookingState.WAITING:
        asked = asked.order_by("queued_at", "id")
    rows = Paginator(asked, PER_PAGE).get_page(request.GET.get("page"))
    standing = standing_of(found)
    may_run = access.may(request.actor, "booking.run_bookings", row)
    return PoolPage(
        pool=row,
        terms=found.terms,
        found=found,
        name=pool_name(row),
        when=pool_when(found, week.zone),
        where=pool_where(row),
        word=str(standing.label),
        level=LEVELS[standing],
        why=full_why(row) if standing == Standing.FULL else "",
        tabs=_tabs(counts, state, q),
        lines=lines_of(list(rows), found.terms, week, _in_line(row), may_run=may_run),
        rows=rows,
        q=q,
        state=state,
        is_over=clock.now() >= found.ends_at,
        may_run=may_run,
    )


def _asked(every: QuerySet[Booking], state: str, q: str) -> QuerySet[Booking]:
    if q:
        # Names are sealed: what can be looked for is the code and the phone's end.
        return every.filter(Q(code=q.upper()) | Q(contact__phone_last4=q[-4:]))
    if state == "all":
        return every
    return every.filter(state=state) if state else every.filter(state__in=LIVE)


def _tabs(counts: dict[str, int], state: str, q: str) -> list[Tab]:
    live = sum(counts.get(one, 0) for one in LIVE)
    tabs = [Tab(_("有效的"), "?", not state and not q, live)]
    tabs += [
        Tab(state_word(one), f"?state={one}", state == one, counts.get(one, 0))
        for one in BookingState.values
        if counts.get(one) or state == one
    ]
    return [*tabs, Tab(_("全部"), "?state=all", state == "all", sum(counts.values()))]


def _in_line(row: Pool) -> dict[int, int]:
    """Whose turn it is: the place in the queue by the booking's id."""
    if not row.waiting:
        return {}
    return {pk: place for place, pk in enumerate(queue_of(row).values_list("pk", flat=True), 1)}


def lines_of(
    rows: Sequence[Booking], terms: Terms, week: Week, in_line: dict[int, int], *, may_run: bool
) -> list[BookingLine]:
    """Bookings as the list shows them; what people answered is for whoever runs them."""
    return [
        BookingLine(
            booking=row,
            url=address(week, "booking", code=row.code),
            name=masked_name(row.name),
            group=" ".join(filter(None, (row.school, row.grade))),
            phone=str(row.contact) if row.contact.phone_last4 else "",
            party=party_words(row.party),
            word=state_word(row.state),
            level=STATE_LEVELS[BookingState(row.state)],
            place_in_line=in_line.get(row.pk, 0),
            answers=answers_of(row, terms) if may_run else [],
        )
        for row in rows
    ]


@require_POST
@desk_page("booking.see_bookings")
def pool_state(request: DeskRequest, code: str) -> HttpResponse:
    """Stop booking for one session, or go on with it."""
    row = pools(request).filter(code=code).first()
    if row is None:
        raise Http404(code)
    form = ReasonForm(request.POST)
    try:
        if not form.is_valid() or form.cleaned_data["to"] not in ("closed", "open"):
            raise Refused(_("请回到这一页，再选一次要做的事。"))
        closed = form.cleaned_data["to"] == "closed"
        seen = form.cleaned_data["seen_version"]
        actions.close_pool(request.actor, row, is_closed=closed, seen_version=seen)
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(
            request, _("已停止预约，约上的不变。") if closed else _("又可以约了；候补的人先补上。")
        )
    return redirect(_home_of(row, request.week))


def _home_of(row: Pool, week: Week) -> str:
    return pool_url(row, week) if row.terms_id else address(week, "shared", code=row.code)


@dataclass(frozen=True, slots=True)
class Sharer:
    """A session that takes of shared seats."""

    url: str
    name: str
    when: str
    taken: int


@desk_page("booking.see_bookings")
def shared(request: DeskRequest, code: str) -> HttpResponse:
    """Seats that several sessions share: how many there are, and who takes of them."""
    row = visible_pools(request.actor).filter(code=code, terms__isnull=True).first()
    if row is None:
        raise Http404(code)
    form = CapacityForm(posted(request), initial={"capacity": row.capacity, "seen_version": row.version})
    if request.method == "POST":
        access.require(request.actor, "booking.run_bookings", row)
        if _resized(request, row, form):
            return redirect(address(request.week, "shared", code=row.code))
    joined = pools(request).filter(shared=row).order_by("session__starts_at", "id")
    rows = Paginator(joined, PER_PAGE).get_page(request.GET.get("page"))
    sharers = [
        Sharer(
            url=pool_url(one, request.week),
            name=pool_name(one),
            when=pool_when(bookable(one), request.week.zone) if one.session is None else _when(one, request),
            taken=one.taken,
        )
        for one in rows
    ]
    may_run = access.may(request.actor, "booking.run_bookings", row)
    context = {
        "pool": row, "form": form, "sharers": sharers, "rows": rows, "may_run": may_run, "week": request.week,
    }  # fmt: skip
    return render(request, "booking/shared.html", context, status=422 if form.errors else 200)


def _when(one: Pool, request: DeskRequest) -> str:
    return when_of(one.session, request.week.zone) if one.session else ""
