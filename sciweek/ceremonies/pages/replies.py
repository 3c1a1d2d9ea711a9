"""How far the units have answered, and reminding those that have not."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import OutOfSight
from sciweek.ceremonies import actions
from sciweek.ceremonies.models import Slip
from sciweek.ceremonies.pages.shown import address, find_ceremony, find_run, head_of
from sciweek.ceremonies.queries import SlipRow, slip_rows, slips_of, with_counts
from sciweek.committee.addresses import public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.parts import Tab
from sciweek.post.pages.reminded import reminded

PER_PAGE = 100


@desk_page("ceremonies.see_ceremony")
def replies(request: DeskRequest, code: str) -> HttpResponse:
    """Unit by unit: places, answered or not, how many come. Region roles only; a unit sees its own slip."""
    if not request.actor.roles:
        raise OutOfSight(code)
    found = find_ceremony(request, code)
    only_open = request.GET.get("show") == "open"
    [sums] = with_counts([found])
    waiting = sums.units - sums.replied
    base = address(request, "replies", code=found.code)
    slips = slips_of(found, request.actor)
    listed = slips.filter(replied_at__isnull=True) if only_open else slips
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    groups: dict[str, list[SlipRow]] = {}
    for row in slip_rows(page):
        groups.setdefault(str(row.slip.unit.get_kind_display()), []).append(row)
    context = {
        "head": head_of(request, found, "replies"),
        "ceremony": found,
        "groups": list(groups.items()),
        "page": page,
        "places": sums.places,
        "coming": sums.coming,
        "units": sums.units,
        "waiting": waiting,
        "tabs": [
            Tab(_("全部"), base, not only_open, sums.units),
            Tab(_("没报的"), f"{base}?show=open", only_open, waiting),
        ],
        "may_see_guests": access.may(request.actor, "ceremonies.see_guests", found),
        "week": request.week,
    }
    return render(request, "ceremonies/replies.html", context)


@require_POST
@desk_page("ceremonies.see_ceremony")
def remind(request: DeskRequest, code: str) -> HttpResponse:
    """Write reminders to the units that have not answered; they wait in the outbox for the click that sends them."""
    found = find_run(request, code)

    def link(slip: Slip) -> str:
        return public_address(request, "ceremonies:slip", week_slug=request.week.slug, code=slip.code)

    written = actions.remind_units(request.actor, found, address=link)
    back = address(request, "replies", code=found.code)
    return reminded(request, written, nobody=_("单位都报了，不用提醒。"), back=back)
