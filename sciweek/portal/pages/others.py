"""The notice as a page, the list of editions, and what browsers and search engines ask for."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.base.errors import OutOfSight
from sciweek.look.dates import days_words
from sciweek.look.ribbon import Ribbon
from sciweek.notice.queries import published_notice
from sciweek.portal import queries
from sciweek.portal.entrance import Visit, portal_page, quiet
from sciweek.portal.logic.paper import Paper, paper_of
from sciweek.portal.pages.shared import ribbon_of, true_until
from sciweek.week.states import Moment

ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /en/desk/
Disallow: /sign-in/
Disallow: /en/sign-in/
Disallow: /*?*q=
"""


@dataclass(frozen=True, slots=True)
class NoticePage:
    paper: Paper
    title: str
    ribbon: Ribbon


@portal_page()
def notice(visit: Visit) -> HttpResponse:
    found = published_notice(visit.week)
    if found is None:
        raise OutOfSight("notice")
    ribbon = ribbon_of(visit)
    page = NoticePage(paper_of(found.lines), found.title or visit.week.title, ribbon)
    return visit.show(
        "portal/notice.html",
        page,
        title=_("通知原文 · %(week)s") % {"week": visit.week.title},
        description=page.title,
        canonical=visit.lasting_address("notice"),
        here="notice",
        true_until=true_until(visit, ribbon),
    )


@dataclass(frozen=True, slots=True)
class EditionLine:
    title: str
    theme: str
    dates: str
    moment: str
    moment_level: str
    url: str


@dataclass(frozen=True, slots=True)
class WeeksPage:
    """`regions`: a region's name and its editions, the newest first."""

    regions: tuple[tuple[str, tuple[EditionLine, ...]], ...]


@portal_page(needs_week=False, whole_house=True)
def weeks(visit: Visit) -> HttpResponse:
    found = queries.editions()
    if not found:
        return quiet(visit)
    levels = {Moment.BEFORE: "info", Moment.DURING: "now", Moment.AFTER: "quiet"}
    regions = tuple(
        (
            region.name,
            tuple(
                EditionLine(
                    title=week.title,
                    theme=week.theme,
                    dates=days_words(week.starts_on, week.ends_on, year=True),
                    moment=str(Moment(week.moment).label),
                    moment_level=levels[Moment(week.moment)],
                    url=reverse("portal:home", kwargs={"week_slug": week.slug}),
                )
                for week in editions
            ),
        )
        for region, editions in found
    )
    midnight = min(queries.midnight_after(visit.now, region.zone) for region, _editions in found)
    return visit.show("portal/weeks.html", WeeksPage(regions), title=_("历届活动周"), true_until=midnight)


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages, not what a search found."""
    return HttpResponse(ROBOTS, content_type="text/plain", headers={"Cache-Control": "public, max-age=86400"})


def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("look/mark.svg"), headers={"Cache-Control": "public, max-age=86400"})
