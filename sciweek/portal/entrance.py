"""The public door: finds the edition that an address means and enters its scope. Nobody signs in here.

A page must look the same to everybody, because it is kept whole (`cache`). So the door hides from it what differs
between visitors: unknown words in the address are dropped, and nothing here asks for session or person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from sciweek.base import clock, scope
from sciweek.base.actor import CITIZEN, Actor
from sciweek.base.errors import OutOfSight
from sciweek.look.parts import Masthead, NavItem
from sciweek.notice.queries import published_notice
from sciweek.portal.cache import LOOKS, KeptWhole, Watch, keep
from sciweek.portal.logic.wish import Wish, read_wish, words_read_at
from sciweek.portal.queries import stamp
from sciweek.programme.models import Release
from sciweek.programme.queries import current_release
from sciweek.week.models import Region, Week
from sciweek.week.queries import current_week, default_region, open_weeks
from sciweek.week.states import Moment

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page: its words for the browser, for search engines and for a shared link."""

    title: str
    description: str
    canonical: str
    site_name: str
    find_url: str
    weeks_url: str
    desk_url: str


@dataclass(slots=True)
class Visit:
    """One visit to one public edition; `week` is None only where a page says that it does without."""

    request: HttpRequest
    actor: Actor
    region: Region | None
    found: Week | None
    slug: str
    now: datetime
    wish: Wish
    kept: KeptWhole
    _release: Release | None = None
    _release_is_known: bool = False

    @property
    def release(self) -> Release | None:
        """The newest release of the edition's programme, asked once; None before there is one."""
        if not self._release_is_known:
            self._release = current_release(self.week)
            self._release_is_known = True
        return self._release

    @property
    def list_name(self) -> str:
        """The page that lists what there is to go to: sessions where a programme is released, else activities."""
        return "programme" if self.release else "activities"

    @property
    def week(self) -> Week:
        if self.found is None:
            raise OutOfSight("week")
        return self.found

    @property
    def zone(self) -> str:
        return self.week.zone

    def address(self, name: str, query: str = "", **words: Any) -> str:
        """The address of a page of this edition, bare where the visitor came by a bare one."""
        if self.slug:
            words["week_slug"] = self.slug
        path = reverse(f"portal:{name}", kwargs=words)
        return f"{path}?{query}" if query else path

    def lasting_address(self, name: str, **words: Any) -> str:
        """The address that will mean the same next year, with the host when the installation knows its own."""
        return settings.SCIWEEK_SITE_URL + reverse(
            f"portal:{name}", kwargs=words | {"week_slug": self.week.slug}
        )

    def show(
        self,
        template: str,
        page: object,
        *,
        title: str,
        description: str = "",
        canonical: str = "",
        here: str = "",
        true_until: datetime | None = None,
        watch: Watch | None = None,
        is_kept: bool = True,
        is_private: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        """The page as an answer. `true_until`: when the clock will have changed it; `watch`: what it
        says of seats; `here`: the current line of the navigation; `is_private`: of one visitor alone, so that nobody keeps it."""
        frame = Frame(
            title=title,
            description=" ".join(description.split())[:160],
            canonical=canonical or settings.SCIWEEK_SITE_URL + self.request.path,
            site_name=_site_name(self.region),
            find_url=reverse("portal:bookings_find"),
            weeks_url=reverse("portal:weeks"),
            desk_url=resolve_url(settings.LOGIN_REDIRECT_URL),
        )
        context = {
            "page": page,
            "frame": frame,
            "week": self.found,
            "zone": self.found.zone if self.found else "",
            "masthead": self._masthead(here),
        }
        response = render(self.request, template, context, status=status)
        if is_private:
            add_never_cache_headers(response)
            return response
        until = true_until or self.now + timedelta(days=1)
        if self.wish.seats:
            # Which lines have seats is asked anew; nobody could watch for those that are not on the page.
            until = min(until, self.now + LOOKS)
        return keep(response, self.kept, until=until if is_kept else None, watch=watch)

    def _masthead(self, here: str) -> Masthead:
        region = self.region
        if region is None or self.found is None:
            return Masthead(_site_name(region), _place(region) if region else "", reverse("portal:home"))
        # In the middle of the week nobody starts with what is over.
        ahead = Wish(ahead=self.found.moment == Moment.DURING)
        activities = NavItem(_("活动"), self.address("activities", ahead.query), "list", here == "activities")
        nav = [NavItem(_("今天"), self.address("home"), "week", here == "home")]
        if self.release:
            nav += [
                NavItem(_("日程"), self.address("programme", ahead.query), "calendar", here == "programme"),
                NavItem(_("地图"), self.address("programme_map"), "map", here == "map"),
            ]
        nav.append(activities)
        if published_notice(self.found) is not None:
            in_bar = self.release is None
            nav.append(
                NavItem(_("通知原文"), self.address("notice"), "file", here == "notice", in_bar=in_bar)
            )
        return Masthead(
            name=_site_name(region),
            line=_("%(place)s科技活动周") % {"place": _place(region)},
            home=self.address("home"),
            nav=tuple(nav),
            search_url=self.address(self.list_name) + "#find",
        )


Page = Callable[Concatenate[Visit, P], HttpResponse]


def portal_page(
    *, needs_week: bool = True, whole_house: bool = False
) -> Callable[[Page[P]], Callable[..., HttpResponse]]:
    """Wrap a public page: find region and edition (`week_slug` in the address, else the current one of the default
    region), enter the scope, hand over a `Visit`. A draft, like what does not exist, answers 404.

    `needs_week=False`: the page also stands before there is any edition. `whole_house`: it shows all regions.
    """

    def wrap(view: Page[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, week_slug: str = "", **kwargs: Any) -> HttpResponse:
            wish = _spell_in_one_way(request)
            now = clock.now()
            region_id = _region_of(week_slug)
            # Asked before the rows are read: a change in between makes the kept page too new, never too old.
            kept = KeptWhole(
                None if whole_house else region_id, stamp(None if whole_house else region_id), now
            )
            region = Region.objects.get(pk=region_id) if region_id else None
            week = _week_of(week_slug, region)
            visit = Visit(request, CITIZEN, region, week, week_slug, now, wish, kept)
            if week is None and needs_week:
                return quiet(visit)
            with scope.entered(region_id, week.pk if week else None):
                # The template is rendered inside, while its queries still have their scope.
                return view(visit, *args, **kwargs)

        return page

    return wrap


def visit_to(request: HttpRequest, week: Week, slug: str = "") -> Visit:
    """A visit whose edition is known already, because something in it was addressed; its scope is entered."""
    now = clock.now()
    kept = KeptWhole(week.region_id, stamp(week.region_id), now)
    return Visit(request, CITIZEN, week.region, week, slug, now, Wish(), kept)


def quiet(visit: Visit) -> HttpResponse:
    """Before there is any edition: say what this will be, and to the office what to do."""
    return visit.show("portal/quiet.html", visit.region, title=_("还没有公开的活动周"))


def _region_of(slug: str) -> int | None:
    if not slug:
        region = default_region()
        return region.pk if region else None
    found = open_weeks().filter(slug=slug).values_list("region_id", flat=True).first()
    if found is None:
        raise OutOfSight(slug)
    return int(found)


def _week_of(slug: str, region: Region | None) -> Week | None:
    if not slug:
        return current_week(region.pk) if region else None
    week = open_weeks().filter(slug=slug).first()
    if week is None:
        raise OutOfSight(slug)
    return week


def _site_name(region: Region | None) -> str:
    return _("%(place)s科技周") % {"place": region.short_name} if region else _("科技活动周")


def _place(region: Region) -> str:
    """The full name; some regions are already called by it."""
    known = region.name.startswith(region.parent_name)
    return region.name if known else region.parent_name + region.name


def _spell_in_one_way(request: HttpRequest) -> Wish:
    """Drop from the address what its page does not read, so that what is kept holds nobody's own words."""
    wish = read_wish(request.GET, words_read_at(request.path_info))
    request.META["QUERY_STRING"] = wish.query
    request.GET = QueryDict(wish.query)
    return wish
