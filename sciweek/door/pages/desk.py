"""The desk's pages of doors: the figures of a day and of the edition, a session's door, its links."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.forms import posted
from sciweek.committee.acts import tell
from sciweek.committee.addresses import public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.door import actions
from sciweek.door.forms import PassForm
from sciweek.door.logic.clocks import AFTER
from sciweek.door.logic.figure_columns import COLUMNS, TITLE
from sciweek.door.models import Arrival, Door, DoorPass
from sciweek.door.pages.shown import shown_passes
from sciweek.door.pages.wire import dated_title, title_of
from sciweek.door.queries import (
    Figures,
    WeekFigures,
    as_planned,
    doors_of,
    doubtful_arrivals,
    figures_of,
    passes_of,
    sessions_of,
    week_figures,
)
from sciweek.door.rules import visible_door_sessions
from sciweek.look.dates import day_words, local
from sciweek.look.parts import Tab
from sciweek.look.phrases import strung
from sciweek.programme.models import Session
from sciweek.programme.pages.words import hours_of, name_of, when_of, where_of
from sciweek.programme.states import SessionState
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import send_book

MOST_DOUBTFUL = 50
MOST_EXPORTED = 5000
MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A session in the list of a day."""

    figures: Figures
    url: str
    when: str
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    day: str
    lines: list[Line]
    week: WeekFigures


@dataclass(frozen=True, slots=True)
class DoorPage:
    """One session's door."""

    session: Session
    name: str
    title: str
    figures: Figures
    door: Door | None
    passes: list[DoorPass]
    # Those whose link the actor may be shown.
    shown: set[int]
    doubtful: list[Arrival]
    more_doubtful: int
    may_run: bool
    is_running: bool
    day: str


def _sessions(request: DeskRequest) -> QuerySet[Session]:
    found = visible_door_sessions(request.actor).select_related("activity__unit", "venue", "room", "run")
    return found.defer("activity__summary", "activity__contact_name", "activity__contact_phone")


def _the_session(request: DeskRequest, code: str) -> Session:
    row = _sessions(request).filter(code=code).first()
    if row is None:
        raise Http404(code)
    return row


def _address(request: DeskRequest, name: str, session: Session, **words: str) -> str:
    return reverse(f"door:{name}", kwargs={"week_slug": request.week.slug, "code": session.code, **words})


@desk_page("door.see_door")
def board(request: DeskRequest) -> HttpResponse:
    """The doors of one day, and the sums of the edition."""
    zone = request.week.zone
    planned = _sessions(request).filter(state=SessionState.PLANNED)
    days: dict[date, int] = {}
    for starts_at in planned.order_by().values_list("starts_at", flat=True):
        day = local(starts_at, zone).date()
        days[day] = days.get(day, 0) + 1
    today = clock.today(zone)
    wanted = clock.read_day(request.GET.get("day", "")) or _nearest(sorted(days), today)
    begin, end = clock.moment(wanted, clock.MIDNIGHT, zone), clock.end_of(wanted, zone)
    rows = list(planned.filter(starts_at__gte=begin, starts_at__lt=end))
    page = BoardPage(
        day=day_words(wanted),
        lines=[_line(request, figures) for figures in figures_of(rows)],
        week=week_figures(visible_door_sessions(request.actor)),
    )
    tabs = [Tab(day_words(day), f"?day={day.isoformat()}", day == wanted, days[day]) for day in sorted(days)]
    return render(request, "door/board.html", {"page": page, "tabs": tabs, "week": request.week})


def _nearest(days: list[date], today: date) -> date:
    return next((day for day in days if day >= today), days[-1] if days else today)


def _line(request: DeskRequest, figures: Figures) -> Line:
    row, zone = figures.session, request.week.zone
    return Line(figures, _address(request, "session", row), hours_of(row, zone), name_of(row), where_of(row))


@desk_page("door.see_door")
def export(request: DeskRequest) -> HttpResponse:
    """The figures of every session as a table; where nobody counted the cells are empty, which is not zero."""
    zone = request.week.zone
    rows = _sessions(request).filter(state=SessionState.PLANNED)
    if rows.count() > MOST_EXPORTED:
        raise Refused(_("一次最多导出 %(most)d 场。") % {"most": MOST_EXPORTED}, code="too_many")
    lines = [
        {
            "activity": name_of(one.session),
            "unit": one.session.activity.unit.name if one.session.activity.unit else "",
            "day": local(one.session.starts_at, zone).date(),
            "hours": hours_of(one.session, zone),
            "where": where_of(one.session),
            "capacity": one.capacity,
            "booked_bookings": one.booked_bookings,
            "booked_people": one.booked_people,
            "came_bookings": one.came_bookings if one.is_counted else None,
            "came": one.came if one.is_counted else None,
            "walked_in": one.walked_in if one.is_counted else None,
            "person_times": one.inside if one.is_counted else None,
        }
        for one in figures_of(list(rows))
    ]
    title = f"{request.week.title}{TITLE}"
    return send_book(write_book(title, COLUMNS, lines), title)


@desk_page("door.see_door")
def session(request: DeskRequest, code: str) -> HttpResponse:
    """Figures, what is doubtful, links."""
    return _show(request, _the_session(request, code), PassForm(initial={"label": ""}))


@desk_page("door.see_door")
def figures(request: DeskRequest, code: str) -> HttpResponse:
    """The moving part of the page alone, while the session runs."""
    row = _the_session(request, code)
    return render(request, "door/session.html#figures", {"page": _page(request, row), "week": request.week})


def _page(request: DeskRequest, row: Session) -> DoorPage:
    zone, now = request.week.zone, clock.now()
    doubtful = list(doubtful_arrivals(row)[: MOST_DOUBTFUL + 1])
    [numbers] = figures_of([row])
    passes = as_planned(passes_of(row))
    return DoorPage(
        session=row,
        name=name_of(row),
        title=strung((when_of(row, zone), where_of(row))),
        figures=numbers,
        door=doors_of([row.pk]).get(row.pk),
        passes=passes,
        shown=shown_passes(request.actor, passes),
        doubtful=doubtful[:MOST_DOUBTFUL],
        more_doubtful=max(0, numbers.doubtful - MOST_DOUBTFUL),
        may_run=access.may(request.actor, "door.run_door", row),
        is_running=row.starts_at - AFTER <= now < row.ends_at + AFTER,
        day=local(row.starts_at, zone).date().isoformat(),
    )


def _show(request: DeskRequest, row: Session, form: PassForm) -> HttpResponse:
    page = _page(request, row)
    _offer(request, row, form)
    context = {"page": page, "form": form, "session": row, "week": request.week}
    return render(request, "door/session.html", context, status=422 if form.errors else 200)


def _offer(request: DeskRequest, row: Session, form: PassForm) -> None:
    """Other sessions of the same day, at the same venue or of the same activity, whose doors the actor runs."""
    zone = request.week.zone
    day = local(row.starts_at, zone).date()
    begin, end = clock.moment(day, clock.MIDNIGHT, zone), clock.end_of(day, zone)
    others = _sessions(request).filter(starts_at__gte=begin, starts_at__lt=end, state=SessionState.PLANNED)
    same_place = Q(venue=row.venue) if row.venue_id else Q(venue__isnull=True, place=row.place)
    near = others.filter(Q(activity=row.activity) | same_place)
    ids = [
        one.pk
        for one in near.exclude(pk=row.pk)[:MOST_CHOICES]
        if access.may(request.actor, "door.run_door", one)
    ]
    form.offer("sessions", _sessions(request).filter(pk__in=ids))
    form.label_sessions(lambda one: title_of(one, zone))


@desk_page("door.see_door")
def pass_new(request: DeskRequest, code: str) -> HttpResponse:
    """Make a link for a volunteer."""
    row = _the_session(request, code)
    access.require(request.actor, "door.run_door", row)
    form = PassForm(posted(request))
    _offer(request, row, form)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_pass(
                request.actor,
                row,
                sessions=list(form.cleaned_data["sessions"]),
                label=form.cleaned_data["label"],
                request_uid=form.once_key,
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            return redirect(_address(request, "pass", row, pass_code=made.code))
    return _show(request, row, form)


def _the_pass(row: Session, code: str) -> DoorPass:
    found = passes_of(row).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return as_planned([found])[0]


@desk_page("door.see_door")
def door_pass(request: DeskRequest, code: str, pass_code: str) -> HttpResponse:
    """The link and its QR code, to show to the volunteer. Whoever has it can count: only those who run its doors see it."""
    row = _the_session(request, code)
    access.require(request.actor, "door.run_door", row)
    found = _the_pass(row, pass_code)
    if found.pk not in shown_passes(request.actor, [found]):
        raise OutOfSight(pass_code)
    zone = request.week.zone
    context = {
        "door_pass": found,
        "address": public_address(request, "door:app", token=actions.token_of(found)),
        "titles": [dated_title(one, zone) for one in sessions_of(found)],
        "session": row,
        "name": name_of(row),
        "week": request.week,
    }
    return render(request, "door/pass.html", context)


@require_POST
@desk_page("door.see_door")
def pass_revoke(request: DeskRequest, code: str, pass_code: str) -> HttpResponse:
    """Take a link back."""
    row = _the_session(request, code)
    actions.revoke_pass(request.actor, row, _the_pass(row, pass_code))
    messages.success(request, _("链接已收回。用它的手机下次联网时会删掉名单。"))
    return redirect(_address(request, "session", row))


@require_POST
@desk_page("door.see_door")
def switch(request: DeskRequest, code: str) -> HttpResponse:
    """Count at this door, or do not."""
    row = _the_session(request, code)
    is_on = request.POST.get("on") == "yes"
    seen = request.POST.get("seen_version", "")
    try:
        actions.switch_door(
            request.actor, row, is_on=is_on, seen_version=int(seen) if seen.isdecimal() else None
        )
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("这一场在门口点人数。") if is_on else _("这一场不点人数，也不算谁没来。"))
    return redirect(_address(request, "session", row))
