"""The programme: sessions of the newest release by day, kind, place, people and hour; its print view."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.paginator import Page as LeafOfList
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.look.dates import days_words, moment_words
from sciweek.look.parts import KindCell, Tab
from sciweek.look.phrases import strung
from sciweek.look.ribbon import Ribbon
from sciweek.portal import queries
from sciweek.portal.cache import PAGES
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.rows import DayGroup
from sciweek.portal.logic.wish import LONGEST_WORDS, OLDEST, Wish
from sciweek.portal.pages.choices import (
    Choice,
    Names,
    audience_choices,
    chosen,
    day_choices,
    part_choices,
    title_of,
)
from sciweek.portal.pages.fullness import seats_of
from sciweek.portal.pages.listing import empty_words, under_days, ways_on
from sciweek.portal.pages.shared import counts_of, extent_of, kind_cells, not_out, ribbon_of, true_until
from sciweek.programme.models import Release

PER_PAGE = 50
MOST_PRINTED = 1000


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """`released`: when what one sees was released; `is_cut`: there are more lines than can be counted."""

    title: str
    count: str
    ribbon: Ribbon
    list_url: str
    views: tuple[Tab, ...]
    wish: Wish
    longest_words: int
    oldest: int
    kept_pairs: tuple[tuple[str, str], ...]
    days: tuple[Choice, ...]
    parts: tuple[Choice, ...]
    kinds: tuple[KindCell, ...]
    streets: tuple[Choice, ...]
    units: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    chosen: tuple[Tab, ...]
    groups: tuple[DayGroup, ...]
    leaf: LeafOfList
    is_cut: bool
    empty_words: str
    ways_on: tuple[tuple[str, str], ...]
    mine_url: str
    print_url: str
    ics_url: str
    feed_url: str
    stars: str
    released: str


@portal_page()
def programme(visit: Visit) -> HttpResponse:
    release, wish = visit.release, visit.wish
    if release is None:
        # Before the first release the list of activities is the programme.
        return redirect(visit.address("activities", replace(wish, street="", venue="", view="").query))
    if wish.view == "map":
        return redirect(visit.address("programme_map", replace(wish, view="", page=1).query))
    ribbon = ribbon_of(visit, picked=wish.day)
    lines = queries.Lines(release, wish, extent_of(visit, release), now=visit.now, zone=visit.zone)
    leaf = Paginator(lines, PER_PAGE).get_page(wish.page)
    shown = list(leaf.object_list)
    total = leaf.paginator.count
    seats = seats_of(visit, shown)
    names = names_of(visit, release)
    page = ProgrammePage(
        title=title_of(wish, _("全部日程")),
        count=count_words(wish, total, lines.is_cut),
        ribbon=ribbon,
        list_url=visit.address("programme"),
        views=views(visit, "programme"),
        wish=wish,
        longest_words=LONGEST_WORDS,
        oldest=OLDEST,
        kept_pairs=tuple(
            pair for pair in wish.pairs if pair[0] in ("month", "series", "kind", "venue", "activity")
        ),
        days=day_choices(visit, wish),
        parts=part_choices(wish),
        kinds=_kinds(visit, release),
        streets=_choices(names.streets, wish.street),
        units=_choices(names.units, wish.unit),
        audiences=audience_choices(wish),
        chosen=chosen(visit.address("programme"), wish, names),
        groups=under_days(visit, shown, wish, seats),
        leaf=leaf,
        is_cut=lines.is_cut,
        empty_words=empty_words(wish),
        ways_on=ways_on("programme", visit, wish, ribbon) if not total else (),
        mine_url=visit.address("programme_mine"),
        print_url=visit.address("programme_print", wish.but().query),
        ics_url=visit.address("programme_ics", wish.but().query),
        feed_url=visit.address("programme_feed"),
        stars=visit.week.slug,
        released=moment_words(release.released_at, visit.zone),
    )
    return visit.show(
        "portal/programme.html",
        page,
        title=f"{page.title} · {visit.week.title}",
        description=strung((visit.week.title, page.title, page.count)),
        canonical=canonical_of(visit, "programme"),
        here="programme",
        true_until=true_until(visit, ribbon, shown),
        watch=seats.watch,
        is_kept=bool(shown) and leaf.number == wish.page and not wish.is_somebodys_own,
    )


def canonical_of(visit: Visit, name: str) -> str:
    address = visit.lasting_address(name)
    return f"{address}?{visit.wish.query}" if visit.wish.query else address


def views(visit: Visit, here: str) -> tuple[Tab, ...]:
    """The same sessions by time and by place; the filters go along."""
    wish = visit.wish.but(view="")
    return (
        Tab(_("按时间"), visit.address("programme", wish.query), current=here == "programme"),
        Tab(_("按街道和地图"), visit.address("programme_map", wish.query), current=here == "map"),
    )


def names_of(visit: Visit, release: Release) -> Names:
    """What can be asked for by name, read once until something changes."""

    def read() -> tuple[Names, None]:
        places = queries.places(release)
        streets = {place.street_code: place.street for place in places if place.street_code}
        venues = {place.code: place.name for place in places}
        return Names(dict(queries.public_units()), streets, venues), None

    names = PAGES.recall(("names", visit.week.pk), visit.kept, read)
    wish = visit.wish
    if wish.series is not None:
        names = replace(names, series=queries.public_series(wish.series))
    if wish.activity:
        activity = queries.public_activity(wish.activity)
        names = replace(names, activity=activity.name if activity else "")
    return names


def _choices(names: Mapping[str, str], value: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, name, code == value) for code, name in names.items())


def count_words(wish: Wish, total: int, is_cut: bool) -> str:
    """How many lines: on an asked day each session is one, else a course or an exhibition is one."""
    if is_cut:
        return _("%(count)s 场以上") % {"count": queries.MOST_LINES}
    if wish.day:
        return ngettext("%(count)s 场", "%(count)s 场", total) % {"count": total}
    return ngettext("%(count)s 项", "%(count)s 项", total) % {"count": total}


def _kinds(visit: Visit, release: Release) -> tuple[KindCell, ...]:
    """The kinds; with counts as long as nothing else narrows the list, from what the ribbon is drawn of."""
    wish = visit.wish
    counts = counts_of(visit, release)
    present = counts if not wish.kind or wish.kind in counts else counts | {wish.kind: 0}
    is_narrowed = not wish.but(kind="").is_empty
    return kind_cells(visit, dict.fromkeys(present, None) if is_narrowed else present, wish=wish)


# --- on paper ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrintPage:
    """`rest`: lines that did not find room; then days lead to sheets of their own."""

    title: str
    dates: str
    chosen: str
    groups: tuple[DayGroup, ...]
    rest: int
    is_cut: bool
    days: tuple[Tab, ...]
    back_url: str
    released: str


@portal_page()
def programme_print(visit: Visit) -> HttpResponse:
    release, wish = visit.release, visit.wish
    if release is None:
        return not_out(visit)
    lines = queries.Lines(release, wish, extent_of(visit, release), now=visit.now, zone=visit.zone)
    shown = lines[0:MOST_PRINTED]
    week = visit.week
    days = [week.starts_on + timedelta(days=offset) for offset in range(week.days)]
    others = wish.but(day=None)
    asked = [*chosen("", others, names_of(visit, release))]
    page = PrintPage(
        title=title_of(wish, week.title),
        dates=days_words(week.starts_on, week.ends_on, year=True),
        chosen=strung(str(tab.label) for tab in asked),
        groups=under_days(visit, shown, wish),
        rest=len(lines) - len(shown),
        is_cut=lines.is_cut,
        days=tuple(
            Tab(str(day.day), visit.address("programme_print", others.but(day=day).query), day == wish.day)
            for day in days
        ),
        back_url=visit.address("programme", wish.query),
        released=moment_words(release.released_at, visit.zone),
    )
    return visit.show(
        "portal/programme_print.html",
        page,
        title=_("%(title)s · 打印") % {"title": page.title},
        canonical=canonical_of(visit, "programme_print"),
        here="programme",
        # Today is marked, and what is asked with “not over” changes by the minute.
        true_until=min(
            queries.midnight_after(visit.now, visit.zone),
            visit.now + timedelta(minutes=1) if wish.ahead else visit.now + timedelta(days=1),
        ),
        is_kept=bool(shown) and not wish.is_somebodys_own,
    )
