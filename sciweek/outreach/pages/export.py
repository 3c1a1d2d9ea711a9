"""The visits as a table, and for whoever reports, the wishes with what became of them."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.phrases import set_apart
from sciweek.outreach.logic.columns import COLUMNS
from sciweek.outreach.models import Wish
from sciweek.outreach.pages.words import wished_words
from sciweek.outreach.queries import contact_of, leader_of, wishes
from sciweek.outreach.states import OutingKind
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import send_book

MOST = 5000


@desk_page("outreach.see_outings")
def export(request: DeskRequest) -> HttpResponse:
    """Every wish that the reader sees, one a line, with its visit; numbers whole only for those who deal with it."""
    rows = wishes(request.actor)
    if rows.count() > MOST:
        messages.error(request, _("一次最多导出 %(most)d 条。") % {"most": MOST})
        return redirect("outreach:wishes", week_slug=request.week.slug)
    title = _("%(week)s外出科普一览表") % {"week": request.week.title}
    return send_book(write_book(title, COLUMNS, [_row(request, wish) for wish in rows]), title)


def _row(request: DeskRequest, wish: Wish) -> dict[str, Any]:
    visit = wish.its_visit
    outing = visit.outing if visit is not None else wish.outing
    row: dict[str, Any] = {
        "state": str(wish.get_state_display()),
        "unit": wish.unit.name,
        "kind": str(OutingKind(outing.kind).label) if outing is not None else "",
        "outing": outing.title if outing is not None else "",
        "host": outing.unit.name if outing is not None else "",
        "where": wish.where,
        "address": wish.address or (wish.venue.address if wish.venue is not None else ""),
        "people": wish.people,
        "contact": contact_of(request.actor, wish),
        "days": set_apart(wished_words(wish)),
        "reason": wish.state_reason,
    }
    if visit is not None:
        here = ZoneInfo(request.week.zone)
        start, end = visit.starts_at.astimezone(here), visit.ends_at.astimezone(here)
        row |= {
            "day": start.date(),
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
            "leader": leader_of(request.actor, visit),
            "plate": visit.plate,
            "came": visit.came,
        }
    return row
