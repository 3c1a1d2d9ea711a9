"""One venue: what it is, its rooms, when it is closed. Each thing on the page has a form of its own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.errors import Refused
from sciweek.base.forms import ActionForm, posted
from sciweek.committee.acts import Act, act_of, tell, tried
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.venues import actions
from sciweek.venues.addresses import venue_address
from sciweek.venues.forms import RENAME, ClosedTimeForm, RoomEditForm, RoomForm, VenueForm
from sciweek.venues.logic.positions import MapLink, map_links
from sciweek.venues.models import ClosedTime, Room, Venue
from sciweek.venues.queries import closed_times_of, in_order, rooms_of
from sciweek.venues.rules import visible_venues


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room, and the form that changes it for whoever may."""

    room: Room
    form: RoomEditForm


@dataclass(frozen=True, slots=True)
class VenuePage:
    """Everything about one venue. The forms are there for whoever may use them."""

    venue: Venue
    rooms: list[RoomLine]
    closed: list[ClosedTime]
    links: list[MapLink]
    form: VenueForm
    new_room: RoomForm
    new_closed: ClosedTimeForm
    may_run: bool
    zone: str


def find_venue(request: DeskRequest, code: str) -> Venue:
    found = in_order(visible_venues(request.actor)).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("venues.run_venues", needs_week=False)
def venue_new(request: DeskRequest) -> HttpResponse:
    """Add a venue; its rooms follow on its own page."""
    form = VenueForm(posted(request), initial={"name": request.GET.get("name", "")[:120]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_venue(request.actor, request.region, request_uid=form.once_key, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已加上%(name)s。接着可以写厅室。") % {"name": made.name})
            return redirect(venue_address(request, "venue", code=made.code))
    return render(request, "venues/new.html", {"form": form}, status=422 if form.errors else 200)


@desk_page("venues.see_venues", needs_week=False)
def venue(request: DeskRequest, code: str) -> HttpResponse:
    """One venue. A POST carries `act`: what is to be done, and with which of its rooms or closed times."""
    found = find_venue(request, code)
    bound: ActionForm | None = None
    if request.method == "POST":
        access.require(request.actor, "venues.run_venue", found)
        try:
            bound = act_of(request, ACTS)(request, found)
        except Refused as refusal:
            tell(request, refusal)
        if bound is None:
            return redirect(venue_address(request, "venue", code=found.code))
    context = {"page": _page(request, found, bound)}
    return render(request, "venues/venue.html", context, status=422 if bound is not None else 200)


def _page(request: DeskRequest, venue: Venue, bound: ActionForm | None) -> VenuePage:
    """The page, with the form that was refused in its place."""
    rooms = list(rooms_of(venue))
    may_run = access.may(request.actor, "venues.run_venue", venue)
    lines = []
    for room in rooms:
        form = _room_form(room, None)
        refused = isinstance(bound, RoomEditForm) and bound.prefix == form.prefix
        lines.append(RoomLine(room, bound if refused and isinstance(bound, RoomEditForm) else form))
    return VenuePage(
        venue=venue,
        rooms=lines,
        closed=list(closed_times_of(venue, clock.now())),
        links=map_links(venue.latitude, venue.longitude, venue.datum, venue.name)
        if venue.latitude is not None and venue.longitude is not None
        else [],
        form=bound if isinstance(bound, VenueForm) else _venue_form(request, venue, None),
        new_room=bound if type(bound) is RoomForm else RoomForm(prefix="new"),
        new_closed=bound if isinstance(bound, ClosedTimeForm) else _closed_form(request, venue, None),
        may_run=may_run,
        zone=request.region.zone,
    )


# --- the acts: each answers with its form when it was refused, else with nothing ---------------------------------


def _edit(request: DeskRequest, venue: Venue) -> ActionForm | None:
    form = _venue_form(request, venue, request.POST)

    def save() -> str:
        seen = form.cleaned_data["seen_version"]
        actions.edit_venue(request.actor, venue, seen_version=seen, **_given(form))
        return _("已保存。")

    return tried(request, form, save)


def _given(form: VenueForm) -> dict[str, Any]:
    """A pasted link stands for the two numbers, which are then not said."""
    given = form.plain()
    if given["map_link"].strip():
        for name in ("latitude", "longitude", "datum"):
            del given[name]
    return given


def _add_room(request: DeskRequest, venue: Venue) -> ActionForm | None:
    form = RoomForm(request.POST, prefix="new")

    def save() -> str:
        actions.add_room(request.actor, venue, request_uid=form.once_key, **form.plain())
        return _("厅室已加上。")

    return tried(request, form, save)


def _edit_room(request: DeskRequest, venue: Venue) -> ActionForm | None:
    room = Room.objects.select_related("venue").filter(venue=venue, code=request.POST.get("room", "")).first()
    if room is None:
        raise Http404("room")
    form = _room_form(room, request.POST)

    def save() -> str:
        seen = form.cleaned_data["seen_version"]
        actions.edit_room(request.actor, room, seen_version=seen, **form.plain())
        return _("已保存。")

    return tried(request, form, save)


def _add_closed(request: DeskRequest, venue: Venue) -> ActionForm | None:
    form = _closed_form(request, venue, request.POST)

    def save() -> str:
        actions.add_closed_time(request.actor, venue, request_uid=form.once_key, **form.values())
        return _("不开放时间已记下。")

    return tried(request, form, save, RENAME)


def _drop_closed(request: DeskRequest, venue: Venue) -> None:
    rows = ClosedTime.objects.select_related("venue").filter(venue=venue)
    closed = rows.filter(code=request.POST.get("closed", "")).first()
    if closed is None:
        raise Refused(_("这段时间已经不在了。"), code="gone")
    actions.drop_closed_time(request.actor, closed)
    messages.success(request, _("已去掉，这段时间可以用了。"))


def _retire(request: DeskRequest, venue: Venue) -> None:
    actions.retire_venue(request.actor, venue)
    messages.success(request, _("已停用，排场次时不再出现。"))


def _take_back(request: DeskRequest, venue: Venue) -> None:
    actions.take_back_venue(request.actor, venue)
    messages.success(request, _("又可以用了。"))


ACTS: dict[str, Act[Venue, ActionForm]] = {
    "edit": _edit,
    "room_add": _add_room,
    "room_edit": _edit_room,
    "closed_add": _add_closed,
    "closed_drop": _drop_closed,
    "retire": _retire,
    "take_back": _take_back,
}


def _venue_form(request: DeskRequest, venue: Venue, data: Any) -> VenueForm:
    office = access.may(request.actor, "venues.run_venues", venue)
    return VenueForm(data, initial=VenueForm.initial_of(venue), may_choose_unit=office)


def _room_form(room: Room, data: Any) -> RoomEditForm:
    return RoomEditForm(data, initial=RoomEditForm.initial_of(room), prefix=f"room-{room.code}")


def _closed_form(request: DeskRequest, venue: Venue, data: Any) -> ClosedTimeForm:
    rooms = rooms_of(venue).filter(is_active=True)
    return ClosedTimeForm(data, rooms=rooms, zone=request.region.zone, prefix="closed")
