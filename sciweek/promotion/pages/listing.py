"""What was bought, with what is due next of each."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.committee.addresses import public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.parts import Tab
from sciweek.post.pages.reminded import reminded
from sciweek.promotion import actions
from sciweek.promotion.models import Deliverable, Service
from sciweek.promotion.queries import (
    Mark,
    counts_by_state,
    mark,
    next_deliverables,
    overdue,
    with_counts,
)
from sciweek.promotion.rules import visible_services
from sciweek.promotion.states import ServiceState
from sciweek.venues.models import living

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A service with what is due next, and how that stands."""

    service: Service
    next: Deliverable | None
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows."""

    page: Page[Service]
    lines: list[Line]
    tabs: list[Tab]
    state: str


@desk_page("promotion.see_services")
def service_list(request: DeskRequest) -> HttpResponse:
    """The edition's bought services: those that run, that were accepted, that were set aside."""
    may_remind = access.may(request.actor, "promotion.remind_buyers", request.week)
    today = clock.today(request.week.zone)
    late = overdue(today) if may_remind else []
    context = {
        "list": _listing(request),
        "late_units": len({living(row.service.unit) for row in late if row.service.unit is not None}),
        # Of these the office itself is reminded.
        "late_without_unit": sum(row.service.unit is None for row in late),
        "may_add": access.may(request.actor, "promotion.add_service", request.week),
        "week": request.week,
    }
    return render(request, "promotion/list.html", context)


@require_POST
@desk_page("promotion.see_services")
def remind(request: DeskRequest) -> HttpResponse:
    """Write reminders to the units at which something is overdue; they wait in the outbox for the click that sends them."""
    written = actions.remind_buyers(request.actor, request.week, address=partial(public_address, request))
    back = reverse("promotion:list", kwargs={"week_slug": request.week.slug})
    return reminded(request, written, nobody=_("没有逾期的，不用提醒。"), back=back)


def _listing(request: DeskRequest) -> Listing:
    asked = request.GET.get("state", "")
    state = asked if asked in ServiceState.values else ServiceState.RUNNING.value
    seen = visible_services(request.actor)
    counts = counts_by_state(seen)
    today = clock.today(request.week.zone)
    rows = with_counts(seen.filter(state=state), today)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    next_ones = next_deliverables(row.pk for row in page)
    base = reverse("promotion:list", kwargs={"week_slug": request.week.slug})
    tabs = [
        Tab(
            one.label,
            base if one == ServiceState.RUNNING else f"{base}?{urlencode({'state': one.value})}",
            one == state,
            counts[one],
        )
        for one in ServiceState
    ]
    return Listing(page, [_line(row, next_ones.get(row.pk), today) for row in page], tabs, state)


def _line(service: Service, row: Deliverable | None, today: date) -> Line:
    return Line(service, row, mark(row, today) if row else None)
