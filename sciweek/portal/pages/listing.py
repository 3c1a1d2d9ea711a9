"""The list: by day, kind, unit and audience, with substring search, fifty to a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Page as LeafOfList
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import clock
from sciweek.look.dates import day_words, local
from sciweek.look.parts import KindCell, Tab
from sciweek.look.phrases import strung
from sciweek.look.ribbon import Ribbon
from sciweek.portal import queries
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.rows import DayGroup
from sciweek.portal.logic.wish import LONGEST_WORDS, Wish
from sciweek.portal.pages.choices import Choice, Names, audience_choices, chosen, day_choices, title_of
from sciweek.portal.pages.fullness import NO_SEATS, Seats, with_seats
from sciweek.portal.pages.shared import Found, kind_cells, ribbon_of, rows_of, true_until

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    count: str
    ribbon: Ribbon
    list_url: str
    wish: Wish
    longest_words: int
    kept_pairs: tuple[tuple[str, str], ...]
    days: tuple[Choice, ...]
    kinds: tuple[KindCell, ...]
    units: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    chosen: tuple[Tab, ...]
    groups: tuple[DayGroup, ...]
    leaf: LeafOfList
    empty_words: str
    ways_on: tuple[tuple[str, str], ...]


@portal_page()
def activities(visit: Visit) -> HttpResponse:
    wish = visit.wish
    ribbon = ribbon_of(visit, picked=wish.day, name="activities")
    found = queries.wished(wish, now=visit.now, zone=visit.zone)
    day_start = clock.moment(wish.day, clock.MIDNIGHT, visit.zone) if wish.day else None
    leaf = Paginator(queries.listed(found, day_start=day_start), PER_PAGE).get_page(wish.page)
    shown = list(leaf.object_list)
    units = queries.public_units()
    series_name = queries.public_series(wish.series) if wish.series is not None else ""
    total = leaf.paginator.count
    page = ListPage(
        title=title_of(wish, _("全部活动")),
        count=ngettext("%(count)s 场", "%(count)s 场", total) % {"count": total},
        ribbon=ribbon,
        list_url=visit.address("activities"),
        wish=wish,
        longest_words=LONGEST_WORDS,
        kept_pairs=tuple(pair for pair in wish.pairs if pair[0] in ("month", "series", "kind")),
        days=day_choices(visit, wish),
        kinds=kind_cells(visit, _kind_counts(visit, wish), wish=wish, name="activities"),
        units=tuple(Choice(code, name, code == wish.unit) for code, name in units),
        audiences=audience_choices(wish),
        chosen=chosen(visit.address("activities"), wish, Names(dict(units), {}, {}, series_name)),
        groups=under_days(visit, shown, wish),
        leaf=leaf,
        empty_words=empty_words(wish),
        ways_on=ways_on("activities", visit, wish, ribbon) if not total else (),
    )
    return visit.show(
        "portal/activities.html",
        page,
        title=f"{page.title} · {visit.week.title}",
        description=strung((visit.week.title, page.title, page.count)),
        canonical=_canonical(visit, wish),
        here="activities",
        true_until=true_until(visit, ribbon, shown),
        # Only what leads somewhere is kept, so that made-up addresses cannot fill the memory.
        is_kept=bool(shown) and leaf.number == wish.page and not wish.words,
    )


def _canonical(visit: Visit, wish: Wish) -> str:
    address = visit.lasting_address("activities")
    return f"{address}?{wish.query}" if wish.query else address


def _kind_counts(visit: Visit, wish: Wish) -> dict[str, int]:
    """How many of each kind the other filters leave; a chosen kind stays visible with 0."""
    counts = queries.kind_counts(queries.wished(wish.but(kind=""), now=visit.now, zone=visit.zone))
    return counts if not wish.kind or wish.kind in counts else counts | {wish.kind: 0}


def under_days(
    visit: Visit, shown: Sequence[Found], wish: Wish, seats: Seats = NO_SEATS
) -> tuple[DayGroup, ...]:
    """Under the day on which each begins; what is already under way, under today or the asked day."""
    zone = visit.zone
    today = local(visit.now, zone).date()

    def day_of(each: Found) -> date:
        day = local(each.starts_at, zone).date() if each.starts_at else visit.week.starts_on
        if wish.day:
            return wish.day
        return max(day, today) if wish.ahead else day

    return tuple(
        DayGroup(day, day == today, with_seats(visit, rows_of(visit, rows), seats))
        for day, rows in groupby(shown, key=day_of)
    )


def empty_words(wish: Wish) -> str:
    if wish.words:
        return _("没有找到“%(words)s”。") % {"words": wish.words}
    if wish.but(day=None).is_empty and wish.day:
        return _("这一天还没有活动。")
    if wish.is_empty:
        return _("活动还没有发布。")
    return _("没有合这些条件的活动。")


def ways_on(name: str, visit: Visit, wish: Wish, ribbon: Ribbon) -> tuple[tuple[str, str], ...]:
    """From an empty list: the days beside the asked one, then everything."""
    base = visit.address(name)
    ways: list[tuple[str, str]] = []
    if wish.day:
        full = [day for day in ribbon.days if day.count]
        before = [day for day in full if day.day < wish.day][-1:]
        after = [day for day in full if day.day > wish.day][:1]
        for day in before + after:
            count = ngettext("%(count)s 场", "%(count)s 场", day.count) % {"count": day.count}
            ways.append((f"{day_words(day.day)} {count}", f"{base}?{wish.but(day=day.day).query}"))
    if wish.words and not wish.but(words="").is_empty:
        ways.append((_("在全部活动里找"), f"{base}?{Wish(words=wish.words).query}"))
    if not wish.is_empty:
        ways.append((_("看全部活动"), base))
    return tuple(ways)
