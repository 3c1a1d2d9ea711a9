"""The forms on the page of a wish, as whoever looks may use them."""

from typing import Any

from django.db.models import Q

from sciweek.base import access, clock
from sciweek.committee.entrance import DeskRequest
from sciweek.committee.models import Unit
from sciweek.outreach.forms import AssignForm, WishForm
from sciweek.outreach.logic.parts import read_days
from sciweek.outreach.models import Outing, Wish
from sciweek.outreach.pages.outings import own_units
from sciweek.outreach.queries import outings


def wish_form(request: DeskRequest, wish: Wish, data: Any) -> WishForm:
    offers = outings(request.actor).filter(Q(is_active=True) | Q(pk=wish.outing_id))
    return WishForm(
        data,
        askers=Unit.objects.none(),
        outings=offers,
        is_new=False,
        initial=WishForm.initial_of(wish),
        prefix="wish",
    )


def assign_form(request: DeskRequest, wish: Wish, data: Any) -> AssignForm:
    office = access.may(request.actor, "outreach.run_outreach", request.week)
    mine = outings(request.actor).filter(is_active=True)
    if not office:
        mine = mine.filter(unit__in=own_units(request))
    visit = wish.its_visit
    if visit is not None:
        mine = mine | Outing.objects.filter(pk=visit.outing_id)
        initial = AssignForm.initial_of(visit, request.week.zone)
    else:
        initial = {"outing": wish.outing, "seen_version": wish.version} | _asked_time(request, wish)
    return AssignForm(data, outings=mine, zone=request.week.zone, initial=initial, prefix="assign")


def _asked_time(request: DeskRequest, wish: Wish) -> dict[str, Any]:
    """The time that the address names, else the dearest day."""
    day = clock.read_day(request.GET.get("day", ""))
    if day is not None:
        return {"day": day, "start_time": request.GET.get("at", "")[:5]}
    wished = read_days(wish.days)
    return {"day": wished[0][0] if wished else None, "start_time": wish.start_time}
