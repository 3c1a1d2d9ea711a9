"""All venues, by street."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.look.parts import Tab
from sciweek.venues.addresses import venue_address
from sciweek.venues.models import Venue
from sciweek.venues.queries import containing, in_order, with_rooms_counted
from sciweek.venues.rules import visible_venues

PER_PAGE = 100
SHOWN = {
    "": Q(is_active=True),
    "unplaced": Q(is_active=True, latitude__isnull=True),
    "retired": Q(is_active=False),
}


@dataclass(frozen=True, slots=True)
class StreetGroup:
    """The venues of this page that lie in one street; None: nobody has said where."""

    street: Unit | None
    venues: list[Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows."""

    page: Page[Venue]
    groups: list[StreetGroup]
    tabs: list[Tab]
    streets: list[Unit]
    words: str
    street: str
    shown: str
    total: int
    is_filtered: bool


@desk_page("venues.see_venues", needs_week=False)
def venue_list(request: DeskRequest) -> HttpResponse:
    """The region's venues; searched by words and street, a hundred on a page."""
    context = {
        "list": _listing(request),
        "may_run": access.may(request.actor, "venues.run_venues", request.region),
    }
    return render(request, "venues/list.html", context)


def _listing(request: DeskRequest) -> Listing:
    words, street = request.GET.get("q", "").strip()[:60], request.GET.get("street", "")
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else ""
    streets = list(units().filter(kind=UnitKind.STREET))
    street = street if street == "none" or street in {one.code for one in streets} else ""
    found = in_street(containing(visible_venues(request.actor), words), street)
    counts = found.aggregate(**{name or "used": Count("id", filter=which) for name, which in SHOWN.items()})
    rows = with_rooms_counted(in_order(found.filter(SHOWN[shown])))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in (("q", words), ("street", street)) if value}
    labels = {"": _("在用"), "unplaced": _("还没有位置"), "retired": _("已停用")}
    base = venue_address(request, "list")
    tabs = [
        Tab(
            labels[name],
            f"{base}?{urlencode(kept | ({'show': name} if name else {}))}".rstrip("?"),
            name == shown,
            counts[name or "used"],
        )
        for name in SHOWN
    ]
    return Listing(
        page=page,
        groups=_by_street(page),
        tabs=tabs,
        streets=streets,
        words=words,
        street=street,
        shown=shown,
        total=counts[shown or "used"],
        is_filtered=bool(words or street or shown),
    )


def in_street(found: QuerySet[Venue], code: str) -> QuerySet[Venue]:
    """Those in the street, or in one that was merged into it; "none": those of which nobody has said."""
    if code == "none":
        return found.filter(street__isnull=True)
    if code:
        return found.filter(Q(street__code=code) | Q(street__merged_into__code=code))
    return found


def _by_street(venues: Iterable[Venue]) -> list[StreetGroup]:
    return [
        StreetGroup(street, list(group)) for street, group in groupby(venues, key=lambda one: one.lies_in)
    ]
