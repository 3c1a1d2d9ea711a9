"""Places that the week's activities name and that are no venue yet: the office ticks which become one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.activities.logic.place_names import may_be_same, room_in
from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.base.text import clean, searchable
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.venues.actions import NewVenue, add_room, add_venues
from sciweek.venues.models import Room, Venue


@dataclass(slots=True)
class Proposal:
    """A place as activities write it, and what would be made of it."""

    key: str
    name: str
    addresses: Counter[str] = field(default_factory=Counter)
    activities: int = 0
    street: Unit | None = None
    # A venue that may be the same.
    like: str = ""
    # The venue, there or proposed, in which it is a room; and how the room is called.
    inside: str = ""
    room: str = ""

    @property
    def address(self) -> str:
        """The one that most of its activities give."""
        return self.addresses.most_common(1)[0][0] if self.addresses else ""

    @property
    def is_ticked(self) -> bool:
        """Ticked beforehand: what is sure to be one place of its own."""
        return bool(self.inside) or (not self.like and (bool(self.addresses) or self.activities > 1))


@desk_page("venues.run_venues")
def places(request: DeskRequest) -> HttpResponse:
    """Choose the places that become venues; a POST carries the `key` of each."""
    found = proposals()
    if request.method == "POST":
        chosen = [one for one in found if one.key in set(request.POST.getlist("key"))]
        made, rooms = _make(request, chosen)
        if made or rooms:
            words = _("已加上 %(venues)d 个场地、%(rooms)d 间厅室。") % {"venues": made, "rooms": rooms}
            messages.success(request, words)
            return redirect(reverse("venues:list", kwargs={"week_slug": request.week.slug}))
        messages.error(request, _("先勾选要加的场地。"))
    context = {"rows": found, "week": request.week}
    return render(request, "activities/places.html", context, status=422 if request.method == "POST" else 200)


@transaction.atomic
def _make(request: DeskRequest, chosen: Sequence[Proposal]) -> tuple[int, int]:
    """How many venues and rooms were made. A room whose venue was not chosen becomes a venue of its own."""
    there = {one.name for one in chosen if not one.inside} | set(_venue_names())
    wanted = [
        NewVenue(one.name, one.address, one.street)
        for one in chosen
        if not one.inside or one.inside not in there
    ]
    made = add_venues(request.actor, request.region, wanted)
    rooms = [one for one in chosen if one.inside in there]
    venues = {venue.name: venue for venue in Venue.objects.filter(name__in=[one.inside for one in rooms])}
    for one in rooms:
        add_room(request.actor, venues[one.inside], name=one.room)
    return len(made), len(rooms)


def proposals() -> list[Proposal]:
    """Places of the week's living activities that no venue or room is called by, the most frequent first."""
    rows: dict[str, Proposal] = {}
    living = Activity.objects.exclude(state=ActivityState.CANCELLED).exclude(place="").order_by("id")
    for place, address in living.values_list("place", "address"):
        key = searchable(place)
        one = rows.setdefault(key, Proposal(key, clean(place)))
        one.activities += 1
        if address:
            one.addresses[address] += 1
    known = _known_names()
    streets = _folded_streets()
    found = [one for one in rows.values() if one.key and one.key not in known]
    names = [*_venue_names(), *(one.name for one in found)]
    for one in found:
        one.inside, one.room = room_in(one.name, names)
        one.like = next((name for key, name in known.items() if may_be_same(key, one.key)), "")
        one.street = _street_in(f"{one.name}{one.address}", streets)
    return sorted(found, key=lambda one: (-one.activities, one.name))


def _venue_names() -> list[str]:
    return list(Venue.objects.filter(is_active=True).values_list("name", flat=True))


def _known_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, short_name in Venue.objects.values_list("name", "short_name"):
        names |= {searchable(one): name for one in (name, short_name) if one}
    for room, name, short_name in Room.objects.values_list("name", "venue__name", "venue__short_name"):
        names |= {searchable(f"{one}{room}"): name for one in (name, short_name) if one}
    return names


def _folded_streets() -> list[tuple[Unit, list[str]]]:
    """The streets with their names as words are searched: folded once, not for each place."""
    streets = units().filter(kind=UnitKind.STREET)
    return [
        (street, [searchable(name) for name in (street.name, street.short_name) if name])
        for street in streets
    ]


def _street_in(text: str, streets: Sequence[tuple[Unit, Sequence[str]]]) -> Unit | None:
    """The street that the words name, when they name one."""
    folded = searchable(text)
    named = [street for street, names in streets if any(name in folded for name in names)]
    return named[0] if len(named) == 1 else None
