"""One search over everything that the actor may see in this edition."""

from django.http import HttpResponse
from django.shortcuts import render

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.desk import queries
from sciweek.desk.queries.search import KEYS
from sciweek.look.parts import Tab

LONGEST = 100


@desk_page()
def search(request: DeskRequest) -> HttpResponse:
    """The first few of each kind; with `in` all of one kind."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    only = request.GET.get("in", "")
    only = only if only in KEYS else ""
    groups = queries.search(request.actor, request.week, text, only)
    tabs = [Tab(group.title, f"#{group.key}", count=group.total) for group in groups]
    context = {
        "text": text,
        "only": only,
        "groups": groups,
        "tabs": tabs,
        "total": sum(group.total for group in groups),
        "week": request.week,
    }
    return render(request, "desk/search.html", context)
