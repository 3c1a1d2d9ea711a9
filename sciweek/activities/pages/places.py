"""Places that the week's activities name and that are no venue yet: the office ticks which become one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.base.text import clean, searchable
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.venues.actions import NewVenue, add_venues
from sciweek.venues.models import Venue

# Shorter names (馆, 楼) are found in every other one.
TELLING = 3


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

    @property
    def address(self) -> str:
        """The one that most of its activities give."""
        return self.addresses.most_common(1)[0][0] if self.addresses else ""

    @property
    def is_ticked(self) -> bool:
        """Ticked beforehand: what is sure to be one place of its own."""
        return not self.like and (bool(self.addresses) or self.activities > 1)


@desk_page("venues.run_venues")
def places(request: DeskRequest) -> HttpResponse:
    """Choose the places that become venues; a POST carries the `key` of each."""
    found = proposals()
    if request.method == "POST":
        chosen = set(request.POST.getlist("key"))
        wanted = [NewVenue(one.name, one.address, one.street) for one in found if one.key in chosen]
        made = add_venues(request.actor, request.region, wanted)
        if made:
            words = ngettext("已加上 %(n)d 个场地。", "已加上 %(n)d 个场地。", len(made)) % {"n": len(made)}
            messages.success(request, words)
            return redirect(reverse("venues:list", kwargs={"week_slug": request.week.slug}))
        messages.error(request, _("先勾选要加的场地。"))
    context = {"rows": found, "week": request.week}
    return render(request, "activities/places.html", context, status=422 if request.method == "POST" else 200)


def proposals() -> list[Proposal]:
    """Places of the week's living activities that no venue is called by, the most frequent first; three queries."""
    rows: dict[str, Proposal] = {}
    living = Activity.objects.exclude(state=ActivityState.CANCELLED).exclude(place="").order_by("id")
    for place, address in living.values_list("place", "address"):
        key = searchable(place)
        one = rows.setdefault(key, Proposal(key, clean(place)))
        one.activities += 1
        if address:
            one.addresses[address] += 1
    known = _known_names()
    streets = list(units().filter(kind=UnitKind.STREET))
    found = [one for one in rows.values() if one.key and one.key not in known]
    for one in found:
        one.like = next((name for key, name in known.items() if _may_be_same(key, one.key)), "")
        one.street = _street_in(f"{one.name}{one.address}", streets)
    return sorted(found, key=lambda one: (-one.activities, one.name))


def _known_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, short_name in Venue.objects.values_list("name", "short_name"):
        names |= {searchable(one): name for one in (name, short_name) if one}
    return names


def _may_be_same(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= TELLING and (one in other or other in one)


def _street_in(text: str, streets: Sequence[Unit]) -> Unit | None:
    """The street that the words name, when they name one."""
    folded = searchable(text)
    named = [
        street
        for street in streets
        if any(searchable(name) in folded for name in (street.name, street.short_name) if name)
    ]
    return named[0] if len(named) == 1 else None
