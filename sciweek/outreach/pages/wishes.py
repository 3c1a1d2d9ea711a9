"""Wishes: the list, and asking."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.base.text import clean, searchable
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.look.dates import range_words
from sciweek.look.parts import Tab
from sciweek.outreach import actions
from sciweek.outreach.forms import WishForm
from sciweek.outreach.forms.wish import RENAME as DAYS
from sciweek.outreach.models import Wish
from sciweek.outreach.pages.board import WishLine, wish_line
from sciweek.outreach.pages.outings import own_units
from sciweek.outreach.pages.words import STATE_SHAPES
from sciweek.outreach.queries import outings, wishes
from sciweek.outreach.states import WishState

PER_PAGE = 50


@desk_page("outreach.see_outings")
def wish_list(request: DeskRequest) -> HttpResponse:
    """Wishes by state, searched by the unit's name."""
    state = request.GET.get("state", "")
    state = state if state in WishState.values else ""
    words = clean(request.GET.get("q", ""))[:60]
    found = wishes(request.actor)
    if words:
        like = Unit.objects.filter(search_text__contains=searchable(words)).values("pk")
        found = found.filter(Q(unit__in=like))
    rows = found.order_by().values_list("state").annotate(Count("id", distinct=True))
    counts = dict.fromkeys(WishState.values, 0) | dict(rows)
    counts[""] = sum(counts.values())
    shown = found.filter(state=state) if state else found
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    base = reverse("outreach:wishes", kwargs={"week_slug": request.week.slug})
    kept = {"q": words} if words else {}
    labels = {"": _("全部")} | {one.value: str(one.label) for one in WishState}
    tabs = [
        Tab(
            labels[one],
            f"{base}?{urlencode(kept | ({'state': one} if one else {}))}".rstrip("?"),
            one == state,
            counts[one],
        )
        for one in labels
    ]
    context = {
        "rows": page,
        "lines": _lines(request, page),
        "tabs": tabs,
        "state": state,
        "words": words,
        "may_ask": access.may(request.actor, "outreach.ask_visit", request.week),
        "week": request.week,
    }
    return render(request, "outreach/wishes.html", context)


def _lines(request: DeskRequest, page: Page[Wish]) -> list[tuple[WishLine, str, str]]:
    """Each wish with the shape of its state and when it is visited."""
    zone = request.week.zone
    return [
        (
            wish_line(request, wish),
            STATE_SHAPES[WishState(wish.state)],
            range_words(visit.starts_at, visit.ends_at, zone) if (visit := wish.its_visit) else "",
        )
        for wish in page
    ]


@desk_page("outreach.ask_visit")
def wish_new(request: DeskRequest) -> HttpResponse:
    """Ask for a visit; `?outing=` is the one that was looked at."""
    mine = own_units(request)
    offers = outings(request.actor).filter(is_active=True)
    start: dict[str, Any] = {"outing": offers.filter(code=request.GET.get("outing", "")[:8]).first()}
    start |= {"unit": mine[0]} if len(mine[:2]) == 1 else {}
    form = WishForm(posted(request), askers=mine, outings=offers, is_new=True, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_visit(request.actor, request.week, request_uid=form.once_key, **form.values())
        except Refused as refusal:
            form.show(refusal, DAYS)
        else:
            messages.success(request, _("申请已提交。安排好了会通知联络员，这里也看得到。"))
            return redirect("outreach:wish", week_slug=request.week.slug, code=made.code)
    context = {"form": form, "week": request.week}
    return render(request, "outreach/wish_new.html", context, status=422 if form.errors else 200)
