"""Where the programme takes place: by street as a list, and on a map where scripts run."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.look.parts import Tab
from sciweek.look.phrases import strung
from sciweek.look.ribbon import Ribbon
from sciweek.portal import queries
from sciweek.portal.cache import PAGES
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.wish import OLDEST, Wish
from sciweek.portal.pages.choices import (
    Choice,
    audience_choices,
    chosen,
    day_choices,
    part_choices,
    title_of,
)
from sciweek.portal.pages.programme import canonical_of, names_of, views
from sciweek.portal.pages.shared import extent_of, ribbon_of
from sciweek.programme.models import Release
from sciweek.venues.logic.positions import to_gcj02, to_wgs84

MOST_VENUES = 2000


@dataclass(frozen=True, slots=True)
class Spot:
    """A venue in the list and on the map; `latitude` is "" where nobody has said where it lies."""

    name: str
    address: str
    count: str
    number: int
    url: str
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Street:
    """`is_one`: a street, and not what lies in none."""

    name: str
    is_one: bool
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """What the map is drawn on; without an address, our own plain base."""

    address: str
    attribution: str


@dataclass(frozen=True, slots=True)
class MapPage:
    title: str
    count: str
    ribbon: Ribbon
    map_url: str
    list_url: str
    views: tuple[Tab, ...]
    wish: Wish
    oldest: int
    kept_pairs: tuple[tuple[str, str], ...]
    days: tuple[Choice, ...]
    parts: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    chosen: tuple[Tab, ...]
    streets: tuple[Street, ...]
    has_map: bool
    tiles: Tiles


@portal_page()
def programme_map(visit: Visit) -> HttpResponse:
    release, wish = visit.release, visit.wish
    if release is None:
        return redirect(visit.address("activities"))
    ribbon = ribbon_of(visit, picked=wish.day, name="programme_map")
    places = _places(visit, release)
    spots = [(place.street, _spot(visit, place)) for place in places]
    page = MapPage(
        title=title_of(wish, _("在哪儿")),
        count=ngettext("%(count)s 处", "%(count)s 处", len(places)) % {"count": len(places)},
        ribbon=ribbon,
        map_url=visit.address("programme_map"),
        list_url=visit.address("programme", wish.query),
        views=views(visit, "map"),
        wish=wish,
        oldest=OLDEST,
        kept_pairs=tuple(
            pair for pair in wish.pairs if pair[0] not in ("day", "part", "audience", "age", "when")
        ),
        days=day_choices(visit, wish),
        parts=part_choices(wish),
        audiences=audience_choices(wish),
        chosen=chosen(visit.address("programme_map"), wish, names_of(visit, release)),
        streets=tuple(
            Street(name or _("其他地方"), bool(name), tuple(spot for _name, spot in group))
            for name, group in groupby(spots, key=lambda pair: pair[0])
        ),
        has_map=any(spot.latitude for _name, spot in spots),
        tiles=Tiles(settings.SCIWEEK_MAP_TILES, settings.SCIWEEK_MAP_ATTRIBUTION),
    )
    return visit.show(
        "portal/programme_map.html",
        page,
        title=f"{page.title} · {visit.week.title}",
        description=strung((visit.week.title, page.title, page.count)),
        canonical=canonical_of(visit, "programme_map"),
        here="map",
        true_until=ribbon.true_until,
        is_kept=bool(places) and not wish.is_somebodys_own,
    )


def _places(visit: Visit, release: Release) -> list[queries.Place]:
    """The venues of the wish; those without a street stand last."""

    def read() -> tuple[list[queries.Place], None]:
        found = queries.sought(
            release,
            visit.wish,
            now=visit.now,
            zone=visit.zone,
            longest=extent_of(visit, release).longest,
        )
        return sorted(queries.venue_counts(found), key=lambda place: not place.street)[:MOST_VENUES], None

    if visit.wish.is_somebodys_own or visit.wish.ahead:
        return read()[0]
    return PAGES.recall(("places", visit.week.pk, visit.wish), visit.kept, read)


def _spot(visit: Visit, place: queries.Place) -> Spot:
    latitude = longitude = ""
    if place.position is not None:
        convert = to_gcj02 if settings.SCIWEEK_MAP_DATUM == "gcj02" else to_wgs84
        north, east = convert(*place.position)
        latitude, longitude = f"{north:.6f}", f"{east:.6f}"
    return Spot(
        name=place.name,
        address=place.address,
        count=ngettext("%(count)s 项", "%(count)s 项", place.count) % {"count": place.count}
        if not visit.wish.day
        else ngettext("%(count)s 场", "%(count)s 场", place.count) % {"count": place.count},
        number=place.count,
        url=visit.address("programme", visit.wish.but(venue=place.code).query),
        latitude=latitude,
        longitude=longitude,
    )
