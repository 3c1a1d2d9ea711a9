"""Who changed this, from what to what, and why."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.desk import queries
from sciweek.desk.words import KINDS, VERBS


@desk_page("desk.read_log")
def log(request: DeskRequest) -> HttpResponse:
    """The edition's log, narrowed; fifty lines a page."""
    wanted = queries.LogFilter.read(request.GET)
    page = queries.log_page(request.week, wanted)
    of_name = page.lines[0].thing if wanted.of and page.lines else ""
    context = {
        "page": page,
        "wanted": wanted,
        "of_name": of_name or _("这一条"),
        "older_url": f"?{wanted.query(before=page.older)}" if page.older else "",
        "newest_url": f"?{wanted.query(before='')}" if wanted.before else "",
        "all_url": f"?{wanted.query(of='', before='')}",
        "kinds": _sorted(KINDS),
        "verbs": _sorted(VERBS),
        "seals": queries.seal_state(),
        "week": request.week,
    }
    return render(request, "desk/log.html", context)


def _sorted(words: Mapping[str, object]) -> list[tuple[str, str]]:
    """Choices in the order of their words."""
    return sorted(((value, str(word)) for value, word in words.items()), key=lambda pair: pair[1])
