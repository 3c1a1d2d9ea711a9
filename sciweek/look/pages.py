"""The living page: every component in every state, in light and dark, on invented data."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.look import living
from sciweek.look.parts import Masthead, NavItem
from sciweek.look.ribbon import Ribbon

THEMES = ("light", "dark")


@dataclass(frozen=True)
class Moments:
    """The same week at its moments, and weeks of other lengths."""

    before: Ribbon
    during: Ribbon
    after: Ribbon
    drafts: Ribbon
    picked: Ribbon
    crowded: Ribbon
    short: Ribbon
    long: Ribbon


def living_page(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("theme", "")
    moments = Moments(
        before=living.before(),
        during=living.during(),
        after=living.after(),
        drafts=living.drafts(),
        picked=living.picked(),
        crowded=living.crowded(),
        short=living.of_days(3),
        long=living.of_days(14),
    )
    themes = (wanted,) if wanted in THEMES else THEMES
    context = {
        "masthead": Masthead(
            name=_("部件一览"),
            line=_("浅色与深色同一套"),
            home=request.path,
            nav=(
                NavItem(_("两种"), request.path, "list", current=wanted not in THEMES),
                NavItem(_("浅色"), f"{request.path}?theme=light", "sun", current=wanted == "light"),
                NavItem(_("深色"), f"{request.path}?theme=dark", "moon", current=wanted == "dark"),
            ),
        ),
        "theme": wanted if wanted in THEMES else "",
        "panels": [living.panel(theme, alone=len(themes) == 1) for theme in themes],
        "moments": moments,
        "icons": living.ICONS,
        "zone": living.ZONE,
    }
    return render(request, "look/living.html", context)
