"""Opening a run for booking, and changing its rules."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Max, Min
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.activities.states import Kind
from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.booking import actions
from sciweek.booking.forms import RENAME, TermsForm
from sciweek.booking.forms.terms import NEW, asked_of
from sciweek.booking.models import Pool, Terms
from sciweek.booking.pages.shown import address, pools, the_run
from sciweek.booking.pages.words import in_words
from sciweek.booking.queries import terms_of
from sciweek.booking.rules import shared_run_by
from sciweek.booking.states import Admission
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import range_words
from sciweek.post.channels import channel
from sciweek.post.states import ChannelKind
from sciweek.programme.models import Run, Session
from sciweek.programme.states import RunKind, SessionState

MOST_LISTED = 60
# Without a gateway somebody has to telephone: an offered seat is held for a day.
BY_CALL = 1440


@dataclass(frozen=True, slots=True)
class SeatsLine:
    """A session of the run with its seats, if it has any."""

    when: str
    url: str
    pool: Pool | None
    capacity: int | None


@dataclass(frozen=True)
class TermsPage:
    """What the page of a run's rules shows."""

    run: Run
    terms: Terms | None
    name: str
    lines: list[SeatsLine]
    more: int
    is_course: bool
    seats_hint: str
    by_sms: bool
    may_run: bool


@desk_page("booking.see_bookings")
def terms(request: DeskRequest, code: str) -> HttpResponse:
    """How one books the sessions of a run: shown to whoever sees them, changed by whoever runs them."""
    run = the_run(request, code)
    week = request.week
    known = terms_of(run)
    form = _form(request, run, known)
    if request.method == "POST":
        access.require(request.actor, "booking.run_bookings", run)
        if form.is_valid():
            try:
                _save(request, run, form)
            except Conflict as refusal:
                form.show(in_words(refusal, week.zone), RENAME)
                known = terms_of(run)
            except Refused as refusal:
                form.show(refusal, RENAME)
            else:
                messages.success(request, _saved(known))
                return redirect(address(week, "terms", code=run.code))
    page = _page(request, run, known)
    context = {"page": page, "form": form, "week": week}
    return render(request, "booking/terms.html", context, status=422 if form.errors else 200)


def _saved(before: Terms | None) -> str:
    if before is None:
        return _("已开通。日程发布以后，市民在活动页上就能约。")
    return _("已保存，市民马上看到。已经约上的不变。")


def _form(request: DeskRequest, run: Run, known: Terms | None) -> TermsForm:
    terms = known or _first(run)
    own = pools(request).filter(terms=known).first() if known else None
    shared = _shared_choices(request, own)
    initial = TermsForm.initial_of(terms, request.week.zone)
    if own is not None and own.shared is not None:
        initial["shared"] = own.shared.code
    asked = asked_of(terms)
    return TermsForm(posted(request), initial=initial, shared=shared, asked=asked)


def _first(run: Run) -> Terms:
    """Sensible rules to begin with: by the activity's kind, and by how people can be told."""
    terms = Terms(week=run.week, run=run)
    if run.activity.kind == Kind.CAMPUS:
        terms.admission, terms.smallest, terms.largest = Admission.GROUP, 10, 60
    if not channel(ChannelKind.SMS).is_ready():
        terms.offer_minutes = BY_CALL
    return terms


def _shared_choices(request: DeskRequest, own: Pool | None) -> list[tuple[str, str]]:
    rows = shared_run_by(request.actor)
    if own is not None and own.shared_id is not None:
        rows |= Pool.objects.filter(pk=own.shared_id)
    return [
        (row.code, _("%(name)s（共 %(n)d 席）") % {"name": row.name, "n": row.capacity})
        for row in rows.order_by("name", "id")[:MOST_LISTED]
    ]


def _save(request: DeskRequest, run: Run, form: TermsForm) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        shared = None
        if data["shared"] == NEW:
            shared = actions.add_shared_seats(
                request.actor,
                request.week,
                name=data["shared_name"],
                capacity=data["shared_capacity"],
                request_uid=form.once_key,
            )
        elif data["shared"]:
            shared = Pool.objects.get(code=data["shared"])
        actions.set_terms(
            request.actor,
            run,
            seats=data["seats"],
            shared=shared,
            drops_shared=not data["shared"],
            seen_version=data["seen_version"],
            **form.values(request.week.zone),
        )


def _page(request: DeskRequest, run: Run, known: Terms | None) -> TermsPage:
    planned = Session.objects.filter(run=run, state=SessionState.PLANNED).order_by("starts_at", "id")
    seats = {row.session_id: row for row in pools(request).filter(terms=known)} if known else {}
    rows = list(planned[:MOST_LISTED])
    return TermsPage(
        run=run,
        terms=known,
        name=run.activity.name,
        lines=[_line(request, row, seats) for row in rows],
        more=planned.count() - len(rows),
        is_course=run.kind == RunKind.COURSE,
        seats_hint=_seats_hint(run),
        by_sms=channel(ChannelKind.SMS).is_ready(),
        may_run=access.may(request.actor, "booking.run_bookings", run),
    )


def _line(request: DeskRequest, row: Session, seats: dict[int | None, Pool]) -> SeatsLine:
    pool = seats.get(row.pk) or seats.get(None)
    return SeatsLine(
        when=range_words(row.starts_at, row.ends_at, request.week.zone),
        url=address(request.week, "pool", code=pool.code) if pool else "",
        pool=pool,
        capacity=row.capacity,
    )


def _seats_hint(run: Run) -> str:
    """What the sessions get when nothing is written."""
    planned = Session.objects.filter(run=run, state=SessionState.PLANNED)
    found: dict[str, Any] = planned.aggregate(least=Min("capacity"), most=Max("capacity"))
    if planned.filter(capacity__isnull=True).exists() or found["least"] is None:
        return _("有的场次没有写最多多少人，请写一个数")
    if found["least"] == found["most"]:
        return _("空着：按场次写的 %(n)d 人") % {"n": found["most"]}
    return _("空着：各场按自己写的人数（%(least)d 到 %(most)d 人）") % found
